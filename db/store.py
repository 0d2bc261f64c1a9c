"""Write articles: new, modified, unchanged, or another address of one that is there.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.canonicals import settled
from db.errors import NoSuchArticle
from db.records import Block, Change, SaveResult
from db.times import day_in_zone, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from db.records import Article, Outlet, Topic


@dataclass(frozen=True, slots=True)
class NewText:
    """What is computed from an article for storing it: its addresses by identity, its hash, its size and what search reads."""

    article: Article
    addresses: Mapping[str, str]  # address -> identity; the canonical one first, then those that it was fetched from
    content_hash: str
    word_count: int
    search_text: str
    extractor_version: int
    topics_mark: str | None = None  # stands for all that decided the topics


def save_article(db: Database, outlet: Outlet, new: NewText, now: datetime) -> SaveResult:
    """Store one article of an outlet and say what that changed.

    One canonical address is one article. The same text at the same outlet is the same article under another address; at another outlet it
    is an article of its own, `duplicate_of` the first. A deleted article stays deleted. A canonical address that other pages declare too
    is not believed.
    """
    new = settled(db, outlet.slug, new, now)
    known = article_at(db, new.addresses)
    if known is None and _is_deleted(db, outlet.slug, new.addresses):
        return SaveResult(Change.REJECTED, None, "deleted")
    result = _insert(db, outlet, new, now) if known is None else _update(db, outlet, new, now, known)
    _add_addresses(db, result.article, new.addresses)
    return result


def article_at(db: Database, addresses: Mapping[str, str]) -> Any:
    """Return the row of the article that one of these addresses (address -> identity) leads to, None where none does."""
    keys = list(addresses.values())
    marks = ",".join("?" * len(keys))
    return db.execute(
        "SELECT articles.* FROM articles JOIN article_urls ON article_urls.article = articles.id"  # noqa: S608 - only question marks
        f" WHERE article_urls.identity IN ({marks}) ORDER BY articles.id LIMIT 1",
        keys,
    ).fetchone()


def _is_deleted(db: Database, outlet: str, addresses: Mapping[str, str]) -> bool:
    keys = list(addresses.values())
    marks = ",".join("?" * len(keys))
    row = db.execute(
        f"SELECT 1 FROM links WHERE outlet = ? AND reason = 'deleted' AND identity IN ({marks})",  # noqa: S608 - only question marks
        (outlet, *keys),
    ).fetchone()
    return row is not None


def _same_text(db: Database, content_hash: str, outlet: str) -> Any:
    """Return the article with this text: the outlet's own where it has one, else the first of any."""
    return db.execute(
        "SELECT id, outlet, duplicate_of FROM articles WHERE content_hash = ? ORDER BY outlet <> ?, duplicate_of IS NOT NULL, id LIMIT 1",
        (content_hash, outlet),
    ).fetchone()


def columns_of(timezone: str, new: NewText) -> dict[str, object]:
    """Return what is read from a page as the columns of `articles` have it; the outlet's time zone (IANA) says which day it was."""
    article = new.article
    return {
        "title": article.title,
        "authors": json_list(article.authors),
        "published_at": to_text(article.published_at),
        "published_day": day_in_zone(article.published_at, timezone),
        "published_precision": article.published_precision,
        "published_source": article.published_source,
        "modified_at": to_text(article.modified_at),
        "language": article.language,
        "section": article.section,
        "keywords": json_list(article.keywords),
        "topics": json_list(topic.name for topic in article.topics),
        "summary": article.summary,
        "text": article.text,
        "image_url": article.image_url,
        "access": article.access,
        "word_count": new.word_count,
        "content_hash": new.content_hash,
        "extractor_version": new.extractor_version,
        "topics_mark": new.topics_mark,
        "search_text": new.search_text,
    }


def json_list(values: Iterable[str]) -> str:
    """Return texts as lists stand in the archive, a JSON array."""
    return json.dumps(list(values), ensure_ascii=False)


def _insert(db: Database, outlet: Outlet, new: NewText, now: datetime) -> SaveResult:
    """Add an article, unless the outlet has its text already under another address: then that one stands, unchanged."""
    twin = _same_text(db, new.content_hash, outlet.slug)
    if twin is not None and twin["outlet"] == outlet.slug:
        return SaveResult(Change.UNCHANGED, int(twin["id"]))
    first = None if twin is None else twin["duplicate_of"] or twin["id"]
    row = {
        "outlet": outlet.slug,
        "url": new.article.url,
        "first_seen_at": to_text(now),
        "duplicate_of": first,
        "last_checked_at": to_text(now),
        **columns_of(outlet.timezone, new),
    }
    marks = ",".join("?" * len(row))
    statement = f"INSERT INTO articles ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - names of our own columns
    article = int(db.execute(statement, list(row.values())).lastrowid or 0)
    put_parts(db, article, new.article)
    return SaveResult(Change.NEW, article)


def _update(db: Database, outlet: Outlet, new: NewText, now: datetime, known: Any) -> SaveResult:
    """Replace an article's text where it changed, keeping each text it has had; a teaser never replaces a whole text."""
    article = int(known["id"])
    same = known["title"] == new.article.title and (
        known["content_hash"] == new.content_hash or _says_the_same(db, known, new.article)
    )
    worse = new.article.access == "paywalled" and new.word_count < known["word_count"]
    if same or worse:
        db.execute("UPDATE articles SET last_checked_at = ? WHERE id = ?", (to_text(now), article))
        return SaveResult(Change.UNCHANGED, article)
    if not db.execute("SELECT 1 FROM revisions WHERE article = ?", (article,)).fetchone():
        _add_revision(db, article, known["first_seen_at"], known["title"], known["text"], known["content_hash"])
    _add_revision(db, article, to_text(now), new.article.title, new.article.text, new.content_hash)
    _put_columns(db, article, {**columns_of(outlet.timezone, new), "last_checked_at": to_text(now)})
    put_parts(db, article, new.article)
    return SaveResult(Change.MODIFIED, article)


def put_reading(db: Database, article: int, new: NewText, columns: Mapping[str, object]) -> None:
    """Put another reading of the same page, with these columns, in place of an article's: its outlet changed nothing, so that no revision
    is added. The newest revision, where it has the text that is replaced, gets the new one; times, addresses and `duplicate_of` stay.
    """
    db.execute(
        "UPDATE revisions SET title = ?1, text = ?2, content_hash = ?3 WHERE id = (SELECT max(id) FROM revisions WHERE article = ?4)"
        " AND content_hash = (SELECT content_hash FROM articles WHERE id = ?4)",
        (new.article.title, new.article.text, new.content_hash, article),
    )
    _put_columns(db, article, columns)
    put_parts(db, article, new.article)


def _put_columns(db: Database, article: int, columns: Mapping[str, object]) -> None:
    settings = ", ".join(f"{name} = ?" for name in columns)
    db.execute(f"UPDATE articles SET {settings} WHERE id = ?", (*columns.values(), article))  # noqa: S608 - names of our own columns


def _says_the_same(db: Database, known: Any, new: Article) -> bool:
    """Say whether a page says what it did, its outlet's boilerplate included: what is known of that may have changed since."""
    sql = "SELECT text, kind, fingerprint, reason FROM blocks WHERE article = ? ORDER BY position"
    blocks = [Block(*row) for row in db.execute(sql, (known["id"],))]
    if not blocks or "\n\n".join(block.text for block in blocks if block.reason is None) != known["text"]:
        return False
    return [block.text for block in blocks if block.is_body] == [block.text for block in new.blocks if block.is_body]


def _add_revision(db: Database, article: int, seen_at: str | None, title: str, text: str, content_hash: str) -> None:
    db.execute(
        "INSERT INTO revisions (article, seen_at, title, text, content_hash) VALUES (?, ?, ?, ?, ?)",
        (article, seen_at, title, text, content_hash),
    )


def put_parts(db: Database, article: int, value: Article) -> None:
    """Write an article's blocks and topics in place of those that it had."""
    db.execute("DELETE FROM blocks WHERE article = ?", (article,))
    db.execute("DELETE FROM article_topics WHERE article = ?", (article,))
    db.conn.executemany(
        "INSERT INTO blocks (article, position, kind, text, fingerprint, reason) VALUES (?, ?, ?, ?, ?, ?)",
        [(article, i, block.kind, block.text, block.fingerprint, block.reason) for i, block in enumerate(value.blocks)],
    )
    put_article_topics(db, article, value.topics)


def put_article_topics(db: Database, article: int, topics: Sequence[Topic]) -> None:
    """Write the topics of an article that has none, each with its score, its method and what spoke for it."""
    put_topics(db, [(topic.code, topic.name, None) for topic in topics])
    db.conn.executemany(
        "INSERT INTO article_topics (article, topic, score, method, evidence) VALUES (?, ?, ?, ?, ?)",
        [(article, *_topic_values(topic)) for topic in topics],
    )
    put_topic_names(db, article, topics)


def put_topic_names(db: Database, article: int, topics: Sequence[Topic]) -> None:
    """Write the column that lists an article's topics by name: by the archive's names, which an update may have changed."""
    marks = ", ".join("?" * len(topics))
    codes = [topic.code for topic in topics]
    names = dict(db.execute(f"SELECT code, name FROM topics WHERE code IN ({marks})", codes).fetchall())  # noqa: S608 - only question marks
    db.execute(
        "UPDATE articles SET topics = ?1 WHERE id = ?2 AND topics <> ?1",
        (json_list(names[code] for code in codes), article),
    )


def _topic_values(topic: Topic) -> tuple[str, float, str, str]:
    return topic.code, round(topic.score, 3), topic.method, json_list(topic.evidence)


def put_topics(db: Database, topics: Sequence[tuple[str, str, str | None]]) -> None:
    """Write topics (code, name, parent's code) that are not there yet; codes with a colon are the user's own, all others IPTC's."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO topics (code, name, parent, scheme) VALUES (?, ?, ?, ?)",
        [(code, name, parent, "own" if ":" in code else "iptc") for code, name, parent in topics],
    )


def _add_addresses(db: Database, article: int | None, addresses: Mapping[str, str]) -> None:
    db.conn.executemany(
        "INSERT OR IGNORE INTO article_urls (url, identity, article) VALUES (?, ?, ?)",
        [(url, identity, article) for url, identity in addresses.items()],
    )


def delete_article(db: Database, article: int, now: datetime) -> None:
    """Remove an article and all that hangs on it; its addresses stay as rejected links, so that no crawl brings it back.

    Raises NoSuchArticle.
    """
    row = db.execute("SELECT outlet FROM articles WHERE id = ?", (article,)).fetchone()
    if row is None:
        raise NoSuchArticle(str(article))
    db.execute(
        "INSERT INTO links (outlet, url, identity, state, reason, discovered_at) SELECT ?, url, identity, 'rejected', 'deleted', ?"
        " FROM article_urls WHERE article = ? AND true"
        " ON CONFLICT (outlet, url) DO UPDATE SET state = 'rejected', reason = 'deleted', next_try_at = NULL",
        (row["outlet"], to_text(now), article),
    )
    db.execute(
        "UPDATE links SET state = 'rejected', reason = 'deleted', next_try_at = NULL WHERE article = ?", (article,)
    )
    db.execute("DELETE FROM articles WHERE id = ?", (article,))

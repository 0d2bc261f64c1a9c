"""Read articles back: search, the latest, one of them, all of them. Nothing here writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from db.errors import NoSuchArticle
from db.filters import Filters, TopicError, condition
from db.records import Article, Block, Topic
from db.search_text import excerpt, match_query
from db.statuses import OutletStatus, outlet_statuses
from db.times import from_text, time_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlite_utils import Database

# One door to all reads of the command line.
__all__ = [
    "Filters",
    "Hit",
    "OutletStatus",
    "StoredArticle",
    "TopicError",
    "article",
    "export_rows",
    "latest",
    "outlet_statuses",
    "search",
]

_HIT = "id, outlet, title, url, published_at, language, topics, text"

# Ranked before the articles are read: sorting whole texts is what would be slow. A word of the title weighs as much as ten of the text.
_SEARCH = """
    WITH ranked AS (
        SELECT articles.id AS ranked_id, bm25(articles_fts, 10.0, 2.0, 1.0) AS rank
        FROM articles_fts JOIN articles ON articles.id = articles_fts.rowid
        WHERE articles_fts MATCH ? AND {condition} ORDER BY rank, articles.id DESC LIMIT ?)
    SELECT {columns} FROM ranked JOIN articles ON id = ranked_id ORDER BY rank, id DESC"""

_LATEST = """
    WITH newest AS (
        SELECT id AS newest_id, coalesce(published_at, first_seen_at) AS at
        FROM articles WHERE {condition} ORDER BY at DESC, id DESC LIMIT ?)
    SELECT {columns} FROM newest JOIN articles ON id = newest_id ORDER BY at DESC, id DESC"""

_EXPORTED = """id, outlet, url, title, authors, published_at, published_day, published_precision, published_source, modified_at,
    language, section, keywords, topics, summary, text, image_url, access, word_count, first_seen_at, last_checked_at, content_hash,
    duplicate_of, story, extractor_version, gone_at, topics_mark"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article in a list: `published_at` as in Article, `topics` by name, `excerpt` about two lines of its text."""

    id: int
    outlet: str
    title: str
    url: str
    published_at: datetime | date | None
    language: str | None
    topics: tuple[str, ...]
    excerpt: str


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with what the archive knows of it; `other_urls` lead to it too.

    `revisions` counts the texts that it has had, 0 where it never changed; `duplicate_of` is the article of another outlet whose text
    it has; `removed_blocks` counts what was cut from its page; `gone_at` is when the page was found to be
    gone, None where it is not known to be.
    """

    id: int
    outlet: str
    article: Article
    word_count: int
    first_seen_at: datetime
    last_checked_at: datetime
    duplicate_of: int | None
    revisions: int
    removed_blocks: int
    other_urls: tuple[str, ...]
    gone_at: datetime | None = None


def search(db: Database, query: str, filters: Filters, limit: int) -> list[Hit]:
    """Return the articles that match what a user typed (see `match_query`), best first.

    Raises BroadsheetError for a query without a word, and what `condition` raises.
    """
    where, values = condition(db, filters)
    sql = _SEARCH.format(condition=where, columns=_HIT)
    return [_hit(row, query) for row in db.query(sql, [match_query(query), *values, limit])]


def latest(db: Database, filters: Filters, limit: int) -> list[Hit]:
    """Return the newest articles, newest first; without a date of its own an article counts from when it was first seen."""
    where, values = condition(db, filters)
    return [_hit(row, None) for row in db.query(_LATEST.format(condition=where, columns=_HIT), [*values, limit])]


def article(db: Database, which: str) -> StoredArticle:
    """Return the article with this id or one of whose addresses this is. Raises NoSuchArticle."""
    row = next(db.query("SELECT * FROM articles WHERE id = ?", [_find(db, which.strip())]), None)
    if row is None:
        raise NoSuchArticle(which)
    return _stored(db, row)


def article_parts(db: Database, key: int) -> Article:
    """Return the article with this id, which must be there."""
    row = next(db.query("SELECT * FROM articles WHERE id = ?", [key]))
    return _article(row, topics_of_article(db, key), _blocks(db, key))


def export_rows(db: Database, filters: Filters) -> Iterator[dict[str, object]]:
    """Yield whole articles by id, one at a time, with lists as lists and times as the archive writes them."""
    where, values = condition(db, filters)
    for row in db.query(f"SELECT {_EXPORTED} FROM articles WHERE {where} ORDER BY id", values):  # noqa: S608 - our own condition
        yield row | {key: json.loads(row[key]) for key in ("authors", "keywords", "topics")}


def _hit(row: dict[str, Any], query: str | None) -> Hit:
    text = row.pop("text")
    row["published_at"] = from_text(row["published_at"])
    row["topics"] = tuple(json.loads(row["topics"]))
    return Hit(**row, excerpt=excerpt(text, query))


def _find(db: Database, which: str) -> int | None:
    """Return the id that a number or an address means, which need not exist; None for an address that is not known."""
    if which.isascii() and which.isdigit() and len(which) < 19:  # longer ones are beyond SQLite's integers
        return int(which)
    sql = "SELECT id FROM articles WHERE url = ? UNION ALL SELECT article FROM article_urls WHERE url = ?"
    row = db.execute(sql, [which, which]).fetchone()
    return None if row is None else row[0]


def _stored(db: Database, row: dict[str, Any]) -> StoredArticle:
    key, url = row["id"], row["url"]
    others = db.execute("SELECT url FROM article_urls WHERE article = ? AND url <> ? ORDER BY url", [key, url])
    blocks = _blocks(db, key)
    return StoredArticle(
        id=key,
        outlet=row["outlet"],
        article=_article(row, topics_of_article(db, key), blocks),
        word_count=row["word_count"],
        first_seen_at=datetime.fromisoformat(row["first_seen_at"]),
        last_checked_at=datetime.fromisoformat(row["last_checked_at"]),
        duplicate_of=row["duplicate_of"],
        revisions=db.execute("SELECT count(*) FROM revisions WHERE article = ?", [key]).fetchone()[0],
        removed_blocks=sum(block.reason is not None for block in blocks),
        other_urls=tuple(other[0] for other in others),
        gone_at=time_from_text(row["gone_at"]),
    )


def _article(row: dict[str, Any], topics: tuple[Topic, ...], blocks: tuple[Block, ...]) -> Article:
    return Article(
        url=row["url"],
        title=row["title"],
        text=row["text"],
        authors=tuple(json.loads(row["authors"])),
        published_at=from_text(row["published_at"]),
        published_source=row["published_source"],
        modified_at=time_from_text(row["modified_at"]),
        language=row["language"],
        section=row["section"],
        keywords=tuple(json.loads(row["keywords"])),
        topics=topics,
        summary=row["summary"],
        image_url=row["image_url"],
        access=row["access"],
        blocks=blocks,
    )


def topics_of_article(db: Database, key: int) -> tuple[Topic, ...]:
    """Return an article's topics, IPTC's before the user's own, the surest first."""
    sql = """SELECT code, name, score, method, evidence FROM article_topics JOIN topics ON code = topic
        WHERE article = ? ORDER BY scheme = 'own', score DESC, code"""
    return tuple(
        Topic(code, name, score, method, tuple(json.loads(evidence)))
        for code, name, score, method, evidence in db.execute(sql, [key])
    )


def _blocks(db: Database, key: int) -> tuple[Block, ...]:
    sql = "SELECT text, kind, fingerprint, reason FROM blocks WHERE article = ? ORDER BY position"
    return tuple(Block(*row) for row in db.execute(sql, [key]))

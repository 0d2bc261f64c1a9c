"""The vocabulary in the archive, and articles' topics given anew. Every function that writes runs inside the caller's transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.queries import topics_of_article
from db.store import put_article_topics, put_topic_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlite_utils import Database

    from db.records import Topic

_COLUMNS = "id, outlet, url, title, text, language, section, keywords"
_PUT = """INSERT INTO topics (code, name, parent, scheme, names, release) VALUES (?, ?, ?, 'iptc', ?, ?)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent = excluded.parent, names = excluded.names, release = excluded.release"""
_UNUSED = """WITH RECURSIVE kept(code) AS (
        SELECT code FROM topics WHERE release = ? OR scheme <> 'iptc' UNION SELECT topic FROM article_topics
        UNION SELECT topics.parent FROM topics JOIN kept ON kept.code = topics.code WHERE topics.parent IS NOT NULL)
    DELETE FROM topics WHERE code NOT IN kept"""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary; `names` by language (BCP 47)."""

    code: str
    name: str
    parent: str | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """What tagging reads of a stored article, and the topics that it has."""

    id: int
    outlet: str
    url: str
    title: str
    text: str
    language: str | None
    section: str | None
    keywords: tuple[str, ...]
    topics: tuple[Topic, ...]


def vocabulary_release(db: Database) -> str | None:
    """Return the day of the release of IPTC Media Topics that the archive has, None where it has none."""
    row = db.execute("SELECT max(release) FROM topics").fetchone()
    return None if row[0] is None else str(row[0])


def put_vocabulary(db: Database, terms: Sequence[Term], release: str) -> None:
    """Write a release's terms over those that are there; terms that it no longer has stay only while articles have them."""
    known = dict(db.execute("SELECT code, name FROM topics").fetchall())
    renamed = [term.code for term in terms if known.get(term.code, term.name) != term.name]
    db.execute("PRAGMA defer_foreign_keys = ON")  # a term may come before the one above it
    db.conn.executemany(
        _PUT,
        [
            (term.code, term.name, term.parent, json.dumps(dict(term.names), ensure_ascii=False), release)
            for term in terms
        ],
    )
    db.execute(_UNUSED, [release])
    for code in renamed:
        _list_names_again(db, code)


def rename_topics(db: Database, names: Mapping[str, str]) -> None:
    """Give topics of the archive these names, by code; codes that it does not have are passed over."""
    for code, name in names.items():
        if db.execute("UPDATE topics SET name = ?1 WHERE code = ?2 AND name <> ?1", (name, code)).rowcount:
            _list_names_again(db, code)


def _list_names_again(db: Database, code: str) -> None:
    """Write the column of names of all articles that have a topic."""
    for (article,) in db.execute("SELECT article FROM article_topics WHERE topic = ?", [code]).fetchall():
        put_topic_names(db, article, topics_of_article(db, article))


def stored_outlets(db: Database) -> list[str]:
    """Return the slugs of outlets that have articles."""
    return [row[0] for row in db.execute("SELECT DISTINCT outlet FROM articles ORDER BY outlet")]


def count_untagged(db: Database, outlet: str, mark: str) -> int:
    """Return how many of an outlet's articles have topics by another mark than this one."""
    sql = "SELECT count(*) FROM articles WHERE outlet = ? AND topics_mark IS NOT ?"
    return int(db.execute(sql, [outlet, mark]).fetchone()[0])


def untagged(db: Database, outlet: str, mark: str, most: int) -> list[TaggedArticle]:
    """Return up to so many of an outlet's articles whose topics have another mark."""
    # The index alone says which: those that are done are passed over without reading their rows.
    ids = "SELECT id FROM articles WHERE outlet = ? AND topics_mark IS NOT ? LIMIT ?"
    sql = f"SELECT {_COLUMNS} FROM articles WHERE id IN ({ids}) ORDER BY id"  # noqa: S608 - our own columns
    return [_article(db, row) for row in list(db.query(sql, [outlet, mark, most]))]


def all_articles(db: Database, condition: str, values: Sequence[str]) -> Iterator[TaggedArticle]:
    """Yield the articles that a condition of db.filters keeps, the newest first, one at a time."""
    order = "coalesce(published_at, first_seen_at) DESC, id DESC"
    for row in db.query(f"SELECT {_COLUMNS} FROM articles WHERE {condition} ORDER BY {order}", values):  # noqa: S608 - our own condition
        yield _article(db, row)


def replace_topics(db: Database, article: int, topics: Sequence[Topic], mark: str) -> None:
    """Give an article other topics, with the mark of what found them."""
    db.execute("DELETE FROM article_topics WHERE article = ?", [article])
    put_article_topics(db, article, topics)
    mark_topics(db, article, mark)


def mark_topics(db: Database, article: int, mark: str) -> None:
    """Note that an article's topics are those that the mark stands for."""
    db.execute("UPDATE articles SET topics_mark = ? WHERE id = ?", [mark, article])


def _article(db: Database, row: dict[str, Any]) -> TaggedArticle:
    keywords = tuple(json.loads(row.pop("keywords")))
    return TaggedArticle(**row, keywords=keywords, topics=topics_of_article(db, row["id"]))

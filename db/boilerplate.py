"""What each outlet repeats, and the latest articles that say so; every function that writes runs inside the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from db.queries import article_parts
from db.store import columns_of, put_reading
from db.times import time_from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlite_utils import Database

    from db.records import Article
    from db.store import NewText

_LATEST = "SELECT id FROM articles WHERE outlet = ? ORDER BY first_seen_at DESC, id DESC LIMIT ?"
_SAMPLES = f"""
    SELECT blocks.fingerprint, blocks.text AS sample, blocks.kind, min(articles.first_seen_at) AS first_seen_at
    FROM articles CROSS JOIN blocks ON blocks.article = articles.id
    WHERE articles.id IN ({_LATEST}) AND blocks.reason = 'boilerplate' GROUP BY blocks.fingerprint"""  # noqa: S608 - our own query


def known_boilerplate(db: Database, outlet: str) -> dict[int, int]:
    """Return the fingerprints of what an outlet repeats, each with the most stories that had it at one time."""
    return dict(db.execute("SELECT fingerprint, pages FROM boilerplate WHERE outlet = ?", (outlet,)).fetchall())


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article with the blocks of its page, when it was read and its address found."""

    article: Article
    read_at: datetime
    found_at: datetime | None


def latest_articles(db: Database, outlet: str, most: int) -> list[KnownArticle]:
    """Return an outlet's latest articles, oldest first."""
    return [_known(db, key) for key in reversed(latest_ids(db, outlet, most))]


def _known(db: Database, key: int) -> KnownArticle:
    sql = """SELECT coalesce((SELECT max(seen_at) FROM revisions WHERE article = articles.id), first_seen_at),
        (SELECT min(discovered_at) FROM links WHERE article = articles.id) FROM articles WHERE id = ?"""
    seen, found = db.execute(sql, (key,)).fetchone()
    return KnownArticle(article_parts(db, key), datetime.fromisoformat(seen), time_from_text(found))


def found_times(db: Database, links: Iterable[int]) -> dict[int, datetime]:
    """Return when each of these links was found."""
    marks = ",".join(str(int(link)) for link in links)
    rows = db.execute(f"SELECT id, discovered_at FROM links WHERE id IN ({marks})")  # noqa: S608 - numbers
    return {row[0]: datetime.fromisoformat(row[1]) for row in rows}


def articles_with(db: Database, outlet: str, fingerprints: Collection[int], most: int) -> list[int]:
    """Return which of an outlet's latest articles have a block with one of these fingerprints."""
    wanted = ",".join(str(int(print_)) for print_ in fingerprints)
    sql = (
        "SELECT DISTINCT article FROM blocks"  # noqa: S608 - numbers
        f" WHERE article IN ({_LATEST}) AND fingerprint IN ({wanted})"
    )
    return [row[0] for row in db.execute(sql, (outlet, most))]


def latest_ids(db: Database, outlet: str, most: int) -> list[int]:
    """Return the ids of an outlet's latest articles."""
    return [row[0] for row in db.execute(_LATEST, (outlet, most))]


def put_boilerplate(
    db: Database, outlet: str, known: Mapping[int, int], seen: Iterable[int], now: datetime, most: int
) -> None:
    """Write what an outlet repeats in place of what stood there; `seen` are those that stood on a page just now.

    What is new is described from the outlet's latest articles (`most`), from which it has been removed by now.
    """
    rows = db.execute("SELECT fingerprint FROM boilerplate WHERE outlet = ?", (outlet,))
    before = {row[0] for row in rows}
    db.conn.executemany(
        "DELETE FROM boilerplate WHERE outlet = ? AND fingerprint = ?",
        [(outlet, print_) for print_ in before - known.keys()],
    )
    new = known.keys() - before
    for row in db.execute(_SAMPLES, (outlet, most)).fetchall() if new else ():
        if row["fingerprint"] in new:
            db.execute(
                "INSERT INTO boilerplate (outlet, fingerprint, sample, kind, pages, first_seen_at, last_seen_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (outlet, row[0], row[1], row[2], known[row[0]], row["first_seen_at"], to_text(now)),
            )
    db.conn.executemany(
        "UPDATE boilerplate SET pages = ?, last_seen_at = ? WHERE outlet = ? AND fingerprint = ?",
        [(known[print_], to_text(now), outlet, print_) for print_ in set(seen) & known.keys()],
    )


def put_cleaned(db: Database, article: int, new: NewText) -> None:
    """Put an article judged anew in place of what is stored, read by the same extractor; a topics mark of None leaves the old one."""
    timezone = db.execute(
        "SELECT timezone FROM outlets WHERE slug = (SELECT outlet FROM articles WHERE id = ?)", (article,)
    ).fetchone()[0]
    columns = columns_of(timezone, new)
    del columns["extractor_version"]
    if new.topics_mark is None:
        del columns["topics_mark"]
    put_reading(db, article, new, columns)

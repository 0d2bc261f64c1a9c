"""The pages file: the HTML that articles were taken from, packed, beside the archive so that the archive stays small.

The archive is written first, the pages after it: a process that is killed in between leaves a batch of articles without their pages, or
with older ones. Either is harmless: a page counts only with the link that it names, by number and address, and while the archive has not
stored a text for it since (`db.extractions`).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils.migrations import Migrations

from db.archive import connect, explain, transaction
from db.errors import ArchiveError
from db.records import KeptPage
from db.times import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

migrations = Migrations("broadsheet-pages")


@migrations()
def m001_pages(db: Database) -> None:
    """Create a table of pages, one for each article and for each link whose page held none but may hold one to a later version, and one
    of how many days each outlet's are kept.
    """
    db.execute(
        """CREATE TABLE pages (
        link INTEGER PRIMARY KEY, article INTEGER UNIQUE, outlet TEXT NOT NULL, url TEXT NOT NULL, requested_url TEXT NOT NULL,
        fetched_at TEXT NOT NULL, stored_at TEXT NOT NULL, encoding TEXT, title TEXT, published_at TEXT, source TEXT, html BLOB NOT NULL)"""
    )
    db.execute("CREATE INDEX idx_pages_outlet ON pages(outlet, fetched_at)")
    db.execute("CREATE TABLE retention (outlet TEXT PRIMARY KEY, days INTEGER NOT NULL)")


_COLUMNS = tuple(KeptPage.__dataclass_fields__)
_TIMES = frozenset({"fetched_at", "stored_at", "published_at"})
_OLD = "FROM pages WHERE outlet = ? AND fetched_at <= ?"
_INSERT = f"INSERT OR REPLACE INTO pages ({', '.join(_COLUMNS)}) VALUES ({','.join('?' * len(_COLUMNS))})"  # noqa: S608 - our own names


def pages_path(archive: Path) -> Path:
    """Return the pages file of an archive: `news.db` has `news-pages.db`, under whatever name it is opened."""
    archive = archive.resolve()
    return archive.with_name(f"{archive.stem}-pages.db")


def open_pages(archive: Path) -> Database:
    """Open an archive's pages file to write, making it where needed; the caller closes it. Raises ArchiveError."""
    path = pages_path(archive)
    way_out = f"the pages of {archive.name} are kept there: move it away"
    db = connect(str(path), path)
    try:
        foreign = set(db.table_names()) - {"pages", "retention", "_sqlite_migrations"}
        if not foreign:
            db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # counts in a new file only
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            migrations.apply(db)
            return db
    except sqlite3.DatabaseError as error:
        db.close()
        raise ArchiveError(f"{path}: {explain(error).partition(';')[0]}; {way_out}") from error
    db.close()
    raise ArchiveError(f"{path}: another database; {way_out}")


def put_pages(db: Database, pages: Iterable[KeptPage]) -> None:
    """Store pages in one transaction, each in place of what is kept of its article or its link."""
    with transaction(db):
        db.conn.executemany(_INSERT, [_values(page) for page in pages])


def _values(page: KeptPage) -> tuple[object, ...]:
    return tuple(to_text(getattr(page, name)) if name in _TIMES else getattr(page, name) for name in _COLUMNS)


def without_page(db: Database, articles: Iterable[int]) -> set[int]:
    """Return those of these articles of which no page is kept."""
    wanted = set(articles)
    marks = ",".join("?" * len(wanted))
    rows = db.execute(f"SELECT article FROM pages WHERE article IN ({marks})", list(wanted))  # noqa: S608 - only question marks
    return wanted - {row[0] for row in rows}


def forget_pages(archive: Path, article: int, links: Sequence[int]) -> None:
    """Delete what an archive's pages file, where there is one, has of an article and of the links that led to it. Raises ArchiveError."""
    if not pages_path(archive).exists():
        return
    marks = ",".join("?" * len(links))
    with closing(open_pages(archive)) as db, transaction(db):
        db.execute(f"DELETE FROM pages WHERE article = ? OR link IN ({marks})", [article, *links])  # noqa: S608 - only question marks


def prune_pages(db: Database, outlet: str, days: int, now: datetime) -> None:
    """Note for how many days an outlet's pages are kept, and delete the pages of all outlets whose days are over, of those too that are
    crawled no longer; the file gives room back once most of it is empty.

    Cheap where nothing is old: one look into an index for each outlet.
    """
    known = dict(db.execute("SELECT outlet, days FROM retention").fetchall())
    if known.get(outlet) != days:
        known[outlet] = days
        db.execute("INSERT OR REPLACE INTO retention (outlet, days) VALUES (?, ?)", (outlet, days))
    before = [(slug, to_text(now - timedelta(days=kept))) for slug, kept in known.items()]
    old = [one for one in before if db.execute(f"SELECT 1 {_OLD} LIMIT 1", one).fetchone()]
    if not old:
        return
    with transaction(db):
        db.conn.executemany(f"DELETE {_OLD}", old)
    empty, size = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    if 2 * empty > size:
        db.conn.executescript("PRAGMA incremental_vacuum")  # `execute` takes one step of it, which gives one page back


def kept_links(db: Database, outlet: str, since: datetime | None = None) -> list[int]:
    """Return the links of an outlet whose pages are kept, the articles' last, the latest last; fetched at `since` or later."""
    sql = "SELECT link FROM pages WHERE outlet = ? AND fetched_at >= ? ORDER BY article IS NOT NULL, article, link"
    return [row[0] for row in db.execute(sql, (outlet, to_text(since) or ""))]


def kept_page(db: Database, link: int) -> KeptPage | None:
    """Return the page that is kept of a link, None where it is gone."""
    row: Any = db.execute(f"SELECT {', '.join(_COLUMNS)} FROM pages WHERE link = ?", (link,)).fetchone()  # noqa: S608 - our own names
    if row is None:
        return None
    values: dict[str, Any] = {name: from_text(row[name]) if name in _TIMES else row[name] for name in _COLUMNS}
    return KeptPage(**values)

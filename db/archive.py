"""Open the archive: one SQLite file in WAL mode, brought up to this version's schema."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlite_utils import Database

from db.errors import ArchiveError
from db.migrations import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WAIT = 30.0  # seconds for another writer; a batch takes a fraction of one


def open_archive(path: Path) -> Database:
    """Open an archive to write, making or migrating it where needed; the caller closes it.

    Raises ArchiveError: no such folder, not writable, not a database, another program's, or a newer Broadsheet's.
    """
    if not path.parent.is_dir():
        raise ArchiveError(f"{path}: no such folder: {path.parent}")
    db = connect(str(path), path)
    try:
        _refuse_foreign(db, path)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        migrations.apply(db)
    except sqlite3.DatabaseError as error:
        db.close()
        raise ArchiveError(f"{path}: {explain(error)}") from error
    except ArchiveError:
        db.close()
        raise
    return db


def read_archive(path: Path) -> Database:
    """Open an existing archive to read only; the caller closes it. Raises ArchiveError as `open_archive`, and where there is none."""
    if not path.is_file():
        raise ArchiveError(f"{path}: no archive here; `broadsheet crawl` makes one, `--db FILE` names another")
    db = connect(f"file:{_quoted(path)}?mode=ro", path)
    try:
        _refuse_foreign(db, path)
        pending = [migration.name for migration in migrations.pending(db)]
    except sqlite3.DatabaseError as error:
        db.close()
        raise ArchiveError(f"{path}: {explain(error)}") from error
    except ArchiveError:
        db.close()
        raise
    if pending:
        db.close()
        raise ArchiveError(
            f"{path}: made by an older version; `broadsheet crawl` or `broadsheet run` brings it up to date"
        )
    return db


def connect(address: str, path: Path) -> Database:
    """Connect to an SQLite file by its path or URI; `path` names it in the ArchiveError that is raised where that fails."""
    try:
        connection = sqlite3.connect(address, timeout=_WAIT, isolation_level=None, uri=address.startswith("file:"))
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: {explain(error)}") from error
    connection.row_factory = sqlite3.Row
    return Database(connection)


def _quoted(path: Path) -> str:
    return path.resolve().as_uri().removeprefix("file://")


def _refuse_foreign(db: Database, path: Path) -> None:
    tables = set(db.table_names())
    if not tables:
        return
    if "_sqlite_migrations" not in tables or "articles" not in tables:
        raise ArchiveError(f"{path}: an SQLite database, but not a Broadsheet archive; name another with --db")
    known = {migration.name for migration in migrations._migrations}
    recorded = {row[0] for row in db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'broadsheet'")}
    if recorded - known:
        raise ArchiveError(
            f"{path}: made by a newer version of Broadsheet ({', '.join(sorted(recorded - known))}); update this one"
        )


def explain(error: sqlite3.Error) -> str:
    """Return what an error of SQLite's means to a person, with the way out where there is one."""
    text = str(error)
    if "not a database" in text:
        return "not an SQLite database; name another file with --db"
    if "unable to open" in text:
        return "cannot be opened; is it a folder, or not yours to read?"
    if "readonly" in text:
        return "cannot be written to; check its permissions and its folder's"
    return text


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Hold the write lock from the first statement on, commit at the end, roll everything back on any error.

    IMMEDIATE because a read that turns into a write inside a deferred transaction fails at once when another process writes.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")

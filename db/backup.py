"""Copy a live archive to a new file with SQLite's online backup, whole and checked or not at all."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from db.archive import read_archive
from db.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

_STEP = 1000  # pages of 4 kB: progress is told a few hundred times a second


def back_up(path: Path, target: Path, progress: Callable[[int, int], None], *, force: bool = False) -> int:
    """Copy the archive at `path` to `target` as it is at this moment and return the copy's size in bytes.

    Crawls may go on writing meanwhile. `progress` is told the pages that are copied and all of them. Nothing is left at `target` where
    the copy fails. Raises ArchiveError: no archive at `path`, `target` there already (unless `force`), in use, a folder, or not writable.
    """
    target = target.resolve()  # a link keeps pointing where it does
    _refuse(path, target, force=force)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with closing(read_archive(path)) as archive:
            found = _copy(archive, partial, progress)
        if found != "ok":
            raise ArchiveError(f"{path}: is damaged, the copy was not kept: {found}")
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise ArchiveError(f"{target}: cannot be written: {getattr(error, 'strerror', None) or error}") from error
    finally:
        for leftover in (partial, *(Path(f"{partial}{end}") for end in ("-journal", "-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
    return target.stat().st_size


def _refuse(path: Path, target: Path, *, force: bool) -> None:
    """Raise ArchiveError where a copy at `target` would destroy something or could not be made."""
    if not target.parent.is_dir():
        raise ArchiveError(f"{target}: no such folder: {target.parent}")
    if target.exists():
        if path.exists() and target.samefile(path):
            raise ArchiveError(f"{target}: is the archive itself; name another file")
        if not target.is_file():
            raise ArchiveError(f"{target}: is not a file; name a file to copy to")
        if not force:
            raise ArchiveError(f"{target}: is there already; name another file, or replace it with --force")
    wal = Path(f"{target}-wal")
    if wal.exists() and wal.stat().st_size:  # SQLite would add its pages to the copy
        raise ArchiveError(f"{target}: is in use, or was not closed ({wal.name} is not empty); name another file")


def _copy(archive: Database, partial: Path, progress: Callable[[int, int], None]) -> str:
    """Copy, check, and return what SQLite says of the copy: `ok`, or what is damaged in it, and so in the archive."""
    with closing(sqlite3.connect(partial)) as copy:
        # A read transaction keeps one moment's pages: without it every write of a crawl would start the copy again.
        archive.execute("BEGIN")
        archive.execute("SELECT count(*) FROM sqlite_master").fetchone()
        archive.conn.backup(copy, pages=_STEP, progress=lambda _, remaining, total: progress(total - remaining, total))
        return _check(copy)


def _check(copy: sqlite3.Connection) -> str:
    try:
        return str(copy.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:  # damage can also end the check itself
        return str(error)

"""What the service reads of the archive: when outlets last ran, and which have nothing to ask for now.

Without sqlite-utils, which would bring numpy along where that is installed: the service is to stay small.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, cast

from db.due import anything_due
from db.errors import ArchiveError
from db.times import time_from_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from db.records import Outlet


def last_starts(db: Path) -> dict[str, datetime]:
    """Return when each outlet's last run started, back-fills apart; empty where there is no archive yet. Raises ArchiveError."""
    try:
        with closing(sqlite3.connect(db if db.exists() else ":memory:", timeout=30)) as connection:
            table = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'runs'").fetchone()
            if table is None:
                return {}
            ours = "WHERE back_fill IS NULL" if "back_fill" in table[0] else ""  # an older archive knows no back-fills
            rows = connection.execute(f"SELECT outlet, max(started_at) FROM runs {ours} GROUP BY outlet").fetchall()  # noqa: S608 - a constant
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{db}: {error} (name another file with --db)") from error
    return {slug: started for slug, text in rows if (started := time_from_text(text))}


def idle(db: Path, outlets: Sequence[Outlet], now: datetime) -> set[str]:
    """Return which of some outlets have nothing to ask for now, so that no child is started for them.

    None where there is no archive, or one that a child has still to bring up to date or to say what is wrong with.
    """
    if not outlets or not db.exists():
        return set()
    try:
        with closing(sqlite3.connect(f"{db.resolve().as_uri()}?mode=ro", timeout=30, uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            reader = cast("Database", connection)  # only `execute` is used, which both have
            return {outlet.slug for outlet in outlets if not anything_due(reader, outlet, now)}
    except sqlite3.DatabaseError:
        return set()

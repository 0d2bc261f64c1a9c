"""Whether a scheduled run of an outlet would ask for anything: a cheap read, so that no process is started for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.manners import wait_until
from db.rechecks import due_rechecks
from db.sources import due_sources, named_sources, needs_finding
from db.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from db.records import Outlet


def anything_due(db: Database, outlet: Outlet, now: datetime) -> bool:
    """Say whether an outlet is not waiting and has a source, a link or a re-check that is due, or sources to be looked for.

    `True` for one that the archive does not know yet, or whose entry names a source that it does not know. Any connection with
    `sqlite3.Row` as its row factory will do.
    """
    if not db.execute("SELECT 1 FROM outlets WHERE slug = ?", (outlet.slug,)).fetchone():
        return True
    until = wait_until(db, outlet.slug)
    if until and until > now:
        return False
    return (
        needs_finding(db, outlet, now, scheduled=True)
        or bool(due_sources(db, outlet.slug, now))
        or _any_link(db, outlet.slug, now)
        or bool(due_rechecks(db, outlet.slug, outlet.recheck, now))
        or _differ(db, outlet)
    )


def _any_link(db: Database, outlet: str, now: datetime) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM links WHERE outlet = ? AND next_try_at <= ? AND back_fill IS NULL)"
    return bool(db.execute(query, (outlet, to_text(now))).fetchone()[0])


def _differ(db: Database, outlet: Outlet) -> bool:
    """Say whether the sources that outlets.toml names are others than those it named at the last run."""
    named = {url for _, url in named_sources(outlet)}
    rows = db.execute("SELECT url FROM sources WHERE outlet = ? AND origin = 'file'", (outlet.slug,))
    return named != {row[0] for row in rows}

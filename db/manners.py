"""What manners need from one run to the next: how long an outlet asked to wait, and how many of its pages were fetched lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.times import time_from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database


def wait_until(db: Database, outlet: str) -> datetime | None:
    """Return the time before which an outlet asked not to be asked again, past or to come; None where it never did."""
    row = db.execute("SELECT wait_until FROM outlets WHERE slug = ?", (outlet,)).fetchone()
    return time_from_text(row["wait_until"]) if row else None


def put_wait(db: Database, outlets: Iterable[str], until: datetime) -> None:
    """Note that some outlets are to be left alone until a time; one that asked for a longer wait keeps it."""
    for outlet in outlets:
        db.execute(
            "UPDATE outlets SET wait_until = max(coalesce(wait_until, ''), ?) WHERE slug = ?", (to_text(until), outlet)
        )


def homepages(db: Database) -> dict[str, str]:
    """Return every outlet's home page by its slug."""
    return {row["slug"]: row["homepage"] for row in db.query("SELECT slug, homepage FROM outlets")}


def pages_since(db: Database, outlet: str, since: datetime) -> int:
    """Return how many pages of an outlet were fetched after a time, whatever became of them."""
    query = "SELECT count(*) FROM links WHERE outlet = ? AND fetched_at > ?"
    return int(db.execute(query, (outlet, to_text(since))).fetchone()[0])

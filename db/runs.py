"""The runs and problems tables: what each crawl of each outlet did."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from db.records import RunCounts
from db.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from db.records import Problem

_COUNTS = tuple(field.name for field in fields(RunCounts))


def start_run(db: Database, outlet: str, now: datetime, back_fill: int | None = None) -> int:
    """Open a run and return its id; runs of the outlet that never ended (their process was killed) are closed as `killed`.

    `back_fill` is the back-fill that it is a part of. The caller holds the outlet's lock, so no other run of it can be under way.
    """
    text = to_text(now)
    db.execute(
        "UPDATE runs SET outcome = 'killed', ended_at = ? WHERE outlet = ? AND outcome = 'running'", (text, outlet)
    )
    cursor = db.execute(
        "INSERT INTO runs (outlet, started_at, outcome, back_fill) VALUES (?, ?, 'running', ?)",
        (outlet, text, back_fill),
    )
    return int(cursor.lastrowid or 0)


def end_run(db: Database, run: int, now: datetime, outcome: str, counts: RunCounts, detail: str | None = None) -> None:
    """Close a run: `outcome` is ok, partial (pages or sources failed), failed (no source could be read) or stopped."""
    columns = ", ".join(f"{name} = ?" for name in _COUNTS)
    values = [getattr(counts, name) for name in _COUNTS]
    db.execute(
        f"UPDATE runs SET ended_at = ?, outcome = ?, detail = ?, {columns} WHERE id = ?",  # noqa: S608 - names of our own fields
        (to_text(now), outcome, detail, *values, run),
    )


def add_problems(db: Database, run: int, outlet: str, problems: Iterable[Problem], now: datetime) -> None:
    """Write down the pages and sources of a run that failed."""
    text = to_text(now)
    db.conn.executemany(
        "INSERT INTO problems (run, outlet, url, reason, detail, at) VALUES (?, ?, ?, ?, ?, ?)",
        [(run, outlet, problem.url, problem.reason, problem.detail, text) for problem in problems],
    )

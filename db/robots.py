"""The tables robots and tdm_files: the last robots.txt and tdmrep.json that each host gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.times import time_from_text, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What a host (with its port, where it names one) said to robots in one file, when and with which status, 0 where none came.

    `body` is empty where there are no rules.
    """

    host: str
    fetched_at: datetime
    status: int
    body: str


def robots_file(db: Database, host: str) -> RobotsFile | None:
    """Return a host's last robots.txt, however old; None where it never gave one."""
    return _file(db.execute("SELECT * FROM robots WHERE host = ?", (host,)).fetchone())


def tdm_file(db: Database, host: str) -> RobotsFile | None:
    """Return a host's last tdmrep.json, however old; None where it was never asked for one."""
    return _file(db.execute("SELECT * FROM tdm_files WHERE host = ?", (host,)).fetchone())


def _file(row: Any) -> RobotsFile | None:
    fetched_at = time_from_text(row["fetched_at"]) if row else None
    return RobotsFile(row["host"], fetched_at, row["status"], row["body"]) if fetched_at else None


def put_robots_file(db: Database, file: RobotsFile) -> None:
    """Write a robots.txt in the place of the host's last one."""
    db.execute(
        "INSERT OR REPLACE INTO robots (host, fetched_at, status, body) VALUES (?, ?, ?, ?)",
        (file.host, to_text(file.fetched_at), file.status, file.body),
    )


def put_tdm_file(db: Database, file: RobotsFile) -> None:
    """Write a tdmrep.json in the place of the host's last one."""
    db.execute(
        "INSERT OR REPLACE INTO tdm_files (host, fetched_at, status, body) VALUES (?, ?, ?, ?)",
        (file.host, to_text(file.fetched_at), file.status, file.body),
    )

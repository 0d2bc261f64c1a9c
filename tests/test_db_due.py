"""Whether a scheduled run would ask for anything, and how long a home page that gives no source is left alone."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from db.archive import open_archive
from db.due import anything_due
from db.records import Outlet, Source, SourceKind
from db.sources import needs_finding, put_found, put_looked, put_outlet, source_polled
from db.times import to_text

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FEED = "http://a.example/feed"
NAMED = Outlet("a", "A", "http://a.example/", feeds=(FEED,), recheck=("1h",))
FOUND = replace(NAMED, feeds=())


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """An archive in which nothing is due: an outlet's only source rests until one o'clock."""
    db = open_archive(tmp_path / "news.db")
    put_outlet(db, NAMED)
    db.execute(
        "UPDATE sources SET last_polled_at = ?, next_poll_at = ?", (to_text(NOON), to_text(NOON + timedelta(hours=1)))
    )
    return db


def add_link(db: Database, due: datetime | None, **more: object) -> None:
    db["links"].insert(
        {
            "outlet": "a",
            "url": "http://a.example/1",
            "state": "new",
            "discovered_at": "",
            "next_try_at": to_text(due),
            **more,
        }
    )


@pytest.mark.parametrize(
    ("change", "due"),
    [
        pytest.param("", False, id="nothing"),
        pytest.param("UPDATE sources SET next_poll_at = '2026-03-01T12:00:00Z'", True, id="a source"),
        pytest.param("UPDATE sources SET next_poll_at = NULL", True, id="a source that was never asked"),
        pytest.param("UPDATE sources SET failures = 1", False, id="a source that failed waits too"),
        pytest.param("UPDATE sources SET url = 'http://a.example/other'", True, id="outlets.toml names another source"),
        pytest.param("UPDATE outlets SET slug = 'b'", True, id="a new outlet"),
        pytest.param(
            "UPDATE outlets SET wait_until = '2026-03-01T12:00:01Z'; UPDATE sources SET next_poll_at = NULL",
            False,
            id="a source of an outlet that asked to wait",
        ),
        pytest.param(
            "UPDATE outlets SET wait_until = '2026-03-01T12:00:00Z'; UPDATE sources SET next_poll_at = NULL",
            True,
            id="a source of an outlet whose wait is over",
        ),
    ],
)
def test_what_a_run_would_ask_for(db: Database, change: str, due: bool) -> None:
    db.execute("PRAGMA foreign_keys = OFF")
    db.conn.executescript(change)
    assert anything_due(db, NAMED, NOON) is due


@pytest.mark.parametrize(("seconds", "due"), [(0, True), (1, False), (None, False)], ids=["now", "later", "done"])
def test_a_link_that_waits(db: Database, seconds: int | None, due: bool) -> None:
    add_link(db, None if seconds is None else NOON + timedelta(seconds=seconds))
    assert anything_due(db, NAMED, NOON) is due


def test_a_recheck(db: Database) -> None:
    article = (
        "INSERT INTO articles (id, outlet, url, title, authors, keywords, topics, text, access, word_count, first_seen_at,"
        " last_checked_at, content_hash, extractor_version, search_text)"
        " VALUES (1, 'a', '', '', '', '', '', '', '', 0, '2026-03-01T10:30:00Z', '', '', 1, '')"
    )
    db.execute(article)
    add_link(db, None, article=1, state="fetched", fetched_at="2026-03-01T10:30:00Z")
    assert [anything_due(db, outlet, NOON) for outlet in (NAMED, replace(NAMED, recheck=()))] == [True, False]


def test_a_plain_connection_will_do(db: Database, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "news.db")
    connection.row_factory = sqlite3.Row
    said = anything_due(connection, NAMED, NOON)  # type: ignore[arg-type]  # what the service hands over
    connection.close()
    assert said is False


def test_looks_that_come_to_nothing_wait_ever_longer_and_one_by_hand_does_not_wait(db: Database) -> None:
    waits, now = [], NOON
    for _ in range(10):
        put_looked(db, "a", now)
        assert not needs_finding(db, FOUND, now, scheduled=True)
        assert needs_finding(db, FOUND, now)
        (due,) = db.execute("SELECT next_look_at FROM outlets").fetchone()
        waits.append(round((datetime.fromisoformat(due) - now).total_seconds() / 60))
        now = datetime.fromisoformat(due)
        assert needs_finding(db, FOUND, now, scheduled=True)
    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


def test_a_look_waits_as_long_as_the_server_asked(db: Database) -> None:
    put_looked(db, "a", NOON, 7200.0)
    assert [needs_finding(db, FOUND, NOON + timedelta(seconds=s), scheduled=True) for s in (7199, 7200)] == [
        False,
        True,
    ]


def test_a_source_that_answers_ends_the_waits(db: Database) -> None:
    for _ in range(5):
        put_looked(db, "a", NOON)
    put_found(db, "a", [(SourceKind.FEED, "http://a.example/found")], NOON)
    (source,) = db.execute("SELECT id FROM sources WHERE origin = 'found'").fetchone()
    source_polled(db, Source(source, "a", SourceKind.FEED, "http://a.example/found"), NOON)
    assert tuple(db.execute("SELECT looks, next_look_at FROM outlets").fetchone()) == (0, None)

"""How links wait, are closed and put off; how runs are recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.archive import open_archive, read_archive, transaction
from db.errors import ArchiveError
from db.links import add_links, backoff, close_link, link_failed, link_unchanged, waiting_links
from db.records import FoundLink, Outlet, Problem, RunCounts, SourceKind
from db.runs import add_problems, end_run, start_run
from db.sources import add_sources, put_outlet
from pipelines.urls import identity

NOON = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIMES = Outlet("times", "The Times", "https://times.example/")
URL = "https://times.example/world/a"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = open_archive(tmp_path / "news.db")
    with transaction(db):
        put_outlet(db, TIMES)
    yield db
    db.close()


def add(db: Database, *links: FoundLink, now: datetime = NOON) -> int:
    with transaction(db):
        return add_links(db, "times", None, links, now, identity)


def waiting(db: Database, now: datetime = NOON) -> list[str]:
    return [link.url for link in waiting_links(db, "times", now, 100)]


def test_a_link_is_new_once(db: Database) -> None:
    assert add(db, FoundLink(URL, "A"), FoundLink("http://www.times.example/world/a/")) == 1
    assert add(db, FoundLink(URL)) == 0
    assert waiting(db) == [URL]


def test_a_link_keeps_what_its_source_said(db: Database) -> None:
    add(db, FoundLink(URL, "A", date(2025, 5, 31)))
    (link,) = waiting_links(db, "times", NOON, 10)
    assert (link.title, link.published_at, link.attempts, link.article) == ("A", date(2025, 5, 31), 0, None)


def test_a_waiting_link_takes_what_further_sources_say(db: Database) -> None:
    add_sources(
        db,
        "times",
        [(SourceKind.SECTION, "https://times.example/"), (SourceKind.FEED, "https://times.example/feed")],
        "found",
    )
    with transaction(db):
        add_links(db, "times", 1, [FoundLink(URL, "A")], NOON, identity)
        add_links(db, "times", 2, [FoundLink(URL, "A - The Times", NOON)], NOON, identity)
        add_links(db, "times", 1, [FoundLink(URL, "B", NOON + HOUR)], NOON, identity)
    (link,) = waiting_links(db, "times", NOON, 10)
    assert (link.title, link.published_at, link.source) == ("A", NOON, SourceKind.FEED)


def test_links_in_flight_are_left_out(db: Database) -> None:
    add(db, FoundLink(URL), FoundLink(URL + "b"))
    first, second = waiting_links(db, "times", NOON, 10)
    assert waiting_links(db, "times", NOON, 10, {first.id}) == [second]


def test_a_closed_link_waits_no_more(db: Database) -> None:
    add(db, FoundLink(URL))
    close_link(db, 1, NOON, validators=('"x"', None))
    assert waiting(db, NOON + 1000 * HOUR) == []


@pytest.mark.parametrize(
    ("first", "then", "due"),
    [
        pytest.param(
            FoundLink(URL, None, NOON),
            FoundLink(URL, None, NOON, NOON + HOUR),
            True,
            id="updated after it was published",
        ),
        pytest.param(FoundLink(URL, None, NOON), FoundLink(URL, None, NOON + HOUR), True, id="published again, later"),
        pytest.param(FoundLink(URL, None, NOON, NOON), FoundLink(URL, None, NOON, NOON), False, id="the same times"),
        pytest.param(FoundLink(URL, None, NOON, NOON), FoundLink(URL, None, NOON - HOUR), False, id="an earlier time"),
        pytest.param(FoundLink(URL), FoundLink(URL, None, NOON), False, id="a first time for one that had none"),
        pytest.param(
            FoundLink(URL, None, date(2025, 6, 1)), FoundLink(URL, None, date(2025, 6, 2)), False, id="days alone"
        ),
    ],
)
def test_a_fetched_link_is_due_again_only_where_its_source_names_a_later_time(
    db: Database, first: FoundLink, then: FoundLink, due: bool
) -> None:
    add(db, first)
    close_link(db, 1, NOON + HOUR)
    add(db, then, now=NOON + 2 * HOUR)
    assert waiting(db, NOON + 2 * HOUR) == ([URL] if due else [])


def test_an_unchanged_page_waits_for_the_next_change(db: Database) -> None:
    add(db, FoundLink(URL))
    link_unchanged(db, 1, NOON + HOUR)
    assert waiting(db, NOON + 2 * HOUR) == []
    assert db.execute("SELECT fetched_at FROM links").fetchone()[0] == "2025-06-01T13:00:00Z"


def test_failures_put_a_link_off_twice_as_long_each_time_and_end(db: Database) -> None:
    add(db, FoundLink(URL))
    waits = []
    for _ in range(6):
        link_failed(db, 1, "timeout", NOON)
        state, due = db.execute("SELECT state, next_try_at FROM links").fetchone()
        waits.append((state, due and due[11:16]))
    assert waits == [
        ("failed", f"{hour}:{minute}")
        for hour, minute in (("12", "10"), ("12", "20"), ("12", "40"), ("13", "20"), ("14", "40"))
    ] + [("failed", None)]


def test_a_page_that_is_gone_is_given_up_at_once(db: Database) -> None:
    add(db, FoundLink(URL))
    link_failed(db, 1, "http_410", NOON)
    assert tuple(db.execute("SELECT state, reason, next_try_at FROM links").fetchone()) == ("gone", "http_410", None)


@pytest.mark.parametrize(
    ("attempts", "wait", "minutes"),
    [
        (1, None, 10),
        (2, None, 20),
        (1, 3600.0, 60),
        (1, 5.0, 10),
        (12, None, 1440),
        (1000, None, 1440),
        (1, 999_999.0, 1440),
    ],
)
def test_backoff_honours_what_the_server_asks_up_to_a_day(attempts: int, wait: float | None, minutes: int) -> None:
    assert backoff(attempts, wait) == timedelta(minutes=minutes)


def test_a_run_that_was_killed_is_closed_by_the_next(db: Database) -> None:
    start_run(db, "times", NOON)
    run = start_run(db, "times", NOON + HOUR)
    add_problems(db, run, "times", [Problem(URL, "timeout", "30 s")], NOON + HOUR)
    end_run(db, run, NOON + 2 * HOUR, "partial", RunCounts(found=3, new=2, failed=1), "timeout 1")
    assert [
        tuple(row) for row in db.execute("SELECT outcome, started_at, ended_at, found, new, failed, detail FROM runs")
    ] == [
        ("killed", "2025-06-01T12:00:00Z", "2025-06-01T13:00:00Z", 0, 0, 0, None),
        ("partial", "2025-06-01T13:00:00Z", "2025-06-01T14:00:00Z", 3, 2, 1, "timeout 1"),
    ]
    assert [tuple(row) for row in db.execute("SELECT run, url, reason, detail FROM problems")] == [
        (2, URL, "timeout", "30 s")
    ]


def _not_a_database(folder: Path) -> Path:
    path = folder / "page.html"
    path.write_text("<html>" * 1000)
    return path


def _another_program_s(folder: Path) -> Path:
    path = folder / "other.db"
    Database(path)["recipes"].insert({"id": 1})  # type: ignore[union-attr]
    return path


def _newer(folder: Path) -> Path:
    path = folder / "newer.db"
    db = open_archive(path)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('broadsheet', 'm999_later', '')"
    )
    db.close()
    return path


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(_not_a_database, "page.html: not an SQLite database", id="a web page"),
        pytest.param(
            _another_program_s,
            "other.db: an SQLite database, but not a Broadsheet archive",
            id="another program's database",
        ),
        pytest.param(
            _newer, "newer.db: made by a newer version of Broadsheet .m999_later.", id="an archive of a later version"
        ),
        pytest.param(lambda folder: folder, "cannot be opened", id="a folder"),
        pytest.param(lambda folder: folder / "none" / "news.db", "no such folder", id="a folder that is not there"),
        pytest.param(lambda _: Path("/proc/news.db"), "cannot be opened", id="a place that cannot be written"),
    ],
)
def test_what_is_no_archive_is_refused_and_left_as_it_was(tmp_path: Path, make: object, message: str) -> None:
    path: Path = make(tmp_path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ArchiveError, match=message):
        open_archive(path).close()
    assert (path.read_bytes() if path.is_file() else None) == before


def test_reading_needs_an_archive_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive here"):
        read_archive(tmp_path / "news.db")
    open_archive(tmp_path / "news.db").close()
    db = read_archive(tmp_path / "news.db")
    with pytest.raises(Exception, match="readonly"):
        db.execute("DELETE FROM articles")
    db.close()


def test_an_archive_is_in_wal_mode_with_foreign_keys(db: Database) -> None:
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1

"""How sources are chosen, rest, are put off, retired and looked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from db.archive import open_archive, transaction
from db.records import Outlet, Source, SourceKind
from db.sources import (
    add_sources,
    any_rests,
    due_sources,
    needs_finding,
    put_found,
    put_outlet,
    source_failed,
    source_polled,
)
from db.statuses import outlet_statuses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

NOON = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TIMES = Outlet("times", "The Times", "https://times.example/")
FEED, HOME = "https://times.example/feed", "https://times.example/"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = open_archive(tmp_path / "news.db")
    with transaction(db):
        put_outlet(db, TIMES)
    yield db
    db.close()


def found(db: Database, *urls: str, now: datetime = NOON) -> list[Source]:
    """Write feeds as found on the home page, and return what is due then."""
    put_found(db, "times", [(SourceKind.FEED, url) for url in urls], now)
    return due_sources(db, "times", now)


def again(db: Database, source: Source) -> Source:
    """Return a source as it stands now."""
    return replace(source, failures=db.execute("SELECT failures FROM sources WHERE id = ?", (source.id,)).fetchone()[0])


def fail(db: Database, source: Source, now: datetime, reason: str = "http_404", wait: float | None = None) -> bool:
    return source_failed(db, again(db, source), now, reason, wait)


def due(db: Database, now: datetime, *, by_hand: bool = False) -> list[str]:
    return [source.url for source in due_sources(db, "times", now, by_hand=by_hand)]


def row(db: Database, columns: str) -> tuple[Any, ...]:
    return tuple(db.execute(f"SELECT {columns} FROM sources WHERE id = 1").fetchone())


def test_sources_named_in_the_file_go_before_found_ones_and_follow_the_file(db: Database) -> None:
    assert add_sources(db, "times", [(SourceKind.SECTION, HOME)], "found") == 1
    assert due(db, NOON) == [HOME]
    put_outlet(db, replace(TIMES, feeds=(FEED,), sitemaps=("https://times.example/map.xml",)))
    add_sources(db, "times", [(SourceKind.NEWS_SITEMAP, "https://times.example/map-1.xml")], "child")
    assert [(source.kind.value, source.url[-9:]) for source in due_sources(db, "times", NOON)] == [
        ("feed", "mple/feed"),
        ("sitemap", "e/map.xml"),
        ("news_sitemap", "map-1.xml"),
    ]
    put_outlet(db, TIMES)
    assert due(db, NOON) == [HOME, "https://times.example/map-1.xml"]


def test_a_known_source_is_written_once(db: Database) -> None:
    both = [(SourceKind.FEED, FEED), (SourceKind.SECTION, HOME)]
    assert [add_sources(db, "times", both[:1], "child"), add_sources(db, "times", both, "child")] == [1, 1]


def test_a_source_that_brought_something_is_due_at_the_next_run(db: Database) -> None:
    (source,) = found(db, FEED)
    source_polled(db, replace(source, etag='"1"', content_hash="x"), NOON, brought=20, entries=20)
    assert row(db, "interval, entries, links_per_day, next_poll_at") == (0, 20, 0.0, "2025-06-01T12:00:00Z")
    assert due_sources(db, "times", NOON) == [replace(source, etag='"1"', content_hash="x")]
    assert not any_rests(db, "times", NOON)


def test_a_source_that_brings_nothing_rests_twice_as_long_each_time(db: Database) -> None:
    (source,) = found(db, FEED)
    rests = []
    for minutes in (0, 5, 15):
        source_polled(db, source, NOON + minutes * MINUTE)
        rests.append(row(db, "interval, substr(next_poll_at, 12, 5)"))
    assert rests == [(300, "12:05"), (600, "12:15"), (1200, "12:35")]
    assert [due(db, NOON + minutes * MINUTE) for minutes in (34, 35)] == [[], [FEED]]
    assert [any_rests(db, "times", NOON + minutes * MINUTE) for minutes in (34, 35)] == [True, False]


def test_by_hand_a_source_is_asked_though_it_rests_but_not_while_it_is_put_off(db: Database) -> None:
    (source,) = found(db, FEED)
    source_polled(db, source, NOON)
    assert (due(db, NOON), due(db, NOON, by_hand=True)) == ([], [FEED])
    fail(db, source, NOON, "http_503", 600)
    assert due(db, NOON + 9 * MINUTE, by_hand=True) == []
    assert not any_rests(db, "times", NOON)
    assert due(db, NOON + 10 * MINUTE) == [FEED]


def test_the_rate_counts_from_the_poll_before(db: Database) -> None:
    (source,) = found(db, FEED)
    source_polled(db, source, NOON, brought=20, entries=20)
    source_polled(db, source, NOON + DAY, brought=10, entries=20)
    assert row(db, "interval, entries, links_per_day") == (0, 20, pytest.approx(10 * 0.632, abs=0.01))


def test_a_failing_source_is_put_off_and_looked_for_again(db: Database) -> None:
    (source,) = found(db, FEED)
    source_polled(db, replace(source, etag='"1"', content_hash="x"), NOON)
    assert not needs_finding(db, TIMES, NOON + HOUR)
    assert not fail(db, source, NOON + HOUR, "http_500")
    assert due(db, NOON + HOUR) == []
    assert due_sources(db, "times", NOON + 2 * HOUR) == [replace(source, etag='"1"', content_hash="x", failures=1)]
    assert needs_finding(db, TIMES, NOON + 2 * HOUR)


def test_a_source_that_answers_again_is_as_if_it_had_never_failed(db: Database) -> None:
    (source,) = found(db, FEED)
    for hours in range(3):
        fail(db, source, NOON + hours * HOUR, "timeout")
    source_polled(db, source, NOON + DAY, brought=1, entries=20)
    assert row(db, "failures, next_poll_at") == (0, "2025-06-02T12:00:00Z")


def test_sources_are_looked_for_again_after_a_week_of_silence(db: Database) -> None:
    assert needs_finding(db, TIMES, NOON)
    (source,) = found(db, FEED)
    source_polled(db, source, NOON)
    assert [needs_finding(db, TIMES, NOON + n * DAY) for n in (1, 6, 8)] == [False, False, True]
    assert not needs_finding(db, replace(TIMES, feeds=(FEED,)), NOON + 100 * DAY)


def test_sources_are_looked_for_once_a_week_while_one_fails_for_long(db: Database) -> None:
    bad, good = found(db, FEED, HOME)
    source_polled(db, good, NOON + 6 * DAY)
    looks = []
    for failures in range(1, 9):
        fail(db, bad, NOON + 6 * DAY, "timeout")
        looks.append((failures, needs_finding(db, TIMES, NOON + 8 * DAY)))
    assert [failures for failures, look in looks if look] == [8]
    found(db, FEED, now=NOON + 8 * DAY)
    source_polled(db, good, NOON + 12 * DAY)
    assert [needs_finding(db, TIMES, NOON + days * DAY) for days in (8, 14, 16)] == [False, False, True]


# The reasons of a source's failures, each with the day on which it failed -> on which of them it was retired.
ENDS: dict[str, tuple[list[tuple[float, str]], list[float]]] = {
    "410: at once": ([(0, "http_410"), (7, "http_410")], [0]),
    "404 once": ([(0, "http_404")], []),
    "404 for less than a week": ([(0, "http_404"), (3, "http_404"), (6.9, "http_404")], []),
    "404 for a week": ([(0, "http_404"), (3, "http_404"), (7, "http_404"), (8, "http_404")], [7]),
    "404 with something else in between": ([(0, "http_404"), (5, "http_500"), (7, "http_404"), (13, "http_404")], []),
    "something else for weeks": ([(0, "http_500"), (7, "http_403"), (14, "timeout"), (21, "robots")], []),
    "410 after something else": ([(0, "timeout"), (5, "http_410")], [5]),
}


@pytest.mark.parametrize(("failures", "retired"), ENDS.values(), ids=ENDS.keys())
def test_a_source_that_is_gone_is_retired_once(
    db: Database, failures: list[tuple[float, str]], retired: list[float]
) -> None:
    (source,) = found(db, FEED)
    assert [day for day, reason in failures if fail(db, source, NOON + day * DAY, reason)] == retired
    assert (row(db, "retired_at")[0] is not None) == bool(retired)


def test_a_retired_source_is_asked_once_a_week_and_may_come_back(db: Database) -> None:
    (source,) = found(db, FEED)
    fail(db, source, NOON, "http_410")
    assert [due(db, NOON + n * DAY, by_hand=True) for n in (1, 6, 7)] == [[], [], [FEED]]
    fail(db, source, NOON + 7 * DAY, "timeout")
    assert [due(db, NOON + n * DAY) for n in (8, 13, 14)] == [[], [], [FEED]]
    source_polled(db, source, NOON + 14 * DAY, brought=3, entries=20)
    assert row(db, "failures, gone_since, retired_at") == (0, None, None)


def test_an_answer_between_two_404s_begins_the_week_anew(db: Database) -> None:
    (source,) = found(db, FEED)
    fail(db, source, NOON)
    source_polled(db, source, NOON + 4 * DAY)
    assert not fail(db, source, NOON + 7 * DAY)
    assert row(db, "gone_since") == ("2025-06-08T12:00:00Z",)


def test_a_found_source_that_was_retired_is_looked_for_again_once(db: Database) -> None:
    gone, good = found(db, FEED, HOME)
    source_polled(db, good, NOON)
    assert not needs_finding(db, TIMES, NOON)
    fail(db, gone, NOON + HOUR, "http_410")
    assert needs_finding(db, TIMES, NOON + HOUR)
    found(db, "https://times.example/rss", HOME, now=NOON + 2 * HOUR)
    assert not needs_finding(db, TIMES, NOON + 2 * HOUR)
    assert due(db, NOON + 2 * HOUR) == [HOME, "https://times.example/rss"]


def test_retired_sources_are_told_for_a_week_and_those_of_the_file_for_ever(db: Database) -> None:
    def wrong(days: int) -> tuple[str, ...]:
        (status,) = outlet_statuses(db, NOON + days * DAY)
        return status.wrong

    (source,) = found(db, FEED)
    fail(db, source, NOON, "http_410")
    told = (f"sources are gone and retired: 1, the latest: {FEED}",)
    assert [wrong(days) for days in (0, 6, 8)] == [told, told, ()]
    put_outlet(db, replace(TIMES, feeds=("https://times.example/rss",)))
    (named,) = due_sources(db, "times", NOON)
    for day in range(3):
        fail(db, named, NOON + day * DAY, "timeout")
    assert wrong(8) == ("sources fail: 1 of 1, 3 in a row: https://times.example/rss",)
    fail(db, named, NOON + 3 * DAY, "http_410")
    assert wrong(100) == ("sources are gone and retired: 1, the latest: https://times.example/rss",)

"""When a date that pages show is the site's clock, and when it is the articles'; stored dates are taken back with it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from db.archive import open_archive, transaction
from db.links import add_links
from db.records import Article, FoundLink, Outlet
from db.sources import put_outlet
from pipelines.items import FetchedPage, Hints, PageResult
from pipelines.memory import Memory, subtract
from pipelines.site_clock import Fetched
from pipelines.store import store_results
from pipelines.urls import identity

NOON = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WORDS = ("anchor", "bakery", "copper", "dragon", "ember", "ferry", "garden", "hammer", "island", "jungle")


def article(number: int, day: date, source: str = "text") -> Article:
    return Article(
        f"https://a.example/{number}", f"{WORDS[number]} day", WORDS[number], published_at=day, published_source=source
    )


def memory_of(*pages: tuple[int, int, int], source: str = "text") -> Memory:
    """Return a memory of articles, each with the days after 1 June on which it was found and fetched, and that it shows."""
    memory = Memory()
    for number, (found, fetched, shown) in enumerate(pages):
        days = Fetched("UTC", NOON + fetched * DAY, NOON + found * DAY)
        memory = memory.with_page(article(number, date(2025, 6, 1) + shown * DAY, source), fetched=days)
    return memory


@pytest.mark.parametrize(
    ("memory", "kept"),
    [
        pytest.param(memory_of(*[(0, 3, 3)] * 5), False, id="found days before"),
        pytest.param(memory_of(*[(0, 0, 0)] * 4, (0, 1, 1), (1, 2, 2)), False, id="two that cannot be"),
        pytest.param(memory_of(*[(3, 3, 3)] * 9), True, id="fetched on the day of their publication"),
        pytest.param(memory_of(*[(0, 3, 3)] * 6, (3, 3, 2)), True, id="one has another day"),
        pytest.param(memory_of(*[(0, 3, 3)] * 4), True, id="too few"),
        pytest.param(memory_of(*[(0, 3, 3)] * 6, source="json-ld"), True, id="a date that is stated, not shown"),
    ],
)
def test_a_clock_is_known_by_dates_that_cannot_be(memory: Memory, kept: bool) -> None:
    one = subtract(article(9, date(2025, 6, 4)), memory)
    assert (one.published_at, one.published_source) == ((date(2025, 6, 4), "text") if kept else (None, None))
    assert [(block.text, block.reason) for block in one.blocks] == (
        [] if kept else [("text 2025-06-04", "boilerplate")]
    )


def test_an_article_that_has_another_date_at_each_fetch_proves_it() -> None:
    memory = memory_of(*[(0, 0, 0)] * 6)
    assert memory.known == {}
    for number in (1, 2):
        memory = memory.with_page(article(number, date(2025, 6, 3)), fetched=Fetched("UTC", NOON + 2 * DAY, NOON))
    assert subtract(article(9, date(2025, 6, 3)), memory).published_at is None


def test_stored_dates_go_and_come_back(tmp_path: Path) -> None:
    outlet = Outlet("times", "The Times", "https://a.example/")
    memories: dict[str, Memory] = {}
    with closing(open_archive(tmp_path / "news.db")) as db:
        with transaction(db):
            put_outlet(db, outlet)
            add_links(db, "times", None, [FoundLink(f"https://a.example/{i}") for i in range(10)], NOON, identity)

        def store(number: int, shown: date, now: datetime) -> list[tuple[object, ...]]:
            one = replace(article(number, shown), text=f"{WORDS[number]} {number}")
            page = FetchedPage("times", number + 1, one.url, one.url, b"", Hints(now=now))
            store_results(db, [PageResult(page, one)], {"times": outlet}, now, memories)
            return [
                tuple(row)
                for row in db.execute("SELECT DISTINCT published_day, published_source FROM articles ORDER BY 1")
            ]

        june = [date(2025, 6, 1) + i * DAY for i in range(10)]
        for number in range(4):
            stored = store(number, june[3], NOON + 3 * DAY)
        assert stored == [("2025-06-04", "text")]
        assert store(4, june[3], NOON + 3 * DAY) == [(None, None)]
        memories.clear()
        assert store(5, june[4], NOON + 4 * DAY) == [(None, None)]
        came_back = store(6, june[2], NOON + 4 * DAY)
        assert came_back == [(f"2025-06-0{day}", "text") for day in (3, 4, 5)]

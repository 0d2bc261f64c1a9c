"""What a back-fill remembers, and what the rest of the archive must not notice of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from db.archive import open_archive
from db.back_fills import (
    Progress,
    WalkPage,
    add_back_fill_links,
    add_pages,
    back_fill_link,
    end_back_fill,
    ended_at,
    next_page,
    open_back_fill,
    page_put_off,
    page_read,
    progress,
    unfinished,
)
from db.links import add_links, close_link, count_waiting, waiting_links
from db.records import FoundLink, Outlet, Period, RunCounts, SourceKind
from db.runs import end_run, start_run
from db.sources import put_outlet
from db.statuses import outlet_statuses
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
LINK = FoundLink("https://old.example/2026/03/14/budget")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = open_archive(tmp_path / "news.db")
    put_outlet(db, Outlet("old", "Old", "https://old.example/"))
    yield db
    db.close()


def page(url: str, kind: SourceKind = SourceKind.SITEMAP, changed: datetime | None = None) -> WalkPage:
    return WalkPage(0, kind, f"https://old.example/{url}", f"https://old.example/{url}", changed_at=changed)


def begun(db: Database, *pages: WalkPage, period: Period = MARCH) -> int:
    back_fill = open_back_fill(db, "old", period, NOW)
    add_pages(db, back_fill, pages or [page("sitemap.xml")])
    return back_fill


def test_sitemaps_come_before_sections_and_the_newest_first(db: Database) -> None:
    days = [NOW - timedelta(days=days) for days in (40, 10, 20)]
    back_fill = begun(
        db,
        page("world/", SourceKind.SECTION),
        *(page(f"{day:%m%d}.xml", changed=day) for day in days),
        page("none.xml"),
    )
    order = []
    while found := next_page(db, back_fill, NOW):
        order.append(found.url.removeprefix("https://old.example/"))
        page_read(db, found.id)
    assert order == ["0410.xml", "0331.xml", "0311.xml", "none.xml", "world/"]


def test_a_page_that_fails_waits_and_one_that_is_gone_does_not(db: Database) -> None:
    back_fill = begun(db)
    found = next_page(db, back_fill, NOW)
    assert found
    page_put_off(db, found.id, "http_500", NOW)
    assert next_page(db, back_fill, NOW + timedelta(minutes=9)) is None
    assert next_page(db, back_fill, NOW + timedelta(minutes=10)) == found
    page_put_off(db, found.id, "http_404", NOW)
    assert progress(db, back_fill) == Progress(links=0, pages=0, articles=0, outside=0)


def test_a_known_page_is_not_walked_again(db: Database) -> None:
    back_fill = begun(db)
    page_read(db, 1)
    assert begun(db) == back_fill
    assert next_page(db, back_fill, NOW) is None


def test_links_of_a_back_fill_are_its_own_until_a_source_names_them(db: Database) -> None:
    back_fill = begun(db)
    assert add_back_fill_links(db, "old", 1, [LINK], NOW, identity) == 1
    assert add_back_fill_links(db, "old", 1, [LINK], NOW, identity) == 0
    assert (waiting_links(db, "old", NOW, 9), count_waiting(db, "old")) == ([], 0)
    mine = back_fill_link(db, back_fill, NOW)
    assert mine
    assert mine.url == LINK.url
    assert back_fill_link(db, back_fill, NOW, [mine.id]) is None
    add_links(db, "old", None, [LINK], NOW, identity)
    assert back_fill_link(db, back_fill, NOW) is None
    assert [link.url for link in waiting_links(db, "old", NOW, 9)] == [LINK.url]


def test_a_known_link_stays_what_it_is(db: Database) -> None:
    begun(db)
    add_links(db, "old", None, [LINK], NOW, identity)
    assert add_back_fill_links(db, "old", 1, [LINK], NOW, identity) == 0
    close_link(db, waiting_links(db, "old", NOW, 9)[0].id, NOW)
    assert add_back_fill_links(db, "old", 1, [LINK], NOW, identity) == 0
    assert db.execute("SELECT state, back_fill FROM links").fetchall()[0][:] == ("fetched", None)


def test_a_link_that_waits_for_one_back_fill_goes_over_to_the_next(db: Database) -> None:
    first = begun(db)
    add_back_fill_links(db, "old", 1, [LINK], NOW, identity)
    second = begun(db, period=Period(date(2026, 2, 1)))
    add_back_fill_links(db, "old", 2, [LINK], NOW, identity)
    assert (back_fill_link(db, first, NOW), back_fill_link(db, second, NOW) is not None) == (None, True)


def test_a_period_without_an_end_is_one_back_fill_too(db: Database) -> None:
    forever = Period(date(2026, 3, 1))
    one = begun(db, period=forever)
    assert begun(db, period=forever) == one
    assert [period for period, _ in unfinished(db, "old")] == [forever]
    assert ended_at(db, "old", forever) is None
    end_back_fill(db, one, NOW)
    assert (unfinished(db, "old"), ended_at(db, "old", forever)) == ([], NOW)


def test_status_counts_only_what_the_schedule_brings(db: Database) -> None:
    back_fill = begun(db)
    for days in range(2, 9):
        run = start_run(db, "old", NOW - timedelta(days=days))
        end_run(db, run, NOW - timedelta(days=days), "ok", RunCounts(new=10))
    run = start_run(db, "old", NOW - timedelta(days=3), back_fill)
    end_run(db, run, NOW, "failed", RunCounts(new=5000))
    status = outlet_statuses(db, NOW)[0]
    assert status.last_run
    assert (status.usual_per_day, status.last_run.outcome, status.last_run.started_at) == (
        10.0,
        "ok",
        NOW - timedelta(days=2),
    )
    assert status.back_fills == (
        "back-fill --since 2026-03-01 --until 2026-03-31 is not finished: 0 links and 1 sitemaps or section pages wait,"
        " 0 articles so far",
    )

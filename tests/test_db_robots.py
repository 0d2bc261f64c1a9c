"""What is kept for manners' sake: robots.txt files, waits, and how many pages were fetched lately."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from db.archive import open_archive
from db.links import add_links, close_link, waiting_links
from db.manners import homepages, pages_since, put_wait, wait_until
from db.records import FoundLink, Outlet
from db.robots import RobotsFile, put_robots_file, robots_file
from db.sources import put_outlet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    archive = open_archive(tmp_path / "news.db")
    for slug in ("times", "post"):
        put_outlet(archive, Outlet(slug, slug.title(), f"https://{slug}.example/"))
    yield archive
    archive.close()


def test_a_hosts_last_robots_txt_is_kept(db: Database) -> None:
    first = RobotsFile("times.example:8080", NOON, 200, "User-agent: *\nDisallow: /é")
    second = RobotsFile("times.example:8080", NOON + HOUR, 404, "")
    assert robots_file(db, first.host) is None
    for file in (first, second):
        put_robots_file(db, file)
        assert robots_file(db, file.host) == file
    assert robots_file(db, "times.example") is None


def test_an_outlet_keeps_the_longest_wait_that_it_asked_for(db: Database) -> None:
    assert wait_until(db, "times") is None
    for until in (NOON + HOUR, NOON):
        put_wait(db, ["times"], until)
    assert (wait_until(db, "times"), wait_until(db, "post")) == (NOON + HOUR, None)


def test_a_wait_outlives_what_outlets_toml_says_anew(db: Database) -> None:
    put_wait(db, ["times", "post"], NOON)
    put_outlet(db, Outlet("times", "The Times", "https://www.times.example/"))
    assert (wait_until(db, "times"), wait_until(db, "post")) == (NOON, NOON)
    assert homepages(db) == {"times": "https://www.times.example/", "post": "https://post.example/"}


def test_pages_are_counted_from_a_time_on_and_for_their_outlet_alone(db: Database) -> None:
    found = [FoundLink(f"https://times.example/{number}") for number in range(4)]
    add_links(db, "times", None, found, NOON, lambda url: url)
    links = waiting_links(db, "times", NOON, 4)
    close_link(db, links[0].id, NOON, reason="too_short")
    for link in links[1:3]:
        close_link(db, link.id, NOON + HOUR, article=None)
    assert [pages_since(db, "times", NOON + hours * HOUR) for hours in (-1, 0, 1)] == [3, 2, 0]
    assert pages_since(db, "post", NOON - HOUR) == 0

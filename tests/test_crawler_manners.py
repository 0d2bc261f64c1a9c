"""What an outlet asks for beside robots.txt, and what its user does: waits, reserved pages, a limit a day."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from crawler.daily_limit import DailyLimit
from crawler.sample.faults import Fault
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from tests.crawls import crawl, entry, paper, rows, story_page, story_url, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

STORIES = ("bridge", "lighthouse", "market", "harbour")
BRIDGE = story_url("", "bridge").removeprefix("http://")


def reserved_by_header(host: str) -> Answer:
    return Answer(story_page(host, "bridge").body, headers=(("TDM-Reservation", "1"),))


def reserved_by_meta(host: str) -> Answer:
    meta = b'<meta name="tdm-reservation" content="1">'
    return Answer(story_page(host, "bridge").body.replace(b"<title>", meta + b"<title>"))


def outlets_file() -> list[str]:
    more = {
        "busy": "respect_tdm = false\n",
        "unreserved": "respect_tdm = false\n",
        "limited": "daily_limit = 3\n",
        "later": "daily_limit = 3\n",
    }
    slugs = ("busy", "busy-robots", "busy-sport", "header", "meta", "unreserved", "limited", "later")
    delays = {"busy": "delay = 0.3\n"}
    hosts = {"busy-robots": "news.shared.example", "busy-sport": "sport.shared.example"}
    return [
        entry(slug, f"http://{host}/", f'feeds = ["http://{host}/feed"]\n{more.get(slug, "")}{delays.get(slug, "")}')
        for slug in slugs
        for host in (hosts.get(slug, f"{slug}.example"),)
    ]


class Crawled:
    """An archive after two crawls: of papers that ask to wait, that reserve pages, and that have a limit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_outlets(folder, *outlets_file())
        sites = [
            paper("busy.example", STORIES),
            paper("news.shared.example"),
            paper("sport.shared.example"),
            paper("header.example", answers={BRIDGE: reserved_by_header("header.example")}),
            paper("meta.example", answers={BRIDGE: reserved_by_meta("meta.example")}),
            paper("unreserved.example", answers={BRIDGE: reserved_by_header("unreserved.example")}),
            paper("limited.example", STORIES),
            paper("later.example", STORIES),
        ]
        with LocalWeb(sites) as web:
            web.fault("busy.example", "*", Fault.TOO_MANY, retry_after=3600)
            for path in ("/robots.txt", "/feed"):
                web.fault("busy.example", path, Fault.NO_VALIDATORS)
            web.fault("news.shared.example", "/robots.txt", Fault.ERROR503, retry_after=3600)
            web.fault("sport.shared.example", "/robots.txt", Fault.ERROR503, retry_after=3600)
            self.began = datetime.now(UTC)
            self.crawls = [crawl(web, folder)]
            self.requests = [web.requests]
            self.links = {slug: self.links_of(slug) for slug in ("busy", "limited", "later")}
            with sqlite3.connect(folder / "news.db") as db:  # a day has passed for one
                db.execute(
                    "UPDATE links SET fetched_at = '2025-01-01T00:00:00Z' WHERE outlet = 'later' AND fetched_at NOTNULL"
                )
            db.close()
            self.crawls.append(crawl(web, folder))
            self.requests.append(web.requests[len(self.requests[0]) :])

    def links_of(self, slug: str) -> list[tuple[Any, ...]]:
        query = (
            f"SELECT state, reason, attempts, count(*) FROM links WHERE outlet = '{slug}' GROUP BY 1, 2, 3 ORDER BY 1"
        )
        return rows(self.folder, query)

    def paths(self, host: str, crawls: int) -> list[str]:
        return [request.path for request in self.requests[crawls - 1] if request.host == host]

    def runs(self, slug: str) -> list[tuple[Any, ...]]:
        return rows(self.folder, f"SELECT outcome, detail FROM runs WHERE outlet = '{slug}' ORDER BY id")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("manners"))


def test_what_is_queued_for_a_site_that_asks_to_wait_is_not_sent(crawled: Crawled) -> None:
    paths = crawled.paths("busy.example", 1)
    assert (paths[:2], len(paths)) == (["/robots.txt", "/feed"], 3)
    assert crawled.links["busy"] == [("failed", "http_429", 1, 1), ("new", None, 0, 3)]
    assert crawled.runs("busy")[0] == ("partial", "the outlet asked to wait 3600 s; http_429 1")


def test_a_site_that_asks_to_wait_is_asked_nothing_by_the_next_run_which_says_so(crawled: Crawled) -> None:
    assert crawled.paths("busy.example", 2) == []
    (until,) = rows(crawled.folder, "SELECT wait_until FROM outlets WHERE slug = 'busy'")[0]
    assert crawled.runs("busy")[1] == ("failed", f"the outlet asked to wait until {until}")
    seconds = (datetime.fromisoformat(until) - crawled.began).total_seconds()
    assert 3599 <= seconds < 3660


def test_a_wait_holds_for_all_outlets_of_a_site(crawled: Crawled) -> None:
    hosts = ("news.shared.example", "sport.shared.example")
    for crawls in (1, 2):
        assert {path for host in hosts for path in crawled.paths(host, crawls)} <= {"/robots.txt"}
    assert rows(crawled.folder, "SELECT slug FROM outlets WHERE wait_until NOTNULL ORDER BY 1") == [
        ("busy",),
        ("busy-robots",),
        ("busy-sport",),
    ]
    for slug in ("busy-robots", "busy-sport"):
        assert re.fullmatch(r"the outlet asked to wait until [\d-]+T[\d:]+Z", crawled.runs(slug)[1][1])


def test_a_short_wait_is_that_of_one_host(tmp_path: Path) -> None:
    hosts = ("www.one.shared.example", "two.shared.example")
    write_outlets(
        tmp_path, *(entry(host.split(".")[-3], f"http://{host}/", f'feeds = ["http://{host}/feed"]') for host in hosts)
    )
    with LocalWeb([paper(host, STORIES) for host in hosts]) as web:
        web.fault(hosts[0], "/feed", Fault.TOO_MANY, retry_after=30)
        lines = sorted(re.sub(r", in .* kB", "", line) for line in crawl(web, tmp_path).lines)
        asked = [request.path for request in web.requests if request.host == hosts[0]]
    assert lines == [
        "one: failed, 0 found, 0 new, 0 modified, 0 unchanged, (http_429 1); the outlet asked to wait 30 s",
        "two: ok, 4 found, 4 new, 0 modified, 0 unchanged",
    ]
    assert asked == ["/robots.txt", "/feed"]
    assert rows(tmp_path, "SELECT slug FROM outlets WHERE wait_until NOTNULL") == [("one",)]


@pytest.mark.parametrize(("slug", "stored"), [("header", 2), ("meta", 2), ("unreserved", 3)])
def test_a_page_that_reserves_text_mining_is_left_out_unless_the_user_says_otherwise(
    crawled: Crawled, slug: str, stored: int
) -> None:
    rejected = [("rejected", "tdm_reserved", 0, 1)] if stored == 2 else []
    assert crawled.links_of(slug) == [("fetched", None, 0, stored), *rejected]
    assert rows(crawled.folder, f"SELECT count(*) FROM articles WHERE outlet = '{slug}'") == [(stored,)]


def test_links_beyond_a_daily_limit_wait_and_the_run_says_so(crawled: Crawled) -> None:
    said = ("ok", "the daily limit of 3 pages is reached; the other links wait")
    assert crawled.links["limited"] == [("fetched", None, 0, 3), ("new", None, 0, 1)]
    assert crawled.links_of("limited") == crawled.links["limited"]
    assert crawled.runs("limited") == [said, said]
    assert crawled.paths("limited.example", 2) == ["/feed"]


def test_what_waited_is_fetched_a_day_later(crawled: Crawled) -> None:
    assert crawled.links["later"] == crawled.links["limited"]
    assert crawled.links_of("later") == [("fetched", None, 0, 4)]
    assert crawled.runs("later")[1] == ("ok", None)


@pytest.mark.parametrize(
    ("limit", "room"),
    [
        (DailyLimit(), 8),
        (DailyLimit(None, 5_000), 8),
        (DailyLimit(10), 8),
        (DailyLimit(10, 7), 3),
        (DailyLimit(10, 10), 0),
        (DailyLimit(10, 12), 0),
    ],
    ids=["no limit", "no limit, whatever was used", "far away", "near", "reached", "lowered since"],
)
def test_how_many_pages_a_limit_leaves(limit: DailyLimit, room: int) -> None:
    assert limit.room(8) == room

"""robots.txt by RFC 9309: what an answer means, how long it is believed, and what is asked for where there is none."""

from __future__ import annotations

import gzip
import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from crawler.robots import Rules, file_of, is_believed, stands_in
from crawler.sample.faults import Fault
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from db.robots import RobotsFile
from tests.crawls import crawl, entry, paper, rows, story_url, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.sample.pages import SampleSite
    from crawler.sample.server import Request

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DENY = b"User-agent: *\nDisallow: /"
RULE = b"Disallow: /a-rule-of-some-length\n"


@pytest.mark.parametrize(
    ("status", "body", "text"),
    [
        pytest.param(200, DENY, DENY.decode(), id="a file is what it says"),
        pytest.param(200, b"\xef\xbb\xbf" + DENY, DENY.decode(), id="a mark at its start is no part of it"),
        pytest.param(200, gzip.compress(DENY), DENY.decode(), id="a packed file is unpacked"),
        pytest.param(200, b"Disallow: /\xe9t\xe9", "Disallow: /t", id="bytes that are no text are left out"),
        pytest.param(200, RULE * 20_000, (RULE.decode() * 15_515)[:-1], id="of a huge file the whole rules of 500 KiB"),
        pytest.param(404, DENY, "", id="no file means no rules"),
        pytest.param(403, DENY, "", id="a file that is refused means no rules"),
        pytest.param(302, b"", "", id="a redirect to nowhere means no rules"),
        pytest.param(429, DENY, None, id="not now is no answer"),
        pytest.param(500, DENY, None, id="a failing server gives no answer"),
        pytest.param(503, b"", None, id="a busy server gives no answer"),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, text: str | None) -> None:
    expected = None if text is None else RobotsFile("a.example", NOON, status, text)
    assert file_of("a.example", status, body, NOON) == expected


@pytest.mark.parametrize(
    ("age", "believed", "standing_in"),
    [
        (timedelta(0), True, True),
        (timedelta(hours=23, minutes=59), True, True),
        (timedelta(hours=24), False, True),
        (timedelta(days=30), False, True),
        (timedelta(days=30, seconds=1), False, False),
    ],
    ids=str,
)
def test_how_long_a_copy_is_of_use(age: timedelta, believed: bool, standing_in: bool) -> None:
    file = RobotsFile("a.example", NOON - age, 200, "")
    assert (is_believed(file, NOON), stands_in(file, NOON)) == (believed, standing_in)


def test_no_copy_is_of_no_use() -> None:
    assert (is_believed(None, NOON), stands_in(None, NOON)) == (False, False)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        pytest.param("", True, id="an empty file allows all"),
        pytest.param("User-agent: *\nDisallow: /news", False, id="the group for all holds"),
        pytest.param("User-agent: Broadsheet\nDisallow: /news", False, id="our group holds"),
        pytest.param("user-agent:broadsheet/2.1\ndisallow:/news", False, id="also with a version and in small letters"),
        pytest.param(
            "User-agent: *\nDisallow: /\n\nUser-agent: Broadsheet\nDisallow:", True, id="ours before that for all"
        ),
        pytest.param("User-agent: BroadsheetNews\nDisallow: /", True, id="a longer name is another's"),
        pytest.param("User-agent: sheet\nDisallow: /", True, id="a part of our name is another's"),
        pytest.param("User-agent: a\nUser-agent: Broadsheet\nDisallow: /news", False, id="a group may be for several"),
        pytest.param(
            "User-agent: Broadsheet\nDisallow: /x\n\nUser-agent: Broadsheet\nDisallow: /news",
            False,
            id="groups are joined",
        ),
        pytest.param("User-agent: *\nDisallow: /news\nAllow: /news/today", True, id="the longest rule wins"),
        pytest.param("User-agent: *\nDisallow: /*/today$", False, id="patterns are understood"),
        pytest.param("<!doctype html><title>Not found</title>", True, id="a page in its place allows all"),
    ],
)
def test_what_rules_allow(text: str, allowed: bool) -> None:
    assert Rules(text).allow("https://a.example/news/today") is allowed


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("2.5", 2.5), ("60", 60.0), ("61", 60.0), ("86400", 60.0), ("-1", 0.0), ("soon", 0.0), ("inf", 0.0)],
)
def test_a_crawl_delay_is_bounded(asked: str, seconds: float) -> None:
    assert Rules(f"User-agent: *\nCrawl-delay: {asked}").delay == seconds


def test_without_a_crawl_delay_there_is_none() -> None:
    assert Rules("User-agent: other\nCrawl-delay: 9").delay == 0.0


def moved(where: str) -> Answer:
    return Answer(b"", status=301, headers=(("Location", where),))


def text(body: bytes) -> Answer:
    return Answer(body, "text/plain")


TDM_FILE = "/.well-known/tdmrep.json"
STORIES = ("bridge", "lighthouse", "market")
NO_BRIDGE = b"User-agent: Broadsheet\nDisallow: /2025/05/bridge"
MAP = f"<urlset><url><loc>{story_url('mapped.example', 'bridge')}</loc></url></urlset>".encode()
PLAIN = Answer(b"<!doctype html><html><body>News</body></html>")

# Each outlet's robots.txt in the first crawl; None: 404. Those of `FAILING` fail as well in the second.
FIRST: dict[str, Answer | None] = {
    "absent": None,
    "moved": moved("http://rules.example/robots.txt"),
    "looping": moved("/robots.txt"),
    "rules": text(NO_BRIDGE),
    "old": text(NO_BRIDGE),
    "older": text(NO_BRIDGE),
    "slow": text(b"User-agent: *\nCrawl-delay: 0.4"),
    "broken": Answer(b"", status=500),
    "reset": None,
    "mapped": text(b"Sitemap: http://mapped.example/map.xml"),
}


def sites(second: bool) -> list[SampleSite]:
    """Return the papers; at the second crawl each has another robots.txt and two more stories."""
    stories = ("harbour", "tower", *STORIES) if second else STORIES
    now: dict[str, Answer | None] = dict.fromkeys(FIRST, text(DENY)) if second else FIRST
    failing = dict.fromkeys(("old", "older"), Answer(b"", status=503)) if second else {}
    healed: dict[str, Answer | None] = {"broken": None} if second else {}
    papers = []
    for slug, robots in {**now, **failing, **healed}.items():
        answers = {"/robots.txt": robots} if robots else {}
        if slug == "mapped":
            answers |= {"/": PLAIN if second else Answer(b"", status=500), "/map.xml": Answer(MAP, "text/xml")}
        papers.append(paper(f"{slug}.example", stories, answers=answers))
    pages = paper("www.split.example", answers={} if second else {"/robots.txt": Answer(b"", status=502)})
    feed = pages.answer("/feed")
    assert feed is not None
    return [*papers, pages, paper("split.example", answers={"/feed": feed})]


class Crawled:
    """An archive after two crawls of the papers, with what each asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        named = [
            entry(slug, f"http://{slug}.example/", f'feeds = ["http://{slug}.example/feed"]')
            for slug in [*FIRST, "split"]
            if slug != "mapped"
        ]
        write_outlets(folder, *named, entry("mapped", "http://mapped.example/"))
        with LocalWeb(sites(second=False)) as web:
            web.fault("reset.example", "/robots.txt", Fault.RESET)
            self.crawls = [crawl(web, folder)]
            self.requests = [web.requests]
            self.kept = rows(folder, "SELECT host, status, body FROM robots ORDER BY host")
            self.split = self.links("split")
            with sqlite3.connect(folder / "news.db") as db:
                db.execute("UPDATE sources SET next_poll_at = NULL")
                db.execute("UPDATE robots SET fetched_at = ? WHERE host = 'old.example'", (ago(days=29),))
                db.execute("UPDATE robots SET fetched_at = ? WHERE host = 'older.example'", (ago(days=31),))
            db.close()
            web.replace(sites(second=True))
            self.crawls.append(crawl(web, folder))
            self.requests.append(web.requests[len(self.requests[0]) :])

    def links(self, slug: str) -> list[tuple[Any, ...]]:
        return rows(
            self.folder, f"SELECT state, reason, attempts, next_try_at NOTNULL FROM links WHERE outlet = '{slug}'"
        )

    def asked(self, slug: str, crawls: int) -> list[Request]:
        return [request for request in self.requests[crawls - 1] if request.host == f"{slug}.example"]

    def paths(self, slug: str, crawls: int) -> set[str]:
        return {request.path for request in self.asked(slug, crawls)}

    def problems(self, slug: str, crawls: int) -> list[tuple[Any, ...]]:
        run = f"(SELECT id FROM runs WHERE outlet = '{slug}' ORDER BY id LIMIT 1 OFFSET {crawls - 1})"
        return rows(self.folder, f"SELECT url, reason, detail FROM problems WHERE run = {run}")


def ago(**span: float) -> str:
    return f"{datetime.now(UTC) - timedelta(**span):%Y-%m-%dT%H:%M:%SZ}"


def paths(*stories: str) -> set[str]:
    return {"/feed", *(story_url("", story).removeprefix("http://") for story in stories)}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("robots"))


@pytest.mark.parametrize(
    ("slug", "stories"),
    [
        pytest.param("absent", STORIES, id="without a file all is allowed"),
        pytest.param("looping", STORIES, id="redirects without end are no file"),
        pytest.param("rules", STORIES[1:], id="what is forbidden is not asked for"),
        pytest.param("moved", STORIES[1:], id="a file that has moved holds for the host that was asked"),
    ],
)
def test_what_is_asked_for_by_the_rules(crawled: Crawled, slug: str, stories: tuple[str, ...]) -> None:
    assert crawled.paths(slug, 1) - {"/robots.txt"} == {TDM_FILE, *paths(*stories)}


@pytest.mark.parametrize(("slug", "why"), [("broken", "http_500"), ("reset", "connection_lost")])
def test_nothing_is_asked_for_where_the_file_cannot_be_read(crawled: Crawled, slug: str, why: str) -> None:
    assert crawled.paths(slug, 1) == {"/robots.txt"}
    assert crawled.problems(slug, 1) == [(f"http://{slug}.example/feed", "robots_unreachable", f"robots.txt: {why}")]


def test_pages_of_a_host_without_a_readable_file_wait_as_they_were(crawled: Crawled) -> None:
    unreachable = ("http://www.split.example/robots.txt", "robots_unreachable", "robots.txt: http_502")
    assert crawled.problems("split", 1) == [unreachable]
    assert crawled.split == [("new", None, 0, 1)] * 3
    assert crawled.links("split") == [("fetched", None, 0, 0)] * 3


def test_the_files_are_kept_but_none_of_a_failure(crawled: Crawled) -> None:
    files = {
        "absent": (404, ""),
        "looping": (302, ""),
        "mapped": (200, "Sitemap: http://mapped.example/map.xml"),
        "moved": (200, NO_BRIDGE.decode()),
        "split": (404, ""),
        "slow": (200, "User-agent: *\nCrawl-delay: 0.4"),
        **dict.fromkeys(("old", "older", "rules"), (200, NO_BRIDGE.decode())),
    }
    assert crawled.kept == [(f"{slug}.example", *files[slug]) for slug in sorted(files)]


@pytest.mark.parametrize("slug", ["absent", "rules", "moved", "slow"])
def test_a_file_of_today_is_not_asked_for_again(crawled: Crawled, slug: str) -> None:
    assert crawled.paths(slug, 2) == paths("harbour", "tower")


def test_a_failed_file_is_asked_for_again_by_the_next_crawl(crawled: Crawled) -> None:
    assert crawled.paths("broken", 2) == {"/robots.txt", TDM_FILE, *paths("harbour", "tower", *STORIES)}


def test_a_copy_stands_in_for_a_file_that_cannot_be_read_for_a_month(crawled: Crawled) -> None:
    assert crawled.paths("old", 2) == {"/robots.txt", *paths("harbour", "tower")}
    assert crawled.paths("older", 2) == {"/robots.txt"}
    assert crawled.problems("older", 2) == [("http://older.example/feed", "robots_unreachable", "robots.txt: http_503")]


def test_a_crawl_delay_is_kept_from_the_copy_too(crawled: Crawled) -> None:
    times = [request.at for request in crawled.asked("slow", 2)]
    between = [(after - before).total_seconds() for before, after in pairwise(times)]
    assert len(between) == 2
    assert min(between) >= 0.4 - 0.02  # jitter never takes anything off


def test_sitemaps_are_found_in_the_copy_too(crawled: Crawled) -> None:
    assert crawled.paths("mapped", 1) == {"/robots.txt", "/"}
    assert crawled.paths("mapped", 2) == {"/", "/map.xml", TDM_FILE, *paths("bridge")} - {"/feed"}

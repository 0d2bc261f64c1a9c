"""Every fault of a server in every place that a crawl asks for: it ends, others lose nothing, it is named, and all is made good after."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pytest

from crawler.sample.faults import Fault
from crawler.sample.pages import SampleSite
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from tests.crawls import crawl, entry, paper, rows, story_page, story_text, story_title, story_url, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

STORIES = ("café", "lighthouse", "market", "harbour")
PLACES = ("feed", "article", "home", "section", "sitemap", "robots")
PATHS = {
    "feed": "/feed",
    "article": "/2025/05/café-reopens-after-repairs",
    "home": "/",
    "section": "/news/",
    "sitemap": "/news-sitemap.xml",
    "robots": "/robots.txt",
}
# The reason that a fault has in `problems`; None: it does no harm, the answer comes whole.
REASONS: dict[Fault, str | None] = {
    Fault.ERROR500: "http_500",
    Fault.TOO_MANY: "http_429",
    Fault.DRIP: None,
    Fault.TRUNCATED_GZIP: "truncated",
    Fault.REDIRECT_LOOP: "redirect_loop",
    Fault.WRONG_CHARSET: None,
    Fault.HUGE: "too_large",
    Fault.RESET: "connection_lost",
    Fault.HANG: "timeout",
}
DRIPPING = "slow-page"  # an outlet with a page that drips longer than a page may take
MOST_SECONDS = 75  # of the crawl with all faults: two times 30 for what hangs, one after the other


@dataclass(frozen=True, slots=True)
class Case:
    """A fault in one place of an outlet of its own."""

    fault: Fault
    place: str

    @property
    def slug(self) -> str:
        return f"{self.fault.value.replace('_', '-')}-{self.place}"

    @property
    def host(self) -> str:
        return f"{self.slug}.example"

    @property
    def url(self) -> str:
        """Return the address that fails."""
        path = "/2025/05/caf%C3%A9-reopens-after-repairs" if self.place == "article" else PATHS[self.place]
        return f"http://{self.host}{path}"

    @property
    def reason(self) -> str | None:
        """Return the reason that is to be found; a robots.txt without end has no rules, and one that cannot be read forbids all."""
        if self.place != "robots":
            return REASONS[self.fault]
        return "robots_unreachable" if REASONS[self.fault] and self.fault is not Fault.REDIRECT_LOOP else None


CASES = [Case(fault, place) for place in PLACES for fault in REASONS]


def outlet(slug: str, place: str) -> str:
    host = f"http://{slug}.example/"
    keys = {"section": "sections", "sitemap": "news_sitemaps", "home": None}
    key = keys.get(place, "feeds")
    path = PATHS[place] if key in ("sections", "news_sitemaps") else "/feed"
    return entry(slug, host, f'{key} = ["{host}{path[1:]}"]' if key else "")


def site(host: str, place: str, stories: tuple[str, ...]) -> SampleSite:
    """Return a paper whose stories are named in a feed, in a news sitemap, or on its pages alone."""
    cards = "".join(
        f'<article><h2><a href="{story_url(host, story)}">{story_title(story)}</a></h2></article>' for story in stories
    )
    listing = Answer(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><main>{cards}</main></body></html>'.encode()
    )
    news = "".join(
        f"<url><loc>{story_url(host, story)}</loc><news:news><news:title>{story_title(story)}</news:title></news:news></url>"
        for story in stories
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    answers = {
        "home": {"/": listing},
        "section": {"/news/": listing},
        "sitemap": {"/news-sitemap.xml": Answer(f"<urlset {names}>{news}</urlset>".encode(), "application/xml")},
    }
    if place == DRIPPING:
        noise = b"".join(
            blake2b(bytes([n])).hexdigest().encode() for n in range(94)
        )  # compresses to what takes 30 s and more
        page = story_page(host, STORIES[0]).body.replace(b"<article>", b"<!-- %b --><article>" % noise)
        return paper(host, stories, answers={PATHS["article"]: Answer(page)})
    return paper(host, stories, answers=answers.get(place, {}))


class World:
    """An archive after a crawl without faults, one with news and all faults, and one when the faults are over and waits have passed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        known = [outlet(case.slug, case.place) for case in CASES if case.place != "robots"]
        known += [outlet("whole", "feed"), outlet(DRIPPING, "feed")]
        fresh = [outlet(case.slug, case.place) for case in CASES if case.place == "robots"]
        self.links: list[dict[str, list[tuple[Any, ...]]]] = []
        self.stored: list[dict[str, list[tuple[str, str]]]] = []
        with LocalWeb(self.sites(STORIES[1:2])) as web:
            write_outlets(folder, *known)
            self.first = crawl(web, folder)
            self.note()
            write_outlets(folder, *known, *fresh)
            web.replace(self.sites(STORIES))
            self.set(web, spoiled=True)
            self.faulty = crawl(web, folder)
            self.note()
            self.set(web, spoiled=False)
            with closing(sqlite3.connect(folder / "news.db")) as db, db:  # the waits are over
                db.execute("UPDATE links SET next_try_at = '2025-01-01T00:00:00Z' WHERE next_try_at NOT NULL")
                db.execute("UPDATE sources SET next_poll_at = '2025-01-01T00:00:00Z'")
                db.execute("UPDATE outlets SET wait_until = '2025-01-01T00:00:00Z' WHERE wait_until NOT NULL")
            self.mended = crawl(web, folder, "--scheduled")
            self.note()

    @staticmethod
    def sites(stories: tuple[str, ...]) -> list[SampleSite]:
        others = [site("whole.example", "feed", stories), site(f"{DRIPPING}.example", DRIPPING, stories)]
        return [*(site(case.host, case.place, stories) for case in CASES), *others]

    @staticmethod
    def set(web: LocalWeb, *, spoiled: bool) -> None:
        for case in CASES:
            path = case.url.removeprefix(f"http://{case.host}")
            web.fault(case.host, path, case.fault if spoiled else None, retry_after=60)
        slow = "/2025/05/caf%C3%A9-reopens-after-repairs"
        web.fault(f"{DRIPPING}.example", slow, Fault.DRIP if spoiled else None)

    def note(self) -> None:
        articles: dict[str, list[tuple[str, str]]] = {}
        for slug, title, text in rows(self.folder, "SELECT outlet, title, text FROM articles ORDER BY title"):
            articles.setdefault(slug, []).append((title, text))
        self.stored.append(articles)

    def problems(self, slug: str) -> list[tuple[Any, ...]]:
        return rows(self.folder, f"SELECT DISTINCT url, reason FROM problems WHERE outlet = '{slug}'")


def told(host: str, stories: tuple[str, ...]) -> list[tuple[str, str]]:
    return sorted((story_title(story), story_text(host, story)) for story in stories)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("faults"))


def test_the_crawl_ends_in_time_and_without_a_traceback(world: World) -> None:
    assert world.faulty.seconds < MOST_SECONDS
    assert "Traceback" not in world.faulty.errors
    assert len(world.faulty.lines) == len(CASES) + 2


def test_the_outlet_without_a_fault_loses_nothing(world: World) -> None:
    assert world.stored[1]["whole"] == told("whole.example", STORIES)
    assert world.problems("whole") == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_a_fault_is_among_the_problems_by_its_reason(world: World, case: Case) -> None:
    asked = case.url if case.place != "robots" else f"http://{case.host}/feed"  # what could not be asked for
    assert world.problems(case.slug) == ([(asked, case.reason)] if case.reason else [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_what_does_not_depend_on_the_faulty_answer_is_stored_at_once(world: World, case: Case) -> None:
    if case.reason is None:
        expected = STORIES
    elif case.place == "article" and case.fault is not Fault.TOO_MANY:  # who asks to wait is asked for nothing more
        expected = STORIES[1:]
    else:
        expected = STORIES[1:2] if case.place != "robots" else ()
    stored = world.stored[1].get(case.slug, [])
    if case.fault is Fault.TOO_MANY and case.place == "article":
        assert set(told(case.host, STORIES[1:2])) <= set(stored) <= set(told(case.host, STORIES[1:]))
    else:
        assert stored == told(case.host, expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_when_the_fault_is_over_all_that_was_missed_is_stored_without_a_person(world: World, case: Case) -> None:
    assert world.stored[2][case.slug] == told(case.host, STORIES)
    assert rows(world.folder, f"SELECT count(*), sum(failures) FROM sources WHERE outlet = '{case.slug}'") == [(1, 0)]
    waiting = f"SELECT count(*) FROM links WHERE outlet = '{case.slug}' AND (next_try_at NOTNULL OR state <> 'fetched')"
    assert rows(world.folder, waiting) == [(0,)]


def test_a_page_that_drips_for_too_long_is_given_up_and_fetched_later(world: World) -> None:
    host = f"{DRIPPING}.example"
    url = f"http://{host}/2025/05/caf%C3%A9-reopens-after-repairs"
    assert world.problems(DRIPPING) == [(url, "timeout")]
    assert world.stored[1][DRIPPING] == told(host, STORIES[1:])
    assert world.stored[2][DRIPPING] == told(host, STORIES)


def test_the_last_crawl_is_whole(world: World) -> None:
    assert (world.mended.code, world.mended.errors) == (0, "")
    last = "SELECT outcome, count(*) FROM runs WHERE id > (SELECT max(id) FROM runs) - (SELECT count(*) FROM outlets) GROUP BY 1"
    assert rows(world.folder, last) == [("ok", len(CASES) + 2)]

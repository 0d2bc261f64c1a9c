"""What outlets keep for themselves: rules of tdmrep.json, groups of robots.txt for text mining, headers; and what a crawl asks for then."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Any

import pytest

from crawler.reservations import TdmRule, forbids_copies, miners, reserves, tdm_rules
from crawler.robots import Rules
from crawler.sample.faults import Fault
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from tests.crawls import crawl, entry, paper, rows, story_page, story_url, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

TDM_FILE = "/.well-known/tdmrep.json"
ALL = '[{"location": "/", "tdm-reservation": 1}]'


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param(ALL, (TdmRule("/", True),), id="a list of rules"),
        pytest.param('{"location": "/", "tdm-reservation": 1}', (TdmRule("/", True),), id="a rule without its list"),
        pytest.param('[{"location": "/a", "tdm-reservation": 0}]', (TdmRule("/a", False),), id="not reserved"),
        pytest.param('[{"location": "/", "tdm-reservation": "1"}]', (TdmRule("/", True),), id="a number in quotes"),
        pytest.param(
            '[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"}]',
            (TdmRule("/", True),),
            id="a policy may stand beside it",
        ),
        pytest.param(
            '[{"location": "/b # the archive", "tdm-reservation": 1}]', (TdmRule("/b", True),), id="a remark behind"
        ),
        pytest.param('[{"location": "/", "tdm-reservation": 2}]', (), id="another number is none"),
        pytest.param('[{"location": "/", "tdm-reservation": true}]', (), id="a word is none"),
        pytest.param('[{"location": "/"}, 3, null]', (), id="what is no rule is passed over"),
        pytest.param('[{"location": ["/"], "tdm-reservation": 1}]', (), id="a location that is no text"),
        pytest.param("<!doctype html><title>Not found</title>", (), id="a page in its place"),
        pytest.param("", (), id="nothing"),
        pytest.param("[" * 100_000, (), id="nested without end"),
    ],
)
def test_what_a_file_says(text: str, rules: tuple[TdmRule, ...]) -> None:
    assert tdm_rules(text) == rules


@pytest.mark.parametrize(
    ("location", "path", "holds"),
    [
        ("/", "/2026/a-story", True),
        ("/news", "/news/a", True),
        ("/news", "/newsletter", True),
        ("/news/", "/news", False),
        ("/News", "/news", False),
        ("/*.pdf", "/files/a.pdf?x=1", True),
        ("/*.pdf$", "/files/a.pdf?x=1", False),
        ("/*.pdf$", "/files/a.pdf.pdf", True),
        ("/this/path$", "/this/path", True),
        ("/this/path$", "/this/path/", False),
        ("/a*b*c$", "/a-b-b-c", True),
        ("/a*b*c$", "/abc-d", False),
        ("/a*a$", "/a", False),
        ("/price-%24", "/price-$", True),
        ("/caf%C3%A9", "/caf%c3%a9/1", True),
        ("/café", "/caf%C3%A9/1", True),
        ("/search?q=", "/search?q=x", True),
    ],
)
def test_which_paths_a_location_matches(location: str, path: str, holds: bool) -> None:
    assert reserves((TdmRule(location, True),), f"https://a.example{path}") is holds


def test_the_first_rule_that_matches_decides() -> None:
    rules = (TdmRule("/open", False), TdmRule("/", True))
    assert [reserves(rules, f"https://a.example{path}") for path in ("/open/1", "/1", "")] == [False, True, True]


def test_a_hostile_location_takes_no_time() -> None:
    began = time.monotonic()
    assert not reserves((TdmRule("/" + "*a" * 1000 + "b$", True),), "https://a.example/" + "a" * 2000)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "name",
    ["TDM", "tdm-bot", "TDMRep", "TDM-Reservation", "tdm-agents", "text-and-data-mining", "TextDataMining", "DataMiningBot"],
)  # fmt: skip
def test_a_group_named_for_mining_reserves_what_it_forbids(name: str) -> None:
    rules = Rules(f"User-agent: *\nDisallow: /x\n\nUser-agent: {name}  # all who mine\nDisallow: /\nAllow: /open\n")
    reserved = [rules.reserves(f"https://a.example{path}") for path in ("/2026/a", "/open/a")]
    assert (reserved, rules.allow("https://a.example/2026/a")) == ([True, False], True)


@pytest.mark.parametrize(
    "name", ["GPTBot", "CCBot", "Google-Extended", "ClaudeBot", "*", "Mining-News", "tdmesh", "Broadsheet", "DataMinr"]
)
def test_a_group_of_a_named_program_reserves_nothing(name: str) -> None:
    text = f"User-agent: {name}\nDisallow: /\n"
    assert (miners(text), Rules(text).reserves("https://a.example/2026/a")) == ((), False)


@pytest.mark.parametrize(
    ("tags", "forbidden"),
    [
        ((), False),
        (("noindex, nofollow",), False),
        (("noarchive",), True),
        (("index, NoArchive",), True),
        (("noindex", "noarchive"), True),
        (("googlebot: noarchive",), True),
        (("otherbot: noarchive",), False),
        (("otherbot: noindex, noarchive",), False),
        (("unavailable_after: 25 Jun 2027 15:00:00 PST, noarchive",), True),
        (("max-snippet:5, noarchive",), True),
    ],
)
def test_which_headers_ask_not_to_be_kept(tags: tuple[str, ...], forbidden: bool) -> None:
    assert forbids_copies(tags) is forbidden


STORIES = ("bridge", "lighthouse", "market")
BRIDGE = story_url("", "bridge").removeprefix("http://")
SITES: dict[str, dict[str, Answer]] = {
    "whole": {TDM_FILE: Answer(ALL.encode(), "application/json")},
    "part": {TDM_FILE: Answer(f'[{{"location": "{BRIDGE}$", "tdm-reservation": 1}}]'.encode(), "application/json")},
    "ours": {TDM_FILE: Answer(ALL.encode(), "application/json")},
    "group": {"/robots.txt": Answer(b"User-agent: TDM\nDisallow: /2025/05/bridge", "text/plain")},
    "bots": {"/robots.txt": Answer(b"User-agent: GPTBot\nDisallow: /", "text/plain")},
    "notes": {TDM_FILE: Answer(b"<html>Not here</html>")},
    "failing": {TDM_FILE: Answer(b"", status=500)},
    "copies": {BRIDGE: Answer(story_page("", "bridge").body, headers=(("X-Robots-Tag", "noarchive"),))},
    "copied": {BRIDGE: Answer(story_page("", "bridge").body, headers=(("X-Robots-Tag", "noarchive"),))},
    "reset": {},
}
KEYS = {"ours": "respect_tdm = false\n", "copies": "respect_noarchive = true\n"}


class Crawled:
    """An archive after two crawls of papers that reserve something; at the second each has one more story."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_outlets(folder, *(entry(slug, f"http://{slug}.example/", KEYS.get(slug, "")) for slug in SITES))
        with LocalWeb([paper(f"{slug}.example", STORIES, answers=answers) for slug, answers in SITES.items()]) as web:
            web.fault("reset.example", TDM_FILE, Fault.RESET)
            self.crawls = [crawl(web, folder)]
            self.requests = [web.requests]
            self.stored = self.count()
            web.replace(
                [paper(f"{slug}.example", ("tower", *STORIES), answers=answers) for slug, answers in SITES.items()]
            )
            self.crawls.append(crawl(web, folder))
            self.requests.append(web.requests[len(self.requests[0]) :])

    def count(self) -> dict[str, int]:
        return dict(rows(self.folder, "SELECT outlet, count(*) FROM articles GROUP BY 1"))

    def paths(self, slug: str, crawls: int = 1) -> list[str]:
        return [request.path for request in self.requests[crawls - 1] if request.host == f"{slug}.example"]

    def answered(self, slug: str, crawls: int) -> list[str]:
        """Return what was asked for but for the file that is never answered, which the client itself may ask for once more."""
        return [path for path in self.paths(slug, crawls) if slug != "reset" or path != TDM_FILE]

    def rejected(self, slug: str) -> list[tuple[Any, ...]]:
        query = f"SELECT reason, count(*) FROM links WHERE outlet = '{slug}' AND state = 'rejected' GROUP BY 1"
        return rows(self.folder, query)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("reservations"))


@pytest.mark.parametrize(
    ("slug", "stored"),
    [
        pytest.param("part", 2, id="a page that tdmrep.json reserves"),
        pytest.param("group", 2, id="a page that a group of robots.txt reserves"),
        pytest.param("ours", 3, id="an outlet with a right to mine"),
        pytest.param("bots", 3, id="a group of a named program"),
        pytest.param("notes", 3, id="a page in the place of the file"),
        pytest.param("failing", 3, id="a file that cannot be read"),
        pytest.param("reset", 3, id="a file that never comes"),
        pytest.param("copies", 2, id="a header against copies that is respected"),
        pytest.param("copied", 3, id="a header against copies"),
    ],
)
def test_what_is_stored(crawled: Crawled, slug: str, stored: int) -> None:
    assert (crawled.crawls[0].code, crawled.crawls[0].errors) == (0, "")
    reason = "noarchive" if slug == "copies" else "tdm_reserved"
    assert crawled.rejected(slug) == ([(reason, 1)] if stored == 2 else [])
    assert crawled.stored[slug] == stored


def test_a_reserved_page_is_not_asked_for(crawled: Crawled) -> None:
    assert sorted(crawled.paths("whole")) == sorted(["/robots.txt", "/", "/feed", TDM_FILE])
    assert crawled.rejected("whole") == [("tdm_reserved", 4)]
    assert "whole" not in crawled.count()
    assert {BRIDGE} & {*crawled.paths("part"), *crawled.paths("group")} == set()


def test_the_file_is_asked_for_once_a_day_and_only_where_it_is_respected(crawled: Crawled) -> None:
    for slug in SITES:
        assert len([path for path in crawled.answered(slug, 1) if path == TDM_FILE]) == (slug not in {"ours", "reset"})
        assert crawled.paths(slug, 2).count(TDM_FILE) == 0
    kept = dict(rows(crawled.folder, "SELECT host, status FROM tdm_files"))
    assert kept == {
        **{f"{slug}.example": 404 for slug in ("group", "bots", "copies", "copied")},
        **{f"{slug}.example": 200 for slug in ("whole", "part", "notes")},
        "failing.example": 500,
        "reset.example": 0,
    }
    assert rows(crawled.folder, "SELECT body FROM tdm_files WHERE host = 'notes.example'") == [("",)]


def test_runs_count_these_requests_too(crawled: Crawled) -> None:
    counted = rows(crawled.folder, "SELECT outlet, sum(requests) FROM runs GROUP BY 1 ORDER BY 1")
    assert dict(counted) == {slug: len(crawled.answered(slug, 1)) + len(crawled.answered(slug, 2)) for slug in SITES}


def test_a_file_of_yesterday_is_asked_for_again_and_its_copy_stands_in_for_one_that_fails(tmp_path: Path) -> None:
    write_outlets(tmp_path, *(entry(slug, f"http://{slug}.example/") for slug in ("fails", "opens")))
    reserved = {TDM_FILE: Answer(ALL.encode(), "application/json")}
    now = {"fails": {TDM_FILE: Answer(b"", status=503)}, "opens": {TDM_FILE: Answer(b"[]", "application/json")}}
    with LocalWeb([paper(f"{slug}.example", ("bridge",), answers=reserved) for slug in now]) as web:
        crawl(web, tmp_path)
        with sqlite3.connect(tmp_path / "news.db") as db:
            db.execute("UPDATE tdm_files SET fetched_at = '2026-01-01T00:00:00Z'")
        db.close()
        web.replace([paper(f"{slug}.example", ("tower", "bridge"), answers=answers) for slug, answers in now.items()])
        crawl(web, tmp_path)
    assert rows(tmp_path, "SELECT outlet, title FROM articles") == [("opens", "The tower reopens after repairs")]

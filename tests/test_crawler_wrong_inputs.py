"""Whatever is wrong with an outlet, a page or a file gets a name, and all the rest is stored all the same."""

from __future__ import annotations

import gzip
import re
import socket
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from crawler.sample.faults import Fault
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from tests.crawls import crawl, entry, paper, rows, story_text, story_url, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

TDM_FILE = "/.well-known/tdmrep.json"
STORIES = ("bridge", "lighthouse", "market")
STORY = story_url("", "bridge").removeprefix("http://")  # the path of the page that goes wrong
NO_ARTICLE = b"<!doctype html><html><head><title>Log in</title></head><body><form><input><button>Go</button></form></body></html>"
GZIPPED = (("Content-Encoding", "gzip"),)


def moved(where: str) -> Answer:
    return Answer(b"", status=302, headers=(("Location", where),))


# What the page of the first of three stories gives -> the state and reason of its link, and the detail of its problem (None: none).
PAGES: dict[str, tuple[Fault | Answer | None, tuple[str, str | None], str | None]] = {
    "error-500": (Fault.ERROR500, ("failed", "http_500"), "500"),
    "error-404": (Answer(b"nothing here", status=404), ("gone", "http_404"), None),
    "error-410": (Fault.GONE, ("gone", "http_410"), None),
    "a-pdf": (Fault.PDF, ("rejected", "not_html"), None),
    "a-pdf-called-html": (Answer(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj"), ("rejected", "not_html"), None),
    "empty": (Fault.EMPTY, ("rejected", "empty"), None),
    "no-article": (Answer(NO_ARTICLE), ("rejected", "no_article"), None),
    "wrong-charset": (Fault.WRONG_CHARSET, ("fetched", None), None),
    "redirect-loop": (Fault.REDIRECT_LOOP, ("failed", "redirect_loop"), "max redirections reached"),
    "to-a-private-address": (
        Fault.REDIRECT_AWAY,
        ("failed", "private_address"),
        "169.254.169.254 is a private address (allow_private = true allows it for an outlet of your own network)",
    ),
    "to-this-machine": (
        moved("http://127.0.0.2:8000/admin"),
        ("failed", "private_address"),
        "127.0.0.2 is a private address (allow_private = true allows it for an outlet of your own network)",
    ),
    "to-another-outlet": (
        moved(story_url("whole.example", "bridge")),
        ("failed", "off_site"),
        f"200 {story_url('whole.example', 'bridge')}",
    ),
    "to-no-address": (moved("http://[bad/"), ("failed", "bad_address"), "Invalid IPv6 URL"),
    "to-a-telephone": (moved("tel:+1234"), ("failed", "bad_address"), "*"),
    "to-nowhere": (Answer(b"", status=302), ("failed", "http_302"), "Ignoring non-200 response"),
    "truncated": (Fault.TRUNCATED_GZIP, ("failed", "truncated"), "* bytes of gzip without an end"),
    "truncated-at-once": (
        Answer(gzip.compress(b"x")[:5], headers=GZIPPED),
        ("failed", "truncated"),
        "5 bytes of gzip without an end",
    ),
    "not-gzip": (
        Answer(b"<p>plain", headers=GZIPPED),
        ("failed", "broken_encoding"),
        "Error -3 while decompressing data: *",
    ),
    "huge": (Fault.HUGE, ("failed", "too_large"), "*"),
    "reset": (Fault.RESET, ("failed", "connection_lost"), "*"),
    "forbidden": (Answer(b"User-agent: *\nDisallow: /2025/05/bridge"), ("failed", "robots"), None),
}

# What the home page gives -> the reason.
HOMES: dict[str, tuple[Fault | Answer | None, str]] = {
    "home-500": (Fault.ERROR500, "http_500"),
    "home-404": (Answer(b"nothing here", status=404), "http_404"),
    "home-pdf": (Fault.PDF, "not_html"),
    "home-empty": (Fault.EMPTY, "empty"),
    "home-loop": (Fault.REDIRECT_LOOP, "redirect_loop"),
    "home-reset": (Fault.RESET, "connection_lost"),
    "home-truncated": (Fault.TRUNCATED_GZIP, "truncated"),
    "home-moved": (moved("http://whole.example/"), "off_site"),
    "home-busy": (Fault.TOO_MANY, "http_429"),
    "home-forbidden": (None, "robots"),
}

FAULTS: dict[str, Fault | Answer | None] = {
    **{slug: case[0] for slug, case in PAGES.items()},
    **{slug: case[0] for slug, case in HOMES.items()},
}


def closed_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def answers_of(slug: str) -> dict[str, Answer]:
    """Return what stands at an outlet's paths instead of what should."""
    if slug == "home-forbidden":
        return {"/robots.txt": Answer(b"User-agent: Broadsheet\nDisallow: /", "text/plain")}
    path = "/robots.txt" if slug == "forbidden" else STORY if slug in PAGES else "/"
    given = FAULTS[slug]
    return {path: given} if isinstance(given, Answer) else {}


def outlets_file() -> list[str]:
    """Return the tables of all outlets; those with a bad page name their feed, those with a bad home page leave it to be found."""
    nowhere = {"refused": f"http://127.0.0.1:{closed_port()}/", "unreachable": "http://255.255.255.255/"}
    return [
        entry("whole", "http://whole.example/"),
        *(
            entry(slug, f"http://{slug}.example/", f'feeds = ["http://{slug}.example/feed"]')
            for slug in [*PAGES, "busy"]
        ),
        *(entry(slug, f"http://{slug}.example/") for slug in HOMES),
        entry("no-such-host", "http://no-such-host.invalid/"),
        *(entry(slug, homepage, "allow_private = true") for slug, homepage in nowhere.items()),
    ]


class World:
    """Some thirty outlets of which each has another fault, one that has none, and an archive after one crawl of all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_outlets(folder, *outlets_file())
        sites = [paper(f"{slug}.example", answers=answers_of(slug)) for slug in FAULTS]
        with LocalWeb([paper("whole.example"), *sites, paper("busy.example")]) as web:
            for slug, fault in FAULTS.items():
                if isinstance(fault, Fault):
                    web.fault(f"{slug}.example", STORY if slug in PAGES else "/", fault)
            web.fault("busy.example", "*", Fault.TOO_MANY, retry_after=7200)
            web.fault(
                "busy.example", "/feed", Fault.NO_VALIDATORS
            )  # a fault of its own, so that `*` is not meant for it
            web.fault("busy.example", "/robots.txt", Fault.NO_VALIDATORS)
            web.fault("busy.example", TDM_FILE, Fault.NO_VALIDATORS)
            self.crawl = crawl(web, folder, direct="no-such-host.invalid,127.0.0.1,255.255.255.255")
            self.requests = web.requests

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return rows(self.folder, query)

    def line(self, slug: str) -> str:
        """Return what was printed of an outlet, without its times and sizes."""
        (line,) = (line for line in self.crawl.lines if line.startswith(f"{slug}: "))
        return re.sub(r" in \d+\.\d s, \d+ requests, [\d,]+ kB", " …", line)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


def test_a_failure_makes_the_exit_code_1_and_never_a_traceback(world: World) -> None:
    (said,) = world.crawl.errors.splitlines()
    assert world.crawl.code == 1
    assert re.search(r"WARNING .* larger than download max size .* <GET http://huge\.example/", said)
    assert len(world.crawl.lines) == len(PAGES) + len(HOMES) + 5


@pytest.mark.parametrize("slug", PAGES)
def test_a_bad_page_has_a_reason_and_the_outlets_other_pages_are_stored(world: World, slug: str) -> None:
    _, (state, reason), detail = PAGES[slug]
    host = f"{slug}.example"
    stored = STORIES if state == "fetched" else STORIES[1:]
    assert world.rows(f"SELECT url, text FROM articles WHERE outlet = '{slug}' ORDER BY url") == [
        (story_url(host, story), story_text(host, story)) for story in stored
    ]
    waits = state == "failed"
    query = "SELECT url, state, reason, attempts, next_try_at > discovered_at FROM links"
    assert world.rows(f"{query} WHERE outlet = '{slug}' ORDER BY url") == [
        (story_url(host, "bridge"), state, reason, int(waits or state == "gone"), 1 if waits else None),
        *((story_url(host, story), "fetched", None, 0, None) for story in STORIES[1:]),
    ]
    problems = world.rows(f"SELECT url, reason, detail FROM problems WHERE outlet = '{slug}'")
    assert [problem[:2] for problem in problems] == ([] if detail is None else [(story_url(host, "bridge"), reason)])
    if detail is not None:
        assert re.fullmatch(re.escape(detail).replace(r"\*", ".*"), problems[0][2], re.DOTALL)


@pytest.mark.parametrize("slug", PAGES)
def test_a_bad_page_is_counted_in_its_outlets_line(world: World, slug: str) -> None:
    _, (state, reason), detail = PAGES[slug]
    found = "3 found, 2 new, 0 modified, 0 unchanged"
    assert (
        world.line(slug)
        == {
            "fetched": f"{slug}: ok, 3 found, 3 new, 0 modified, 0 unchanged, …",
            "gone": f"{slug}: ok, {found}, 1 rejected, ({reason} 1), …",
            "rejected": f"{slug}: ok, {found}, 1 rejected, ({reason} 1), …",
            "failed": f"{slug}: partial, {found}, 1 failed, ({reason} 1), …"
            if detail
            else f"{slug}: ok, {found}, 1 rejected, ({reason} 1), …",
        }[state]
    )


@pytest.mark.parametrize("slug", HOMES)
def test_a_bad_home_page_fails_its_outlet_with_a_reason(world: World, slug: str) -> None:
    reason = HOMES[slug][1]
    query = f"SELECT url, reason FROM problems WHERE outlet = '{slug}'"
    assert world.rows(query) == [(f"http://{slug}.example/", reason)]
    paused = "; the outlet asked to wait 1 s" if slug == "home-busy" else ""
    assert world.line(slug) == f"{slug}: failed, 0 found, 0 new, 0 modified, 0 unchanged, ({reason} 1), …{paused}"
    assert world.rows(f"SELECT count(*) FROM articles WHERE outlet = '{slug}'") == [(0,)]


@pytest.mark.parametrize(
    ("slug", "reason"),
    [("no-such-host", "no_such_host"), ("refused", "refused"), ("unreachable", "unreachable")],
)
def test_an_outlet_that_is_not_there_fails_with_a_reason(world: World, slug: str, reason: str) -> None:
    assert world.line(slug) == f"{slug}: failed, 0 found, 0 new, 0 modified, 0 unchanged, ({reason} 1), …"
    homepage = world.rows(f"SELECT homepage FROM outlets WHERE slug = '{slug}'")[0][0]
    assert world.rows(f"SELECT url, reason FROM problems WHERE outlet = '{slug}'") == [(homepage, reason)]


def test_the_outlet_without_fault_is_stored_whole(world: World) -> None:
    assert world.line("whole") == "whole: ok, 3 found, 3 new, 0 modified, 0 unchanged, …"
    assert world.rows("SELECT url, title, text FROM articles WHERE outlet = 'whole' ORDER BY url") == [
        (story_url("whole.example", story), f"The {story} reopens after repairs", story_text("whole.example", story))
        for story in STORIES
    ]


def test_what_robots_txt_forbids_is_never_asked_for(world: World) -> None:
    asked = {request.path for request in world.requests if request.host == "forbidden.example"}
    assert asked == {"/robots.txt", "/feed", TDM_FILE, *(path for path in map(path_of, STORIES[1:]))}
    assert {request.path for request in world.requests if request.host == "home-forbidden.example"} == {"/robots.txt"}


def path_of(story: str) -> str:
    return story_url("", story).removeprefix("http://")


def test_an_outlet_that_asks_to_wait_is_left_alone_so_long(world: World) -> None:
    assert world.line("busy").endswith("; the outlet asked to wait 7200 s")
    links = world.rows("SELECT state, reason, attempts, next_try_at FROM links WHERE outlet = 'busy'")
    # Of the three that are asked for at once, one may still be queued when the first answer comes: then it is never sent.
    refused = [link for link in links if link[:3] == ("failed", "http_429", 1)]
    assert len(links) == 3
    assert refused
    assert {link[:3] for link in links if link not in refused} <= {("new", None, 0)}
    assert world.rows("SELECT outcome, detail FROM runs WHERE outlet = 'busy'") == [
        ("partial", f"the outlet asked to wait 7200 s; http_429 {len(refused)}")
    ]
    ended = datetime.fromisoformat(world.rows("SELECT started_at FROM runs WHERE outlet = 'busy'")[0][0])
    assert all(datetime.fromisoformat(link[3]) >= ended + timedelta(seconds=7200) for link in refused)


def test_no_reason_is_left_without_a_name(world: World) -> None:
    reasons = {reason for (reason,) in world.rows("SELECT reason FROM links UNION SELECT reason FROM problems")}
    assert "ignored" not in reasons
    assert world.rows("SELECT outcome, count(*) FROM runs GROUP BY 1") == [("failed", 13), ("ok", 9), ("partial", 14)]


def test_a_source_that_asks_to_wait_keeps_the_whole_outlet_waiting(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("busy", "http://busy.example/", 'feeds = ["http://busy.example/feed"]'))
    with LocalWeb([paper("busy.example")]) as web:
        web.fault("busy.example", "/feed", Fault.ERROR503, retry_after=600)
        lines = [re.sub(r" in .* kB|\d{4}-\S+Z$", " …", line) for _ in range(2) for line in crawl(web, tmp_path).lines]
        assert [request.path for request in web.requests] == ["/robots.txt", "/feed"]
    none = "busy: failed, 0 found, 0 new, 0 modified, 0 unchanged,"
    assert lines == [
        f"{none} (http_503 1), …; the outlet asked to wait 600 s",
        f"{none} …; the outlet asked to wait until  …",
    ]


def test_sources_found_earlier_are_polled_though_the_home_page_is_down(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("whole", "http://whole.example/"))
    with LocalWeb([paper("whole.example", ("bridge",))]) as web:
        assert crawl(web, tmp_path).code == 0
        with sqlite3.connect(tmp_path / "news.db") as db:  # the weekly look at the home page is due
            db.execute("UPDATE sources SET last_polled_at = '2025-01-01T00:00:00Z'")
        db.close()
        web.replace([paper("whole.example", STORIES)])
        web.fault("whole.example", "/", Fault.ERROR500)
        done = crawl(web, tmp_path)
    assert [line.partition(", in ")[0] for line in done.lines] == [
        "whole: partial, 2 found, 2 new, 0 modified, 0 unchanged, (http_500 2)"
    ]


def test_a_known_article_that_could_not_be_asked_for_again_is_fetched_once_it_answers(tmp_path: Path) -> None:
    def link() -> list[tuple[Any, ...]]:
        return rows(tmp_path, "SELECT state, reason, attempts, next_try_at NOTNULL, article FROM links")

    day = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
    write_outlets(tmp_path, entry("whole", "http://whole.example/", 'feeds = ["http://whole.example/feed"]'))
    with LocalWeb([paper("whole.example", ("bridge",), published=day)]) as web:
        crawl(web, tmp_path)
        assert link() == [("fetched", None, 0, 0, 1)]
        web.replace([paper("whole.example", ("bridge",), published=day + timedelta(hours=1))])
        web.fault("whole.example", STORY, Fault.ERROR500)
        crawl(web, tmp_path)
        assert link() == [("failed", "http_500", 1, 1, 1)]
        with sqlite3.connect(tmp_path / "news.db") as db:  # its time has come
            db.execute("UPDATE links SET next_try_at = '2025-01-01T00:00:00Z'")
        db.close()
        web.fault("whole.example", STORY, None)
        done = crawl(web, tmp_path)
        pages = [(request.status, request.conditional) for request in web.requests if request.path == STORY]
    assert link() == [("fetched", None, 0, 0, 1)]
    assert pages == [(200, False), (500, True), (304, True)]
    assert done.lines[0].startswith("whole: ok, 0 found, 0 new, 0 modified, 1 unchanged, in ")

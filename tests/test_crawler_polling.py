"""Polling over many cycles: what has not changed costs an answer of 304 or nothing, and what is gone is retired."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.sample.articles import load_outlets
from crawler.sample.faults import Fault
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from crawler.sample.sites import sample_sites
from tests.crawls import crawl, entry, paper, rows, sample_entries, write_outlets
from tests.old_papers import LAST, old_paper, stories

if TYPE_CHECKING:
    from pathlib import Path

HOST = "whole.example"
NAMED = entry("whole", f"http://{HOST}/", f'feeds = ["http://{HOST}/feed"]')
STORIES = ("bridge", "lighthouse", "market")


def cycle(web: LocalWeb, folder: Path, *args: str) -> tuple[int, list[str], list[tuple[str, int]]]:
    """Crawl once; return the exit code, the lines without times and sizes, and what was asked for but robots.txt, with its statuses."""
    before = len(web.requests)
    done = crawl(web, folder, *args)
    lines = sorted(re.sub(r", in \d+\.\d s.* kB", "", line) for line in done.lines)
    return (
        done.code,
        lines,
        [(request.path, request.status) for request in web.requests[before:] if request.path != "/robots.txt"],
    )


def set_back(folder: Path, changes: str) -> None:
    """Let time have passed for all sources."""
    with closing(sqlite3.connect(folder / "news.db")) as db, db:
        db.execute(f"UPDATE sources SET {changes}")


def test_a_cycle_without_news_asks_for_no_article_and_every_poll_is_answered_by_304_or_not_made(tmp_path: Path) -> None:
    write_outlets(tmp_path, *sample_entries())
    with LocalWeb(sample_sites()) as web:
        first = cycle(web, tmp_path)[2]
        by_hand = Counter(cycle(web, tmp_path)[2])
        none = [cycle(web, tmp_path, "--scheduled") for _ in range(2)]
        set_back(tmp_path, "next_poll_at = '2025-01-01T00:00:00Z'")
        due = Counter(cycle(web, tmp_path, "--scheduled")[2])
    quiet = [f"{outlet.slug}: ok, 0 found, 0 new, 0 modified, 0 unchanged" for outlet in load_outlets()]
    polled = rows(tmp_path, "SELECT count(*) FROM sources")[0][0]
    assert len(first) > 40
    assert {status for _, status in by_hand} == {304}
    assert by_hand.total() == polled
    assert due == by_hand
    assert none == [(0, sorted(quiet), [])] * 2
    size = "SELECT sum(bytes), sum(requests) FROM runs GROUP BY (id - 1) / 3"
    (all_of_it, _), (of_304s, _), *of_none, (of_due, _) = rows(tmp_path, size)
    assert of_none == [(0, 0)] * 2
    assert max(of_304s, of_due) < all_of_it / 100


def test_an_unchanged_body_without_validators_is_noticed_by_its_hash_and_lets_the_source_rest(tmp_path: Path) -> None:
    write_outlets(tmp_path, NAMED)
    rests = "SELECT interval, entries, next_poll_at > last_polled_at, etag FROM sources"
    seen = []
    with LocalWeb([paper(HOST)]) as web:
        web.fault(HOST, "/feed", Fault.NO_VALIDATORS)
        for _ in range(3):
            asked = cycle(web, tmp_path)[2]
            seen.append((len(asked), *rows(tmp_path, rests)[0]))
        scheduled = cycle(web, tmp_path, "--scheduled")[2]
    assert seen == [(5, 0, 3, 0, None), (1, 300, 3, 1, None), (1, 600, 3, 1, None)]
    assert scheduled == []


def test_a_source_that_brought_something_is_asked_at_every_run(tmp_path: Path) -> None:
    write_outlets(tmp_path, NAMED)
    lines = []
    with LocalWeb([]) as web:
        for count in (1, 2, 3):
            web.replace([paper(HOST, STORIES[:count])])
            lines += cycle(web, tmp_path, "--scheduled")[1]
    assert lines == ["whole: ok, 1 found, 1 new, 0 modified, 0 unchanged"] * 3


def test_a_correction_is_something_too(tmp_path: Path) -> None:
    write_outlets(tmp_path, NAMED)
    rests = []
    day = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
    with LocalWeb([]) as web:
        for hours in (0, 0, 1):
            web.replace([paper(HOST, STORIES, published=day + timedelta(hours=hours))])
            cycle(web, tmp_path)
            rests += rows(tmp_path, "SELECT interval FROM sources")
    assert rests == [(0,), (300,), (0,)]


def test_what_waits_is_fetched_though_no_source_is_due(tmp_path: Path) -> None:
    write_outlets(tmp_path, NAMED)
    with LocalWeb([paper(HOST)]) as web:
        cycle(web, tmp_path)
        cycle(web, tmp_path)
        with closing(sqlite3.connect(tmp_path / "news.db")) as db, db:
            db.execute("UPDATE links SET state = 'failed', next_try_at = '2025-01-01T00:00:00Z' WHERE id = 1")
        code, lines, asked = cycle(web, tmp_path, "--scheduled")
    assert (code, lines) == (0, ["whole: ok, 0 found, 0 new, 0 modified, 1 unchanged"])
    assert [status for _, status in asked] == [304]


def test_a_run_in_which_the_due_source_fails_and_another_rests_is_partial(tmp_path: Path) -> None:
    feeds = f'feeds = ["http://{HOST}/feed", "http://{HOST}/other"]'
    write_outlets(tmp_path, entry("whole", f"http://{HOST}/", feeds))
    other = Answer(b'<rss version="2.0"><channel><title>None</title></channel></rss>', "application/rss+xml")
    with LocalWeb([paper(HOST, answers={"/other": other})]) as web:
        cycle(web, tmp_path)
        web.fault(HOST, "/feed", Fault.ERROR500)
        failed = cycle(web, tmp_path, "--scheduled")
        rested = cycle(web, tmp_path, "--scheduled")
    none = "0 found, 0 new, 0 modified, 0 unchanged"
    assert failed[:2] == (0, [f"whole: partial, {none}, (http_500 1)"])
    assert rested == (0, [f"whole: ok, {none}"], [])


def test_sources_that_all_failed_lately_are_no_rest(tmp_path: Path) -> None:
    write_outlets(tmp_path, NAMED)
    none = "whole: failed, 0 found, 0 new, 0 modified, 0 unchanged"
    with LocalWeb([paper(HOST)]) as web:
        web.fault(HOST, "/feed", Fault.ERROR500)
        assert cycle(web, tmp_path, "--scheduled")[:2] == (1, [f"{none}, (http_500 1)"])
        assert cycle(web, tmp_path, "--scheduled") == (1, [f"{none}, (put_off 1)"], [])
        web.fault(HOST, "/feed", None)
        set_back(tmp_path, "next_poll_at = '2025-01-01T00:00:00Z'")
        assert cycle(web, tmp_path, "--scheduled")[1] == ["whole: ok, 3 found, 3 new, 0 modified, 0 unchanged"]


@pytest.mark.parametrize(
    ("gone", "reason"),
    [(Fault.GONE, "http_410"), (Answer(b"nothing here", status=404), "http_404")],
    ids=["410", "404"],
)
def test_a_found_feed_that_is_gone_is_retired_and_its_successor_is_found(
    tmp_path: Path, gone: Fault | Answer, reason: str
) -> None:
    moved = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>News</body></html>'
    write_outlets(tmp_path, entry("whole", f"http://{HOST}/"))
    with LocalWeb([paper(HOST, STORIES[:1])]) as web:
        cycle(web, tmp_path)
        set_back(tmp_path, "gone_since = '2025-01-01T00:00:00Z'")  # a 404 counts from the first
        if isinstance(gone, Fault):
            web.fault(HOST, "/feed", gone)
        answers = {"/": Answer(moved), **({"/feed": gone} if isinstance(gone, Answer) else {})}
        feed = paper(HOST, STORIES).answer("/feed")
        assert feed is not None
        web.replace([paper(HOST, STORIES, answers=answers | {"/rss": feed})])
        set_back(tmp_path, "next_poll_at = '2025-01-01T00:00:00Z'")
        lines = [line for _ in range(3) for line in cycle(web, tmp_path, "--scheduled")[1]]
    assert lines == [
        "whole: partial, 0 found, 0 new, 0 modified, 0 unchanged, (retired 1)",
        "whole: ok, 2 found, 2 new, 0 modified, 0 unchanged",
        "whole: ok, 0 found, 0 new, 0 modified, 0 unchanged",
    ]
    assert rows(tmp_path, "SELECT url, reason, detail FROM problems") == [
        (f"http://{HOST}/feed", "retired", f"{reason}: asked only once a week from now on")
    ]


def world_pages(web: LocalWeb) -> list[str]:
    return [request.path for request in web.requests if request.path.startswith("/world/")]


@pytest.mark.parametrize(
    ("published", "followed", "stored"),
    [(3, 1, 8), (5, 2, 10), (22, 5, 27), (200, 6, 35)],
    ids=["fewer than the page holds", "as many as the page holds", "some pages", "more than is followed"],
)
def test_a_section_that_has_rolled_over_is_followed_until_something_is_known(
    tmp_path: Path, published: int, followed: int, stored: int
) -> None:
    write_outlets(tmp_path, entry("old", "http://old.example/", 'sections = ["http://old.example/world/"]'))
    with LocalWeb([old_paper("old.example", stories(10), sitemaps=False)]) as web:
        crawl(web, tmp_path)
        assert world_pages(web) == ["/world/"]  # at its first poll everything is new
        later = stories(10 + published, last=LAST + timedelta(days=published))
        web.replace([old_paper("old.example", later, sitemaps=False)])
        crawl(web, tmp_path)
        assert len(world_pages(web)) == 1 + followed
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(stored,)]
    assert rows(tmp_path, "SELECT url, failures FROM sources") == [("http://old.example/world/", 0)]


def test_a_page_behind_a_section_that_fails_does_not_put_the_section_off(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("old", "http://old.example/", 'sections = ["http://old.example/world/"]'))
    with LocalWeb([old_paper("old.example", stories(10), sitemaps=False)]) as web:
        crawl(web, tmp_path)
        web.replace([old_paper("old.example", stories(20, last=LAST + timedelta(days=10)), sitemaps=False)])
        web.fault("old.example", "/world/page/2/", Fault.ERROR500)
        crawl(web, tmp_path)
    assert rows(tmp_path, "SELECT failures, retired_at FROM sources") == [(0, None)]
    assert rows(tmp_path, "SELECT url, reason FROM problems") == [("http://old.example/world/page/2/", "http_500")]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(10,)]

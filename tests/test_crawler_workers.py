"""Extraction in worker processes: the same articles, and a page that is lost with its worker costs that page alone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psutil
import pytest

from crawler.workers import Workers
from pipelines.extract import extract_article
from pipelines.items import FetchedPage, Hints, PageResult
from tests.crawls import story_page, story_url

if TYPE_CHECKING:
    from pathlib import Path

HOST = "harbour.example"
HINTS = Hints(title="The bridge reopens", now=datetime(2025, 6, 1, 12, 0, tzinfo=UTC), language="en")
ENDLESS = f"<h1>All stories</h1><table><tr>{'<td>a</td>' * 19_500}</tr></table>"  # more than a second


def page(story: str, html: bytes | None = None) -> FetchedPage:
    url = story_url(HOST, story)
    return FetchedPage("harbour", 7, url, url, story_page(HOST, story).body if html is None else html, HINTS)


def lost(given: FetchedPage, reason: str, detail: str) -> PageResult:
    return PageResult(replace(given, html=b""), None, reason, detail)


def stored(given: FetchedPage) -> PageResult:
    return PageResult(replace(given, html=b""), extract_article(given.html, given.url, hints=given.hints))


def run(workers: Workers, *pages: FetchedPage) -> list[PageResult]:
    async def all_of_them() -> list[PageResult]:
        return await asyncio.gather(*(workers.extract(given) for given in pages))

    try:
        return asyncio.run(all_of_them())
    finally:
        workers.close()


def test_results_are_what_extracting_here_gives_in_order_and_without_the_page() -> None:
    pages = [page(story) for story in ("bridge", "market", "lighthouse", "museum")]
    assert run(Workers(count=2), *pages) == [stored(given) for given in pages]


@pytest.mark.parametrize(
    ("html", "reason"),
    [(b"", "empty"), (b"%PDF-1.4", "not_html"), (b"<html><body><form><input></form></body></html>", "no_article")],
)
def test_a_page_that_is_turned_away_comes_back_with_its_reason(html: bytes, reason: str) -> None:
    good, bad = page("bridge"), page("market", html)
    first, second = run(Workers(count=1), bad, good)
    assert (first.page, first.article, first.reason) == (replace(bad, html=b""), None, reason)
    assert second == stored(good)


def test_a_page_that_takes_too_long_costs_itself_alone() -> None:
    workers = Workers(count=1, seconds=1.0)
    good, slow = page("bridge"), page("market", ENDLESS.encode())

    async def one_after_the_other() -> list[PageResult]:
        return [await workers.extract(given) for given in (good, slow, good)]

    try:
        assert asyncio.run(one_after_the_other()) == [
            stored(good),
            lost(slow, "too_slow", "more than 1 s"),
            stored(good),
        ]
    finally:
        workers.close()


def test_a_page_that_takes_too_much_memory_costs_itself_alone() -> None:
    good, big = page("bridge"), page("market", b"<h1>All</h1><p>" + b"word &amp; " * 900_000)
    first, second = run(Workers(count=1, memory=180_000_000), big, good)
    assert (first.page, first.article, first.reason) == (replace(big, html=b""), None, "too_big")
    assert second == stored(good)


def test_a_killed_worker_costs_the_page_that_it_had() -> None:
    workers = Workers(count=1)
    good, slow = page("bridge"), page("market", ENDLESS.encode())

    async def with_a_murder() -> list[PageResult]:
        before = await workers.extract(good)
        task = asyncio.create_task(workers.extract(slow))
        await asyncio.sleep(0.3)
        os.kill(worker().pid, signal.SIGKILL)
        return [before, await task, await workers.extract(good)]

    try:
        first, second, third = asyncio.run(with_a_murder())
    finally:
        workers.close()
    assert (first, third) == (stored(good), stored(good))
    assert (second.page, second.article, second.reason) == (replace(slow, html=b""), None, "crashed")


def test_a_worker_that_is_killed_at_rest_costs_at_most_what_is_in_line_then() -> None:
    workers = Workers(count=1)
    good = page("bridge")

    async def with_a_murder() -> list[list[PageResult]]:
        before = [await workers.extract(good)]
        os.kill(worker().pid, signal.SIGKILL)
        in_line = await asyncio.gather(*(workers.extract(good) for _ in range(3)))
        return [before, in_line, [await workers.extract(good)]]

    try:
        before, in_line, after = asyncio.run(asyncio.wait_for(with_a_murder(), 60))
    finally:
        workers.close()
    assert before == after == [stored(good)]
    assert {result.reason for result in in_line} <= {None, "crashed"}


def test_a_page_that_a_worker_has_no_room_for_costs_itself_alone() -> None:
    good, big = page("bridge"), page("market", b"x" * 120_000_000)
    workers = Workers(count=1, memory=180_000_000)

    async def in_line() -> list[PageResult]:
        return await asyncio.gather(*(workers.extract(given) for given in (big, good, good)))

    try:
        first, *others = asyncio.run(asyncio.wait_for(in_line(), 60))
    finally:
        workers.close()
    assert (first.article, first.reason) == (None, "too_big")
    assert others == [stored(good)] * 2


def test_what_a_killed_crawl_left_behind_is_removed_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    names = [f"broadsheet-page-{done.pid}-x", f"broadsheet-page-{os.getpid()}-x", "broadsheet-page-of-another", "other"]
    for name in names:
        (tmp_path / name).touch()
    good = page("bridge")
    assert run(Workers(count=1), good) == [stored(good)]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names[1:])


def worker() -> psutil.Process:
    """Return the one worker: a process that the server below this process has forked."""
    here = psutil.Process()
    (found,) = (process for process in here.children(recursive=True) if process.ppid() != here.pid)
    return found


def test_no_process_is_started_before_the_first_page() -> None:
    before = set(psutil.Process().children(recursive=True))
    workers = Workers()
    assert set(psutil.Process().children(recursive=True)) == before
    workers.close()

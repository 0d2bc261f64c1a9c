"""A crawl that is killed at any moment loses nothing and stores nothing twice; one that is told to stop does so at once."""

from __future__ import annotations

import resource
import signal
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
import pytest

from crawler.sample.articles import load_outlets
from crawler.sample.faults import Fault
from crawler.sample.server import LocalWeb
from crawler.sample.sites import sample_sites
from db.errors import ArchiveError
from tests.crawls import crawl, entry, finish, paper, rows, sample_entries, start, wait_until, write_outlets

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

SLUGS = ("al-manara", "gulf-meridian", "harbour-post")
ARTICLES = [article.url for outlet in load_outlets() for article in outlet.articles]


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    with LocalWeb(sample_sites()) as web:
        yield web


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_outlets(tmp_path, *sample_entries())
    return tmp_path


def set_faults(web: LocalWeb, addresses: list[str], kind: Fault | None) -> None:
    for url in addresses:
        web.fault(urlsplit(url).hostname or "", urlsplit(url).path, kind)


def asked(web: LocalWeb, *statuses: int) -> Counter[str]:
    """Return how often each article has been asked for and answered with one of these statuses (0: not at all)."""
    found = ((f"http://{request.host}{request.path}", request.status) for request in web.requests)
    return Counter(url for url, status in found if url in ARTICLES and status in statuses)


def count(folder: Path, table: str) -> int:
    with suppress(ArchiveError):  # there is no archive yet
        return int(rows(folder, f"SELECT count(*) FROM {table}")[0][0])
    return 0


def kill_when(process: subprocess.Popen[str], condition: Callable[[], bool]) -> None:
    """Kill a crawl when a condition has come true; all that it has started ends with it."""
    wait_until(condition)
    below = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _, alive = psutil.wait_procs(below, timeout=10)
    assert alive == []


def assert_nothing_lost_and_nothing_twice(folder: Path) -> None:
    assert rows(folder, "PRAGMA integrity_check") == [("ok",)]
    assert rows(folder, "SELECT url FROM articles ORDER BY url") == [(url,) for url in sorted(ARTICLES)]
    links = rows(
        folder, "SELECT state, count(*), count(DISTINCT article), count(next_try_at) FROM links GROUP BY state"
    )
    assert links == [("fetched", 38, 38, 0), ("gone", 4, 0, 0)]
    assert rows(folder, "SELECT count(*) FROM revisions") == [(0,)]
    outcomes = rows(folder, "SELECT outlet, outcome, ended_at IS NULL FROM runs ORDER BY id")
    assert sorted(outcomes[:3]) == [(slug, "killed", 0) for slug in SLUGS]
    assert sorted(outcomes[3:]) == [(slug, "ok", 0) for slug in SLUGS]


def test_killed_when_the_sources_are_read_and_before_any_article(web: LocalWeb, folder: Path) -> None:
    set_faults(web, ARTICLES, Fault.HANG)
    kill_when(start(web, folder), lambda: len({urlsplit(url).hostname for url in asked(web, 0)}) == 3)
    assert count(folder, "articles") == 0
    assert rows(folder, "SELECT outlet, state, count(*), count(next_try_at) FROM links GROUP BY 1, 2") == [
        ("al-manara", "new", 12, 12),
        ("gulf-meridian", "new", 17, 17),
        ("harbour-post", "new", 13, 13),
    ]
    set_faults(web, ARTICLES, None)
    assert crawl(web, folder).code == 0
    assert_nothing_lost_and_nothing_twice(folder)


def test_killed_in_the_middle(web: LocalWeb, folder: Path) -> None:
    set_faults(web, ARTICLES[::3], Fault.HANG)
    kill_when(start(web, folder), lambda: count(folder, "articles") >= 5)
    stored = {url for (url,) in rows(folder, "SELECT url FROM articles")}
    set_faults(web, ARTICLES, None)
    before = asked(web, 200)
    assert crawl(web, folder).code == 0
    assert 5 <= len(stored) <= 25
    assert set(asked(web, 200) - before) == set(ARTICLES) - stored
    assert_nothing_lost_and_nothing_twice(folder)


def test_killed_while_pages_are_being_extracted(web: LocalWeb, folder: Path) -> None:
    kill_when(start(web, folder), lambda: len(asked(web, 200)) >= 5)
    assert count(folder, "articles") == 0
    assert count(folder, "links") == 42
    assert crawl(web, folder).code == 0
    assert_nothing_lost_and_nothing_twice(folder)


def test_told_to_stop_a_crawl_ends_at_once_and_the_next_one_goes_on(web: LocalWeb, tmp_path: Path) -> None:
    write_outlets(tmp_path, *sample_entries(), delay=1)
    process = start(web, tmp_path)
    wait_until(lambda: len(asked(web, 200)) >= 1)  # seven more of its outlet are in the queue
    process.send_signal(signal.SIGTERM)
    done = finish(process)
    assert (done.code, done.errors) == (0, "")
    assert done.seconds < 4
    assert sorted(line.split(",")[0] for line in done.lines) == [f"{slug}: stopped" for slug in SLUGS]
    assert rows(tmp_path, "SELECT outcome, count(*), count(ended_at) FROM runs GROUP BY 1") == [("stopped", 3, 3)]
    assert rows(tmp_path, "SELECT count(*) FROM problems") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM links WHERE attempts > 0 OR state NOT IN ('new', 'fetched')") == [(0,)]
    write_outlets(tmp_path, *sample_entries())
    assert crawl(web, tmp_path).code == 0
    assert rows(tmp_path, "SELECT url FROM articles ORDER BY url") == [(url,) for url in sorted(ARTICLES)]


def test_a_full_disk_ends_the_crawl_with_a_line_and_what_was_stored_stays(tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (80_000, 80_000))  # enough for the links, not for twenty articles

    site = paper("harbour.example")
    more = paper(
        "harbour.example", ("bridge", "lighthouse", "market", *(f"street{letter}" for letter in "abcdefghijklmnopqrst"))
    )
    write_outlets(tmp_path, entry("harbour", "http://harbour.example/"))
    with LocalWeb([site]) as web:
        assert crawl(web, tmp_path).code == 0
        web.replace([more])
        done = finish(start(web, tmp_path, preexec_fn=little_room))
        assert done.code == 1
        assert done.errors.splitlines()[-1].startswith(f"error: {tmp_path / 'news.db'}: ")
        assert "Traceback" not in done.errors
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
        assert crawl(web, tmp_path).code == 0
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(23,)]
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]

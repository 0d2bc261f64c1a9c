"""Walks back through an outlet: what they fetch and what not, that they go on where they ended, and that nothing else notices."""

from __future__ import annotations

import signal
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from crawler.locks import outlet_lock
from crawler.sample.faults import Fault
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from scheduler.cli import main
from tests.crawls import (
    Crawl,
    back_fill,
    crawl,
    entry,
    finish,
    rows,
    start_back_fill,
    wait_until,
    write_outlets,
)
from tests.old_papers import LAST, OldStory, old_paper, stories

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HOST = "old.example"
SINCE, UNTIL = "2026-03-25", "2026-04-10"
PERIOD = ("old", "--since", SINCE, "--until", UNTIL)
TOLD = stories(110)
WANTED = tuple(story for story in TOLD if SINCE <= str(story.day) <= UNTIL)


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    with LocalWeb([old_paper(HOST, TOLD)]) as web:
        yield web


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_outlets(tmp_path, entry("old", f"http://{HOST}/"))
    return tmp_path


def asked(web: LocalWeb) -> list[str]:
    return [request.path for request in web.requests]


def asked_stories(web: LocalWeb) -> Counter[str]:
    return Counter(path for path in asked(web) if "reopens" in path)


def paths(told: Sequence[OldStory]) -> set[str]:
    return {story.path for story in told}


def days(folder: Path) -> list[str]:
    return [day for (day,) in rows(folder, "SELECT published_day FROM articles ORDER BY published_day DESC")]


def test_sitemaps_give_every_article_of_the_period_and_no_other(web: LocalWeb, folder: Path) -> None:
    ended = back_fill(web, folder, *PERIOD)
    assert (ended.code, ended.errors) == (0, "")
    assert ended.lines[-1] == f"old: all walked back to {SINCE}, up to {UNTIL}: 17 articles"
    assert days(folder) == [str(story.day) for story in WANTED]
    assert asked_stories(web) == Counter(dict.fromkeys(paths(WANTED), 1))
    assert [path for path in asked(web) if "sitemap" in path] == [
        "/sitemaps.xml",
        "/sitemap-2026-04.xml.gz",
        "/sitemap-2026-03.xml.gz",
    ]


@pytest.mark.parametrize("dated", [True, False], ids=["dates in addresses", "dates in articles alone"])
def test_the_pages_of_a_section_are_followed_back_to_the_period_and_not_beyond(folder: Path, dated: bool) -> None:
    told = stories(110, dated=dated)
    with LocalWeb([old_paper(HOST, told, sitemaps=False)]) as web:
        ended = back_fill(web, folder, *PERIOD)
        fetched = asked_stories(web)
        pages = [path for path in asked(web) if path.startswith("/world/")]
    wanted = {story.path for story in told if SINCE <= str(story.day) <= UNTIL}
    assert ended.code == 0
    assert wanted <= fetched.keys()
    assert set(fetched.values()) == {1}
    # A page without dates is known by one article, and the one before the period by all of its five.
    assert len(fetched.keys() - wanted) == (0 if dated else 5)
    assert ("5 of them outside of the period" in ended.lines[-1]) is not dated
    # 27 days from the newest to the first of the period, five a page, and one page to see that it is over.
    assert len(pages) in (6, 7)


def test_a_section_ends_where_its_last_page_is_shown_again(folder: Path) -> None:
    told = stories(12)
    with LocalWeb([old_paper(HOST, told, sitemaps=False)]) as web:
        ended = back_fill(web, folder, "old", "--since", "2020-01-01")
        pages = Counter(path for path in asked(web) if path.startswith("/world/"))
    assert ended.lines[-1] == "old: all walked back to 2020-01-01: 12 articles"
    assert pages == Counter(["/world/", "/world/page/2/", "/world/page/3/", "/world/page/4/"])


def test_a_limit_ends_a_call_and_the_next_goes_on(web: LocalWeb, folder: Path) -> None:
    lines = [back_fill(web, folder, *PERIOD, "--limit", "7").lines[-1] for _ in range(3)]
    assert [line.partition(":")[2].partition(";")[0] for line in lines] == [
        f" not yet all walked back to {SINCE}, up to {UNTIL}: 7 articles so far",
        f" not yet all walked back to {SINCE}, up to {UNTIL}: 14 articles so far",
        f" all walked back to {SINCE}, up to {UNTIL}: 17 articles",
    ]
    assert asked_stories(web) == Counter(dict.fromkeys(paths(WANTED), 1))
    assert sum(path == "/sitemaps.xml" for path in asked(web)) == 1


def test_a_walk_that_is_done_asks_for_nothing(web: LocalWeb, folder: Path) -> None:
    back_fill(web, folder, *PERIOD)
    before = len(web.requests)
    again = back_fill(web, folder, *PERIOD)
    assert (again.code, again.lines[-1].partition(" (")[0]) == (0, f"old: nothing left back to {SINCE}, up to {UNTIL}")
    assert len(web.requests) == before


@pytest.mark.parametrize("stored", [0, 4, 11])
def test_killed_at_any_moment_it_goes_on_and_fetches_no_stored_article_again(
    web: LocalWeb, folder: Path, stored: int
) -> None:
    process = start_back_fill(web, folder, *PERIOD)
    wait_until(lambda: len(asked_stories(web)) > stored)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = {url.partition(HOST)[2] for (url,) in rows(folder, "SELECT url FROM articles")}
    ended = back_fill(web, folder, *PERIOD)
    assert ended.code == 0
    assert days(folder) == [str(story.day) for story in WANTED]
    assert all(asked_stories(web)[path] == 1 for path in kept)
    # What was under way when it was killed is asked for once more, and that alone.
    assert sum(asked_stories(web).values()) <= len(WANTED) + 1
    assert rows(folder, "SELECT outcome, back_fill FROM runs ORDER BY id") == [("killed", 1), ("ok", 1)]


def test_told_to_stop_it_ends_at_once_and_in_order(web: LocalWeb, folder: Path) -> None:
    write_outlets(folder, entry("old", f"http://{HOST}/"), delay=0.3)
    process = start_back_fill(web, folder, *PERIOD)
    wait_until(lambda: len(asked_stories(web)) > 2)
    process.send_signal(signal.SIGTERM)
    ended = finish(process, 10)
    assert (ended.errors, ended.lines[0].partition(",")[0]) == ("", "old: stopped")
    assert ended.lines[-1].startswith("old: not yet all walked")
    write_outlets(folder, entry("old", f"http://{HOST}/"))
    back_fill(web, folder, *PERIOD)
    assert days(folder) == [str(story.day) for story in WANTED]


def test_an_ordinary_crawl_leaves_a_walks_links_alone_until_a_source_names_them(web: LocalWeb, folder: Path) -> None:
    back_fill(web, folder, "old", "--since", "2026-03-25", "--limit", "2")
    assert rows(folder, "SELECT count(*) FROM links WHERE next_try_at IS NOT NULL") == [(18,)]
    ordinary = crawl(web, folder, "old")
    assert ordinary.lines[0].startswith("old: ok, 0 found, 3 new")  # of the feed's five two are stored
    assert rows(folder, "SELECT count(*) FROM links WHERE back_fill IS NULL") == [(5,)]
    assert crawl(web, folder, "old").lines[0].startswith("old: ok, 0 found, 0 new")
    back_fill(web, folder, "old", "--since", "2026-03-25")
    assert set(asked_stories(web).values()) == {1}
    assert len(days(folder)) == 27


def test_the_pace_of_sources_and_what_is_usual_stay_as_they_were(web: LocalWeb, folder: Path) -> None:
    crawl(web, folder, "old")
    pace = "SELECT url, interval, entries, links_per_day, last_polled_at, next_poll_at, etag FROM sources ORDER BY id"
    before = rows(folder, pace)
    back_fill(web, folder, *PERIOD)
    assert rows(folder, pace) == before
    assert rows(folder, "SELECT sum(new) FROM runs WHERE back_fill IS NULL") == [(5,)]


def test_a_crawl_that_comes_meanwhile_has_its_turn(web: LocalWeb, folder: Path) -> None:
    write_outlets(folder, entry("old", f"http://{HOST}/"), delay=0.2)
    walk = start_back_fill(web, folder, *PERIOD)
    wait_until(lambda: len(asked_stories(web)) > 3)
    ordinary = crawl(web, folder, "old")
    under_way = walk.poll() is None
    ended = finish(walk)
    assert (ordinary.code, ordinary.lines[0].partition(",")[0], under_way) == (0, "old: ok", True)
    assert ended.lines[-1] == f"old: all walked back to {SINCE}, up to {UNTIL}: 17 articles"
    assert rows(folder, "SELECT outcome, back_fill FROM runs ORDER BY id") == [("ok", 1), ("ok", None), ("ok", 1)]
    assert set(asked_stories(web).values()) == {1}


def test_told_to_stop_while_another_crawl_has_its_turn(web: LocalWeb, folder: Path) -> None:
    write_outlets(folder, entry("old", f"http://{HOST}/"), delay=0.2)
    walk = start_back_fill(web, folder, *PERIOD)
    wait_until(lambda: len(asked_stories(web)) > 1)
    with outlet_lock(folder / "news.db", "old"):
        before = len(web.requests)
        walk.send_signal(signal.SIGTERM)
        ended = finish(walk, 20)
        assert len(web.requests) == before
    assert (ended.errors, ended.lines[-1].startswith("old: not yet all walked")) == ("", True)


def test_an_archive_that_breaks_ends_the_walk_with_an_error(web: LocalWeb, folder: Path) -> None:
    write_outlets(folder, entry("old", f"http://{HOST}/"), delay=0.2)
    walk = start_back_fill(web, folder, *PERIOD)
    wait_until(lambda: len(asked_stories(web)) > 1)
    with closing(sqlite3.connect(folder / "news.db", timeout=30)) as db, db:
        db.execute("DROP TABLE article_topics")
    ended = finish(walk, 20)
    assert (ended.code, "error: " in ended.errors, "no such table" in ended.errors) == (1, True, True)


def test_a_second_walk_of_an_outlet_is_refused_while_one_is_under_way(web: LocalWeb, folder: Path) -> None:
    write_outlets(folder, entry("old", f"http://{HOST}/"), delay=0.2)
    walk = start_back_fill(web, folder, *PERIOD)
    wait_until(lambda: len(asked_stories(web)) > 0)
    second = back_fill(web, folder, *PERIOD)
    walk.send_signal(signal.SIGTERM)
    finish(walk)
    assert (second.code, second.lines[-1]) == (1, f"old: skipped, process {walk.pid} is crawling it")


def test_half_of_a_daily_limit_is_left_to_what_is_new(web: LocalWeb, folder: Path) -> None:
    write_outlets(folder, entry("old", f"http://{HOST}/", "daily_limit = 9"))
    ended = back_fill(web, folder, *PERIOD)
    assert "half of the daily limit" in ended.lines[0]
    assert len(days(folder)) == 5
    assert ended.lines[-1].startswith("old: not yet all walked")
    assert crawl(web, folder, "old").lines[0].startswith("old: ok, 5 found, 4 new")


def test_what_fails_waits_and_is_fetched_by_a_later_call(web: LocalWeb, folder: Path) -> None:
    broken = WANTED[3].path
    web.fault(HOST, broken, Fault.ERROR500)
    first = back_fill(web, folder, *PERIOD)
    assert first.lines[-1].endswith(
        "16 articles so far; 1 links and 0 sitemaps or section pages wait for the next call"
    )
    web.fault(HOST, broken, None)
    assert "1 links" in back_fill(web, folder, *PERIOD).lines[-1]  # not before its time
    assert asked_stories(web)[broken] == 1


def test_a_site_that_asks_to_wait_ends_the_call(web: LocalWeb, folder: Path) -> None:
    web.fault(HOST, WANTED[3].path, Fault.TOO_MANY, retry_after=600)
    ended = back_fill(web, folder, *PERIOD)
    assert "the outlet asked to wait 600 s" in ended.lines[0]
    assert len(days(folder)) == 3
    assert asked(web)[-1] == WANTED[3].path


def test_a_sitemap_larger_than_any_page_may_be(folder: Path) -> None:
    entries = (f"<url><loc>http://{HOST}{story.path}</loc><note>{'x' * 200_000}</note></url>" for story in TOLD)
    whole = Answer(f"<urlset>{''.join(entries)}</urlset>".encode(), "text/xml")
    with LocalWeb([old_paper(HOST, TOLD, sections=False, answers={"/sitemaps.xml": whole})]) as web:
        ended = back_fill(web, folder, *PERIOD)
    assert len(whole.body) > 20_000_000
    assert ended.lines[-1] == f"old: all walked back to {SINCE}, up to {UNTIL}: 17 articles"


def test_a_forbidden_archive_is_not_walked(folder: Path) -> None:
    rules = Answer(b"User-agent: *\nDisallow: /world/\n", "text/plain")
    with LocalWeb([old_paper(HOST, TOLD, sitemaps=False, answers={"/robots.txt": rules})]) as web:
        ended = back_fill(web, folder, "old", "--since", SINCE)
        assert not any(path.startswith("/world/") for path in asked(web))
    assert ended.lines[-1] == f"old: all walked back to {SINCE}: 5 articles"


def test_a_home_page_that_cannot_be_read_is_named(web: LocalWeb, folder: Path) -> None:
    web.fault(HOST, "/", Fault.ERROR500)
    ended = back_fill(web, folder, *PERIOD)
    assert (ended.code, ended.lines[0].partition(",")[0]) == (1, "old: failed")
    web.fault(HOST, "/", None)
    assert back_fill(web, folder, *PERIOD).lines[-1].endswith("17 articles")


def test_status_shows_a_walk_that_is_not_finished(web: LocalWeb, folder: Path) -> None:
    back_fill(web, folder, *PERIOD, "--limit", "4")
    shown = run_status(folder)
    assert (
        f"old: back-fill --since {SINCE} --until {UNTIL} is not finished: 6 links and 3 sitemaps or section pages wait,"
        " 4 articles so far"
    ) in " ".join(shown.split())
    back_fill(web, folder, *PERIOD)
    assert "back-fill" not in run_status(folder)


def run_status(folder: Path) -> str:
    files = ["--db", str(folder / "news.db"), "--outlets", str(folder / "outlets.toml")]
    return CliRunner().invoke(main, ["status", *files]).output


TOMORROW = str((datetime.now(UTC) + timedelta(days=2)).date())
MISTAKES = {
    "no outlet": (["--since", SINCE], "name the outlets"),
    "a day to come": (["old", "--since", TOMORROW], "lies in the future"),
    "an end to come": (["old", "--since", SINCE, "--until", TOMORROW], "lies in the future"),
    "an end before the beginning": (["old", "--since", UNTIL, "--until", SINCE], "lies before --since"),
    "a limit of nothing": (["old", "--since", SINCE, "--limit", "0"], "0 is not in the range x>=1"),
    "a limit without a walk": (["old", "--limit", "3"], "add --since"),
    "no day": (["old", "--since", "yesterday"], "write it as 2026-03-14"),
}


@pytest.mark.parametrize(("arguments", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_wrong_usage(web: LocalWeb, folder: Path, arguments: list[str], message: str) -> None:
    ended: Crawl = back_fill(web, folder, *arguments)
    assert (ended.code, message in ended.errors, web.requests) == (2, True, [])


def test_an_unknown_outlet_is_named(web: LocalWeb, folder: Path) -> None:
    ended = back_fill(web, folder, "olf", "--since", SINCE)
    assert (ended.code, "olf" in ended.errors, "old" in ended.errors) == (1, True, True)


def test_two_outlets_are_walked_side_by_side(folder: Path) -> None:
    write_outlets(folder, entry("old", f"http://{HOST}/"), entry("new", "http://new.example/"))
    others = stories(30, last=LAST - timedelta(days=3))
    with LocalWeb([old_paper(HOST, TOLD), old_paper("new.example", others, sections=False)]) as web:
        ended = back_fill(web, folder, "old", "new", "--since", "2026-04-10")
    assert ended.lines[-2:] == (
        "old: all walked back to 2026-04-10: 11 articles",
        "new: all walked back to 2026-04-10: 8 articles",
    )

"""When an article is looked at again by its age alone, and what becomes of it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from db.archive import open_archive
from db.rechecks import age_of, due_rechecks
from db.times import to_text
from tests.crawls import crawl, entry, paper, rows, story_page, story_url, write_outlets

if TYPE_CHECKING:
    from sqlite_utils import Database

BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("90m", timedelta(minutes=90)),
        ("6h", 6 * HOUR),
        ("7d", 7 * DAY),
        ("2w", 14 * DAY),
        *((text, None) for text in ("", "0h", "h", "1", "1.5h", "-1h", "1 h", "1y", "10000d", "1H")),
    ],
)
def test_how_ages_are_written(text: str, age: timedelta | None) -> None:
    assert age_of(text) == age


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = open_archive(tmp_path / "news.db")
    outlet = "INSERT INTO outlets (slug, name, homepage, timezone, schedule, enabled) VALUES ('a', 'A', 'http://a.example/', 'UTC', '', 1)"
    db.execute(outlet)
    db.execute(
        "INSERT INTO articles (id, outlet, url, title, authors, keywords, topics, text, access, word_count, first_seen_at, last_checked_at,"
        " content_hash, extractor_version, search_text)"
        " VALUES (1, 'a', 'http://a.example/1', 't', '', '', '', '', '', 0, ?, '', '', 1, '')",
        (to_text(NOON),),
    )
    return db


def add_link(db: Database, fetched: timedelta, state: str = "fetched", due: str | None = None) -> int:
    values = (f"http://a.example/{db['links'].count}", state, to_text(NOON + fetched), due)
    insert = "INSERT INTO links (outlet, url, state, discovered_at, article, fetched_at, next_try_at) VALUES ('a', ?, ?, '', 1, ?, ?)"
    return int(db.execute(insert, values).lastrowid or 0)


@pytest.mark.parametrize(
    ("age", "fetched", "due"),
    [
        pytest.param(HOUR - timedelta(seconds=1), 0 * HOUR, False, id="too young"),
        pytest.param(HOUR, 0 * HOUR, True, id="an hour old"),
        pytest.param(3 * HOUR, HOUR, False, id="fetched since"),
        pytest.param(25 * HOUR, HOUR, True, id="a day old, fetched after an hour"),
        pytest.param(30 * HOUR, 25 * HOUR, False, id="both ages are done"),
        pytest.param(2 * DAY, 0 * HOUR, True, id="both ages are over, none is done: once"),
        pytest.param(4 * DAY, 0 * HOUR, False, id="the ages passed long ago"),
    ],
)
def test_when_a_recheck_is_due(db: Database, age: timedelta, fetched: timedelta, due: bool) -> None:
    link = add_link(db, fetched)
    assert due_rechecks(db, "a", ("1h", "1d"), NOON + age) == [link] * due


def test_an_article_of_several_links_is_asked_for_by_the_last_fetched(db: Database) -> None:
    add_link(db, timedelta(0))
    last = add_link(db, timedelta(minutes=1))
    assert due_rechecks(db, "a", ("1h",), NOON + 2 * HOUR) == [last]


@pytest.mark.parametrize(
    ("state", "due"), [("gone", None), ("rejected", None), ("failed", None), ("fetched", "2026-03-01T12:30:00Z")]
)
def test_what_is_given_up_or_waits_already_is_left_alone(db: Database, state: str, due: str | None) -> None:
    add_link(db, timedelta(0), state, due)
    assert due_rechecks(db, "a", ("1h",), NOON + 2 * HOUR) == []


def test_without_ages_nothing_is_due(db: Database) -> None:
    add_link(db, timedelta(0))
    assert due_rechecks(db, "a", (), NOON + DAY) == []


def grow_older(folder: Path, **span: float) -> None:
    """Let the articles of an archive have been seen, and fetched, so much earlier."""
    earlier = f"-{timedelta(**span).total_seconds():.0f} seconds"
    with sqlite3.connect(folder / "news.db") as db:
        for table, column in (("articles", "first_seen_at"), ("links", "fetched_at")):
            db.execute(f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, ?)", (earlier,))
    db.close()


def path_of(story: str) -> str:
    return story_url("", story).removeprefix("http://")


def test_an_article_is_asked_for_again_at_its_age_and_what_became_of_it_is_stored(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("old", "http://old.example/", 'recheck = ["1h", "1d"]\n'))
    changed = Answer(story_page("old.example", "bridge").body.replace(b"eleven months", b"twelve months"))
    later = {path_of("bridge"): changed, path_of("market"): Answer(b"gone", status=410)}
    asked = []
    with LocalWeb([paper("old.example")]) as web:

        def run() -> str:
            before = len(web.requests)
            (line,) = crawl(web, tmp_path).lines
            asked.append(
                sorted((it.path, it.status, it.conditional) for it in web.requests[before:] if "/2025/" in it.path)
            )
            return line

        run()
        assert "0 found, 0 new, 0 modified, 0 unchanged" in run()
        web.replace([paper("old.example", answers=later)])
        grow_older(tmp_path, hours=2)
        line = run()
        grow_older(tmp_path, minutes=10)
        run()
    assert "0 new, 1 modified, 1 unchanged, 1 rejected, (http_410 1)" in line
    rechecked = [(path_of("bridge"), 200, True), (path_of("lighthouse"), 304, True), (path_of("market"), 410, True)]
    assert [len(asked[0]), *asked[1:]] == [3, [], sorted(rechecked), []]
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(2,)]
    articles = "SELECT title, gone_at NOTNULL, text LIKE '%twelve months%' FROM articles ORDER BY title"
    assert rows(tmp_path, articles) == [
        ("The bridge reopens after repairs", 0, 1),
        ("The lighthouse reopens after repairs", 0, 0),
        ("The market reopens after repairs", 1, 0),
    ]
    shown = subprocess.run(
        [BROADSHEET, "show", story_url("old.example", "market"), "--db", str(tmp_path / "news.db")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "gone        its page was no longer there on " in shown

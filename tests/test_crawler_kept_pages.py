"""Crawls keep the pages that articles were taken from, as long as outlets.toml says; what goes wrong with that costs no article."""

from __future__ import annotations

import gzip
import signal
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from crawler.page_keeper import PageKeeper
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from db.links import utc_now
from db.pages import open_pages, pages_path
from db.records import Change, SaveResult
from pipelines.items import FetchedPage, Hints, PageResult
from scheduler.cli import main
from tests.crawls import (
    crawl,
    entry,
    finish,
    paper,
    rows,
    start,
    story_page,
    story_text,
    story_url,
    wait_until,
    write_outlets,
)

if TYPE_CHECKING:
    from pathlib import Path

HOST = "pier.example"
HOME = f"http://{HOST}/"
STORIES = ("bridge", "lighthouse", "market")
SHORT = b"<html><head><title>The bridge</title></head><body><h1>The bridge</h1><p>It is closed.</p></body></html>"


def path_of(story: str) -> str:
    return story_url("", story).removeprefix("http://")


def kept(folder: Path, columns: str = "requested_url, article") -> list[tuple[Any, ...]]:
    """Return what the pages file has, as it stands on disk; nothing where there is none."""
    path = pages_path(folder / "news.db")
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'pages'").fetchone():
            return []  # a crawl is just making it
        return db.execute(f"SELECT {columns} FROM pages ORDER BY requested_url").fetchall()


def crawled(folder: Path, *answers: tuple[str, Answer], more: str = "") -> tuple[LocalWeb, Any]:
    write_outlets(folder, entry("pier", HOME, more))
    web = LocalWeb([paper(HOST, STORIES, answers=dict(answers))])
    with web:
        done = crawl(web, folder)
    return web, done


def test_the_page_of_each_article_is_kept_as_it_came(tmp_path: Path) -> None:
    crawled(tmp_path)
    articles = dict(rows(tmp_path, "SELECT url, id FROM articles"))
    assert kept(tmp_path) == [(story_url(HOST, story), articles[story_url(HOST, story)]) for story in STORIES]
    for story, (html, url, outlet, encoding) in zip(
        STORIES, kept(tmp_path, "html, url, outlet, encoding"), strict=True
    ):
        assert gzip.decompress(html) == story_page(HOST, story).body
        assert (url, outlet, encoding) == (story_url(HOST, story), "pier", "utf-8")


REFUSED = {
    "meta": Answer(story_page(HOST, "bridge").body.replace(b"<title>", b'<meta name=robots content="NOARCHIVE"><title>')),
    "header": Answer(story_page(HOST, "bridge").body, headers=(("X-Robots-Tag", "noindex"), ("X-Robots-Tag", "noarchive"))),
    "not an article, and said to be something else": Answer(SHORT, status=404),
}  # fmt: skip


@pytest.mark.parametrize("answer", REFUSED.values(), ids=REFUSED.keys())
def test_a_page_that_asks_not_to_be_kept_is_not(tmp_path: Path, answer: Answer) -> None:
    crawled(tmp_path, (path_of("bridge"), answer))
    assert [url for url, _ in kept(tmp_path)] == [story_url(HOST, story) for story in STORIES[1:]]


OTHERS = {
    "the word in a script": Answer(story_page(HOST, "bridge").body.replace(b"<title>", b"<script>var noarchive = 1</script><title>")),
    "a header for another robot": Answer(story_page(HOST, "bridge").body, headers=(("X-Robots-Tag", "otherbot: noarchive"),)),
}  # fmt: skip


@pytest.mark.parametrize("answer", OTHERS.values(), ids=OTHERS.keys())
def test_a_page_that_does_not_ask_is_kept(tmp_path: Path, answer: Answer) -> None:
    crawled(tmp_path, (path_of("bridge"), answer))
    assert [url for url, _ in kept(tmp_path)] == [story_url(HOST, story) for story in STORIES]


def test_an_article_of_several_pages_is_not_kept(tmp_path: Path) -> None:
    further = f"{path_of('bridge')}/2"
    first = story_page(HOST, "bridge").body.replace(b"</article>", f'</article><a href="{further}">2</a>'.encode())
    second = story_page(HOST, "quay").body.replace(b"The quay reopens", b"The bridge reopens")
    _, done = crawled(tmp_path, (path_of("bridge"), Answer(first)), (further, Answer(second)))
    assert "3 new" in done.lines[0]
    ((text,),) = rows(tmp_path, "SELECT text FROM articles WHERE url LIKE '%bridge%'")
    assert text == f"{story_text(HOST, 'bridge')}\n\n{story_text(HOST, 'quay')}"
    assert [url for url, _ in kept(tmp_path)] == [story_url(HOST, story) for story in STORIES[1:]]


def test_a_page_in_which_nothing_was_found_is_kept_for_a_later_version(tmp_path: Path) -> None:
    crawled(tmp_path, (path_of("bridge"), Answer(SHORT)))
    assert rows(tmp_path, "SELECT reason FROM links WHERE state = 'rejected'") == [("too_short",)]
    assert kept(tmp_path)[0] == (story_url(HOST, "bridge"), None)


def test_keep_pages_0_makes_no_file_and_empties_one(tmp_path: Path) -> None:
    crawled(tmp_path, more="keep_pages = 0")
    assert not pages_path(tmp_path / "news.db").exists()
    other = tmp_path / "other"
    other.mkdir()
    crawled(other)
    crawled(other, more="keep_pages = 0")
    assert kept(other) == []


def test_pages_are_pruned_by_age_and_the_outlet_says_how_old(tmp_path: Path) -> None:
    crawled(tmp_path)
    with closing(sqlite3.connect(pages_path(tmp_path / "news.db"))) as db, db:
        db.execute("UPDATE pages SET fetched_at = '2020-01-01T00:00:00Z' WHERE requested_url LIKE '%bridge%'")
    crawled(tmp_path, more="keep_pages = 3650")
    assert len(kept(tmp_path)) == 3
    crawled(tmp_path)
    assert [url for url, _ in kept(tmp_path)] == [story_url(HOST, story) for story in STORIES[1:]]


def test_delete_deletes_the_page_too(tmp_path: Path) -> None:
    crawled(tmp_path)
    url = story_url(HOST, "market")
    result = CliRunner().invoke(main, ["delete", url, "--yes", "--db", str(tmp_path / "news.db")])
    assert result.exit_code == 0
    assert [one for one, _ in kept(tmp_path)] == [story_url(HOST, story) for story in STORIES[:2]]


def another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE photographs (id)")


WAY_OUT = "the pages of news.db are kept there: move it away"
SPOILED = {
    "a folder": (lambda path: path.mkdir(), "cannot be opened; is it a folder, or not yours to read?"),
    "no database": (lambda path: path.write_bytes(b"x" * 4096), f"not an SQLite database; {WAY_OUT}"),
    "another database": (another_database, f"another database; {WAY_OUT}"),
}


@pytest.mark.parametrize(("spoil", "why"), SPOILED.values(), ids=SPOILED.keys())
def test_a_pages_file_that_cannot_be_written_costs_no_article(tmp_path: Path, spoil: Any, why: str) -> None:
    path = pages_path(tmp_path / "news.db")
    spoil(path)
    _, done = crawled(tmp_path)
    assert done.code == 0
    assert "3 new" in done.lines[0]
    assert "(pages_not_kept 1)" in done.lines[0]
    assert rows(tmp_path, "SELECT reason, detail FROM problems") == [("pages_not_kept", f"{path}: {why}")]


def result_of(link: int, html: bytes) -> tuple[PageResult, SaveResult]:
    page = FetchedPage("pier", link, HOME, HOME, b"", Hints())
    return PageResult(page, None, "too_short", kept=html), SaveResult(Change.REJECTED, None, "too_short")


def test_a_full_disk_ends_the_keeping_alone(tmp_path: Path) -> None:
    keeper = PageKeeper(tmp_path / "news.db")
    first, second = result_of(1, b"small"), result_of(2, b"x" * 1_000_000)
    keeper.keep([first[0]], [first[1]], utc_now())
    assert keeper._db is not None
    keeper._db.execute("PRAGMA max_page_count = 20")  # SQLite then says what it says where the disk is full
    keeper.keep([second[0]], [second[1]], utc_now())
    assert keeper.trouble == f"{pages_path(tmp_path / 'news.db')}: database or disk is full"
    keeper.keep([second[0]], [second[1]], utc_now())
    assert kept(tmp_path, "link") == [(1,)]


def test_a_killed_crawl_leaves_whole_files_and_the_next_keeps_what_is_missing(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("pier", HOME), delay=0.2)
    stories = tuple(f"bridge{n}" for n in range(12))
    with LocalWeb([paper(HOST, stories)]) as web:
        process = start(web, tmp_path)
        wait_until(lambda: bool(kept(tmp_path)))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert 0 < len(kept(tmp_path)) < 12
        with closing(open_pages(tmp_path / "news.db")) as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        write_outlets(tmp_path, entry("pier", HOME))
        assert finish(start(web, tmp_path)).code == 0
    articles = {number for (number,) in rows(tmp_path, "SELECT id FROM articles")}
    assert len(articles) == 12
    assert {article for _, article in kept(tmp_path)} <= articles


def test_the_page_of_a_corrected_article_takes_the_place_of_the_first(tmp_path: Path) -> None:
    crawled(tmp_path)
    with closing(sqlite3.connect(tmp_path / "news.db")) as db, db:
        db.execute("UPDATE links SET next_try_at = '2020-01-01T00:00:00Z', etag = NULL, last_modified = NULL")
    corrected = story_page(HOST, "bridge").body.replace(b"three hundred", b"four hundred")
    crawled(tmp_path, (path_of("bridge"), Answer(corrected)))
    assert rows(tmp_path, "SELECT modified, unchanged FROM runs ORDER BY id DESC LIMIT 1") == [(1, 2)]
    assert len(kept(tmp_path)) == 3
    assert gzip.decompress(kept(tmp_path, "html")[0][0]) == corrected
    assert story_text(HOST, "bridge") not in {text for (text,) in rows(tmp_path, "SELECT text FROM articles")}

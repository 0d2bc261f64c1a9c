"""`reextract`: kept pages of real crawls read again, what is shown of it, and what applying it changes."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.locks import outlet_lock
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from db.pages import pages_path
from pipelines.version import EXTRACTOR_VERSION
from scheduler.cli import main
from tests.crawls import (
    crawl,
    entry,
    paper,
    rows,
    story_text,
    story_title,
    story_url,
    wait_until,
    write_outlets,
)

BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))
HOST = "pier.example"
STORIES = ("bridge", "lighthouse", "market", "museum")
OLD = "An older version took this for the text.\n\nThis paragraph stood <b>elsewhere</b>."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an archive after a crawl, with its pages: the first article as an older version would have read it."""
    crawl_once(tmp_path)
    change(
        tmp_path,
        f"UPDATE articles SET title = 'Old', text = '{OLD}', authors = '[\"Nobody\"]', content_hash = 'old' WHERE url LIKE '%bridge%'",
        "UPDATE articles SET extractor_version = 0",
    )
    return tmp_path


def crawl_once(folder: Path, *answers: tuple[str, Answer]) -> None:
    write_outlets(folder, entry("pier", f"http://{HOST}/"), entry("quay", "http://quay.example/"))
    with LocalWeb(
        [paper(HOST, STORIES, answers=dict(answers)), paper("quay.example", ("crane", "dock", "gate"))]
    ) as web:
        assert crawl(web, folder).code == 0


def change(folder: Path, *statements: str, pages: bool = False) -> None:
    path = folder / "news.db"
    with closing(sqlite3.connect(pages_path(path) if pages else path)) as db, db:
        for statement in statements:
            db.execute(statement)


def command(folder: Path, *args: str) -> list[str]:
    return ["reextract", *args, "--db", str(folder / "news.db"), "--outlets", str(folder / "outlets.toml")]


def reextract(folder: Path, *args: str) -> Result:
    return CliRunner().invoke(main, command(folder, *args), catch_exceptions=False)


def found(folder: Path, *args: str) -> dict[str, Any]:
    result = reextract(folder, *args, "--json")
    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 1)
    value: dict[str, Any] = json.loads(result.stdout)
    return value


def number_of(folder: Path, story: str) -> int:
    ((number,),) = rows(folder, f"SELECT id FROM articles WHERE url = '{story_url(HOST, story)}'")
    return int(number)


COUNTS = ("pages", "unchanged", "changed", "accepted", "rejected", "still_rejected", "not_read", "without_page")


def counts(value: dict[str, Any]) -> tuple[int, ...]:
    return tuple(value[name] for name in COUNTS)


def test_machines_get_counts_and_what_differs_and_nothing_is_written(folder: Path) -> None:
    before = rows(folder, "SELECT * FROM articles")
    value = found(folder)
    assert counts(value) == (7, 6, 1, 0, 0, 0, 0, 0)
    assert (value["fields"], value["reasons"], value["applied"]) == ({"title": 1, "text": 1, "authors": 1}, {}, None)
    text = story_text(HOST, "bridge")
    assert value["articles"] == [
        {
            "outcome": "changed",
            "article": number_of(folder, "bridge"),
            "outlet": "pier",
            "url": story_url(HOST, "bridge"),
            "title": story_title("bridge"),
            "fields": ["authors", "text", "title"],
            "before": len(OLD),
            "after": len(text),
            "words": value["articles"][0]["words"],
            "reason": None,
        }
    ]
    assert value["articles"][0]["words"] > 50
    assert rows(folder, "SELECT * FROM articles") == before


def test_a_person_sees_counts_a_plot_and_the_diffs(folder: Path) -> None:
    lines = reextract(folder).stdout.splitlines()
    assert lines[:3] == [
        "7 kept pages read again",
        "        6   unchanged",
        "        1   changed (authors 1, text 1, title 1)",
    ]
    assert "characters of text, after ↑ and before →" in lines
    assert sum("·" in line for line in lines) == 1
    paragraphs = story_text(HOST, "bridge").split("\n\n")
    at = lines.index(
        f"{number_of(folder, 'bridge')}: {story_title('bridge')} (pier), {len(OLD)} to {len(story_text(HOST, 'bridge'))} characters"
    )
    assert lines[at + 1 :] == [
        *(f"- {text}" for text in OLD.split("\n\n")),
        *(f"+ {text}" for text in paragraphs),
        "Nothing was applied; --yes applies it.",
    ]


def test_applied_is_the_page_as_it_is_read_now_and_no_change_of_the_outlet(folder: Path) -> None:
    assert reextract(folder, "--yes").stdout.splitlines()[-1] == "Applied: 1 changed."
    number = number_of(folder, "bridge")
    assert rows(folder, f"SELECT title, text, authors, extractor_version FROM articles WHERE id = {number}") == [
        (story_title("bridge"), story_text(HOST, "bridge"), "[]", EXTRACTOR_VERSION)
    ]
    assert rows(folder, "SELECT DISTINCT extractor_version FROM articles") == [(EXTRACTOR_VERSION,)]
    assert rows(folder, "SELECT count(*) FROM revisions") == [(0,)]
    assert rows(
        folder, f"SELECT group_concat(text, x'0a0a') FROM blocks WHERE article = {number} AND reason IS NULL"
    ) == [(story_text(HOST, "bridge"),)]
    assert rows(
        folder, f"SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'scaffolding' AND rowid = {number}"
    ) == [(number,)]
    assert counts(found(folder)) == (7, 7, 0, 0, 0, 0, 0, 0)
    change(folder, "UPDATE links SET next_try_at = '2020-01-01T00:00:00Z', etag = NULL, last_modified = NULL")
    crawl_once(folder)
    assert rows(folder, "SELECT sum(modified), sum(unchanged) FROM runs WHERE id > 2") == [(0, 7)]


def test_the_newest_revision_is_the_articles_text_and_older_ones_stay(folder: Path) -> None:
    number = number_of(folder, "bridge")
    change(
        folder,
        f"INSERT INTO revisions (article, seen_at, title, text, content_hash) VALUES ({number}, '2020-01-01T00:00:00Z', 'A', 'a', 'a')",
        f"INSERT INTO revisions (article, seen_at, title, text, content_hash) VALUES ({number}, '2020-01-02T00:00:00Z', 'Old', '', 'old')",
    )
    reextract(folder, "--yes")
    assert rows(folder, "SELECT title, text FROM revisions ORDER BY id") == [
        ("A", "a"),
        (story_title("bridge"), story_text(HOST, "bridge")),
    ]


def test_a_page_that_was_turned_away_becomes_an_article(folder: Path) -> None:
    number = number_of(folder, "museum")
    change(
        folder,
        f"UPDATE links SET state = 'rejected', reason = 'no_article', article = NULL WHERE article = {number}",
        "PRAGMA foreign_keys = ON",
        f"DELETE FROM articles WHERE id = {number}",
    )
    change(folder, f"UPDATE pages SET article = NULL WHERE article = {number}", pages=True)
    value = found(folder, "--yes")
    assert (counts(value), value["applied"]) == ((7, 5, 1, 1, 0, 0, 0, 0), 2)
    assert rows(folder, "SELECT state, reason, text FROM links, articles WHERE articles.id = article AND links.url LIKE '%museum%'") == [
        ("fetched", None, story_text(HOST, "museum"))
    ]  # fmt: skip
    assert counts(found(folder)) == (7, 7, 0, 0, 0, 0, 0, 0)


def test_an_article_whose_page_is_none_now_stays_as_it_is(tmp_path: Path) -> None:
    listing = b"<h1>All stories</h1>" + b"<div><a href=/story>Another story of the whole harbour</a></div>" * 20
    crawl_once(tmp_path)
    with closing(sqlite3.connect(pages_path(tmp_path / "news.db"))) as db, db:
        db.execute(
            "UPDATE pages SET html = ? WHERE requested_url LIKE '%bridge%' AND outlet = 'pier'",
            [gzip.compress(listing)],
        )
    value = found(tmp_path, "--yes")
    assert (counts(value), value["applied"], sum(value["reasons"].values())) == ((7, 6, 0, 0, 1, 0, 0, 0), 0, 1)
    assert rows(tmp_path, f"SELECT text FROM articles WHERE id = {number_of(tmp_path, 'bridge')}") == [
        (story_text(HOST, "bridge"),)
    ]


def test_what_the_outlet_repeats_stays_out_also_where_its_memory_has_forgotten_it(folder: Path) -> None:
    number = number_of(folder, "market")
    first, *others = story_text(HOST, "market").split("\n\n")
    text = "\n\n".join(others)
    change(
        folder,
        f"UPDATE blocks SET reason = 'boilerplate' WHERE article = {number} AND text = '{first}'",
        f"UPDATE articles SET text = '{text}', content_hash = 'other', section = 'Old' WHERE id = {number}",
    )
    value = found(folder, "--yes")
    assert [(one["article"], one["fields"]) for one in value["articles"] if one["article"] == number] == [
        (number, ["section"])
    ]
    assert rows(folder, f"SELECT text, section FROM articles WHERE id = {number}") == [(text, None)]
    assert rows(folder, f"SELECT text FROM removed_blocks WHERE article = {number} AND reason = 'boilerplate'") == [
        (first,)
    ]


def test_what_another_version_finds_on_all_articles_is_learned_with_it(tmp_path: Path) -> None:
    house = "Subscribers read every story of the harbour first, and support the small team that writes it."
    crawl_once(tmp_path)
    with closing(sqlite3.connect(pages_path(tmp_path / "news.db"))) as db, db:
        for link, html in db.execute("SELECT link, html FROM pages WHERE outlet = 'pier'").fetchall():
            page = gzip.decompress(html).replace(b"</article>", f"<p>{house}</p></article>".encode())
            db.execute("UPDATE pages SET html = ? WHERE link = ?", (gzip.compress(page), link))
    value = found(tmp_path, "--yes")
    assert (value["changed"], value["applied"], value["fields"]) == (4, 4, {"blocks": 4})
    assert rows(
        tmp_path, "SELECT text, count(*) FROM removed_blocks WHERE outlet = 'pier' AND reason = 'boilerplate'"
    ) == [(house, 4)]
    assert rows(tmp_path, "SELECT sample FROM boilerplate WHERE outlet = 'pier'") == [(house,)]


def test_an_article_that_goes_on_elsewhere_is_left_as_it_is(folder: Path) -> None:
    first = story_url(HOST, "bridge")
    with closing(sqlite3.connect(pages_path(folder / "news.db"))) as db, db:
        ((html,),) = db.execute("SELECT html FROM pages WHERE requested_url = ?", (first,))
        page = gzip.decompress(html).replace(b"</article>", b'</article><a rel="next" href="?page=2">2</a>')
        db.execute("UPDATE pages SET html = ? WHERE requested_url = ?", (gzip.compress(page), first))
    value = found(folder, "--yes")
    assert (counts(value), value["reasons_not_read"]) == ((7, 6, 0, 0, 0, 0, 1, 0), {"more_pages": 1})
    assert rows(folder, f"SELECT text FROM articles WHERE id = {number_of(folder, 'bridge')}") == [(OLD,)]


LEFT_ALONE = {
    "another text was stored since": (
        "UPDATE articles SET first_seen_at = '2999-01-01T00:00:00Z' WHERE url LIKE '%bridge%' AND outlet = 'pier'",
        False,
    ),
    "the page is of another link": ("UPDATE pages SET requested_url = 'http://x.example/' WHERE url LIKE '%pier%bridge%'", True),
    "the page is no longer there": ("DELETE FROM pages WHERE url LIKE '%pier%bridge%'", True),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "pages"), LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_an_article_without_its_page_is_left_as_it_is_and_counted(folder: Path, statement: str, pages: bool) -> None:
    change(folder, statement, pages=pages)
    assert counts(found(folder, "--yes")) == (6, 6, 0, 0, 0, 0, 0, 1)
    assert rows(folder, f"SELECT text FROM articles WHERE id = {number_of(folder, 'bridge')}") == [(OLD,)]
    assert "1   articles without a kept page stay as they are" in reextract(folder).stdout


def test_outlets_and_days_choose_the_pages(folder: Path) -> None:
    assert found(folder, "quay")["pages"] == 3
    assert found(folder, "--since", "2020-01-01")["pages"] == 7
    assert reextract(folder, "--since", "2999-01-01").exit_code == 1
    wrong = reextract(folder, "qay")
    assert (wrong.exit_code, wrong.stderr) == (1, 'error: no such outlet: qay (did you mean "quay"?)\n')


def test_an_outlet_that_is_being_crawled_is_read_but_left_as_it_is(folder: Path) -> None:
    with outlet_lock(folder / "news.db", "pier"):
        assert found(folder)["changed"] == 1
        result = reextract(folder, "--yes", "--json")
    value = json.loads(result.stdout)
    assert (result.exit_code, value["changed"], value["applied"], value["busy"]) == (1, 1, 0, ["pier"])
    assert (
        result.stderr == f"pier is being crawled by process {os.getpid()} (wait until it ends, or end it); left out\n"
    )
    versions = "SELECT outlet, min(extractor_version) FROM articles GROUP BY outlet"
    assert rows(folder, versions) == [("pier", 0), ("quay", EXTRACTOR_VERSION)]
    assert found(folder, "--yes")["applied"] == 1


def test_an_archive_that_cannot_be_written_is_named_and_tried_again(folder: Path) -> None:
    change(
        folder, "CREATE TRIGGER broken BEFORE UPDATE ON articles BEGIN SELECT raise(ABORT, 'the disk has gone'); END"
    )
    result = reextract(folder, "--yes")
    assert result.exit_code == 1
    assert result.stderr == "error: the disk has gone (what was applied is safe; run it again to go on)\n"
    change(folder, "DROP TRIGGER broken")
    assert found(folder, "--yes")["applied"] == 1


def test_without_pages_it_says_where_they_would_be(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("pier", f"http://{HOST}/", "keep_pages = 0"))
    none = reextract(tmp_path)
    assert (none.exit_code, none.stderr) == (
        1,
        f"error: {tmp_path / 'news.db'}: no archive here; `broadsheet crawl` makes one, `--db FILE` names another\n",
    )
    with LocalWeb([paper(HOST, STORIES)]) as web:
        crawl(web, tmp_path)
    result = reextract(tmp_path)
    assert (result.exit_code, result.stderr) == (
        1,
        f"error: {tmp_path / 'news-pages.db'}: no page is kept here for these outlets"
        " (crawls keep them for the days that keep_pages says in outlets.toml)\n",
    )
    assert not (tmp_path / "news-pages.db").exists()


@pytest.mark.parametrize(("answer", "title"), [("y", story_title("bridge")), ("n", "Old")], ids=["yes", "no"])
def test_it_asks_on_a_terminal(folder: Path, answer: str, title: str) -> None:
    keyboard, terminal = pty.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    done = subprocess.run([BROADSHEET, *command(folder)], stdin=terminal, capture_output=True, text=True, check=False)
    os.close(keyboard)
    os.close(terminal)
    assert "Apply this to 1 article? [y/N]: " in done.stdout
    assert done.returncode == 0
    assert rows(folder, f"SELECT title FROM articles WHERE id = {number_of(folder, 'bridge')}") == [(title,)]


def test_the_report_is_one_page_that_loads_and_runs_nothing(folder: Path) -> None:
    change(folder, "UPDATE articles SET title = '<script>alert(1)</script>' WHERE url LIKE '%bridge%'")
    report = folder / "report.html"
    reextract(folder, "--report", str(report))
    page = report.read_text("utf-8")
    assert "<h1>7 kept pages read again</h1>" in page
    assert page.count("<circle ") == 1
    assert '<del dir="auto">This paragraph stood &lt;b&gt;elsewhere&lt;/b&gt;.</del>' in page
    assert page.count("<ins ") == 4
    assert "default-src 'none'" in page
    assert re.search(r"<script|<b>|\bsrc=|\bhref=|\bon\w+=", page) is None


def test_killed_while_it_applies_it_goes_on_where_it_was(tmp_path: Path) -> None:
    stories = tuple(f"bridge{n}" for n in range(240))
    write_outlets(tmp_path, entry("pier", f"http://{HOST}/"))
    with LocalWeb([paper(HOST, stories)]) as web:
        assert crawl(web, tmp_path).code == 0
    change(tmp_path, "UPDATE articles SET title = 'Old', content_hash = 'old', extractor_version = 0")
    process = subprocess.Popen([BROADSHEET, *command(tmp_path, "--yes")], stdout=subprocess.DEVNULL)
    wait_until(lambda: rows(tmp_path, "SELECT count(*) FROM articles WHERE title <> 'Old'") != [(0,)], seconds=60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    ((done,),) = rows(tmp_path, "SELECT count(*) FROM articles WHERE title <> 'Old'")
    assert rows(tmp_path, "SELECT DISTINCT title = 'Old', extractor_version FROM articles ORDER BY 1") == [
        (0, EXTRACTOR_VERSION),
        (1, 0),
    ]
    value = found(tmp_path, "--yes")
    assert (value["unchanged"], value["changed"], value["applied"]) == (done, 240 - done, 240 - done)
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE title = 'Old'") == [(0,)]

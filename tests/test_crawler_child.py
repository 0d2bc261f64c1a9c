"""A crawl's files and arguments: what is wrong with them is told in a line, and nothing is half done."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from crawler.locks import outlet_lock
from crawler.sample.server import LocalWeb
from scheduler.cli import main
from tests.crawls import Crawl, crawl, entry, paper, rows, write_outlets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def silent() -> Iterator[LocalWeb]:
    with LocalWeb([]) as web:
        yield web


def told(done: Crawl) -> tuple[int, tuple[str, ...], list[str]]:
    return done.code, done.lines, done.errors.splitlines()


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        pytest.param(None, ["error: {}: there is no such file (make one with `broadsheet init`)"], id="no file"),
        pytest.param(b"\xff\xfe[", ["error: {}: not UTF-8 at byte 0 (save it as UTF-8)"], id="not text"),
        pytest.param(
            b"[outlets",
            [
                "error: outlets.toml: not valid TOML: Expected ']' at the end of a table declaration (at end of document)"
            ],
            id="not TOML",
        ),
        pytest.param(
            b'[defaults]\ndelay = -1\n[outlets.x]\nname = "X"\nhomepage = "x.example"\nlangage = "en"\n',
            [
                "error: outlets.toml: defaults.delay: ",
                "outlets.toml: outlets.x.homepage: ",
                'outlets.toml: outlets.x.langage: unknown key (did you mean "language"?)',
            ],
            id="several mistakes at once",
        ),
        pytest.param(
            b'[outlets.x]\nname = "X"\nhomepage = "http://x.example/"\nenabled = false\n',
            ["error: {}: no outlet is enabled (set `enabled = true` for one, or name one here)"],
            id="none enabled",
        ),
    ],
)
def test_an_outlets_file_that_cannot_be_used(
    silent: LocalWeb, tmp_path: Path, content: bytes | None, errors: list[str]
) -> None:
    file = tmp_path / "outlets.toml"
    if content is not None:
        file.write_bytes(content)
    code, lines, said = told(crawl(silent, tmp_path))
    assert (code, lines, len(said)) == (1, (), len(errors))
    for line, begin in zip(said, errors, strict=True):
        assert line.startswith(begin.format(file))
    assert not (tmp_path / "news.db").exists()


def test_a_topics_file_with_mistakes_is_named_before_anything_is_fetched(silent: LocalWeb, tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("harbour", "http://harbour.example/"))
    (tmp_path / "topics.toml").write_text("[topics.sea]\n", "utf-8")
    assert told(crawl(silent, tmp_path)) == (
        1,
        (),
        ['error: topics.toml: topics.sea.phrases: is missing (add phrases = ["clean energy"])'],
    )
    assert not (tmp_path / "news.db").exists()


def test_a_crawl_by_the_clock_goes_on_without_a_broken_topics_file_and_leaves_it_to_apply(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("harbour", "http://harbour.example/"))
    (tmp_path / "topics.toml").write_text("[topics.sea]\n", "utf-8")
    with LocalWeb([paper("harbour.example")]) as web:
        done = crawl(web, tmp_path, "--scheduled")
    assert done.code == 0
    assert done.errors.startswith("error: topics.toml: topics.sea.phrases: is missing")
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
    (tmp_path / "topics.toml").write_text('[topics.all]\nphrases = ["the", "a"]\n', "utf-8")
    applied = CliRunner().invoke(
        main, ["topics", "apply", "--db", str(tmp_path / "news.db"), "--outlets", str(tmp_path / "outlets.toml")]
    )
    assert applied.output.splitlines() == ["3 articles looked at, 3 changed", "  +3 all"]


def test_articles_are_given_the_users_topics_and_applying_them_again_changes_nothing(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("harbour", "http://harbour.example/"))
    (tmp_path / "topics.toml").write_text('[topics.all]\nname = "All"\nphrases = ["the", "a"]\n', "utf-8")
    with LocalWeb([paper("harbour.example")]) as web:
        assert crawl(web, tmp_path).code == 0
    found = "SELECT count(*) FROM article_topics JOIN topics ON code = topic WHERE topic = 'own:all' AND scheme = 'own'"
    assert rows(tmp_path, found) == [(3,)]
    assert rows(tmp_path, "SELECT count(*) FROM topics WHERE scheme = 'iptc' AND release IS NOT NULL") == [(1085,)]
    applied = CliRunner().invoke(
        main, ["topics", "apply", "--db", str(tmp_path / "news.db"), "--outlets", str(tmp_path / "outlets.toml")]
    )
    assert applied.output == "0 articles looked at, 0 changed\n"


def test_an_unknown_slug_is_refused_with_the_nearest_one(silent: LocalWeb, tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("harbour", "http://harbour.example/"))
    assert told(crawl(silent, tmp_path, "harbor")) == (
        1,
        (),
        ['error: no such outlet: harbor (did you mean "harbour"?)'],
    )


def test_an_archive_that_is_no_database(silent: LocalWeb, tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("harbour", "http://harbour.example/"))
    (tmp_path / "news.db").write_text("Dear diary, " * 100)
    code, lines, said = told(crawl(silent, tmp_path))
    assert (code, lines) == (1, ())
    assert said == [f"error: {tmp_path / 'news.db'}: not an SQLite database; name another file with --db"]
    assert (tmp_path / "news.db").read_text() == "Dear diary, " * 100


def test_an_archive_where_nothing_can_be_written(silent: LocalWeb, tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("harbour", "http://harbour.example/"))
    tmp_path.joinpath("news.db").symlink_to("/proc/news.db")  # as root, permissions deny nothing; /proc does
    code, lines, said = told(crawl(silent, tmp_path))
    assert (code, lines) == (1, ())
    assert said == [
        f"error: {tmp_path / 'news.db'}: cannot be opened; is it a folder, or not yours to read?",
    ]


def test_an_outlet_that_another_process_crawls_is_left_to_it(tmp_path: Path) -> None:
    sites = [paper(f"{name}.example") for name in ("harbour", "valley")]
    write_outlets(tmp_path, *(entry(name, f"http://{name}.example/") for name in ("harbour", "valley")))
    with LocalWeb(sites) as web, outlet_lock(tmp_path / "news.db", "harbour"):
        done = crawl(web, tmp_path)
        assert {request.host for request in web.requests} == {"valley.example"}
    assert (done.code, done.errors) == (1, "")
    assert done.lines[0].startswith("valley: ok, 3 found, 3 new, ")
    assert done.lines[1:] == (f"harbour: skipped, process {os.getpid()} is crawling it",)
    assert rows(tmp_path, "SELECT outlet, count(*) FROM articles GROUP BY 1") == [("valley", 3)]
    assert rows(tmp_path, "SELECT outlet FROM runs") == [("valley",)]

"""`check --fetch`: how the sources of outlets do that are in outlets.toml already, told and not written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from tests.crawls import crawl, entry, paper, story_title, story_url, write_outlets

BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))
GONE = Answer(b"gone", status=410)


def check(web: LocalWeb, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run `broadsheet check` on a folder's outlets."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    files = ["--outlets", str(folder / "outlets.toml"), "--db", str(folder / "news.db")]
    return subprocess.run(
        [BROADSHEET, "check", *args, *files],
        env=environment | {"http_proxy": web.proxy},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def old_feed(host: str) -> Answer:
    item = f"<item><title>{story_title('bridge')}</title><link>{story_url(host, 'bridge')}</link></item>"
    return Answer(f'<rss version="2.0"><channel>{item}</channel></rss>'.encode(), "application/rss+xml")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_each_source_is_told_with_what_it_gives_and_nothing_is_written(tmp_path: Path) -> None:
    sources = 'feeds = ["http://old.example/few", "http://old.example/lost"]\n'
    write_outlets(tmp_path, entry("old", "http://old.example/", sources))
    before = files(tmp_path)
    with LocalWeb([paper("old.example", answers={"/few": old_feed("old.example"), "/lost": GONE})]) as web:
        done = check(web, tmp_path, "--fetch")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:9] == [
        "old: http://old.example/",
        "not needed    http://old.example/few",
        "              feed: 1 article, 1 of them named elsewhere too; 1 article, all named by those kept",
        "fails         http://old.example/lost",
        "              feed: could not be read: http_410",
        "better        http://old.example/feed",
        "              feed: names 3 articles",
        "1 other place on its pages would add nothing",
        "",
    ]
    assert lines[9:11] == ["Sample articles", f"title         {story_title('bridge')}"]
    assert lines.count(f"stripped      title: {story_title('market')}") == 1
    assert files(tmp_path) == before


def test_sources_that_crawls_have_found_are_known(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("new", "http://new.example/"))
    with LocalWeb([paper("new.example")]) as web:
        crawl(web, tmp_path)
        done = check(web, tmp_path, "--fetch", "new")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:3] == [
        "good          http://new.example/feed",
        "              feed: 3 articles, 0 of them named elsewhere too",
    ]


def test_machines_get_one_object_an_outlet_and_outlets_that_cannot_be_read_count_as_a_failure(tmp_path: Path) -> None:
    lost = 'feeds = ["http://lost.example/feed"]\n'
    paused = "enabled = false\n"
    write_outlets(
        tmp_path,
        entry("fine", "http://fine.example/"),
        entry("lost", "http://lost.example/", lost),
        entry("paused", "http://paused.example/", paused),
    )
    sites = [paper("fine.example"), paper("lost.example", answers={"/feed": GONE, "/": Answer(b"", status=403)})]
    with LocalWeb(sites) as web:
        done = check(web, tmp_path, "--fetch", "--json")
        told = check(web, tmp_path, "--fetch", "lost")
    fine, lost_report = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, fine["outlet"], fine["readable"], fine["problem"]) == (1, "fine", True, None)
    assert [source["url"] for source in fine["sources"] if source["kept"]] == ["http://fine.example/feed"]
    assert (lost_report["outlet"], lost_report["readable"]) == ("lost", False)
    assert lost_report["problem"] == "the home page refuses access to programs such as this one"
    assert [(source["failure"], source["known"]) for source in lost_report["sources"]] == [("http_410", True)]
    assert (told.returncode, told.stdout.splitlines()[-1]) == (1, "Cannot be read: lost")


def test_in_a_pipe_it_says_now_and_then_what_it_asks_for(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("slow", "http://slow.example/", "delay = 3.0\n"))
    with LocalWeb([paper("slow.example")]) as web:
        done = check(web, tmp_path, "--fetch")
    told = done.stderr.splitlines()
    assert 1 <= len(told) <= 4
    assert all(line.startswith("request ") and "http://slow.example/" in line for line in told)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--json"], 2, "Error: --json goes with --fetch"),
        (["--fetch", "nobody"], 1, "error: no such outlet: nobody"),
    ],
    ids=["json of nothing", "an outlet that is not there"],
)
def test_wrong_usage_is_told(tmp_path: Path, args: list[str], code: int, said: str) -> None:
    write_outlets(tmp_path, entry("fine", "http://fine.example/"))
    with LocalWeb([]) as web:
        done = check(web, tmp_path, *args)
    assert done.returncode == code
    assert said in done.stderr

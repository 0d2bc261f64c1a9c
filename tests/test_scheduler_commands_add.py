"""`add`: from a home page to an outlet in outlets.toml that a crawl can use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.sample.pages import SampleSite
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from crawler.sample.sites import sample_sites
from tests.crawls import crawl, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))
HARBOUR = "http://harbour-post.example/"
BEFORE = "[defaults]   # mine\ndelay = 0\nenabled = false\n"
ENTRY = """
[outlets.harbour-post]
name = "Harbour Post"
homepage = "http://harbour-post.example/"
language = "en"
enabled = true
feeds = ["http://harbour-post.example/feed/"]
"""


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    with LocalWeb(sample_sites()) as web:
        yield web


@pytest.fixture
def outlets(tmp_path: Path) -> Path:
    path = tmp_path / "outlets.toml"
    path.write_text(BEFORE)
    return path


def add(web: LocalWeb, outlets: Path, *args: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """Run `broadsheet add`, with an answer to what it asks."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(
        [BROADSHEET, "add", *args, "--outlets", str(outlets)],
        env=environment | {"http_proxy": web.proxy},
        input=answer,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_outlet_is_added_shown_and_crawled(web: LocalWeb, outlets: Path) -> None:
    done = add(web, outlets, HARBOUR, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        f"Looking at {HARBOUR}, one request after the other with a pause between: a minute or two, sometimes more",
        "Sources",
        "kept          http://harbour-post.example/feed/",
        "              feed: names 13 articles, the newest of 2025-05-29",
    ]
    assert lines.count("              section: 13 articles, all named by those kept") == 1
    shown = lines[lines.index("Sample articles") + 1 :]
    assert shown[0] == "title         Maternity ward at St Brannock’s to close at night for three months"
    labels = Counter(line[:14].strip() for line in shown[: shown.index("[outlets.harbour-post]")])
    assert {label: labels[label] for label in ("title", "published", "begins", "ends", "text")} == dict.fromkeys(
        ("title", "published", "begins", "ends", "text"), 5
    )
    assert labels["by"] > 0
    assert labels["stripped"] == 30
    assert "text          8 paragraphs; 54 other blocks of the page left out (not article 53, box 1)" in shown
    assert "stripped      box: Read also" in shown
    assert lines[-1] == f"Added harbour-post to {outlets}. Then: broadsheet crawl harbour-post"
    assert outlets.read_text("utf-8") == BEFORE + ENTRY
    assert crawl(web, outlets.parent).lines[0].startswith("harbour-post: ok, 13 found, 13 new, ")
    assert rows(outlets.parent, "SELECT slug, name FROM outlets") == [("harbour-post", "Harbour Post")]


def test_the_user_chooses_slug_and_name(web: LocalWeb, outlets: Path) -> None:
    done = add(web, outlets, HARBOUR, "--yes", "--slug", "port", "--name", "The Port")
    assert done.returncode == 0
    assert outlets.read_text("utf-8") == BEFORE + ENTRY.replace("harbour-post]", "port]").replace(
        "Harbour Post", "The Port"
    )


@pytest.mark.parametrize(
    ("options", "answer", "written"),
    [
        pytest.param(["--dry-run"], "", False, id="a dry run"),
        pytest.param([], "n\n", False, id="no"),
        pytest.param([], "y\n", True, id="yes"),
    ],
)
def test_nothing_is_written_unasked(
    web: LocalWeb, outlets: Path, options: list[str], answer: str, written: bool
) -> None:
    done = add(web, outlets, HARBOUR, *options, answer=answer)
    assert done.returncode == 0
    assert ENTRY in done.stdout
    assert outlets.read_text("utf-8") == (BEFORE + ENTRY if written else BEFORE)
    assert done.stdout.endswith("Nothing was written.\n") is not written


TAKEN = '[outlets.harbour-post]\nname = "Post"\nhomepage = "{}"\n'


@pytest.mark.parametrize(
    ("content", "args", "message"),
    [
        pytest.param(
            TAKEN.format("https://www.harbour-post.example"),
            [HARBOUR],
            "error: http://harbour-post.example/ is there already, as harbour-post (edit that outlet, or remove it first)\n",
            id="the home page is there already",
        ),
        pytest.param(
            TAKEN.format("https://port.example/"),
            [HARBOUR, "--slug", "harbour-post"],
            "error: the slug harbour-post is taken, by https://port.example/ (name another with --slug)\n",
            id="the slug is taken",
        ),
        pytest.param(
            "",
            [HARBOUR, "--slug", "A B"],
            'error: the slug A B: may hold only a-z, 0-9 and "-" (did you mean "a-b"?)\n',
            id="the slug is none",
        ),
        pytest.param("[outlets", [HARBOUR], "error: outlets.toml: not valid TOML: ", id="the file is broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_told_before_anything_is_asked_for(
    web: LocalWeb, outlets: Path, content: str, args: list[str], message: str
) -> None:
    outlets.write_text(content)
    done = add(web, outlets, *args, "--yes")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(message)
    assert web.requests == []
    assert outlets.read_text() == content


def test_a_slug_that_turns_out_to_be_taken_gives_way_to_another(web: LocalWeb, outlets: Path) -> None:
    content = BEFORE + TAKEN.format("https://port.example/")
    outlets.write_text(content)
    done = add(web, outlets, HARBOUR, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert outlets.read_text().startswith(content)
    assert "[outlets.harbour-post-2]" in outlets.read_text()


def test_a_parked_domain_is_named_and_not_added(outlets: Path) -> None:
    home = Answer(b"<html><body><h1>This domain is for sale</h1></body></html>")
    with LocalWeb([SampleSite("parked.example", {"/": home})]) as web:
        done = add(web, outlets, "http://parked.example", "--yes")
    assert done.returncode == 1
    way_out = f"(if you know its feeds, name them in {outlets})"
    assert done.stderr == f"error: http://parked.example/: the home page is that of a parked domain {way_out}\n"
    assert outlets.read_text() == BEFORE


def test_what_is_no_address_is_wrong_usage(web: LocalWeb, outlets: Path) -> None:
    done = add(web, outlets, "http:///news", "--yes")
    assert done.returncode == 2
    assert (
        done.stderr.splitlines()[-1]
        == 'Error: "http:///news" is not an address (write one such as "https://example.com/")'
    )

"""`extract`: the article on a saved page, for a person and for machines."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from db.records import Outlet
from pipelines.parse import MAX_BYTES
from scheduler.cli import main
from scheduler.commands.extract import outlet_of
from tests.hostile import PAGES, bomb

BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))
URL = "https://harbour.example/2026/ferry-fares?utm_source=feed"
PAGE = """<!doctype html>
<html lang="en"><head>
<title>Ferry fares rise in spring - The Harbour Post</title>
<link rel="canonical" href="/2026/ferry-fares">
<meta property="og:title" content="Ferry fares rise in spring">
<meta property="og:image" content="https://harbour.example/ferry.jpg">
<meta name="description" content="Passengers pay a tenth more.">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "Ferry fares rise in spring", "datePublished": "2026-03-14T12:20:00+03:00",
 "dateModified": "2026-03-14T14:00:00+03:00", "author": {"@type": "Person", "name": "Ana Reis"},
 "articleSection": "City", "keywords": ["ferries", "fares"], "isAccessibleForFree": true}</script>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/city">City</a></li></ul></nav>
<article><h1>Ferry fares rise in spring</h1>
<p>Passengers on the harbour ferry will pay a tenth more from the first of April, the city council decided on Monday.</p>
<p>The last rise was four years ago, and the price of fuel has doubled since then, the operator said in a statement.</p>
<p>Children and pensioners keep the old fare, [red]as does[/red] everyone who buys a ticket for the whole year before May.</p>
</article>
<aside><h2>Most read</h2><ul><li><a href="/a">The bridge is closed</a></li><li><a href="/b">A new mayor</a></li></ul></aside>
<footer><p>Copyright 2026 The Harbour Post. All rights reserved.</p></footer>
</body></html>"""
PARAGRAPHS = [line.removeprefix("<p>").removesuffix("</p>") for line in PAGE.splitlines() if line.startswith("<p>")]
KEYS = [
    "url", "title", "authors", "published_at", "published_precision", "published_source", "modified_at", "language",
    "section", "keywords", "topics", "summary", "text", "image_url", "access", "removed",
]  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def extract(*args: str, page: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["extract", *args], input=page, catch_exceptions=False)


def test_machines_get_one_object_with_these_keys(page: Path) -> None:
    result = extract(str(page), "--url", URL, "--json")
    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 1)
    found = json.loads(result.stdout)
    assert list(found) == KEYS
    topics, removed = found.pop("topics"), found.pop("removed")
    assert found == {
        "url": "https://harbour.example/2026/ferry-fares",
        "title": "Ferry fares rise in spring",
        "authors": ["Ana Reis"],
        "published_at": "2026-03-14T09:20:00Z",
        "published_precision": "time",
        "published_source": "json-ld",
        "modified_at": "2026-03-14T11:00:00Z",
        "language": "en",
        "section": "City",
        "keywords": ["ferries", "fares"],
        "summary": "Passengers pay a tenth more.",
        "text": "\n\n".join(PARAGRAPHS),
        "image_url": "https://harbour.example/ferry.jpg",
        "access": "free",
    }
    assert all(list(topic) == ["code", "name", "score", "method", "evidence"] for topic in topics)
    assert all(list(block) == ["kind", "reason", "text"] and block["reason"] for block in removed)
    assert {"Most read", "The bridge is closed", "A new mayor"} <= {block["text"] for block in removed}


def test_a_person_reads_facts_and_text(page: Path) -> None:
    lines = extract(str(page), "--url", URL).stdout.splitlines()
    assert lines[:3] == ["Ferry fares rise in spring", "", "by          Ana Reis"]
    assert "published   14 March 2026, 09:20 UTC (time from JSON-LD)" in lines
    assert "address     https://harbour.example/2026/ferry-fares" in lines
    assert lines[-6:] == ["", PARAGRAPHS[0], "", PARAGRAPHS[1], "", PARAGRAPHS[2]]


def test_explain_tells_of_every_field_and_of_what_was_left_out(page: Path) -> None:
    plain, explained = (extract(str(page), "--url", URL, *more).stdout for more in ((), ("--explain",)))
    found = json.loads(extract(str(page), "--url", URL, "--json", "--explain").stdout)
    assert list(found) == [*KEYS, "explain"]
    fields, removed = found["explain"], found["removed"]
    assert [one for one in fields["title"] if one["verdict"] == "chosen"] == [
        {"value": "Ferry fares rise in spring", "source": "json-ld", "verdict": "chosen"}
    ]
    assert list(fields) == [
        "url", "title", "authors", "published_at", "modified_at", "language", "section", "keywords", "summary", "image_url", "access",
    ]  # fmt: skip
    lines = explained.removeprefix(plain).splitlines()
    middle = 2 + sum(map(len, fields.values()))
    assert lines[:2] == ["", "What was said of each field"]
    assert [line.split(maxsplit=1)[0] for line in lines[2:middle]] == [
        field for field, candidates in fields.items() for _ in candidates
    ]
    assert "modified_at   json-ld          chosen" in "\n".join(lines[2:middle])
    assert lines[middle:] == [
        "",
        f"{len(removed)} blocks of the page left out",
        *(f"{block['reason']} ".ljust(16) + block["text"] for block in removed),
    ]


def test_what_is_known_of_the_outlet_is_used() -> None:
    page = PAGE.replace("+03:00", "").replace(' lang="en"', "").encode()
    told = extract("-", "--url", URL, "--timezone", "Asia/Riyadh", "--language", "en", "--json", page=page)
    found = json.loads(told.stdout)
    assert (found["published_at"], found["language"]) == ("2026-03-14T09:20:00Z", "en")


OUTLETS = """[outlets.harbour-post]
name = "The Harbour Post"
homepage = "https://www.harbour.example/"
timezone = "Asia/Riyadh"
language = "en"
selectors = {{ text = "article p:nth-of-type(2)", title = "nav a" }}

[outlets.other]
name = "The Other"
homepage = "{other}"
selectors = {{ title = "aside h2" }}
"""


@pytest.fixture
def outlets(tmp_path: Path) -> Path:
    path = tmp_path / "outlets.toml"
    path.write_text(OUTLETS.format(other="https://other.example/"), encoding="utf-8")
    return path


def test_the_outlet_of_the_address_is_read_as_in_a_crawl(page: Path, outlets: Path) -> None:
    page.write_text(PAGE.replace("+03:00", "").replace(' lang="en"', ""), encoding="utf-8")
    found = json.loads(extract(str(page), "--url", URL, "--outlets", str(outlets), "--json").stdout)
    assert (found["title"], found["text"], found["language"]) == ("Home", PARAGRAPHS[1], "en")
    assert found["published_at"] == "2026-03-14T09:20:00Z"
    told = extract(str(page), "--url", URL, "--outlets", str(outlets), "--timezone", "UTC", "--json").stdout
    assert json.loads(told)["published_at"] == "2026-03-14T12:20:00Z"


def test_an_outlet_that_is_named_is_taken_whatever_the_address(page: Path, outlets: Path) -> None:
    named = ("--outlet", "other", "--outlets", str(outlets), "--json")
    assert json.loads(extract(str(page), "--url", URL, *named).stdout)["title"] == "Most read"


def test_where_no_outlet_fits_the_page_alone_speaks(page: Path, outlets: Path, tmp_path: Path) -> None:
    for file in (outlets, tmp_path / "none.toml"):
        found = extract(str(page), "--url", "https://third.example/a", "--outlets", str(file), "--json")
        assert json.loads(found.stdout)["title"] == "Ferry fares rise in spring"


def test_an_unknown_outlet_and_a_broken_file_are_named(page: Path, outlets: Path, tmp_path: Path) -> None:
    unknown = extract(str(page), "--url", URL, "--outlet", "othre", "--outlets", str(outlets))
    assert unknown.exit_code == 1
    assert 'did you mean "other"' in unknown.stderr
    outlets.write_text("[outlets", encoding="utf-8")
    assert extract(str(page), "--url", URL, "--outlets", str(outlets)).stderr.startswith(
        "error: outlets.toml: not valid TOML"
    )
    missing = extract(str(page), "--url", URL, "--outlet", "other", "--outlets", str(tmp_path / "none.toml"))
    assert "there is no such file" in missing.stderr


ADDRESSES = {
    "its host": ("https://www.post.example/a", ["https://post.example/"], 0),
    "another host of its site": ("https://m.post.example/a", ["https://post.example/"], 0),
    "one of two hosts": ("https://sport.post.example/a", ["https://post.example/", "https://sport.post.example/"], 1),
    "a third host of their site": ("https://m.post.example/a", ["https://post.example/", "https://sport.post.example/"], None),
    "the longer path": ("https://post.example/en/a", ["https://post.example/", "https://post.example/en"], 1),
    "another site": ("https://mail.example/a", ["https://post.example/"], None),
}  # fmt: skip


@pytest.mark.parametrize(("url", "homepages", "place"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_whose_address_it_is(url: str, homepages: list[str], place: int | None) -> None:
    outlets = [Outlet(f"outlet-{i}", "The Post", homepage) for i, homepage in enumerate(homepages)]
    assert outlet_of(outlets, url) == (None if place is None else outlets[place])


def test_the_real_command_reads_standard_input() -> None:
    command = [BROADSHEET, "extract", "-", "--url", URL, "--json"]
    done = subprocess.run(command, input=PAGE.encode(), capture_output=True, check=True)
    assert json.loads(done.stdout)["text"] == "\n\n".join(PARAGRAPHS)
    assert done.stderr == b""


REJECTED = {
    "nothing": (b"", "error: -: empty: 0 bytes of nothing"),
    "a picture": (b"\x89PNG\r\n", "error: -: not_html: a PNG image"),
    "gzip of a picture": (gzip.compress(b"\x89PNG\r\n"), "error: -: not_html: a PNG image"),
    "gzip that breaks off": (
        gzip.compress(b"<p>" * 999, mtime=0)[:30],
        "error: -: truncated: 30 bytes of gzip without an end",
    ),
    "gzip that is none": (
        b"\x1f\x8b\x08" + b"\xff" * 9,
        "error: -: broken_encoding: Error -3 while decompressing data: unknown header flags set",
    ),
    "gzip without an end to it": (bomb(), f"error: -: too_large: more than {MAX_BYTES} bytes unpacked"),
    "a program": (bytes(range(256)) * 40, "error: -: not_html: bytes that are no text"),
    "a page without text": (b"<h1>Hello</h1>", "error: -: no_article: no running text"),
    "more than is read": (
        b"x" * (MAX_BYTES + 9),
        f"error: -: not_html: {MAX_BYTES + 1} bytes, at most {MAX_BYTES} are read",
    ),
}


@pytest.mark.parametrize(("page", "message"), REJECTED.values(), ids=REJECTED.keys())
def test_a_page_without_an_article_is_a_named_failure(page: bytes, message: str) -> None:
    result = extract("-", "--url", URL, page=page)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{message}\n")


def test_a_page_packed_by_gzip_is_unpacked(page: Path) -> None:
    packed = page.with_suffix(".html.gz")
    packed.write_bytes(gzip.compress(page.read_bytes()))
    plain = extract(str(page), "--url", URL, "--json").stdout
    assert extract(str(packed), "--url", URL, "--json").stdout == plain
    assert extract("-", "--url", URL, "--json", page=packed.read_bytes()).stdout == plain


@pytest.mark.parametrize(
    "name", ["100,000 nested divs", "broken surrogates", "right to left marks", "NUL bytes", "50,000 nested lists"]
)
def test_a_page_that_is_made_to_harm_is_printed_or_named(name: str) -> None:
    result = extract("-", "--url", URL, page=PAGES[name]())
    assert (result.exit_code, result.stderr.startswith("error: -: ")) in {(0, False), (1, True)}
    assert re.search("[\x00-\x08\u202a-\u202e\ud800-\udfff]", result.stdout) is None


def test_a_file_that_cannot_be_read_is_a_named_failure(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none.html", "No such file or directory"), (tmp_path, "Is a directory")):
        result = extract(str(path), "--url", URL)
        assert (result.exit_code, result.stderr) == (1, f"error: {path}: cannot be read: {why}\n")

"""Addresses that pages declare as their own: one article under several, several that declare one, and what becomes of a wrong merger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from tests.crawls import crawl, entry, paper, rows, story_page, story_text, story_title, story_url, write_outlets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HOST = "a.example"
STORIES = ("bridge", "lighthouse", "market")
CONSTANT = f"http://{HOST}/2025/05/what-every-page-of-ours-declares"


def page(story: str, canonical: str | None = None, *, old: str = "", new: str = "") -> Answer:
    """Return a story's page that declares an address, with a piece of its text replaced."""
    head = f'<link rel="canonical" href="{canonical}"><title>' if canonical else "<title>"
    html = story_page(HOST, story).body.decode().replace("<title>", head, 1)
    return Answer(html.replace(old, new).encode() if old else html.encode())


def feed(*paths: str) -> Answer:
    items = "".join(f"<item><title>x</title><link>http://{HOST}{path}</link></item>" for path in paths)
    return Answer(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), "application/rss+xml")


def archive_of(folder: Path, *crawls: Mapping[str, Answer]) -> list[tuple[str, str]]:
    """Return the addresses and titles of what an archive has after crawls of a paper that has these pages, each named by its feed."""
    write_outlets(folder, entry("a", f"http://{HOST}/", f'feeds = ["http://{HOST}/feed"]\n'))
    with LocalWeb([]) as web:
        for pages in crawls:
            web.replace([paper(HOST, (), answers={**pages, "/feed": feed(*pages)})])
            done = crawl(web, folder)
            assert (done.code, done.errors) == (0, "")
    return [
        (url.removeprefix(f"http://{HOST}"), title)
        for url, title in rows(folder, "SELECT url, title FROM articles ORDER BY url")
    ]


def path_of(story: str) -> str:
    return story_url("", story).removeprefix("http://")


SECTIONS = ("/world/the-bridge-reopens-101", "/sport/the-bridge-reopens-101")


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(
            dict.fromkeys(SECTIONS, page("bridge", f"http://{HOST}{SECTIONS[0]}")), id="they declare one of the two"
        ),
        pytest.param(dict.fromkeys(SECTIONS, page("bridge")), id="they declare nothing and have the same text"),
        pytest.param(
            {path: page("bridge", f"http://{HOST}{path}") for path in SECTIONS}, id="each declares itself, by the same text"
        ),
        pytest.param(
            {
                SECTIONS[0]: page("bridge", f"http://{HOST}{SECTIONS[0]}"),
                SECTIONS[1]: page("bridge", f"http://{HOST}{SECTIONS[0]}", old="eleven months", new="twelve months"),
            },
            id="corrected in between",
        ),
        pytest.param(
            {SECTIONS[0]: page("bridge"), f"{SECTIONS[0]}/amp": page("bridge", f"http://{HOST}{SECTIONS[0]}")},
            id="one is the other's AMP form",
        ),
    ],
)  # fmt: skip
def test_an_article_of_two_addresses_is_one(tmp_path: Path, pages: dict[str, Answer]) -> None:
    ((_, title),) = archive_of(tmp_path, pages)
    assert title == story_title("bridge")
    assert rows(tmp_path, "SELECT count(*) FROM links WHERE article = 1 AND state = 'fetched'") in ([(1,)], [(2,)])
    assert rows(tmp_path, "SELECT count(*) FROM false_canonicals") == [(0,)]


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        (f"http://{HOST}/", "the home page"),
        (f"http://{HOST}/news/", "a section"),
        ("http://b.example/2025/05/bridge-reopens-after-repairs", "another outlet's"),
        (CONSTANT, "the same for all pages"),
    ],
    ids=lambda text: text if " " in text else "",
)
@pytest.mark.parametrize("together", [True, False], ids=["in one crawl", "one after another"])
def test_pages_that_declare_what_is_not_theirs_are_their_own(
    tmp_path: Path, declared: str, why: str, together: bool
) -> None:
    pages = {path_of(story): page(story, declared) for story in STORIES}
    crawls = [pages] if together else [dict(list(pages.items())[: n + 1]) for n in range(3)]
    assert archive_of(tmp_path, *crawls) == [(path_of(story), story_title(story)) for story in STORIES], why
    assert rows(tmp_path, "SELECT count(*) FROM false_canonicals") == [(int(declared == CONSTANT),)]
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(0,)]


def test_the_page_that_others_declare_is_an_article_too(tmp_path: Path) -> None:
    constant = CONSTANT.removeprefix(f"http://{HOST}")
    others = {path_of(story): page(story, CONSTANT) for story in STORIES[:2]}
    first = {path_of("bridge"): others[path_of("bridge")]}
    got = archive_of(
        tmp_path, first, {**first, constant: page("harbour", CONSTANT)}, {**others, constant: page("harbour", CONSTANT)}
    )
    assert got == [
        (path_of("bridge"), story_title("bridge")),
        (path_of("lighthouse"), story_title("lighthouse")),
        (constant, story_title("harbour")),
    ]
    texts = dict(rows(tmp_path, "SELECT title, text FROM articles"))
    assert texts[story_title("harbour")] == story_text(HOST, "harbour")
    assert texts[story_title("bridge")] == story_text(HOST, "bridge")
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(0,)]


def test_a_corrected_article_keeps_the_address_that_it_alone_declares(tmp_path: Path) -> None:
    own = f"http://{HOST}/2025/05/the-address-that-it-should-have"
    old = {path_of("bridge"): page("bridge", own)}
    assert archive_of(tmp_path, old) == [(own.removeprefix(f"http://{HOST}"), story_title("bridge"))]
    again = {own.removeprefix(f"http://{HOST}"): page("bridge", own, old="eleven months", new="twelve months")}
    assert archive_of(tmp_path, again) == [(own.removeprefix(f"http://{HOST}"), story_title("bridge"))]
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(2,)]

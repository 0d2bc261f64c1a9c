"""Which link leads to the next page of an article."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.next_page import next_page

FIRST = "https://news.example/city/harbour-bridge.html?ref=rss"
FOLDER = "https://news.example/city/harbour-bridge/"
NEXT = [
    (FIRST, '<a href="?page=2">2</a>', "https://news.example/city/harbour-bridge.html?page=2"),
    (FIRST, '<a href="?ref=rss&amp;seite=2"> 2 </a>', "https://news.example/city/harbour-bridge.html?ref=rss&seite=2"),
    (FIRST, '<a href="harbour-bridge-2.html"><span>2</span></a>', "https://news.example/city/harbour-bridge-2.html"),
    (FIRST, '<a href="harbour-bridge_2.html">2</a>', "https://news.example/city/harbour-bridge_2.html"),
    (FIRST, '<a href="harbour-bridge,seite=2.html">2</a>', "https://news.example/city/harbour-bridge,seite=2.html"),
    (FIRST, '<a rel="next" href="harbour-bridge-p2.html">Weiter</a>', "https://news.example/city/harbour-bridge-p2.html"),
    (FOLDER, '<link rel="next" href="/city/harbour-bridge/2/">', "https://news.example/city/harbour-bridge/2/"),
    (FOLDER, '<a href="page/2/">2</a>', "https://news.example/city/harbour-bridge/page/2/"),
    (FOLDER, '<a href="seite-2">2</a>', "https://news.example/city/harbour-bridge/seite-2"),
    (FOLDER, '<a href="//www.news.example/city/harbour-bridge/2">2</a>', "https://www.news.example/city/harbour-bridge/2"),
]  # fmt: skip
OTHERS = {
    "the next article": '<link rel="next" href="/city/grain-port.html">',
    "the next article, with a number": '<a rel="next" href="/city/harbour-bridge-2-years-later.html">2</a>',
    "the third page": '<a href="?page=3">3</a>',
    "a link that says something else": '<a href="?page=2">Two</a>',
    "another parameter": '<a href="?size=2">2</a>',
    "another host": '<a href="https://other.example/city/harbour-bridge.html?page=2">2</a>',
    "the section's next page": '<a href="/city/?page=2">2</a>',
    "comments": '<div class="comments"><ul><li><a href="?page=2">2</a></li></ul></div>',
    "comments by the fragment": '<a href="?page=2#comments">2</a>',
    "the first page again": '<a href="/city/harbour-bridge.html">2</a>',
    "a script": '<a rel="next" href="javascript:next(2)">2</a>',
    "no address": '<a href="http://[">2</a><a>2</a>',
}


@pytest.mark.parametrize(("first", "link", "address"), NEXT)
def test_the_next_page_is_known_by_its_address(first: str, link: str, address: str) -> None:
    assert next_page(html.fromstring(f"<html><body><p>Text</p>{link}</body></html>"), first, 2) == address


@pytest.mark.parametrize("link", OTHERS.values(), ids=OTHERS.keys())
def test_other_links_are_not_the_next_page(link: str) -> None:
    assert next_page(html.fromstring(f"<html><body><p>Text</p>{link}</body></html>"), FIRST, 2) is None


def test_further_pages_are_counted_from_the_first() -> None:
    links = "".join(f'<a href="?page={number}">{number}</a>' for number in (1, 2, 3, 13))
    page = html.fromstring(f"<html><body>{links}</body></html>")
    assert [next_page(page, FIRST, number) for number in (3, 4)] == [
        "https://news.example/city/harbour-bridge.html?page=3",
        None,
    ]

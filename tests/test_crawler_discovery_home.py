from __future__ import annotations

import gzip

import pytest

from crawler.discovery import FoundSource, choose, find_sources
from db.records import SourceKind

URL = "https://www.outlet.example/"
HOME = FoundSource(SourceKind.SECTION, URL)


def find(body: str, robots: bytes | None = None) -> list[tuple[str, str]]:
    """Return kind and address of what is found, without the home page."""
    found = find_sources(body.encode(), URL, robots)
    assert HOME in found
    return [(source.kind.value, source.url.removeprefix(URL)) for source in found if source != HOME]


FEEDS = {
    "RSS": ('<link rel="alternate" type="application/rss+xml" href="/rss.xml">', ["rss.xml"]),
    "Atom": ('<link rel="alternate" type="application/atom+xml" href="atom">', ["atom"]),
    "JSON Feed": ('<link rel="alternate" type="application/feed+json" href="/feed.json">', ["feed.json"]),
    "a feed of another host": (
        '<link rel="alternate" type="application/rss+xml" href="https://feeds.proxy.example/outlet">',
        ["https://feeds.proxy.example/outlet"],
    ),
    "rel and type in capitals": ('<link rel="Alternate nofollow" type="Application/RSS+XML" href="/rss">', ["rss"]),
    "the same feed twice": ('<link rel="alternate" type="application/rss+xml" href="/rss"><a href="/rss/">RSS</a>', ["rss"]),
    "a feed that is shown": ('<footer><a href="/feeds/top.rss">RSS</a></footer>', ["feeds/top.rss"]),
    "a feed that is shown on a host for feeds": ('<a href="https://rss.outlet.example/top">RSS</a>', ["https://rss.outlet.example/top"]),
    "not a feed of comments": (
        '<link rel="alternate" type="application/rss+xml" title="Outlet &raquo; Comments Feed" href="/comments/feed/">',
        [],
    ),
    "not a feed of comments by its title": (
        '<link rel="alternate" type="application/rss+xml" title="Kultur" href="/k.xml">'
        '<link rel="alternate" type="application/rss+xml" title="Kommentar-Feed" href="/f.xml">',
        ["k.xml"],
    ),
    "not an article's feed": ('<a href="/2026/11/10/mill-fire-kills-two-in-town/feed/">RSS</a>', []),
    "not another language": ('<link rel="alternate" hreflang="de" href="/de/">', []),
    "not a style sheet": ('<link rel="stylesheet" type="text/css" href="/rss.css">', []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), FEEDS.values(), ids=FEEDS.keys())
def test_finds_feeds(body: str, expected: list[str]) -> None:
    assert find(f"<html><head>{body}</head></html>") == [("feed", url) for url in expected]


ROBOTS = b"""\xef\xbb\xbfUser-agent: *\r\nDisallow: /private/\r\nSitemap: https://www.outlet.example/sitemap.xml\r\n
 sitemap : /news-sitemap.xml   # the newest\r\nSITEMAP: https://www.outlet.example/sitemap.xml\r\nSitemap:\r\n"""


def test_finds_the_sitemaps_of_robots_txt_news_first() -> None:
    assert find("<html></html>", ROBOTS) == [("news_sitemap", "news-sitemap.xml"), ("sitemap", "sitemap.xml")]


@pytest.mark.parametrize("robots", [None, b"", b"User-agent: *\nDisallow:", b"<html>Not found</html>"])
def test_finds_no_sitemap_where_none_is_named(robots: bytes | None) -> None:
    assert find("<html></html>", robots) == []


def test_finds_sections_in_the_navigation() -> None:
    body = """<html><body><nav><a href="/">Outlet</a><a href="/politics/">Politics</a><a href="/news/local.html">Local</a>
        <a href="/category/sport">Sport</a><a href="/login">Log in</a><a href="/about-us">About</a><a href="/podcasts">Podcasts</a>
        <a href="/tag/mill">Mill</a><a href="https://other.example/x">Other</a><a href="https://sport.outlet.example/tennis">Tennis</a></nav>
        <main><h2><a href="/local/council-votes-to-close-old-mill">Council votes to close old mill</a></h2>
        <a href="/weather-map">Map</a></main>
        <footer><a href="/privacy-policy">Privacy</a><a href="/terms-of-use">Terms</a></footer></body></html>"""
    sections = ["politics/", "news/local.html", "category/sport", "https://sport.outlet.example/tennis"]
    assert find(body) == [("section", url) for url in sections]


def test_finds_sections_in_any_script() -> None:
    body = '<nav><a href="/экономика">Экономика</a><a href="/اقتصاد">اقتصاد</a><a href="/经济">经济</a><a href="/войти">Войти</a></nav>'
    encoded = [
        "%D1%8D%D0%BA%D0%BE%D0%BD%D0%BE%D0%BC%D0%B8%D0%BA%D0%B0",
        "%D8%A7%D9%82%D8%AA%D8%B5%D8%A7%D8%AF",
        "%E7%BB%8F%E6%B5%8E",
    ]
    assert find(body) == [("section", url) for url in encoded]


def test_finds_sections_on_a_page_without_navigation() -> None:
    assert find('<a href="/politics">Politics</a><a href="/contact">Contact</a>') == [("section", "politics")]


def test_finds_no_more_than_twelve_sections() -> None:
    names = [f"section{letter}" for letter in "abcdefghijklmnop"]
    body = f"<nav>{''.join(f'<a href=/{name}>{name}</a>' for name in names)}</nav>"
    assert find(body) == [("section", name) for name in names[:12]]


@pytest.mark.parametrize("home", [b"", b"\x89PNG\r\n", gzip.compress(b"", mtime=0)])
def test_a_home_page_that_is_no_page_is_found_alone(home: bytes) -> None:
    assert find_sources(home, URL, None) == (HOME,)


def sources(kind: SourceKind, count: int) -> tuple[FoundSource, ...]:
    return tuple(FoundSource(kind, f"{URL}{kind.value}/{number}") for number in range(count))


FEED = sources(SourceKind.FEED, 6)
NEWS = sources(SourceKind.NEWS_SITEMAP, 2)
MAPS = sources(SourceKind.SITEMAP, 5)
PAGES = (HOME, *sources(SourceKind.SECTION, 3))
CHOICES = {
    "feeds and the home page": (FEED[:2] + MAPS + PAGES, (*FEED[:2], HOME)),
    "four of many feeds": (FEED + PAGES, (*FEED[:4], HOME)),
    "a news sitemap among many feeds": (FEED + NEWS + PAGES, (NEWS[0], *FEED[:3], HOME)),
    "news sitemaps alone": (NEWS + MAPS + PAGES, (*NEWS, HOME)),
    "three sitemaps and all pages": (MAPS + PAGES, (*MAPS[:3], *PAGES)),
    "pages alone": (PAGES, PAGES),
    "nothing": ((), ()),
}


@pytest.mark.parametrize(("found", "chosen"), CHOICES.values(), ids=CHOICES.keys())
def test_chooses_what_to_poll(found: tuple[FoundSource, ...], chosen: tuple[FoundSource, ...]) -> None:
    assert choose(found) == chosen


def test_a_section_with_a_block_of_its_own_on_the_page_comes_before_those_of_the_menu_alone() -> None:
    menu = '<nav><a href="/weather-map">Map</a> <a href="/politics">Politics</a> <a href="/coast">Coast</a></nav>'
    block = '<section><h2><a href="/politics">Politics</a></h2><a href="/politics">More</a></section>'
    assert find(f"{menu}{block}") == [("section", "politics"), ("section", "weather-map"), ("section", "coast")]


def test_a_section_may_be_named_by_a_short_query_in_the_menu_alone() -> None:
    nav = '<nav><a href="/list.php?cid=101">World</a><a href="/list.php?cid=102&order=new&from=2020">Long</a></nav>'
    assert find(f'{nav}<a href="/list.php?cid=103">Coast</a>') == [("section", "list.php?cid=101")]

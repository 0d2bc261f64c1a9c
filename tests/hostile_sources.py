"""Sources that are made to cost: each grows one thing far beyond what any feed, sitemap, robots.txt or list of articles has of it."""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.discovery import UnreadableSource, find_sources, read_source, walk_sitemap
from crawler.discovery.content import decoded, unpacked
from crawler.discovery.listing_dates import listing_dates
from crawler.discovery.pages import parse_page
from crawler.discovery.pagination import next_page
from crawler.outlet_facts import outlet_name
from crawler.reservations import reserves, tdm_rules
from crawler.robots import Rules, file_of
from db.records import SourceKind
from tests.hostile import FULL, MARKS, PAGES, bomb, full

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://harbour.example/"
NOW = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)


def page(body: str) -> bytes:
    """Return a list of articles with this body."""
    return f"<!doctype html><html><head><title>Harbour Post</title></head><body>{body}</body></html>".encode()


def many(number: int, piece: str) -> str:
    """Repeat a piece with the numbers from 0 in the places of its `#`."""
    return "".join(piece.replace("#", str(place)) for place in range(number))


def feed(entries: str, head: str = "") -> bytes:
    """Return a feed with these entries."""
    return f"{head}<rss><channel><title>Harbour Post</title>{entries}</channel></rss>".encode()


def sitemap(entries: str, head: str = "") -> bytes:
    """Return a sitemap with these entries."""
    return f"{head}<urlset>{entries}</urlset>".encode()


def index(entries: str) -> bytes:
    """Return an index of sitemaps with these entries."""
    return f"<sitemapindex>{entries}</sitemapindex>".encode()


_CARD = '<h3><a href="/2025/05/bridge-is-repaired-#">The bridge # is repaired</a></h3>'
_ITEM = "<item><link>https://harbour.example/2025/05/a-#</link><title>The bridge #</title><pubDate>{}</pubDate></item>"
_LOC = "<url><loc>https://harbour.example/2025/05/a-#</loc>{}</url>"

SECTIONS: dict[str, Callable[[], bytes]] = {
    **{
        name: PAGES[name]
        for name in (
            "100,000 nested divs", "100,000 nested links", "50,000 nested tables", "a million attributes", "open tags",
            "open brackets", "half comments", "references without an end", "more elements than are read", "an open quote",
            "a class of 9 MB", "a link of 9 MB", "one text of 10 MB", "19,000 links in a paragraph", "9,000 boxes of as many classes",
            "2,000 attributes a tag", "NUL bytes that fill it", "noise", "an entity bomb", "19,000 pagers",
        )
    },
    "19,000 links": lambda: page(many(19_000, '<a href="/a-b-c-#">Words #</a>')),
    "links that fill it": lambda: page(many(150_000, '<a href="/a-b-c-#">Words # of it that go on and on</a>')),
    "9,000 cards": lambda: page(many(9_000, f"<div>{_CARD}</div>")),
    "9,000 cards of as many classes": lambda: page(many(9_000, f'<div class="c#">{_CARD}</div>')),
    "links without text in one card": lambda: page(f"<div>{'<a href=/a></a>' * 19_000}<h2>{full('w ', 999_999)}</h2></div>"),
    "links in texts that are no label": lambda: page("<p>Words</p>" * 9_000 + many(4_500, "<p><a href=/a-#>x</a></p>")),
    "60 links deep": lambda: page("<div><a href=/a-b-c>" * 60 + f"<b>{full('words ', 900_000)}</b>"),
    "links of 2,000 letters": lambda: page(many(600, f'<a href="/{"a1-" * 500}#?p={"1" * 90}">Words #</a>')),
    "links of 450 folders": lambda: page(many(600, f'<a href="/{"aa/" * 450}#">Words #</a>')),
    "links escaped over and over": lambda: page(many(900, f'<a href="/a-#?b=&amp;{"amp;" * 2_500}">Words #</a>')),
    "one link escaped over and over": lambda: page(f'<a href="/a?b=&amp;{full("amp;")}">Words</a>'),
    "links to as many hosts": lambda: page(many(19_000, '<a href="https://a#.example/a-b-c-d">Words of a story</a>')),
    "links to hosts of other scripts": lambda: page(many(2_000, f'<a href="https://{"é" * 50}#.example/a-b">Words</a>')),
    "marks in two orders in links": lambda: page(many(200, f'<a href="/{"%CC%96%CC%81" * 160}#">a{MARKS * 400}</a>')),
    "long texts of links": lambda: page(many(900, f'<a href="/a-b-c-#">{"word " * 2_000}</a>')),
    "dates that are long": lambda: page(many(900, f'<p><time datetime="{"1 May " * 1_000}#">a</time><a href=/a-#>x</a></p>')),
    "dates around all links": lambda: page(many(4_000, '<time datetime="2025-05-01">a</time><a href="/a#">x</a>')),
    "dates in words": lambda: page(many(9_000, '<p><time>The # of a month called x#</time><a href=/a-#>x</a></p>')),
    "numbers of pages": lambda: page(many(19_000, '<a href="/?page=#">#</a>')),
}  # fmt: skip
FEEDS: dict[str, Callable[[], bytes]] = {
    "entries that fill it": lambda: feed(many(60_000, _ITEM.format("Thu, 01 May 2025 10:00:00 GMT"))),
    "dates in words in 3,000 entries": lambda: feed(many(3_000, _ITEM.format("The #th of a month called x#"))),
    "a long date": lambda: feed(many(1, _ITEM.format(full("1 May ")))),
    "empty entries": lambda: feed(full("<item/>")),
    "400,000 empty elements": lambda: feed("<item>" + full("<a/>", 400_000)),
    "nested entries": lambda: feed(full("<item>")),
    "240 entries in one another": lambda: feed("<item>" * 240 + full("<a/>", 400_000)),
    "open CDATA": lambda: feed(full("<![CDATA[")),
    "CDATA": lambda: feed(full("<![CDATA[]]>")),
    "document types": lambda: feed("", full("<!DOCTYPE")),
    "declarations": lambda: feed("", "<?xml ?>" + full("<?xml ")),
    "open comments": lambda: feed("", full("<!-- ")),
    "spaces": lambda: feed("", "<?xml ?>" + full(" ")),
    "an open document type": lambda: feed("", "<!DOCTYPE a [" + full("<!ENTITY a 'b'>")),
    "an entity bomb": lambda: feed("<item><title>&j;</title></item>", PAGES["an entity bomb"]().decode().partition("<html")[0]),
    "ampersands": lambda: feed(full("&")),
    "halves of characters": lambda: feed(full("&#xD83D;")),
    "brackets": lambda: feed(full("< ")),
    "titles": lambda: feed("", full("<title>")),
    "a long title": lambda: feed(f"<item><link>{URL}a</link><title>{full('&lt;b&gt;')}</title></item>"),
    "long titles": lambda: feed(many(900, f"<item><link>{URL}a-#</link><title>{'&lt;b&gt;w' * 900}</title></item>")),
    "attributes": lambda: feed('<item ' + many(300_000, ' a#="1"') + '/>'),
    "namespaces": lambda: feed('<item ' + many(30_000, ' xmlns:a#="b"') + '/>'),
    "emoji": lambda: feed(f"<item><title>{full('😀')}</title></item>"),
    "JSON 1,000,000 deep": lambda: b'{"items":' + b"[" * 1_000_000,
    "empty JSON": lambda: b'{"items":[' + b"{}," * 3_000_000 + b"{}]}",
    "JSON entries": lambda: json.dumps({"items": [{"url": f"{URL}a-{n}", "title": "<b>a"} for n in range(200_000)]}).encode(),
    "a JSON number": lambda: b'{"items":' + b"9" * FULL + b"}",
}  # fmt: skip
SITEMAPS: dict[str, Callable[[], bytes]] = {
    "120,000 entries": lambda: sitemap(many(120_000, _LOC.format(""))),
    "packed, 200,000 entries": lambda: gzip.compress(sitemap(many(200_000, _LOC.format(""))), 1),
    "dates in words in 5,000 entries": lambda: sitemap(many(5_000, _LOC.format("<lastmod>The #th of x#</lastmod>"))),
    "an index": lambda: index(many(30_000, "<sitemap><loc>https://harbour.example/#.xml</loc></sitemap>")),
    "names of numbers in an index": lambda: (
        index(many(1_000, "<sitemap><loc>" + URL + "1" * 2_000 + "#.xml</loc></sitemap>"))
    ),
    "elements that are no entry": lambda: sitemap(full("<a/>")),
    "packed, 50 MB that are no entry": lambda: gzip.compress(sitemap("<a/>" * 12_000_000), 1),
    "an entry of 9 MB": lambda: sitemap(f"<url>{full('<a/>')}</url>"),
    "nested": lambda: sitemap(full("<url>")),
    "open CDATA": lambda: sitemap(full("<![CDATA[")),
    "document types": lambda: sitemap("", full("<!DOCTYPE")),
    "lines": lambda: "".join(f"{URL}a-{n}\n" for n in range(300_000)).encode(),
    "a gzip bomb": lambda: gzip.compress(bomb(1_000_000_000)),
    "a gzip bomb of text": lambda: gzip.compress(b"<urlset>" + "é ".encode() * 20_000_000, 1),
    "gzip members": lambda: gzip.compress(b"") * 400_000,
}  # fmt: skip
ROBOTS: dict[str, Callable[[], bytes]] = {
    "empty lines": lambda: b"\n" * FULL,
    "spaces": lambda: b" " * FULL,
    "stars": lambda: b"User-agent: *\nDisallow: /" + b"*a" * 200_000 + b"b",
    "stars in many rules": lambda: b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*a*a*ab\n" * 14_000,
    "rules": lambda: b"User-agent: *\n" + b"".join(b"Disallow: /%d\n" % n for n in range(30_000)),
    "agents": lambda: many(25_000, "User-agent: a#\n").encode() + b"Disallow: /",
    "sitemaps": lambda: many(19_000, "Sitemap: /#.xml\n").encode(),
    "a gzip bomb": lambda: gzip.compress(b"User-agent: a\n" * 5_000_000, 1) * 9,
}
TDM: dict[str, Callable[[], bytes]] = {
    "rules": lambda: json.dumps([{"location": f"/*{n}", "tdm-reservation": 0} for n in range(9_000)]).encode(),
    "stars": lambda: json.dumps([{"location": "/" + "*a" * 200_000, "tdm-reservation": 1}]).encode(),
    "deep": lambda: b"[" * 500_000,
}


def read_section(body: bytes) -> None:
    """Read a page as the crawl, `add` and a back-fill do."""
    find_sources(body, URL, None)
    read_source(SourceKind.SECTION, body, URL)
    parsed = parse_page(decoded(unpacked(body), None), URL)
    if parsed:
        next_page(parsed, URL, URL, 1)
        listing_dates(parsed)
        outlet_name(parsed, None, URL)


def read_feed(body: bytes) -> None:
    """Read a feed as the crawl and `add` do."""
    outlet_name(None, body, URL)
    read_source(SourceKind.FEED, body, URL)


def read_sitemap(body: bytes) -> None:
    """Read a sitemap as the crawl does."""
    read_source(SourceKind.SITEMAP, body, URL)


def walk(body: bytes) -> None:
    """Read a sitemap as a back-fill does."""
    for _ in walk_sitemap(body, URL):
        pass


def read_robots(body: bytes) -> None:
    """Read a robots.txt, and ask it for an address."""
    file = file_of("harbour.example", 200, body, NOW)
    text = file.body if file else ""
    rules = Rules(text)
    rules.allow(URL + "a" * 2_000)
    rules.reserves(URL + "a" * 2_000)
    find_sources(b"<p>", URL, text.encode())


def read_tdm(body: bytes) -> None:
    """Read a tdmrep.json, and ask it for an address."""
    reserves(tdm_rules(unpacked(body)[: 500 * 1024].decode("utf-8", "ignore")), URL + "a" * 2_000)


SOURCES: dict[str, tuple[Callable[[], bytes], Callable[[bytes], None]]] = {
    f"{kind}: {name}": (make, read)
    for kind, shapes, read in (
        ("section", SECTIONS, read_section),
        ("feed", FEEDS, read_feed),
        ("sitemap", SITEMAPS, read_sitemap),
        ("walk", SITEMAPS, walk),
        ("robots.txt", ROBOTS, read_robots),
        ("tdmrep.json", TDM, read_tdm),
    )
    for name, make in shapes.items()
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a source cost: why it was turned away or None, seconds of CPU, and bytes of memory of the whole process."""

    reason: str | None
    seconds: float
    memory: int


def cost(name: str) -> Cost:
    """Read a source and return what that cost; for a process of its own, whose memory can be told."""
    make, read = SOURCES[name]
    body, reason = make(), None
    began = time.process_time()
    try:
        read(body)
    except UnreadableSource as unreadable:
        reason = unreadable.reason
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Cost(reason, time.process_time() - began, peak)

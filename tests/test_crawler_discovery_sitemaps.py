from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import pytest

from crawler.discovery import FoundSource, Reading, read_source
from crawler.discovery.content import MOST_BYTES, unpacked
from db.records import FoundLink, SourceKind

URL = "https://outlet.example/sitemap.xml"
ONE = "https://outlet.example/story-1"
TWO = "https://outlet.example/story-2"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(entries: str, namespaces: str = NAMESPACES) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>{entries}</urlset>'


def index(*children: str) -> str:
    return f"<sitemapindex {NAMESPACES}>{''.join(children)}</sitemapindex>"


def child(name: str, lastmod: str = "") -> str:
    stated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<sitemap><loc>https://outlet.example/{name}</loc>{stated}</sitemap>"


def read(body: bytes | str, kind: SourceKind = SourceKind.SITEMAP) -> Reading:
    return read_source(kind, body.encode() if isinstance(body, str) else body, URL)


ADDRESSES = {
    "a plain entry": urlset(f"<url><loc>{ONE}</loc></url>"),
    "space and CDATA around": urlset(f"<url><loc>\n  <![CDATA[{ONE}]]> </loc></url>"),
    "a prefix": f'<s:urlset xmlns:s="x"><s:url><s:loc>{ONE}</s:loc></s:url></s:urlset>',
    "a prefix that is declared nowhere": f"<s:urlset><s:url><s:loc>{ONE}</s:loc></s:url></s:urlset>",
    "no namespace": f"<urlset><url><loc>{ONE}</loc></url></urlset>",
    "an https namespace": urlset(
        f"<url><loc>{ONE}</loc></url>", 'xmlns="https://www.sitemaps.org/schemas/sitemap/0.9"'
    ),
    "a picture's address beside it": urlset(
        f"<url><image:image><image:loc>https://cdn.example/1.jpg</image:loc></image:image><loc>{ONE}</loc></url>"
    ),
    "a relative address": urlset("<url><loc>/story-1</loc></url>"),
    "an ampersand that nobody escaped": urlset(f"<url><loc>{ONE}?utm_source=a&utm_medium=b</loc></url>"),
    "an entry without address": urlset(f"<url/><url><loc></loc></url><url><loc>{ONE}</loc></url>"),
    "an address that is none": urlset(f"<url><loc>mailto:a@b.example</loc></url><url><loc>{ONE}</loc></url>"),
    "an entry twice": urlset(f"<url><loc>{ONE}</loc></url><url><loc>{ONE}/</loc></url>"),
    "a body that was cut": urlset(f"<url><loc>{ONE}</loc></url><url><loc>https://outl")[:-9],
    "a comment before the root": f"<!-- made by hand, <html> -->{urlset(f'<url><loc>{ONE}</loc></url>')}",
    "an undeclared entity": urlset(f"<url><loc>{ONE}</loc><x>&nbsp;&foo;</x></url>"),
    "a relative address without a slash": urlset("<url><loc>story-1</loc></url>"),
    "an address without a scheme": urlset("<url><loc>//outlet.example/story-1</loc></url>"),
    "an address broken over lines": urlset("<url><loc>https://outlet.example/\n    story-1</loc></url>"),
    "an address that was escaped twice": urlset(f"<url><loc>{ONE}?utm_source=a&amp;amp;utm_medium=b</loc></url>"),
    "an address with numbered entities": urlset("<url><loc>https:&#x2F;&#47;outlet.example/story&#45;1</loc></url>"),
    "a host in capitals": urlset("<url><loc>HTTPS://OUTLET.EXAMPLE/story-1</loc></url>"),
    "an address in an AMP cache": urlset("<url><loc>https://cdn.ampproject.org/c/s/outlet.example/story-1</loc></url>"),
    "other languages beside it": urlset(
        f'<url><loc>{ONE}</loc><xhtml:link rel="alternate" hreflang="de" href="{TWO}"/></url>'
    ),
    "a video's title and date": urlset(
        f"<url><loc>{ONE}</loc><video:video><video:title>V</video:title><video:publication_date>2026-11-10"
        "</video:publication_date></video:video></url>"
    ),
    "a style sheet before the root": f'<?xml version="1.0"?><?xml-stylesheet href="s.xsl"?><urlset><url><loc>{ONE}</loc></url></urlset>',
    "a date that is none": urlset(f"<url><loc>{ONE}</loc><lastmod>0000-00-00</lastmod></url>"),
    "a doctype": f'<!DOCTYPE urlset SYSTEM "http://x.example/s.dtd"><urlset><url><loc>{ONE}</loc></url></urlset>',
    "an entry that is never closed": f"<urlset><url><loc>{ONE}</loc></url><url><loc>{TWO}</loc>",
    "plain text": f"{ONE}\r\n",
    "plain text with a byte order mark": f"\ufeff{ONE}\n\n",
}


@pytest.mark.parametrize("body", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_reads_the_address_of_an_entry(body: str) -> None:
    assert read(body) == Reading(SourceKind.SITEMAP, (FoundLink(ONE),))


def test_reads_what_a_news_sitemap_says() -> None:
    entry = f"""<url><loc>{ONE}</loc><lastmod>2026-11-10T09:00:00Z</lastmod><news:news>
        <news:publication><news:name>Outlet</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2026-11-10T08:15:00+01:00</news:publication_date>
        <news:title>Mill &amp; river</news:title></news:news></url>"""
    published, changed = datetime(2026, 11, 10, 7, 15, tzinfo=UTC), datetime(2026, 11, 10, 9, tzinfo=UTC)
    links = (FoundLink(ONE, "Mill & river", published, changed), FoundLink(TWO))
    assert read(urlset(entry + f"<url><loc>{TWO}</loc></url>")) == Reading(SourceKind.NEWS_SITEMAP, links)


def test_reads_a_news_sitemap_of_an_undeclared_vocabulary() -> None:
    entry = f"""<url><loc>{ONE}</loc><n:news><n:title><![CDATA[Mill <b>&amp;</b> river]]></n:title>
        <n:publication_date>Tue, 10 Nov 2026 08:15:00 +0100</n:publication_date></n:news></url>"""
    links = (FoundLink(ONE, "Mill & river", datetime(2026, 11, 10, 7, 15, tzinfo=UTC)),)
    assert read(urlset(entry, "")) == Reading(SourceKind.NEWS_SITEMAP, links)


def test_reads_a_sitemap_in_another_encoding_than_it_says() -> None:
    entry = f"<url><loc>{ONE}</loc><news:news><news:title>Müller wählt</news:title></news:news></url>"
    assert read(urlset(entry).encode("latin-1")).links == (FoundLink(ONE, "Müller wählt"),)


def test_reads_as_many_entries_as_a_sitemap_may_have() -> None:
    assert (
        len(read(urlset("".join(f"<url><loc>{ONE}{number}</loc></url>" for number in range(50_000)))).links) == 50_000
    )


def test_reads_days_where_no_time_is_stated() -> None:
    entry = f"""<url><loc>{ONE}</loc><lastmod>2026-11-10</lastmod>
        <news:news><news:publication_date>2026-11-09</news:publication_date></news:news></url>"""
    assert read(urlset(entry)).links == (FoundLink(ONE, None, date(2026, 11, 9), datetime(2026, 11, 10, tzinfo=UTC)),)


def test_keeps_the_order_of_the_entries() -> None:
    assert [link.url for link in read(urlset(f"<url><loc>{TWO}</loc></url><url><loc>{ONE}</loc></url>")).links] == [
        TWO,
        ONE,
    ]


def names(reading: Reading) -> list[str]:
    return [source.url.removeprefix("https://outlet.example/") for source in reading.sources]


INDEXES = {
    "news first, then the newest": (
        (child("a.xml", "2026-01-01"), child("b.xml", "2026-11-10T08:00:00Z"), child("sitemap-news.xml"), child("c.xml", "2026-11-09")),
        ["sitemap-news.xml", "b.xml", "c.xml", "a.xml"],
    ),
    "at most five": (
        tuple(child(f"{month}.xml", f"2026-0{month}-01") for month in range(1, 8)),
        ["7.xml", "6.xml", "5.xml", "4.xml", "3.xml"],
    ),
    "dates in the names where nothing else is stated": (
        (child("2025-11.xml"), child("2026-02.xml"), child("2026-11.xml"), child("2026-10.xml")),
        ["2026-11.xml", "2026-10.xml", "2026-02.xml", "2025-11.xml"],
    ),
    "lists and pictures last": (
        (child("category-sitemap.xml", "2026-11-10"), child("video.xml", "2026-11-10"), child("post-sitemap.xml", "2026-11-01")),
        ["post-sitemap.xml", "category-sitemap.xml", "video.xml"],
    ),
    "newsletters are no news": ((child("newsletters.xml"), child("posts.xml", "2026-11-01")), ["posts.xml", "newsletters.xml"]),
    "not the index itself, and none twice": ((child("sitemap.xml"), child("a.xml"), child("a.xml")), ["a.xml"]),
    "the given order where nothing is known": ((child("b.xml"), child("a.xml")), ["b.xml", "a.xml"]),
    "nothing in it": ((), []),
}  # fmt: skip


@pytest.mark.parametrize(("children", "expected"), INDEXES.values(), ids=INDEXES.keys())
def test_chooses_the_children_of_an_index(children: tuple[str, ...], expected: list[str]) -> None:
    reading = read(index(*children))
    assert (names(reading), reading.links) == (expected, ())


def test_says_what_a_child_promises_to_be() -> None:
    assert read(index(child("google-news.xml"), child("2026.xml"))).sources == (
        FoundSource(SourceKind.NEWS_SITEMAP, "https://outlet.example/google-news.xml"),
        FoundSource(SourceKind.SITEMAP, "https://outlet.example/2026.xml"),
    )


def test_reads_a_packed_sitemap() -> None:
    assert read(gzip.compress(urlset(f"<url><loc>{ONE}</loc></url>").encode())).links == (FoundLink(ONE),)


def test_reads_what_came_of_a_torn_one() -> None:
    entries = "".join(f"<url><loc>https://outlet.example/story-{number * 7919}</loc></url>" for number in range(5000))
    packed = gzip.compress(urlset(entries).encode())
    whole, torn = read(packed).links, read(packed[: len(packed) // 2]).links
    assert len(whole) == 5000
    assert 1000 < len(torn) < 5000
    assert torn[:1000] == whole[:1000]


def test_reads_the_members_of_a_joined_gzip() -> None:
    assert unpacked(gzip.compress(b"one ") + gzip.compress(b"two")) == b"one two"


def test_unpacks_no_more_than_the_bound() -> None:
    assert len(unpacked(gzip.compress(b"\0" * (MOST_BYTES + 1_000_000), 1))) == MOST_BYTES


@pytest.mark.parametrize("kind", list(SourceKind))
def test_a_sitemap_is_one_whatever_was_asked_for(kind: SourceKind) -> None:
    assert read(urlset(f"<url><loc>{ONE}</loc></url>"), kind) == Reading(SourceKind.SITEMAP, (FoundLink(ONE),))

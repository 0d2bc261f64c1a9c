from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import pytest

from crawler.discovery import Reading, UnreadableSource, read_source
from crawler.discovery.dates import read_date, read_moment
from db.records import FoundLink, SourceKind

URL = "https://outlet.example/rss/feed.xml"
ONE = "https://outlet.example/story-1"
TWO = "https://outlet.example/story-2"


def read(body: bytes | str, encoding: str | None = None, kind: SourceKind = SourceKind.FEED) -> Reading:
    return read_source(kind, body.encode() if isinstance(body, str) else body, URL, encoding)


def rss(items: str, before: str = '<?xml version="1.0" encoding="UTF-8"?>', channel: str = "") -> str:
    return f'{before}<rss version="2.0"><channel><title>Outlet</title>{channel}{items}</channel></rss>'


def atom(entries: str, attributes: str = "") -> str:
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>O</title>{entries}</feed>'
    )


ADDRESSES = {
    "RSS 2.0": (rss(f"<item><link>{ONE}</link></item>"), ONE),
    "RSS 0.91 with a DTD": (
        rss(
            f"<item><link>{ONE}</link></item>",
            before='<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "http://x.example/rss-0.91.dtd">',
        ),
        ONE,
    ),
    "RSS 1.0": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>'
        f'<link>https://outlet.example/</link></channel><item rdf:about="x"><link>{ONE}</link></item></rdf:RDF>',
        ONE,
    ),
    "RSS 1.0 with nothing but rdf:about": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<item rdf:about="{ONE}"/></rdf:RDF>',
        ONE,
    ),
    "Atom": (atom(f'<entry><link href="{ONE}"/></entry>'), ONE),
    "Atom without its namespace": (f'<feed><entry><link href="{ONE}"/></entry></feed>', ONE),
    "Atom with a prefix": (
        f'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:link href="{ONE}"/></a:entry></a:feed>',
        ONE,
    ),
    "Atom with links of other kinds before": (
        atom(f'<entry><link rel="self" href="/1.atom"/><link rel="replies" href="/1#c"/><link rel="alternate" href="{ONE}"/></entry>'),
        ONE,
    ),
    "Atom with a page and another type": (
        atom(f'<entry><link type="application/json" href="/1.json"/><link type="text/html" href="{ONE}"/></entry>'),
        ONE,
    ),
    "Atom with its id alone": (atom(f"<entry><id>{ONE}</id></entry>"), ONE),
    "a relative link under xml:base": (
        atom('<entry xml:base="news/"><link href="story-9"/></entry>', 'xml:base="https://outlet.example/de/"'),
        "https://outlet.example/de/news/story-9",
    ),
    "a relative link in Atom": (atom('<entry><link href="../story-1"/></entry>'), ONE),
    "a relative link in RSS, from the channel's page": (
        rss("<item><link>story-9</link></item>", channel="<link>https://outlet.example/news/</link>"),
        "https://outlet.example/news/story-9",
    ),
    "a channel's own link to itself is no base": (
        rss(
            "<item><link>/story-1</link></item>",
            channel='<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://proxy.example/f"/>',
        ),
        ONE,
    ),
    "a link in CDATA with space around": (rss(f"<item><link>\n <![CDATA[ {ONE} ]]>\n</link></item>"), ONE),
    "a guid as permalink": (rss(f"<item><guid>{ONE}</guid></item>"), ONE),
    "a guid beside the link": (rss(f'<item><guid isPermaLink="true">{TWO}</guid><link>{ONE}</link></item>'), ONE),
    "an empty link and a guid": (rss(f"<item><link/><guid>{ONE}</guid></item>"), ONE),
    "a link closed before its text": (rss(f"<item><title>A</title><link/>{ONE}</item>"), ONE),
    "a link in an attribute": (rss(f'<item><link href="{ONE}"/></item>'), ONE),
    "the address behind a feed proxy": (
        rss(
            "<item><link>https://feeds.proxy.example/~r/1</link>"
            f'<feedburner:origLink xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">{ONE}</feedburner:origLink></item>'
        ),
        ONE,
    ),
    "a prefix that is declared nowhere": (rss(f"<item><dc:creator>A</dc:creator><link>{ONE}</link></item>"), ONE),
    "tracking parameters": (rss(f"<item><link>{ONE}?utm_source=rss&amp;utm_medium=feed</link></item>"), ONE),
    "an ampersand that nobody escaped": (rss(f"<item><link>{ONE}?a=1&b=2</link></item>"), f"{ONE}?a=1&b=2"),
    "an HTML entity that XML does not know": (rss(f"<item><title>Caf&eacute;&nbsp;1</title><link>{ONE}</link></item>"), ONE),
    "a control character": (rss(f"<item><title>A\x0bB\x00</title><link>{ONE}</link></item>"), ONE),
    "a tag that is never closed": (rss(f"<item><title>A<br></title><link>{ONE}</link></item>"), ONE),
    "a body that was cut": (rss(f"<item><link>{ONE}</link></item><item><li")[:-16], ONE),
    "a warning before the feed": (f"<br />\n<b>Warning</b>: x in y\n{rss(f'<item><link>{ONE}</link></item>')}", ONE),
    "space before the declaration": ("\n\n " + rss(f"<item><link>{ONE}</link></item>"), ONE),
    "a comment and a style sheet before the root": (
        rss(f"<item><link>{ONE}</link></item>", before='<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><!-- <html> -->'),
        ONE,
    ),
    "a JSON Feed": (f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": "1", "url": "{ONE}"}}]}}', ONE),
    "a JSON Feed with an address as id": (f'{{"items": [{{"id": "{ONE}"}}]}}', ONE),
    "a JSON Feed with a relative address": (
        '{"home_page_url": "https://outlet.example/", "items": [{"id": 1, "url": "/story-1"}]}',
        ONE,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "address"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_reads_the_address_of_an_entry(body: str, address: str) -> None:
    reading = read(body)
    assert [link.url for link in reading.links] == [address]
    assert (reading.kind, reading.sources) == (SourceKind.FEED, ())


WITHOUT = {
    "a guid that is no permalink": rss('<item><guid isPermaLink="false">https://outlet.example/?p=1</guid></item>'),
    "an id that is no address": atom("<entry><id>urn:uuid:60a76c80</id></entry>"),
    "a link that is none": rss("<item><link>javascript:void(0)</link></item>"),
    "an entry without anything": rss("<item/>"),
    "a link to the home page": rss(
        "<item><link>https://outlet.example/</link></item>", channel="<link>https://outlet.example/</link>"
    ),
    "no entry": rss(""),
    "JSON items that are none": '{"items": [1, null, {"id": 5}, {"url": ["a"]}]}',
}


@pytest.mark.parametrize("body", WITHOUT.values(), ids=WITHOUT.keys())
def test_leaves_out_what_leads_nowhere(body: str) -> None:
    assert read(body) == Reading(SourceKind.FEED)


def test_reads_what_rss_says_of_an_article() -> None:
    item = f"""<item><title>Mill &amp;amp; river: <![CDATA[<b>old</b> mill]]></title><link>{ONE}</link>
        <media:title xmlns:media="http://search.yahoo.com/mrss/">A picture</media:title>
        <pubDate>Tue, 10 Nov 2026 08:15:00 +0100</pubDate>
        <atom:updated xmlns:atom="http://www.w3.org/2005/Atom">2026-11-10T09:00:00Z</atom:updated>
        <dcterms:modified xmlns:dcterms="http://purl.org/dc/terms/">2026-11-11T09:00:00Z</dcterms:modified></item>"""
    published, changed = datetime(2026, 11, 10, 7, 15, tzinfo=UTC), datetime(2026, 11, 11, 9, tzinfo=UTC)
    assert read(rss(item)).links == (FoundLink(ONE, "Mill & river: old mill", published, changed),)


def test_reads_what_atom_says_of_an_article() -> None:
    entry = f"""<entry><title type="html">Caf&amp;eacute; closes</title><link href="{ONE}"/><updated>2026-11-10T10:00:00+02:00</updated>
        <published>2026-11-10</published><source><title>Agency</title><link href="{TWO}"/></source></entry>"""
    changed = datetime(2026, 11, 10, 8, tzinfo=UTC)
    assert read(atom(entry)).links == (FoundLink(ONE, "Café closes", date(2026, 11, 10), changed),)


def test_reads_what_a_json_feed_says_of_an_article() -> None:
    body = f"""{{"items": [{{"url": "{ONE}", "title": "Mill closes",
        "date_published": "2026-11-10T08:15:00Z", "date_modified": "2026-11-10T09:15:00Z"}}]}}"""
    published, changed = datetime(2026, 11, 10, 8, 15, tzinfo=UTC), datetime(2026, 11, 10, 9, 15, tzinfo=UTC)
    assert read(body).links == (FoundLink(ONE, "Mill closes", published, changed),)


def test_keeps_the_order_and_each_article_once() -> None:
    items = "".join(f"<item><link>{url}</link></item>" for url in (TWO, ONE, f"{TWO}?utm_source=x", f"{ONE}/"))
    assert [link.url for link in read(rss(items)).links] == [TWO, ONE]


TITLED = rss(f"<item><title>Müller wählt</title><link>{ONE}</link></item>", before="")
DECLARED = '<?xml version="1.0" encoding="{}"?>'
ENCODED = {
    "UTF-8 that says so": ((DECLARED.format("utf-8") + TITLED).encode(), None),
    "UTF-8 that says Latin-1": ((DECLARED.format("iso-8859-1") + TITLED).encode(), None),
    "UTF-8 with a byte order mark": ((DECLARED.format("utf-8") + TITLED).encode("utf-8-sig"), None),
    "UTF-8 against the header": (TITLED.encode(), "iso-8859-1"),
    "Latin-1 that says so": ((DECLARED.format("iso-8859-1") + TITLED).encode("latin-1"), None),
    "Latin-1 that says UTF-8": ((DECLARED.format("utf-8") + TITLED).encode("latin-1"), None),
    "Latin-1 by the header": (TITLED.encode("latin-1"), "iso-8859-1"),
    "Latin-1 that says nothing": (TITLED.encode("latin-1"), None),
    "UTF-8 with one torn character": ((TITLED + "<!-- éééééééééé -->").encode() + b"\xc3", "iso-8859-1"),
    "UTF-16": ((DECLARED.format("utf-16") + TITLED).encode("utf-16"), None),
    "an encoding that does not exist": ((DECLARED.format("utf-9") + TITLED).encode(), "x-none"),
    "packed": (gzip.compress(TITLED.encode()), None),
    "packed twice": (gzip.compress(gzip.compress(TITLED.encode())), None),
}


@pytest.mark.parametrize(("body", "header"), ENCODED.values(), ids=ENCODED.keys())
def test_reads_text_in_any_encoding(body: bytes, header: str | None) -> None:
    assert read(body, header).links == (FoundLink(ONE, "Müller wählt"),)


@pytest.mark.parametrize(
    ("codec", "title"),
    [
        ("windows-1251", "Мельница сгорела"),
        ("shift_jis", "水車小屋が焼失"),
        ("gb18030", "磨坊被烧毁"),
        ("iso2022_jp", "水車小屋が焼失"),
    ],
)
def test_reads_the_encodings_of_other_scripts(codec: str, title: str) -> None:
    name = "iso-2022-jp" if codec == "iso2022_jp" else codec
    body = rss(f"<item><title>{title}</title><link>{ONE}</link></item>", before=DECLARED.format(name)).encode(codec)
    assert read(body).links == (FoundLink(ONE, title),)


UNREADABLE = {
    "nothing": (b"", SourceKind.FEED, "empty"),
    "space": (b" \n\t", SourceKind.SECTION, "empty"),
    "nothing, packed": (gzip.compress(b""), SourceKind.SITEMAP, "empty"),
    "a torn gzip of nothing": (gzip.compress(b"x" * 99)[:10], SourceKind.FEED, "empty"),
    "a page for a feed": (b"<!doctype html><html><body>Not found</body></html>", SourceKind.FEED, "not_a_feed"),
    "a page of XHTML for a feed": (
        b'<?xml version="1.0"?><html xmlns="x"><body/></html>',
        SourceKind.FEED,
        "not_a_feed",
    ),
    "a page for a sitemap": (b"<html><head></head></html>", SourceKind.SITEMAP, "not_a_sitemap"),
    "a page for a news sitemap": (b"<html><head></head></html>", SourceKind.NEWS_SITEMAP, "not_a_sitemap"),
    "text for a feed": (b"Service unavailable", SourceKind.FEED, "not_a_feed"),
    "text for a page": (b"Service unavailable", SourceKind.SECTION, "not_html"),
    "other JSON": (b'{"error": 404}', SourceKind.FEED, "not_a_feed"),
    "broken JSON": (b'{"items": [', SourceKind.FEED, "not_a_feed"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00", SourceKind.SECTION, "not_html"),
    "other XML": (b'<?xml version="1.0"?><opml><body/></opml>', SourceKind.SITEMAP, "not_a_sitemap"),
}


@pytest.mark.parametrize(("body", "kind", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_names_what_cannot_be_read(body: bytes, kind: SourceKind, reason: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(body, kind=kind)
    assert (caught.value.reason, caught.value.url) == (reason, URL)
    assert str(caught.value).startswith(f"{URL}: ")


@pytest.mark.parametrize("kind", list(SourceKind))
def test_a_feed_is_one_whatever_was_asked_for(kind: SourceKind) -> None:
    assert read(rss(f"<item><link>{ONE}</link></item>"), kind=kind) == Reading(SourceKind.FEED, (FoundLink(ONE),))


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    body = rss(f"<item><title>x &a; &b; y</title><link>{ONE}</link></item>", before=f'<?xml version="1.0"?>{bomb}')
    assert read(body).links == (FoundLink(ONE, "x &a; &b; y"),)


DATES: dict[str, datetime | date | None] = {
    "Tue, 10 Nov 2026 08:15:00 +0100": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 08:15:00 GMT": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "Wed, 10 Nov 2026 08:15:00 GMT": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "10 Nov 26 08:15 EST": datetime(2026, 11, 10, 13, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 08:15:00 -0000": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 08:15:00 CEST": datetime(2026, 11, 10, 6, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 08:15:00 GMT+0100": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "Tuesday, 10 November 2026 08:15:00 +0200": datetime(2026, 11, 10, 6, 15, tzinfo=UTC),
    "November 10, 2026 8:15 PM UTC": datetime(2026, 11, 10, 20, 15, tzinfo=UTC),
    "2026-11-10T08:15:00Z": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "2026-11-10T08:15+01:00": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "2026-11-10T08:15:00.123-0530": datetime(2026, 11, 10, 13, 45, tzinfo=UTC),
    "2026-11-10 08:15:00 +0100": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "2026-11-10T24:00:00Z": datetime(2026, 11, 11, tzinfo=UTC),
    "1794298500": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "1794298500000": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "2026-11-10": date(2026, 11, 10),
    "20261110": date(2026, 11, 10),
    "Tue, 10 Nov 2026": date(2026, 11, 10),
    "Tue, 10 Nov 2026 08:15:00": date(2026, 11, 10),
    "2026-11-10 08:15:00": date(2026, 11, 10),
    "Tue, 10 Nov 2026 08:15:00 XYZ": date(2026, 11, 10),
    "13/4/2026": date(2026, 4, 13),
    "3/4/2026": None,
    "November 2026": None,
    "10": None,
    "2026-13-45": None,
    "yesterday": None,
    "": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "0001-01-01T00:00:00Z": None,
}


@pytest.mark.parametrize(("text", "found"), DATES.items())
def test_reads_a_date(text: str, found: datetime | date | None) -> None:
    assert read_date(text) == found


def test_a_day_may_mean_its_first_moment() -> None:
    assert [read_moment("2026-11-10"), read_moment(None)] == [datetime(2026, 11, 10, tzinfo=UTC), None]

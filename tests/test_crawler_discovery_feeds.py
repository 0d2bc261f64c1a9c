from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import pytest

from crawler.discovery import Reading, UnreadableSource, read_source
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
    "RSS 0.90": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        f'<channel><link>https://outlet.example/</link></channel><item><link>{ONE}</link></item></rdf:RDF>',
        ONE,
    ),
    "RSS 0.92 with a source and an enclosure": (
        rss(f'<item><source url="{TWO}">Agency</source><enclosure url="/a.mp3"/><link>{ONE}</link></item>'), ONE
    ),
    "RSS in capitals": (f"<RSS><CHANNEL><ITEM><LINK>{ONE}</LINK></ITEM></CHANNEL></RSS>", ONE),
    "items beside the channel": (f"<rss><channel/><item><link>{ONE}</link></item></rss>", ONE),
    "Atom 0.3": (f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><link href="{ONE}"/></entry></feed>', ONE),
    "Atom's link in RSS": (rss(f'<item><atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="{ONE}"/></item>'), ONE),
    "a relation in capitals with space": (
        atom(f'<entry><link rel="self" href="{TWO}"/><link rel=" Alternate " href="{ONE}"/></entry>'), ONE
    ),
    "a relation as an address": (
        atom(f'<entry><link rel="http://www.iana.org/assignments/relation/alternate" href="{ONE}"/></entry>'), ONE
    ),
    "a type with a charset": (
        atom(f'<entry><link type="application/json" href="{TWO}"/><link type="TEXT/HTML; charset=utf-8" href="{ONE}"/></entry>'), ONE
    ),
    "an enclosure before the id": (atom(f'<entry><link rel="enclosure" href="/a.mp3"/><id>{ONE}</id></entry>'), ONE),
    "xml:base on the link itself": (atom(f'<entry><link xml:base="{ONE}/x/" href="../../story-1"/></entry>'), ONE),
    "xml:base in RSS": (
        '<rss version="2.0" xml:base="https://outlet.example/"><channel><item><link>story-1</link></item></channel></rss>', ONE
    ),
    "a link of markup": (rss(f'<item><link><a href="{ONE}">Read it</a></link></item>'), ONE),
    "a link broken over lines": (rss("<item><link>https://outlet.example/\n      story-1\n</link></item>"), ONE),
    "a link without a scheme": (rss("<item><link>//outlet.example/story-1</link></item>"), ONE),
    "a link that begins with www": (rss("<item><link>www.outlet.example/story-1</link></item>"), "https://www.outlet.example/story-1"),
    "a link with numbered entities": (rss("<item><link>https:&#x2F;&#47;outlet.example&#x2F;story-1</link></item>"), ONE),
    "a link that was escaped twice": (rss(f"<item><link>{ONE}?a=1&amp;amp;b=2</link></item>"), f"{ONE}?a=1&b=2"),
    "a link through a search's redirect": (
        rss(f"<item><link>https://www.google.com/url?rct=j&amp;sa=t&amp;url={ONE}&amp;ct=ga</link></item>"), ONE
    ),
    "a tracking fragment": (rss(f"<item><link>{ONE}#xtor=RSS-1</link></item>"), ONE),
    "two links": (rss(f"<item><link>{ONE}</link><link>{TWO}</link></item>"), ONE),
    "the home page as link, the article as guid": (
        rss(f"<item><link>https://outlet.example/</link><guid>{ONE}</guid></item>", channel="<link>https://outlet.example/</link>"), ONE
    ),
    "a number as guid": (rss(f"<item><guid>48213</guid><link>{ONE}</link></item>"), ONE),
    "a feed of comments beside": (rss(f"<item><wfw:commentRss>{TWO}</wfw:commentRss><link>{ONE}</link></item>"), ONE),
    "another proxy's address": (rss(f"<item><link>https://proxy.example/1</link><pheedo:origLink>{ONE}</pheedo:origLink></item>"), ONE),
    "XML 1.1": (rss(f"<item><link>{ONE}</link></item>", before='<?xml version="1.1"?>'), ONE),
    "two declarations": (rss(f"<item><link>{ONE}</link></item>", before='<?xml version="1.0"?>\n<?xml version="1.0"?>'), ONE),
    "markup after the end": (rss(f"<item><link>{ONE}</link></item>") + "<script>a()</script><!-- cached -->", ONE),
    "an end without a beginning": (rss(f"<item><title>A</b></title><link>{ONE}</link></item>"), ONE),
    "a page's markup that nobody escaped": (rss(f'<item><description><p>a<br>b<img src="x"></description><link>{ONE}</link></item>'), ONE),
    "CDATA without its end": (rss(f"<item><link>{ONE}</link><description><![CDATA[ a </description></item>"), ONE),
    "a character that XML forbids, as a number": (rss(f"<item><title>A&#11;B</title><link>{ONE}</link></item>"), ONE),
    "a JSON Feed with a byte order mark": (f'\ufeff{{"items": [{{"url": "{ONE}"}}]}}', ONE),
    "a JSON Feed of links to elsewhere": (f'{{"items": [{{"id": "5", "external_url": "{ONE}"}}]}}', ONE),
    "a JSON Feed with entities": (f'{{"items": [{{"url": "{ONE}?a=1&amp;b=2"}}]}}', f"{ONE}?a=1&b=2"),
    "a JSON Feed with a line break in a string": (f'{{"items": [{{"url": "{ONE}", "title": "A\nB"}}]}}', ONE),
    "a JSON Feed whose url is the home page": (
        f'{{"home_page_url": "https://outlet.example/", "items": [{{"url": "https://outlet.example/", "external_url": "{ONE}"}}]}}', ONE
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
    "a guid that is no permalink, in capitals": rss(f'<item><guid ispermalink="FALSE">{ONE}</guid></item>'),
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


TITLES = {
    "markup in CDATA": ("<title><![CDATA[A <i>b</i> &amp; c]]></title>", "A b & c"),
    "markup that was escaped": ("<title>A &lt;b&gt;b&lt;/b&gt;</title>", "A b"),
    "markup as it is": ("<title>A <em>b</em><br/>c</title>", "A b c"),
    "XHTML": ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b></div></title>', "A b"),
    "signs that nobody escaped": ("<title>5 < 6 & 7 > 4</title>", "5 < 6 & 7 > 4"),
    "halves of a character": ("<title>A &#55357;&#56832; b</title>", "A 😀 b"),
    "half of a character alone": ("<title>A&#xD83D; b</title>", "A b"),
    "an entity of HTML": ("<title>Caf&eacute;&nbsp;b</title>", "Café b"),
    "an entity of HTML, escaped": ("<title>Caf&amp;eacute; b</title>", "Café b"),
    "a podcast's before its own": ("<itunes:title>P</itunes:title><title>A</title>", "A"),
    "a picture's alone": ("<media:title>P</media:title>", None),
    "a Dublin Core title alone": ("<dc:title>A</dc:title>", "A"),
    "nothing but space": ("<title> &#160;\n</title>", None),
    "line breaks": ("<title>\n  A\n  b\n</title>", "A b"),
}


@pytest.mark.parametrize(("element", "title"), TITLES.values(), ids=TITLES.keys())
def test_reads_the_title_of_an_entry(element: str, title: str | None) -> None:
    assert read(rss(f"<item>{element}<link>{ONE}</link></item>")).links == (FoundLink(ONE, title),)


STATED = {
    "in capitals": "<PUBDATE>Tue, 10 Nov 2026 08:15:00 GMT</PUBDATE>",
    "in Dublin Core": "<dc:date>2026-11-10T08:15:00Z</dc:date>",
    "in Dublin Core, after an empty one": "<pubDate/><dc:date>2026-11-10T08:15:00Z</dc:date>",
    "in Dublin Core, after one that is none": "<pubDate>soon</pubDate><dc:date>2026-11-10T08:15:00Z</dc:date>",
    "in Dublin Core's terms": "<dcterms:created>2026-11-10T08:15:00Z</dcterms:created>",
    "in CDATA": "<pubDate><![CDATA[ Tue, 10 Nov 2026 08:15:00 GMT ]]></pubDate>",
    "in Atom 0.3": "<issued>2026-11-10T08:15:00Z</issued>",
    "in French": "<pubDate>mar., 10 nov. 2026 09:15:00 +0100</pubDate>",
    "twice": "<pubDate>Tue, 10 Nov 2026 08:15:00 GMT</pubDate><pubDate>Wed, 11 Nov 2026 08:15:00 GMT</pubDate>",
}


@pytest.mark.parametrize("element", STATED.values(), ids=STATED.keys())
def test_reads_when_an_entry_was_published(element: str) -> None:
    published = datetime(2026, 11, 10, 8, 15, tzinfo=UTC)
    assert read(rss(f"<item><link>{ONE}</link>{element}</item>")).links == (FoundLink(ONE, None, published),)


def test_reads_a_huge_feed() -> None:
    items = "".join(f"<item><title>{'A ' * 500}</title><link>{ONE}{number}</link></item>" for number in range(5000))
    assert len(read(rss(items)).links) == 5000


def test_keeps_the_order_and_each_article_once() -> None:
    items = "".join(f"<item><link>{url}</link></item>" for url in (TWO, ONE, f"{TWO}?utm_source=x", f"{ONE}/"))
    assert [link.url for link in read(rss(items)).links] == [TWO, ONE]


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

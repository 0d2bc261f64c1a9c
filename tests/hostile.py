"""Pages that are made to cost: each grows one thing far beyond what any news page has of it."""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from pipelines.extract import extract_article
from pipelines.items import MAX_BYTES, Hints, RejectedPage

if TYPE_CHECKING:
    from collections.abc import Callable

HINTS = Hints(now=datetime(2025, 6, 1, 12, 0, tzinfo=UTC), language="en")
SENTENCES = (
    "The council voted on Monday to repair the old harbour bridge before the winter storms arrive again.",
    "Engineers found more rust than they had expected and will replace every second bolt along its side.",
    "The work is to take eleven months and cost a little less than the four million that were set aside.",
)
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
FULL = MAX_BYTES - 10_000  # a page that is just read


MARKS = "\u0316\u0301"  # a normal form sorts them, each against all before


def page(body: str = BODY, head: str = "", title: str = "The harbour bridge is repaired") -> bytes:
    """Return a page around a body, with what its head has beside the title."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode("utf-8", "surrogatepass")


def full(piece: str, most: int = MAX_BYTES) -> str:
    """Repeat a piece until the page is full, or so many times."""
    return piece * min(most, FULL // len(piece.encode("utf-8", "surrogatepass")))


def linked(data: str) -> bytes:
    """Return a page with a script of linked data."""
    return page(head=f'<script type="application/ld+json">{data}</script>')


def statement(text: str) -> bytes:
    """Return a page that states a text wherever a page can state something of its article."""
    text = f"The bridge {text} x"  # a pattern that fails at the end of a run is tried again from each place in it
    quoted = text.replace('"', "&quot;")
    names = ("author", "description", "keywords", "article:published_time", "date", "og:title", "robots", "og:url")
    metas = "".join(f'<meta name="{name}" property="{name}" content="{quoted}">' for name in names)
    data = {
        "@type": "NewsArticle",
        **dict.fromkeys(
            ("headline", "author", "datePublished", "dateModified", "keywords", "articleSection", "description",
             "image", "inLanguage", "publisher", "url", "articleBody", "isAccessibleForFree"), text),
    }  # fmt: skip
    shown = f'<p class="byline author">{text}</p><time datetime="{quoted}">{text}</time><p class="date">{text}</p>'
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return page(shown + BODY, metas + script, text)


def _entities() -> str:
    """Return a document type whose last entity stands for 50 ** 9 words."""
    names = [f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 50}'>" for n in range(9)]
    return f"<!DOCTYPE html [<!ENTITY a 'ha'>{''.join(names)}]>"


LONG = {
    "combining marks in two orders",
    "spaces",
    "digits and dots",
    "dashes between spaces",
    "commas and names",
    "by",
    "days",
}
STATED = {
    "spaces": " ",
    "spaces between letters": "a ",
    "line breaks": "\n",
    "digits": "1",
    "digits and dots": "1.",
    "digits and dashes": "12-",
    "digits and colons": "12:",
    "dashes": "-",
    "dashes between spaces": " - ",
    "bars": " | ",
    "quotes": '"',
    "single quotes": "'",
    "dots": ".",
    "commas": ",",
    "commas and names": "Ana Reis, ",
    "and": "Ana and ",
    "by": "By ",
    "slashes": "/",
    "dotted letters": "a.",
    "months": "May ",
    "days": "1 May 2025 ",
    "Arabic digits": "١",
    "brackets": "(",
    "angles": "&lt;",
    "ampersands": "&amp;",
    "addresses": "http://",
    "at signs": "a@",
    "capitals": "A",
    "Chinese": "年",
    "combining marks": "\u0301",
    "combining marks in two orders": MARKS,
    "zero width": "\u200b",
}

SHAPES: dict[str, Callable[[], bytes]] = {
    "100,000 nested divs": lambda: page("<div>" * 100_000 + BODY),
    "a million nested divs": lambda: page("<div>" * 1_000_000 + BODY),
    "100,000 nested spans": lambda: page("<span>" * 100_000 + BODY),
    "100,000 nested links": lambda: page('<a href="/x">' * 100_000 + BODY),
    "100,000 nested bold": lambda: page("<p>" + "<b>a" * 100_000 + BODY),
    "100,000 nested fonts": lambda: page("<p><font color=red>a" * 100_000 + BODY),
    "50,000 nested tables": lambda: page("<table><tr><td>a" * 50_000 + BODY),
    "50,000 nested lists": lambda: page("<ul><li>a" * 50_000 + BODY),
    "50,000 nested quotes": lambda: page("<blockquote><p>a" * 50_000 + BODY),
    "200 deep, 140 times": lambda: page(("<div>" * 200 + "words here" + "</div>" * 200) * 140 + BODY),
    "20 MB": lambda: page("<p>words of a page without end</p>" * 650_000),
    "paragraphs that fill it": lambda: page(full(BODY)),
    "more elements than are read": lambda: page(full("<p>Some words.</p>")),
    "19,000 short paragraphs": lambda: page(full("<p>Some words.</p>", 19_000)),
    "19,000 paragraphs that differ": lambda: page(
        "".join(f"<p>Word {n} of it, and more of them.</p>" for n in range(19_000))
    ),
    "19,000 paragraphs that are the text of another page": lambda: page(
        "".join(f"<p>{n} {SENTENCES[0][:30]}</p>" for n in range(9_000))
        + "".join(f"<div><a href=/{n}>{n} {SENTENCES[1][:30]}</a></div>" for n in range(6_000))
    ),
    "19,000 divs with text": lambda: page(full("<div>Some words.</div>", 19_000)),
    "9,000 paragraphs with links": lambda: page(full('<p>See <a href="/a">this story</a> and more.</p>', 9_000)),
    "9,000 list items with links": lambda: page(
        f"<ul>{full('<li><a href=/a>Another story of the harbour</a></li>', 9_000)}</ul>{BODY}"
    ),
    "9,000 cards": lambda: page(full("<div><a href=/story>Another story of the harbour</a></div>", 9_000) + BODY),
    "19,000 links": lambda: page(full('<a href="/a">a</a>', 19_000) + BODY),
    "links that fill it": lambda: page(full('<a href="/a">a</a>') + BODY),
    "19,000 headings": lambda: page(full("<h2>Next</h2>", 19_000) + BODY),
    "19,000 first headings": lambda: page(full("<h1>The next</h1>", 19_000) + BODY),
    "19,000 times": lambda: page(full("<time>2025-05-01</time>", 19_000) + BODY),
    "19,000 bylines": lambda: page(full("<p class=byline>By A</p>", 19_000) + BODY),
    "19,000 images": lambda: page(full("<img src=a>", 19_000) + BODY),
    "9,000 figures": lambda: page(full("<figure><figcaption>a</figcaption></figure>", 9_000) + BODY),
    "9,000 rows": lambda: page(f"<table>{full('<tr><td>a</td></tr>', 9_000)}</table>{BODY}"),
    "19,000 cells of a row": lambda: page(f"<table><tr>{full('<td>a</td>', 19_000)}</tr></table>{BODY}"),
    "19,000 breaks": lambda: page(full("word<br>", 19_000) + BODY),
    "a million breaks": lambda: page("<br>" * 1_000_000 + BODY),
    "19,000 double breaks in a paragraph": lambda: page(f"<p>{full('Some words.<br><br>', 9_000)}</p>"),
    "19,000 inline tags in a paragraph": lambda: page(f"<p>{full('<b>a</b> ', 19_000)}</p>{BODY}"),
    "19,000 spans in a paragraph": lambda: page(f"<p>{full('<span>a</span> ', 19_000)}</p>{BODY}"),
    "19,000 links in a paragraph": lambda: page(f"<p>{full('<a>a</a> ', 19_000)}</p>{BODY}"),
    "19,000 spans and no text": lambda: page(f"<p>{full('<span>a</span> ', 19_000)}</p>"),
    "19,000 links and no text": lambda: page(f"<p>{full('<a>a</a> ', 19_000)}</p>"),
    "19,000 bold words and no text": lambda: page(f"<p>{full('<b>a</b> ', 19_000)}</p>"),
    "19,000 inline tags in groups": lambda: page(f"<p>{full('<b>' + '<i>a</i> ' * 99 + '</b>', 280)}</p>{BODY}"),
    "one text of 10 MB": lambda: page(f"<p>{full('word ')}</p>"),
    "one word of 10 MB": lambda: page(f"<p>{full('w')}</p>{BODY}"),
    "sentences of 10 MB": lambda: page(f"<p>{full('It rained. ')}</p>"),
    "lines of 10 MB": lambda: page(f"<p>{full('It rained' + chr(10))}</p>"),
    "empty lines of 10 MB": lambda: page(f"<pre>{full('a' + chr(10) * 2)}</pre>{BODY}"),
    "space of 10 MB": lambda: page(f"<p>a{full(' ')}b</p>{BODY}"),
    "Chinese of 10 MB": lambda: page(f"<p>{full('港口大桥。')}</p>"),
    "emoji of 10 MB": lambda: page(f"<p>{full('😀')}</p>{BODY}"),
    "a million attributes": lambda: page(f"<p {' '.join(f'a{n}=1' for n in range(900_000))}>a</p>{BODY}"),
    "attributes in tags that fill it": lambda: page(
        f"<p {' '.join(f'a{n}=1' for n in range(1_000))}>a</p>" * (FULL // 7_000) + BODY
    ),
    "2,000 attributes a tag": lambda: page(f"<p {' '.join(f'a{n}=1' for n in range(2_000))}>a</p>" * 600 + BODY),
    "brackets in attributes": lambda: page("<p " + " ".join(f"a{n}='>'" for n in range(30_000)) + f">a</p>{BODY}"),
    "paragraphs without an end": lambda: page(full("<p>a") + BODY),
    "100,000 paragraphs without an end": lambda: page(full("<p>a", 400_000) + BODY),
    "tags that fill it": lambda: page(full("<br>a") + BODY),
    "a class of 9 MB": lambda: page(f'<div class="{full("a-")}">{BODY}</div>'),
    "a class of 4 million names": lambda: page(f'<div class="{full("a ", 4_000_000)}">{BODY}</div>'),
    "an id of 9 MB on the way to the text": lambda: page(f'<div id="{full("comment")}">{BODY}</div>'),
    "19,000 classes": lambda: page("".join(f"<p class='related-{n}'>Words here.</p>" for n in range(19_000)) + BODY),
    "a style of 9 MB": lambda: page(f'<div style="{full("a:b;")}">{BODY}</div>'),
    "a link of 9 MB": lambda: page(f'<p><a href="{full("/a")}">Words</a></p>{BODY}'),
    "19,000 meta elements": lambda: page(head=full("<meta name=a content=b>", 19_000)),
    "19,000 keywords": lambda: page(head=full("<meta property=article:tag content=b>", 19_000)),
    "19,000 authors": lambda: page(head=full('<meta name=author content="Ana Reis">', 19_000)),
    "19,000 dates": lambda: page(head=full('<meta name=date content="2025-05-01">', 19_000)),
    "19,000 canonical links": lambda: page(head=full("<link rel=canonical href=/a>", 19_000)),
    "19,000 scripts of linked data": lambda: page(
        head=full('<script type="application/ld+json">{"@type":"NewsArticle","headline":"A"}</script>', 19_000)
    ),
    "broken linked data of 9 MB": lambda: linked(full('{"a":[')),
    "linked data 100,000 deep": lambda: linked('{"a":' * 100_000 + "1" + "}" * 100_000),
    "lists 1,000,000 deep": lambda: linked("[" * 1_000_000 + "]" * 1_000_000),
    "900 deep, 1,000 times": lambda: linked(f"[{','.join(['[' * 900 + ']' * 900] * 1_000)}]"),
    "a string of 9 MB in linked data": lambda: linked(f'{{"@type":"NewsArticle","articleBody":"{full("word ")}"}}'),
    "quotes of 9 MB in linked data": lambda: linked(f'{{"@type":"NewsArticle","headline":{full(chr(34))}'),
    "300,000 articles in linked data": lambda: linked(
        f"[{full(chr(123) + chr(34) + '@type' + chr(34) + ':' + chr(34) + 'NewsArticle' + chr(34) + '},', 300_000)}1]"
    ),
    "300,000 authors in linked data": lambda: linked(
        json.dumps({"@type": "NewsArticle", "author": [{"name": f"Ana Reis {n}"} for n in range(200_000)]})
    ),
    "a number of 5,000,000 digits": lambda: linked(f'{{"@type":"NewsArticle","headline":{"9" * 5_000_000}}}'),
    "an open comment": lambda: page(f"<!-- {full('a - ')}"),
    "half comments": lambda: page(BODY + full("<!--")),
    "ends of comments": lambda: page(full("-->") + BODY),
    "CDATA": lambda: page(full("<![CDATA[") + BODY),
    "declarations": lambda: page(full("<!a") + BODY),
    "instructions": lambda: page(full("<?a") + BODY),
    "open brackets": lambda: page(full("<") + BODY),
    "open ends": lambda: page(full("</") + BODY),
    "open tags": lambda: page(full("<a ") + BODY),
    "an open quote": lambda: page(f'{BODY}<a href="{full("x")}'),
    "an open script": lambda: page(f"{BODY}<script>{full('var a; ')}"),
    "9 MB of script": lambda: page(f"<script>{full('{a:1},')}</script>{BODY}"),
    "9 MB of state in a script": lambda: page(f"<script>window.x={full('{a:[')}</script>{BODY}"),
    "references to characters": lambda: page(f"<p>{full('&amp;')}</p>{BODY}"),
    "references to control characters": lambda: page(f"<p>{full('&#1;')}</p>{BODY}"),
    "references without an end": lambda: page(f"<p>{full('&#x00000000')}</p>{BODY}"),
    "a reference of 9 MB": lambda: page(f"<p>&#{full('0')}1;</p>{BODY}"),
    "ampersands": lambda: page(f"<p>{full('&')}</p>{BODY}"),
    "an entity bomb": lambda: page("<p>&j;</p>" + BODY).replace(b"<!doctype html>", _entities().encode()),
    "NUL bytes": lambda: page().replace(b" ", b"\0 \0"),
    "nothing but NUL bytes": lambda: b"\0" * FULL,
    "NUL bytes that fill it": lambda: page(full("\0") + BODY),
    "references to NUL": lambda: page(full("&#0;") + BODY),
    "spaces that fill it": lambda: b" " * FULL,
    "noise": lambda: bytes(n * n * 31 % 251 for n in range(2_000_000)),
    "UTF-16 without a mark": lambda: page(BODY * 1_000).decode().encode("utf-16-le"),
    "UTF-16 that is declared and not": lambda: page(BODY * 1_000).replace(b"utf-8", b"utf-16"),
    "UTF-32": lambda: page(BODY * 1_000).decode().encode("utf-32"),
    "charsets mixed": lambda: page(full("é ", 900_000)) + "é".encode("latin-1") + "é".encode("utf-16-le"),
    "UTF-8 with one broken byte, full": lambda: page(full("<p>Déjà vu.</p>", 19_000)).replace(b"vu", b"v\xff", 1),
    "UTF-8 cut everywhere": lambda: page(full("é")).replace(b"\xc3\xa9", b"\xc3"),
    "a wrong charset": lambda: page(full("<p>Тихий вечер.</p>", 19_000)).replace(b"utf-8", b"big5"),
    "an unknown charset": lambda: page(BODY * 1_000).replace(b"utf-8", b"x" * 40) + b"\xff",
    "UTF-7": lambda: page().replace(b"utf-8", b"utf-7") + b"+ADw-script+AD4-\xff",
    "escapes of ISO 2022": lambda: page(full("\x1b$B") + BODY),
    "broken surrogates": lambda: page(f"<p>{SENTENCES[0]} \ud800 \udfff \udc00\ud800</p>" * 1_000),
    "references to surrogates": lambda: page(f"<p>{SENTENCES[0]} &#xD800; &#xDFFF; &#xFFFFFFFF;</p>" * 1_000),
    "right to left marks": lambda: page(f"<p>{full(chr(0x202E))}</p>{BODY}"),
    "frames": lambda: b"<html><frameset>" + b"<frame src=a>" * 19_000,
    "forms": lambda: page(full("<form><input name=a>", 9_000) + BODY),
    "selects": lambda: page("<select>" * 50_000 + BODY),
    "vector graphics": lambda: page("<svg>" * 50_000 + BODY),
    "templates": lambda: page("<template>" * 50_000 + BODY),
    "unknown elements": lambda: page("".join(f"<x{n}>a" for n in range(9_000)) + BODY),
    "an element's name of 9 MB": lambda: page(f"<{full('x')}>{BODY}"),
    "19,000 pagers": lambda: page(full('<a rel=next href="?page=2">2</a>', 19_000) + BODY),
    "19,000 properties": lambda: page(full("<span itemprop=author>A</span>", 19_000) + BODY),
    "6,000 articles": lambda: page(full(f"<article><h2>A</h2><p>{SENTENCES[0]}</p></article>", 6_000)),
    "900,000 marks in two orders": lambda: page(f"<p>a{full(MARKS, 450_000)}</p>{BODY}"),
    "marks in two orders, as references": lambda: page(f"<p>a{full('&#x316;&#x301;', 300_000)}</p>{BODY}"),
    "marks in two orders in an address": lambda: page(head=f'<link rel=canonical href="/{full("%CC%96%CC%81")}">'),
    "490 articles in one another": lambda: page("<article>" * 490 + full("<p>Some words.</p>", 2_000)),
    "95 articles in one another around 17,000 paragraphs": lambda: page(
        "<article>" * 95 + full("<p>Some words.</p>", 17_000)
    ),
    "9,000 boxes of as many classes": lambda: page(
        "".join(f'<div class="box{n}"><p>{SENTENCES[0][:40]}</p></div>' for n in range(9_000)) + BODY
    ),
    "mark-up in references in linked data": lambda: linked(
        json.dumps({"@type": "NewsArticle", "articleBody": "&lt;p&gt;words&amp;amp;" * 300_000})
    ),
    "a text in linked data that is just read": lambda: linked(
        json.dumps({"@type": "NewsArticle", "articleBody": f"{SENTENCES[0]}\n\n" * 4_900})
    ),
    "a word of 450,000 letters in a language that compounds": lambda: page(
        f"<p>{full('ab', 225_000)}</p>{BODY}"
    ).replace(b'lang="en"', b'lang="de"'),
    "a host of 900,000 letters": lambda: page(
        head=f'<link rel=canonical href="http://{full("é", 450_000)}.example/a">'
    ),
    "hidden": lambda: page(f'<div style="display:none">{full(BODY, 6_000)}</div>'),
}

PAGES: dict[str, Callable[[], bytes]] = {
    **SHAPES,
    **{
        f"{length:,} {name} in every statement": partial(statement, run * (length // len(run)))
        for name, run in STATED.items()
        for length in (19_000, *([200_000] if name in LONG else []))  # less than what is read of a statement, and more
    },
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page cost: why it was turned away or None, its article's text, seconds of CPU, and bytes of memory of the whole process."""

    reason: str | None
    text: str
    seconds: float
    memory: int


def cost(name: str) -> Cost:
    """Extract a page and return what that cost; for a process of its own, whose memory can be told."""
    html = PAGES[name]()
    began = time.process_time()
    reason, text = None, ""
    try:
        text = extract_article(html, "https://harbour.example/2025/05/bridge-repaired", hints=HINTS).text
    except RejectedPage as rejected:
        reason = rejected.reason
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Cost(reason, text, time.process_time() - began, peak)


def bomb(size: int = 5_000_000_000) -> bytes:
    """Return gzip of so many zero bytes."""
    member = gzip.compress(b"\0" * 50_000_000, 9)
    return member * (size // 50_000_000)

"""A folder of real pages, dealt out to outlets that publish them: what the benchmark and the long tests crawl.

The folder holds `gold.jsonl`, one object a page with at least `file` (a gzipped page, relative to the folder) and `outlet`.
Each page is kept as compressed pieces with slots between them. An article fills the slots with its own address and, when
a page comes round again, with a title and two paragraphs of its own; nothing is compressed again for an answer.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import struct
import zlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from crawler.sample.site import Answer
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
SPACING = timedelta(minutes=5)  # between two articles of an outlet
SECTIONS = ("politics", "world", "business", "sport", "culture")
FEED_LIMIT, HOME_LIMIT = 200, 30
_FIRST_ID = 100_000
# Letters, because texts that differ in digits alone count as one boilerplate text.
_LETTERS = str.maketrans("0123456789", "bdfgklmprt")

_UNSEEN = re.compile(rb"(?is)<script\b.*?</script\s*>|<style\b.*?</style\s*>|<!--.*?-->")
_JSON_LD = re.compile(rb"(?is)<script\b[^>]*\bld\+json\b[^>]*>(.*?)</script")
_HEADLINE = re.compile(rb'"headline"\s*:\s*"(?:[^"\\]|\\.)*(?=")')
_TAG = re.compile(rb"(?i)<(?:link|meta)\b[^>]*>")
_NAMES_URL = re.compile(rb"""(?i)\brel\s*=\s*["']?canonical\b|\b(?:property|name)\s*=\s*["']?og:url\b""")
_NAMES_TITLE = re.compile(rb"""(?i)\b(?:property|name)\s*=\s*["']?og:title\b""")
_VALUE = re.compile(rb"""(?is)\b(?:href|content)\s*=\s*(["']?)(.*?)\1(?=[\s>]|/>)""")
_TITLE = re.compile(rb"(?i)<title\b[^>]*>([^<]*)")
_H1 = re.compile(rb"(?is)<h1\b.*?(?=</h1\s*>)")
_PARAGRAPH = re.compile(rb"(?i)<p\b[^>]*>([^<]{80,})")
_WORD = re.compile(rb'[^\s"\\<>]{1,1000}(?=\s)')
_ARTICLE_PATH = re.compile(r"/news/\w+/[\w-]+-(\d{6,})\.html")


class CorpusError(BroadsheetError):
    """A corpus folder cannot be read; the message names the file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two slots, as deflate blocks that may follow any others.

    `crc` is CRC-32(piece) xor CRC-32(as many zeros). CRC-32 is affine: its running value after the piece is the one after
    the zeros xor `crc`, which spares unpacking the piece for the checksum of the whole.
    """

    deflated: bytes
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its pieces, what stands between each two of them (url, title, paragraph), and words of its own paragraphs."""

    pieces: tuple[Piece, ...]
    kinds: tuple[str, ...]
    words: tuple[bytes, ...]
    title: str
    content_type: str


class Entry(NamedTuple):
    """An article as an outlet lists it."""

    url: str
    title: str
    at: datetime


def cut(page: bytes) -> Page:
    """Cut a page at its addresses, its titles, and before its two longest paragraphs."""
    seen = _UNSEEN.sub(lambda match: b" " * len(match[0]), page)
    first_title = islice(_TITLE.finditer(seen), 1)  # the drawings in a page have titles too
    titles = _values(seen, _NAMES_TITLE) + [match.span(1) for match in first_title]
    title_ends = [end for _, end in titles] + [match.end() for match in _H1.finditer(seen)] + _headline_ends(page)
    paragraphs = sorted(_PARAGRAPH.finditer(seen), key=lambda match: len(match[1]))[-2:]
    slots = [(start, end, "url") for start, end in _values(seen, _NAMES_URL)]
    slots += [(end, end, "title") for end in title_ends]
    slots += [(match.start(), match.start(), "paragraph") for match in paragraphs]
    edges = [0, *(edge for slot in sorted(slots) for edge in slot[:2]), len(page)]
    return Page(
        tuple(_piece(page[start:end]) for start, end in zip(edges[::2], edges[1::2], strict=True)),
        tuple(kind for _, _, kind in sorted(slots)),
        tuple(word for match in paragraphs for word in _WORD.findall(match[1])),
        _plain(page[slice(*titles[0])]) if titles else "Untitled",
        "text/html; charset=utf-8" if _is_utf8(page) else "text/html",
    )


def _values(seen: bytes, names: re.Pattern[bytes]) -> list[tuple[int, int]]:
    tags = (tag for tag in _TAG.finditer(seen) if names.search(tag[0]))
    values = (_VALUE.search(seen, *tag.span()) for tag in tags)
    return [value.span(2) for value in values if value]


def _headline_ends(page: bytes) -> list[int]:
    blocks = (block.span(1) for block in _JSON_LD.finditer(page))
    return [match.end() for block in blocks for match in _HEADLINE.finditer(page, *block)]


def _plain(value: bytes) -> str:
    text = " ".join(html.unescape(value.decode("utf-8", "replace")).split())
    return "".join(filter(str.isprintable, text)) or "Untitled"


def _is_utf8(page: bytes) -> bool:
    try:
        page.decode()
    except UnicodeDecodeError:
        return False
    return True


def _piece(plain: bytes) -> Piece:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = deflate.compress(plain) + deflate.flush(zlib.Z_FULL_FLUSH)
    return Piece(deflated, len(plain), zlib.crc32(plain) ^ zlib.crc32(bytes(len(plain))))


def compose(page: Page, url: str, number: int | None) -> bytes:
    """Return the page at `url` as one gzip member (RFC 1952); `number` makes it another article, None leaves it as it is."""
    fillers = [*(_filler(page, kind, place, url, number) for place, kind in enumerate(page.kinds)), b""]
    parts, crc, size = [b"\x1f\x8b\x08\0\0\0\0\0\0\xff"], 0, 0
    for piece, filler in zip(page.pieces, fillers, strict=True):
        parts += (piece.deflated, struct.pack("<BHH", 0, len(filler), len(filler) ^ 0xFFFF), filler)  # a stored block
        crc = zlib.crc32(filler, zlib.crc32(bytes(piece.size), crc) ^ piece.crc)
        size += piece.size + len(filler)
    end = b"\x03\0" + struct.pack("<II", crc, size & 0xFFFFFFFF)  # an empty last block, then the trailer
    return b"".join((*parts, end))


def _filler(page: Page, kind: str, place: int, url: str, number: int | None) -> bytes:
    if kind == "url":
        return url.encode()
    if number is None:
        return b""
    if kind == "title":
        return _mark(number).encode()
    picks = hashlib.shake_128(f"{number} {place}".encode()).digest(min(40, len(page.words)))
    words = b" ".join(page.words[pick % len(page.words)] for pick in picks)
    return b"<p>" + words + _mark(number).encode() + b"</p>\n"


def _mark(number: int) -> str:
    return f" ({str(number).translate(_LETTERS)})"


class CorpusSite:
    """One outlet, which publishes its pages article by article, round after round.

    `number` is 1 for the first outlet; `round_` is above 0 where an earlier outlet has the same pages. The newest article
    published at the beginning has the time START, every later one SPACING more.
    """

    def __init__(self, number: int, pages: Sequence[Page], round_: int, published: int) -> None:
        """Publish the first articles."""
        self.host = f"outlet{number:02d}.example"
        self._number, self._pages, self._round = number, pages, round_
        self._first, self._published = START - SPACING * (published - 1), published
        self._listing = lru_cache(maxsize=16)(self._render)

    def publish(self, count: int) -> None:
        """Publish so many more articles."""
        self._published += count

    def answer(self, path: str) -> Answer | None:
        """Return an article or a listing as it is now; articles come as gzip."""
        match = _ARTICLE_PATH.fullmatch(path)
        if not match:
            return self._listing(path, self._published)
        index = int(match[1]) - _FIRST_ID
        entry = self._entry(index)
        if not 0 <= index < self._published or entry.url != f"http://{self.host}{path}":
            return None
        page = self._pages[index % len(self._pages)]
        body = compose(page, entry.url, self._copy(index))
        return Answer(body, page.content_type, 200, (("Content-Encoding", "gzip"),), entry.at)

    def _copy(self, index: int) -> int | None:
        return self._number * 10_000 + index if self._round or index >= len(self._pages) else None

    def _entry(self, index: int) -> Entry:
        title, copy = self._pages[index % len(self._pages)].title, self._copy(index)
        slug = "-".join(re.findall(r"[a-z0-9]+", title.lower())[:6]) or "article"
        url = f"http://{self.host}/news/{SECTIONS[index % len(SECTIONS)]}/{slug}-{_FIRST_ID + index}.html"
        return Entry(url, title + (_mark(copy) if copy else ""), self._first + SPACING * index)

    def _render(self, path: str, published: int) -> Answer | None:
        entries = [self._entry(index) for index in reversed(range(published))]
        changed_at = entries[0].at if entries else None
        if path == "/robots.txt":
            text = f"User-agent: *\nAllow: /\n\nSitemap: http://{self.host}/news-sitemap.xml\n"
            return Answer(text.encode(), "text/plain; charset=utf-8")
        if path == "/feed.xml":
            return Answer(
                feed(self.host, entries[:FEED_LIMIT]), "application/rss+xml; charset=utf-8", changed_at=changed_at
            )
        if path == "/news-sitemap.xml":
            return Answer(news_sitemap(entries), "application/xml; charset=utf-8", changed_at=changed_at)
        if path == "/":
            return Answer(link_page(self.host, entries[:HOME_LIMIT]), changed_at=changed_at)
        section = path.strip("/")
        if path != f"/{section}/" or section not in SECTIONS:
            return None
        entries = [entry for entry in entries if f"/news/{section}/" in entry.url]
        return Answer(link_page(self.host, entries), changed_at=changed_at)


def feed(host: str, entries: Sequence[Entry]) -> bytes:
    """Return an RSS 2.0 feed of these articles."""
    items = "".join(
        f'<item><title>{escape(entry.title)}</title><link>{entry.url}</link><guid isPermaLink="true">{entry.url}</guid>'
        f"<pubDate>{format_datetime(entry.at, usegmt=True)}</pubDate></item>\n"
        for entry in entries
    )
    channel = f"<title>{host}</title><link>http://{host}/</link><description>News of {host}</description>"
    return f'<?xml version="1.0"?>\n<rss version="2.0"><channel>{channel}\n{items}</channel></rss>\n'.encode()


def news_sitemap(entries: Sequence[Entry]) -> bytes:
    """Return a sitemap of these articles with their titles and times in Google's news extension."""
    urls = "".join(
        f"<url><loc>{entry.url}</loc><news:news><news:publication_date>{entry.at:%Y-%m-%dT%H:%M:%SZ}</news:publication_date>"
        f"<news:title>{escape(entry.title)}</news:title></news:news></url>\n"
        for entry in entries
    )
    schemas = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap-news/0.9"
    opening = '<?xml version="1.0"?>\n<urlset xmlns="{}" xmlns:news="{}">\n'.format(*schemas)
    return f"{opening}{urls}</urlset>\n".encode()


def link_page(host: str, entries: Sequence[Entry]) -> bytes:
    """Return the home page or a section: the feed, the sections, and a link to each of these articles."""
    nav = "".join(f'<li><a href="/{section}/">{section.title()}</a></li>' for section in SECTIONS)
    links = "".join(f'<h2><a href="{entry.url}">{escape(entry.title)}</a></h2>\n' for entry in entries)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{host}</title>'
        '<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
        f"<body><nav><ul>{nav}</ul></nav><main>\n{links}</main></body></html>\n"
    ).encode()


def read_pages(folder: Path) -> dict[str, list[Page]]:
    """Return the pages of a corpus folder by outlet. Raise CorpusError that names the file which cannot be read."""
    gold, pages = folder / "gold.jsonl", defaultdict(list)
    try:
        lines = gold.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{gold}: cannot be read as text: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            outlet, file = str(row["outlet"]), folder / row["file"]
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{gold}, line {number}: not an object with `outlet` and `file`") from error
        try:
            pages[outlet].append(cut(gzip.decompress(file.read_bytes())))
        except (OSError, EOFError, zlib.error) as error:
            raise CorpusError(f"{file}: not a gzipped page: {error} ({gold}, line {number})") from error
    if not pages:
        raise CorpusError(f"{gold}: names no page")
    return pages


def corpus_sites(folder: Path, outlets: int, articles: int) -> tuple[CorpusSite, ...]:
    """Deal a corpus folder's pages out to so many outlets, each with `articles` published; raise CorpusError as `read_pages`.

    An outlet plays one outlet of the corpus where enough of those have that many pages; else all pages are dealt out in
    turn, and come again with another title and two more paragraphs where they do not suffice.
    """
    groups = sorted(read_pages(folder).values(), key=len, reverse=True)
    every = [page for group in groups for page in group]
    hands = groups[:outlets]
    if sum(len(group) >= articles for group in groups) < outlets:
        hands = [every[place::outlets] or [every[place % len(every)]] for place in range(outlets)]
    rounds = (place // len(every) for place in range(outlets))
    return tuple(
        CorpusSite(number, *dealt, articles) for number, dealt in enumerate(zip(hands, rounds, strict=True), 1)
    )

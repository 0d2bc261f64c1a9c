"""Sitemaps as a back-fill walks them: every child of an index, every link of the largest file, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.discovery.content import PIECE, decoded, unpacked_pieces, without_torn_end, xml_bytes
from crawler.discovery.dates import read_moment
from crawler.discovery.reading import UnreadableSource
from crawler.discovery.sitemaps import (
    MOST_ENTRIES,
    MOST_INSIDE,
    address_of,
    has_long_tag,
    is_called,
    link_of,
    read_text_sitemap,
    values_of,
)
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from db.records import FoundLink

_MENDED = (
    4_000_000  # bytes; what is broken in a file up to this size is made good first, which takes several copies of it
)
_ROOTS = (b"urlset", b"sitemapindex")


@dataclass(frozen=True, slots=True)
class SitemapChild:
    """A sitemap that an index names, and when that says it last changed."""

    url: str
    changed_at: datetime | None = None


def walk_sitemap(body: bytes, url: str, encoding: str | None = None) -> Iterator[SitemapChild | FoundLink]:
    """Yield what a sitemap or an index names, gzip or not, once it is read; of a torn one what is whole.

    Of more than 50 MB unpacked or 50,000 entries, the limits of the protocol, the rest is left out. Raises UnreadableSource where it is no
    sitemap, or too_large.
    """
    pieces = unpacked_pieces(body)
    head, rest = _up_to(pieces, _MENDED)
    if not head.strip():
        raise UnreadableSource("empty", url)
    whole = next(rest, None)
    if whole is None and b"<" not in head[:1000]:
        yield from read_text_sitemap(decoded(head, encoding), url).links
        return
    if whole is None:
        text = without_torn_end(decoded(head, encoding), "url", "sitemap")
        source: Iterable[bytes] = (xml_bytes(text),)
    else:
        source = chain((head, whole), rest)
    found = False
    for found_one in _named(source, url):
        found = True
        yield found_one
    if not found and not any(root in head for root in _ROOTS):
        raise UnreadableSource("not_a_sitemap", url)


def _named(pieces: Iterable[bytes], url: str) -> Iterator[SitemapChild | FoundLink]:
    own = identity(url)
    for element in islice(_elements(pieces, url), MOST_ENTRIES):
        values = values_of(element)
        address = address_of(values, url)
        if address is None:
            continue
        if not is_called(element, "sitemap"):
            yield link_of(address, values)
        elif identity(address) != own:
            yield SitemapChild(address, read_moment(values.get("lastmod")))


def _elements(pieces: Iterable[bytes], url: str) -> Iterator[etree._Element]:
    """Yield each whole `url` and `sitemap` element, and free it."""
    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    inside, last = 0, b""
    for piece in pieces:
        if has_long_tag(last + piece):
            raise UnreadableSource("too_large", url)
        last = piece[-PIECE:]
        for start in range(0, len(piece), PIECE):
            parser.feed(piece[start : start + PIECE])
            for _, element in parser.read_events():
                inside += 1
                if inside > MOST_INSIDE:
                    raise UnreadableSource("too_large", url)
                if is_called(element, "url") or is_called(element, "sitemap"):
                    inside = 0
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]


def _up_to(pieces: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the beginning, of at least so many bytes where there are so many, and the rest."""
    head = bytearray()
    for piece in pieces:
        head += piece
        if len(head) >= size:
            break
    return bytes(head), pieces

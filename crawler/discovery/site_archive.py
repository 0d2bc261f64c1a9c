"""Sitemaps as a back-fill walks them: every child of an index, every link of the largest file, in bounded memory."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.discovery.content import MOST_BYTES, decoded, without_torn_end, xml_bytes
from crawler.discovery.dates import read_moment
from crawler.discovery.reading import UnreadableSource
from crawler.discovery.sitemaps import MOST_ENTRIES, MOST_INSIDE, address_of, is_called, link_of, read_text_sitemap, values_of
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from db.records import FoundLink

_PIECE = 65_536  # bytes
_MENDED = (
    4_000_000  # bytes; what is broken in a file up to this size is made good first, which takes several copies of it
)
_ROOTS = (b"urlset", b"sitemapindex")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class SitemapChild:
    """A sitemap that an index names, and when that says it last changed."""

    url: str
    changed_at: datetime | None = None


def walk_sitemap(body: bytes, url: str, encoding: str | None = None) -> Iterator[SitemapChild | FoundLink]:
    """Yield what a sitemap or an index names, gzip or not, once it is read; of a torn one what is whole.

    Of more than 50 MB unpacked or 50,000 entries, the limits of the protocol, the rest is left out. Raises UnreadableSource where it is no sitemap.
    """
    pieces = _unpacked(body)
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
    inside = 0
    for piece in pieces:
        for start in range(0, len(piece), _PIECE):
            parser.feed(piece[start : start + _PIECE])
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


def _unpacked(body: bytes) -> Iterator[bytes]:
    """Yield a body piece by piece without gzip, also where it was packed twice, up to the bound; of a torn one what there is."""
    pieces: Iterator[bytes] = iter(partial(BytesIO(body).read, _PIECE), b"")
    for _ in range(2):
        head = next(pieces, b"")
        pieces = chain((head,), pieces) if head else iter(())
        if head.startswith(_GZIP):
            pieces = _gunzipped(pieces)
    left = MOST_BYTES
    for piece in pieces:
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    member = zlib.decompressobj(wbits=31)
    for packed in pieces:
        rest = packed
        while rest:
            try:
                out = member.decompress(rest, _PIECE)
            except zlib.error:
                return
            rest = member.unconsumed_tail or member.unused_data
            if member.eof:
                member = zlib.decompressobj(wbits=31)
            if out:
                yield out


def _up_to(pieces: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the beginning, of at least so many bytes where there are so many, and the rest."""
    head = bytearray()
    for piece in pieces:
        head += piece
        if len(head) >= size:
            break
    return bytes(head), pieces

"""Sitemaps, news sitemaps and their indexes (sitemaps.org, protocol 0.9; Google News), by element names alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.discovery.content import without_torn_end, xml_bytes
from crawler.discovery.dates import read_date, read_moment
from crawler.discovery.feeds import plain
from crawler.discovery.path_words import KINDS, LISTS, SERVICES
from crawler.discovery.reading import FoundSource, Reading, UnreadableSource, unique, written_address
from db.records import FoundLink, SourceKind
from pipelines.urls import identity, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 50_000  # by the protocol
MOST_INSIDE = (
    10_000  # elements between the ends of two entries, each of which costs memory; an entry may name 1,000 images
)
MOST_CHILDREN = 5  # of an index: the newest hold what is new, and each costs a request

_LONG_TAG = re.compile(rb"<[^<]{8000,}")  # with the text behind it; no value may hold a bracket
_MOST_ATTRIBUTES = 1_000  # of a tag: time grows with their square
_NEWS = re.compile(r"news(?!letter|paper|room)", re.IGNORECASE)
_DATED = re.compile(r"(?:19|20)\d\d")
_MEDIA = {"image", "images", "media", "static", "misc", "homepage"}
_NEVER = datetime.min.replace(tzinfo=UTC)


def read_sitemap(text: str, url: str) -> Reading:
    """Return the links of a sitemap or the best children of an index; raises UnreadableSource where it is neither."""
    links: list[FoundLink] = []
    children: list[tuple[str, datetime | None]] = []
    has_news = False
    for element in islice(_entries(text, url), MOST_ENTRIES):
        values = values_of(element)
        address = address_of(values, url)
        if address is None:
            continue
        if is_called(element, "sitemap"):
            children.append((address, read_moment(values.get("lastmod"))))
        else:
            has_news = has_news or "news" in values
            links.append(link_of(address, values))
    kind = SourceKind.NEWS_SITEMAP if has_news else SourceKind.SITEMAP
    return Reading(kind, unique(links), _best(children, url))


def read_text_sitemap(text: str, url: str) -> Reading:
    """Return the addresses of a sitemap that is plain text, one a line; raises UnreadableSource where it is none."""
    lines = text.split()
    addresses = [
        known
        for line in lines[:MOST_ENTRIES]
        if line.startswith(("http://", "https://")) and (known := normalise(line))
    ]
    if not addresses or len(addresses) < len(lines[:MOST_ENTRIES]):
        raise UnreadableSource("not_a_sitemap", url)
    return Reading(SourceKind.SITEMAP, unique(FoundLink(address) for address in addresses))


def sitemap_kind(url: str) -> SourceKind:
    """Return what an address of a sitemap promises; what it is, its content says."""
    path = url.partition("://")[2].partition("/")[2]
    return SourceKind.NEWS_SITEMAP if _NEWS.search(path) else SourceKind.SITEMAP


def _entries(text: str, url: str) -> Iterator[etree._Element]:
    """Yield each `url` and `sitemap` element once it is whole, and free it: the largest hold 50,000."""
    markup = xml_bytes(without_torn_end(text, "url", "sitemap"))
    if has_long_tag(markup):
        raise UnreadableSource("too_large", url)
    events = etree.iterparse(
        BytesIO(markup),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    inside = 0
    for _, element in events:
        inside += 1
        if inside > MOST_INSIDE:
            raise UnreadableSource("too_large", url)
        if is_called(element, "url") or is_called(element, "sitemap"):
            inside = 0
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def has_long_tag(markup: bytes) -> bool:
    """Say whether a tag of a sitemap may have more attributes than cost nothing; text, however long, is none."""
    return any(found.group().count(b"=") > _MOST_ATTRIBUTES for found in _LONG_TAG.finditer(markup))


def is_called(element: etree._Element, name: str) -> bool:
    """Say whether an element has a name, in whatever namespace."""
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2].rpartition(":")[2] == name


def values_of(element: etree._Element) -> dict[str, str]:
    """Return what an entry says by local names: its own children, and those of its `news` child."""
    values: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        name = child.tag.rpartition("}")[2].rpartition(":")[2]
        values.setdefault(name, (child.text or "").strip())
        if name == "news":
            values |= {
                grandchild.tag.rpartition("}")[2].rpartition(":")[2]: (grandchild.text or "").strip()
                for grandchild in child.iterchildren(etree.Element)
            }
    return values


def address_of(values: dict[str, str], url: str) -> str | None:
    """Return the address that an entry of the sitemap at `url` gives; None where it gives none."""
    return normalise(written_address(values["loc"]), url) if values.get("loc") else None


def link_of(address: str, values: dict[str, str]) -> FoundLink:
    """Return the link of a `url` element that says these values."""
    title = plain(values.get("title")) if "news" in values else None
    return FoundLink(address, title, read_date(values.get("publication_date")), read_moment(values.get("lastmod")))


def _best(children: list[tuple[str, datetime | None]], url: str) -> tuple[FoundSource, ...]:
    """Return the children that hold new articles: news first, then the newest; lists of tags and pictures last."""
    own = identity(url)
    addresses = {identity(address): (address, moment) for address, moment in children if identity(address) != own}
    ranked = sorted(addresses.values(), key=lambda child: _rank(*child), reverse=True)
    return tuple(FoundSource(sitemap_kind(address), address) for address, _ in ranked[:MOST_CHILDREN])


def _rank(address: str, moment: datetime | None) -> tuple[bool, bool, datetime, list[int]]:
    """Return what sorts an index: where no `lastmod` is given, the dates in the names of the files decide."""
    path = address.partition("://")[2].partition("/")[2]
    words = set(re.split(r"[^a-z]+", path.lower())) - {"sitemap", "index", "page", "archive", "post", "posts"}
    holds_articles = words.isdisjoint(LISTS | SERVICES | KINDS | _MEDIA)
    numbers = [int(number) for number in re.findall(r"\d+", path)] if _DATED.search(path) else []
    return sitemap_kind(address) is SourceKind.NEWS_SITEMAP, holds_articles, moment or _NEVER, numbers

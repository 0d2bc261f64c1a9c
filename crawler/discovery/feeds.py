"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed; read by element names alone, since feeds mix and forget namespaces."""

from __future__ import annotations

import json
import math
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree
from lxml.html import fromstring

from crawler.discovery.content import without_torn_end, xml_root
from crawler.discovery.dates import read_date, read_moment
from crawler.discovery.reading import Reading, UnreadableSource, unique, written_address
from db.records import FoundLink, SourceKind
from pipelines.parse import has_crowded_tags
from pipelines.urls import identity, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRIES = ("item", "entry")
_PUBLISHED = ("pubdate", "published", "issued", "date", "datepublished", "created")
_UPDATED = ("updated", "modified", "lastmod", "datemodified")
_MOST_ENTRIES = 5_000  # a feed is of the newest, not an archive
_MOST_TAGS = 500_000  # opening brackets, each of which may become 150 bytes of memory
_LONGEST_TITLE = 5_000  # characters that are read of one
_PAGE_TYPES = {"", "text/html", "application/xhtml+xml"}


def read_feed(text: str, url: str) -> Reading:
    """Return the links of an RSS or Atom feed in their order; raises UnreadableSource where it is none."""
    if text.count("<") > _MOST_TAGS or has_crowded_tags(text.encode("utf-8", "replace"), math.inf):
        raise UnreadableSource("too_large", url)
    root = xml_root(without_torn_end(text, *_ENTRIES), url)
    if root is None:
        raise UnreadableSource("not_a_feed", url)
    base = _home_of(root, url)
    pages = frozenset((identity(url), identity(base)))
    named = (element for element in root.iter(etree.Element) if _name(element) in _ENTRIES)
    entries = (_read_entry(element, base, pages) for element in islice(named, _MOST_ENTRIES))
    return Reading(SourceKind.FEED, unique(link for link in entries if link is not None))


def read_json_feed(text: str, url: str) -> Reading:
    """Return the links of a JSON Feed in their order; raises UnreadableSource where it is none."""
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        feed = None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise UnreadableSource("not_a_feed", url)
    home = normalise(_string(feed, "home_page_url"), url) or url
    pages = frozenset((identity(url), identity(home)))
    entries = (_read_json_item(item, home, pages) for item in feed["items"][:_MOST_ENTRIES] if isinstance(item, dict))
    return Reading(SourceKind.FEED, unique(link for link in entries if link is not None))


def plain(text: str | None) -> str | None:
    """Return a title without markup and doubled spaces; None where nothing is left. Feeds escape titles once or twice."""
    text = " ".join((text or "")[:_LONGEST_TITLE].split())
    if text and ("&" in text or "<" in text):
        text = " ".join(fromstring(f"<div>{text}</div>").text_content().split())
    return text or None


def _home_of(root: etree._Element, url: str) -> str:
    """Return what relative links mean: the channel's own page, where an RSS feed names it."""
    for element in root.iter(etree.Element):
        if _name(element) in _ENTRIES:
            break
        if _name(element) == "link" and _text(element):
            return normalise(_text(element), url) or url
    return url


def _read_entry(entry: etree._Element, base: str, pages: frozenset[str]) -> FoundLink | None:
    """Return what an entry says; None where it leads nowhere but to `pages`, the identities of the feed and its home page."""
    children = [(_name(child), child) for child in entry.iterchildren(etree.Element)]
    address = _address(entry, children, base, pages)
    if address is None:  # where markup was left open, what follows it has become its child
        children = [(_name(child), child) for child in entry.iterdescendants(etree.Element)]
        address = _address(entry, children, base, pages)
    if address is None:
        return None
    texts = {name: _text(child) for name, child in reversed(children) if _text(child)}  # the first of a name counts
    updated = [moment for name in _UPDATED if (moment := read_moment(texts.get(name)))]
    published = next((found for name in _PUBLISHED if (found := read_date(texts.get(name)))), None)
    return FoundLink(address, _title(entry, children), published, max(updated, default=None))


def _address(
    entry: etree._Element, children: list[tuple[str, etree._Element]], base: str, pages: frozenset[str]
) -> str | None:
    found = (known for address in _addresses(entry, children, base) if (known := normalise(address)))
    return next((address for address in found if identity(address) not in pages), None)


def _addresses(entry: etree._Element, children: list[tuple[str, etree._Element]], base: str) -> Iterator[str]:
    """Yield an entry's addresses, the best first: the one behind a feed proxy, its links, its permanent id."""
    yield from (_text(child) for name, child in children if name == "origlink")
    links = [child for name, child in children if name == "link" and _is_alternate(child)]
    for link in sorted(links, key=lambda link: _type(link) not in _PAGE_TYPES):
        inner = (child.get("href") or "" for child in link.iterdescendants(etree.Element))  # <link><a href="https://…">
        address = (
            link.get("href") or _text(link) or (link.tail or "").strip() or next(inner, "")
        )  # the tail: <link/>https://…
        yield _resolved(address, link, base)
    for name, child in children:
        if _is_permalink(name, child) and _text(child).startswith(("http://", "https://", "/")):
            yield _resolved(_text(child), child, base)
    yield from (value for key, value in entry.attrib.items() if key.endswith("}about"))


def _is_alternate(link: etree._Element) -> bool:
    return (link.get("rel") or "alternate").strip().lower().rpartition("/")[2] == "alternate"


def _is_permalink(name: str, element: etree._Element) -> bool:
    says_no = any(
        key.lower() == "ispermalink" and value.strip().lower() == "false" for key, value in element.attrib.items()
    )
    return name == "id" or (name == "guid" and not says_no)


def _type(link: etree._Element) -> str:
    return (link.get("type") or "").partition(";")[0].strip().lower()


def _resolved(address: str, element: etree._Element, base: str) -> str:
    """Return an address made absolute: against xml:base where the feed sets it (RFC 4287, 2), else against `base`."""
    address = written_address(address)
    if not address:
        return ""
    own = element.base  # the document's address, where no xml:base is set
    try:
        return urljoin(base if own in (None, element.getroottree().docinfo.URL) else urljoin(base, own), address)
    except ValueError:
        return ""


def _title(entry: etree._Element, children: list[tuple[str, etree._Element]]) -> str | None:
    """Return an entry's own title, before those of other vocabularies (a podcast's, never a picture's)."""
    titles = [child for name, child in children if name == "title" and _prefix(child) != "media"]
    own = next((child for child in titles if _prefix(child) == _prefix(entry)), titles[0] if titles else None)
    return plain("".join(own.itertext())) if own is not None else None


def _prefix(element: etree._Element) -> str:
    """Return an element's prefix, declared or not."""
    return element.prefix or str(element.tag).rpartition("}")[2].rpartition(":")[0]


def _read_json_item(item: dict[str, object], home: str, pages: frozenset[str]) -> FoundLink | None:
    found = (known for key in ("url", "id", "external_url") if (known := _json_address(item, key, home)))
    address = next((address for address in found if identity(address) not in pages), None)
    if address is None:
        return None
    published, changed = read_date(_string(item, "date_published")), read_moment(_string(item, "date_modified"))
    return FoundLink(address, plain(_string(item, "title")), published, changed)


def _json_address(item: dict[str, object], key: str, home: str) -> str | None:
    address = _string(item, key)
    if not address or (key == "id" and not address.startswith(("http://", "https://"))):
        return None
    return normalise(written_address(address), home)


def _string(values: dict[str, object], key: str) -> str:
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace, declared or not, in lower case."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()

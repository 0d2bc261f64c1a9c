"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed; read by element names alone, since feeds mix and forget namespaces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree
from lxml.html import fromstring

from crawler.discovery.content import without_torn_end, xml_root
from crawler.discovery.dates import read_date, read_moment
from crawler.discovery.reading import Reading, UnreadableSource, unique
from db.records import FoundLink, SourceKind
from pipelines.urls import identity, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRIES = ("item", "entry")
_PUBLISHED = ("pubdate", "published", "issued", "date", "datepublished", "created")
_UPDATED = ("updated", "modified", "lastmod", "datemodified")
_PAGE_TYPES = {"", "text/html", "application/xhtml+xml"}


def read_feed(text: str, url: str) -> Reading:
    """Return the links of an RSS or Atom feed in their order; raises UnreadableSource where it is none."""
    root = xml_root(without_torn_end(text, *_ENTRIES), url)
    if root is None:
        raise UnreadableSource("not_a_feed", url)
    base = _home_of(root, url)
    entries = (_read_entry(element, base) for element in root.iter(etree.Element) if _name(element) in _ENTRIES)
    return Reading(SourceKind.FEED, _articles(entries, {url, base}))


def read_json_feed(text: str, url: str) -> Reading:
    """Return the links of a JSON Feed in their order; raises UnreadableSource where it is none."""
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        feed = None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise UnreadableSource("not_a_feed", url)
    home = normalise(_string(feed, "home_page_url"), url) or url
    entries = (_read_json_item(item, home) for item in feed["items"] if isinstance(item, dict))
    return Reading(SourceKind.FEED, _articles(entries, {url, home}))


def plain(text: str | None) -> str | None:
    """Return a title without markup and doubled spaces; None where nothing is left. Feeds escape titles once or twice."""
    text = " ".join((text or "").split())
    if text and ("&" in text or "<" in text):
        text = " ".join(fromstring(f"<div>{text}</div>").text_content().split())
    return text or None


def _articles(entries: Iterator[FoundLink | None], pages: set[str]) -> tuple[FoundLink, ...]:
    """Return the links that are there, without those back to the feed or its home page."""
    known = {identity(page) for page in pages}
    return unique(link for link in entries if link is not None and identity(link.url) not in known)


def _home_of(root: etree._Element, url: str) -> str:
    """Return what relative links mean: the channel's own page, where an RSS feed names it."""
    for element in root.iter(etree.Element):
        if _name(element) in _ENTRIES:
            break
        if _name(element) == "link" and _text(element):
            return normalise(_text(element), url) or url
    return url


def _read_entry(entry: etree._Element, base: str) -> FoundLink | None:
    children = [(_name(child), child) for child in entry.iterchildren(etree.Element)]
    address = _address(entry, children, base)
    if address is None:  # where markup was left open, what follows it has become its child
        children = [(_name(child), child) for child in entry.iterdescendants(etree.Element)]
        address = _address(entry, children, base)
    if address is None:
        return None
    texts = {name: _text(child) for name, child in reversed(children) if _text(child)}  # the first of a name counts
    updated = [moment for name in _UPDATED if (moment := read_moment(texts.get(name)))]
    published = next((found for name in _PUBLISHED if (found := read_date(texts.get(name)))), None)
    title = next((child for name, child in children if name == "title" and child.prefix != "media"), None)
    return FoundLink(address, _title(title), published, max(updated, default=None))


def _address(entry: etree._Element, children: list[tuple[str, etree._Element]], base: str) -> str | None:
    return next((known for address in _addresses(entry, children, base) if (known := normalise(address))), None)


def _addresses(entry: etree._Element, children: list[tuple[str, etree._Element]], base: str) -> Iterator[str]:
    """Yield an entry's addresses, the best first: the one behind a feed proxy, its links, its permanent id."""
    yield from (_text(child) for name, child in children if name == "origlink")
    links = [child for name, child in children if name == "link" and _is_alternate(child)]
    for link in sorted(links, key=lambda link: (link.get("type") or "") not in _PAGE_TYPES):
        address = link.get("href") or _text(link) or (link.tail or "").strip()  # the tail: <link/>https://…
        yield _resolved(address, link, base)
    for name, child in children:
        is_permalink = name == "id" or (
            name == "guid" and (child.get("isPermaLink") or "true").strip().lower() != "false"
        )
        if is_permalink and _text(child).startswith(("http://", "https://", "/")):
            yield _resolved(_text(child), child, base)
    yield from (value for key, value in entry.attrib.items() if key.endswith("}about"))


def _is_alternate(link: etree._Element) -> bool:
    return (link.get("rel") or "alternate").rpartition("/")[2] == "alternate"


def _resolved(address: str, element: etree._Element, base: str) -> str:
    """Return an address made absolute: against xml:base where the feed sets it (RFC 4287, 2), else against `base`."""
    if not address:
        return ""
    own = element.base  # the document's address, where no xml:base is set
    try:
        return urljoin(base if own in (None, element.getroottree().docinfo.URL) else urljoin(base, own), address)
    except ValueError:
        return ""


def _title(element: etree._Element | None) -> str | None:
    return plain("".join(element.itertext())) if element is not None else None


def _read_json_item(item: dict[str, object], home: str) -> FoundLink | None:
    address = next((known for key in ("url", "id", "external_url") if (known := _json_address(item, key, home))), None)
    if address is None:
        return None
    published, changed = read_date(_string(item, "date_published")), read_moment(_string(item, "date_modified"))
    return FoundLink(address, plain(_string(item, "title")), published, changed)


def _json_address(item: dict[str, object], key: str, home: str) -> str | None:
    address = _string(item, key)
    if not address or (key == "id" and not address.startswith(("http://", "https://"))):
        return None
    return normalise(address, home)


def _string(values: dict[str, object], key: str) -> str:
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace, declared or not, in lower case."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()

"""HTML pages as discovery sees them: their links, each with its text and where on the page it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree, html

from crawler.discovery.labels import Labels
from crawler.discovery.reading import UnreadableSource
from pipelines.parse import has_crowded_tags
from pipelines.urls import identity, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSEEN = ("script", "style", "svg", "noscript", "template", "iframe")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MENU_TAGS = {"nav", "footer"}
_MENU_ROLES = {"navigation", "contentinfo", "banner", "menu", "menubar"}
_MENU_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|footer|breadcrumbs?|social|share)(?=$|[\s_-])"
)
_WHOLE_PAGE = {"html", "body", "main", "article", "h1", "h2", "h3", "h4"}  # their classes say nothing of a menu
_CARD_LEVELS = 3  # how far above a link without text its card's heading is looked for
_NOT_HTML = re.compile("[\x00\x0b\x0c]")
# Of 174 real article pages the one with the most links has 609, the one with the most tags 4,000.
MOST_LINKS = 3_000
_MOST_TAGS = 100_000
_MOST_BYTES = 10_000_000
_MOST_TEXTS, _LONGEST_TEXT = 200, 1_000  # of a link: pieces, and characters; a teaser has fewer
_LONGEST_NAME = 2_000  # characters of class and id


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of a page, all its places taken together: its best text, whether that is a heading, whether any or all are menus, and
    whether one is labelled as paid for.

    `key` is the address's identity.
    """

    url: str
    key: str
    text: str
    is_heading: bool
    in_menu: bool
    is_menu: bool
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page and the address that its relative links are resolved against."""

    root: html.HtmlElement
    base: str


def parse_page(text: str, url: str) -> Page | None:
    """Parse a page without what nobody sees; None where it holds no element.

    Raises UnreadableSource: too_large, for more bytes, tags or attributes than any list of articles has.
    """
    markup = _NOT_HTML.sub(" ", text).encode("utf-8", "replace")
    if len(markup) > _MOST_BYTES or markup.count(b"<") > _MOST_TAGS or has_crowded_tags(markup):
        raise UnreadableSource("too_large", url)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(markup, parser=parser)
    except etree.ParserError:
        return None
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    base = root.find(".//base[@href]")
    declared = normalise(base.get("href"), url) if base is not None else None
    return Page(root, declared or url)


def anchors(page: Page) -> tuple[Anchor, ...]:
    """Return the links of a page in their order, each article once."""
    merged: dict[str, Anchor] = {}
    for anchor in _places(page):
        merged[anchor.key] = _merged(merged[anchor.key], anchor) if anchor.key in merged else anchor
    return tuple(merged.values())


def _places(page: Page) -> Iterator[Anchor]:
    addresses: dict[str, tuple[str, str] | None] = {}  # most links stand on a page more than once
    menus: dict[html.HtmlElement, bool] = {}
    cards, labels = _Cards(), Labels()
    for element in islice(page.root.iter("a"), MOST_LINKS):
        href = (element.get("href") or "").strip()
        if not href or href.startswith("#"):
            continue
        if href not in addresses:
            url = normalise(href, page.base)
            addresses[href] = (url, identity(url)) if url else None
        known = addresses[href]
        if known is not None:
            text, is_heading = _text(element, cards)
            in_menu = _is_menu(element, menus)
            yield Anchor(*known, text, is_heading, in_menu, in_menu, labels.is_paid(element))


def _merged(one: Anchor, other: Anchor) -> Anchor:
    best = max(one, other, key=lambda anchor: (anchor.is_heading, len(anchor.text)))
    in_menu, is_menu = one.in_menu or other.in_menu, one.is_menu and other.is_menu
    return Anchor(one.url, one.key, best.text, best.is_heading, in_menu, is_menu, one.is_paid or other.is_paid)


def _text(link: html.HtmlElement, cards: _Cards) -> tuple[str, bool]:
    """Return what a link says and whether that is a heading: one in it, around it, or of the card that it opens."""
    inside = next(link.iter(*_HEADINGS), None)
    if inside is not None and (text := joined(inside)):
        return text, True
    text = joined(link) or " ".join((link.get("aria-label") or link.get("title") or "").split())
    around = any(parent.tag in _HEADINGS for parent, _ in zip(link.iterancestors(), range(_CARD_LEVELS), strict=False))
    if around or len(text.split()) > _CARD_LEVELS:
        return text, around
    heading = cards.heading(link)
    return (heading, True) if heading else (text, False)


@dataclass(slots=True)
class _Cards:
    """The blocks around a page's links: each is looked through once, however many links it holds.

    `_known` has for each whether all of its links have one href, and its heading (None: it has none).
    """

    _known: dict[html.HtmlElement, tuple[bool, str | None]] = field(default_factory=dict)

    def heading(self, link: html.HtmlElement) -> str:
        """Return the heading of the smallest block around a link, if that block links nowhere else; else the empty string."""
        for block, _ in zip(link.iterancestors(), range(_CARD_LEVELS), strict=False):
            if block not in self._known:
                self._known[block] = self._look(block, link.get("href"))
            links_once, heading = self._known[block]
            if not links_once:
                break
            if heading is not None:
                return heading
        return ""

    @staticmethod
    def _look(block: html.HtmlElement, href: str | None) -> tuple[bool, str | None]:
        if any(other.get("href") != href for other in block.iter("a")):
            return False, None
        found = next(block.iter(*_HEADINGS), None)
        return True, None if found is None else joined(found)


def joined(element: html.HtmlElement) -> str:
    """Return the text of an element, cut where it is longer than any link's."""
    pieces = (piece[: 10 * _LONGEST_TEXT] for piece in islice(element.itertext(), _MOST_TEXTS))
    return " ".join(" ".join(pieces).split())[:_LONGEST_TEXT]


def _is_menu(element: html.HtmlElement, known: dict[html.HtmlElement, bool]) -> bool:
    """Say whether an element is in a menu; `known` remembers it for all elements on the way up."""
    above: list[html.HtmlElement] = []
    answer = False
    node: html.HtmlElement | None = element
    while node is not None:
        if node in known:
            answer = known[node]
            break
        above.append(node)
        if _is_menu_itself(node):
            answer = True
            break
        node = node.getparent()
    known.update(dict.fromkeys(above, answer))
    return answer


def _is_menu_itself(element: html.HtmlElement) -> bool:
    if element.tag in _MENU_TAGS or element.get("role") in _MENU_ROLES:
        return True
    if element.tag in _WHOLE_PAGE:
        return False
    names = f"{element.get('class', '')[:_LONGEST_NAME]} {element.get('id', '')[:_LONGEST_NAME]}".lower()
    return len(names) > 1 and _MENU_NAMES.search(names) is not None

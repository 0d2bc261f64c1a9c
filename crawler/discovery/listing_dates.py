"""The dates that a list of articles shows beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from crawler.discovery.dates import read_date
from pipelines.urls import identity, normalise

if TYPE_CHECKING:
    from datetime import date, datetime

    from lxml.html import HtmlElement

    from crawler.discovery.pages import Page

_LEVELS = 5  # how far above a date the card is that it belongs to
_MOST_DATES = 2_000


def listing_dates(page: Page) -> dict[str, datetime | date]:
    """Return the date that stands beside each article's link, by the link's identity: a `time` element in a block of that link alone."""
    found: dict[str, datetime | date] = {}
    cards = _Cards(page)
    for element in islice(page.root.iter("time"), _MOST_DATES):
        stated = read_date(element.get("datetime") or element.text_content())
        key = cards.only_link_around(element) if stated else None
        if stated and key:
            found.setdefault(key, stated)
    return found


@dataclass(frozen=True, slots=True)
class _Cards:
    """The blocks of a page around its dates: each is looked through once, however many dates it holds."""

    _page: Page
    _keys: dict[str, str | None] = field(default_factory=dict)  # by href
    _known: dict[HtmlElement, frozenset[str]] = field(default_factory=dict)

    def only_link_around(self, element: HtmlElement) -> str | None:
        """Return the identity of the one address that the smallest block with a link around an element leads to; None where it is two."""
        for block, _ in zip(element.iterancestors(), range(_LEVELS), strict=False):
            if block not in self._known:
                self._known[block] = self._leads_to(block)
            if keys := self._known[block]:
                return next(iter(keys)) if len(keys) == 1 else None
        return None

    def _leads_to(self, block: HtmlElement) -> frozenset[str]:
        """Return the identities of a block's links, no more than two."""
        keys: set[str] = set()
        for link in block.iter("a"):
            href = (link.get("href") or "").strip()
            key = self._key(href) if href else None
            if key:
                keys.add(key)
            if len(keys) > 1:
                break
        return frozenset(keys)

    def _key(self, href: str) -> str | None:
        if href not in self._keys:
            known = normalise(href, self._page.base)
            self._keys[href] = identity(known) if known else None
        return self._keys[href]

"""The dates that a list of articles shows beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.discovery.dates import read_date
from pipelines.urls import identity, normalise

if TYPE_CHECKING:
    from datetime import date, datetime

    from lxml.html import HtmlElement

    from crawler.discovery.pages import Page

_LEVELS = 5  # how far above a date the card is that it belongs to


def listing_dates(page: Page) -> dict[str, datetime | date]:
    """Return the date that stands beside each article's link, by the link's identity: a `time` element in a block of that link alone."""
    found: dict[str, datetime | date] = {}
    for element in page.root.iter("time"):
        stated = read_date(element.get("datetime") or element.text_content())
        key = _only_link_around(element, page) if stated else None
        if stated and key:
            found.setdefault(key, stated)
    return found


def _only_link_around(element: HtmlElement, page: Page) -> str | None:
    """Return the identity of the one address that the smallest block with a link around an element leads to; None where it is two."""
    for block, _ in zip(element.iterancestors(), range(_LEVELS), strict=False):
        hrefs = {href.strip() for link in block.iter("a") if (href := link.get("href"))}
        if block.tag == "a" and block.get("href"):
            hrefs.add(block.get("href").strip())
        keys = {identity(known) for href in hrefs if (known := normalise(href, page.base))}
        if keys:
            return keys.pop() if len(keys) == 1 else None
    return None

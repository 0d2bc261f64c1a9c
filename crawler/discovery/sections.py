"""Section and home pages: the links of the same site that look like articles."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.discovery.article_links import article_score
from crawler.discovery.pages import Anchor, anchors, parse_page
from crawler.discovery.reading import Reading, UnreadableSource
from db.records import FoundLink, SourceKind
from pipelines.urls import identity, same_site

if TYPE_CHECKING:
    from collections.abc import Iterator

# Log-odds, as the points of `article_links`.
_HEADING = 1.5
_MENU = -2.5
_LONGEST_TITLE = 200  # characters; more is a teaser


def read_section(text: str, url: str) -> Reading:
    """Return the links that look like articles of the page's own site, in its order; raises UnreadableSource."""
    page = parse_page(text, url)
    if page is None:
        raise UnreadableSource("not_html", url)
    return Reading(SourceKind.SECTION, tuple(_articles(anchors(page), url)))


def is_article(anchor: Anchor, url: str) -> bool:
    """Say whether a link of the page at `url` looks like an article of its site, with its place on the page."""
    if not same_site(anchor.url, url):
        return False
    score = article_score(within(anchor.url, url), anchor.text)
    return score + _HEADING * anchor.is_heading + _MENU * anchor.is_menu > 0


def within(address: str, url: str) -> str:
    """Return an address relative to its host where that is the host of `url`: then the host says nothing of the link."""
    parts, own = urlsplit(address), urlsplit(url)
    if parts.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
        return address
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _articles(links: tuple[Anchor, ...], url: str) -> Iterator[FoundLink]:
    own = identity(url)
    for anchor in links:
        if anchor.key != own and is_article(anchor, url):
            says_something = anchor.is_heading or len(anchor.text.split()) > 2 or not anchor.text.isascii()
            title = anchor.text if says_something and len(anchor.text) <= _LONGEST_TITLE else None
            yield FoundLink(anchor.url, title or None)

"""Section and home pages: the links of the same site that look like articles."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.discovery.article_links import article_score
from crawler.discovery.pages import Anchor, anchors, parse_page
from crawler.discovery.reading import Reading, UnreadableSource
from crawler.discovery.shapes import Shapes
from db.records import FoundLink, SourceKind
from pipelines.urls import identity, same_site

if TYPE_CHECKING:
    from collections.abc import Iterator

# Log-odds, as the points of `article_links`.
_HEADING = 1.5
_MENU = -2.5
_PAID = -6.0  # an advertisement that is made to look like an article
_SUREST = (
    4.0  # what a link itself can say at most, as its signals overlap: an outlet's known habits may still overrule it
)
_LONGEST_TITLE = 200  # characters; more is a teaser
_NOTHING_LEARNED = Shapes()


def read_section(text: str, url: str, shapes: Shapes | None = None) -> Reading:
    """Return the links that look like articles of the page's own site, in its order; raises UnreadableSource.

    `shapes` is what is known of the outlet's addresses; None: nothing yet.
    """
    page = parse_page(text, url)
    if page is None:
        raise UnreadableSource("not_html", url)
    return Reading(SourceKind.SECTION, tuple(_articles(anchors(page), url, shapes or _NOTHING_LEARNED)))


def is_article(anchor: Anchor, url: str, shapes: Shapes = _NOTHING_LEARNED) -> bool:
    """Say whether a link of the page at `url` looks like an article of its site, with its place on the page and its shape."""
    if not same_site(anchor.url, url):
        return False
    score = article_score(within(anchor.url, url), anchor.text) + _HEADING * anchor.is_heading
    return min(score, _SUREST) + _MENU * anchor.is_menu + _PAID * anchor.is_paid + shapes.score(anchor.url) > 0


def within(address: str, url: str) -> str:
    """Return an address relative to its host where that is the host of `url`: then the host says nothing of the link."""
    parts, own = urlsplit(address), urlsplit(url)
    if parts.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
        return address
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _articles(links: tuple[Anchor, ...], url: str, shapes: Shapes) -> Iterator[FoundLink]:
    own = identity(url)
    for anchor in links:
        if anchor.key != own and is_article(anchor, url, shapes):
            says_something = anchor.is_heading or len(anchor.text.split()) > 2 or not anchor.text.isascii()
            title = anchor.text if says_something and len(anchor.text) <= _LONGEST_TITLE else None
            yield FoundLink(anchor.url, title or None)

"""From the bytes of a source to the links that it names. Nothing here fetches, and nothing asks for the time."""

from __future__ import annotations

import re

from crawler.discovery.article_links import article_score, looks_like_article
from crawler.discovery.content import decoded, unpacked
from crawler.discovery.feeds import read_feed, read_json_feed
from crawler.discovery.home import choose, find_sources
from crawler.discovery.reading import FoundSource, Reading, UnreadableSource
from crawler.discovery.sections import read_section
from crawler.discovery.shapes import Shapes, learn
from crawler.discovery.site_archive import SitemapChild, walk_sitemap
from crawler.discovery.sitemaps import read_sitemap, read_text_sitemap
from db.records import SourceKind

__all__ = [
    "FoundSource",
    "Reading",
    "Shapes",
    "SitemapChild",
    "UnreadableSource",
    "article_score",
    "choose",
    "find_sources",
    "learn",
    "looks_like_article",
    "read_source",
    "walk_sitemap",
]

_HEAD = 8192  # characters; warnings of a content system may stand before the root
_FEED_ROOTS = {"rss", "rdf", "feed"}
_SITEMAP_ROOTS = {"urlset", "sitemapindex"}
_ROOT = re.compile(
    r"<(?:[\w-]+:)?(rss|rdf|feed|urlset|sitemapindex|html|head|body)(?=[\s>/])|<!doctype (html)", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(?:a|div|p|ul|table|section|article)[\s>]", re.IGNORECASE)
_REASONS = {SourceKind.FEED: "not_a_feed", SourceKind.SECTION: "not_html"}


def read_source(
    kind: SourceKind, body: bytes, url: str, encoding: str | None = None, shapes: Shapes | None = None
) -> Reading:
    """Return what a source says. `kind` is what was asked for; what the answer is, its content decides.

    `url` is where the body was found, `encoding` the charset of its HTTP header; `shapes` is what the outlet's addresses
    are known to look like, for section pages. Raises UnreadableSource where the body is empty or of no kind that is known,
    and where a page answers for a feed or a sitemap.
    """
    text = decoded(unpacked(body), encoding).strip("\ufeff \t\r\n\x00")
    if not text:
        raise UnreadableSource("empty", url)
    root, start = _root(text)
    if root in _FEED_ROOTS:
        return read_feed(text[start:], url)
    if root in _SITEMAP_ROOTS:
        return read_sitemap(text[start:], url)
    if root == "json":
        return read_json_feed(text, url)
    if root == "lines" and kind in (SourceKind.SITEMAP, SourceKind.NEWS_SITEMAP):
        return read_text_sitemap(text, url)
    if root == "html" and kind is SourceKind.SECTION:
        return read_section(text, url, shapes)
    raise UnreadableSource(_REASONS.get(kind, "not_a_sitemap"), url)


def _root(text: str) -> tuple[str, int]:
    """Return the name of the root element in lower case (`html` for pages and pieces of one, `json`, `lines`), and where it starts."""
    if text[0] == "{":
        return "json", 0
    head = _COMMENT.sub(lambda match: " " * len(match[0]), text[:_HEAD])
    match = _ROOT.search(head)
    if match is not None:
        name = (match[1] or match[2]).lower()
        return ("html" if name in ("head", "body") else name), match.start()
    if text.startswith(("http://", "https://")):
        return "lines", 0
    return ("html" if _TAG.search(head) else ""), 0

"""The one call from a page to an article.

parse -> metadata ┐
      -> blocks -> body -> clean -> language -> tag -> Article
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Article
from pipelines.blocks import page_blocks
from pipelines.body import article_blocks, weight
from pipelines.clean import clean
from pipelines.items import Hints, RejectedPage
from pipelines.language import language_of
from pipelines.metadata import read_metadata
from pipelines.parse import parse_page
from pipelines.tag import tag
from pipelines.urls import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.records import Block
    from pipelines.metadata import Metadata

_SHORTEST = 150  # letters; below it a page is a stub, unless it says of itself that it is an article


def extract_article(html: bytes, url: str, *, hints: Hints | None = None) -> Article:
    """Return the article on a page, with every block of the page and why it was left out.

    `url` is where the page was found; `hints` are what is known before it is read. Pure: no database, no network, no clock.
    Raises RejectedPage: empty, not_html, noarchive, no_article (nothing on it reads as one), too_short.
    """
    hints = hints or Hints()
    tree = parse_page(html, hints.encoding)
    metadata = read_metadata(tree, url, hints)
    if metadata.noarchive and hints.respect_noarchive:
        raise RejectedPage("noarchive", "the page asks not to be archived")
    page, kept = article_blocks(tree, page_blocks(tree))
    blocks = clean(page, kept, metadata.title, metadata.authors)
    text = article_text(blocks)
    _refuse(metadata, text)
    return _article(metadata, blocks, text, canonical_url(url, metadata.declared_urls), hints)


def article_text(blocks: Iterable[Block]) -> str:
    """Return the text that is left of a page's blocks: one paragraph a line, a blank line between."""
    return "\n\n".join(block.text for block in blocks if block.reason is None)


def _refuse(metadata: Metadata, text: str) -> None:
    if not text or not metadata.title:
        raise RejectedPage("no_article", "no running text" if not text else "no headline")
    if weight(text) < _SHORTEST and not metadata.published_at:
        raise RejectedPage("too_short", f"{weight(text)} letters of text and no date")


def _article(metadata: Metadata, blocks: tuple[Block, ...], text: str, url: str, hints: Hints) -> Article:
    language = language_of(text, metadata.language, hints.language)
    return Article(
        url=url,
        title=metadata.title,
        text=text,
        authors=metadata.authors,
        published_at=metadata.published_at,
        published_source=metadata.published_source,
        modified_at=metadata.modified_at,
        language=language,
        section=metadata.section,
        keywords=metadata.keywords,
        topics=tag(
            title=metadata.title,
            text=text,
            language=language,
            section=metadata.section,
            url=url,
            keywords=metadata.keywords,
        ),
        summary=metadata.summary,
        image_url=metadata.image_url,
        access=metadata.access,
        blocks=blocks,
    )

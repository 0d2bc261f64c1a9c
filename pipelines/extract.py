"""The one call from a page to an article.

parse -> metadata ┐
      -> blocks -> body -> clean -> language -> tag -> Article
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.records import Article
from pipelines.blocks import page_blocks
from pipelines.body import article_blocks, weight
from pipelines.clean import clean
from pipelines.items import Hints, RejectedPage
from pipelines.language import language_of
from pipelines.live_entries import with_entry_times
from pipelines.memory import subtract
from pipelines.metadata import read_metadata
from pipelines.next_page import next_page
from pipelines.page_kind import refusal
from pipelines.parse import parse_page
from pipelines.paywall import before_wall
from pipelines.plain_text import compact, overlapping_words
from pipelines.rescue import rescue
from pipelines.selectors import only_selected, take_out, with_selected
from pipelines.stated_body import with_stated_body
from pipelines.stated_entries import begun, with_stated_entries
from pipelines.tag import article_topics
from pipelines.urls import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.records import Block
    from pipelines.memory import Memory
    from pipelines.metadata import Metadata


def extract_article(html: bytes, url: str, *, hints: Hints | None = None, memory: Memory | None = None) -> Article:
    """Return the article on a page, with every block of the page and why it was left out.

    `url` is where the page was found; `hints` are what is known before it is read; what `memory` knows of the outlet's other pages is
    left out. Pure: no database, no network, no clock.
    Raises RejectedPage: empty, not_html, noarchive, tdm_reserved, and the kinds of pages that are no articles (pipelines/page_kind.py).
    """
    hints = hints or Hints()
    tree = parse_page(html, hints.encoding)
    take_out(tree, hints.selectors.remove)
    metadata = with_selected(read_metadata(tree, url, hints), tree, hints)
    if metadata.noarchive and hints.respect_noarchive:
        raise RejectedPage("noarchive", "the page asks not to be archived")
    if metadata.tdm_reserved and hints.respect_tdm:
        raise RejectedPage("tdm_reserved", "the page reserves text and data mining")
    page, kept = article_blocks(tree, page_blocks(tree))
    if metadata.access != "paywalled":  # there the text in the data is not for every reader
        page, kept = with_stated_body(tree, page, kept, metadata.body)
    kept = rescue(page, kept, metadata.title, metadata.summary)
    blocks = clean(page, kept, metadata.title, metadata.authors, metadata.summary)
    if metadata.access != "free" and (
        teaser := before_wall(page, blocks, tree, metadata.words, stated=metadata.access == "paywalled")
    ):
        blocks, metadata = teaser, replace(metadata, access="paywalled")
    if entries := with_entry_times(page, blocks, hints.timezone):
        blocks, metadata = entries.blocks, begun(metadata, entries.moments)
    else:
        page, blocks = with_stated_entries(tree, page, blocks, metadata, hints.timezone)
    blocks = only_selected(tree, page, blocks, hints.selectors.text)
    if refused := refusal(tree, metadata, page, blocks, url):
        raise refused
    article = _article(metadata, blocks, canonical_url(url, metadata.declared_urls))
    article = subtract(article, memory) if memory else article
    article = replace(article, language=language_of(article.text, metadata.language, hints.language))
    following = next_page(tree, hints.first_page or url, hints.part + 1)
    return replace(article, topics=article_topics(article), next_page=following)


def forget_page() -> None:
    """Let go of the texts that steps remember while they work on one page: a worker reads thousands, of up to MAX_TEXT characters each."""
    for remembering in (weight, compact, overlapping_words):
        remembering.cache_clear()


def article_text(blocks: Iterable[Block]) -> str:
    """Return the text that is left of a page's blocks: one paragraph a line, a blank line between."""
    return "\n\n".join(block.text for block in blocks if block.reason is None)


def _article(metadata: Metadata, blocks: tuple[Block, ...], url: str) -> Article:
    return Article(
        url=url,
        title=metadata.title,
        text=article_text(blocks),
        authors=metadata.authors,
        published_at=metadata.published_at,
        published_source=metadata.published_source,
        modified_at=metadata.modified_at,
        section=metadata.section,
        keywords=metadata.keywords,
        summary=metadata.summary,
        image_url=metadata.image_url,
        access=metadata.access,
        blocks=blocks,
    )

"""Rules for where a block stands: captions, what is before the article's container and what behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.clean_page import within, words

if TYPE_CHECKING:
    from pipelines.blocks import PageBlock
    from pipelines.clean_page import Page


def captions(page: Page) -> None:
    """Remove what the markup calls a caption."""
    for i in page.kept():
        if page.blocks[i].kind == "caption":
            page.remove(i, "caption")


def outside(page: Page) -> None:
    """Remove what is not prose before the container, and everything behind it."""
    kept = page.kept()
    inside = [i for i in kept if within(page.blocks[i].element, page.container)]
    if not inside:
        return
    for i in kept:
        if i < inside[0] and not (is_prose(page.blocks[i]) or _is_lead(page.blocks[i]) or _is_like(page, i)):
            page.remove(i, "before")
        elif i > inside[-1]:
            page.remove(i, "after")


def _is_like(page: Page, index: int) -> bool:
    """Say whether a block looks as the paragraphs do, by the class of their own."""
    return page.home is not None and page.home.is_like(page.blocks[index])


def before(page: Page) -> None:
    """Remove what stands before the page's headline."""
    title, start = words(page.title), page.text_start()
    heads = (
        i for i, b in enumerate(page.blocks[:start]) if b.element.tag == "h1" or (title and words(b.text) == title)
    )
    headline = max(heads, default=0)
    for i in page.kept():
        if i < headline:
            page.remove(i, "before")


def _is_lead(block: PageBlock) -> bool:
    """Say whether a block before the container may be the stand-first: a line or more of unlinked text."""
    return weight(block.text) >= 60 and block.link_density < 0.1 and block.kind in {"paragraph", "heading", "quote"}

"""Rules for where a block stands: captions, what is before the article's container and what behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.clean_page import is_line, within, words

if TYPE_CHECKING:
    from pipelines.blocks import PageBlock
    from pipelines.clean_page import Page

PICTURES = ("img", "picture", "video", "amp-img", "amp-video")

_LINK, _ROW = 0.8, 8  # density of a link, and how many make a long row
_TOP = 0.1  # of the text, at most, is a page's top that looks as running text does
_FOOT = 0.1  # of the text, at most, is a page's foot


def captions(page: Page) -> None:
    """Remove what the markup calls a caption, and the line that is no sentence behind a picture above the text."""
    start = page.first_prose()
    for i in page.kept():
        block = page.blocks[i]
        above = block.element.getprevious()
        behind = i <= start and above is not None and above.tag in PICTURES
        if block.kind == "caption" or (behind and block.kind == "paragraph" and is_line(block)):
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
    """Remove what stands before the page's headline, and what little of the text does."""
    title, start = words(page.title), max(page.first_prose(), page.text_start())
    kept = page.kept()
    nearest = (*range(start - 1, -1, -1), *range(start, len(page.blocks)))  # before the text from its end, then in it
    headline = next((i for i in nearest if _is_headline(page.blocks[i], title)), 0)
    above = [i for i in kept if i < headline]
    if headline < start or page.weigh(above) <= _TOP * page.weigh(kept):
        for i in above:
            page.remove(i, "before")


def _is_headline(block: PageBlock, title: str) -> bool:
    return block.element.tag == "h1" or (bool(title) and words(block.text) == title)


def behind_rows(page: Page) -> None:
    """Remove the short lines that stand behind a long row of links: the page's foot."""
    kept = page.kept()
    foot, whole = 0, page.weigh(kept)
    for at in range(len(kept) - 1, 0, -1):
        foot += page.weigh(kept[at : at + 1])
        if foot > _FOOT * whole or is_prose(page.blocks[kept[at]]):
            return
        between = page.blocks[kept[at - 1] + 1 : kept[at]]
        if sum(block.link_density >= _LINK for block in between) >= _ROW:
            for i in kept[at:]:
                page.remove(i, "after")
            return


def _is_lead(block: PageBlock) -> bool:
    """Say whether a block before the container may be the stand-first: a line or more of unlinked text."""
    return weight(block.text) >= 60 and block.link_density < 0.1 and block.kind in {"paragraph", "heading", "quote"}

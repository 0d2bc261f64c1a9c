"""Blocks that the witness missed and the page's structure or its summary vouch for: the stand-first, and paragraphs among kept ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.plain_text import compact, overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from pipelines.blocks import PageBlock

_AGREES = 0.75  # of the words of a stand-first are the summary's, or the other way round
_SHORTEST = 60  # letters of a stand-first
_SIBLINGS = 3  # kept paragraphs that vouch for one among them


def rescue(blocks: Sequence[PageBlock], kept: Sequence[bool], title: str, summary: str | None) -> list[bool]:
    """Return `kept` with the missed blocks added; `title` and `summary` are what the page states."""
    added = {*_stand_first(blocks, kept, title, summary), *_among(blocks, kept)}
    return [keep or i in added for i, keep in enumerate(kept)]


def _stand_first(blocks: Sequence[PageBlock], kept: Sequence[bool], title: str, summary: str | None) -> Iterator[int]:
    """Yield the block between headline and text that says what the page's summary says."""
    headline = compact(title)
    start = max((i for i, block in enumerate(blocks[: _first(kept)]) if compact(block.text) == headline), default=None)
    if start is None or not summary:
        return
    for i in range(start + 1, _first(kept)):
        block = blocks[i]
        if weight(block.text) >= _SHORTEST and block.link_density < 0.1 and overlap(block.text, summary) >= _AGREES:
            yield i
            return


def _among(blocks: Sequence[PageBlock], kept: Sequence[bool]) -> Iterator[int]:
    """Yield paragraphs that stand between kept ones, of the same kind of element in the same parent."""
    homes = Counter(_home(block) for block, keep in zip(blocks, kept, strict=True) if keep and is_prose(block))
    last = max((i for i, keep in enumerate(kept) if keep), default=-1)
    for i in range(_first(kept), last):
        block = blocks[i]
        if not kept[i] and block.link_density < 0.3 and is_prose(block) and homes[_home(block)] >= _SIBLINGS:
            yield i


def _home(block: PageBlock) -> tuple[HtmlElement | None, str, str | None]:
    element = block.element
    return element.getparent(), element.tag, element.get("class")


def _first(kept: Sequence[bool]) -> int:
    return next((i for i, keep in enumerate(kept) if keep), len(kept))

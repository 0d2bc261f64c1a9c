"""Blocks that the witness missed and the page's structure or its summary vouch for: the stand-first, and paragraphs among kept ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.clean_page import place, within
from pipelines.plain_text import compact, overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from pipelines.blocks import PageBlock

_AGREES = 0.75  # of the words of a stand-first are the summary's, or the other way round
_SHORTEST = 60  # letters of a stand-first
_LINES = frozenset({"p", "h2", "h3", "h4", "h5", "h6"})
_GAP = 12  # blocks of other things between two paragraphs of one text
_LONG_HEADING = 150  # letters
_SIBLINGS = 3  # kept paragraphs that vouch for one among them


def rescue(blocks: Sequence[PageBlock], kept: Sequence[bool], title: str, summary: str | None) -> list[bool]:
    """Return `kept` with the missed blocks added; `title` and `summary` are what the page states."""
    added = {*_stand_first(blocks, kept, title, summary), *_among(blocks, kept)}
    return [keep or i in added for i, keep in enumerate(kept)]


def _stand_first(blocks: Sequence[PageBlock], kept: Sequence[bool], title: str, summary: str | None) -> Iterator[int]:
    """Yield the block between headline and text that says what the page's summary says, else the text that follows the headline in a
    box of theirs.
    """
    headline, first = compact(title), _first(kept)
    heads = (i for i, b in enumerate(blocks[:first]) if b.element.tag == "h1" or compact(b.text) == headline)
    start = max(heads, default=None)
    if start is None:
        return
    lines = [i for i in range(start + 1, first) if weight(blocks[i].text) >= _SHORTEST and blocks[i].link_density < 0.1]
    said = [i for i in lines if summary and overlap(blocks[i].text, summary) >= _AGREES]
    yield from said[:1] or [i for i in lines[:1] if i == start + 1 and _shares_box(blocks[start], blocks[i])]


def _shares_box(headline: PageBlock, block: PageBlock) -> bool:
    """Say whether a block without links stands in the element around the headline, which is not the whole page."""
    box = headline.element.getparent()
    inside = box is not None and box.tag != "body" and within(block.element, box)
    return inside and not block.linked and block.kind in {"paragraph", "heading"}


def _among(blocks: Sequence[PageBlock], kept: Sequence[bool]) -> Iterator[int]:
    """Yield paragraphs that stand as several kept ones do, and the headings, items and lines between kept paragraphs of one parent.

    Behind the last kept paragraph the markup has to name the place.
    """
    prose = [block for block, keep in zip(blocks, kept, strict=True) if keep and is_prose(block)]
    places, parents = Counter(map(place, prose)), Counter(block.element.getparent() for block in prose)
    classes = {name for block in prose for name in _classes(block)}
    last = max((i for i, keep in enumerate(kept) if keep), default=-1)
    near = last
    for i in range(_first(kept), len(blocks)):
        block = blocks[i]
        if i > near + _GAP or (i > last and block.element.tag == "h1"):
            return  # behind it may be another article in the same markup
        if kept[i]:
            continue
        if is_prose(block):
            where = place(block)
            alike = places[where] >= _SIBLINGS and block.link_density < 0.3 and _has_class_of(block, classes)
            if alike and (i < last or where[1] or where[3]):
                near = max(near, i)
                yield i
        elif not block.linked and parents[_list_parent(block.element)] >= _SIBLINGS and (i < last or _is_long(block)):
            yield i


def _is_long(block: PageBlock) -> bool:
    """Say whether a heading is a paragraph that is marked as one, and so no label of what follows it."""
    return block.kind == "heading" and weight(block.text) >= _LONG_HEADING


def _classes(block: PageBlock) -> list[str]:
    return (block.element.get("class") or "").split()


def _has_class_of(block: PageBlock, classes: AbstractSet[str]) -> bool:
    """Say whether a block has no class, or one of the kept paragraphs'."""
    own = _classes(block)
    return not own or not classes.isdisjoint(own)


def _list_parent(element: HtmlElement) -> HtmlElement | None:
    """Return the parent of an element that stands as text does, for an item that of its list; None of any other."""
    above = element.getparent()
    if element.tag == "li" and above is not None:
        return above.getparent()
    return above if element.tag in _LINES else None


def _first(kept: Sequence[bool]) -> int:
    return next((i for i, keep in enumerate(kept) if keep), len(kept))

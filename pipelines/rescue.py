"""Blocks that the witness missed and the page's structure or its summary vouch for: the stand-first, and paragraphs among kept ones."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.clean_page import ends_sentence, is_said, place, within
from pipelines.clean_places import PICTURES
from pipelines.plain_text import compact, overlap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from pipelines.blocks import PageBlock

_AGREES = 0.75  # of the words of a stand-first are the summary's, or the other way round
_LITTLE_MORE = 1.3  # times the headline's letters
_SHORTEST = 60  # letters of a stand-first
_HEADER, _UNDER = 2, 2  # elements above the headline, and blocks behind it, that are its header
_LEVELS = 6  # above a caption, at most, is what it shares with its picture
_LINES = frozenset({"p", "h2", "h3", "h4", "h5", "h6"})
_GAP = 12  # blocks of other things between two paragraphs of one text
_LONG_HEADING = 150  # letters
_NUMBERS = re.compile(r"\d+")
_SIBLINGS = 3  # kept paragraphs that vouch for one among them


def rescue(blocks: Sequence[PageBlock], kept: Sequence[bool], title: str, summary: str | None) -> list[bool]:
    """Return `kept` with the missed blocks added; `title` and `summary` are what the page states."""
    added = {*_stand_first(blocks, kept, title, summary), *_among(blocks, kept)}
    return [keep or i in added for i, keep in enumerate(kept)]


def _stand_first(blocks: Sequence[PageBlock], kept: Sequence[bool], title: str, summary: str | None) -> Iterator[int]:
    """Yield the block between headline and text that says what the page's summary says, else the first text without links that stands
    right under the headline in a box of theirs, at most behind one other line, or among the paragraphs.
    """
    headline, first = compact(title), _first(kept)
    heads = (i for i, b in enumerate(blocks[:first]) if b.element.tag == "h1" or compact(b.text) == headline)
    start = max(heads, default=None)
    if start is None or first == len(kept):
        return
    lines = [i for i in range(start + 1, first) if weight(blocks[i].text) >= _SHORTEST and blocks[i].link_density < 0.1]
    said = [i for i in lines if summary and overlap(blocks[i].text, summary) >= _AGREES]
    near = next((i for i in range(start + 1, first) if blocks[i].kind != "paragraph"), first)
    head, text = _boxes(blocks[start], _HEADER), _boxes(blocks[first], 1)
    under = (
        i
        for i in lines[:_GAP]
        if _shares_box(blocks[i], head if i - start <= _UNDER and i <= near else text)
        and (i == start + 1 or ends_sentence(blocks[i].text))
        and not _says_again(blocks[i].text, title)
        and not _beside_picture(blocks[i], (blocks[start], blocks[first]))
    )
    yield from said[:1] or islice(under, 1)


def _says_again(text: str, title: str) -> bool:
    """Say whether a text is the headline in other words and little more."""
    return overlap(text, title) >= _AGREES and weight(text) < _LITTLE_MORE * weight(title)


def _boxes(block: PageBlock, levels: int) -> list[HtmlElement]:
    """Return the elements around a block's that are not the whole page, the nearest first."""
    return [element for element in islice(block.element.iterancestors(), levels) if element.tag not in {"body", "html"}]


def _shares_box(block: PageBlock, boxes: Sequence[HtmlElement]) -> bool:
    """Say whether a block of text without links stands in one of these elements."""
    plain = not block.linked and block.kind in {"paragraph", "heading"}
    return plain and any(within(block.element, box) for box in boxes)


def _beside_picture(block: PageBlock, others: Iterable[PageBlock]) -> bool:
    """Say whether a block shares an element with a picture, and with none of the others: its caption."""
    for element in (block.element, *islice(block.element.iterancestors(), _LEVELS)):
        if any(within(other.element, element) for other in others):
            return False
        if next(element.iter(*PICTURES), None) is not None:
            return True
    return False


def _among(blocks: Sequence[PageBlock], kept: Sequence[bool]) -> Iterator[int]:
    """Yield paragraphs that stand as several kept ones do or have their class, and the headings, items and lines between kept
    paragraphs that stand in such parents as theirs.

    Behind the last kept paragraph the markup has to name the place.
    """
    prose = [block for block, keep in zip(blocks, kept, strict=True) if keep and is_prose(block)]
    places, parents = Counter(map(place, prose)), Counter(block.element.getparent() for block in prose)
    boxes = Counter(map(_box, parents.elements()))
    owns = Counter(_kind(block.element) for block in prose if block.element.get("class"))
    classes = {name for block in prose for name in _classes(block)}
    last = max((i for i, keep in enumerate(kept) if keep), default=-1)
    near = last
    for i in range(_first(kept), len(blocks)):
        block = blocks[i]
        if i > near + _GAP or (i > last and block.element.tag == "h1"):
            return  # behind it may be another article in the same markup
        if kept[i]:
            continue
        own = is_prose(block) and block.link_density < 0.3 and owns[_kind(block.element)] >= _SIBLINGS
        if own or (places[place(block)] >= _SIBLINGS and _is_like_prose(blocks, i, classes, last)):
            near = max(near, i)
            yield i
        elif not block.linked and (i < last or _is_long(block)):
            parent = _list_parent(block.element)
            known = parent is not None and max(parents[parent], boxes[_box(parent)]) >= _SIBLINGS
            if known and (block.kind == "item" or not is_prose(block)):
                yield i


def _is_like_prose(blocks: Sequence[PageBlock], index: int, classes: AbstractSet[str], last: int) -> bool:
    """Say whether a block in such a place as kept ones are in reads as they do."""
    block, where, among = blocks[index], place(blocks[index]), index < last
    said = among and bool(block.linked) and is_said(blocks, index)
    read = said or (is_prose(block) and block.link_density < 0.3)
    return read and _has_class_of(block, classes) and bool(among or where[1] or where[3])


def _kind(element: HtmlElement) -> tuple[str, str]:
    """Return an element's tag and class, without numbers in it."""
    return element.tag, _NUMBERS.sub("", element.get("class") or "")


def _box(parent: HtmlElement | None) -> tuple[object, ...] | None:
    """Return what boxes of one kind have in common: their tag and class, and where they have no class the element around them."""
    if parent is None:
        return None
    tag, name = _kind(parent)
    return tag, name or parent.getparent()


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

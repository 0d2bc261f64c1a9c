"""Which blocks of a page are its article: trafilatura is the witness, the page's own structure says where to doubt it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from pipelines.blocks import PageBlock, squeeze
from pipelines.furniture import named_furniture
from pipelines.slim import slim_copy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

_MARK = re.compile(r"^\s*(?:- |#+ |> |\|)")
_DENSE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FAST, _FULL = (Extractor(output_format="python", fast=fast, comments=False) for fast in (True, False))
_LONG = 25  # characters without spaces; shorter lines may stand in the witness's text by chance
_SHORT = 150  # characters: less is hardly an article
_ENOUGH = 0.8  # of the main container's prose; below it the witness is asked again with its slower fallbacks


def article_blocks(tree: HtmlElement, blocks: Sequence[PageBlock]) -> tuple[Sequence[PageBlock], list[bool]]:
    """Return the page's blocks and for each whether the witness holds it to be the article's.

    trafilatura's fast mode is asked first (on 174 real pages 11 ms against 16, but recall .93 against .97): its answer is taken where
    it holds most of the prose of the page's main container, else its full mode is asked too and the answer with more of it wins.
    Where the witness read what the walk did not see (text in script data, hidden parts), its paragraphs are added as blocks.
    """
    main, away = _own_prose(blocks)
    slim = slim_copy(tree, blocks, away)
    best = _ask(slim, blocks, main, fast=True)
    if _is_doubtful(best, blocks, main):
        full = _ask(slim if main else tree, blocks, main, fast=False)  # without prose, its script data is worth a look
        best = max(best, full, key=lambda answer: (answer.share, answer is full))
    if _unseen(best, blocks):
        lines = [line for line in map(squeeze, best.text.split("\n")) if line]
        added = [PageBlock(line, "paragraph", tree) for line in lines]
        return [*blocks, *added], [False] * len(blocks) + [True] * len(added)
    if best.share < _ENOUGH / 2 and _is_doubtful(best, blocks, main):
        return blocks, [kept or i in main for i, kept in enumerate(best.kept)]
    return blocks, best.kept


def _own_prose(blocks: Sequence[PageBlock]) -> tuple[set[int], list[HtmlElement]]:
    """Return the indexes of the main container's prose, and the elements that are named as furniture; none where all prose is in them."""
    away = named_furniture(block.element for block in blocks if is_prose(block))
    inside = {element for root in away for element in root.iter()}
    main = main_prose(blocks, inside)
    return (main, away) if main else (main_prose(blocks), [])


@dataclass(frozen=True, slots=True)
class _Answer:
    """The witness's text, which blocks it has, and its share of the main container's prose, 0..1."""

    text: str
    kept: list[bool]
    share: float


def _ask(tree: HtmlElement, blocks: Sequence[PageBlock], main: set[int], *, fast: bool) -> _Answer:
    try:
        document = bare_extraction(tree, options=_FAST if fast else _FULL)
    except RecursionError:  # it calls itself for every list within a list
        document = None
    text = (document.text or "") if document else ""
    kept = witnessed(blocks, text)
    total = sum(len(blocks[i].text) for i in main)
    return _Answer(text, kept, sum(len(blocks[i].text) for i in main if kept[i]) / total if total else 0.0)


def _is_doubtful(answer: _Answer, blocks: Sequence[PageBlock], main: set[int]) -> bool:
    """Say whether the witness missed most of the page's main container, and found no more text elsewhere than stands there."""
    return answer.share < _ENOUGH and len(answer.text) < max(_SHORT, sum(len(blocks[i].text) for i in main))


def _unseen(answer: _Answer, blocks: Sequence[PageBlock]) -> bool:
    """Say whether most of the witness's text stands nowhere in the blocks, nor in pieces of one, as in a row of linked cards."""
    if weight(answer.text) < _SHORT:
        return False
    whole = _bare(answer.text)
    kept = sum(len(_key(block)) for block, keep in zip(blocks, answer.kept, strict=True) if keep)
    if kept >= 0.4 * len(whole):
        return False
    if sum(len(key) for key in map(_key, blocks) if key in whole) >= 0.4 * len(whole):
        return False
    everything = "\n".join(map(_key, blocks))
    lines = [_bare(_MARK.sub("", line)) for line in answer.text.split("\n")]
    return sum(len(line) for line in lines if line in everything) < 0.4 * len(whole)


def _key(block: PageBlock) -> str:
    return block.text.replace(" ", "").replace("|", "")


def _bare(text: str) -> str:
    """Return text without white space and the bars between the cells of a table."""
    return "".join(text.split()).replace("|", "")


def witnessed(blocks: Sequence[PageBlock], text: str) -> list[bool]:
    """Say of each block whether the witness's text has it: long ones anywhere, short ones as a line or beside a long one."""
    lines = {_bare(_MARK.sub("", line)) for line in text.split("\n")}
    cells = {_bare(cell) for line in text.split("\n") if line.startswith("|") for cell in line.split("|")}
    whole = _bare(text)
    keys = [_key(block) for block in blocks]
    found = [key in whole if len(key) >= _LONG else key in lines or key in cells for key in keys]
    for i, key in enumerate(keys):
        near = (found[i - 1] if i else False) or (found[i + 1] if i + 1 < len(keys) else False)
        if not found[i] and near and len(key) < _LONG:
            context = f"{keys[i - 1][-_LONG:] if i else ''}{key}{keys[i + 1][:_LONG] if i + 1 < len(keys) else ''}"
            found[i] = len(context) >= _LONG and context in whole
    return found


@lru_cache(maxsize=2048)  # every rule asks again
def weight(text: str) -> int:
    """Return a text's length in characters, where one of a script without letters (Han, kana, Hangul, Thai) counts three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_DENSE.findall(text))


def is_prose(block: PageBlock) -> bool:
    """Say whether a block reads as running text: long enough and not mainly links."""
    return block.kind in {"paragraph", "quote", "item", "row"} and block.link_density < 0.4 and weight(block.text) >= 80


def main_prose(blocks: Sequence[PageBlock], away: AbstractSet[HtmlElement] = frozenset()) -> set[int]:
    """Return the indexes of the prose in the container that has most of it (a container's grandchildren count half).

    Blocks in an element of `away` do not count.
    """
    prose = [i for i, block in enumerate(blocks) if block.element not in away and is_prose(block)]
    scores: Counter[HtmlElement] = Counter()
    for i in prose:
        for share, element in zip((1.0, 1.0, 0.5), _up(blocks[i].element), strict=False):
            scores[element] += round(share * weight(blocks[i].text))
    if not scores:
        return set()
    top = max(scores, key=lambda element: scores[element])
    return {i for i in prose if top in _up(blocks[i].element)}


def _up(element: HtmlElement) -> list[HtmlElement]:
    parent = element.getparent()
    if parent is None:
        return [element]
    above = parent.getparent()
    return [element, parent] if above is None else [element, parent, above]

"""A rule for other stories' headlines that are no links: many lines behind the last paragraph, where a script follows them, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipelines.body import weight
from pipelines.clean_page import ends_sentence, place

if TYPE_CHECKING:
    from pipelines.blocks import PageBlock
    from pipelines.clean_page import Page

_LINES = frozenset({"paragraph", "heading", "row"})  # items of a list are the article's own: ingredients, results
_LINE, _HEADLINE = 160, 20  # letters of a line at most, and of a headline at least
_MANY = 12  # headlines
_ALIKE = 3  # lines in a kind of place vouch for more there
_SENTENCES = 0.2  # of the lines end as sentences do: questions, calls
_LISTED = re.compile(r"[\d:;,\uff1a\uff1b\uff0c\u3001\u060c\u061b]|\s[-–—]\s")  # results, winners, names
_REST = 600  # letters that are left make an article


def tails(page: Page) -> None:
    """Remove the lines behind the last paragraph when twelve of them or more are like headlines and few are sentences, and lines among
    the paragraphs that stand in such places as those and not as paragraphs do.

    Lists of results, winners and names show signs that headlines seldom have; scripts without full stops are let be.
    """
    if not page.has_stops:
        return
    kept = page.kept()
    tail = _tail([page.blocks[i] for i in kept])
    lines = [page.blocks[i] for i in kept[len(kept) - tail :]]
    told = [block for block in lines if weight(block.text) >= _HEADLINE]
    headlines = sum(not _LISTED.search(block.text) for block in told)
    if headlines < _MANY or 2 * headlines < len(told):
        return
    rest = kept[: len(kept) - tail]
    if page.weigh(rest) < _REST:
        return
    for i in kept[len(rest) :]:
        page.remove(i, "cards")
    alike = {where for where, count in Counter(map(place, lines)).items() if count >= _ALIKE}
    for i in rest:
        block = page.blocks[i]
        where = place(block)
        if where in alike and not page.has_home(block) and _is_line(block) and (block.kind != "heading" or where[1]):
            page.remove(i, "cards")


def _tail(blocks: list[PageBlock]) -> int:
    """Return how many blocks at the end are lines; the first is no sentence, and a sentence among them stands where others do, alone."""
    places: Counter[object] = Counter()
    found = sentences = 0
    for count, block in enumerate(reversed(blocks), start=1):
        if block.kind not in _LINES or weight(block.text) >= _LINE:
            break
        if _is_line(block):
            places[place(block)] += 1
            if sentences <= _SENTENCES * count:
                found = count
        elif found < count - 1 or places[place(block)] < _ALIKE:
            break
        else:
            sentences += 1
    return found


def _is_line(block: PageBlock) -> bool:
    return block.kind in _LINES and not ends_sentence(block.text)

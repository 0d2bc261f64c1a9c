"""The entries of a live blog keep their times: each begins with the line that says when it was written (kind `time`).

A live blog is known by its structure in any language: most of the text stands between short lines with a time, all in one kind of place,
and the times run one way. What linked data state of the entries (liveBlogUpdate) stands in where the markup has them not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from db.records import TIME, Block
from pipelines.blocks import PageBlock, fingerprint, squeeze
from pipelines.body import weight
from pipelines.clean_page import place
from pipelines.clock_text import zone
from pipelines.machine_dates import read_machine_date
from pipelines.month_names import fold_date_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.clean_page import Place

_CLOCK = re.compile(r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])\s?[:.h時时點点시]\s?(?P<m>[0-5]\d)(?![\d.])")
_LETTERS = re.compile(r"[^\W\d_]")
_LINE = 45  # characters of a line that is a time
_WORDS = 24  # of them that may be letters: a weekday, a month, "Uhr"
_FEWEST = 3  # entries
# Of the entries have text, follow in time, have a heading in one kind of place.
_FILLED, _ORDERED, _ALIKE = 0.75, 0.8, 0.75
_LINKED = 0.8  # of a line's letters, in a link to another page
_MOST_TEXT = 0.5  # of the article's text stands in entries; with less it is an article that has a chronology
_TEXT, _HEADING = 25, 200  # letters of an entry's text at least, of its heading at most


class Entries(NamedTuple):
    """A live blog's blocks with its entries' times and headings as part of the text, and the moments that the markup states of them."""

    blocks: tuple[Block, ...]
    moments: frozenset[datetime]


class _Stamp(NamedTuple):
    """A line that is a time: its block, what it says in minutes, and its moment for machines where it has one."""

    place: int
    minutes: float
    moment: datetime | None


def with_entry_times(page: Sequence[PageBlock], blocks: Sequence[Block], timezone: str) -> Entries | None:
    """Return the entries of a live blog; None where the page is none.

    `page` and `blocks` are the page's blocks before and after cleaning. A time that is told by how long ago it was is written as the moment
    that the markup states, in the outlet's zone (IANA): so nothing changes from one fetch to the next.
    """
    kept = [i for i, block in enumerate(blocks) if block.reason is None]
    groups: dict[Place, list[_Stamp]] = defaultdict(list)
    for i in range(max(0, kept[0] - 2), kept[-1] + 2) if kept else ():
        if i < len(page) and (stamp := _stamp(i, page[i])):
            groups[place(page[i])].append(stamp)
    stamps = max(groups.values(), key=len, default=[])
    if not _are_entries(stamps, blocks) or _are_cards(stamps, page, blocks):
        return None
    new = list(blocks)
    for i in _headings(stamps, page, blocks):
        new[i] = new[i]._replace(reason=None)
    for stamp in stamps:
        text = page[stamp.place].text
        if stamp.moment and not _CLOCK.search(fold_date_text(text)):
            text = written(stamp.moment, timezone)
        new[stamp.place] = time_block(text)
    return Entries(tuple(new), frozenset(stamp.moment for stamp in stamps if stamp.moment))


def time_block(text: str) -> Block:
    """Return the line with which an entry begins."""
    return Block(text, TIME, fingerprint(text))


def written(moment: datetime, timezone: str) -> str:
    """Return an entry's time as it is written where the page has no words for it: on the outlet's clock, `2025-06-01 18:07`."""
    local = moment.astimezone(zone(timezone)) if moment.tzinfo and timezone != "UTC" else moment
    return f"{local:%Y-%m-%d %H:%M}"


def _stamp(index: int, block: PageBlock) -> _Stamp | None:
    if len(block.text) > _LINE or block.kind == "caption":
        return None
    moment = next(filter(None, map(_moment, _times(block))), None)
    folded = fold_date_text(block.text)
    clock = _CLOCK.search(folded)
    if clock and len(_LETTERS.findall(folded)) > _WORDS:
        return None
    if moment:
        return _Stamp(index, moment.timestamp() / 60, moment)
    return _Stamp(index, 60 * int(clock["h"]) + int(clock["m"]), None) if clock else None


def _times(block: PageBlock) -> list[str]:
    """Return what the `<time>` elements of a line say for machines."""
    own = (block.element, *block.element.iterancestors("time"), *block.element.iter("time"))
    return [one.get("datetime", "") for one in own if one.tag == "time" and squeeze(one.text_content()) in block.text]


def _moment(text: str) -> datetime | None:
    value = read_machine_date(text) if text else None
    return value if isinstance(value, datetime) else None


def _are_entries(stamps: Sequence[_Stamp], blocks: Sequence[Block]) -> bool:
    if len(stamps) < _FEWEST:
        return False
    filled = [any(_is_text(blocks[i]) for i in range(a.place + 1, b.place)) for a, b in pairwise(stamps)]
    steps = [b.minutes - a.minutes for a, b in pairwise(stamps)]
    ordered = max(sum(step >= 0 for step in steps), sum(step <= 0 for step in steps))
    inside = sum(weight(block.text) for block in blocks[stamps[0].place :] if block.reason is None)
    whole = sum(weight(block.text) for block in blocks if block.reason is None)
    return (
        sum(filled) >= _FILLED * len(filled)
        and any(steps)
        and ordered >= _ORDERED * len(steps)
        and inside >= _MOST_TEXT * whole
    )


def _are_cards(stamps: Sequence[_Stamp], page: Sequence[PageBlock], blocks: Sequence[Block]) -> bool:
    """Say whether most of the times stand in boxes of their own with a link to another page and none of the text."""
    around = Counter(
        element
        for stamp in stamps
        for element in (page[stamp.place].element, *page[stamp.place].element.iterancestors())
    )
    boxes = set()
    for stamp in stamps:
        box = page[stamp.place].element
        while (above := box.getparent()) is not None and around[above] == 1:
            box = above
        boxes.add(box)
    texts, links = set(), set()
    for block, cleaned in zip(page, blocks, strict=True):
        home = next((one for one in (block.element, *block.element.iterancestors()) if one in boxes), None)
        if _is_text(cleaned):
            texts.add(home)
        elif block.link_density >= _LINKED and not any("#" in href for href in block.hrefs):
            links.add(home)
    return 2 * len((links - texts) & boxes) > len(boxes)


def _is_text(block: Block) -> bool:
    return block.reason is None and weight(block.text) >= _TEXT


def _headings(stamps: Sequence[_Stamp], page: Sequence[PageBlock], blocks: Sequence[Block]) -> list[int]:
    """Return the indexes of the entries' own headings that were left out: between a time and its text, or right before the time.

    They stand in one kind of place in most entries, and each says something else.
    """
    found = [i for stamp in stamps for i in _around(stamp.place, page, blocks)]
    texts: dict[Place, Counter[str]] = defaultdict(Counter)
    for i in found:
        texts[place(page[i])][page[i].text] += 1
    most = _ALIKE * len(stamps)
    own = {where for where, said in texts.items() if said.total() >= most and len(said) >= _ALIKE * said.total()}
    return [i for i in found if place(page[i]) in own and blocks[i].reason is not None]


def _around(index: int, page: Sequence[PageBlock], blocks: Sequence[Block]) -> list[int]:
    before = [index - 1] if index and page[index - 1].kind == "heading" else []
    behind = []
    for i in range(index + 1, len(blocks)):
        if (blocks[i].reason is None and page[i].kind != "heading") or _stamp(i, page[i]):
            break
        behind.append(i)
    return [i for i in (*before, *behind) if _is_heading(page[i])]


def _is_heading(block: PageBlock) -> bool:
    return block.kind == "heading" or (block.link_density < 0.5 and weight(block.text) < _HEADING)

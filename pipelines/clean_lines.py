"""Rules for single lines: the headline again, what returns, bylines, and labels whose matter is gone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.clean_page import ends_sentence, is_line, place, within, words
from pipelines.date_text import read_date, stands_alone

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.blocks import PageBlock
    from pipelines.clean_page import Page

_BLURB = 250  # letters of what a newsletter says of itself, with its heading
_LITTLE = 0.1  # of the text
_DATELINE = 90  # letters
_SENTENCE = 40  # letters; a day that ends in a full stop has fewer
_OFTEN, _LABEL, _LINE, _DIFFERENT = (
    3,
    30,
    60,
    3,
)  # times, letters of a label and of a line, and how many such lines may be furniture


def titles(page: Page) -> None:
    """Remove the headline again; before the first running text also as a first-level heading of other words, or with a kicker."""
    title, start = words(page.title), page.text_start()
    for i in page.kept():
        block = page.blocks[i]
        said = words(block.text)
        if (title and said == title) or (i < start and block.kind == "heading" and _is_headline(block, said, title)):
            page.remove(i, "title")


def _is_headline(block: PageBlock, said: str, title: str) -> bool:
    return block.element.tag == "h1" or (len(title) >= 15 and title in said and len(said) < 2 * len(title))


def repeated(page: Page) -> None:
    """Remove short lines that stand three times or more, marks of advertisements and other furniture, and running text said before.

    Where many different lines return, they are the article's own: times of a timetable, fields of a list. So is running text that stands
    three times among more paragraphs of other words: the questions of a series of interviews.
    """
    times = Counter(page.blocks[i].text for i in page.kept())
    often = {text for text, count in times.items() if count >= _OFTEN}
    if len(often) > _DIFFERENT:
        return
    texts = [page.blocks[i] for i in page.kept() if is_prose(page.blocks[i])]
    among = Counter(place(block) for block in texts if block.text not in often)
    said: set[str] = set()
    for i in page.kept():
        block = page.blocks[i]
        returns = among[place(block)] <= times[block.text] if block.text in often else block.text in said
        prose = is_prose(block) and returns
        line = block.text in often and weight(block.text) < _LINE and is_line(block) and not _is_refrain(page, block)
        if prose or line:
            page.remove(i, "repeated")
        said.add(block.text)


def _is_refrain(page: Page, block: PageBlock) -> bool:
    """Say whether a longer line stands where the paragraphs do."""
    return weight(block.text) >= _LABEL and (page.home is None or page.home.has(block))


def bylines(page: Page) -> None:
    """Remove short lines that are no sentences: names, dates, places, counters, before the first running text or in the headline's box."""
    start, header = _first_sentence(page), _header(page)
    for i in page.kept():
        block = page.blocks[i]
        short = weight(block.text) < _LINE and is_line(block)
        named = i < start and (short or any(_names(block.text, name) for name in page.names))
        if (named or (i <= start and _is_dateline(block.text))) and not page.is_summary(i):
            page.remove(i, "byline")
            start = max(start, i + 1) if i == start else start
        elif i > start and short and block.kind == "paragraph" and within(block.element, header):
            page.remove(i, "byline")


def _header(page: Page) -> HtmlElement | None:
    """Return the element around the headline, where the paragraphs stand elsewhere; None where it is none of the headline's own."""
    head = next((b.element for b in page.blocks if b.element.tag == "h1"), None)
    box = None if head is None else head.getparent()
    if box is None or page.home is None or any(within(parent, box) for parent in page.home.parents):
        return None
    return box


def _is_dateline(text: str) -> bool:
    """Say whether a date is what a line is for; in scripts without full stops such a line looks as running text does."""
    if len(text) > _DATELINE or not any(sign.isdigit() for sign in text):
        return False
    found = read_date(text, timezone="UTC", language=None)
    return found is not None and stands_alone(found)


def _first_sentence(page: Page) -> int:
    """Return the index of the first running text, or of the first sentence that stands where the paragraphs do."""
    kept = (i for i in page.kept() if page.has_home(page.blocks[i]))
    said = (i for i in kept if weight(page.blocks[i].text) >= _SENTENCE and ends_sentence(page.blocks[i].text))
    return min(next(said, len(page.blocks)), page.first_prose())


def _names(text: str, name: str) -> bool:
    """Say whether a text that is not much longer than a name has it, in scripts with spaces as whole words."""
    if len(text) >= 3 * len(name) + 60:
        return False
    return f" {words(name)} " in f" {words(text)} " or (weight(name) > len(name) and name in text)


def labels(page: Page) -> None:
    """Remove lines that only announced what has been removed: before links, and at the end."""
    kept = page.kept()
    heads = Counter(_look(page.blocks[i]) for i in kept if _is_heading(page, i))
    for i in kept:
        if _is_label(page, i) and not heads[_look(page.blocks[i])] and _announces_links(page, i):
            page.remove(i, "label")
    for i in reversed(page.kept()):
        if not _is_label(page, i):
            break
        page.remove(i, "label")


def blurbs(page: Page) -> None:
    """Remove a few words under a label at the end, before what has been removed, where nothing in the text has such a heading."""
    kept = page.kept()
    last = next((i for i in reversed(kept) if _is_label(page, i)), None)
    if last is None or last == kept[0]:
        return
    section = [i for i in kept if i >= last]
    following = section[-1] + 1
    if (
        len(section) == 1
        or following >= len(page.blocks)
        or page.weigh(section) > min(_BLURB, _LITTLE * page.weigh(kept))
    ):
        return
    look, start = _look(page.blocks[last]), page.first_prose()
    if not any(_is_label(page, i) and _look(page.blocks[i]) == look for i in kept if start < i < last):
        for i in section:
            page.remove(i, "after")


def _is_heading(page: Page, index: int) -> bool:
    """Say whether a line stands directly above running text of the article."""
    following = index + 1 < len(page.blocks) and page.reasons[index + 1] is None and is_prose(page.blocks[index + 1])
    return following and _is_label(page, index)


def _look(block: PageBlock) -> tuple[object, ...]:
    """Return what lines of one kind have in common: their place, and the mark of print that holds all of their text."""
    mark = block.element[0] if len(block.element) == 1 else None
    whole = mark is not None and not (block.element.text or "").strip() and not (mark.tail or "").strip()
    return place(block), mark.tag if mark is not None and whole else None


def _is_label(page: Page, index: int) -> bool:
    """Say whether a block is a short line that is no sentence; a cell is one where the paragraphs are cells too."""
    block = page.blocks[index]
    cell = block.kind == "row" and page.has_home(block) and not ends_sentence(block.text)
    return weight(block.text) < 80 and (cell or is_line(block))


def _announces_links(page: Page, index: int) -> bool:
    """Say whether links that were removed follow directly, in one box with the line or, for a line that is no heading, behind it."""
    if index + 1 == len(page.blocks) or page.reasons[index + 1] is None:
        return False
    block, following = page.blocks[index], page.blocks[index + 1]
    boxed = block.element.getparent() is not page.container and within(following.element, block.element.getparent())
    return following.link_density >= 0.8 and (boxed or block.kind == "paragraph")

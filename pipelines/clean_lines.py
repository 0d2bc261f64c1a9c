"""Rules for single lines: the headline again, what returns, bylines, and labels whose matter is gone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.clean_page import is_line, place, within, words

if TYPE_CHECKING:
    from pipelines.blocks import PageBlock
    from pipelines.clean_page import Page

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
    """Remove short lines before the first running text that are no sentences: names, dates, places, counters."""
    start = page.first_prose()
    for i in page.kept():
        block = page.blocks[i]
        short = weight(block.text) < _LINE and is_line(block)
        named = i < start and (short or any(_names(block.text, name) for name in page.names))
        if named and not page.is_summary(i):
            page.remove(i, "byline")


def _names(text: str, name: str) -> bool:
    """Say whether a text that is not much longer than a name has it, in scripts with spaces as whole words."""
    if len(text) >= 3 * len(name) + 60:
        return False
    return f" {words(name)} " in f" {words(text)} " or (weight(name) > len(name) and name in text)


def labels(page: Page) -> None:
    """Remove lines that only announced what has been removed: before links, and at the end."""
    kept = page.kept()
    for i in kept:
        if _is_label(page.blocks[i]) and _announces_links(page, i):
            page.remove(i, "label")
    for i in reversed(page.kept()):
        if not _is_label(page.blocks[i]):
            break
        page.remove(i, "label")


def _is_label(block: PageBlock) -> bool:
    return weight(block.text) < 80 and is_line(block)


def _announces_links(page: Page, index: int) -> bool:
    """Say whether links that were removed follow directly, in one box with the line or, for a line that is no heading, behind it."""
    if index + 1 == len(page.blocks) or page.reasons[index + 1] is None:
        return False
    block, following = page.blocks[index], page.blocks[index + 1]
    boxed = block.element.getparent() is not page.container and within(following.element, block.element.getparent())
    return following.link_density >= 0.8 and (boxed or block.kind == "paragraph")

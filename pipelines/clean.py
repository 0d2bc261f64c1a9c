"""Take from the article's blocks what is not the article: general rules on structure, none on one outlet or one language's words.

Every rule says its reason; a removed block is kept with it.

    title        the headline again                     link     nothing but links: a headline of another story, a menu
    before       stands before the article's container  cards    one of several alike items that each link elsewhere
    after        stands behind it                       form     beside fields to fill in: newsletter, search, poll
    repeated     a line that returns                    byline   names, dates and labels between headline and text
    caption      a picture's
    label        a heading or lead-in whose matter is gone
    not_article  never held to be the article's
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from db.records import Block
from pipelines.blocks import SENTENCE_END, fingerprint, squeeze
from pipelines.body import is_prose, weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from pipelines.blocks import PageBlock

_WORD = re.compile(r"\w+")
_FIELDS = frozenset({"input", "textarea", "select"})
_NO_FIELDS = frozenset({"hidden", "submit", "button", "checkbox"})
_MOST_FIELDS = 50  # looked at on one page
_BOX, _SAYS_WHAT_FOR = 400, 60  # letters
_ENDS_SENTENCE = re.compile(f"[{re.escape(SENTENCE_END)}]\\s*$")
_LINES = frozenset({"paragraph", "heading"})
_MAIN = 0.75  # of the prose is in the article's container


def clean(
    blocks: Sequence[PageBlock], kept: Sequence[bool], title: str, names: Iterable[str] = ()
) -> tuple[Block, ...]:
    """Return every block with the reason for which it is not the article's text, or None where it is.

    `kept` says which blocks the witness held to be the article's, `names` are the authors'.
    """
    reasons: list[str | None] = [None if keep else "not_article" for keep in kept]
    page = _Page(blocks, reasons, title, tuple(names))
    for rule in (_captions, _outside, _linked, _cards, _forms, _titles, _repeated, _bylines, _labels):
        rule(page)
    return tuple(
        Block(block.text, block.kind, fingerprint(block.text), reason)
        for block, reason in zip(blocks, page.reasons, strict=True)
    )


class _Page:
    """The blocks with the reasons found so far, and the article's container."""

    def __init__(
        self, blocks: Sequence[PageBlock], reasons: list[str | None], title: str, names: tuple[str, ...]
    ) -> None:
        self.blocks, self.reasons, self.title, self.names = blocks, reasons, title, names
        self.container = _container([block for block, _ in self._kept()])

    def _kept(self) -> list[tuple[PageBlock, int]]:
        return [(block, i) for i, block in enumerate(self.blocks) if self.reasons[i] is None]

    def kept(self) -> list[int]:
        """Return the indexes of the blocks that no rule has removed."""
        return [i for _, i in self._kept()]

    def remove(self, index: int, reason: str) -> None:
        self.reasons[index] = reason

    def first_prose(self) -> int:
        """Return the index of the first kept running text, or the number of blocks where there is none."""
        return next((i for i in self.kept() if is_prose(self.blocks[i])), len(self.blocks))


def _container(blocks: Sequence[PageBlock]) -> HtmlElement | None:
    """Return the deepest element that holds most of the prose and is not one paragraph alone, None where there is no prose."""
    weights: Counter[HtmlElement] = Counter()
    paragraphs: Counter[HtmlElement] = Counter()
    for block in filter(is_prose, blocks):
        for element in (block.element, *block.element.iterancestors()):
            weights[element] += weight(block.text)
            paragraphs[element] += 1
    if not weights:
        return None
    needed, several = _MAIN * max(weights.values()), min(2, max(paragraphs.values()))
    deepest = min(
        (element for element in weights if weights[element] >= needed and paragraphs[element] >= several),
        key=lambda element: (weights[element], -_depth(element)),
    )
    return deepest if several > 1 or deepest.tag == "body" else deepest.getparent()


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _within(element: HtmlElement, container: HtmlElement | None) -> bool:
    while element is not None:
        if element is container:
            return True
        element = element.getparent()
    return False


def _captions(page: _Page) -> None:
    for i in page.kept():
        if page.blocks[i].kind == "caption":
            page.remove(i, "caption")


def _outside(page: _Page) -> None:
    """Remove what is not prose before the container, and everything behind it."""
    kept = page.kept()
    inside = [i for i in kept if _within(page.blocks[i].element, page.container)]
    if not inside:
        return
    for i in kept:
        if i < inside[0] and not (is_prose(page.blocks[i]) or _is_lead(page.blocks[i])):
            page.remove(i, "before")
        elif i > inside[-1]:
            page.remove(i, "after")


def _is_lead(block: PageBlock) -> bool:
    """Say whether a block before the container may be the stand-first: a line or more of unlinked text."""
    return weight(block.text) >= 60 and block.link_density < 0.1 and block.kind in {"paragraph", "heading", "quote"}


def _linked(page: _Page) -> None:
    for i in page.kept():
        block = page.blocks[i]
        if block.link_density >= 0.8 or (block.link_density >= 0.5 and not _ENDS_SENTENCE.search(block.text)):
            page.remove(i, "link")


def _cards(page: _Page) -> None:
    """Remove items of which three or more alike stand side by side, each with a link of its own and little text beside it."""
    verdicts: dict[HtmlElement, bool] = {}
    for i in page.kept():
        element = page.blocks[i].element
        while element is not None and element is not page.container:
            if element not in verdicts:
                alike = _alike(element)
                verdicts |= dict.fromkeys(alike, len(alike) >= 3 and all(_links_out(e) for e in alike))
            if verdicts[element]:
                page.remove(i, "cards")
                break
            element = element.getparent()


def _alike(element: HtmlElement) -> list[HtmlElement]:
    """Return an element that may be a card with its siblings of the same kind; an element that may not be one alone."""
    parent = element.getparent()
    if element.tag not in {"li", "div", "article", "section", "td", "tr"} or parent is None:
        return [element]
    return [e for e in parent if e.tag == element.tag and e.get("class") == element.get("class")]


def _links_out(element: HtmlElement) -> bool:
    link = next(element.iter("a"), None)
    if link is None or not link.get("href") or link.get("href", "").startswith("#"):
        return False
    headline = sum(len(" ".join(a.text_content().split())) for a in element.iter("a"))
    return headline >= 15 and headline >= 0.3 * len(" ".join(element.text_content().split()))


def _forms(page: _Page) -> None:
    """Remove the few lines that stand in one box with fields to fill in."""
    if page.container is None:
        return
    fields = [field for field in page.container.iter(*_FIELDS) if field.get("type", "") not in _NO_FIELDS]
    boxes = {_box(field, page.container) for field in fields[:_MOST_FIELDS]}
    for i in page.kept():
        if any(_within(page.blocks[i].element, box) for box in boxes):
            page.remove(i, "form")


def _box(field: HtmlElement, container: HtmlElement) -> HtmlElement:
    """Return the smallest element around a field that says what it is for, without being more than a box."""
    box = field
    for above in field.iterancestors():
        size = weight(squeeze(above.text_content()))
        if above is container or size > _BOX:
            break
        box = above
        if size >= _SAYS_WHAT_FOR:
            break
    return box


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _titles(page: _Page) -> None:
    title = _words(page.title)
    for i in page.kept():
        if title and _words(page.blocks[i].text) == title:
            page.remove(i, "title")


def _repeated(page: _Page) -> None:
    """Remove short lines that stand three times or more, marks of advertisements and other furniture, and running text said before."""
    times = Counter(page.blocks[i].text for i in page.kept())
    said: set[str] = set()
    for i in page.kept():
        block = page.blocks[i]
        if is_prose(block) and block.text in said:
            page.remove(i, "repeated")
        said.add(block.text)
        if times[block.text] >= 3 and weight(block.text) < 30 and _is_line(block):
            page.remove(i, "repeated")


def _bylines(page: _Page) -> None:
    """Remove short lines before the first running text that are no sentences: names, dates, places, counters."""
    start = page.first_prose()
    for i in page.kept():
        block = page.blocks[i]
        short = weight(block.text) < 60 and _is_line(block)
        if i < start and (short or any(_names(block.text, name) for name in page.names)):
            page.remove(i, "byline")


def _names(text: str, name: str) -> bool:
    """Say whether a text that is not much longer than a name has it, in scripts with spaces as whole words."""
    if len(text) >= 3 * len(name) + 60:
        return False
    return f" {_words(name)} " in f" {_words(text)} " or (weight(name) > len(name) and name in text)


def _is_line(block: PageBlock) -> bool:
    return block.kind in _LINES and not _ENDS_SENTENCE.search(block.text)


def _labels(page: _Page) -> None:
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
    return weight(block.text) < 80 and _is_line(block)


def _announces_links(page: _Page, index: int) -> bool:
    """Say whether links that were removed follow directly, in one box with the line or, for a line that is no heading, behind it."""
    if index + 1 == len(page.blocks) or page.reasons[index + 1] is None:
        return False
    block, following = page.blocks[index], page.blocks[index + 1]
    boxed = block.element.getparent() is not page.container and _within(following.element, block.element.getparent())
    return following.link_density >= 0.8 and (boxed or block.kind == "paragraph")

"""What the rules of clean work on: a page's blocks with the reasons found so far, the article's container, and its paragraphs' home."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipelines.blocks import OPENS_QUOTE
from pipelines.body import is_prose, weight
from pipelines.line_ends import SENTENCE_END
from pipelines.plain_text import overlap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from pipelines.blocks import PageBlock

_WORD = re.compile(r"\w+")
_ENDS_SENTENCE = re.compile(f"[{re.escape(SENTENCE_END)}]\\s*$")
_LINES = frozenset({"paragraph", "heading"})
_NUMBERS = re.compile(r"\d+")
_MAIN = 0.75  # of the prose is in the article's container
_SUMMARY, _AGREES = 25, 0.75  # letters of a line that may be the summary, and the share of its words that is
_WHOLE, _SENTENCE, _LEAD = (
    0.9,
    40,
    25,
)  # density of a link that leaves nothing else, letters of a sentence and of one that leads in
_PROSE, _LINKED = 0.4, 0.4  # of the text is prose in most articles; density of links in a sentence at most
_HOME_SHARE, _HOME_PARAGRAPHS = 0.6, 2  # of the prose, and how many paragraphs, make a home


class Page:
    """The blocks with the reasons found so far, and the article's container."""

    def __init__(
        self,
        blocks: Sequence[PageBlock],
        reasons: list[str | None],
        title: str,
        names: tuple[str, ...] = (),
        summary: str | None = None,
    ) -> None:
        self.blocks, self.reasons, self.title, self.names, self.summary = blocks, reasons, title, names, summary

    def _kept(self) -> list[PageBlock]:
        return [self.blocks[i] for i in self.kept()]

    def _running(self) -> list[PageBlock]:
        """Return the running text kept so far; where it is little, in a text of one-liners, with every sentence of some length."""
        kept = self._kept()
        prose = [block for block in kept if is_prose(block)]
        if sum(weight(block.text) for block in prose) >= _PROSE * sum(weight(block.text) for block in kept):
            return prose
        return [block for block in kept if is_prose(block) or _is_sentence(block)]

    def kept(self) -> list[int]:
        """Return the indexes of the blocks that no rule has removed."""
        return [i for i, reason in enumerate(self.reasons) if reason is None]

    def remove(self, index: int, reason: str) -> None:
        """Say that a block is not the article's, and why."""
        self.reasons[index] = reason

    def text_start(self) -> int:
        """Return the index of the first kept block where the paragraphs stand, else of the first running text."""
        home = self.home
        return next((i for i in self.kept() if home and home.has(self.blocks[i])), self.first_prose())

    def is_summary(self, index: int) -> bool:
        """Say whether a block says what the page's summary says."""
        text = self.blocks[index].text
        return bool(self.summary) and weight(text) >= _SUMMARY and overlap(text, self.summary or "") >= _AGREES

    def weigh(self, indexes: Iterable[int]) -> int:
        """Return the weight of these blocks' texts."""
        return sum(weight(self.blocks[i].text) for i in indexes)

    @cached_property
    def container(self) -> HtmlElement | None:
        """Return the article's container: the deepest element with most of the text that is kept now."""
        return _container(self._running())

    def look_again(self) -> None:
        """Forget container and home: much has been removed since they were found."""
        for name in ("container", "home"):
            self.__dict__.pop(name, None)

    @cached_property
    def home(self) -> Home | None:
        """Return where the paragraphs kept so far mostly stand, None where no one place holds most of them."""
        return _home(self._running())

    @cached_property
    def has_stops(self) -> bool:
        """Say whether the running text is of a script that ends its sentences with a sign; Thai does not."""
        prose = [block for block in self._kept() if is_prose(block)]
        return 2 * sum(ends_sentence(block.text) for block in prose) >= len(prose)

    def has_home(self, block: PageBlock) -> bool:
        """Say whether a block stands where the paragraphs do."""
        return self.home is not None and self.home.has(block)

    def first_prose(self) -> int:
        """Return the index of the first kept running text, or the number of blocks where there is none."""
        return next((i for i in self.kept() if is_prose(self.blocks[i])), len(self.blocks))


Place = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Home:
    """Where most of an article's paragraphs stand: their kind of place, the class that all of them have ("" for none), and the elements
    that hold them.
    """

    place: Place
    own: str
    parents: frozenset[HtmlElement]

    def has(self, block: PageBlock) -> bool:
        """Say whether a block stands in such a place."""
        return place(block) == self.place

    def is_like(self, block: PageBlock) -> bool:
        """Say whether a block has the paragraphs' own class, wherever it stands."""
        return bool(self.own) and (block.element.tag, block.element.get("class")) == (self.place[0], self.own)

    def child(self, element: HtmlElement) -> HtmlElement | None:
        """Return the element beside the paragraphs in which `element` stands, itself or above; None where it stands elsewhere."""
        here: HtmlElement | None = element
        while here is not None:
            above = here.getparent()
            if above in self.parents:
                return here
            here = above
        return None


def place(block: PageBlock) -> Place:
    """Return the kind of place of a block: tags and classes of its element and the one above, without numbers in them.

    The class of a `<p>` does not count: first paragraphs have their own.
    """
    element, above = block.element, block.element.getparent()
    own = "" if element.tag == "p" else element.get("class") or ""
    upper = ("", "") if above is None else (above.tag, above.get("class") or "")
    return element.tag, _NUMBERS.sub("", own), upper[0], _NUMBERS.sub("", upper[1])


def _home(prose: list[PageBlock]) -> Home | None:
    weights: Counter[Place] = Counter()
    for block in prose:
        weights[place(block)] += weight(block.text)
    if not weights:
        return None
    top, most = weights.most_common(1)[0]
    inside = [block for block in prose if place(block) == top]
    if len(inside) < _HOME_PARAGRAPHS or most < _HOME_SHARE * weights.total():
        return None
    classes = {block.element.get("class") or "" for block in inside}
    pieces = Counter(block.element for block in inside)  # an element with several holds them as a parent does
    above = (block.element.getparent() for block in inside)
    parents = {*above, *(element for element, count in pieces.items() if count > 1)} - {None}
    return Home(top, classes.pop() if len(classes) == 1 else "", frozenset(parents))


def _is_sentence(block: PageBlock) -> bool:
    return block.link_density < _LINKED and weight(block.text) >= _LEAD and ends_sentence(block.text)


def _container(blocks: Sequence[PageBlock]) -> HtmlElement | None:
    """Return the deepest element that holds most of the running text and is not one paragraph alone, None where there is none."""
    weights: Counter[HtmlElement] = Counter()
    paragraphs: Counter[HtmlElement] = Counter()
    for block in blocks:
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


def within(element: HtmlElement | None, container: HtmlElement | None) -> bool:
    """Say whether an element is the container or stands in it."""
    while element is not None:
        if element is container:
            return True
        element = element.getparent()
    return False


def words(text: str) -> str:
    """Return a text's words alone, case folded."""
    return " ".join(_WORD.findall(text.replace("\u00ad", "").casefold()))


def ends_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence does, in any script."""
    return bool(_ENDS_SENTENCE.search(text))


def is_said(blocks: Sequence[PageBlock], index: int) -> bool:
    """Say whether a block that is mostly a link is the article's own words, and not the headline of another page: a sentence of which
    words stand outside of the link, or what a colon before it leads to.
    """
    block = blocks[index]
    if not ends_sentence(block.text) or len(set(block.hrefs)) != 1:
        return False
    if is_sentence := block.link_density < _WHOLE and weight(block.text) >= _SENTENCE:
        return is_sentence
    before = blocks[index - 1] if index else None
    if before is None or before.linked or not before.text.endswith((":", "：")):
        return False
    return weight(before.text) >= _SENTENCE or (weight(before.text) >= _LEAD and block.text.startswith(OPENS_QUOTE))


def is_line(block: PageBlock) -> bool:
    """Say whether a block is a line that is no sentence."""
    return block.kind in _LINES and not ends_sentence(block.text)

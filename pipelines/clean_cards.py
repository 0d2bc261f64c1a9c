"""Rules for cards: pieces of a page that are alike, each about another story that it links to."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, islice
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

from pipelines.blocks import squeeze
from pipelines.body import weight
from pipelines.line_ends import INLINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.html import HtmlElement

    from pipelines.clean_page import Page

_CARDS = frozenset({"li", "div", "article", "section", "td", "tr"})
_QUOTES = frozenset({"blockquote", "aside"})  # of which one alone is a card, under a headline that is a link
_RUN = 5  # cards in a row among others that are none
_ALIKE, _MOST = 3, 0.9  # cards make a row of them, and which share of those that are alike
_MANY = 16  # links: more than a card has
_HEADLINE, _KICKER = 15, 30  # letters of a headline, and what may stand before it
_SHARE = 0.3  # of a card's text is links, where its headline is no line of its own
_LINK = 0.8  # density
_REST = 600  # letters that are left make an article
_LINES = 3  # between a teaser's heading and its link


def cards(page: Page) -> None:
    """Remove items of which three or more alike stand side by side, or are of one class anywhere on the page, each with a link of its own
    and little text beside it, or under a headline that is a link.

    Under such headlines the entries of a live blog stand too: they stay where nothing else is an article.
    """
    rows = _Rows(page)
    found: dict[str, list[int]] = {_SURE: [], _HEADED: [], _NONE: []}
    for i in page.kept():
        if page.blocks[i].link_density < _LINK:  # a headline goes as a link
            found[rows.verdict(page.blocks[i].element)].append(i)
    gone = found[_SURE]
    if page.weigh(page.kept()) - page.weigh(gone) - page.weigh(found[_HEADED]) >= _REST:
        gone = gone + found[_HEADED]
    for i in gone:
        page.remove(i, "cards")
    if gone:
        page.look_again()


def teasers(page: Page) -> None:
    """Remove what ends in one and the same link text, three times or more, each with a target of its own: "read on" in any language.

    Where such a link is a line of its own, what leads to it from the heading above goes with it.
    """
    if page.container is None:
        return
    targets: defaultdict[str, set[str]] = defaultdict(set)
    ends: dict[HtmlElement, str] = {}
    for link in page.container.iter("a"):
        href, text = link.get("href"), squeeze(link.text_content())
        if href and text and not href.startswith("#"):
            targets[text].add(href)
            ends[_line(link)] = text
    found: list[int] = []
    for i, block in enumerate(page.blocks):
        text = ends.get(block.element, "")
        if len(targets[text]) >= _ALIKE and block.text.endswith(text):
            found.extend(_above(page, i) if block.text == text else [i])
    found = [i for i in found if page.reasons[i] is None]
    if page.weigh(page.kept()) - page.weigh(found) >= _REST:
        for i in found:
            page.remove(i, "cards")


def _above(page: Page, index: int) -> list[int]:
    """Return the blocks from the heading to the link below it; none where no heading is near."""
    for at in range(index - 1, max(-1, index - 1 - _LINES), -1):
        if page.blocks[at].kind == "heading":
            return list(range(at, index))
    return []


def _line(link: HtmlElement) -> HtmlElement:
    """Return the element whose line a link is in, as far as marks of print go."""
    above = link.getparent()
    while above.tag in INLINE and above.getparent() is not None:
        above = above.getparent()
    return above


_Classes = defaultdict["str | None", "list[HtmlElement]"]
_SURE, _HEADED, _NONE = "sure", "headed", ""


class _Rows:
    """The verdicts on a page's elements, each judged once with all that are alike."""

    def __init__(self, page: Page) -> None:
        self._container = page.container
        self._beside: dict[tuple[HtmlElement | None, str, str | None], tuple[str, set[HtmlElement]]] = {}
        self._of_class: dict[tuple[str, str | None], str] = {}
        self._kinds: dict[HtmlElement, str] = {}
        self._by_class: dict[tuple[HtmlElement | None, str], _Classes] = {}

    def verdict(self, element: HtmlElement | None) -> str:
        """Say whether an element, or one around it within the container, is a card, and by which sign."""
        while element is not None and element is not self._container:
            if element.tag in _QUOTES and _is_headed(element):
                return _HEADED
            if (element.tag in _CARDS or "-" in element.tag) and (verdict := self._judge(element)):
                return verdict
            element = element.getparent()
        return _NONE

    def _judge(self, element: HtmlElement) -> str:
        parent, tag, name = element.getparent(), element.tag, element.get("class")
        if (parent, tag, name) not in self._beside:
            beside = self._classes(parent, tag, parent.iterchildren)[name] if parent is not None else []
            self._beside[parent, tag, name] = self._row(beside), self._runs(beside)
        verdict, runs = self._beside[parent, tag, name]
        if verdict or element in runs:
            return verdict or _HEADED
        if not (name or tag == "article") or not self._kind(element):
            return _NONE
        if (tag, name) not in self._of_class:
            self._of_class[tag, name] = self._row(self._classes(None, tag, element.getroottree().iter)[name])
        return self._of_class[tag, name]

    def _classes(self, parent: HtmlElement | None, tag: str, every: Callable[[str], Iterable[HtmlElement]]) -> _Classes:
        """Return the elements of a tag by class, of a parent or (None) of the page: one look at them, not one for each class."""
        if (parent, tag) not in self._by_class:
            self._by_class[parent, tag] = found = defaultdict(list)
            for element in every(tag):
                found[element.get("class")].append(element)
        return self._by_class[parent, tag]

    def _row(self, elements: list[HtmlElement]) -> str:
        if len(elements) < _ALIKE:
            return _NONE
        kinds = [self._kind(element) for element in elements]
        if all(kind is _SURE for kind in kinds):
            return _SURE
        return _HEADED if sum(map(bool, kinds)) >= _MOST * len(kinds) else _NONE

    def _runs(self, elements: list[HtmlElement]) -> set[HtmlElement]:
        """Return those of which many in a row may be cards."""
        runs = (list(run) for may_be, run in groupby(elements, lambda element: bool(self._kind(element))) if may_be)
        return {element for run in runs if len(run) >= _RUN for element in run}

    def _kind(self, element: HtmlElement) -> str:
        if element not in self._kinds:
            self._kinds[element] = _card(element)
        return self._kinds[element]


def _card(element: HtmlElement) -> str:
    """Return the sign by which an element alone may be a card."""
    links = list(islice(element.iter("a"), _MANY))
    if not 0 < len(links) < _MANY or links[0].get("href", "#").startswith("#"):
        return _NONE
    linked = sum(weight(squeeze(link.text_content())) for link in links)
    if linked < _HEADLINE:
        return _NONE
    if linked >= _SHARE * weight(squeeze(element.text_content())):
        return _SURE
    return _HEADED if _is_headed(element) else _NONE


def _is_headed(element: HtmlElement) -> bool:
    """Say whether the first line of an element is a link's, its headline; a kicker or a time may stand before it."""
    before = 0
    for event, node in iterwalk(element, events=("start", "end")):
        if event == "start" and node.tag == "a" and (headline := squeeze(node.text_content())):
            return before <= _KICKER and weight(headline) >= _HEADLINE and not _goes_on(node)
        before += len(((node.text if event == "start" else node is not element and node.tail) or "").strip())
        if before > _KICKER:
            break
    return False


def _goes_on(link: HtmlElement) -> bool:
    """Say whether text follows a link in its line."""
    node = link
    while node is not None and node.tag in INLINE:
        behind = node.getnext()
        beside = "" if behind is None or behind.tag not in INLINE else behind.text_content()
        if squeeze((node.tail or "") + beside):
            return True
        node = node.getparent()
    return False

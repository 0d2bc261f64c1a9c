"""Where a page's main headline stands, and the few lines between it and the article's text: the place of byline and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from lxml import etree

from pipelines.body import weight
from pipelines.line_ends import SENTENCE_END, parts_lines, shows_as_block
from pipelines.plain_text import clean_text, compact, overlap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_OTHER_HEADLINES = etree.XPath(
    "//h2 | //h3 | //*[@itemprop='headline'] | //*[contains(@class, 'headline') or contains(@class, 'title')]"
)
_BODY = etree.XPath(
    "//body//*[not(self::script or self::style or self::a or self::option)]/text()[string-length() > 4]"
)
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u", "ins",
    "address",
})  # fmt: skip
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "button", "select", "form", "figure", "figcaption", "picture", "video", "audio",
    "iframe", "aside", "nav", "footer",
})  # fmt: skip
_RELATED = ("related", "recommend", "most-read", "mostread", "trending", "comment", "teaser", "newsletter", "popular")
_DATA_STAMP = re.compile(r"^data-.*(?:(?<!up)date(?!-format)|time(?!out|line|zone)|publish|epoch)")
_STAMP_MARK = re.compile(r"datepublished|\bdc:|dcterms|pubdate|\bpublished\b|\bdtpublished\b", re.IGNORECASE)
_MAX_TITLE = 2_000  # characters, with the white space around it
_LONG = 160  # characters: a block of this length is text of the article, not a byline
_SUBTITLE = 40  # characters; "Related" and "Read more" are shorter
_SENTENCES = 3  # of a stand-first at most, with those of the byline
_KICKER = 100  # characters that may stand between a headline and its stand-first
_BUDGET = 700  # characters after the headline in which a byline is looked for
_MAX_BLOCKS = 60
_MAX_TEXTS = 400
_MOST_LINES = 3_000
_MAX_ANCESTORS = 100
_MAX_DEPTH = 20  # inline elements in one another


@dataclass(frozen=True, slots=True)
class Stamp:
    """An element that holds a date for machines, and the words before it in its line, behind the stamp before."""

    element: HtmlElement
    before: str


@dataclass(frozen=True, slots=True)
class Line:
    """A short block of text after the headline: `marks` are the classes, itemprops and ids in it, lower case, `bold` whether all
    of it is set off as bold or slanted.
    """

    text: str
    marks: str
    stamps: tuple[Stamp, ...]
    links: tuple[HtmlElement, ...]
    bold: bool = False


class Headline:
    """The main headline of a page, looked for when it is first asked for: most pages state everything for machines."""

    def __init__(self, tree: HtmlElement, headings: tuple[HtmlElement, ...], title: str) -> None:
        """Take the page's root element, its `h1` elements and the article's title; the tree is only read."""
        self.tree = tree
        self._headings = headings
        self._title = title

    @cached_property
    def element(self) -> HtmlElement | None:
        """The element that shows the title: an `h1`, else another heading, else the first element with that text; or None."""
        wanted = compact(self._title)
        if not wanted:
            return None
        close = [(overlap(self._title, text), heading) for heading in self._headings if (text := element_text(heading))]
        if close and (best := max(close, key=itemgetter(0)))[0] >= 0.5:
            return best[1]
        exact = (element for element in _OTHER_HEADLINES(self.tree)[:100] if compact(element_text(element)) == wanted)
        short = (text for text in _BODY(self.tree)[:_MOST_LINES] if len(text) <= _MAX_TITLE)
        texts = (text.getparent() for text in short if compact(text) == wanted)
        return next(chain(exact, texts), None)

    @cached_property
    def lines(self) -> list[Line]:
        """The short lines after the headline (`byline_zone`); none where there is no headline."""
        return [] if self.element is None else byline_zone(self.element)


def shown_title(tree: HtmlElement, title: str) -> str:
    """Return the longest line of a page that its `<title>` begins or ends with, where that is most of it; else the empty string.

    So a page without an `<h1>` tells its headline from the site's name.
    """
    wanted = compact(title)
    shown = {compact(text): text for text in _BODY(tree)[:_MOST_LINES] if len(text) <= 2 * len(title)}
    parts = (part for part in shown if part != wanted and (wanted.startswith(part) or wanted.endswith(part)))
    best = max(parts, key=weight, default="")
    return clean_text(shown[best]) if 2 * weight(best) > weight(wanted) else ""


def element_text(element: HtmlElement, limit: int = 1_000) -> str:
    """Return the element's text as one clean line; the empty string where it is longer than `limit`."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > limit * 4:  # white space is not counted yet
            return ""
    text = clean_text("".join(pieces))
    return text if len(text) <= limit else ""


def is_foreign(element: HtmlElement, headline: HtmlElement | None) -> bool:
    """Say whether an element stands in a part of the page that is not the article's: a menu, an aside, comments, related cards.

    What is around the headline too is the article's, whatever its class says (`<body class="no-comments">`).
    """
    around = set(headline.iterancestors()) if headline is not None else set()
    parts = islice((element, *element.iterancestors()), _MAX_ANCESTORS)
    return any(_is_skipped(part) for part in parts if part not in around and part.tag not in ("body", "html"))


def _is_skipped(element: HtmlElement) -> bool:
    return element.tag in _SKIPPED or any(mark in element.get("class", "").lower() for mark in _RELATED)


def byline_zone(headline: HtmlElement) -> list[Line]:
    """Return the short lines that follow the headline, until the article's text, another headline or the end of the budget.

    A stand-first may stand among them: the second long block ends the zone, the first is left out. So does the third sentence, however
    short: behind it stand cards with dates of their own.
    """
    lines: list[Line] = []
    spent = long_blocks = sentences = 0
    for line in _lines(headline):
        if line is None or spent > _BUDGET or len(lines) > _MAX_BLOCKS:
            break
        if len(line.text) >= _LONG:
            long_blocks += 1
            if long_blocks == 2 or len(line.text) > _BUDGET:
                break
            continue
        sentences += weight(line.text) >= _SUBTITLE and line.text.endswith(tuple(SENTENCE_END))
        if sentences == _SENTENCES:
            break
        lines.append(line)
        spent += len(line.text)
    return lines


def _lines(headline: HtmlElement) -> Iterator[Line | None]:
    """Yield the blocks after the headline in document order, until another headline begins.

    A heading that follows nearly at once, is as long as a sentence and links nowhere is the stand-first, or the title as readers see it.
    """
    pieces: list[tuple[str, HtmlElement]] = []
    block = None
    spent = 0
    for text, owner in islice(_texts_after(headline), _MAX_TEXTS):
        if owner is None and len(text) >= _SUBTITLE and spent < _KICKER:
            continue
        if owner is None:
            break
        spent += len(text)
        if ((home := _block_of(owner)) is not block or owner.tag == "br") and pieces:
            yield _line(pieces)
            pieces = []
        block = home
        pieces.append((text, owner))
    if pieces:
        yield _line(pieces)


def _line(pieces: list[tuple[str, HtmlElement]]) -> Line:
    owners = list(dict.fromkeys(inner for _, owner in pieces for inner in _up_to_block(owner)))
    return Line(
        text=clean_text(" ".join(text for text, _ in pieces)),
        marks=" ".join(
            f"{owner.get('class', '')} {owner.get('itemprop', '')} {owner.get('id', '')}" for owner in owners
        ).lower(),
        stamps=tuple(_stamps(pieces)),
        links=tuple(owner for owner in owners if owner.tag == "a"),
        bold=all(_is_bold(owner) for text, owner in pieces if text.strip(" \xa0\r\n\t")),
    )


def _is_bold(owner: HtmlElement) -> bool:
    return any(inner.tag in ("b", "strong", "i", "em") for inner in _up_to_block(owner))


def _stamps(pieces: list[tuple[str, HtmlElement]]) -> Iterator[Stamp]:
    words: list[str] = []
    seen: set[HtmlElement] = set()
    for text, owner in pieces:
        stamps = [inner for inner in _up_to_block(owner) if inner not in seen and is_stamp(inner)]
        for inner in stamps:
            yield Stamp(inner, " ".join(words))
        words = [] if stamps else [*words, text]
        seen.update(stamps)


def is_stamp(element: HtmlElement) -> bool:
    """Say whether an element holds a date for machines in one of its attributes, or is marked as one of publication.

    What is told of a link, or of what has one in it, is told of another article.
    """
    if element.tag == "time" or "datetime" in element.attrib:
        return True
    marked = any(
        (_DATA_STAMP.search(name) and value[:1].isdigit())
        or (name in ("itemprop", "property", "class") and _STAMP_MARK.search(value))
        for name, value in element.items()
    )
    return marked and element.tag != "a" and element.find(".//a") is None


def _texts_after(headline: HtmlElement) -> Iterator[tuple[str, HtmlElement | None]]:
    home = article_of(headline)
    for level in (headline, *headline.iterancestors()):
        parent = level.getparent()
        if level.tag == "body" or parent is None:
            return
        if level.tail and level.tail.strip():
            yield level.tail, parent
        for sibling in level.itersiblings():
            yield from _texts(sibling, home)


def article_of(element: HtmlElement) -> HtmlElement | None:
    """Return the `<article>` that an element is of, the nearest: one in another is another story's card. None where it is in none."""
    return next(element.iterancestors("article"), None)


def _texts(element: HtmlElement, home: HtmlElement | None) -> Iterator[tuple[str, HtmlElement | None]]:
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        if event == "start" and (_is_skipped(node) or (node.tag == "article" and home in node.iterancestors())):
            walker.skip_subtree()
        elif event == "start" and node.tag in ("h1", "h2"):
            walker.skip_subtree()
            yield "" if node.find(".//a") is not None else element_text(node, _BUDGET), None
        elif event == "start" and _is_sign(node):
            yield " ", node
        elif event == "start" and node.text and node.text.strip():
            yield node.text, node
        elif event != "start" and node.tail and node.tail.strip():
            yield node.tail, node.getparent()


def _is_sign(node: HtmlElement) -> bool:
    """Say whether an element without text says something: the end of a line, or a date for machines."""
    if node.tag == "br":
        return parts_lines(node)
    return not (node.text or "").strip() and not len(node) and is_stamp(node)


def _block_of(element: HtmlElement) -> HtmlElement:
    return next(reversed(list(_up_to_block(element))))


def _up_to_block(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    for _ in range(_MAX_DEPTH):
        if element.tag not in _INLINE or element.getparent() is None or shows_as_block(element):
            return
        element = element.getparent()
        yield element

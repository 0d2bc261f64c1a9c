"""From a parsed page to its blocks of text, in order, each with what its markup says of it."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

# fmt: off
_SKIP = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "head", "title", "select", "option",
    "textarea", "input", "button", "iframe", "object", "embed", "canvas", "audio", "video", "map",
    "datalist", "dialog",
))
# fmt: on
# fmt: off
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source",
    "amp-img", "g-emoji",
))
# fmt: on
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("blockquote",), "quote"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th", "tr", "caption"), "row"),
    "pre": "code",
    "figcaption": "caption",
}
_BREAKS = re.compile(r"\s*\n\s*\n\s*")
_LINE_END = re.compile(r"""(?<=[.!?…:;。！？؟।"'”’»)\]])\s*\n\s*""")
_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, eq=False)
class PageBlock:
    """One block of text with the element it stands in. `linked` is how many of its characters are in links, `hrefs` their targets."""

    text: str
    kind: str
    element: HtmlElement
    linked: int = 0
    hrefs: tuple[str, ...] = ()

    @property
    def link_density(self) -> float:
        """Return the share of characters that are in links, 0..1."""
        return self.linked / len(self.text)


def fingerprint(text: str) -> int:
    """Return 32 bits that are equal for texts that are the same but for case, spacing and digits (as in counters and clocks)."""
    return zlib.crc32(_DIGITS.sub("0", _SPACE.sub("", text)).casefold().encode())


def squeeze(text: str) -> str:
    """Return text with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def _one_line(text: str) -> str:
    """Return text without its own line breaks: in HTML they are spaces, and here a break stands for <br>."""
    return text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text


def page_blocks(tree: HtmlElement) -> list[PageBlock]:
    """Return every block of visible text in document order; a block ends where a block-level element does, or at two line breaks.

    Where all is hidden (a page that waits for a script to show what it has), the hidden text is the page's.
    """
    body = tree.find("body")
    root = body if body is not None else tree
    return _walk(root, hidden=False) or _walk(root, hidden=True)


def _walk(root: HtmlElement, *, hidden: bool) -> list[PageBlock]:
    walker = _Walker()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        skip = element.tag in _SKIP or (not hidden and "hidden" in element.attrib)
        if event == "start":
            walk.skip_subtree() if skip else walker.start(element)
            continue
        if not skip:
            walker.end(element)
        if element.tail:
            walker.tail(element.tail)
    walker.flush()
    return walker.blocks


# Where links begin and end in gathered text: characters that `decode` has taken out of every page.
_OPEN, _SHUT = "\x01", "\x02"
_LINK = re.compile("\x01([^\x02]*)\x02?")


class _Walker:
    """The text gathered since the last block ended, while the tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[PageBlock] = []
        self._stack: list[HtmlElement] = []  # open block-level elements
        self._parts: list[str] = []
        self._hrefs: list[str] = []  # of the links in _parts, in order
        self._link: str | None = None  # the open link's target

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self._parts.append("\n")
        elif tag not in _INLINE:
            self.flush()
            self._stack.append(element)
            self._reopen()
        elif tag == "a" and element.get("href"):
            self._link = element.get("href")
            self._reopen()
        if element.text:
            self._parts.append(_one_line(element.text))

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag not in _INLINE and tag != "br":
            self.flush()
            self._stack.pop()
            self._reopen()
        elif tag == "a" and element.get("href"):
            self._link = None
            if self._hrefs:
                self._parts.append(_SHUT)

    def tail(self, text: str) -> None:
        """Add what stands behind an element."""
        self._parts.append(_one_line(text))

    def _reopen(self) -> None:
        """Begin the open link anew: a link may be wrapped around block-level elements (a card)."""
        if self._link is not None:
            self._parts.append(_OPEN)
            self._hrefs.append(self._link)

    def flush(self) -> None:
        """End the block that is being gathered, where there is any text."""
        if not self._parts:
            return
        text, hrefs = "".join(self._parts), self._hrefs
        self._parts, self._hrefs = [], []
        if not text or text.isspace() or not self._stack:
            return
        element, kind = self._stack[-1], _kind(self._stack)
        given = iter(hrefs)
        for piece in [text.replace("\n", " ")] if kind == "heading" else _pieces(text):
            links = _LINK.findall(piece) if hrefs else ()
            targets = tuple(islice(given, len(links)))
            plain = squeeze(piece.replace(_OPEN, "").replace(_SHUT, "") if hrefs else piece)
            if plain:
                linked = min(len(plain), sum(len(squeeze(link)) for link in links))
                self.blocks.append(PageBlock(plain, kind, element, linked, targets))


def _pieces(text: str) -> Iterator[str]:
    """Split at two line breaks, and at one where a sentence ends before it."""
    if "\n" not in text:
        yield text
        return
    for part in _BREAKS.split(text):
        yield from _LINE_END.split(part)


def _kind(stack: list[HtmlElement]) -> str:
    """Return what the innermost telling element makes of its text: paragraph, heading, quote, item, row, code or caption."""
    for element in reversed(stack[-3:]):
        kind = _KINDS.get(element.tag)
        if kind:
            return kind
    return "paragraph"

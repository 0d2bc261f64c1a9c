"""From a parsed page to its blocks of text, in order, each with what its markup says of it."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from pipelines.items import MAX_TEXT, RejectedPage
from pipelines.line_ends import INLINE, SENTENCE_END, is_stack, keeps_breaks, parts_lines, shows_as_block
from pipelines.marks import stream_safe

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
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("blockquote",), "quote"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th", "tr", "caption"), "row"),
    "pre": "code",
    "figcaption": "caption",
}
OPENS_QUOTE = tuple("\"'“”„«»‹‘‚「『《")  # of all languages
_BREAK = re.compile(rf"\n[\s\u200b]*\n[\s\u200b]*|(?<=[{re.escape(SENTENCE_END)}:;])\s*\n\s*|\n\s*(?=[-–—•▪‣·*] )")
_HEADLINE = 15  # characters of a link that may be a headline
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
    letters = "".join(text.split())
    return zlib.crc32((_DIGITS.sub("0", letters) if _DIGITS.search(letters) else letters).casefold().encode())


def squeeze(text: str) -> str:
    """Return text with every run of white space as one space, and none at its ends."""
    return stream_safe(" ".join(text.split()))


def _one_line(text: str) -> str:
    """Return text without its own line breaks: in HTML they are spaces, and here a break stands for <br>."""
    return text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text


def page_blocks(tree: HtmlElement) -> list[PageBlock]:
    """Return every block of visible text in document order; a block ends where a block-level element does, or at two line breaks.

    Where all is hidden (a page that waits for a script to show what it has), the hidden text is the page's.
    Raises RejectedPage: not_html where there is more text than any article has.
    """
    body = tree.find("body")
    root = body if body is not None else tree
    blocks = _walk(root, hidden=False) or _walk(root, hidden=True)
    if sum(len(block.text) for block in blocks) > MAX_TEXT:
        raise RejectedPage("not_html", f"more than {MAX_TEXT} characters of text")
    return blocks


def _walk(root: HtmlElement, *, hidden: bool) -> list[PageBlock]:
    walker = _Walker()
    walk = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walk:
        if event == "start":
            if element.tag in _SKIP or (not hidden and element.get("hidden") is not None):
                walk.skip_subtree()
                skipped = element  # its end comes next
            else:
                walker.start(element)
            continue
        if element is not skipped:
            walker.end(element)
        tail = element.tail
        if tail:
            walker.add(tail)
    walker.flush()
    return walker.blocks


class _Walker:
    """The text gathered since the last block ended, while the tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[PageBlock] = []
        self._stack: list[HtmlElement] = []  # open block-level elements
        self._stacks: dict[HtmlElement, bool] = {}
        self._kept_breaks: HtmlElement | None = None  # the open element whose style shows line breaks as they are
        self._parts: list[str] = []
        self._size = 0  # characters in _parts
        self._links: list[tuple[int, int, str]] = []  # where links stand in them, and their targets
        self._link: tuple[int, str] | None = None  # where the open link begins, and its target

    def start(self, element: HtmlElement) -> None:
        """Begin an element: a block-level one ends what was gathered."""
        tag = element.tag
        if tag == "br":
            self._break(element)
        elif tag not in INLINE or shows_as_block(element) or (tag == "span" and self._in_stack(element)):
            self.flush()
            self._stack.append(element)
            if self._kept_breaks is None and keeps_breaks(element):
                self._kept_breaks = element
        elif tag == "a" and element.get("href"):
            self._close_link()
            self._link = self._size, element.get("href")
        text = element.text
        if text:
            self.add(text)

    def _in_stack(self, element: HtmlElement) -> bool:
        box = element.getparent()
        if box not in self._stacks:
            self._stacks[box] = is_stack(box)
        return self._stacks[box]

    def end(self, element: HtmlElement) -> None:
        """End an element: a block-level one ends what was gathered."""
        if self._stack and self._stack[-1] is element:
            self.flush()
            self._stack.pop()
            if self._kept_breaks is element:
                self._kept_breaks = None
        elif self._link is not None and element.tag == "a" and element.get("href"):
            self._close_link()
            self._link = None

    def _break(self, br: HtmlElement) -> None:
        if self._parts:
            gap = "\n\n" if parts_lines(br) else "\n"
            self._parts.append(gap)
            self._size += len(gap)

    def add(self, text: str) -> None:
        """Add text of the page; white space between elements, most of what there is, begins nothing."""
        if self._parts or not text.isspace():
            text = text if self._kept_breaks is not None else _one_line(text)
            self._parts.append(text)
            self._size += len(text)

    def _close_link(self) -> None:
        if self._link is not None:
            self._links.append((self._link[0], self._size, self._link[1]))

    def flush(self) -> None:
        """End the block that is being gathered, where there is any text; an open link goes on in the next (a card)."""
        if not self._parts:
            return
        self._close_link()
        text, links = "".join(self._parts), self._links
        self._parts, self._size, self._links = [], 0, []
        self._link = self._link and (0, self._link[1])
        if not self._stack:
            return
        element, kind = self._stack[-1], _kind(self._stack)
        first = 0
        for start, end in [(0, len(text))] if kind == "heading" else _pieces(text, links):
            plain = squeeze(text[start:end])
            if plain:
                while first < len(links) and links[first][1] <= start:
                    first += 1
                inside = list(_linked(text, links, first, start, end))
                linked = min(len(plain), sum(len(link) for link, _ in inside))
                self.blocks.append(
                    PageBlock(plain, kind, element, linked, tuple(href for link, href in inside if link))
                )


def _linked(
    text: str, links: list[tuple[int, int, str]], first: int, start: int, end: int
) -> Iterator[tuple[str, str]]:
    """Yield the linked text in a piece with its targets; `first` is the first link that ends behind the piece's start."""
    for at in range(first, len(links)):
        a, b, href = links[at]
        if a >= end:
            return
        yield squeeze(text[max(a, start) : min(b, end)]), href


def _pieces(text: str, links: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a text begin and end: split at two line breaks, at one where a sentence ends before it, and around a
    line that is a headline's link alone.
    """
    start = 0
    if "\n" in text:
        gaps = [gap.span() for gap in _BREAK.finditer(text)]
        for gap in sorted((*gaps, *_around_links(text, links))) if links else gaps:
            if gap[0] >= start:
                yield start, gap[0]
                start = gap[1]
    yield start, len(text)


def _around_links(text: str, links: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Yield the line breaks before and behind the links that are a line of their own."""
    for start, end, _ in links:
        before, behind = text.rfind("\n", 0, start), text.find("\n", end)
        rest = text[before + 1 : start] + text[end : behind if behind >= 0 else len(text)]
        if not rest.strip() and end - start >= _HEADLINE:
            yield from ((at, at + 1) for at in (before, behind) if at >= 0)


def _kind(stack: list[HtmlElement]) -> str:
    """Return what the innermost telling element makes of its text: paragraph, heading, quote, item, row, code or caption.

    A paragraph in a cell is a paragraph, and so is a table's only cell: tables are made for layout too.
    """
    for element in reversed(stack[-3:]):
        kind = _KINDS.get(element.tag)
        if kind and not (kind == "row" and (stack[-1].tag == "p" or _is_layout(element))):
            return kind
    return "paragraph"


def _is_layout(element: HtmlElement) -> bool:
    """Say whether a row or cell is all that its table holds."""
    row = element if element.tag == "tr" else element.getparent()
    rows = row.getparent() if row is not None else None
    return row is not None and rows is not None and len(row) == len(rows) == 1

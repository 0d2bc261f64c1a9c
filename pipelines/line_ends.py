"""Where lines end that tags alone do not end: elements made blocks by their style or by what they hold, and single line breaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# fmt: off
INLINE = frozenset((  # elements that end no line
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source",
    "amp-img", "g-emoji",
))
# fmt: on
SENTENCE_END = (
    ".!?…‥。．！？｡؟۔।॥։།።។။»«›‹”“’‘\"')]」』）】"  # what may end a sentence, closing quotes of all languages with it
)
_NO_LINE = frozenset({"a", "img", "picture", "source", "wbr"})  # a link's line is told by its length
_MARKS = INLINE - _NO_LINE
_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)")
_BREAKS = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
_HOLDERS = frozenset({"div", "section", "article", "main", "td", "body", "span"})
_TWO = 2
_STACKED, _SENTENCES, _SENTENCE = 3, 0.5, 40  # spans at least, which share are sentences, and their letters


def keeps_breaks(element: HtmlElement) -> bool:
    """Say whether an element shows line breaks in its text as they are, by its style."""
    style = element.get("style")
    return style is not None and bool(_BREAKS.search(style))


def shows_as_block(element: HtmlElement) -> bool:
    """Say whether an inline element is shown as a block, by its style; style sheets are not read."""
    style = element.get("style")
    return style is not None and bool(_BLOCK.search(style))


def is_stack(box: HtmlElement) -> bool:
    """Say whether a box holds nothing but `<span>`s that are mostly sentences, or a label and a sentence: a style sheet parts them."""
    if box.tag not in _HOLDERS or len(box) < _TWO or _has_text(box.text):
        return False
    if any(child.tag != "span" or _has_text(child.tail) for child in box):
        return False
    texts = ["".join(child.itertext()) for child in box]
    said = sum(len(text) >= _SENTENCE and text.rstrip().endswith(tuple(SENTENCE_END)) for text in texts)
    return said >= max(_STACKED, _SENTENCES * len(texts)) or (said == 1 and _is_glued(box, texts))


def _is_glued(box: HtmlElement, texts: list[str]) -> bool:
    """Say whether of two texts in a script with spaces nothing parts the first from the sentence behind it: a label."""
    if len(texts) != _TWO or box[0].tail or not texts[0] or not texts[1]:
        return False
    label, sentence = texts
    return len(label) >= _TWO and " " in sentence and not label[-1].isspace() and not sentence[0].isspace()


def parts_lines(br: HtmlElement) -> bool:
    """Say whether a line break parts text from a line that is one element's alone: a subheading in bold, a byline."""
    return _is_line_before(br) is not _is_line_behind(br)


def _is_line_before(br: HtmlElement) -> bool:
    line = br.getprevious()
    if line is None or line.tag not in _MARKS or _has_text(line.tail):
        return False
    above = line.getprevious()
    text = br.getparent().text if above is None else above.tail
    return (above is None or _ends_line(above)) and not _has_text(text)


def _is_line_behind(br: HtmlElement) -> bool:
    line = br.getnext()
    if line is None or line.tag not in _MARKS or _has_text(br.tail) or _has_text(line.tail):
        return False
    below = line.getnext()
    return below is None or _ends_line(below)


def _ends_line(element: HtmlElement) -> bool:
    return element.tag == "br" or element.tag not in INLINE


def _has_text(text: str | None) -> bool:
    return text is not None and bool(text) and not text.isspace()

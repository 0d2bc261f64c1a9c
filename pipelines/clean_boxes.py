"""Rules for what stands in a box of its own beside the paragraphs: pictures with their lines, fact boxes, what follows the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.clean_page import ends_sentence, is_line, within
from pipelines.clean_places import PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from pipelines.blocks import PageBlock
    from pipelines.clean_page import Home, Page

_CAPTION, _LEVELS = 450, 6  # letters, at most, of a picture's box, and how far above its line it is
_FEW, _LITTLE = 0.4, 0.2  # of the article's text; a rule that would take more has misread the page
_ENTRIES, _HEADLINE = 3, 15  # boxes, and the letters of a card's line
_LABEL = 40  # letters
_BLURB, _BLURB_LINES = 250, 4  # letters and lines of what a newsletter says of itself, at most
_ITEMS = 4  # without links, in one box: ingredients, steps, results
_TEXT = frozenset(
    {"p", "ul", "ol", "dl", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center"}
)


def pictures(page: Page) -> None:
    """Remove lines that share a box with a picture, and with nothing else, where the paragraphs stand elsewhere; headings stay, as in
    series of pictures.
    """
    if page.home is None:
        return
    away = [i for i in page.kept() if page.blocks[i].kind != "heading" and not page.home.has(page.blocks[i])]
    _remove(page, [i for i in away if _beside_picture(page, i, page.home)], "caption", _FEW)


def _beside_picture(page: Page, index: int, home: Home) -> bool:
    box: HtmlElement | None = page.blocks[index].element
    for _ in range(_LEVELS):
        if box is None or box is page.container or box in home.parents:
            return False
        inside = _around(page, index, box, most=3)
        if len(inside) > 3 or page.weigh(inside) > _CAPTION or any(page.blocks[i].element.tag == "h1" for i in inside):
            return False
        if next(box.iter(*PICTURES), None) is not None:
            return True
        box = box.getparent()
    return False


def _around(page: Page, index: int, box: HtmlElement, *, most: int | None = None) -> range:
    """Return the indexes of the blocks in a box around this block; beside it no more than `most` each way are looked for."""
    low, high = (
        (0, len(page.blocks) - 1) if most is None else (max(0, index - most), min(len(page.blocks) - 1, index + most))
    )
    start = end = index
    while start > low and within(page.blocks[start - 1].element, box):
        start -= 1
    while end < high and within(page.blocks[end + 1].element, box):
        end += 1
    return range(start, end + 1)


@dataclass(frozen=True, slots=True)
class _Box:
    """A box beside the paragraphs: its kept blocks' indexes, all its blocks, and whether it is one of several alike."""

    kept: list[int]
    blocks: list[PageBlock]
    is_entry: bool

    def is_headed(self, home: Home) -> bool:
        """Say whether it has a heading of its own, and more, but no paragraph as the article's; a live blog's entries have that too."""
        blocks = self.blocks
        headed = len(blocks) > 1 and blocks[0].kind == "heading" and not self.is_entry
        return headed and not any(home.has(block) for block in blocks)

    @property
    def is_list(self) -> bool:
        """Say whether it is a list of things that link nowhere."""
        return sum(block.kind == "item" and not block.hrefs for block in self.blocks) >= _ITEMS

    @property
    def is_card(self) -> bool:
        """Say whether it is one of several alike under a line that links elsewhere."""
        return self.is_entry and self.blocks[0].link_density >= 0.8 and weight(self.blocks[0].text) >= _HEADLINE


def boxes(page: Page) -> None:
    """Remove boxes behind the last paragraph, cards of other stories among them, and between paragraphs those with a heading of
    their own.
    """
    home, kept = page.home, page.kept()
    own = [i for i in kept if home and home.has(page.blocks[i])]
    if not home or not own:
        return
    end = next((i for i in reversed(own) if is_prose(page.blocks[i]) or not is_line(page.blocks[i])), own[-1])
    found = list(_boxes(page, [i for i in kept if i > own[0]], home, end))
    last = [box for box in found if box.kept[0] > end and not box.is_list]
    _remove(page, [i for box in last if box.is_card for i in box.kept], "cards", 1.0)
    headed = [i for box in last if not box.is_card and box.is_headed(home) for i in box.kept]
    other = [i for box in last if not box.is_card for i in box.kept if not home.is_like(page.blocks[i])]
    loose = [i for i in kept if i > end and home.child(page.blocks[i].element) is None]
    apart = {*headed, *other, *(i for i in loose if not home.is_like(page.blocks[i]))}
    _remove(page, sorted(apart), "after", _LITTLE)
    among = [box for box in found if own[0] < box.kept[0] < end and box.is_headed(home)]
    _remove(page, [i for box in among for i in box.kept], "box", _FEW)


def _boxes(page: Page, indexes: Iterable[int], home: Home, end: int) -> Iterator[_Box]:
    """Yield the boxes beside the paragraphs in which these blocks stand; behind `end`, a few words under a label make one too."""
    inside: defaultdict[HtmlElement, list[int]] = defaultdict(list)
    for i in indexes:
        box = home.child(page.blocks[i].element)
        if box is not None and (_is_box(box) or (i > end and _is_labelled(page, i, box))):
            inside[box].append(i)
    alike: dict[HtmlElement, Counter[tuple[str, str | None]]] = {}
    for box, kept in inside.items():
        parent = box.getparent()
        if parent not in alike:
            alike[parent] = Counter((e.tag, e.get("class")) for e in parent)
        blocks = [page.blocks[i] for i in _around(page, kept[0], box)]
        yield _Box(kept, blocks, alike[parent][box.tag, box.get("class")] >= _ENTRIES)


def _is_box(element: HtmlElement) -> bool:
    """Say whether an element is more than text: a div without a name is a wrapper."""
    return element.tag not in _TEXT and (element.tag != "div" or bool(element.get("class") or element.get("id")))


def _is_labelled(page: Page, index: int, box: HtmlElement) -> bool:
    """Say whether an element of whatever tag is a few words under a label: a line that is no sentence."""
    around = _around(page, index, box, most=_BLURB_LINES)
    label = page.blocks[around[0]]
    if page.weigh(around) > _BLURB or label.linked:
        return False
    if len(around) == 1:
        return label.element is box and box.tag == "div" and _is_label_above(box)
    return label.element is not box and is_line(label)


def _is_label_above(box: HtmlElement) -> bool:
    """Say whether the first line of an element, before a break, is a label."""
    line = (box.text or "").strip()
    return bool(line) and weight(line) <= _LABEL and not ends_sentence(line) and len(box) > 0 and box[0].tag == "br"


def _remove(page: Page, indexes: list[int], reason: str, share: float) -> None:
    if page.weigh(indexes) <= share * page.weigh(page.kept()):
        for i in indexes:
            page.remove(i, reason)

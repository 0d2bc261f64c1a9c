"""A paywall that nothing states, known by how the page is built: a short text, mostly cut off, and behind it the way in for subscribers.

One sign alone is never enough: short news has newsletter boxes, pleas for donations and links to an account behind it too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipelines.body import is_prose, weight
from pipelines.clean_page import within
from pipelines.month_names import fold_date_text
from pipelines.paywall_words import LOG_IN, PRICE, SUBSCRIBE
from pipelines.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from db.records import Block
    from pipelines.blocks import PageBlock

_TEASER, _CUT_TEASER = 1_200, 2_500  # letters of a text that ends as one does, and of one that is cut off
_BEHIND = 12  # blocks behind the text in which its wall begins
_BOX, _LINKS = 900, 8  # letters and links of a wall at most
_MISSING, _FACTOR = 100, 2  # words that are stated and not there, and how many times those that are there they are
_SENTENCE = 80  # letters of a paragraph that should end as a sentence does
_UNENDED = 25  # of what stands behind its last full stop
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|⋯|。。。)[\s\])）»”\"]*$")
_STOPS = re.compile(r"[.!?。！？؟۔।]")
_NO_STOPS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # scripts that write no full stop
_FADED = re.compile(r"gradient|\bmask(?:-image)?:|fade|blur|truncat")
_FURNITURE = frozenset({"nav", "footer", "header", "aside", "body", "html"})


def before_wall(
    page: Sequence[PageBlock], blocks: Sequence[Block], tree: HtmlElement, words: int | None, *, stated: bool
) -> tuple[Block, ...] | None:
    """Return the blocks of a teaser without the words of the wall behind it (`wall`); None where the text is no teaser before a wall.

    `page` and `blocks` are the page's blocks before and after cleaning, `words` how many the page says that the article has; `stated` is
    true where it states that it is paywalled. A text that is cut off has a box behind it that offers a subscription or asks for an
    account; one that ends as a text does has one that does both.
    """
    kept = [i for i, block in enumerate(blocks) if block.reason is None]
    text = [i for i in kept if is_prose(page[i])]
    size = sum(weight(blocks[i].text) for i in kept)
    if not text or size >= _CUT_TEASER:
        return None
    walls = _walls(tree, page, text, kept[-1])
    teaser = [i for i in text if not _is_in(page[i], walls)]
    if not teaser or not (stated or _is_teaser(walls, page, blocks, teaser, words, size)):
        return None
    return tuple(
        block._replace(reason="wall") if block.reason is None and _is_in(page[i], walls) else block
        for i, block in enumerate(blocks)
    )


def _is_teaser(
    walls: Sequence[_Wall],
    page: Sequence[PageBlock],
    blocks: Sequence[Block],
    teaser: Sequence[int],
    words: int | None,
    size: int,
) -> bool:
    shown = count_words("\n".join(blocks[i].text for i in teaser))
    missing = words is not None and words >= max(_FACTOR * shown, shown + _MISSING)
    if missing or _is_cut(page[teaser[-1]]):
        return any(wall.account or (wall.offer and (wall.price or not wall.mail)) for wall in walls)
    return size < _TEASER and any(wall.offer and wall.account for wall in walls)


def _is_in(block: PageBlock, walls: Iterable[_Wall]) -> bool:
    return any(within(block.element, wall.box) for wall in walls)


@dataclass(frozen=True, slots=True)
class _Wall:
    """A box behind the text: does it offer a subscription, ask for an account, name a price, ask for an address of mail?"""

    box: HtmlElement
    offer: bool
    account: bool
    price: bool
    mail: bool


def _walls(tree: HtmlElement, page: Sequence[PageBlock], text: Sequence[int], last: int) -> list[_Wall]:
    """Return the boxes behind the last paragraph, up to some blocks behind the text, in which something is to be clicked or filled in."""
    start, end = page[text[0]].element, page[min(last + _BEHIND, len(page) - 1)].element
    paragraphs = {page[i].element for i in text}
    walls: list[_Wall] = []
    seen: set[HtmlElement] = set()
    behind = passed = False
    for element in tree.iter():
        behind, passed = behind or element is start, passed or element is end
        if passed and not within(element, end):
            break
        if element in paragraphs and not any(within(element, box) for box in seen):
            walls.clear()
        elif (
            behind
            and element.tag in ("a", "button", "input")
            and (box := _box(element, start)) is not None
            and box not in seen
        ):
            seen.add(box)
            walls.extend(filter(None, [_wall(box)]))
    return walls


def _box(element: HtmlElement, start: HtmlElement) -> HtmlElement | None:
    """Return the largest element around one that is small and has none of the article's beginning; None for a menu's or a footer's."""
    box = element
    for above in element.iterancestors():
        if above.tag in _FURNITURE - {"body", "html"}:
            return None
        if above.tag in _FURNITURE or within(start, above) or not _is_small(above):
            break
        box = above
    return None if within(start, box) else box


def _is_small(element: HtmlElement) -> bool:
    links = sum(1 for _ in element.iter("a"))
    return links <= _LINKS and weight(" ".join(element.text_content().split())) <= _BOX


def _wall(box: HtmlElement) -> _Wall | None:
    said = [words for one in box.iter("a", "button") if "newsletter" not in (words := _said(one))]
    fields = {one.get("type", "").lower() for one in box.iter("input")}
    text = fold_date_text(" ".join(box.text_content().split()))
    if "©" in text:
        return None
    offer = any(map(SUBSCRIBE.search, said))
    account = "password" in fields or any(map(LOG_IN.search, said))
    price = bool(PRICE.search(text))
    mail = bool(fields & {"email", "text"}) and "password" not in fields
    return _Wall(box, offer, account, price, mail) if offer or account else None


def _said(element: HtmlElement) -> str:
    """Return what a link or a button says, and where it leads, folded."""
    address = unquote(element.get("href", "")).partition("://")[2] or element.get("href", "")
    return fold_date_text(f"{' '.join(element.text_content().split())} {address[:200]}")


def _is_cut(block: PageBlock) -> bool:
    """Say whether a paragraph breaks off, or fades."""
    text = block.text
    if _ELLIPSIS.search(text) or _is_unended(text):
        return True
    around = (block.element, *list(block.element.itersiblings())[:2], *_near(block.element.iterancestors()))
    return any(_FADED.search(f"{one.get('style', '')} {one.get('class', '')}".lower()) for one in around)


def _is_unended(text: str) -> bool:
    """Say whether a paragraph ends within a sentence; a few letters behind the last full stop are who wrote it."""
    if weight(text) < _SENTENCE or weight(_STOPS.split(text)[-1]) < _UNENDED or _NO_STOPS.search(text):
        return False
    return text[-1].isalpha() or text[-1] in ",;،、，"


def _near(ancestors: Iterable[HtmlElement]) -> list[HtmlElement]:
    return [one for one, _ in zip(ancestors, range(2), strict=False) if one.tag not in ("body", "html")]

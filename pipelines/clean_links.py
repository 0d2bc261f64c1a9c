"""Rules for what belongs to links and fields: headlines of other stories, cards, forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.blocks import squeeze
from pipelines.body import weight
from pipelines.clean_page import ends_sentence, is_said, within

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.clean_page import Page

_ADDRESS = re.compile(r"https?://\S+$")
_FIELDS = frozenset({"input", "textarea", "select"})
_NO_FIELDS = frozenset({"hidden", "submit", "button", "checkbox"})
_MOST_FIELDS = 50  # looked at on one page
_BOX, _SAYS_WHAT_FOR = 400, 60  # letters


def linked(page: Page) -> None:
    """Remove lines that are mostly links, and bare addresses."""
    for i in page.kept():
        block = page.blocks[i]
        if (
            (block.link_density >= 0.8 and not (page.has_home(block) and is_said(page.blocks, i)))
            or (block.link_density >= 0.5 and page.has_stops and not ends_sentence(block.text))
            or _ADDRESS.match(block.text)
        ):
            page.remove(i, "link")


def forms(page: Page) -> None:
    """Remove the few lines that stand in one box with fields to fill in."""
    if page.container is None:
        return
    fields = [field for field in page.container.iter(*_FIELDS) if field.get("type", "") not in _NO_FIELDS]
    boxes = {_box(field, page.container) for field in fields[:_MOST_FIELDS]}
    for i in page.kept():
        if any(within(page.blocks[i].element, box) for box in boxes):
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

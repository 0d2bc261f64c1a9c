"""A rule for what a player leaves of itself without its script: a clock that stands at nought, and the labels of its knobs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.body import is_prose, weight
from pipelines.clean_page import ends_sentence, within

if TYPE_CHECKING:
    from pipelines.clean_page import Page

_STOPPED = re.compile(r"(?<![\d:])0{1,2}:00(?![1-9]|:\d)")
_MOST = 20  # players whose boxes are looked at on one page
_LINE, _BOX = 60, 200  # letters of the line with the clock, and of all that stands in one box with it


def players(page: Page) -> None:
    """Remove lines with a clock that stands at nought, and what shares a small box with one."""
    boxes = 0
    for i in page.kept():
        text, element = page.blocks[i].text, page.blocks[i].element
        if weight(text) >= _LINE or not _STOPPED.search(text) or ends_sentence(text):
            continue
        page.remove(i, "player")
        boxes += 1
        while boxes <= _MOST and element is not None and element is not page.container:
            inside = [k for k in page.kept() if within(page.blocks[k].element, element)]
            if page.weigh(inside) > _BOX or any(is_prose(page.blocks[k]) for k in inside):
                break
            for k in inside:
                page.remove(k, "player")
            element = element.getparent()

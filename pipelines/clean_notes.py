"""Rules for the house's own words around an article's text: whom to follow, whom to write to, what to subscribe to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.blocks import PageBlock
    from pipelines.clean_page import Page

_LAST = 4  # blocks at the end that may be notes
_LONGEST = 600  # letters of a note
# An account of a network, not one thing said there; where mail, newsletters and apps are to be had.
_TO_FOLLOW = re.compile(
    r"^mailto:|//(?:[\w-]+\.)?(?:twitter|x|facebook|instagram|threads|tiktok|linkedin|bsky|vk|ok)\.(?:com|net|app|ru)/(?:company/|in/|profile/|channel/)?@?[\w.%-]+/?(?:\?.*)?$"
    r"|//(?:t\.me|wa\.me|telegram\.me|line\.me|whatsapp\.com)/|//(?:www\.)?whatsapp\.com/channel|//(?:www\.)?youtube\.com/(?:@|c/|channel/|user/)"
    r"|//news\.google\.com/publications|//(?:apps\.apple|itunes\.apple|play\.google)\.com/|//[^?#]*news-?letter|//[^/?#]+/(?:[\w-]+/)?(?:subscri|signup|sign-up)",
    re.IGNORECASE,
)


def notes(page: Page) -> None:
    """Remove the last blocks that point to accounts, mail or newsletters.

    Italics alone say nothing: authors end in them as often as houses.
    """
    kept = page.kept()
    for i in reversed(kept[-_LAST:] if len(kept) > _LAST else kept[1:]):
        if not _is_note(page.blocks[i]):
            break
        page.remove(i, "note")


def _is_note(block: PageBlock) -> bool:
    return len(block.text) <= _LONGEST and any(_TO_FOLLOW.search(href) for href in block.hrefs)

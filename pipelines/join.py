"""One article from the pages over which its outlet spreads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.extract import article_text
from pipelines.plain_text import overlap

if TYPE_CHECKING:
    from db.records import Article

_SAME_TITLE = 0.5  # of the words; a page's number may stand in it


def join(first: Article, following: Article) -> Article | None:
    """Return an article with the text of its next page behind its own; None where that page is of another article or brings nothing new.

    What the next page repeats (a stand-first, a fact box) is left out of it. Everything but text and blocks is the first page's, but for
    the last change and the access: a part behind a wall is a wall before the whole.
    """
    if overlap(first.title, following.title) < _SAME_TITLE:
        return None
    # By the whole text: a fingerprint takes two rows of a table for one.
    known = {block.text for block in first.blocks if block.reason is None}
    more = tuple(
        block._replace(reason="repeated") if block.reason is None and block.text in known else block
        for block in following.blocks
    )
    if not any(block.reason is None for block in more):
        return None
    blocks = (*first.blocks, *more)
    changes = [change for change in (first.modified_at, following.modified_at) if change]
    return replace(
        first,
        text=article_text(blocks),
        blocks=blocks,
        modified_at=max(changes, default=None),
        access="paywalled" if "paywalled" in (first.access, following.access) else first.access,
        next_page=following.next_page,
    )

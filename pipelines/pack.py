"""A fetched page packed to be kept, where it is one that is kept, so that a later version of the extractor can read it again. Pure.

Kept is the page that an article's text was taken from. Of the pages without an article those are kept whose reason says only that nothing
was found, which another version may find; not those that were recognised as something else, which are most.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from pipelines.metadata import asks_for_no_copy
from pipelines.parse import parse_page
from pipelines.statements import collect_statements

if TYPE_CHECKING:
    from db.records import Article
    from pipelines.items import FetchedPage

_NOTHING_FOUND = frozenset({"no_article", "too_short", "script_shell"})
_LEVEL = 1  # 174 real pages of 225 kB: 1.2 ms and 51 kB a page; level 6 takes 3.0 ms for 43 kB


def packed_page(page: FetchedPage, html: bytes, article: Article | None, reason: str | None) -> bytes:
    """Return a page as it is to be kept, packed by gzip; empty where it is not.

    `html` is the page unpacked, `article` what was read from it, or `reason` why it holds none. Not kept is the first page of an article
    that goes on elsewhere: read again, it would be half of it.
    """
    wanted = reason in _NOTHING_FOUND if article is None else article.next_page is None
    if not page.keep or not wanted or _forbids_copies(html, page.hints.encoding):
        return b""
    return page.html if page.packed else gzip.compress(html, _LEVEL, mtime=0)


def _forbids_copies(html: bytes, encoding: str | None) -> bool:
    """Say whether a page asks robots to keep no copy of it; it is parsed again only where the word stands in it."""
    if b"noarchive" not in html.replace(b"\0", b"").lower():
        return False
    return asks_for_no_copy(collect_statements(parse_page(html, encoding)))

"""The errors that a person can do something about.

    BroadsheetError          base: its message says what, which one and the way out; exit code 1
    ├── ArchiveError         the database file: not one, not writable, made by a newer version
    ├── NoSuchArticle        an article that is not in the archive
    └── UnknownOutlet        a slug that no outlet has

Packages above add their own below the same base (`crawler.outlets.OutletsFileError`, `pipelines.items.RejectedPage`).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class BroadsheetError(Exception):
    """A failure with a name, told to the user as its message alone."""


class ArchiveError(BroadsheetError):
    """The archive cannot be opened, read or written."""


class NoSuchArticle(BroadsheetError):
    """No article has this id or address."""

    def __init__(self, which: str) -> None:
        super().__init__(f"no such article: {which} (see `broadsheet search`)")


class UnknownOutlet(BroadsheetError):
    """No outlet has this slug; suggests the nearest of `known`."""

    def __init__(self, slug: str, known: Iterable[str]) -> None:
        super().__init__(f"no such outlet: {slug}{suggest(slug, known)}")


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean "…"?)` for the nearest known word, or the empty string where none is near."""
    near = get_close_matches(word, list(known), n=1)
    return f' (did you mean "{near[0]}"?)' if near else ""

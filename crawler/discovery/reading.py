"""What a source turns out to say, and the ways in which it may not be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import BroadsheetError
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.records import FoundLink, SourceKind


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A place where articles are named, found on another page."""

    kind: SourceKind
    url: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source said: `kind` is what it is, whatever was asked for; `sources` are further ones that it names."""

    kind: SourceKind
    links: tuple[FoundLink, ...] = ()
    sources: tuple[FoundSource, ...] = ()


class UnreadableSource(BroadsheetError):
    """An answer that is no source of links; `reason` is one of empty, not_a_feed, not_a_sitemap, not_html."""

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(f"{url}: {reason.replace('_', ' ')} (see `broadsheet check --fetch`)")
        self.reason = reason
        self.url = url


def unique(links: Iterable[FoundLink]) -> tuple[FoundLink, ...]:
    """Return the first of the links that lead to one article, in their order."""
    first: dict[str, FoundLink] = {}
    for link in links:
        first.setdefault(identity(link.url), link)
    return tuple(first.values())

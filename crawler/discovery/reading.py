"""What a source turns out to say, and the ways in which it may not be one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import BroadsheetError
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.records import FoundLink, SourceKind


_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")
_BARE_HOST = re.compile(r"www\.[\w-]+\.[\w.-]+(?=[/?]|$)")


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
    """An answer that is no source of links; `reason` is one of empty, not_a_feed, not_a_sitemap, not_html, too_large."""

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(f"{url}: {reason.replace('_', ' ')} (see `broadsheet check --fetch`)")
        self.reason = reason
        self.url = url


def written_address(text: str) -> str:
    """Return an address as a source means it: broken over lines it is one, and `www.` begins a host, not a path."""
    text = _LINE_BREAK.sub("", text.strip())
    return f"https://{text}" if _BARE_HOST.match(text) else text


def unique(links: Iterable[FoundLink]) -> tuple[FoundLink, ...]:
    """Return the first of the links that lead to one article, in their order."""
    first: dict[str, FoundLink] = {}
    for link in links:
        first.setdefault(identity(link.url), link)
    return tuple(first.values())

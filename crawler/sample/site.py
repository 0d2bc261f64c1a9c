"""What the local server plays: a site answers paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, before the server adds validators and compresses it; `changed_at` becomes Last-Modified."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    changed_at: datetime | None = None


class Site(Protocol):
    """One outlet's web site under its own host name."""

    @property
    def host(self) -> str:
        """Return the host name that its addresses use, as `harbour-post.example`."""

    def answer(self, path: str) -> Answer | None:
        """Return what stands at a path (with its query), or None: not found."""

"""What a look at an outlet has found, and what may stand before an outlet instead of its home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.choosing import Judged
    from db.records import Article
    from pipelines.items import PageResult

WALLS = {
    "blocked": "asks for a proof that no program is reading it, or refuses access",
    "consent": "is a consent wall",
    "script_shell": "is empty without JavaScript",
    "soft_404": "says that there is nothing here",
    "parked": "is that of a parked domain",
}
_REFUSALS = {
    **dict.fromkeys(
        ("http_401", "http_403", "http_429", "http_451", "http_503"), "refuses access to programs such as this one"
    ),
    "robots": "is forbidden by robots.txt",
}
PARKED = (
    "domain is for sale",
    "domain may be for sale",
    "buy this domain",
    "domain is parked",
    "parked free",
    "domain parking",
)


@dataclass(slots=True)
class Findings:
    """What a probe has found so far; `pages` are the sample articles' results, `problem` is None where all is well."""

    homepage: str
    known: frozenset[str] = frozenset()  # identities of the sources that were known before
    name: str = ""
    slug: str = ""
    country: str | None = None
    language: str | None = None
    timezone: str | None = None
    sources: tuple[Judged, ...] = ()
    pages: tuple[tuple[str, PageResult | str], ...] = ()
    problem: str | None = None

    def articles(self) -> Iterator[tuple[str, Article | None, str | None]]:
        """Yield each sample's address with its article, or None and the reason."""
        for url, result in self.pages:
            yield (url, None, result) if isinstance(result, str) else (url, result.article, result.reason)


def unread(reason: str) -> str:
    """Return in words why a home page gave no page, for one of `crawler.failures`' reasons."""
    return f"the home page {_REFUSALS.get(reason, f'could not be read: {reason}')}"

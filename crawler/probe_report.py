"""What a probe tells of an outlet, as values that go through JSON from the process that probes to the one that asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ProbedSource:
    """A source that was tried: how many articles it named, and why it is kept or not."""

    kind: str
    url: str
    articles: int
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ProbedArticle:
    """A sample article, or the `reason` why its page is none; `published_at` is in ISO 8601, `removed` counts blocks left out."""

    url: str
    reason: str | None = None
    title: str = ""
    published_at: str | None = None
    published_source: str | None = None
    authors: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    paragraphs: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """What a probe found; `problem` says in a sentence why there is nothing to crawl, or what is odd about the home page."""

    homepage: str
    name: str
    slug: str
    country: str | None
    language: str | None
    timezone: str | None
    sources: tuple[ProbedSource, ...]
    articles: tuple[ProbedArticle, ...]
    problem: str | None = None

    @property
    def kept(self) -> tuple[ProbedSource, ...]:
        """Return the sources to poll."""
        return tuple(source for source in self.sources if source.kept)


def report_of(values: Mapping[str, Any]) -> ProbeReport:
    """Return the report that its JSON object stands for."""
    sources = tuple(ProbedSource(**source) for source in values["sources"])
    articles = tuple(
        ProbedArticle(**{**article, "authors": tuple(article["authors"])}) for article in values["articles"]
    )
    return ProbeReport(**{**values, "sources": sources, "articles": articles})

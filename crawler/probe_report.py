"""What a probe tells of an outlet, as values that go through JSON from the process that probes to the one that asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ProbedSource:
    """A source that was tried: how many articles it named, and why it is kept or not.

    `newest` is the time of its newest article in ISO 8601, None where it names no times; `shared` is how many of its articles other
    sources name too; `failure` is in one word why it could not be read; `known` says that it was a source of the outlet before.
    """

    kind: str
    url: str
    articles: int
    kept: bool
    reason: str
    newest: str | None = None
    shared: int = 0
    failure: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class ProbedArticle:
    """A sample article, or the `reason` why its page is none; `published_at` is in ISO 8601.

    `removed` counts the blocks left out by reason, most first; `stripped` are some of them, each with its reason.
    """

    url: str
    reason: str | None = None
    title: str = ""
    published_at: str | None = None
    published_source: str | None = None
    authors: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    paragraphs: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    stripped: tuple[tuple[str, str], ...] = ()


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

    @property
    def readable(self) -> bool:
        """Say whether the outlet can be crawled: by a source that was known, of an outlet without any by one that was found."""
        known = any(source.known for source in self.sources)
        return any(source.articles for source in self.sources if source.known or not known)


def report_of(values: Mapping[str, Any]) -> ProbeReport:
    """Return the report that its JSON object stands for."""
    sources = tuple(ProbedSource(**source) for source in values["sources"])
    articles = tuple(_article_of(article) for article in values["articles"])
    return ProbeReport(**{**values, "sources": sources, "articles": articles})


def _article_of(values: Mapping[str, Any]) -> ProbedArticle:
    stripped = tuple((reason, text) for reason, text in values["stripped"])
    return ProbedArticle(**{**values, "authors": tuple(values["authors"]), "stripped": stripped})

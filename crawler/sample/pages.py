"""What the sample outlets' house styles share: templates, lists of other articles, and a site made of answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.sample.site import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.sample.articles import SampleArticle, SampleOutlet


@dataclass(frozen=True, slots=True)
class SampleSite:
    """A site whose every answer is known beforehand, by path as it is read (not percent-encoded)."""

    host: str
    answers: Mapping[str, Answer]

    def answer(self, path: str) -> Answer | None:
        """Return what stands at a path, whatever its query says; None: not found."""
        return self.answers.get(unquote(path.partition("?")[0]))


@cache
def _templates() -> Environment:
    loader = PackageLoader("crawler.sample")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def page(template: str, outlet: SampleOutlet, changed_at: datetime | None = None, **values: object) -> Answer:
    """Render a template as a page of the outlet; without `changed_at` it is as old as the site itself."""
    return Answer(rendered(template, outlet=outlet, **values), changed_at=changed_at or outlet.now)


def rendered(template: str, **values: object) -> bytes:
    """Return a template with its values filled in."""
    return _templates().get_template(template).render(**values).encode()


def info_pages(template: str, outlet: SampleOutlet) -> Iterator[tuple[str, Answer]]:
    """Yield path and answer of each page that is no article."""
    for info in outlet.pages:
        yield info.path, page(template, outlet, info=info)


def robots(outlet: SampleOutlet, text: str) -> Answer:
    """Return a robots.txt."""
    return Answer(text.encode(), "text/plain; charset=utf-8", changed_at=outlet.now)


def changed_at(article: SampleArticle, outlet: SampleOutlet) -> datetime:
    """Return when the article's page last changed; as old as the site where the article has no time of its own."""
    published = article.published_at if isinstance(article.published_at, datetime) else outlet.now
    return article.modified_at or published


def others(article: SampleArticle, outlet: SampleOutlet) -> tuple[SampleArticle, ...]:
    """Return the outlet's other articles, beginning with the one that follows in its file."""
    at = outlet.articles.index(article)
    return outlet.articles[at + 1 :] + outlet.articles[:at]


def teaser(article: SampleArticle, words: int = 24) -> str:
    """Return what lists of articles show under a headline."""
    return article.summary or " ".join(article.paragraphs[0].split()[:words]) + " …"

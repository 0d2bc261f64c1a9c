"""The sample outlets' articles as data: what their pages are made of is also what must come out of them again.

Each `content/<slug>.toml` is one outlet. All of it is invented: people, places, companies and events.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

_SLUGS = ("gulf-meridian", "harbour-post", "al-manara")
_MARKS = {"## ": "heading", "- ": "item", "> ": "quote"}


@dataclass(frozen=True, slots=True)
class SampleBlock:
    """One paragraph of an article's body; `kind` is paragraph, heading, item or quote."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class SampleCorrection:
    """An article's second version, which the outlet publishes over the first."""

    modified_at: datetime
    blocks: tuple[SampleBlock, ...]


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """An article of a sample outlet, and the result that its page must give.

    `published_at` is None where the outlet shows no date at all, and a date where it shows no time. `modified_at` is None where
    the article was never changed. `url` and `image` are absolute, with the path percent-encoded; `path` is as it is read.
    `dateline` (the line under the headline, to the letter), `live` and `comments` only furnish the page.
    """

    url: str
    path: str
    title: str
    section: str
    blocks: tuple[SampleBlock, ...]
    authors: tuple[str, ...] = ()
    published_at: datetime | date | None = None
    modified_at: datetime | None = None
    keywords: tuple[str, ...] = ()
    access: str = "unknown"
    summary: str | None = None
    image: str | None = None
    correction: SampleCorrection | None = None
    dateline: str | None = None
    live: bool = False
    comments: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the article's text as the archive will hold it: headings, items and quotes are paragraphs too."""
        return tuple(block.text for block in self.blocks)

    @property
    def text(self) -> str:
        """Return the paragraphs with a blank line between them."""
        return "\n\n".join(self.paragraphs)

    def corrected(self) -> Self:
        """Return the article as it stands after its correction; itself where it has none."""
        if self.correction is None:
            return self
        return replace(self, blocks=self.correction.blocks, modified_at=self.correction.modified_at, correction=None)


@dataclass(frozen=True, slots=True)
class SamplePage:
    """A page that is no article, as About us."""

    path: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleOutlet:
    """A sample outlet. Its site stands still at `now`, which its masthead shows as `clock`.

    `sections` has a label for each path, `gone` a headline for each address that is still listed but not found any more, `bios` a
    biography for each author.
    """

    slug: str
    name: str
    host: str
    homepage: str
    language: str
    timezone: str
    slogan: str
    clock: str
    now: datetime
    articles: tuple[SampleArticle, ...]
    pages: tuple[SamplePage, ...]
    sections: Mapping[str, str]
    gone: Mapping[str, str] = field(default_factory=dict)
    bios: Mapping[str, str] = field(default_factory=dict)


def load_outlets(edition: int = 1) -> tuple[SampleOutlet, ...]:
    """Return the sample outlets with their articles; in edition 2 the article that has a correction is corrected."""
    outlets = (_outlet(_read(slug)) for slug in _SLUGS)
    if edition == 1:
        return tuple(outlets)
    return tuple(replace(outlet, articles=tuple(map(SampleArticle.corrected, outlet.articles))) for outlet in outlets)


def _read(slug: str) -> dict[str, Any]:
    return tomllib.loads(files("crawler.sample").joinpath("content", f"{slug}.toml").read_text("utf-8"))


def _outlet(data: dict[str, Any]) -> SampleOutlet:
    articles = tuple(_article(values, data["homepage"]) for values in data.pop("articles"))
    pages = tuple(SamplePage(**_frozen(values)) for values in data.pop("pages"))
    return SampleOutlet(articles=articles, pages=pages, **data)


def _article(data: dict[str, Any], homepage: str) -> SampleArticle:
    values = _frozen(data)
    values["blocks"] = _blocks(values.pop("paragraphs"))
    if "image" in values:
        values["image"] = urljoin(homepage, values["image"])
    if correction := values.get("correction"):
        values["correction"] = SampleCorrection(correction["modified_at"], _blocks(correction["paragraphs"]))
    return SampleArticle(url=urljoin(homepage, quote(values["path"])), **values)


def _frozen(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


def _blocks(paragraphs: Iterable[str]) -> tuple[SampleBlock, ...]:
    return tuple(_block(paragraph) for paragraph in paragraphs)


def _block(paragraph: str) -> SampleBlock:
    for mark, kind in _MARKS.items():
        if paragraph.startswith(mark):
            return SampleBlock(kind, paragraph.removeprefix(mark))
    return SampleBlock("paragraph", paragraph)

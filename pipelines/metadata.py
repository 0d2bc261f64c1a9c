"""Everything about an article but its text, from one page: what it states, what it shows, and what the source said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pipelines.authors import read_authors
from pipelines.candidates import Candidate, absolute, accesses, images, is_no_picture, languages, named, summaries
from pipelines.dates import read_dates
from pipelines.headline import Headline, element_text, shown_title
from pipelines.items import MAX_TEXT
from pipelines.jsonld import main_article, parse_linked_data, strings
from pipelines.keywords import read_keywords, read_sections
from pipelines.kicker import folder_name, kicker
from pipelines.plain_text import clean_text
from pipelines.stated_entries import stated_entries
from pipelines.statements import collect_statements
from pipelines.titles import TitleCandidates, choose_title, is_site, site_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from lxml.html import HtmlElement

    from pipelines.items import Hints
    from pipelines.jsonld import LinkedData, Node
    from pipelines.stated_entries import Entry
    from pipelines.statements import Statements

_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_](?:[a-zA-Z]{2,8}|\d{3})\b.*)?$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article. Fields with a namesake in `db.records.Article` mean the same.

    `declared_urls` are its own addresses, absolute (canonical, then og:url); `organisations` are those of `authors` that are no
    persons; `noarchive` is true where robots are asked not to keep the page, `tdm_reserved` where text and data mining is reserved
    (TDMRep); `body` is the text that linked data gives, `entries` those of a live blog, both unjudged, and `words` how
    many words they say that the text has.
    """

    declared_urls: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    published_at: datetime | date | None = None
    published_source: str | None = None
    modified_at: datetime | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    summary: str | None = None
    image_url: str | None = None
    access: str = "unknown"
    noarchive: bool = False
    tdm_reserved: bool = False
    body: str | None = None
    entries: tuple[Entry, ...] = ()
    words: int | None = None
    site_name: str | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a page's fields are decided on: its statements, its article's node in linked data, and where its headline stands.

    `sites` are the outlet's names, `labels` what sections the statements and the address name.
    """

    url: str
    hints: Hints
    statements: Statements
    data: LinkedData
    article: Node
    declared: tuple[str, ...]
    titles: TitleCandidates
    site: str | None
    sites: frozenset[str]
    labels: tuple[str, ...]
    title: str
    headline: Headline


def read_metadata(tree: HtmlElement, url: str, hints: Hints) -> Metadata:
    """Return what the page with this root element says of its article; `url` is where it was found. The tree is only read."""
    return decide(read_grounds(tree, url, hints))


def read_grounds(tree: HtmlElement, url: str, hints: Hints) -> Grounds:
    """Collect what the fields of the page's article are decided on, and decide on its title, which the others are judged by."""
    statements = collect_statements(tree)
    data = parse_linked_data(statements.linked_data)
    declared = tuple(dict.fromkeys(candidate.value for candidate in addresses(statements, url)))
    headings = tuple(element_text(heading) for heading in statements.headings)
    article = main_article(data, (url, *declared), (*_social(statements), *headings, statements.title))
    site = _site_name(statements, article)
    sites = site_names(url, site, hints.outlet_name, *strings(article.get("publisher")))
    titles = _titles(statements, article, headings, hints)
    if not titles.is_backed and (shown := shown_title(tree, statements.title)):
        titles = replace(titles, headings=(shown,))
    labels = (*strings(article.get("articleSection")), *statements.all("article:section"), *_folders(url))
    title = choose_title(titles, sites, labels)
    headline = Headline(tree, statements.headings, title)
    return Grounds(url, hints, statements, data, article, declared, titles, site, sites, labels, title, headline)


def decide(grounds: Grounds) -> Metadata:
    """Return each field's most trusted value."""
    statements, article, headline, hints = grounds.statements, grounds.article, grounds.headline, grounds.hints
    dates = read_dates(statements, article, grounds.url, headline, hints)
    authors = read_authors(statements, grounds.data, article, headline, grounds.sites)
    return Metadata(
        declared_urls=grounds.declared,
        title=grounds.title,
        authors=tuple(author.name for author in authors),
        organisations=tuple(author.name for author in authors if author.organisation),
        published_at=dates.published_at,
        published_source=dates.published_source,
        modified_at=dates.modified_at,
        language=_language(grounds),
        section=next((found.value for found in sections(grounds)), None),
        keywords=read_keywords(statements, article, grounds.sites),
        summary=next((found.value for found in summaries(statements, article)), None),
        image_url=next((found.value for found in pictures(grounds) if not is_no_picture(found.value)), None),
        access=next((found.value for found in accesses(statements, article, headline.tree)), "unknown"),
        noarchive=asks_for_no_copy(statements),
        tdm_reserved="1" in statements.all("tdm-reservation"),
        body=_body(article),
        entries=stated_entries(article),
        words=next(
            (int(text) for text in strings(article.get("wordCount")) if text.isascii() and text.isdigit()), None
        ),
        site_name=grounds.site,
    )


def asks_for_no_copy(statements: Statements) -> bool:
    """Say whether a page asks robots to keep no copy of it."""
    return any("noarchive" in value.lower() for value in statements.all("robots", "googlebot"))


def addresses(statements: Statements, url: str) -> Iterator[Candidate]:
    """Yield the addresses that the page names as its own, absolute."""
    stated = (*(Candidate(link, "canonical") for link in statements.canonical), *named(statements, "og:url"))
    return _absolutes(stated, url)


def pictures(grounds: Grounds) -> Iterator[Candidate]:
    """Yield the addresses of the article's pictures, absolute."""
    return _absolutes(images(grounds.statements, grounds.article), grounds.url)


def sections(grounds: Grounds) -> Iterator[Candidate]:
    """Yield the names of the section that the article is filed under, the kicker and the folder last."""
    yield from read_sections(grounds.statements, grounds.data, grounds.article, grounds.title, grounds.sites)
    if name := kicker(grounds.headline):
        yield Candidate(name, "kicker")
    if (name := folder_name(grounds.headline.tree, grounds.url)) and not is_site(name, grounds.sites):
        yield Candidate(name, "link to its folder")


def _absolutes(stated: Iterable[Candidate], url: str) -> Iterator[Candidate]:
    return (Candidate(link, source) for value, source in stated if (link := absolute(url, value)))


def _folders(url: str) -> list[str]:
    return [part.replace("-", " ") for part in unquote(urlsplit(url).path).split("/")[1:-1]]


def _social(statements: Statements) -> tuple[str, ...]:
    return statements.all("og:title", "twitter:title")


def _titles(statements: Statements, article: Node, headings: tuple[str, ...], hints: Hints) -> TitleCandidates:
    return TitleCandidates(
        headline=next(iter(strings(article.get("headline") or article.get("name"))), ""),
        social=_social(statements),
        headings=headings,
        page=statements.title,
        source=hints.title or "",
    )


def _site_name(statements: Statements, article: Node) -> str | None:
    return next(iter((*statements.all("og:site_name", "application-name"), *strings(article.get("publisher")))), None)


def _language(grounds: Grounds) -> str | None:
    stated = languages(grounds.statements, grounds.article, grounds.hints)
    matches = (_LANGUAGE.match(candidate.value.strip()) for candidate in stated)
    return next((match[1].lower() for match in matches if match), None)


def _body(article: Node) -> str | None:
    body = article.get("articleBody")
    readable = isinstance(body, str) and len(body) <= MAX_TEXT and clean_text(body[:1_000])
    return body if readable else None

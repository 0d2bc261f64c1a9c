"""Everything about an article but its text, from one page: what it states, what it shows, and what the source said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from pipelines.authors import read_authors
from pipelines.dates import read_dates
from pipelines.headline import Headline, element_text
from pipelines.jsonld import Node, as_list, main_article, parse_linked_data, strings
from pipelines.keywords import read_keywords, read_section
from pipelines.kicker import kicker
from pipelines.plain_text import clean_text
from pipelines.statements import collect_statements
from pipelines.titles import TitleCandidates, choose_title, site_names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from lxml.html import HtmlElement

    from pipelines.items import Hints
    from pipelines.statements import Statements

_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_](?:[a-zA-Z]{2,8}|\d{3})\b.*)?$")
_PAID_TIERS = ("locked", "metered", "premium", "paid", "subscriber")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article. Fields with a namesake in `db.records.Article` mean the same.

    `declared_urls` are its own addresses, absolute (canonical, then og:url); `organisations` are those of `authors` that are no
    persons; `noarchive` is true where robots are asked not to keep the page, `tdm_reserved` where text and data mining is reserved
    (TDMRep); `body` is the text that linked data gives, unjudged.
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
    site_name: str | None = None


def read_metadata(tree: HtmlElement, url: str, hints: Hints) -> Metadata:
    """Return what the page with this root element says of its article; `url` is where it was found. The tree is only read."""
    statements = collect_statements(tree)
    data = parse_linked_data(statements.linked_data)
    declared = _declared_urls(statements, url)
    headings = tuple(element_text(heading) for heading in statements.headings)
    article = main_article(data, (url, *declared), (*_social(statements), *headings, statements.title))
    site = _site_name(statements, article)
    sites = site_names(url, site, hints.outlet_name, *strings(article.get("publisher")))
    title = choose_title(_titles(statements, article, headings, hints), sites)
    headline = Headline(tree, statements.headings, title)
    dates = read_dates(statements, article, url, headline, hints)
    authors = read_authors(statements, data, article, headline, sites)
    return Metadata(
        declared_urls=declared,
        title=title,
        authors=tuple(author.name for author in authors),
        organisations=tuple(author.name for author in authors if author.organisation),
        published_at=dates.published_at,
        published_source=dates.published_source,
        modified_at=dates.modified_at,
        language=_language(statements, article, hints),
        section=read_section(statements, data, article, title, sites) or kicker(headline),
        keywords=read_keywords(statements, article, sites),
        summary=_summary(statements, article),
        image_url=_image(statements, article, url),
        access=_access(statements, article),
        noarchive=any("noarchive" in value.lower() for value in statements.all("robots", "googlebot")),
        tdm_reserved="1" in statements.all("tdm-reservation"),
        body=_body(article),
        site_name=site,
    )


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


def _declared_urls(statements: Statements, url: str) -> tuple[str, ...]:
    joined = (_absolute(url, link) for link in (*statements.canonical, *statements.all("og:url")))
    return tuple(dict.fromkeys(link for link in joined if link))


def _absolute(url: str, link: str) -> str | None:
    try:
        joined = urljoin(url, link.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).hostname else None
    except ValueError:
        return None


def _site_name(statements: Statements, article: Node) -> str | None:
    return next(iter((*statements.all("og:site_name", "application-name"), *strings(article.get("publisher")))), None)


def _language(statements: Statements, article: Node, hints: Hints) -> str | None:
    stated = (
        statements.language,
        *strings(article.get("inLanguage")),
        *statements.all("og:locale", "content-language", "language"),
    )
    matches = (_LANGUAGE.match(text.strip()) for text in (*stated, hints.language or ""))
    return next((match[1].lower() for match in matches if match), None)


def _summary(statements: Statements, article: Node) -> str | None:
    return next(
        iter(
            (
                *statements.all("og:description", "description", "twitter:description"),
                *strings(article.get("description")),
            )
        ),
        None,
    )


def _image(statements: Statements, article: Node, url: str) -> str | None:
    stated = (
        *statements.all("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"),
        *_images(article),
    )
    return next((link for link in (_absolute(url, image) for image in stated) if link), None)


def _images(article: Node) -> Iterable[str]:
    for image in as_list(article.get("image")):
        links = as_list(image.get("url") or image.get("contentUrl")) if isinstance(image, dict) else [image]
        yield from (link for link in links if isinstance(link, str))


def _access(statements: Statements, article: Node) -> str:
    said = [
        _truth(node.get("isAccessibleForFree"))
        for node in (article, *as_list(article.get("hasPart")))
        if isinstance(node, dict)
    ]
    tier = (statements.first("article:content_tier", "og:article:content_tier") or "").lower()
    if False in said or tier in _PAID_TIERS:
        return "paywalled"
    return "free" if True in said or tier == "free" else "unknown"


def _truth(value: Any) -> bool | None:
    word = str(next(iter(as_list(value)), "")).lower().rsplit("/", 1)[-1]
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)


def _body(article: Node) -> str | None:
    body = article.get("articleBody")
    return body if isinstance(body, str) and clean_text(body[:1_000]) else None

"""Every date that something on or about a page names: statements for machines, the source, the address, visible text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.date_text import FoundDate, in_utc, read_date, read_machine_date
from pipelines.date_words import PUBLISHED_WORDS, UPDATED_WORDS
from pipelines.jsonld import strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.headline import Headline, Line
    from pipelines.items import Hints
    from pipelines.jsonld import Node
    from pipelines.statements import Statements

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article_published_time", "article:published",
    "datepublished",
    "date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "pubdate",
    "pub_date",
    "publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "published_at", "published_time",
    "publisheddate",
    "published-date", "date_published", "datetime", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "content:publishdate", "prism.publicationdate", "citation_publication_date", "release_date",
    "displaydate",
    "originalpublicationdate", "article.published", "og:pubdate", "newsarticle:published", "rnews:datepublished", "creation_date",
    "datecreated",
    "ptime", "pdate", "shareaholic:article_published_time", "bt:pubdate", "iso-8601-publish-date", "gen-date", "article.created",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article_modified_time", "article:modified",
    "datemodified",
    "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "last_updated_date", "lastupdate", "revision_date",
    "updated_time",
    "article:updated_time", "cxenseparse:modified_time", "article.updated", "iso-8601-updated-date",
)  # fmt: skip
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:(?P<sign>[/\-_.])(?P<m>\d{1,2}|[a-z]{3})(?P=sign)(?P<d>\d{1,2})"
    r"|/?(?P<m2>\d\d)(?P<d2>\d\d))(?!\d)"
)
_UPDATED = re.compile(UPDATED_WORDS)
_SAYS_PUBLISHED = re.compile(PUBLISHED_WORDS)
_DATE_MARKS = re.compile(r"date|time(?!line)|publi|posted|byline|meta|author|issued|stamp|info")
_WORDS_BESIDE = 8  # words that may stand beside a date that is not marked as one


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that something on or about the page names: naive where no zone is given; `source` as in `Article.published_source`."""

    value: datetime | date
    source: str


def stated_dates(statements: Statements, article: Node, url: str, hints: Hints) -> Iterator[DateCandidate]:
    """Yield the dates of publication that are stated for machines, by the source, or in the address, in order of trust."""
    metas = (*statements.all(*_PUBLISHED), *_single(statements.props.get("datepublished", ())))
    for source, texts in (("json-ld", strings(article.get("datePublished"))), ("meta", metas)):
        for text in texts:
            if value := _read(text, hints, _language(statements, hints)):
                yield DateCandidate(value, source)
    if hints.published_at and hints.source:
        yield DateCandidate(hints.published_at, hints.source)
    if day := url_day(url):
        yield DateCandidate(day, "url")


def stated_changes(statements: Statements, article: Node, hints: Hints) -> Iterator[datetime]:
    """Yield the times of the last change that are stated for machines, in order of trust; naive where no zone is given."""
    texts = (
        *strings(article.get("dateModified")),
        *statements.all(*_MODIFIED),
        *_single(statements.props.get("datemodified", ())),
    )
    for text in texts:
        if isinstance(value := _read(text, hints, _language(statements, hints)), datetime):
            yield value


def seen_dates(statements: Statements, headline: Headline, hints: Hints) -> Iterator[DateCandidate]:
    """Yield the dates that the page shows beside its headline, `<time>` elements first.

    What stands before the headline is the site's own clock and never taken, but for a `<time>` in the headline's own `<article>`.
    """
    language = _language(statements, hints)
    for element in (element for line in headline.lines for element in line.times):
        if value := _published_time(element, hints, language):
            yield DateCandidate(value, "time")
    yield from _lone_times(statements, headline.element, hints, language)
    for line in headline.lines:
        found = read_date(line.text, timezone=hints.timezone, language=language)
        if found and _is_dateline(line, found):
            yield DateCandidate(found.value, "text")
            return


def url_day(url: str) -> date | None:
    """Return the day in a URL's path (`/2025/03/14/`, `20250314`, `2025/mar/14`), None where there is none."""
    for match in _URL_DAY.finditer(urlsplit(url).path.lower()):
        month = match["m"] or match["m2"]
        if month in _MONTHS or month.isdigit():
            number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
            try:
                return date(int(match["y"]), number, int(match["d"] or match["d2"]))
            except ValueError:
                continue
    return None


def _lone_times(
    statements: Statements, headline: HtmlElement | None, hints: Hints, language: str | None
) -> Iterator[DateCandidate]:
    """Yield the one date that the elements marked as the date of publication agree on, or that stands first in the headline's article."""
    home = next(headline.iterancestors("article"), None) if headline is not None else None
    marked = [
        time
        for time in statements.times[:50]
        if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None
    ]
    inside = next(
        (time for time in statements.times[:50] if home is not None and home in time.iterancestors("article")), None
    )
    for group in (marked, [inside] if inside is not None else []):
        values = [value for time in group if (value := _published_time(time, hints, language))]
        if len({in_utc(value, hints.timezone) for value in values}) == 1:
            yield DateCandidate(values[0], "time")
            return


def _published_time(element: HtmlElement, hints: Hints, language: str | None) -> datetime | date | None:
    marks = f"{element.get('class', '')} {element.get('itemprop', '')} {''.join(element.itertext())}".lower()
    updated = _UPDATED.search(marks) and not _SAYS_PUBLISHED.search(marks)  # WordPress marks both at once
    return None if updated else _read(element.get("datetime", ""), hints, language)


def _is_dateline(line: Line, found: FoundDate) -> bool:
    if _UPDATED.search(found.before):
        return False
    if _SAYS_PUBLISHED.search(found.before):
        return True
    beside = len((found.before + found.after).split())
    if _DATE_MARKS.search(line.marks):
        return beside <= 2 * _WORDS_BESIDE
    return beside <= _WORDS_BESIDE and not found.after.rstrip().endswith((".", "!", "?", "。", "؟"))


def _read(text: str, hints: Hints, language: str | None) -> datetime | date | None:
    if len(text) > 80:
        return None
    if (value := read_machine_date(text)) is not None:
        return value
    found = read_date(text, timezone=hints.timezone, language=language)
    return found.value if found else None


def _single(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values only where they agree: itemprops stand in the cards of other articles too."""
    return values[:1] if len(set(values)) == 1 else ()


def _language(statements: Statements, hints: Hints) -> str | None:
    return statements.language or hints.language or None

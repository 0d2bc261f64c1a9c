"""Every date that something on or about a page names: statements for machines, the source, the address, visible text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.date_names import is_modified, published_rank
from pipelines.date_text import FoundDate, in_utc, read_date, read_dates, stands_alone
from pipelines.date_words import PUBLISHED_WORDS, UPDATED_WORDS
from pipelines.dates_above import elements_above, is_clock, lines_above
from pipelines.headline import article_of, element_text, is_foreign, is_stamp
from pipelines.jsonld import strings
from pipelines.machine_dates import read_machine_date
from pipelines.month_names import fold_date_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from pipelines.headline import Headline, Line, Stamp
    from pipelines.items import Hints
    from pipelines.jsonld import Node
    from pipelines.statements import Statements

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:(?P<sign>[/\-_.])(?P<m>\d{1,2}|[a-z]{3})(?P=sign)(?P<d>\d{1,2})"
    r"|/?(?P<m2>\d\d)(?P<d2>\d\d))(?!\d)"
)
_UPDATED = re.compile(UPDATED_WORDS)
_SAYS_PUBLISHED = re.compile(PUBLISHED_WORDS)
_DATE_MARKS = re.compile(r"date|time(?!line)|publi|posted|byline|meta|author|issued|stamp|info")
# Where 3/4/2025 is in March; elsewhere in America it may be either.
_MONTH_FIRST_ZONES = frozenset({
    "America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Boise", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Asia/Manila",
})  # fmt: skip
_MOST_TIMES = 50
_LONGEST = 80  # characters of a statement of a date
_STAMP_VALUES = ("datetime", "content", "title")
_WORDS_BESIDE = 8  # words that may stand beside a date that is not marked as one


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that something on or about the page names: naive where no zone is given; `source` as in `Article.published_source`."""

    value: datetime | date
    source: str


def stated_dates(statements: Statements, article: Node, url: str, hints: Hints) -> Iterator[DateCandidate]:
    """Yield the dates of publication that are stated for machines, by the source, or in the address, in order of trust.

    Where linked data or metas name a date of publication, what they say of the creation and bare dates is left out.
    """
    language = _language(statements, hints)
    linked = (strings(article.get("datePublished")), strings(article.get("dateCreated")))
    for source, groups in (("json-ld", linked), ("meta", _ranked_metas(statements))):
        read = ([value for text in group if (value := _read(text, hints, language))] for group in groups)
        yield from (DateCandidate(value, source) for value in next(filter(None, read), ()))
    if hints.published_at and hints.source:
        yield DateCandidate(hints.published_at, hints.source)
    if day := url_day(url):
        yield DateCandidate(day, "url")


def stated_changes(statements: Statements, article: Node, hints: Hints) -> Iterator[DateCandidate]:
    """Yield the times of the last change that are stated for machines, in order of trust."""
    metas = (value for name, values in statements.meta.items() if is_modified(name) for value in values)
    props = _single(statements.props.get("datemodified", ()))
    for source, texts in (("json-ld", strings(article.get("dateModified"))), ("meta", (*metas, *props))):
        for text in texts:
            if isinstance(value := _read(text, hints, _language(statements, hints)), datetime):
                yield DateCandidate(value, source)


def seen_dates(statements: Statements, headline: Headline, hints: Hints) -> Iterator[DateCandidate]:
    """Yield the dates that the page shows beside its headline, those in marks for machines first.

    What stands before the headline is the site's own clock and never taken, but for what is marked as a date there and reads as none
    (pipelines/dates_above.py).
    """
    language = _language(statements, hints)
    stamps = [stamp for line in headline.lines for stamp in line.stamps]
    for value in _stamped(stamps, hints, language):
        yield DateCandidate(value, "time")
    yield from _lone_times(statements, headline.element, hints, language)
    for line in (*headline.lines, *lines_above(headline, hints, language)):
        found = next((one for one in _found(line.text, hints, language) if _is_dateline(line, one)), None)
        if found:
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


def _ranked_metas(statements: Statements) -> tuple[list[str], ...]:
    """Return what metas say of the date of publication, the surest names first (`published_rank`)."""
    groups: tuple[list[str], ...] = ([], [], [])
    for name, values in statements.meta.items():
        if (rank := published_rank(name)) is not None:
            groups[rank].extend(values)
    for name, rank in (("datepublished", 0), ("datecreated", 1)):
        groups[rank].extend(_single(statements.props.get(name, ())))
    return groups


def _stamped(stamps: Iterable[Stamp], hints: Hints, language: str | None) -> list[datetime | date]:
    """Return the dates of the marks beside the headline: of those that say that they are of publication, else of all.

    Days that run backwards are those of cards, newest first, not a publication and its changes.
    """
    said = [
        (value, bool(_SAYS_PUBLISHED.search(_about(stamp.element, stamp.before))))
        for stamp in stamps
        if (value := _published_time(stamp.element, hints, language, stamp.before))
    ]
    if sure := [value for value, is_sure in said if is_sure]:
        return sure
    values = [value for value, _ in said]
    days = [value.date() if isinstance(value, datetime) else value for value in values]
    return values if not days or days[0] == min(days) else []


def _lone_times(
    statements: Statements, headline: HtmlElement | None, hints: Hints, language: str | None
) -> Iterator[DateCandidate]:
    """Yield the one date that the elements marked as the date of publication agree on, or that stands first in the headline's article,
    where it is no clock.
    """
    home = article_of(headline) if headline is not None else None
    above = {one for one in elements_above(headline) if one.tag == "time"}
    clocks = {one for one in above if is_clock(one, hints, language)}
    own = [one for one in statements.times[:_MOST_TIMES] if one not in clocks and not is_foreign(one, headline)]
    marked = [time for time in own if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None]
    inside = next((time for time in own if time in above or (home is not None and article_of(time) is home)), None)
    for group in (marked, [inside] if inside is not None else []):
        values = [value for time in group if (value := _published_time(time, hints, language))]
        if len({in_utc(value, hints.timezone) for value in values}) == 1:
            yield DateCandidate(values[0], "time")
            return


def _published_time(
    element: HtmlElement, hints: Hints, language: str | None, before: str = ""
) -> datetime | date | None:
    about = _about(element, before)
    updated = _UPDATED.search(about) and not _SAYS_PUBLISHED.search(about)  # WordPress marks both at once
    texts = [value for name, value in element.items() if name in _STAMP_VALUES or name.startswith("data-")]
    if updated or not is_stamp(element):
        return None
    stated = next((value for text in texts if (value := read_machine_date(text)) is not None), None)
    return stated or _read(element.get("datetime") or "", hints, language)


def _about(element: HtmlElement, before: str) -> str:
    marks = (element.get("class", ""), element.get("itemprop", ""), element.get("property", ""))
    return fold_date_text(" ".join((before[-_LONGEST:], *marks, element_text(element, _LONGEST))))


def _found(text: str, hints: Hints, language: str | None) -> Iterator[FoundDate]:
    return read_dates(text, timezone=hints.timezone, language=language)


def _is_dateline(line: Line, found: FoundDate) -> bool:
    if _UPDATED.search(found.before):
        return False
    if _SAYS_PUBLISHED.search(found.before):
        return True
    beside = len((found.before + found.after).split())
    if _DATE_MARKS.search(line.marks):
        return beside <= 2 * _WORDS_BESIDE
    return stands_alone(found) or (
        beside <= _WORDS_BESIDE and not found.after.rstrip().endswith((".", "!", "?", "。", "؟"))
    )


def _read(text: str, hints: Hints, language: str | None) -> datetime | date | None:
    if len(text) > _LONGEST:
        return None
    if (value := read_machine_date(text)) is not None:
        return value
    found = read_date(text, timezone=hints.timezone, language=language)
    return found.value if found else None


def _single(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values only where they agree: itemprops stand in the cards of other articles too."""
    return values[:1] if len(set(values)) == 1 else ()


def _language(statements: Statements, hints: Hints) -> str | None:
    """Return the language to read dates in; of English the outlet's zone says which, where it is known: templates say `en-US` anywhere."""
    language = statements.language or hints.language or None
    if hints.timezone == "UTC" or not (language or "").lower().startswith("en"):
        return language
    return "en-US" if hints.timezone in _MONTH_FIRST_ZONES else "en" if "America/" in hints.timezone else "en-GB"

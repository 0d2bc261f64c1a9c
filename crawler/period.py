"""What lies in a period: links by their dates, sitemaps by what their index and their names say.

Days are the outlet's own; a time of change, which may be a day in any zone, counts for the days around it too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.discovery.path_words import LISTS, SERVICES
from db.times import day_in_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.discovery import SitemapChild
    from db.records import FoundLink, Period

_DAY = timedelta(days=1)
_FIRST_YEAR = 1990  # of news on the web; numbers below it are no years
_MEDIA = {"image", "images", "video", "videos", "media", "static", "misc", "homepage"}
_OF_SITEMAPS = {"sitemap", "index", "page", "archive", "archives", "post", "posts", "section", "live"}
# 2026/03/14, 2026-3, 20260314, 202603, 2026; a day or month alone is none. Months by name are English: they stand in addresses.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPAN = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:"
    r"([/_.-]?)(0[1-9]|1[0-2])(?:[/_.-]?(0[1-9]|[12]\d|3[01]))?"
    r"|/([1-9])(?:/(0?[1-9]|[12]\d|3[01]))?(?![^/?])"
    rf"|[/_.-]({'|'.join(_MONTHS)})[a-z]*(?:[/_.-](0?[1-9]|[12]\d|3[01]))?"
    r")?(?!\d)"
)

Span = tuple[date, date]


def address_span(url: str, *, years: bool = False) -> Span | None:
    """Return the first and last day that an address names: a day or a month; None where it names none that can be.

    With `years` a year alone counts too, and a month without a sign before it: in an article's address both may be other numbers.
    """
    parts = urlsplit(url)
    for match in _SPAN.finditer(unquote(f"{parts.path}?{parts.query}").lower()):
        year, sign, month, day, short, its_day, name, day_of_name = match.groups()
        number = month or short or (name and _MONTHS.index(name) + 1)
        if (years or (number and (day or sign != ""))) and int(year) >= _FIRST_YEAR:
            span = _span(int(year), int(number or 0), int(day or its_day or day_of_name or 0))
            if span:
                return span
    return None


def _span(year: int, month: int, day: int) -> Span | None:
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    last = monthrange(year, month)[1]
    if day > last:
        return None
    return date(year, month, day or 1), date(year, month, day or last)


def overlaps(span: Span, period: Period) -> bool:
    """Say whether some day of a span lies in a period."""
    return span[1] >= period.since and (period.until is None or span[0] <= period.until)


def is_wanted(link: FoundLink, period: Period, timezone: str, *, undated: bool) -> bool:
    """Say whether a link may be of an article in the period; of one without any date `undated` says it.

    Its date of publication decides, else the one in its address. A time of change alone says that it is not younger: before the period it
    is out, in it it is in, behind it nothing is known.
    """
    span = link_span(link, timezone)
    if span:
        return overlaps(span, period)
    if link.changed_at is None:
        return undated
    changed = _around(link.changed_at)
    return overlaps(changed, period) or (undated and changed[1] >= period.since)


def link_span(link: FoundLink, timezone: str) -> Span | None:
    """Return the days on which a link's article may have been published, as its source or its address says; else None."""
    day = day_in_zone(link.published_at, timezone)
    if day:
        return date.fromisoformat(day), date.fromisoformat(day)
    return address_span(link.url)


def _around(moment: datetime) -> Span:
    return moment.date() - _DAY, moment.date() + _DAY


def children_to_open(children: Iterable[SitemapChild], period: Period) -> list[SitemapChild]:
    """Return the children of a sitemap index that may name articles of a period, the newest first.

    One that was last changed before the period holds none, nor does one whose name is of other days; one that says neither is opened.
    Lists of tags, authors and pictures are left out where there are others.
    """
    chosen = [child for child in children if _may_hold(child, period)]
    articles = [child for child in chosen if _holds_articles(child.url)]
    return sorted(articles or chosen, key=_age, reverse=True)


def is_in(child_url: str, changed_at: datetime | None, period: Period) -> bool:
    """Say whether what a sitemap names without a date is to be taken for of the period: by its name, else by its time of change."""
    span = address_span(child_url, years=True)
    if span is None and changed_at:
        span = _around(changed_at)
    return span is not None and overlaps(span, period)


def is_older(days: Sequence[date], period: Period) -> bool:
    """Say whether a page of a section lies before a period: the days of most of its dated articles do."""
    return sum(day < period.since for day in days) * 2 > len(days)


def _may_hold(child: SitemapChild, period: Period) -> bool:
    if child.changed_at and _around(child.changed_at)[1] < period.since:
        return False
    span = address_span(child.url, years=True)
    return span is None or overlaps(span, period)


def _holds_articles(url: str) -> bool:
    words = set(re.split(r"[^a-z]+", urlsplit(url).path.lower())) - _OF_SITEMAPS
    return words.isdisjoint(LISTS | SERVICES | _MEDIA)


def _age(child: SitemapChild) -> tuple[date, list[int]]:
    """Return what sorts children by age: the days of the name, else the time of change, then the numbers in the name."""
    span = address_span(child.url, years=True)
    day = span[1] if span else child.changed_at.date() if child.changed_at else date.min
    return day, [int(number) for number in re.findall(r"\d+", urlsplit(child.url).path)]

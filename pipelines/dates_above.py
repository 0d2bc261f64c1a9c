"""Dates that stand before the headline: a byline's or the site's clock, which looks like one and is never the article's.

A clock says the day of the fetch, mostly with its weekday, in two calendars where the outlet has them, and without a time of day. So does
hardly a byline, and one that does is told by its marks: what says of itself that it is of publication is believed.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.clock_text import zone
from pipelines.date_text import in_utc, read_dates
from pipelines.date_words import PUBLISHED_WORDS
from pipelines.headline import Line, element_text, is_foreign
from pipelines.machine_dates import read_machine_date
from pipelines.month_names import fold_date_text
from pipelines.weekdays import names_weekday

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.html import HtmlElement

    from pipelines.headline import Headline
    from pipelines.items import Hints

_OWN_DATE = re.compile(r"(?<!up)date|publi|posted|byline|\bmeta\b|timestamp|issued|^time\b")
_OF_PUBLICATION = re.compile(
    r"publi|posted|byline|issued|(?:post|entry|article|story|news)[-_]{0,2}(?:date|time|meta|info)"
)
_SAYS_PUBLISHED = re.compile(PUBLISHED_WORDS)
_HIJRI = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")  # a year of the lunar calendar, beside one that was read
_MOST = 60  # elements before the headline in its home
_LONGEST = 80  # characters of a statement of a date
_TEXT, _LEVELS = 500, 4  # characters that make a container the text's, and how far above the headline it is
_RENDERED = timedelta(minutes=5)  # a page, and its clock with it, may be this old when it is fetched


def lines_above(headline: Headline, hints: Hints, language: str | None) -> Iterator[Line]:
    """Yield what is marked as a date before the headline in its own article, header or the text's container, and is no clock."""
    for element in elements_above(headline.element):
        marks = _marks(element)
        if (
            _OWN_DATE.search(marks)
            and not is_foreign(element, headline.element)
            and (text := element_text(element, _LONGEST))
            and not is_clock(element, hints, language)
        ):
            yield Line(text, marks, (), ())


def elements_above(headline: HtmlElement | None) -> Iterator[HtmlElement]:
    """Yield the elements before the headline in its own `<article>` or header, else in the container that has the text too: there what
    is not marked as of publication is left out.
    """
    if headline is None:
        return
    homes, container = _homes(headline)
    for home in homes:
        yield from _before(home, headline)
    if not homes and container is not None:
        yield from (one for one in _before(container, headline) if _is_of_publication(one))


def is_clock(element: HtmlElement, hints: Hints, language: str | None) -> bool:
    """Say whether a date before the headline reads as the site's clock; `hints.now` and `hints.timezone` say which day it shows."""
    text = element_text(element, _LONGEST)
    if _says_published(element, text):
        return False
    vouched = bool(_OF_PUBLICATION.search(_marks(element)))
    if isinstance(stated := read_machine_date(element.get("datetime", "")), datetime):
        return not vouched and _is_now(stated, hints)
    found = list(read_dates(text, timezone=hints.timezone, language=language))
    if not found:
        return names_weekday(text, language)
    first, beside = found[0].value, " ".join((*(one.before for one in found), found[-1].after))
    weekday = names_weekday(beside, language)
    if isinstance(first, datetime):
        return not vouched and (_is_today(first, hints) if weekday else _is_now(first, hints))
    if any(not isinstance(one.value, datetime) for one in found[1:]) or _HIJRI.search(beside):
        return True
    return not vouched and (weekday or _is_today(first, hints))


def _homes(headline: HtmlElement) -> tuple[list[HtmlElement], HtmlElement | None]:
    """Return the headline's article and header, and the nearest container with much more text than a headline."""
    above = list(headline.iterancestors())
    inside = {one.tag for one in above}
    article = next((one for one in above if one.tag == "article"), None)
    header = next((one for one in above if one.tag == "header"), None)
    own = (
        header is not None
        and not inside.isdisjoint(("main", "article"))
        and next(header.iter("nav", "form"), None) is None
    )
    homes = [one for one in (article, header if own else None) if one is not None]
    near = (one for one in above[:_LEVELS] if one.tag not in ("body", "html"))
    return homes, next((one for one in near if sum(map(len, one.itertext())) >= _TEXT), None)


def _before(home: HtmlElement, headline: HtmlElement) -> Iterator[HtmlElement]:
    for element in islice(home.iterdescendants("*"), _MOST):
        if element is headline:
            return
        yield element


def _is_of_publication(element: HtmlElement) -> bool:
    marked = bool(_OF_PUBLICATION.search(_marks(element)))
    return marked or _says_published(element, element_text(element, _LONGEST))


def _says_published(element: HtmlElement, text: str) -> bool:
    stated = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
    return stated or bool(_SAYS_PUBLISHED.search(fold_date_text(text)))


def _marks(element: HtmlElement) -> str:
    return f"{element.tag} {element.get('class', '')} {element.get('itemprop', '')}".lower()


def _is_now(value: datetime, hints: Hints) -> bool:
    moment = in_utc(value, hints.timezone)
    return hints.now is not None and isinstance(moment, datetime) and abs(moment - hints.now) < _RENDERED


def _is_today(value: date, hints: Hints) -> bool:
    there = zone(hints.timezone)
    local = in_utc(value, hints.timezone)
    day = local.astimezone(there).date() if isinstance(local, datetime) else local
    return hints.now is not None and day == hints.now.astimezone(there).date()

"""Dates as people write them, in all major languages, scripts and calendars; strict layouts only, no guesses.

`read_dates` is the one reader of dates here: of machines' forms (pipelines/machine_dates.py) and of visible texts. What is
ambiguous (`03/04/2024` in an unknown country), relative ("2 hours ago") or without a year is no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.calendars import jalali_day
from pipelines.clock_text import read_clock, read_zone, zone
from pipelines.date_words import UPDATED_WORDS
from pipelines.machine_dates import read_machine_date
from pipelines.month_names import fold_date_text, jalali_months, month_names, names_of_script, script_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_JALALI = 100  # added to the months of the Persian calendar, to tell them from the others
_MAX_LENGTH = 400  # characters; a longer text is not a date's

# What stands between a day, a month and a year: signs and one of the small words of many languages, folded.
_SMALL = r"del|dell|de|do|da|di|d|of|ng|le|m|an|den|a|gada|g|оны|он|г|ж|р|nam|سنه|عام|سال"
_FILL = rf"(?:[\s.,،'’·/\-–|]|\b(?:{_SMALL})\b|พ\.ศ\.|ค\.ศ\.){{0,7}}"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th|er|ere|re|eme|e|o|a|η|ая|ого|го|an|en|i|ten|de|da|ta)\b|[ºª°])?"
_YEAR = r"(?<!\d)(?P<year>(?:1[34]|19|20|2[45])\d{2})(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?![\d:])" + _ORDINAL
_DAY_BEFORE = re.compile(_DAY + _FILL + "$")
_YEAR_BEFORE = re.compile(_YEAR + r"(?:eko|\s?m\b)?" + _FILL + "$")
_YEAR_DAY_BEFORE = re.compile(_YEAR + _FILL + _DAY + _FILL + "$")
_YEAR_AFTER = re.compile("^" + _FILL + _YEAR)
_DAY_AFTER = re.compile("^" + _FILL + _DAY)
_DAY_YEAR_AFTER = re.compile("^" + _FILL + _DAY + _FILL + _YEAR)
_SHORT_YEAR_AFTER = re.compile(r"^[\s.,'’\-]{0,3}(?P<year>\d{2})(?![\d:.]|\s?[hap])")
# (what ends before a month's name, what begins after it), the surest first.
_LAYOUTS = (
    (_DAY_BEFORE, _YEAR_AFTER),
    (None, _DAY_YEAR_AFTER),
    (_YEAR_BEFORE, _DAY_AFTER),
    (_YEAR_DAY_BEFORE, None),
    (_DAY_BEFORE, _SHORT_YEAR_AFTER),
)
_NUMERIC = (
    re.compile(r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日號号일]?"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s*thang\s*(?P<month>\d{1,2})(?:\s*,)?\s*(?:nam\s*)?" + _YEAR),
    re.compile(_YEAR + r"\s?оны?\s?(?P<month>\d{1,2})[\s\-]*(?:р\s)?сар(?:ын)?\s?(?P<day>\d{1,2})"),
    re.compile(
        r"(?<![\d./\-])" + _YEAR + r"\s?(?P<sign>[-./])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?(?P<day>\d{1,2})(?![\d/\-])"
    ),
)
_ERA = re.compile(r"(?P<era>令和|平成|民國|民国)\s?(?P<year>\d{1,3})年\s?(?P<month>\d{1,2})月\s?(?P<day>\d{1,2})日")
_ERA_STARTS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}  # the year before the era's first
_ORDERED = re.compile(
    r"(?<![\d./\-])(?P<one>\d{1,2})\s?(?P<sign>[-./])\s?(?P<two>\d{1,2})\s?(?P=sign)\s?(?P<year>\d{4}"
    r"|\d{2})(?![\d/\-:]|[.]\d|\s?h\d)"
)
_YEAR_FIRST = frozenset(
    {"ja", "zh", "ko", "hu", "lt", "mn", "fa"}
)  # languages whose short dates do not begin with the day
_MONTH_FIRST = frozenset({"en-us", "en-ph"})
_ANY_LATIN = re.compile("[a-z]{3}")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d{2}(?!\d)")
_YEAR_MARK = re.compile(r"\s?\w{1,2}\.(?:\s|$)")  # 2025 г.
_SIGN = re.compile(r"[|·•–—/][^|·•–—/]{0,20}$")  # and a weekday at most
_BESIDE = 2  # words
_LETTER = r"[^\W\d_]"
_NEAR = 30  # characters beside a date in which its time stands
_NEXT_DATE = re.compile(r"(?<![+\-−\d])\d{4}|\d{1,2}[./]\d{1,2}[./]|" + UPDATED_WORDS)
_ALIASES = {"no": "nb", "nn": "nb", "tl": "fil", "iw": "he", "sh": "hr"}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: its value (naive where the text names no zone) and the folded text before and after it."""

    value: datetime | date
    before: str
    after: str


def stands_alone(found: FoundDate) -> bool:
    """Say whether a date is no part of a sentence: hardly a word is beside it, or a sign parts them (`By A. Name | 3 May 2025`)."""
    behind = len(found.after.split()) <= _BESIDE and (
        not found.after.rstrip().endswith(".") or bool(_YEAR_MARK.match(found.after))
    )
    return behind and (len(found.before.split()) <= _BESIDE or bool(_SIGN.search(found.before)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a text a day stands; `day` is None where the numbers are none."""

    day: date | None
    start: int
    end: int


def parse_date(text: str, *, timezone: str, language: str | None) -> datetime | date | None:
    """Return the date that `text` names first: an aware time in UTC, a day where only that is named, or None.

    A time without a zone is read in `timezone` (IANA); `language` (BCP 47) is tried first and says how `3/4/2024` is meant.
    """
    found = read_date(text, timezone=timezone, language=language)
    return in_utc(found.value, timezone) if found else None


def in_utc(value: datetime | date, timezone: str) -> datetime | date:
    """Return a time in UTC, read in `timezone` where it is naive; a day stays a day."""
    if not isinstance(value, datetime):
        return value
    aware = value if value.tzinfo else value.replace(tzinfo=zone(timezone))
    try:
        return aware.astimezone(UTC)
    except OverflowError:  # a year beyond 1..9999 in UTC
        return aware.date()


def read_date(text: str, *, timezone: str, language: str | None) -> FoundDate | None:
    """Return the first date in `text` with what stands around it; None as in `parse_date`."""
    return next(read_dates(text, timezone=timezone, language=language), None)


def read_dates(text: str, *, timezone: str, language: str | None) -> Iterator[FoundDate]:
    """Yield the dates in `text` in their order; what stands before each begins behind the last one."""
    text = text.strip()[:_MAX_LENGTH]
    if (machine := read_machine_date(text)) is not None:
        yield FoundDate(machine, "", "")
        return
    folded = fold_date_text(text)
    if not any(sign.isdigit() for sign in folded):
        return
    end = 0
    for place in sorted(_days(folded, language), key=lambda place: place.start):
        if place.day and place.start >= end:
            yield _with_clock(place, place.day, folded, end, timezone, language)
            end = place.end


def _days(text: str, language: str | None) -> Iterator[_Place]:
    base = (language or "").replace("_", "-").split("-")[0].lower()
    for match in _ERA.finditer(text):
        yield _Place(
            _gregorian(_ERA_STARTS[match["era"]] + int(match["year"]), int(match["month"]), int(match["day"])),
            *match.span(),
        )
    for pattern in _NUMERIC:
        for match in pattern.finditer(text):
            yield _Place(_calendar_day(match, int(match["month"]) + _JALALI * (base == "fa"), base), *match.span())
    yield from _named_days(text, base)
    for match in _ORDERED.finditer(text):
        yield _Place(_ordered_day(match, (language or "").replace("_", "-").lower()), *match.span())


def _named_days(text: str, language: str) -> Iterator[_Place]:
    for names in _name_tables(text, _ALIASES.get(language, language)):
        found = [
            _around(match, text, dict(names)[match["name"]], language)
            for match in _months_pattern(names).finditer(text)
        ]
        if days := [place for place in found if place is not None]:
            yield from days
            return


def _name_tables(text: str, language: str) -> Iterator[tuple[tuple[str, int], ...]]:
    script = script_of(text)
    if script == "ARABIC":
        yield tuple((name, month + _JALALI) for name, month in jalali_months().items())
    if language:
        yield tuple(month_names(language).items())
    if _ANY_LATIN.search(text):  # templates are English beside names in any script
        yield tuple(month_names("en").items())
    if _ANY_YEAR.search(text):  # all languages of the script are many: only for a text that can hold a date
        yield tuple(names_of_script(script).items())


@lru_cache(maxsize=256)
def _months_pattern(names: tuple[tuple[str, int], ...]) -> re.Pattern[str]:
    any_name = "|".join(re.escape(name) for name in sorted(dict(names), key=len, reverse=True)) or r"(?!)"
    # Hebrew writes "in" as a letter before the month; Arabic often names the month twice: آذار/مارس.
    return re.compile(rf"(?<!{_LETTER})ב?(?P<name>{any_name})(?!{_LETTER})(?:\s?[/(]\s?(?:{any_name})\)?)?")


def _around(name: re.Match[str], text: str, month: int, language: str) -> _Place | None:
    """Return the day whose month's name was found in `text`, or None where day and year do not stand beside it."""
    before, after = text[max(0, name.start() - _NEAR) : name.start()], text[name.end() : name.end() + _NEAR]
    for left, right in _LAYOUTS:
        ends, begins = left and left.search(before), right and right.search(after)
        if bool(left) != bool(ends) or bool(right) != bool(begins):
            continue
        parts = {**(ends.groupdict() if ends else {}), **(begins.groupdict() if begins else {})}
        if day := _calendar_day(parts, month, language):
            start = name.start() - (len(before) - ends.start() if ends else 0)
            return _Place(day, start, name.end() + (begins.end() if begins else 0))
    return None


def _ordered_day(match: re.Match[str], language: str) -> date | None:
    one, two = int(match["one"]), int(match["two"])
    base = language.split("-", maxsplit=1)[0]
    month_first = one <= 12 < two or (language in _MONTH_FIRST and match["sign"] != ".")
    sure = match["sign"] == "." or max(one, two) > 12 or one == two or (language not in ("", "en"))
    if not sure or (len(match["year"]) == 2 and (not base or base in _YEAR_FIRST)):
        return None
    return _calendar_day(
        {"year": match["year"], "day": str(two if month_first else one)}, one if month_first else two, base
    )


def _calendar_day(parts: Mapping[str, str] | re.Match[str], month: int, language: str) -> date | None:
    """Return the Gregorian day; months above `_JALALI` are Persian, years from 2400 Buddhist, short years those of the language."""
    year, day = int(parts["year"]), int(parts["day"])
    if len(parts["year"]) == 2:
        if not language or language in _YEAR_FIRST:
            return None
        year += 2500 if language == "th" else 2000
    if month > _JALALI:
        return jalali_day(year, month - _JALALI, day) if 1300 <= year < 1500 else None
    return _gregorian(year - 543 if year >= 2400 else year, month, day)


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < 2100 else None
    except ValueError:
        return None


def _with_clock(place: _Place, day: date, text: str, start: int, timezone: str, language: str | None) -> FoundDate:
    before, after = text[start : place.start], text[place.end :]
    following = _NEXT_DATE.split(after, maxsplit=1)[0][:_NEAR]
    clock = read_clock(following) or read_clock(before[-_NEAR:])
    if clock is None:
        return FoundDate(day, before, after)
    moment = datetime.combine(day, clock[0])
    named = read_zone(clock[1], moment, local=timezone, language=language)
    return FoundDate(moment.replace(tzinfo=named), before, after)

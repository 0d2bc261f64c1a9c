"""Dates as sources write them: RFC 822 and 3339 as the specifications say, and what feeds make of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateutil import parser

from pipelines import date_text

# Names that are not in RFC 822; where one is used in several places, the one with the most feeds.
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "SAST": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "AST": -4, "PKT": 5, "IST": 5.5, "NPT": 5.75, "WIB": 7, "ICT": 7, "HKT": 8, "SGT": 8,
    "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "ART": -3, "BRT": -3,
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO = re.compile(
    r"(\d{4})(?:(?P<sign>[-/.])(\d\d?)(?P=sign)(\d\d?)|(\d\d)(\d\d))"
    r"(?:(?:[T ]+|(?<=\d{8}))(\d\d?):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*([^\[]*)(?:\[.*\])?)?"  # [Europe/Berlin] says no more
)
_RFC822 = re.compile(
    r"(?:\w+,? )?\d\d? [A-Za-z]{3,9} (?:\d\d){1,2} \d\d?:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC?|[ECMP][SD]T|Z)"
)
_CLOCK = re.compile(r"(?<!\d)\d\d?:\d\d(?::\d\d)?(?: \S+)?$")
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d\d?):?(\d\d)?")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")
_BUDDHIST = 543  # years before the Gregorian calendar's first
_LONGEST = 200  # characters; more is a text, and costs
_NEVER = date(1970, 1, 1)  # what a content system writes for a date that it does not have
_PROBES = (datetime(2004, 1, 1), datetime(2009, 2, 2))  # noqa: DTZ001  # fill what a text leaves out, differently


def read_date(text: str | None) -> datetime | date | None:
    """Return the moment (aware, UTC) that a source states, or the day where it states no time or no zone; else None."""
    text = " ".join((text or "").split())
    if not text or len(text) > _LONGEST:
        return None
    found = _iso(text) or _epoch(text) or _rfc822(text) or _in_words(text) or _in_any_language(text)
    day = found.date() if isinstance(found, datetime) else found
    return None if day is None or day <= _NEVER else found


def read_moment(text: str | None) -> datetime | None:
    """Return the earliest moment (aware, UTC) that a stated time or day may mean; None where none is stated."""
    found = read_date(text)
    if found is None or isinstance(found, datetime):
        return found
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _iso(text: str) -> datetime | date | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, _, *days, hour, minute, second, zone = match.groups()
    month, day = (int(digits) for digits in days if digits)
    try:
        known = date(int(year) - _BUDDHIST if int(year) >= 2400 else int(year), month, day)
        offset = _offset(zone or "")
        if hour is None or offset is None:
            return known
        start = datetime(known.year, known.month, known.day, tzinfo=timezone(offset))
        moment = start + timedelta(hours=int(hour), minutes=int(minute), seconds=min(int(second or 0), 59))
        return moment.astimezone(UTC) if int(hour) <= 24 and int(minute) < 60 else known
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta | None:
    """Return what a zone's name or `+01:00` means; None where nothing is said or known."""
    if zone.upper() in _ZONES:
        return timedelta(hours=_ZONES[zone.upper()])
    match = _OFFSET.fullmatch(zone)
    if match is None or int(match[2]) > 14:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return size if match[1] == "+" else -size


def _epoch(text: str) -> datetime | None:
    match = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def _rfc822(text: str) -> datetime | None:
    """Read `Tue, 10 Nov 2026 08:15:00 +0100`, also with the wrong day of the week."""
    if not _RFC822.fullmatch(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)  # -0000 says UTC
    except (ValueError, OverflowError):
        return None


def _in_words(text: str) -> datetime | date | None:
    """Read other dates, if they name a whole day in one way only: 3/4/2026 is two days and November 2026 none."""
    text = re.sub(r"\b(?:GMT|UTC)(?=[+-]\d)", "", text)  # POSIX turns the sign of GMT+1 round; feeds do not
    try:
        first, second = (
            parser.parse(text, default=probe, dayfirst=probe is _PROBES[0], tzinfos=_zone) for probe in _PROBES
        )
    except (ValueError, OverflowError):
        return None
    if first.date() != second.date():
        return None
    return first.astimezone(UTC) if first.tzinfo else first.date()


def _in_any_language(text: str) -> datetime | date | None:
    """Read a date with a month's name of any language, or one whose order its signs say (10.11.2026)."""
    found = date_text.read_date(text, timezone="UTC", language=None)
    if found is None:
        return None
    day = found.value.date() if isinstance(found.value, datetime) else found.value
    clock = _CLOCK.search(text)
    return _iso(f"{day} {clock[0]}") if clock else day


def _zone(name: str | None, offset: int | None) -> timezone | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    known = _offset(name or "")
    return None if known is None else timezone(known)

"""Dates in the forms that programs write: ISO 8601 and its misspellings, RFC 2822, Unix time, what JavaScript, Java and .NET print."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[tT ]\d{2}:?\d{2}.*)?")
_UNIX = re.compile(r"(?:/Date\()?(\d{10})(?:\d{3})?(?:\.\d+)?(?:[+-]\d{4})?(?:\)/)?")
_DIGITS = re.compile(r"\d{12}(?:\d{2})?")  # 20250314100711
_RFC_2822 = re.compile(r"(?:[A-Z][a-z]{2},\s+)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? \S+")
_SCRIPT = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2} \d{4} [\d:]{8} )GMT([+-]\d{4})(?: \(.*\))?"
)  # Fri Mar 14 2025 …
_CTIME = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) ([\d:]{8}) (?:(UTC|GMT|Z) )?(\d{4})"
)  # Fri Mar 14 08:00:00 UTC 2025


def read_machine_date(text: str) -> datetime | date | None:
    """Return the date that is a text as a whole, naive where it names no zone; None where it is not in one of these forms."""
    text = text.strip().partition("[")[0]  # 2024-04-28T10:07:11+02:00[Europe/Berlin]
    try:
        for form, read in _FORMS:
            if match := form.fullmatch(text):
                return read(match)
    except (ValueError, OverflowError):
        return None
    return None


def _iso(match: re.Match[str]) -> datetime | date:
    text = re.sub(r"\s+(?=[+\-Zz])", "", match[0].replace(" UTC", "Z").replace(" GMT", "Z"))
    return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)


def _ctime(match: re.Match[str]) -> datetime:
    moment = datetime.strptime(f"{match[1]} {match[2]} {match[5]} {match[3]} +0000", "%b %d %Y %H:%M:%S %z")
    return moment if match[4] else moment.replace(tzinfo=None)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], datetime | date]], ...] = (
    (_UNIX, lambda match: datetime.fromtimestamp(int(match[1]), UTC)),
    (_ISO, _iso),
    (_DIGITS, lambda match: datetime.strptime(match[0].ljust(14, "0"), "%Y%m%d%H%M%S")),  # noqa: DTZ007 - no zone is named
    (_SCRIPT, lambda match: datetime.strptime(f"{match[1]} {match[2]}{match[3]}", "%b %d %Y %H:%M:%S %z")),
    (_CTIME, _ctime),
    (_RFC_2822, lambda match: parsedate_to_datetime(match[0])),
)

"""Times, dates and counts in words, for a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

_DATE_SOURCES = {
    "feed": "the feed",
    "news_sitemap": "the news sitemap",
    "sitemap": "the sitemap",
    "section": "the section page",
    "json-ld": "JSON-LD",
    "meta": "the meta tags",
    "time": "the time element",
    "url": "the address",
    "text": "the text",
    "selector": "the outlet's selector",
}
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def moment(value: datetime | date) -> str:
    """Return a time in UTC or a day: `14 March 2025, 09:20 UTC`, `14 March 2025`."""
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
        return f"{value.day} {value:%B %Y, %H:%M} UTC"
    return f"{value.day} {value:%B %Y}"


def publication(value: datetime | date | None, source: str | None) -> str:
    """Return an article's date with its precision and where it is from; `value` and `source` are as in Article."""
    if value is None:
        return "no date: the page states none that can be trusted"
    said = f" from {_DATE_SOURCES.get(source, source)}" if source else ""
    if isinstance(value, datetime):
        return f"{moment(value)} (time{said})"
    return f"{moment(value)} (day only{',' if said else ''}{said})"


def ago(span: timedelta) -> str:
    """Return how long ago something was, in its largest unit: `3 hours ago`."""
    for unit, name in _UNITS:
        if span >= unit:
            return f"{counted(span // unit, name)} ago"
    return "just now"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 article`, `1,204 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size(number: int) -> str:
    """Return a number of bytes: `12 kB`, `1.4 GB` (powers of 1000)."""
    value, units = float(number), iter(("bytes", "kB", "MB", "GB"))
    unit = next(units)
    while value >= 999.5 and unit != "GB":
        value, unit = value / 1000, next(units)
    return f"{value:.1f} {unit}" if unit != "bytes" and value < 10 else f"{value:.0f} {unit}"

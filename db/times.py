"""How times stand in the archive: UTC, ISO 8601 to the second with Z; a day alone is YYYY-MM-DD."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def to_text(value: datetime | date | None) -> str | None:
    """Return a time or day as the archive writes it, None for None. Raises ValueError for a time without a zone."""
    if value is None:
        return None
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone: {value.isoformat()}")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_text(text: str | None) -> datetime | date | None:
    """Return what `to_text` wrote: an aware time in UTC, a day, or None."""
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def time_from_text(text: str | None) -> datetime | None:
    """Return a stored time, None for None. Raises ValueError for a day."""
    return None if text is None else datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def day_in_zone(value: datetime | date | None, timezone: str) -> str | None:
    """Return the calendar day of a time in an IANA zone; a day stays as it is."""
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(timezone)).date().isoformat()
    return None if value is None else value.isoformat()

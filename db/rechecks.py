"""Which articles are to be looked at again because of their age, where no source says that they have changed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from db.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

_AGE = re.compile(r"([1-9]\d{0,3})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
# An age that passed long ago while nothing ran, or before the user asked for it, is let go: else a key in outlets.toml would have a whole
# archive fetched at once.
_LATE = timedelta(days=1)

# The link by which each article was last fetched, where that was before the article had the age; SQLite gives the row of the max. What a
# back-fill brought was old already.
_DUE = """SELECT id FROM (
    SELECT links.id, max(links.fetched_at) AS fetched_at, links.state, links.next_try_at, links.back_fill, first_seen_at
    FROM articles JOIN links ON links.article = articles.id
    WHERE articles.outlet = :outlet AND links.outlet = :outlet AND first_seen_at > :after AND first_seen_at <= :before
    GROUP BY articles.id)
    WHERE state = 'fetched' AND next_try_at IS NULL
    AND back_fill IS NULL AND fetched_at < strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_at, :age)"""


def age_of(text: str) -> timedelta | None:
    """Return the age that is written as `90m`, `6h`, `7d` or `2w`; None where it is none."""
    match = _AGE.fullmatch(text)
    return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None


def due_rechecks(db: Database, outlet: str, ages: Iterable[str], now: datetime) -> list[int]:
    """Return the links of the articles that have reached one of the ages, counted from when they were first seen, and were not fetched
    since; an age passes unused once an article is twice as old and a day.

    Raises ValueError for what is no age.
    """
    due = dict[int, None]()
    for text in ages:
        age = age_of(text)
        if age is None:
            raise ValueError(f"no age: {text}")
        values = {
            "outlet": outlet,
            "after": to_text(now - 2 * age - _LATE),
            "before": to_text(now - age),
            "age": f"+{age.total_seconds():.0f} seconds",
        }
        due.update(dict.fromkeys(row[0] for row in db.execute(_DUE, values)))
    return list(due)


def put_due(db: Database, links: Iterable[int], now: datetime) -> None:
    """Let links wait to be fetched, conditionally, as of now."""
    for link in links:
        db.execute("UPDATE links SET next_try_at = ? WHERE id = ?", (to_text(now), link))

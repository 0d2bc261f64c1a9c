"""How soon a source is asked again: as often as it really brings something new.

A source that brought something is asked at the next run, whenever that is. Each poll that brings nothing doubles the wait, up to a
ceiling that follows from how often new links come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST = 300  # seconds, after a poll that brought nothing
MOST = 43_200  # seconds: news of a source that was silent for weeks is half a day late at most
_DAY = 86_400.0  # seconds
_GAPS = 2.0  # the wait is at most the time in which so many links come


@dataclass(frozen=True, slots=True)
class Pace:
    """What a source's polls so far say of it: `interval` in seconds to the next (0: at the next run), how many `entries` it listed when
    it was last read, and how many new or changed links it has brought a day of late.
    """

    interval: int = 0
    entries: int = 0
    links_per_day: float = 0.0


def next_pace(pace: Pace, elapsed: float | None, brought: int, entries: int | None) -> Pace:
    """Return a source's pace after a poll that was answered.

    `elapsed` is how many seconds ago it was asked before, None where it never was; `brought` is how many of its links were new or had
    changed, `entries` how many it listed, None where all was as before.
    """
    listed = pace.entries if entries is None else entries
    rate = pace.links_per_day if elapsed is None else _rate(pace.links_per_day, elapsed, brought)
    return Pace(0 if brought else _interval(pace.interval, rate, listed), listed, rate)


def _rate(before: float, elapsed: float, brought: int) -> float:
    """Return links a day, as a moving average in which a day ago weighs 1/e; what a first poll brings had gathered and says nothing."""
    days = max(elapsed, 1.0) / _DAY
    weight = math.exp(-days)
    return before * weight + brought / days * (1 - weight)


def _interval(before: int, rate: float, listed: int) -> int:
    """Return twice the wait before, but never longer than half of the list takes to be replaced: what has left it is never seen."""
    ceiling = min(_GAPS, listed / 2) * _DAY / rate if rate else MOST
    return round(max(LEAST, min(2 * before, MOST, ceiling)))

"""The Persian (Jalali) calendar in Gregorian days."""

from __future__ import annotations

from datetime import date, timedelta

_EPOCH = date(622, 3, 20)  # the day before the first of Farvardin of year 1, as the 33-year cycle counts back
_LEAP_YEARS_OF_CYCLE = frozenset({1, 5, 9, 13, 17, 22, 26, 30})


def jalali_day(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Persian one by the 33-year cycle (right for 1244..1473), or None where there is no such day."""
    last = 31 if month <= 6 else 30 if month < 12 or year % 33 in _LEAP_YEARS_OF_CYCLE else 29
    if not (1 <= month <= 12 and 1 <= day <= last):
        return None
    cycles, rest = divmod(year - 1, 33)
    leaps = cycles * 8 + sum(1 for leap in _LEAP_YEARS_OF_CYCLE if leap <= rest)
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _EPOCH + timedelta(days=(year - 1) * 365 + leaps + before + day)

"""When each outlet runs, and which outlets share a child process: pure functions on values.

A schedule is cron's five fields in the outlet's time zone. A moment that a change of the clocks leaves out comes
an hour later by the clock, one that it repeats comes twice; where a day of the month and a day of the week are both
given, both must hold (APScheduler's reading of cron).
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.triggers.cron import CronTrigger

from pipelines.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from db.records import Outlet

# Starting a child costs 1-2 s of CPU and a hundred megabytes: so many outlets are given to one before a second is worth it.
_SHARE = 20
_FOUR_YEARS = timedelta(days=4 * 366)  # the rarest day of a calendar, 29 February, comes within it


def trigger(outlet: Outlet) -> CronTrigger:
    """Return an outlet's schedule as APScheduler's trigger. Raises ValueError where it is not cron's five fields."""
    return CronTrigger.from_crontab(outlet.schedule, timezone=outlet.timezone)


def next_run(outlet: Outlet, after: datetime) -> datetime | None:
    """Return the first moment of an outlet's schedule later than `after`, in UTC; None where there is none (30 February)."""
    return _first(trigger(outlet), after + timedelta(microseconds=1))


def previous_run(outlet: Outlet, before: datetime) -> datetime | None:
    """Return the last moment of an outlet's schedule earlier than `before`, in UTC; None where four years have none."""
    cron, span, found = trigger(outlet), timedelta(minutes=1), None
    # A trigger only looks ahead: look from ever further back, at most twice as far as is needed.
    while found is None and span < _FOUR_YEARS * 2:
        moment = _first(cron, before - span)
        while moment is not None and moment < before:
            found, moment = moment, _first(cron, moment + timedelta(microseconds=1))
        span *= 2
    return found


def is_due(outlet: Outlet, last_started: datetime | None, now: datetime) -> bool:
    """Return whether a moment of the schedule has come since the last start; an outlet that never ran is due."""
    if last_started is None:
        return True
    moment = next_run(outlet, last_started)
    return moment is not None and moment <= now


def group(outlets: Sequence[Outlet], children: int) -> list[tuple[Outlet, ...]]:
    """Share outlets out to at most `children` child processes, none of them empty.

    Outlets of one registrable domain go to one child, so that one delay holds for all of a host; else evenly by number.
    """
    domains: dict[str, list[Outlet]] = {}
    for outlet in outlets:
        domains.setdefault(_domain(outlet), []).append(outlet)
    groups: list[list[Outlet]] = [[] for _ in range(children)]
    for together in sorted(domains.values(), key=len, reverse=True):
        min(groups, key=len).extend(together)
    return [tuple(each) for each in groups if each]


def plan_children(due: Sequence[Outlet], running: Collection[Outlet], free: int) -> list[tuple[Outlet, ...]]:
    """Return the outlets of each child to start now, where `free` more may run; the other due outlets wait.

    An outlet waits while one of its registrable domain runs. A few outlets share one child, more than that are spread.
    """
    busy = {_domain(outlet) for outlet in running}
    ready = [outlet for outlet in due if _domain(outlet) not in busy]
    return group(ready, min(free, math.ceil(len(ready) / _SHARE))) if free and ready else []


def _first(cron: CronTrigger, earliest: datetime) -> datetime | None:
    """Return a trigger's first moment at or after `earliest`."""
    moment: datetime | None = cron.get_next_fire_time(None, earliest)
    return moment and moment.astimezone(UTC)


def _domain(outlet: Outlet) -> str:
    return registrable_domain(outlet.homepage)

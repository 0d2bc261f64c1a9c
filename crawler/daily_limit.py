"""An outlet's `daily_limit`: how many of its pages are fetched in any 24 hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from db.manners import pages_since

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from db.records import Outlet

_DAY = timedelta(hours=24)


@dataclass(slots=True)
class DailyLimit:
    """What is left of an outlet's limit; `most` is None where it has none, `used` counts the pages asked for in the last 24 hours."""

    most: int | None = None
    used: int = 0

    def room(self, wanted: int) -> int:
        """Return how many of so many pages may be asked for now."""
        return wanted if self.most is None else max(0, min(wanted, self.most - self.used))

    def leave_half(self) -> None:
        """Take half of the limit for all: a back-fill leaves the rest to what is new."""
        if self.most is not None:
            self.most = -(-self.most // 2)


def daily_limit(db: Database, outlet: Outlet, now: datetime) -> DailyLimit:
    """Return an outlet's limit with what its earlier runs have used of it."""
    if outlet.daily_limit is None:
        return DailyLimit()
    return DailyLimit(outlet.daily_limit, pages_since(db, outlet.slug, now - _DAY))

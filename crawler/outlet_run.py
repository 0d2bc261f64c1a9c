"""What is known of one outlet's part of a crawl while it is under way, and what is told of it at its end."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from crawler.daily_limit import DailyLimit
from db.records import RunCounts

if TYPE_CHECKING:
    from contextlib import ExitStack

    from db.records import Link, Outlet


@dataclass(slots=True, eq=False)
class OutletRun:
    """One outlet's part of a crawl. `open` counts requests without an answer and pages not stored yet."""

    outlet: Outlet
    id: int
    lock: ExitStack
    back_fill: int | None = None  # that it is a part of
    started: float = field(default_factory=monotonic)
    open: int = 0
    polling: int = 0  # sources without an answer; pages wait for what they say of them
    fetching: int = 0
    ahead: deque[Link] = field(default_factory=deque)  # links that are next, read some at a time
    claimed: set[int] = field(default_factory=set)  # links under way; their rows still wait
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    polled: int = 0  # sources that answered
    rests: bool = False  # a source is not due yet that answered when it was last asked
    sources_failed: int = 0
    failures: int = 0  # pages in a row
    paused: str | None = None  # why no more pages are asked for
    limit: DailyLimit = field(default_factory=DailyLimit)
    without_robots: set[str] = field(default_factory=set)  # robots.txt files that could not be read
    ended: bool = False

    @property
    def seconds(self) -> float:
        """Return how long it has been under way."""
        return monotonic() - self.started

    @property
    def outcome(self) -> str:
        """Return how the run went, as `runs` says it of one that came to its end."""
        if self.polled == 0 and not self.rests:
            return "failed"
        return "partial" if self.counts["failed"] or self.sources_failed else "ok"

    @property
    def totals(self) -> RunCounts:
        """Return its counts as they are stored."""
        return RunCounts(**{name: self.counts[name] for name in RunCounts.__dataclass_fields__})

    @property
    def detail(self) -> str | None:
        """Return why it was paused and what went wrong how often; None where there is nothing to tell."""
        reasons = ", ".join(f"{reason} {n}" for reason, n in self.reasons.most_common())
        return "; ".join(filter(None, (self.paused, reasons))) or None


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one finished run did, for a line of text; `reasons` counts the problems and rejections by reason."""

    outlet: str
    outcome: str
    counts: RunCounts
    reasons: dict[str, int]
    seconds: float
    detail: str | None

"""What reading kept pages again would change: one comparison a page, and all of them together in bounded memory."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from math import log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.spool import Spool

DIFFS = 50  # texts before and after that are kept to be shown
_LONGEST = 100_000  # characters of such a text; an article has a tenth of it
STEPS = 40  # to a factor of ten, in which lengths are counted for plots


class Outcome(StrEnum):
    """What another reading of a page is: the same, another article, an article where there was none, or none where there was one."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    STILL_REJECTED = "still_rejected"
    NOT_READ = "not_read"


_QUIET = frozenset({Outcome.UNCHANGED, Outcome.STILL_REJECTED})


@dataclass(frozen=True, slots=True)
class Comparison:
    """What another reading of one page is. `fields` name what differs; `before` and `after` are the text's length in characters.

    `article` is None where the page is stored as none, `reason` says why it holds none now, or why it was not read.
    """

    outcome: Outcome
    article: int | None
    outlet: str
    url: str
    title: str
    fields: tuple[str, ...] = ()
    before: int = 0
    after: int = 0
    words: int = 0  # that only one of the two texts has
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """A comparison with its texts, before and after."""

    comparison: Comparison
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in a plot of lengths before and after: logarithms of both, in steps."""

    outcome: Outcome
    before: int
    after: int


@dataclass(slots=True)
class Comparisons:
    """All comparisons of a run; those that are not the same as before are written to a spool.

    `without_page` counts the articles that are left as they are because no page of theirs is kept.
    """

    spool: Spool
    pages: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)  # reasons, of articles that would be rejected now
    not_read: Counter[str] = field(default_factory=Counter)  # reasons
    places: Counter[Place] = field(default_factory=Counter)  # of texts that differ
    without_page: int = 0
    _diffs: list[tuple[int, int, Diff]] = field(default_factory=list)
    _number: count[int] = field(default_factory=count)

    def add(self, comparison: Comparison, before: str = "", after: str = "") -> None:
        """Count a comparison, and keep its texts while they are among the most changed."""
        outcome = comparison.outcome
        self.pages += 1
        self.outcomes[outcome] += 1
        self.fields.update(comparison.fields)
        if outcome is Outcome.REJECTED:
            self.rejected[comparison.reason or ""] += 1
        if outcome is Outcome.NOT_READ:
            self.not_read[comparison.reason or ""] += 1
        if outcome not in _QUIET:
            self.spool.put(comparison)
        if "text" in comparison.fields or outcome in {Outcome.ACCEPTED, Outcome.REJECTED}:
            self.places[Place(outcome, _step(comparison.before), _step(comparison.after))] += 1
        if comparison.words:
            diff = Diff(comparison, before[:_LONGEST], after[:_LONGEST])
            heapq.heappush(self._diffs, (comparison.words, -next(self._number), diff))
            if len(self._diffs) > DIFFS:
                heapq.heappop(self._diffs)

    def diffs(self, most: int = DIFFS) -> list[Diff]:
        """Return the most changed texts, the most changed first."""
        return [diff for _, _, diff in heapq.nlargest(most, self._diffs)]

    def noted(self, *outcomes: Outcome) -> Iterator[Comparison]:
        """Yield the comparisons that are not the same as before, in the order in which the pages were read; those with these outcomes."""
        return (one for one in self.spool.values() if not outcomes or one.outcome in outcomes)

    @property
    def to_apply(self) -> int:
        """Return how many articles applying would change or add."""
        return self.outcomes[Outcome.CHANGED] + self.outcomes[Outcome.ACCEPTED]


def _step(length: int) -> int:
    return round(STEPS * log10(length + 1))

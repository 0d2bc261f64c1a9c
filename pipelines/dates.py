"""When an article was published and last changed: all candidates judged, and one chosen with its source, or none.

No date is better than a wrong one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from datetime import timezone as offset
from typing import TYPE_CHECKING

from pipelines.clock_text import zone
from pipelines.date_sources import DateCandidate, seen_dates, stated_changes, stated_dates
from pipelines.date_text import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.headline import Headline
    from pipelines.items import Hints
    from pipelines.jsonld import Node
    from pipelines.statements import Statements

# What each source's word counts where days disagree; also the order of trust.
_WEIGHTS = {"selector": 9, "json-ld": 4, "meta": 4, "feed": 3, "news_sitemap": 3, "time": 2, "url": 2, "text": 1}
_MOST = 300  # candidates; each is compared with all others
_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)  # nothing on the web is older, nothing is read later
_LATE = timedelta(hours=1)  # a clock may go wrong by this much
_ANYWHERE = (offset(timedelta(hours=-12)), offset(timedelta(hours=14)))  # where a day ends last and begins first
_FRESH = timedelta(minutes=5)  # a page that says "published now" may say so at every fetch


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of an article's times; `published_source` is None where `published_at` is."""

    published_at: datetime | date | None = None
    published_source: str | None = None
    modified_at: datetime | None = None


def read_dates(statements: Statements, article: Node, url: str, headline: Headline, hints: Hints) -> Dates:
    """Return the article's dates; times in UTC, zone-less ones read in the outlet's zone (`hints.timezone`)."""
    _, best = _judged(statements, article, url, headline, hints)
    published = _settled(best.value, hints.timezone) if best else None
    changes = (one for one in stated_changes(statements, article, hints) if not doubt(one, hints))
    change = next(changes, None)
    modified = in_utc(_on_the_clock(change, hints).value, hints.timezone) if change else None
    if not isinstance(modified, datetime) or (published and not _is_after(modified, published)):
        modified = None
    return Dates(published, best.source if best else None, modified)


def date_candidates(
    statements: Statements, article: Node, url: str, headline: Headline, hints: Hints
) -> list[DateCandidate]:
    """Return the dates of publication that are judged, in order of trust.

    What the page shows is read only where what it states for machines names no time that can be trusted.
    """
    return _judged(statements, article, url, headline, hints)[0]


def _judged(
    statements: Statements, article: Node, url: str, headline: Headline, hints: Hints
) -> tuple[list[DateCandidate], DateCandidate | None]:
    stated = list(stated_dates(statements, article, url, hints))
    best = judge(stated, hints)
    if best is None or not isinstance(best.value, datetime) or _is_fresh(best, hints):
        stated.extend(seen_dates(statements, headline, hints))
        best = judge(stated, hints)
    return stated, best


def doubt(candidate: DateCandidate, hints: Hints) -> str | None:
    """Return why a date cannot be an article's whatever others say; None where it can."""
    if candidate.source not in _WEIGHTS:
        return "of a source that is not asked for dates"
    value = in_utc(_on_the_clock(candidate, hints).value, hints.timezone)
    if _day(value) < _FIRST:
        return "older than the web"
    return None if _is_possible(value, hints) else "yet to come when the page was fetched"


def judge(candidates: Iterable[DateCandidate], hints: Hints) -> DateCandidate | None:
    """Return the candidate to believe, or None; candidates come in order of trust.

    Impossible ones are dropped: before 1990, or more than an hour after the fetch. Those that can be of one day support each other;
    of the day with the most support, the first candidate that names a time wins, else the first. A `Z` that others show to be
    careless is taken off.
    """
    known = (_on_the_clock(one, hints) for one in candidates if one.source in _WEIGHTS)
    possible = [one for one in known if _is_possible(one.value, hints)]
    if not possible:
        return None
    del possible[_MOST:]
    days = [_days(one.value, hints.timezone) for one in possible]
    weights = [1 if _is_fresh(one, hints) else _WEIGHTS[one.source] for one in possible]
    support = [_support(own, possible, days, weights) for own in days]
    best = days[support.index(max(support))]
    timed = [
        one
        for one, own in zip(possible, days, strict=True)
        if isinstance(one.value, datetime) and not own.isdisjoint(best)
    ]
    chosen = timed[0] if timed else possible[support.index(max(support))]
    return next((one for one in timed if _is_zoned_twin(one, chosen)), None) or _confirmed(
        chosen, timed, hints.timezone
    )


def is_same_day(candidate: DateCandidate, value: datetime | date, hints: Hints) -> bool:
    """Say whether a candidate can be of the day that a decided date is of."""
    return not _days(candidate.value, hints.timezone).isdisjoint(_days(value, hints.timezone))


def _support(own: set[date], others: list[DateCandidate], days: list[set[date]], weights: list[int]) -> int:
    """Return what the sources that agree with these days count together, each once; one that says "now" counts little."""
    counts: dict[str, int] = {}
    for other, theirs, weight in zip(others, days, weights, strict=True):
        if not own.isdisjoint(theirs):
            counts[other.source] = max(weight, counts.get(other.source, 0))
    return sum(counts.values())


def _is_fresh(candidate: DateCandidate, hints: Hints) -> bool:
    value = in_utc(candidate.value, hints.timezone)
    return isinstance(value, datetime) and hints.now is not None and abs(value - hints.now) < _FRESH


def _is_possible(value: datetime | date, hints: Hints) -> bool:
    value = in_utc(value, hints.timezone)
    if hints.now is None:
        return _FIRST <= _day(value) < _LAST
    latest = hints.now + _LATE
    if isinstance(value, datetime):
        return value.date() >= _FIRST and value <= latest
    return _FIRST <= value <= latest.astimezone(zone(hints.timezone)).date()


def _days(value: datetime | date, timezone: str) -> set[date]:
    """Return the days that a date can be: as written, in UTC, and in the outlet's zone, which may be any where UTC stands for it."""
    if not isinstance(value, datetime):
        return {value}
    moment = in_utc(value, timezone)
    if not isinstance(moment, datetime):
        return {value.date(), moment}
    local = _ANYWHERE if timezone == "UTC" and _is_utc(value) else (zone(timezone),)
    return {value.date(), moment.date(), *(moment.astimezone(there).date() for there in local)}


def _is_utc(value: datetime) -> bool:
    return value.tzinfo is not None and not value.utcoffset()


def _on_the_clock(candidate: DateCandidate, hints: Hints) -> DateCandidate:
    """Return a time that is yet to come as one that has come, where that can be.

    In UTC it is read on the outlet's clock, because many systems print the local time with a `Z`; without a zone, and where the outlet's
    is not known, its day alone is left.
    """
    value = candidate.value
    if hints.now is None or not isinstance(value, datetime) or _is_possible(value, hints):
        return candidate
    bare = value.replace(tzinfo=None)
    if _is_utc(value) and _is_possible(bare, hints):
        return replace(candidate, value=bare)
    unknown = value.tzinfo is None and hints.timezone == "UTC"
    return replace(candidate, value=value.date()) if unknown and _is_possible(value.date(), hints) else candidate


def _is_zoned_twin(one: DateCandidate, chosen: DateCandidate) -> bool:
    """Tell whether `one` names a zone for the time of day that `chosen` names without one, or with UTC for want of another."""
    if not isinstance(one.value, datetime) or not isinstance(chosen.value, datetime) or one.value.tzinfo is None:
        return False
    better = chosen.value.tzinfo is None or (_is_utc(chosen.value) and not _is_utc(one.value))
    return better and abs(one.value.replace(tzinfo=None) - chosen.value.replace(tzinfo=None)) < timedelta(minutes=1)


def _confirmed(chosen: DateCandidate, timed: Iterable[DateCandidate], timezone: str) -> DateCandidate:
    """Return a time in UTC as the outlet's own time where that, and not the time itself, is what another source says."""
    if not isinstance(chosen.value, datetime) or not _is_utc(chosen.value):
        return chosen
    local = replace(chosen, value=chosen.value.replace(tzinfo=None))
    said = {in_utc(one.value, timezone) for one in timed if one.source != chosen.source}
    return local if chosen.value not in said and in_utc(local.value, timezone) in said else chosen


def _settled(value: datetime | date, timezone: str) -> datetime | date:
    """Return the value in UTC; a midnight that is another day in the outlet's zone is a day whose time nobody knew."""
    settled = in_utc(value, timezone)
    if isinstance(settled, datetime) and isinstance(value, datetime) and value.time() == time.min:
        return settled if settled.astimezone(zone(timezone)).date() == value.date() else value.date()
    return settled


def _is_after(moment: datetime, other: datetime | date) -> bool:
    """Say whether a change came after publication: many sites name the same time for both where nothing changed."""
    return moment > other if isinstance(other, datetime) else moment.date() >= other


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value

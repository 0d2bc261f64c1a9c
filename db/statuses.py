"""How each outlet does: its last run, how many articles it brings, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from db.back_fills import unfinished, waits
from db.links import count_waiting
from db.times import time_from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from db.back_fills import Progress
    from db.records import Period

_DAY = timedelta(days=1)
_USUAL_DAYS = 14
_LEAST_DAYS = 3  # fewer say nothing of what is usual
_MISSED = 10  # articles that should have come by now: fewer may be chance
_FAILURES = 3  # of a source, in a row
_TELL_RETIRED = timedelta(days=7)

_NEW_BY_DAY = """SELECT sum(new) FROM runs WHERE outlet = :outlet AND back_fill IS NULL AND started_at > :since AND started_at <= :until
    GROUP BY (strftime('%s', :until) - strftime('%s', started_at)) / 86400"""
_BY_SCHEDULE = """FROM articles WHERE outlet = ?
    AND NOT EXISTS (SELECT 1 FROM links WHERE article = articles.id AND back_fill IS NOT NULL)"""
_PROBLEMS = "SELECT reason, count(*) FROM problems WHERE run = ? GROUP BY reason ORDER BY max(id) DESC LIMIT 5"


@dataclass(frozen=True, slots=True)
class LastRun:
    """The latest run of an outlet, which may be under way (`running`); `problems` are its last five reasons, each with its count."""

    started_at: datetime
    outcome: str
    new: int
    failed: int
    detail: str | None
    problems: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class OutletStatus:
    """How an outlet does; `last_run` is None before its first.

    `usual_per_day` is how many new articles a day of crawling brought in the two weeks before the last 24 hours, None where fewer
    than three such days are known. `wrong` says in short sentences what needs a look; nothing is wrong with a paused outlet.
    What a back-fill brings counts in `articles` alone; `back_fills` says which of them are not finished.
    """

    slug: str
    name: str
    enabled: bool
    last_run: LastRun | None
    articles: int
    new_last_day: int
    usual_per_day: float | None
    waiting: int
    wrong: tuple[str, ...]
    back_fills: tuple[str, ...] = ()


def outlet_statuses(db: Database, now: datetime) -> list[OutletStatus]:
    """Return how every outlet of the archive does at `now`, by slug."""
    outlets = db.execute("SELECT slug, name, enabled FROM outlets ORDER BY slug").fetchall()
    return [_status(db, slug, name, enabled=bool(enabled), now=now) for slug, name, enabled in outlets]


def _status(db: Database, slug: str, name: str, *, enabled: bool, now: datetime) -> OutletStatus:
    run, usual = _last_run(db, slug), _usual_per_day(db, slug, now)
    count = db.execute("SELECT count(*) FROM articles WHERE outlet = ?", [slug]).fetchone()[0]
    newest = db.execute(f"SELECT first_seen_at {_BY_SCHEDULE} ORDER BY first_seen_at DESC LIMIT 1", [slug]).fetchone()
    lately = f"SELECT count(*) {_BY_SCHEDULE} AND first_seen_at > ?"
    wrong = (
        *_wrong_run(run),
        *_silence(run, time_from_text(newest and newest[0]), usual),
        *_wrong_sources(db, slug, now),
    )
    return OutletStatus(
        slug=slug,
        name=name,
        enabled=enabled,
        last_run=run,
        articles=count,
        new_last_day=db.execute(lately, [slug, to_text(now - _DAY)]).fetchone()[0],
        usual_per_day=usual,
        waiting=count_waiting(db, slug),
        wrong=wrong if enabled else (),
        back_fills=tuple(_back_fill(period, progress) for period, progress in unfinished(db, slug)),
    )


def _last_run(db: Database, slug: str) -> LastRun | None:
    sql = """SELECT id, started_at, outcome, new, failed, detail FROM runs WHERE outlet = ? AND back_fill IS NULL
        ORDER BY started_at DESC, id DESC LIMIT 1"""
    row = db.execute(sql, [slug]).fetchone()
    if row is None:
        return None
    key, started_at, outcome, new, failed, detail = row
    problems = tuple((reason, count) for reason, count in db.execute(_PROBLEMS, [key]))
    return LastRun(datetime.fromisoformat(started_at), outcome, new, failed, detail, problems)


def _usual_per_day(db: Database, slug: str, now: datetime) -> float | None:
    until = now - _DAY
    days = db.execute(
        _NEW_BY_DAY, {"outlet": slug, "since": to_text(until - _USUAL_DAYS * _DAY), "until": to_text(until)}
    ).fetchall()
    return sum(new for (new,) in days) / len(days) if len(days) >= _LEAST_DAYS else None


def _back_fill(period: Period, progress: Progress) -> str:
    """Say how far a back-fill has come, and how it goes on."""
    until = f" --until {period.until}" if period.until else ""
    return f"back-fill --since {period.since}{until} is not finished: {waits(progress)}, {progress.articles:,} articles so far"


def _wrong_run(run: LastRun | None) -> tuple[str, ...]:
    if run is None or run.outcome != "failed":
        return ()
    return (f"last run failed: {run.detail or 'see its problems'}",)


def _silence(run: LastRun | None, newest: datetime | None, usual: float | None) -> tuple[str, ...]:
    """Say where crawling goes on but nothing new has come for longer than chance explains.

    Counted to the last run, not to now: while nothing is crawled, nothing can come. Two silent weeks leave no usual number.
    """
    if run is None or newest is None:
        return ()
    days = (run.started_at - newest) // _DAY
    if days >= _USUAL_DAYS:
        return (f"no new articles for {days} days",)
    if days < 1 or usual is None or usual * days < _MISSED:
        return ()
    return (f"no new articles for {days} day{'s' if days > 1 else ''}, usually {usual:.0f} a day",)


def _wrong_sources(db: Database, slug: str, now: datetime) -> tuple[str, ...]:
    """Say which sources fail and which are gone; of the found ones that are gone, which others replace, for a week only."""
    asked = "SELECT failures, url FROM sources WHERE outlet = ? AND retired_at IS NULL ORDER BY failures DESC, url"
    retired = """SELECT url FROM sources WHERE outlet = ? AND (retired_at > ? OR (retired_at NOTNULL AND origin = 'file'))
        ORDER BY retired_at DESC, url"""
    urls = [url for (url,) in db.execute(retired, [slug, to_text(now - _TELL_RETIRED)])]
    return (*_failing(db.execute(asked, [slug]).fetchall()), *_retired(urls))


def _failing(sources: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Take the failures in a row and the address of every source of an outlet, the most failures first."""
    failing = [failures for failures, _ in sources if failures >= _FAILURES]
    if not failing:
        return ()
    return (f"sources fail: {len(failing)} of {len(sources)}, {failing[0]} in a row: {sources[0][1]}",)


def _retired(urls: Sequence[str]) -> tuple[str, ...]:
    """Take the addresses of the sources that are gone, the latest first."""
    return (f"sources are gone and retired: {len(urls)}, the latest: {urls[0]}",) if urls else ()

"""`status`: how each outlet does, and what is wrong."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from crawler.outlets import OutletsFileError, read_outlets
from db.archive import read_archive
from db.links import utc_now
from db.queries import OutletStatus, outlet_statuses
from scheduler.console import Screen, one_line, print_json
from scheduler.json_views import status_object
from scheduler.options import db_option, json_option, outlets_option
from scheduler.plan import next_run
from scheduler.words import ago, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from db.records import Outlet


@dataclass(frozen=True, slots=True)
class Line:
    """An outlet of the archive, of the file or of both: `coming` is its next run in words, `next_run_at` its time where there is one."""

    status: OutletStatus
    coming: str
    next_run_at: datetime | None = None


@click.command()
@db_option
@outlets_option
@json_option
def status(db: Path, outlets_file: Path, as_json: bool) -> None:
    """Say for each outlet when it ran and runs next, how many articles it brings, and what is wrong.

    Usual is how many new articles a day brought in the two weeks before. With --json one object a line.
    """
    now = utc_now()
    with closing(read_archive(db)) as archive:
        statuses = outlet_statuses(archive, now)
    outlets, problem = _read(outlets_file)
    lines = status_lines(statuses, outlets, now)
    if as_json:
        for line in lines:
            print_json(status_object(line.status, line.next_run_at))
    else:
        _print(Screen(), lines, now)
    if problem:
        click.echo(f"Next runs are not known: {problem}", err=True)


def _read(path: Path) -> tuple[tuple[Outlet, ...] | None, str | None]:
    """Return the outlets of the file; None and the reason where it cannot be read, which the archive can do without."""
    try:
        return read_outlets(path), None
    except OutletsFileError as error:
        more = len(error.problems) - 1
        return None, error.problems[0] + (f" (and {more} more, see `broadsheet check`)" if more else "")


def status_lines(statuses: Sequence[OutletStatus], outlets: Sequence[Outlet] | None, now: datetime) -> list[Line]:
    """Return a line for every outlet of the archive, and for those that the file enables, by slug.

    `outlets` is None where the file cannot be read. One that was never crawled and is not enabled would only be noise.
    """
    named = {outlet.slug: outlet for outlet in outlets or ()}
    known = {status.slug: status for status in statuses}
    whole = known | {slug: _unseen(outlet) for slug, outlet in named.items() if slug not in known and outlet.enabled}
    if outlets is None:
        return [Line(whole[slug], "?") for slug in sorted(whole)]
    return [_line(whole[slug], named.get(slug), now) for slug in sorted(whole)]


def _line(status: OutletStatus, outlet: Outlet | None, now: datetime) -> Line:
    """Return an outlet's line; whether it is paused is as the file says, which may be newer than the last crawl."""
    if outlet is None:
        return Line(status, "not in the file")
    if not outlet.enabled:
        return Line(replace(status, enabled=False, wrong=()), "paused")
    status = replace(status, enabled=True)
    moment = next_run(outlet, now)
    return Line(status, f"{moment.day} {moment:%b %H:%M}" if moment else "never", moment)


def _unseen(outlet: Outlet) -> OutletStatus:
    """Return the status of an outlet that was never crawled."""
    return OutletStatus(
        slug=outlet.slug,
        name=outlet.name,
        enabled=outlet.enabled,
        last_run=None,
        articles=0,
        new_last_day=0,
        usual_per_day=None,
        waiting=0,
        wrong=(),
    )


def _print(screen: Screen, lines: Sequence[Line], now: datetime) -> None:
    if not lines:
        screen.print("No outlet yet: `broadsheet init` writes a first outlets.toml, `broadsheet crawl` crawls them.")
        return
    screen.print(_table(lines, now))
    screen.print()
    troubles = [trouble for line in lines for trouble in _troubles(line.status)]
    for trouble in troubles or ["Nothing is wrong."]:
        screen.lines(one_line(trouble), style="" if not troubles else "yellow")


def _table(lines: Sequence[Line], now: datetime) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("outlet", "last run", "next (UTC)"):
        table.add_column(name)
    for name in ("new 24 h", "usual", "waiting", "articles"):
        table.add_column(name, justify="right")
    for line in lines:
        outlet, usual = line.status, line.status.usual_per_day
        table.add_row(
            Text(one_line(outlet.slug)),
            Text(_last_run(outlet, now)),
            line.coming,
            f"{outlet.new_last_day:,}",
            "" if usual is None else f"{usual:,.0f}",
            f"{outlet.waiting:,}",
            f"{outlet.articles:,}",
        )
    return table


def _last_run(status: OutletStatus, now: datetime) -> str:
    run = status.last_run
    return f"{ago(now - run.started_at)}, {run.outcome}" if run else "never"


def _troubles(status: OutletStatus) -> Iterator[str]:
    """Yield sentences on what is wrong with an outlet, and on what failed in its last run; a paused outlet has no troubles."""
    for sentence in (*status.wrong, *status.back_fills):
        yield f"{status.slug}: {sentence}"
    if status.enabled and status.last_run and status.last_run.problems:
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in status.last_run.problems)
        total = sum(count for _, count in status.last_run.problems)
        yield f"{status.slug}: {counted(total, 'problem')} in its last run: {reasons}"

"""`crawl` and `run`: fetch now, or at each outlet's times."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import click

from scheduler.options import day, db_option, outlets_option

_LATEST_DAY = timezone(timedelta(hours=14))  # where each day begins first


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@db_option
@outlets_option
@click.option("--since", type=day, metavar="DATE", help="Walk back to this day of publication instead.")
@click.option("--until", type=day, metavar="DATE", help="With --since: nothing published after this day.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="With --since: fetch so many articles at most.")
def crawl(
    slugs: tuple[str, ...], db: Path, outlets_file: Path, since: date | None, until: date | None, limit: int | None
) -> None:
    """Crawl the named outlets once, or all that are enabled.

    Asks every source, those too that `broadsheet run` lets rest because they seldom bring something; not those put off by failures.
    Prints a line per outlet when it is done. Exit code 1 where an outlet could not be read at all.

    With --since it walks back instead, through the sitemaps and the older pages of the sections of the outlets you name. That may take
    hours: the schedule goes on meanwhile, and the same command goes on where it was ended.
    """
    if since is not None:
        sys.exit(_back_fill(slugs, db, outlets_file, since, until, limit))
    if until is not None or limit is not None:
        raise click.UsageError("--until and --limit are for a walk back: add --since DATE")
    from crawler.child import crawl_and_report

    sys.exit(crawl_and_report(slugs, db, outlets_file))


def _back_fill(
    slugs: tuple[str, ...], db: Path, outlets_file: Path, since: date, until: date | None, limit: int | None
) -> int:
    """Walk back, after a look at what was asked for; return the exit code. Raises UsageError."""
    from crawler.back_fill import BackFill
    from crawler.child import back_fill_and_report
    from db.records import Period

    today = datetime.now(_LATEST_DAY).date()
    if not slugs:
        raise click.UsageError("--since takes long: name the outlets, as `broadsheet crawl SLUG --since 2026-01-01`")
    for name, day_given in (("--since", since), ("--until", until)):
        if day_given and day_given > today:
            raise click.UsageError(f"{name} {day_given} lies in the future: name a day that has begun")
    if until and until < since:
        raise click.UsageError(f"--until {until} lies before --since {since}: exchange them")
    return back_fill_and_report(slugs, db, outlets_file, BackFill(Period(since, until), limit))


@click.command()
@db_option
@outlets_option
@click.option("--once", is_flag=True, help="Run what is due now, then end: for cron or a systemd timer.")
def run(db: Path, outlets_file: Path, once: bool) -> None:
    """Run as a service: crawl each enabled outlet at its times, until Ctrl-C or SIGTERM."""
    from scheduler.service import Service, log_events

    log_events(sys.stdout)
    service = Service(outlets_file, db)
    if once:
        sys.exit(service.run_once())
    service.run_forever()

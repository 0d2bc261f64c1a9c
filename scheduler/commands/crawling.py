"""`crawl` and `run`: fetch now, or at each outlet's times."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scheduler.options import db_option, outlets_option


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@db_option
@outlets_option
def crawl(slugs: tuple[str, ...], db: Path, outlets_file: Path) -> None:
    """Crawl the named outlets once, or all that are enabled.

    Asks every source, those too that `broadsheet run` lets rest because they seldom bring something; not those put off by failures.
    Prints a line per outlet when it is done. Exit code 1 where an outlet could not be read at all.
    """
    from crawler.child import crawl_and_report  # noqa: PLC0415 - see scheduler.commands

    sys.exit(crawl_and_report(slugs, db, outlets_file))


@click.command()
@db_option
@outlets_option
@click.option("--once", is_flag=True, help="Run what is due now, then end: for cron or a systemd timer.")
def run(db: Path, outlets_file: Path, once: bool) -> None:
    """Run as a service: crawl each enabled outlet at its times, until Ctrl-C or SIGTERM."""
    from scheduler.service import Service, log_events  # noqa: PLC0415 - see scheduler.commands

    log_events(sys.stdout)
    service = Service(outlets_file, db)
    if once:
        sys.exit(service.run_once())
    service.run_forever()

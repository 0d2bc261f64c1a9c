"""`reextract`: kept pages read again by the extractor as it is now."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.options import day, db_option, json_option, outlets_option

if TYPE_CHECKING:
    from crawler.reextraction import Reextraction


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--since", type=day, metavar="DATE", help="Only pages that were fetched on this day or later.")
@click.option("--yes", is_flag=True, help="Apply without asking.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what would change as an HTML page.",
)
@json_option
@db_option
@outlets_option
def reextract(
    slugs: tuple[str, ...],
    since: date | None,
    yes: bool,
    report: Path | None,
    as_json: bool,
    db: Path,
    outlets_file: Path,
) -> None:
    """Read kept pages again, of the named outlets or of all, and show what this version of Broadsheet makes of them.

    Then asks whether to apply it; without a terminal to ask on, or with --json, nothing is applied unless you say --yes. What is applied
    is no change by the outlet: it adds no revision. An article whose page would be rejected now stays as it is. Exit code 1 where an outlet
    was being crawled when it was to be applied, and so was left out.
    """
    from crawler.outlets import read_outlets, select
    from crawler.own_topics_file import read_own_topics, topics_file
    from crawler.reextraction import Reextraction
    from scheduler.console import Screen, progress
    from scheduler.exports import whole_file
    from scheduler.reextract_report import report_page
    from scheduler.reextract_views import print_comparisons, show_comparisons

    known = read_outlets(outlets_file)
    chosen = select(known, slugs) if slugs else known
    begin = datetime.combine(since, time(), UTC) if since else None
    if report and not report.parent.is_dir():
        raise click.BadParameter(f"no such folder: {report.parent}", param_hint="--report")
    with Reextraction(db, chosen, read_own_topics(topics_file(outlets_file)), begin) as again:
        with progress("Reading pages", len(again)) as done:
            found = again.read(done)
        if not as_json:
            show_comparisons(Screen(), found)
        if report:
            with whole_file(report) as file:
                file.writelines(report_page(found))
        applied = _apply(again) if yes or (not as_json and _asked(found.to_apply)) else None
        if as_json:
            print_comparisons(found, applied, [outlet.slug for outlet in again.busy])
        elif applied is not None:
            click.echo(f"Applied: {applied:,} changed.")
        elif found.to_apply:
            click.echo("Nothing was applied; --yes applies it.")
        for outlet in again.busy:
            click.echo(f"{outlet}; left out", err=True)
        sys.exit(1 if again.busy else 0)


def _asked(number: int) -> bool:
    """Ask whether to apply so many changes, where there are any and somebody to ask."""
    from scheduler.words import counted

    return bool(number) and sys.stdin.isatty() and click.confirm(f"Apply this to {counted(number, 'article')}?")


def _apply(again: Reextraction) -> int:
    from scheduler.console import progress

    with progress("Applying", again.to_store) as done:
        return again.apply(done)

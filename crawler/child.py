"""A crawl as a process of its own: what it prints and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crawler.locks import SiteBusy
from crawler.outlets import read_outlets, select
from crawler.progress import Progress
from crawler.report import run_line
from crawler.run import crawl
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.records import Outlet


def crawl_and_report(slugs: Sequence[str], db: Path, outlets_file: Path, *, scheduled: bool = False) -> int:
    """Crawl the named outlets, or all that are enabled: a line a finished run on standard output, progress on a terminal's other one.

    `scheduled` is as in `crawler.run.crawl`.

    Returns the exit code: 0, or 1 where an outlet could not be read, is being crawled by another process, or the files are at fault.
    """
    try:
        outlets = _chosen(outlets_file, slugs)
        with Progress() as progress:
            done, busy = crawl(
                db, outlets, lambda report: progress.say(run_line(report)), progress.show, scheduled=scheduled
            )
    except BroadsheetError as error:
        click.echo(f"error: {error}", err=True)
        return 1
    for outlet in busy:
        what = f"asking its site {outlet.site}" if isinstance(outlet, SiteBusy) else "crawling it"
        click.echo(f"{outlet.slug}: skipped, process {outlet.holder} is {what}")
    return 0 if done and not busy else 1


def _chosen(outlets_file: Path, slugs: Sequence[str]) -> tuple[Outlet, ...]:
    outlets = select(read_outlets(outlets_file), slugs)
    if not outlets:
        raise BroadsheetError(f"{outlets_file}: no outlet is enabled (set `enabled = true` for one, or name one here)")
    return outlets

"""A crawl as a process of its own: what it prints and how it ends."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from crawler.locks import SiteBusy
from crawler.outlets import read_outlets, select
from crawler.own_topics_file import TopicsFileError, read_own_topics, topics_file
from crawler.progress import Progress
from crawler.report import back_fill_line, run_line
from crawler.run import crawl
from db.archive import open_archive
from db.back_fills import ended_at, progress_of
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from crawler.back_fill import BackFill
    from db.records import Outlet, OwnTopic, Period


def crawl_and_report(slugs: Sequence[str], db: Path, outlets_file: Path, *, scheduled: bool = False) -> int:
    """Crawl the named outlets, or all that are enabled: a line a finished run on standard output, progress on a terminal's other one.

    `scheduled` is as in `crawler.run.crawl`.

    Returns the exit code: 0, or 1 where an outlet could not be read, is being crawled by another process, or the files are at fault.
    """
    try:
        outlets = _chosen(outlets_file, slugs)
        own_topics = _own_topics(outlets_file, scheduled=scheduled)
        with Progress() as progress:
            done, busy = crawl(
                db,
                outlets,
                lambda report: progress.say(run_line(report)),
                progress.show,
                scheduled=scheduled,
                own_topics=own_topics,
            )
    except BroadsheetError as error:
        click.echo(f"error: {error}", err=True)
        return 1
    for outlet in busy:
        what = f"asking its site {outlet.site}" if isinstance(outlet, SiteBusy) else "crawling it"
        click.echo(f"{outlet.slug}: skipped, process {outlet.holder} is {what}")
    return 0 if done and not busy else 1


def back_fill_and_report(slugs: Sequence[str], db: Path, outlets_file: Path, back_fill: BackFill) -> int:
    """Walk back through the named outlets: a line whenever a part of a walk ends, and one an outlet on what has come of it in all.

    Returns the exit code, as `crawl_and_report`.
    """
    try:
        outlets = _chosen(outlets_file, slugs)
        own_topics = _own_topics(outlets_file, scheduled=False)
        ended = _ended(db, outlets, back_fill.period)
        asked = [outlet for outlet in outlets if outlet.slug not in ended]
        with Progress() as progress:
            done, busy = crawl(
                db,
                asked,
                lambda report: progress.say(run_line(report)),
                progress.show,
                back_fill=back_fill,
                own_topics=own_topics,
            )
        lines = [_walked(db, outlet, back_fill.period, ended) for outlet in outlets]
    except BroadsheetError as error:
        click.echo(f"error: {error}", err=True)
        return 1
    skipped = {outlet.slug: outlet.holder for outlet in busy}
    for outlet, line in zip(outlets, lines, strict=True):
        slug = outlet.slug
        click.echo(f"{slug}: skipped, process {skipped[slug]} is crawling it" if slug in skipped else line)
    return 0 if done and not busy else 1


def _ended(db: Path, outlets: Sequence[Outlet], period: Period) -> dict[str, datetime]:
    with closing(open_archive(db)) as archive:
        found = ((outlet.slug, ended_at(archive, outlet.slug, period)) for outlet in outlets)
        return {slug: ended for slug, ended in found if ended}


def _walked(db: Path, outlet: Outlet, period: Period, ended: Mapping[str, datetime]) -> str:
    with closing(open_archive(db)) as archive:
        known = progress_of(archive, outlet.slug, period)
        return f"{outlet.slug}: {back_fill_line(known, period, ended.get(outlet.slug))}"


def _own_topics(outlets_file: Path, *, scheduled: bool) -> tuple[OwnTopic, ...]:
    """Return the user's topics; a scheduled crawl tells of a broken file and goes on without, for they can be given later, news cannot."""
    try:
        return read_own_topics(topics_file(outlets_file))
    except TopicsFileError as error:
        if not scheduled:
            raise
        click.echo(f"error: {error}", err=True)
        return ()


def _chosen(outlets_file: Path, slugs: Sequence[str]) -> tuple[Outlet, ...]:
    outlets = select(read_outlets(outlets_file), slugs)
    if not outlets:
        raise BroadsheetError(f"{outlets_file}: no outlet is enabled (set `enabled = true` for one, or name one here)")
    return outlets

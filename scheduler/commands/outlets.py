"""`init` and `check`: the outlets file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from crawler.outlets import read_outlets, select, shipped_outlets
from crawler.own_topics_file import read_own_topics, topics_file
from db.errors import BroadsheetError
from pipelines.model import installed_model
from scheduler.options import db_option, json_option, outlets_option
from scheduler.plan import next_run
from scheduler.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.records import Outlet, OwnTopic


@click.command()
@outlets_option
def init(outlets_file: Path) -> None:
    """Write a first outlets.toml, with well-known outlets that are not enabled yet."""
    try:
        with outlets_file.open("x", encoding="utf-8") as file:
            file.write(shipped_outlets())
    except FileExistsError as error:
        raise BroadsheetError(f"{outlets_file} is there already; edit it, or name another with --outlets") from error
    except OSError as error:
        raise BroadsheetError(f"{outlets_file} cannot be written: {error.strerror}") from error
    click.echo(
        f"Wrote {outlets_file}. Enable the outlets you want in it, then: broadsheet check; broadsheet crawl; broadsheet run"
    )


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@outlets_option
@db_option
@click.option("--fetch", is_flag=True, help="Ask the outlets: what do their sources give, and are there better ones?")
@json_option
def check(slugs: tuple[str, ...], outlets_file: Path, db: Path, fetch: bool, as_json: bool) -> None:
    """Check outlets.toml (and topics.toml beside it), all mistakes at once, and say when each outlet runs next.

    With --fetch, look at the named outlets, or at all that are enabled, as `add` looks at a new one: what each source gives, which no
    longer answer, which better ones there are, and five articles. Writes nothing. Exit code 1 where an outlet cannot be read.
    """
    outlets = read_outlets(outlets_file)
    chosen = select(outlets, slugs)
    topics = read_own_topics(topics_file(outlets_file))
    if as_json and not fetch:
        raise click.UsageError("--json goes with --fetch")
    if fetch:
        sys.exit(_fetch(chosen, db, as_json=as_json))
    _table(chosen if slugs else outlets)
    enabled = sum(outlet.enabled for outlet in outlets)
    click.echo(f"{outlets_file}: {len(outlets)} outlets, {enabled} enabled, no mistakes")
    _say_topics(topics_file(outlets_file), topics, outlets)
    if not enabled:
        click.echo("None is enabled: set `enabled = true` for those to crawl.")


def _say_topics(path: Path, topics: Sequence[OwnTopic], outlets: Sequence[Outlet]) -> None:
    if topics:
        click.echo(f"{path}: {counted(len(topics), 'topic')}, no mistakes")
    for slug in sorted({slug for topic in topics for slug in topic.outlets} - {outlet.slug for outlet in outlets}):
        click.echo(f"{path}: names an outlet that there is none of: {slug}")
    model = installed_model()
    click.echo(
        f"topics: by words, and by {model} where they are not sure" if model else "topics: by words, without a model"
    )


def _table(outlets: Sequence[Outlet]) -> None:
    table = Table("outlet", "name", "language", "schedule", "next run (UTC)", box=None, pad_edge=False)
    now = datetime.now(UTC)
    for outlet in outlets:
        moment = next_run(outlet, now)
        coming = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if moment else "never"
        table.add_row(
            outlet.slug, outlet.name, outlet.language or "", outlet.schedule, coming if outlet.enabled else "paused"
        )
    Console().print(table)


def _fetch(outlets: Sequence[Outlet], db: Path, *, as_json: bool) -> int:
    """Look at outlets one after the other and print what came of each; return 0, or 1 where one cannot be read."""
    from dataclasses import asdict

    from scheduler.console import Screen, print_json
    from scheduler.probe_views import show_checked
    from scheduler.probes import look_at

    if not outlets:
        raise BroadsheetError("no outlet is enabled (set `enabled = true` for one, or name one here)")
    screen, unread, failed = Screen(), list[str](), False
    for outlet in outlets:
        try:
            report = look_at(outlet, db, _known(outlet, db))
        except BroadsheetError as error:  # of this outlet alone: the others are still looked at
            failed = True
            click.echo(f"error: {error}", err=True)
            continue
        unread += [] if report.readable else [outlet.slug]
        if as_json:
            print_json({"outlet": outlet.slug, "readable": report.readable, **asdict(report)})
        else:
            show_checked(screen, outlet.slug, report)
    if unread and not as_json:
        screen.lines(f"Cannot be read: {', '.join(unread)}", style="red")
    return int(failed or bool(unread))


def _known(outlet: Outlet, db: Path) -> list[tuple[str, str]]:
    """Return an outlet's sources as kinds and addresses: those that the file names, else those that its crawls have found."""
    from contextlib import closing

    from db.archive import read_archive
    from db.sources import found_sources, named_sources

    named = [(str(kind), url) for kind, url in named_sources(outlet)]
    if named or not db.exists():
        return named
    with closing(read_archive(db)) as archive:
        return [(str(kind), url) for kind, url in found_sources(archive, outlet.slug)]

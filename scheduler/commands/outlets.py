"""`init` and `check`: the outlets file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from crawler.outlets import read_outlets, shipped_outlets
from db.errors import BroadsheetError
from scheduler.options import outlets_option
from scheduler.plan import next_run


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
@outlets_option
def check(outlets_file: Path) -> None:
    """Check outlets.toml, all mistakes at once, and say when each outlet runs next."""
    outlets = read_outlets(outlets_file)
    table = Table("outlet", "name", "language", "schedule", "next run (UTC)", box=None, pad_edge=False)
    now = datetime.now(UTC)
    for outlet in outlets:
        moment = next_run(outlet, now)
        coming = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if moment else "never"
        table.add_row(
            outlet.slug, outlet.name, outlet.language or "", outlet.schedule, coming if outlet.enabled else "paused"
        )
    Console().print(table)
    enabled = sum(outlet.enabled for outlet in outlets)
    click.echo(f"{outlets_file}: {len(outlets)} outlets, {enabled} enabled, no mistakes")
    if not enabled:
        click.echo("None is enabled: set `enabled = true` for those to crawl.")

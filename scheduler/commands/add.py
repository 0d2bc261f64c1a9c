"""`add`: from a home page to an outlet in outlets.toml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.errors import BroadsheetError
from scheduler.options import db_option, outlets_option

if TYPE_CHECKING:
    from crawler.probe_report import ProbeReport
    from db.records import Outlet

_KINDS = {"feed": "feeds", "news_sitemap": "news_sitemaps", "sitemap": "sitemaps", "section": "sections"}


# Keys of [defaults] by which an outlet is looked at.
_LOOK = ("delay", "allow", "deny", "respect_noarchive", "respect_tdm", "allow_private")


class NothingToCrawl(BroadsheetError):
    """A home page from which no outlet can be made."""


@click.command()
@click.argument("homepage", metavar="URL")
@outlets_option
@db_option
@click.option("--slug", metavar="SLUG", help="The outlet's short name, where another one is wanted.")
@click.option("--name", metavar="NAME", help="The outlet's name, where another one is wanted.")
@click.option("--dry-run", is_flag=True, help="Look and tell, but write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def add(
    homepage: str, outlets_file: Path, db: Path, slug: str | None, name: str | None, dry_run: bool, yes: bool
) -> None:
    """Find an outlet's sources from its home page and write it into outlets.toml.

    Asks politely, one request after the other: for the home page, for every feed, sitemap and section that may name articles, and for
    five articles. Says which sources are kept and why, and shows what is taken out of the articles.
    """
    from crawler.outlet_facts import free_slug
    from crawler.outlets_edit import entry, read_text, refuse_taken, tables, with_entry, write_text
    from scheduler.console import Screen
    from scheduler.probe_views import show_found
    from scheduler.probes import look_at

    homepage = _address(homepage)
    text = read_text(outlets_file)
    refuse_taken(text, slug, homepage)
    click.echo(
        f"Looking at {homepage}, one request after the other with a pause between: a minute or two, sometimes more"
    )
    report = look_at(_outlet(homepage, text), db)
    screen = Screen()
    show_found(screen, report)
    if not report.kept:
        raise NothingToCrawl(f"{homepage}: {report.problem} (if you know its feeds, name them in {outlets_file})")
    slug = slug or free_slug(report.slug, report.homepage, tables(text).get("outlets", {}))
    refuse_taken(text, slug, report.homepage)
    added = entry(slug, _values(report, name))
    whole = with_entry(text, added, outlets_file.name)
    screen.lines(f"\n{added}")
    if dry_run or not (yes or click.confirm(f"Write this to {outlets_file}?", default=True)):
        click.echo("Nothing was written.")
        return
    write_text(outlets_file, whole)
    click.echo(f"Added {slug} to {outlets_file}. Then: broadsheet crawl {slug}")


def _address(homepage: str) -> str:
    """Return a home page's full address; one without its scheme is taken for https. Raises UsageError."""
    from crawler.outlets_check import check_address
    from pipelines.urls import normalise

    address = homepage if "://" in homepage else f"https://{homepage}"
    problem = check_address(address)
    known = normalise(address)
    if problem or known is None:
        raise click.UsageError(problem or f'"{homepage}" is not an address (write one such as "https://example.com/")')
    return known


def _outlet(homepage: str, text: str) -> Outlet:
    """Return a new outlet with that home page, as `[defaults]` of the file's text have it looked at."""
    from crawler.outlets_edit import tables
    from db.records import Outlet

    defaults = tables(text).get("defaults", {})
    keys: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in defaults.items() if key in _LOOK
    }
    return Outlet("new", homepage, homepage, **keys)


def _values(report: ProbeReport, name: str | None) -> dict[str, Any]:
    """Return an outlet's keys for outlets.toml."""
    values: dict[str, Any] = {
        "name": name or report.name,
        "homepage": report.homepage,
        "language": report.language,
        "country": report.country,
        "timezone": report.timezone,
        "enabled": True,
    }
    for kind, key in _KINDS.items():
        values[key] = tuple(source.url for source in report.kept if source.kind == kind)
    return values

"""`add`: from a home page to an outlet in outlets.toml."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.errors import BroadsheetError
from scheduler.options import outlets_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.probe_report import ProbedArticle, ProbeReport
    from scheduler.console import Screen

_DELAY = 5.0  # seconds, as long as [defaults] says nothing else
_KINDS = {"feed": "feeds", "news_sitemap": "news_sitemaps", "sitemap": "sitemaps", "section": "sections"}
_LABELS = 14  # columns


class NothingToCrawl(BroadsheetError):
    """A home page from which no outlet can be made."""


@click.command()
@click.argument("homepage", metavar="URL")
@outlets_option
@click.option("--slug", metavar="SLUG", help="The outlet's short name, where another one is wanted.")
@click.option("--name", metavar="NAME", help="The outlet's name, where another one is wanted.")
@click.option("--dry-run", is_flag=True, help="Look and tell, but write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def add(homepage: str, outlets_file: Path, slug: str | None, name: str | None, dry_run: bool, yes: bool) -> None:
    """Find an outlet's sources from its home page and write it into outlets.toml.

    Asks politely, one request after the other: for the home page, for every feed, sitemap and section that may name articles, and for
    five articles. Says which sources are kept and why, and shows what is taken out of the articles.
    """
    from crawler.outlet_facts import free_slug  # noqa: PLC0415 - see scheduler.commands
    from crawler.outlets_edit import entry, read_text, refuse_taken, tables, with_entry, write_text  # noqa: PLC0415
    from scheduler.console import Screen  # noqa: PLC0415

    homepage = _address(homepage)
    text = read_text(outlets_file)
    refuse_taken(text, slug, homepage)
    click.echo(
        f"Looking at {homepage}, one request after the other with a pause between: a minute or two, sometimes more"
    )
    report = _probed(homepage, text)
    screen = Screen()
    _show(screen, report)
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
    from crawler.outlets_check import check_address  # noqa: PLC0415 - see scheduler.commands
    from pipelines.urls import normalise  # noqa: PLC0415

    address = homepage if "://" in homepage else f"https://{homepage}"
    problem = check_address(address)
    known = normalise(address)
    if problem or known is None:
        raise click.UsageError(problem or f'"{homepage}" is not an address (write one such as "https://example.com/")')
    return known


def _probed(homepage: str, text: str) -> ProbeReport:
    """Return what a child process finds at an outlet, its progress on a terminal's standard error; `[defaults]` of the file hold."""
    from crawler.outlets_edit import tables  # noqa: PLC0415 - see scheduler.commands

    defaults = tables(text).get("defaults", {})
    command = [sys.executable, "-P", "-m", "crawler.probe", homepage, "--delay", str(defaults.get("delay", _DELAY))]
    command += ["--allow-private"] if defaults.get("allow_private") else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:  # noqa: S603 - our own command, no shell
        report = _followed(homepage, child)
    if report is None:
        raise BroadsheetError(f"{homepage}: the probe ended with exit code {child.returncode}; its lines above say why")
    return report


def _followed(homepage: str, child: subprocess.Popen[str]) -> ProbeReport | None:
    """Show what a probe asks for until it ends; return its report, None where it gave none."""
    from rich.console import Console  # noqa: PLC0415 - see scheduler.commands

    from crawler.probe_report import report_of  # noqa: PLC0415
    from scheduler.console import one_line  # noqa: PLC0415

    report = None
    console = Console(stderr=True, markup=False)
    with console.status(f"Looking at {homepage}") as status:
        for line in child.stdout or ():
            event = json.loads(line)
            if "report" in event:
                report = report_of(event["report"])
            else:
                status.update(f"request {event['requests']}: {one_line(event['asked'])}")
    return report


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


def _show(screen: Screen, report: ProbeReport) -> None:
    """Print what a probe found: sources and sample articles."""
    from scheduler.console import one_line  # noqa: PLC0415 - see scheduler.commands

    if report.problem and report.kept:
        screen.lines(f"Note: {report.problem}", style="yellow")
    if report.sources:
        screen.lines("Sources", style="bold")
    for source in report.sources:
        screen.lines(one_line(source.url), label="kept" if source.kept else "left out", indent=_LABELS)
        screen.lines(one_line(f"{source.kind.replace('_', ' ')}: {source.reason}"), indent=_LABELS, style="dim")
    if report.articles:
        screen.lines("\nSample articles", style="bold")
    for article in report.articles:
        for label, value in _facts(article):
            screen.lines(one_line(value), label=label, indent=_LABELS)
        screen.print()


def _facts(article: ProbedArticle) -> Iterator[tuple[str, str]]:
    """Yield what is shown of a sample article, as labels and values."""
    from scheduler.words import counted, publication  # noqa: PLC0415 - see scheduler.commands

    if article.reason:
        yield "no article", f"{article.url}: {article.reason}"
        return
    yield "title", article.title
    yield "published", publication(_moment(article.published_at), article.published_source)
    if article.authors:
        yield "by", ", ".join(article.authors)
    yield "begins", article.first
    yield "ends", article.last
    yield (
        "text",
        f"{counted(article.paragraphs, 'paragraph')}; {counted(article.removed, 'other block')} of the page left out",
    )


def _moment(text: str | None) -> datetime | date | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)

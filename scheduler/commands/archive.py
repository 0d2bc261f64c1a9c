"""`export`, `backup`, `delete` and `serve`: take from the archive, take out of it, and open it to a browser."""

from __future__ import annotations

import io
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from scheduler.options import db_option, filter_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from db.filters import Filters


@click.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="JSON Lines or CSV.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, replaced if it is there; else standard output.",
)
@filter_options
@db_option
def export(kind: str, output: Path | None, filters: Filters, db: Path) -> None:
    """Write whole articles, all or those that the filters keep, as JSON Lines or CSV in UTF-8.

    The file is there once it is complete. In CSV lists are joined by "; ", control characters are left out, and a cell that a
    spreadsheet would take for a formula (it begins with = + - @ or a tab) begins with an apostrophe.
    """
    from db.archive import read_archive
    from db.counts import count_articles
    from db.queries import export_rows
    from scheduler.console import progress
    from scheduler.exports import whole_file, write_csv, write_jsonl
    from scheduler.words import counted

    write = write_csv if kind == "csv" else write_jsonl
    with closing(read_archive(db)) as archive:
        total = count_articles(archive, filters)  # also tells of a wrong filter before a file is begun
        rows = export_rows(archive, filters)
        if output is None:
            with _standard_output() as file:
                write(rows, file)
            return
        with progress(f"Writing {output.name}", total) as done, whole_file(output) as file:
            write(_watched(rows, done), file)
    click.echo(f"{output}: {counted(total, 'article')}")


@contextmanager
def _standard_output() -> Iterator[IO[str]]:
    """Give standard output as UTF-8 whatever the locale, with the line ends as they are written."""
    file = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield file
        file.flush()
    finally:
        file.detach()


def _watched(rows: Iterable[Mapping[str, object]], done: Callable[[float], None]) -> Iterator[Mapping[str, object]]:
    for number, row in enumerate(rows, start=1):
        yield row
        done(number)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@db_option
def backup(file: Path, force: bool, db: Path) -> None:
    """Copy the archive to FILE as it is now, while crawls go on, and check the copy."""
    from db.backup import back_up
    from scheduler.console import progress
    from scheduler.words import size

    with progress(f"Copying {db.name}", 1) as done:
        copied = back_up(db, file, lambda pages, total: done(pages / total), force=force)
    click.echo(f"{file}: {size(copied)}, checked")


@click.command()
@click.argument("article")
@click.option("--yes", is_flag=True, help="Do not ask.")
@db_option
def delete(article: str, yes: bool, db: Path) -> None:
    """Delete an article for good: no crawl brings it back.

    ARTICLE is its number or one of its addresses. Asks before; without a terminal to ask on, say --yes.
    """
    from db import queries
    from db.archive import open_archive, read_archive, transaction
    from db.links import links_of, utc_now
    from db.pages import forget_pages
    from db.store import delete_article
    from scheduler.console import one_line

    with closing(read_archive(db)) as archive:
        stored = queries.article(archive, article)
    click.echo(f"{stored.id}: {one_line(stored.article.title)} ({stored.outlet})")
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask on; say --yes to delete the article")
    if not yes:
        click.confirm("Delete it for good?", abort=True)
    with closing(open_archive(db)) as archive:
        forget_pages(
            db, stored.id, links_of(archive, stored.id)
        )  # first: a page without its article would be kept unseen
        with transaction(archive):
            delete_article(archive, stored.id, utc_now())
    click.echo("Deleted. It stays deleted: its addresses are remembered and not fetched again.")


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; any other than this lets others read.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@db_option
def serve(host: str, port: int, open_browser: bool, db: Path) -> None:
    """Browse the archive in Datasette, read-only and live, until Ctrl-C."""
    from db.datasette import serve as datasette

    datasette.serve(db, host, port, open_browser)

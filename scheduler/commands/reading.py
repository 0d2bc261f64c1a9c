"""`search` and `show`: read the archive."""

from __future__ import annotations

import shlex
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db import queries
from db.archive import read_archive
from scheduler.console import Screen, print_json
from scheduler.json_views import hit_object, stored_object
from scheduler.options import db_option, filter_options, json_option
from scheduler.views import show_article, show_hit, show_removed
from scheduler.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.filters import Filters


class SearchCommand(click.Command):
    """A command whose words may begin with a minus: it has no short options but -h."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep each `-word` from click, which would look for options in it, and add it to the words."""
        end = args.index("--") if "--" in args else len(args)
        excluded = [arg for arg in args[:end] if arg[:1] == "-" and arg[1:2] != "-" and arg not in {"-", "-h"}]
        rest = super().parse_args(ctx, [arg for arg in args[:end] if arg not in excluded] + args[end:])
        ctx.params["query"] = (*ctx.params["query"], *excluded)
        return rest


@click.command(cls=SearchCommand)
@click.argument("query", nargs=-1)
@filter_options
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many articles.")
@db_option
@json_option
def search(query: tuple[str, ...], filters: Filters, limit: int, db: Path, as_json: bool) -> None:
    """Search titles, authors and texts, best match first; without a query list the latest.

    All words must occur. '"words in quotes"' stay together, -word excludes, word* is a beginning. With --json one object a line:
    id, outlet, title, url, published_at, language, topics, excerpt.
    """
    words = " ".join(query)
    with closing(read_archive(db)) as archive:
        hits = queries.search(archive, words, filters, limit) if query else queries.latest(archive, filters, limit)
    if as_json:
        for hit in hits:
            print_json(hit_object(hit))
        return
    screen = Screen()
    for hit in hits:
        show_hit(screen, hit)
    screen.print(_ending(hits, limit), style="dim", soft_wrap=True)


def _ending(hits: Sequence[queries.Hit], limit: int) -> str:
    """Say how many articles there are, and how to see one of them or more."""
    if not hits:
        return "No article matches."
    found = f"The first {limit} (--limit for more)." if len(hits) == limit else f"{counted(len(hits), 'article')}."
    return f"{found} Open one: broadsheet show {hits[0].id}{_same_archive()}"


def _same_archive() -> str:
    """Return the --db that the user gave, for a command that is suggested."""
    ctx = click.get_current_context()
    given = ctx.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    return f" --db {shlex.quote(str(ctx.params['db']))}" if given else ""


@click.command()
@click.argument("article")
@click.option("--blocks", is_flag=True, help="List the blocks of its page that were left out, with the reasons.")
@db_option
@json_option
def show(article: str, blocks: bool, db: Path, as_json: bool) -> None:
    """Show one article: its text, and what is known about it with the reasons.

    ARTICLE is its number or one of its addresses.
    """
    with closing(read_archive(db)) as archive:
        stored = queries.article(archive, article)
    if as_json:
        print_json(stored_object(stored, blocks=blocks))
        return
    screen = Screen()
    show_article(screen, stored.article, stored)
    if blocks:
        show_removed(screen, stored.article)

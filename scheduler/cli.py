"""`broadsheet`: the command line. Exit codes: 0 done, 1 a named failure, 2 wrong usage."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from db.errors import BroadsheetError, suggest

# In the order of a first day with Broadsheet: name -> module that has a function of that name, and its line of help.
COMMANDS = {
    "init": ("outlets", "Write a first outlets.toml here."),
    "demo": ("demo", "Crawl the bundled sample outlets into demo/news.db."),
    "add": ("add", "Add an outlet to outlets.toml, by its home page."),
    "check": ("outlets", "Check outlets.toml and say when each outlet runs next."),
    "crawl": ("crawling", "Crawl outlets once, now."),
    "run": ("crawling", "Run as a service: crawl each outlet at its times."),
    "status": ("status", "Say how each outlet does and what is wrong."),
    "search": ("reading", "Search the archive."),
    "show": ("reading", "Show one article with its topics and reasons."),
    "topics": ("topics", "List topics; try your own, apply changes, update IPTC's."),
    "extract": ("extract", "Extract the article from a saved page."),
    "reextract": ("reextract", "Read kept pages again, and show what would change."),
    "export": ("archive", "Write articles as JSON Lines or CSV."),
    "backup": ("archive", "Copy the archive, also while it is written to."),
    "delete": ("archive", "Delete an article for good."),
    "serve": ("archive", "Browse the archive with Datasette."),
}


class Commands(click.Group):
    """The commands by name, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click hands it over
        """Return the names in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Return a command, None where there is none of this name."""
        if name not in COMMANDS:
            return None
        command = getattr(import_module(f"scheduler.commands.{COMMANDS[name][0]}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - COMMANDS is ours
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """List the commands with their help, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Add the nearest command's name to the error for one that there is not."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message}{suggest(args[0], COMMANDS)}", error.ctx) from error

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a failure with a name is told as its message alone, a closed pipe is no failure."""
        try:
            return super().invoke(ctx)
        except BroadsheetError as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stdout = None  # nothing is left to flush to
            ctx.exit(0)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="broadsheet", prog_name="broadsheet")
def main() -> None:
    """A news archive that fills itself.

    Outlets are named in outlets.toml, their articles stand in news.db. Begin with `broadsheet demo`, or with `broadsheet init`.
    """

"""What a crawl shows while it is under way, on a terminal: a line per outlet. Elsewhere nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

if TYPE_CHECKING:
    from rich.progress import TaskID

    from crawler.outlet_run import OutletRun


class Progress:
    """Bars of pages done out of pages known, one per outlet."""

    def __init__(self) -> None:
        """Show nothing where standard error is not a terminal."""
        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TimeElapsedColumn(),
        )
        self._bars = Bars(*columns, console=console, disable=not console.is_terminal, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wipe the bars."""
        self._bars.stop()

    def show(self, run: OutletRun, waiting: int) -> None:
        """Draw how far an outlet's run is; `waiting` links are still to be fetched."""
        done = sum(run.counts[name] for name in ("new", "modified", "unchanged", "rejected", "failed"))
        slug = run.outlet.slug
        if slug not in self._tasks:
            self._tasks[slug] = self._bars.add_task(slug, total=None)
        self._bars.update(self._tasks[slug], completed=done, total=done + waiting)

    def say(self, line: str) -> None:
        """Print a line on standard output; above the bars where they are drawn on the same terminal."""
        if self._bars.disable or not sys.stdout.isatty():
            click.echo(line)
        else:
            self._bars.console.print(line, markup=False, highlight=False)

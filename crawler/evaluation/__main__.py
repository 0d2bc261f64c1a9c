"""`make eval [CORPUS=folder]`: the extraction's quality beside trafilatura's, on the bundled samples or a corpus, against floors."""

from __future__ import annotations

import logging
import sys
import tomllib
from collections import defaultdict
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from crawler.evaluation.extractors import broadsheet, trafilatura
from crawler.evaluation.gold import bundled, read_corpus
from crawler.evaluation.memory import Learned, measure_memory
from crawler.evaluation.report import Figures, measure
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from crawler.evaluation.gold import GoldPage

_CEILINGS = frozenset({"empty", "leak", "leak_p90", "wrong_day"})  # measures of which less is better


@click.command()
@click.option(
    "--corpus", type=click.Path(path_type=Path), help="A folder with gold.jsonl and pages/; without it, the samples."
)
def main(corpus: Path | None) -> None:
    """Print the figures of each dataset, and fail where one is below its floor."""
    logging.disable(logging.CRITICAL)  # trafilatura says of each page what it discards
    datasets: dict[str, list[GoldPage]] = defaultdict(list)
    try:
        for page in read_corpus(corpus) if corpus else bundled():
            datasets[page.dataset].append(page)
    except BroadsheetError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    missed: list[str] = []
    for name, pages in datasets.items():
        mine = measure(pages, broadsheet)
        Console(width=100).print(_table(name, mine, measure(pages, trafilatura)))
        missed += below(name, mine, floors().get(name, {}))
        if learned := measure_memory(pages):
            Console(width=100).print(_memory_table(name, learned))
            missed += below(name, learned, floors().get(f"{name}-memory", {}))
    for line in missed:
        click.echo(line, err=True)
    sys.exit(1 if missed else 0)


def floors() -> dict[str, dict[str, float]]:
    """Return the pinned floors by dataset and measure."""
    return tomllib.loads(files("crawler.evaluation").joinpath("floors.toml").read_text("utf-8"))


def below(name: str, measured: Figures | Learned, pinned: dict[str, float]) -> list[str]:
    """Return a line for each measure that is below its floor, or above it where less is better (_CEILINGS)."""
    values = asdict(measured)
    return [
        f"{name}: {key} is {_shown(values[key])}, its {'ceiling' if key in _CEILINGS else 'floor'} {pin}"
        for key, pin in pinned.items()
        if values[key] is None or (values[key] > pin if key in _CEILINGS else values[key] < pin)
    ]


def _table(dataset: str, mine: Figures, theirs: Figures) -> Table:
    table = Table(
        "measure", "broadsheet", "trafilatura", title=f"{dataset}, {mine.pages} pages", title_justify="left", box=None
    )
    for (name, value), other in zip(asdict(mine).items(), asdict(theirs).values(), strict=True):
        if name != "pages" and (value is not None or other is not None):
            table.add_row(name, _shown(value), _shown(other))
    return table


def _memory_table(dataset: str, learned: Learned) -> Table:
    title = f"{dataset}, {learned.pages} pages from each outlet's fourth on"
    table = Table("measure", "value", title=title, title_justify="left", box=None)
    for name, value in asdict(learned).items():
        table.add_row(name, _shown(value))
    return table


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


if __name__ == "__main__":
    main()

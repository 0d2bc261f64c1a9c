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
from crawler.evaluation.topic_labels import labelled_pages
from crawler.evaluation.topic_report import (
    by_language,
    cross_validated,
    cross_validated_with_model,
    reliability,
    speed,
    topic_figures,
)
from db.errors import BroadsheetError
from pipelines.model import installed_model

if TYPE_CHECKING:
    from crawler.evaluation.gold import GoldPage
    from crawler.evaluation.topic_labels import LabelledPage
    from crawler.evaluation.topic_report import Judged, TopicFigures

_CEILINGS = frozenset({"empty", "leak", "leak_p90", "wrong_day"})  # measures of which less is better


@click.command()
@click.option(
    "--corpus", type=click.Path(path_type=Path), help="A folder with gold.jsonl and pages/; without it, the samples."
)
@click.option(
    "--topics",
    type=click.Path(path_type=Path),
    help="Hand labels of the corpus's topics; else its topics.tsv, if it has one.",
)
@click.option("--only-topics", is_flag=True, help="Leave the extraction out.")
def main(corpus: Path | None, topics: Path | None, only_topics: bool) -> None:
    """Print the figures of each dataset, and fail where one is below its floor."""
    logging.disable(logging.CRITICAL)  # trafilatura says of each page what it discards
    try:
        missed = [] if only_topics else _extraction(corpus)
        labels = topics or (corpus / "topics.tsv" if corpus and (corpus / "topics.tsv").exists() else None)
        if corpus and labels:
            missed += _topics(labels.stem, list(labelled_pages(corpus, labels)))
    except BroadsheetError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    for line in missed:
        click.echo(line, err=True)
    sys.exit(1 if missed else 0)


def _extraction(corpus: Path | None) -> list[str]:
    """Print each dataset's figures; return a line for each that is below its floor."""
    datasets: dict[str, list[GoldPage]] = defaultdict(list)
    for page in read_corpus(corpus) if corpus else bundled():
        datasets[page.dataset].append(page)
    missed: list[str] = []
    for name, pages in datasets.items():
        mine = measure(pages, broadsheet)
        Console(width=100).print(_table(name, mine, measure(pages, trafilatura)))
        missed += below(name, mine, floors().get(name, {}))
        if learned := measure_memory(pages):
            Console(width=100).print(_memory_table(name, learned))
            missed += below(name, learned, floors().get(f"{name}-memory", {}))
    return missed


def _topics(name: str, pages: list[LabelledPage]) -> list[str]:
    """Print the topics' figures; return a line for each that is below its floor."""
    if not pages:
        raise BroadsheetError(f"{name}: none of its pages is in the corpus; a page is named as dataset/id")
    missed = _topics_judged("topics", name, cross_validated(pages), speed(pages))
    if (model := installed_model()) is None:
        click.echo("topics with the model: not measured, for it is not installed (make setup EXTRAS=topics)")
        return missed
    judged = cross_validated_with_model(pages)
    return missed + _topics_judged("topics-model", f"{name} with {model}", judged, speed(pages, with_model=True))


def _topics_judged(pinned: str, name: str, judged: list[Judged], articles_a_second: float) -> list[str]:
    figures = topic_figures(judged)
    console = Console(width=100)
    console.print(_topic_table(name, figures, articles_a_second))
    console.print(_reliability_table(judged))
    console.print(_language_table(judged))
    return below(pinned, figures, floors()[pinned])


def floors() -> dict[str, dict[str, float]]:
    """Return the pinned floors by dataset and measure."""
    return tomllib.loads(files("crawler.evaluation").joinpath("floors.toml").read_text("utf-8"))


def below(name: str, measured: Figures | Learned | TopicFigures, pinned: dict[str, float]) -> list[str]:
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


def _topic_table(labels: str, figures: TopicFigures, articles_a_second: float) -> Table:
    table = Table(
        "measure",
        "broadsheet",
        title=f"topics by {labels}, {figures.pages} pages, 5-fold",
        title_justify="left",
        box=None,
        min_width=len(labels) + 40,
    )
    for name, value in asdict(figures).items():
        if name not in {"pages", "low", "high"}:
            interval = f" ({figures.low:.3f} to {figures.high:.3f})" if name == "main" else ""
            table.add_row(name, f"{value:.3f}{interval}")
    table.add_row("articles a CPU second", f"{articles_a_second:,.0f}")
    return table


def _reliability_table(judged: list[Judged]) -> Table:
    table = Table("topics", "mean score", "right", title="reliability", title_justify="left", box=None)
    for part in reliability(judged):
        table.add_row(str(part.topics), f"{part.score:.2f}", f"{part.right:.2f}")
    return table


def _language_table(judged: list[Judged]) -> Table:
    table = Table("language", "main topic right", title="by language", title_justify="left", box=None)
    for language, (right, of) in by_language(judged).items():
        table.add_row(language, f"{right} of {of}")
    return table


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


if __name__ == "__main__":
    main()

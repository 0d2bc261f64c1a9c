"""Fit the weights of topics' scores to hand labels: `python -m crawler.evaluation.topic_fit --corpus FOLDER [--topics FILE]...`.

Logistic regression over all topics that anything speaks for, held back by a ridge. Prints pipelines/data/topic_weights.toml.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.evaluation.topic_labels import labelled_pages
from pipelines.topic_scores import FIGURES, figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.evaluation.topic_labels import LabelledPage

_RIDGE = 1.0
_STEPS = 25  # Newton's method has settled long before


def fit(pages: Sequence[LabelledPage]) -> tuple[float, ...]:
    """Return the weights of FIGURES under which topics that pages have score high, and others that anything speaks for low."""
    return fit_rows(
        [(values, float(code in page.codes)) for page in pages for code, values in figures(page.amounts).items()]
    )


def fit_rows(rows: Sequence[tuple[Sequence[float], float]]) -> tuple[float, ...]:
    """Return the weights under which rows of figures, the first of them 1, come to whether they are right (1 or 0)."""
    weights = [0.0] * len(rows[0][0])
    for _ in range(_STEPS):
        weights = [weight + step for weight, step in zip(weights, _newton_step(rows, weights), strict=True)]
    return tuple(weights)


def _newton_step(rows: Sequence[tuple[Sequence[float], float]], weights: Sequence[float]) -> list[float]:
    size = len(weights)
    ridge = [0.0, *[_RIDGE] * (size - 1)]  # the bias is free
    slope = [-pull * weight for pull, weight in zip(ridge, weights, strict=True)]
    bend = [[(ridge[i] or 1e-9) if i == j else 0.0 for j in range(size)] for i in range(size)]
    for values, right in rows:
        score = 1 / (1 + math.exp(-sum(map(float.__mul__, weights, values))))
        sure = score * (1 - score)
        for i, value in enumerate(values):
            slope[i] += (right - score) * value
            for j, other in enumerate(values):
                bend[i][j] += sure * value * other
    return _solved(bend, slope)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a system of equations whose matrix is symmetric and positive: Gauss needs no search for pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i, row in enumerate(rows):
        row[:] = [value / row[i] for value in row]
        for other in rows:
            if other is not row:
                factor = other[i]
                other[:] = [value - factor * mine for value, mine in zip(other, row, strict=True)]
    return [row[-1] for row in rows]


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), required=True, help="A folder with gold.jsonl and pages/.")
@click.option("--topics", "files", type=click.Path(path_type=Path), multiple=True, help="Labels; may be given again.")
def main(corpus: Path, files: tuple[Path, ...]) -> None:
    """Print the weights that fit the labels."""
    pages = [page for file in files or (corpus / "topics.tsv",) for page in labelled_pages(corpus, file)]
    click.echo(f"# Weights of the figures in pipelines/topic_scores.py, fitted to hand labels of {len(pages)} pages by")
    click.echo("# `python -m crawler.evaluation.topic_fit`.")
    for name, weight in zip(FIGURES, fit(pages), strict=True):
        click.echo(f"{name} = {weight:.3f}")


if __name__ == "__main__":
    main()

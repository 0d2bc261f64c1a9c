"""Fit the weights of topics' scores to hand labels: `python -m crawler.evaluation.topic_fit --corpus FOLDER [--topics FILE]...`.

Logistic regression over all topics that anything speaks for, held back by a ridge. Prints pipelines/data/topic_weights.toml: the weights of
what the lists say, and of what learned words add to that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.evaluation.topic_labels import labelled_pages
from pipelines.fusion import FUSED_FIGURES, fused_figures, fused_scores
from pipelines.learned_words import learned_fusion
from pipelines.topic_scores import FIGURES, figures, scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.evaluation.topic_labels import LabelledPage

_RIDGE = 1.0
_STEPS = 25  # Newton's method has settled long before


@dataclass(frozen=True, slots=True)
class WordWeights:
    """What weighs the words: the weights of FIGURES for the lists, of FUSED_FIGURES for learned words."""

    listed: tuple[float, ...]
    learned: tuple[float, ...]

    def scores(self, page: LabelledPage) -> Mapping[str, float]:
        """Return the score of each topic that words speak for, as tagging has it without a model."""
        listed, opinion = scores(page.amounts, self.listed), page.learned
        return fused_scores(listed, opinion, self.learned) if opinion else listed


def fit_words(pages: Sequence[LabelledPage]) -> WordWeights:
    """Return the weights under which topics that pages have score high, and others that anything speaks for low.

    Where learned words are asked about no page, they keep their weights as fitted.
    """
    listed = fit_rows(
        [(values, float(code in page.codes)) for page in pages for code, values in figures(page.amounts).items()]
    )
    learned = [
        (values, float(code in page.codes))
        for page in pages
        if (opinion := page.learned)
        for code, values in fused_figures(scores(page.amounts, listed), opinion).items()
    ]
    return WordWeights(listed, fit_rows(learned) if learned else learned_fusion())


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
    weights = fit_words(pages)
    click.echo(f"# Weights of the figures in pipelines/topic_scores.py, fitted to hand labels of {len(pages)} pages by")
    click.echo("# `python -m crawler.evaluation.topic_fit`.")
    _print(FIGURES, weights.listed)
    learned = sum(page.learned is not None for page in pages)
    click.echo(f"\n# Of those in pipelines/fusion.py, for learned words; {learned} pages ask them.\n[learned]")
    _print(FUSED_FIGURES, weights.learned)


def _print(names: Sequence[str], weights: Sequence[float]) -> None:
    for name, weight in zip(names, weights, strict=True):
        click.echo(f"{name} = {weight:.3f}")


if __name__ == "__main__":
    main()

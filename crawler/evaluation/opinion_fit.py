"""Fit what weighs the optional model's opinion: the head to labelled titles, the fusion to what a head says of titles it has not seen.

The head is a ridge regression that is held back towards the lexicons' directions instead of towards nothing, so that a topic with few or
no labels keeps those. Needs the extra `topics`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crawler.evaluation.topic_fit import fit_rows
from pipelines.fusion import fused_figures
from pipelines.opinion import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.evaluation.topic_labels import LabelledPage
    from pipelines.opinion import Vector

FOLDS = 5
_RIDGE = 1.0
_MAIN = 2.0  # what the main topic counts beside each other one

Titled = tuple["LabelledPage", "Vector"]  # a page and its title's vector


def fit_head(pages: Sequence[Titled], prior: Mapping[str, Vector]) -> Head:
    """Return the head that fits pages; `prior` has a direction for each topic."""
    titles = np.array([title for _, title in pages])
    centre = titles.mean(axis=0)
    seen = titles - centre
    wanted = np.array([_shares(page.codes, list(prior)) for page, _ in pages])
    start = np.array(list(prior.values()))
    pull = seen.T @ seen + _RIDGE * np.eye(seen.shape[1])
    missing = wanted - wanted.mean(axis=0) - seen @ start.T
    directions = start + np.linalg.solve(pull, seen.T @ missing).T
    return Head(tuple(centre.tolist()), dict(zip(prior, map(tuple, directions.tolist()), strict=True)))


def _shares(codes: Sequence[str], of: Sequence[str]) -> list[float]:
    """Return each topic's share of a page, the main one's counted more."""
    counts = {code: _MAIN if code == codes[0] else 1.0 for code in codes}
    return [counts.get(code, 0.0) / sum(counts.values()) for code in of]


def fit_fusion(
    pages: Sequence[Titled], prior: Mapping[str, Vector], score: Callable[[LabelledPage], Mapping[str, float]]
) -> Vector:
    """Return the weights of FUSED_FIGURES beside the words' `score`; each page's opinion is of a head that was fitted without it."""
    rows: list[tuple[Sequence[float], float]] = []
    for fold in range(FOLDS):
        head = fit_head([page for i, page in enumerate(pages) if i % FOLDS != fold], prior)
        for page, title in pages[fold::FOLDS]:
            figured = fused_figures(score(page), head.opinion(title))
            rows += [(values, float(code in page.codes)) for code, values in figured.items()]
    return fit_rows(rows)

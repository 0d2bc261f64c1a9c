"""From answers to figures: one row of measures a dataset and extractor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING

from crawler.evaluation import metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.evaluation.extractors import Answer
    from crawler.evaluation.gold import GoldPage

# Pages that carry marks of what may leak: classes and ids of related, newsletter and read-more blocks.
MARKS = re.compile(
    rb"""(?:class|id)\s*=\s*["'][^"']*(?:related|newsletter|read-?more|recommend|also-?read)""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one dataset; None where its gold has nothing to compare with. `milliseconds` is CPU a page, the median."""

    pages: int
    body_f1: float | None
    pooled_f1: float | None
    empty: int
    leak: float | None
    leak_p90: float | None
    title: float | None
    day: float | None
    wrong_day: float | None
    minute: float | None
    authors: float | None
    keywords: float | None
    language: float | None
    milliseconds: float | None


def measure(pages: Sequence[GoldPage], extract: Callable[[GoldPage], Answer]) -> Figures:
    """Run an extractor over pages and return its figures."""
    answers, costs = [], []
    for page in pages:
        start = process_time()
        answers.append(extract(page))
        costs.append(1000 * (process_time() - start))
    return figures(list(zip(pages, answers, strict=True)), costs)


def figures(pairs: Sequence[tuple[GoldPage, Answer]], costs: Sequence[float]) -> Figures:
    """Return the figures of a dataset's answers; `costs` are CPU milliseconds a page."""
    overlaps = [metrics.overlap(answer.text, page.text) for page, answer in pairs]
    pooled = metrics.harmonic(*(sum(share[i] for share in overlaps) / max(1, len(overlaps)) for i in (0, 1)))
    leaks = [metrics.leak(answer.text, page.text) for page, answer in pairs if MARKS.search(page.html)]
    dated = [(answer.published_at, page.published_at) for page, answer in pairs if page.published_at]
    return Figures(
        pages=len(pairs),
        body_f1=metrics.mean([metrics.harmonic(*share) for share in overlaps]),
        pooled_f1=pooled if pairs else None,
        empty=sum(not answer.text for _, answer in pairs),
        leak=metrics.mean(leaks),
        leak_p90=metrics.percentile(leaks, 0.9),
        title=metrics.mean([float(metrics.same_title(a.title, p.title)) for p, a in pairs if p.title]),
        day=metrics.mean([float(metrics.same_day(mine, gold)) for mine, gold in dated]),
        wrong_day=metrics.mean([float(mine is not None and not metrics.same_day(mine, gold)) for mine, gold in dated]),
        minute=metrics.mean([float(metrics.same_minute(mine, gold)) for mine, gold in dated]),
        authors=metrics.mean([metrics.set_f1(a.authors, p.authors) for p, a in pairs if p.authors is not None]),
        keywords=metrics.mean([metrics.set_f1(a.keywords, p.keywords) for p, a in pairs if p.keywords]),
        language=metrics.mean([float(a.language == p.language) for p, a in pairs if p.language]),
        milliseconds=metrics.percentile(costs, 0.5),
    )

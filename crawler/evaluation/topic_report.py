"""How well topics are found: from scores and hand labels to figures. Scores come from weights that were fitted without the page itself."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING

from crawler.evaluation.metrics import harmonic, mean
from crawler.evaluation.topic_fit import fit_words
from pipelines.fusion import fused_scores
from pipelines.model import vector
from pipelines.opinion import opinion_of, prior, unsure
from pipelines.tag import THRESHOLD, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.evaluation.topic_labels import LabelledPage

_FOLDS = 5
_BINS = 5
_CONFIDENCE = 1.96  # 95 %
_SECONDS = 1.0  # of CPU: how long the speed is measured


@dataclass(frozen=True, slots=True)
class Judged:
    """A page's codes, the main one first, and the topics found in it with their scores, the surest first."""

    language: str
    gold: tuple[str, ...]
    found: tuple[tuple[str, float], ...]

    @property
    def main(self) -> str | None:
        """Return the surest topic's code."""
        return self.found[0][0] if self.found else None


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """What was measured; shares are 0..1. `low` and `high` bound the main topic's accuracy (Wilson, 95 %)."""

    pages: int
    main: float
    low: float
    high: float
    any_of_gold: float
    macro_f1: float
    micro_f1: float
    with_topic: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of the reliability table: topics of about one score, the mean of their scores, and the share that is right."""

    topics: int
    score: float
    right: float


def cross_validated(pages: Sequence[LabelledPage]) -> list[Judged]:
    """Judge each page by weights fitted to the pages of the other folds."""
    judged: dict[int, Judged] = {}
    for fold in range(_FOLDS):
        weights = fit_words([page for i, page in enumerate(pages) if i % _FOLDS != fold])
        judged.update((i, _judged(page, weights.scores(page))) for i, page in enumerate(pages) if i % _FOLDS == fold)
    return [judged[i] for i in range(len(pages))]


def cross_validated_with_model(pages: Sequence[LabelledPage]) -> list[Judged]:
    """Judge each page with the model's opinion too, by weights and a head fitted to the pages of the other folds."""
    from crawler.evaluation.opinion_fit import fit_fusion, fit_head  # noqa: PLC0415 - only where the extra is installed

    titled = [(page, vector(page.title)) for page in pages]
    judged: dict[int, Judged] = {}
    for fold in range(_FOLDS):
        others = [one for i, one in enumerate(titled) if i % _FOLDS != fold]
        weights = fit_words([page for page, _ in others])
        head, fusion = fit_head(others, prior()), fit_fusion(others, prior(), weights.scores)
        for i in range(fold, len(pages), _FOLDS):
            page, title = titled[i]
            scored = weights.scores(page)
            if page.title and unsure(scored):
                scored = fused_scores(scored, head.opinion(title), fusion)
            judged[i] = _judged(page, scored)
    return [judged[i] for i in range(len(pages))]


def _judged(page: LabelledPage, scored: Mapping[str, float]) -> Judged:
    ordered = sorted(scored.items(), key=lambda item: (-item[1], item[0]))
    found = tuple((code, score) for code, score in ordered if score >= THRESHOLD)
    return Judged(page.language or "unknown", page.codes, found)


def topic_figures(pages: Sequence[Judged]) -> TopicFigures:
    """Return the figures of pages, of which there is at least one."""
    right = sum(page.main == page.gold[0] for page in pages)
    low, high = wilson(right, len(pages))
    bins = reliability(pages)
    return TopicFigures(
        pages=len(pages),
        main=right / len(pages),
        low=low,
        high=high,
        any_of_gold=_share(pages, lambda page: page.main in page.gold),
        macro_f1=mean([_class_f1(pages, code) for code in sorted({page.gold[0] for page in pages})]) or 0.0,
        micro_f1=_micro_f1(pages),
        with_topic=_share(pages, lambda page: page.main is not None),
        calibration_error=sum(b.topics * abs(b.score - b.right) for b in bins) / max(1, sum(b.topics for b in bins)),
    )


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the interval that holds a share with 95 % confidence (Wilson 1927)."""
    share, z2 = right / of, _CONFIDENCE**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _CONFIDENCE / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return middle - half, middle + half


def reliability(pages: Sequence[Judged]) -> list[Bin]:
    """Return the found topics in five bins of equal size, by score."""
    found = sorted((score, code in page.gold) for page in pages for code, score in page.found)
    parts = [found[len(found) * i // _BINS : len(found) * (i + 1) // _BINS] for i in range(_BINS)]
    return [
        Bin(len(part), sum(score for score, _ in part) / len(part), sum(right for _, right in part) / len(part))
        for part in parts
        if part
    ]


def by_language(pages: Sequence[Judged]) -> dict[str, tuple[int, int]]:
    """Return for each language how many pages have their main topic right, of how many, the most pages first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for page in pages:
        counts[page.language][0] += page.main == page.gold[0]
        counts[page.language][1] += 1
    return {name: (right, of) for name, (right, of) in sorted(counts.items(), key=lambda item: (-item[1][1], item[0]))}


def speed(pages: Sequence[LabelledPage], *, with_model: bool = False) -> float:
    """Return how many articles a second of CPU are tagged, once the lexicons (and the model) are loaded."""
    _tag_all(pages, with_model)
    rounds, start = 0, process_time()
    while process_time() - start < _SECONDS:
        _tag_all(pages, with_model)
        rounds += 1
    return rounds * len(pages) / (process_time() - start)


def _tag_all(pages: Sequence[LabelledPage], with_model: bool) -> None:
    for page in pages:
        tag(
            title=page.title,
            text=page.text,
            language=page.language,
            section=page.section,
            url=page.url,
            keywords=page.keywords,
            ask=opinion_of if with_model else None,
        )


def _share(pages: Sequence[Judged], holds: Callable[[Judged], bool]) -> float:
    return sum(map(holds, pages)) / len(pages)


def _class_f1(pages: Sequence[Judged], code: str) -> float:
    both = sum(page.main == code == page.gold[0] for page in pages)
    said, meant = sum(page.main == code for page in pages), sum(page.gold[0] == code for page in pages)
    return 2 * both / (said + meant)


def _micro_f1(pages: Sequence[Judged]) -> float:
    both = sum(code in page.gold for page in pages for code, _ in page.found)
    said, meant = sum(len(page.found) for page in pages), sum(len(set(page.gold)) for page in pages)
    return harmonic(both / said if said else 0.0, both / meant)

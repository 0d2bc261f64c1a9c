"""How a second opinion, of learned words or of a model, is weighed beside the scores of the words that are listed.

A logistic regression with a bias and four figures: the log odds of the words' score, the opinion's share, how far that is ahead of others,
and whether no word speaks. So few that labels of some twenty pages fit them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.topic_scores import scores_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FUSED_FIGURES = ("bias", "words", "share", "first", "silent")
_LEAST = 0.1  # the share that a topic must have which no word speaks for
_SILENCE = -4.0  # log odds of a topic that no word speaks for
_FARTHEST = 1e-6  # from 0 and 1: what a score is at most

Opinion = Mapping[str, float]  # topic's code -> share, 0..1, of all 17 together 1


def fused_figures(scored: Mapping[str, float], opinion: Opinion) -> dict[str, tuple[float, ...]]:
    """Return the FUSED_FIGURES of each code that the words give a score or the opinion a share that counts."""
    return {
        code: (1.0, _log_odds(scored.get(code)), *_of_opinion(code, opinion), float(code not in scored))
        for code, share in opinion.items()
        if code in scored or share >= _LEAST
    }


def fused_scores(scored: Mapping[str, float], opinion: Opinion, weights: Sequence[float]) -> dict[str, float]:
    """Return each code's score, 0..1, of the words' scores, an opinion and the weights of FUSED_FIGURES."""
    return scores_of(fused_figures(scored, opinion), weights)


def _log_odds(score: float | None) -> float:
    if score is None:
        return _SILENCE
    bounded = min(max(score, _FARTHEST), 1 - _FARTHEST)
    return math.log(bounded / (1 - bounded))


def _of_opinion(code: str, opinion: Opinion) -> tuple[float, float]:
    share = opinion[code]
    best_other = max(value for other, value in opinion.items() if other != code)
    return math.log1p(100 * share), share / (share + best_other)

"""A second opinion beside the words' scores: which topics are weighed, and by what."""

from __future__ import annotations

import math

import pytest

from pipelines.fusion import FUSED_FIGURES, fused_figures, fused_scores
from pipelines.learned_words import learned_fusion
from pipelines.opinion import model_fusion
from pipelines.vocabulary import top_codes

SPORT, POLITICS, HEALTH = "15000000", "11000000", "07000000"
TOPS = frozenset(top_codes().values())


def opinion(code: str, share: float) -> dict[str, float]:
    """Return an opinion that gives one topic a share, and the others the rest in equal parts."""
    return {top: share if top == code else (1 - share) / (len(TOPS) - 1) for top in TOPS}


def test_the_figures_of_a_topic_by_hand() -> None:
    figured = fused_figures({HEALTH: 0.8}, opinion(SPORT, 0.6))
    assert figured == {
        HEALTH: (1.0, pytest.approx(math.log(4)), pytest.approx(math.log1p(2.5)), pytest.approx(0.025 / 0.625), 0.0),
        SPORT: (1.0, -4.0, pytest.approx(math.log1p(60)), pytest.approx(0.6 / 0.625), 1.0),
    }
    assert {len(values) for values in figured.values()} == {len(FUSED_FIGURES)}


def test_what_no_word_speaks_for_counts_from_a_share_on() -> None:
    assert fused_figures({}, opinion(SPORT, 0.06)) == {}


def test_scores_without_doubt_are_bounded() -> None:
    figured = fused_figures({HEALTH: 1.0, SPORT: 0.0}, opinion(SPORT, 0.6))
    assert figured[HEALTH][1] == pytest.approx(-figured[SPORT][1]) == pytest.approx(13.8, abs=0.1)


@pytest.mark.parametrize(
    "weights", [pytest.param(learned_fusion(), id="learned words"), pytest.param(model_fusion(), id="the model")]
)
def test_an_opinion_raises_the_score_of_what_it_holds_likely_and_lowers_that_of_another(
    weights: tuple[float, ...],
) -> None:
    alone = {SPORT: 0.6, POLITICS: 0.6}
    fused = fused_scores(alone, opinion(SPORT, 0.8), weights)
    assert fused[SPORT] > 0.6 > fused[POLITICS]
    assert fused.keys() == alone.keys()

"""From evidence to scores: how sure it is that an article has a topic, as a share of such topics that people would give it.

What speaks for a topic of the top level is summed up in a few figures, the same for every topic and language, and weighed by a logistic
regression. Its weights are few, so that labels of some hundred pages are enough to fit them (`python -m crawler.evaluation.topic_fit`).
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipelines.topic_evidence import TEXT_FIELDS
from pipelines.vocabulary import top_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipelines.topic_evidence import Evidence

# What each field weighs beside the others, before anything is fitted: by how seldom it errs, and the most of it that counts.
FIELD_WEIGHTS = {
    "section": (3.0, 1),
    "url": (2.0, 1),
    "keyword": (1.5, 3),
    "title": (2.5, 4),
    "lead": (1.0, 6),
    "body": (0.6, 8),
}
FIGURES = (
    "bias",
    "section",
    "broad",
    "url",
    "keyword",
    "title",
    "lead",
    "body",
    "share",
    "ahead",
    "words",
    "word_share",
)
# Sections that hold more than their name says: an outlet's politics are its news of the country and the world.
_BROAD = frozenset({"11000000", "14000000", "16000000"})

# Weight, and words, that speak for no topic: one word alone, against which nothing speaks, is no proof.
_DOUBT = 3.0

Amounts = dict[str, float]  # by field; `words`: how many different words of the text speak


def amounts(pieces: Iterable[Evidence]) -> dict[str, Amounts]:
    """Return for each code of the top level how much each field says for it and for all below it, and how many words do."""
    tops = top_codes()
    found: defaultdict[str, Amounts] = defaultdict(lambda: defaultdict(float))
    words: defaultdict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        top = tops[piece.code]
        found[top][piece.field] += piece.amount
        if piece.field in TEXT_FIELDS:
            words[top].add(piece.words.casefold())
    return {code: {**fields, "words": float(len(words[code]))} for code, fields in found.items()}


def raw_weight(fields: Amounts) -> float:
    """Return what all fields weigh together, before anything is fitted."""
    return sum(weight * min(fields.get(field, 0.0), most) for field, (weight, most) in FIELD_WEIGHTS.items())


def figures(found: Mapping[str, Amounts]) -> dict[str, tuple[float, ...]]:
    """Return for each code that more than a word of the text speaks for its FIGURES, most of them 0..1."""
    raw = {code: raw_weight(fields) for code, fields in found.items()}
    return {code: _figures(code, found, raw) for code, fields in found.items() if not _a_word(fields)}


def _a_word(fields: Amounts) -> bool:
    """Say whether one word of the text is all that speaks for a topic: then nothing is said of it."""
    return not fields.keys() - {"lead", "body", "words"} and fields.get("lead", 0.0) + fields.get("body", 0.0) <= 1


def _figures(code: str, found: Mapping[str, Amounts], raw: Mapping[str, float]) -> tuple[float, ...]:
    fields = found[code]
    section = min(fields.get("section", 0.0), 1.0)
    best_other = max((weight for other, weight in raw.items() if other != code), default=0.0)
    share = raw[code] / (sum(raw.values()) + _DOUBT)
    words = sum(other.get("words", 0.0) for other in found.values())
    return (
        1.0,
        section,
        section if code in _BROAD else 0.0,
        min(fields.get("url", 0.0), 1.0),
        _saturated(fields.get("keyword", 0.0)),
        _saturated(fields.get("title", 0.0)),
        _saturated(fields.get("lead", 0.0) / 2),
        _saturated(fields.get("body", 0.0) / 3),
        share,
        (raw[code] - best_other) / (raw[code] + best_other + _DOUBT),
        _saturated(fields.get("words", 0.0) / 3),
        fields.get("words", 0.0) / (words + _DOUBT)
        if words
        else share,  # a page whose words say nothing is judged by its section
    )


def _saturated(amount: float) -> float:
    """Return how much is said, 0..1: what comes after much adds little."""
    return 1 - math.exp(-amount)


@cache
def fitted_weights() -> tuple[float, ...]:
    """Return the weights of FIGURES as fitted."""
    table = weights_table()
    return tuple(float(table[name]) for name in FIGURES)


@cache
def weights_table() -> Mapping[str, Any]:
    """Return `data/topic_weights.toml`: the weights of FIGURES, and under `learned` those that pipelines/learned_words.py goes by."""
    return tomllib.loads(files("pipelines.data").joinpath("topic_weights.toml").read_text("utf-8"))


def scores(found: Mapping[str, Amounts], weights: Sequence[float] | None = None) -> dict[str, float]:
    """Return each code's score, 0..1; `weights` of FIGURES, None for the fitted ones."""
    return scores_of(figures(found), fitted_weights() if weights is None else weights)


def scores_of(figured: Mapping[str, Sequence[float]], weights: Sequence[float]) -> dict[str, float]:
    """Return each code's score by its figures and their weights."""
    return {code: 1 / (1 + math.exp(-sum(map(float.__mul__, weights, values)))) for code, values in figured.items()}

"""Which topics the words of a title and text speak for, as learned: naive Bayes over words, pairs of words, and words of the title.

`data/learned_<language>.tsv` holds in how many news items of each topic a term stands. The items are short, were invented for this and
labelled (`tools/learned_words.py`), so that no page on which the topics are measured has been learned from. A list of words says that
`college` speaks for education; this knows too what it is worth beside `minister`. Log ratios are summed up and divided by the square root
of how many terms spoke: as if independent, a hundred terms would leave no doubt, and those of one sentence are not. How many items a topic
has was chosen, so that says nothing. They are asked about articles that the publisher files under nothing: the others they tell no better.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.fusion import FUSED_FIGURES
from pipelines.lexicon import STEMMERS
from pipelines.phrases import stemmer, words_of
from pipelines.topic_evidence import is_filed, language_read
from pipelines.topic_scores import weights_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pipelines.fusion import Opinion
    from pipelines.topic_evidence import Evidence

LANGUAGES = frozenset({"en"})  # those with a table
UNIT = 4  # of counts: an item counts four for its main topic and one for each other
_LENGTH = 1_200  # characters of the text that are read
_SMOOTHING = 3.0  # items of an average topic that are added to each
_SHARP = 0.7  # from log ratios to shares
_SPEAKING = 4  # words that are named for a topic
_CACHED = 1 << 16


@dataclass(frozen=True, slots=True)
class _Learned:
    """A language's table: for each code the log ratio of a term that stands in none of its items; the counts of each term as they stand
    in the file; the number of all items in units.
    """

    absent: Mapping[str, float]
    counts: Mapping[str, str]
    items: int
    stem: Callable[[str], str]


def spoken_terms(title: str, text: str, stem: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the terms of a title and a text, each once, with the words that they are of: `court`, `suprem court`, `^court` in the title."""
    seen = set()
    for term, spoken in (*_terms(title, stem, in_title=True), *_terms(text[:_LENGTH], stem, in_title=False)):
        if term not in seen:
            seen.add(term)
            yield term, spoken


def _terms(part: str, stem: Callable[[str], str], *, in_title: bool) -> Iterator[tuple[str, str]]:
    alone = [(stem(word), word) for word in words_of(part)]
    yield from alone
    if in_title:
        yield from ((f"^{term}", word) for term, word in alone)
    yield from ((f"{term} {second}", f"{word} {other}") for (term, word), (second, other) in pairwise(alone))


def learned_opinion(pieces: Iterable[Evidence], title: str, text: str, language: str | None) -> Opinion | None:
    """Return each topic's share, all together 1; `pieces` are the evidence of the lists, the others are as for pipelines.tag.tag.

    None where learned words are not asked (the publisher files the article, the language has no table), and where none is known.
    """
    read_as = language_read(language, title or text)
    if is_filed(pieces) or read_as not in LANGUAGES:
        return None
    learned = _table(read_as)
    known = [term for term, _ in spoken_terms(title, text, learned.stem) if term in learned.counts]
    if not known:
        return None
    sums = {code: len(known) * ratio for code, ratio in learned.absent.items()}
    for term in known:
        for code, more in _above_absent(read_as, term):
            sums[code] += more
    scale = _SHARP / math.sqrt(len(known))
    logs = {code: scale * total for code, total in sums.items()}
    most = max(logs.values())
    shares = {code: math.exp(value - most) for code, value in logs.items()}
    whole = sum(shares.values())
    return {code: share / whole for code, share in shares.items()}


def speaking(title: str, text: str, language: str | None, code: str) -> tuple[str, ...]:
    """Return the words that speak most for a topic, the strongest first; none for a language without a table."""
    read_as = language_read(language, title or text)
    if read_as not in LANGUAGES:
        return ()
    learned = _table(read_as)
    ratios: dict[str, float] = {}
    for term, spoken in spoken_terms(title, text, learned.stem):
        ratio = dict(_above_absent(read_as, term)).get(code, 0.0) + learned.absent[code]
        if ratio > 0:
            ratios[spoken] = max(ratios.get(spoken, 0.0), ratio)
    return tuple(sorted(ratios, key=lambda spoken: -ratios[spoken])[:_SPEAKING])


@cache
def learned_fusion() -> tuple[float, ...]:
    """Return the weights of FUSED_FIGURES for what learned words speak for."""
    table = weights_table()["learned"]
    return tuple(float(table[name]) for name in FUSED_FIGURES)


@lru_cache(maxsize=_CACHED)
def _above_absent(language: str, term: str) -> tuple[tuple[str, float], ...]:
    """Return how much more than an absent one a term speaks, for each code that it stands with."""
    learned = _table(language)
    counts = _counts(learned.counts.get(term, ""))
    usual = sum(counts.values()) / learned.items
    return tuple((code, math.log1p(count / UNIT / (_SMOOTHING * usual))) for code, count in counts.items())


@cache
def _table(language: str) -> _Learned:
    lines = files("pipelines.data").joinpath(f"learned_{language}.tsv").read_text("utf-8").splitlines()
    counts = dict(line.split("\t") for line in lines if not line.startswith("#"))
    items = _counts(counts.pop(""))
    return _Learned(
        absent={code: math.log(_SMOOTHING / (count / UNIT + _SMOOTHING)) for code, count in items.items()},
        counts=counts,
        items=sum(items.values()),
        stem=lru_cache(maxsize=_CACHED)(stemmer(STEMMERS[language])),
    )


def _counts(written: str) -> dict[str, int]:
    """Return the counts of a line by code: `02=8 11=1`."""
    return {f"{code}000000": int(count) for code, _, count in (part.partition("=") for part in written.split())}

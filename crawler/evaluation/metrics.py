"""The measures, as pure functions on texts and values. Shares are 0..1; None means that there was nothing to measure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# One token is a run of word characters; in scripts without spaces it is one character.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_SHINGLE = 4  # tokens
_SAME_SIGNS = str.maketrans(
    {**dict.fromkeys("“”„«»‟", '"'), **dict.fromkeys("‘’‚‛`´", "'"), **dict.fromkeys("–—―−‐‑", "-")}
)


def tokens(text: str) -> list[str]:
    """Return a text's tokens after NFC."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return a text's runs of four tokens with how often each occurs; a shorter text is one shingle, an empty one none."""
    words = tokens(text)
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def overlap(text: str, gold: str) -> tuple[float, float]:
    """Return precision and recall of a text's shingles against the gold's; both 1 where both are empty."""
    mine, theirs = shingles(text), shingles(gold)
    if not mine or not theirs:
        return (1.0, 1.0) if mine == theirs else (0.0, 0.0)
    common = (mine & theirs).total()
    return common / mine.total(), common / theirs.total()


def harmonic(precision: float, recall: float) -> float:
    """Return the harmonic mean of two shares, 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def leak(text: str, gold: str) -> float:
    """Return the share of a text's tokens that lie in no shingle of the gold: what is not the article's."""
    words, theirs = tokens(text), shingles(gold)
    inside: set[int] = set()
    for i in range(len(words) - _SHINGLE + 1):
        if tuple(words[i : i + _SHINGLE]) in theirs:
            inside.update(range(i, i + _SHINGLE))
    return 1 - len(inside) / len(words) if words else 0.0


def same_title(title: str, gold: str) -> bool:
    """Say whether two titles are equal but for width, case, spacing and the kind of quotes and dashes."""
    return _plain(title) == _plain(gold)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SAME_SIGNS).casefold().split())


def set_f1(values: Iterable[str], gold: Iterable[str]) -> float:
    """Return F1 of two sets of names, compared as titles are; 1 where both are empty."""
    mine, theirs = {_plain(value) for value in values}, {_plain(value) for value in gold}
    if not mine or not theirs:
        return float(mine == theirs)
    common = len(mine & theirs)
    return harmonic(common / len(mine), common / len(theirs))


def same_day(value: datetime | date | None, gold: datetime) -> bool:
    """Say whether a day is the gold's, as written or in the gold's zone."""
    if isinstance(value, datetime):
        return gold.date() in {value.date(), value.astimezone(gold.tzinfo).date()}
    return value == gold.date()


def same_minute(value: datetime | date | None, gold: datetime) -> bool:
    """Say whether a time is within a minute of the gold's."""
    return isinstance(value, datetime) and abs((value - gold).total_seconds()) <= 60


def mean(values: Sequence[float]) -> float | None:
    """Return the mean, None of nothing."""
    return sum(values) / len(values) if values else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the value below which this share of the values lies (nearest rank), None of nothing."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else None

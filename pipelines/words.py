"""What counts as a word, in any script."""

from __future__ import annotations

import re

from pipelines.marks import normal_form

# Scripts written without spaces: each of their characters counts as a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]+")


def same_words(text: str) -> str:
    """Return a text's words alone, in order, width and case folded: equal for texts that differ in spacing and punctuation only."""
    whole = text if text.isascii() else normal_form("NFKC", text)
    return " ".join(_WORD.findall(whole.casefold()))


def count_words(text: str) -> int:
    """Return how many words a text has: what stands between spaces, and each character of a script without them."""
    spaced, unspaced = _UNSPACED.subn(" ", text)
    return (
        unspaced + sum(1 for word in spaced.split() if not _BETWEEN.fullmatch(word)) if unspaced else len(text.split())
    )

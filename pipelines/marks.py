"""Combining marks, of which a letter may have any number: normal forms sort them, in time that grows with the square of a run."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Literal
from unicodedata import combining, normalize

MOST = 30  # in a row; no language needs more (Unicode Standard Annex 15, Stream-Safe Text Format)
_MAYBE = re.compile(rf"[^\x00-\x7f\w\s]{{{MOST + 1},}}")  # marks, but signs too; what most signs are is asked first
_COMPOSED = "\u0344\u0f73\u0f75\u0f81"  # marks that come apart into marks


def normal_form(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """Return a normal form of what a page wrote."""
    return normalize(form, stream_safe(text))


def stream_safe(text: str) -> str:
    """Return text with at most MOST combining marks in a row, so that a normal form of it costs no more than its length."""
    return text if len(text) <= MOST or text.isascii() else _MAYBE.sub(_cut, text)


def _cut(match: re.Match[str]) -> str:
    runs = groupby(match.group(), key=lambda sign: combining(sign) > 0 or sign in _COMPOSED)
    return "".join("".join(signs)[: MOST if marks else None] for marks, signs in runs)

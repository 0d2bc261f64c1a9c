"""Small text tools that titles, names and dates share: cleaning what pages write, and comparing it."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from bs4 import BeautifulSoup

from pipelines.marks import normal_form, stream_safe

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")  # fields of feeds and linked data sometimes hold markup
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2060, 0x2066, 0x2067, 0x2069, 0xFEFF]
)
# Between Persian letters the zero-width non-joiner is spelling; elsewhere it is debris like the others.
_INVISIBLE.pop(0x200C)
_LONGEST = 20_000  # characters
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W_]+")
_NOT_ALNUM = re.compile(r"[\W_]+")


def clean_text(text: str) -> str:
    """Return `text` as one line of plain text: entities read (twice, where escaped twice), tags and invisible signs gone.

    Of a text that is longer than any field the beginning.
    """
    text = text[:_LONGEST]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text and _TAG.search(text):
        text = BeautifulSoup(text, "lxml").get_text(" ")
    return " ".join((text if text.isascii() else stream_safe(text.translate(_INVISIBLE))).split())


@lru_cache(maxsize=1024)
def compact(text: str) -> str:
    """Return the letters and digits of `text` alone, case and width folded: equal for texts that differ in signs only."""
    return _NOT_ALNUM.sub("", normal_form("NFKC", text).casefold())


def overlap(one: str, other: str) -> float:
    """Return the share (0..1) of the shorter text's words that the other has; CJK and Thai characters are words."""
    first, second = overlapping_words(one), overlapping_words(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


@lru_cache(maxsize=256)
def overlapping_words(text: str) -> frozenset[str]:
    """Return the words of a text that `overlap` counts."""
    return frozenset(_WORD.findall(normal_form("NFKC", text).casefold()))

"""The vocabulary of topics: IPTC Media Topics, the news industry's own, as `data/media_topics.tsv` has it.

Codes and names are by the International Press Telecommunications Council (IPTC), licensed under CC BY 4.0:
https://iptc.org/standards/media-topics/
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

RELEASE = "2025-03-31"  # of IPTC's, which the data is


@dataclass(frozen=True, slots=True)
class VocabularyTopic:
    """A term: its bare code (`20000344`), its English name, the code above it (None at the top), its names by language."""

    code: str
    name: str
    parent: str | None = None
    names: dict[str, str] = field(default_factory=dict, repr=False)  # ISO 639-1 -> name; en too


@cache
def vocabulary() -> tuple[VocabularyTopic, ...]:
    """Return the terms in the order of their codes, the 17 at the top first."""
    text = files("pipelines.data").joinpath("media_topics.tsv").read_text("utf-8")
    head, *rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple(_topic(head[2:], row) for row in rows)


def _topic(languages: list[str], row: list[str]) -> VocabularyTopic:
    code, parent, *names = row
    known = {language: name for language, name in zip(languages, names, strict=True) if name}
    return VocabularyTopic(code, known["en"], parent or None, known)


@cache
def topic_names() -> dict[str, str]:
    """Return each code's English name; one mapping for all callers, not to be changed."""
    return {topic.code: topic.name for topic in vocabulary()}


@cache
def top_codes() -> dict[str, str]:
    """Return for each code the one at the top above it, itself for those; one mapping for all callers, not to be changed."""
    parents = {topic.code: topic.parent for topic in vocabulary()}

    def top(code: str) -> str:
        above = parents[code]
        return top(above) if above else code

    return {code: top(code) for code in parents}


@cache
def codes_above(code: str) -> tuple[str, ...]:
    """Return a code and all above it, the nearest first; a code that is none of the vocabulary's stands alone."""
    parent = next((topic.parent for topic in vocabulary() if topic.code == code), None)
    return (code, *(codes_above(parent) if parent else ()))

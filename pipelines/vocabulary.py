"""The vocabulary of topics: IPTC Media Topics, the news industry's own.

Codes and names are by the International Press Telecommunications Council (IPTC), licensed under CC BY 4.0:
https://iptc.org/standards/media-topics/
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class VocabularyTopic:
    """A term of the vocabulary: its bare code (`11000000`), its English name, and the code above it, None at the top."""

    code: str
    name: str
    parent: str | None = None


@cache
def vocabulary() -> tuple[VocabularyTopic, ...]:
    """Return the terms in the order of their codes."""
    table = tomllib.loads(files("pipelines.data").joinpath("media_topics.toml").read_text("utf-8"))
    return tuple(VocabularyTopic(code, term["name"], term.get("parent")) for code, term in sorted(table.items()))


@cache
def topic_names() -> dict[str, str]:
    """Return each code's English name; one mapping for all callers, not to be changed."""
    return {topic.code: topic.name for topic in vocabulary()}

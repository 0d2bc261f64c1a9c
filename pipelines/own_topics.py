"""The user's own topics: which of them an article has, by phrases that it holds in any form of their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from db.records import Topic
from pipelines.lexicon import STEMMERS
from pipelines.phrases import fold, stemmer, terms_of, words_of
from pipelines.vocabulary import codes_above

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from db.records import OwnTopic

_CACHED = 1 << 16  # words a language
_BETWEEN = "\n"  # ends a field: no phrase goes beyond it


@dataclass(frozen=True, slots=True)
class Subject:
    """What the user's topics are asked of: an article's words, its outlet's slug, and the codes of IPTC's that it has."""

    title: str
    text: str
    keywords: tuple[str, ...]
    language: str | None
    outlet: str
    codes: tuple[str, ...]


def matches(subject: Subject, topics: Sequence[OwnTopic]) -> tuple[Topic, ...]:
    """Return the topics that an article has, in their order, each with the phrases that it holds as evidence."""
    wanted = [topic for topic in topics if _within(topic, subject)]
    if not wanted:
        return ()
    language = (subject.language or "").partition("-")[0].lower()
    words = _normal(subject, language)
    return tuple(_found(wanted, words, language))


def _within(topic: OwnTopic, subject: Subject) -> bool:
    """Say whether an article is of the outlets and topics that a topic is limited to."""
    if topic.outlets and subject.outlet not in topic.outlets:
        return False
    return not topic.iptc or any(set(topic.iptc) & set(codes_above(code)) for code in subject.codes)


def _found(topics: Sequence[OwnTopic], words: str, language: str) -> Iterator[Topic]:
    for topic in topics:
        held = tuple(phrase for phrase in topic.phrases if _pattern(phrase, language).search(words))
        required = all(_pattern(phrase, language).search(words) for phrase in topic.required)
        if held and required and not any(_pattern(phrase, language).search(words) for phrase in topic.excluded):
            yield Topic(f"own:{topic.slug}", topic.name, 1.0, "phrase", held)


def _normal(subject: Subject, language: str) -> str:
    """Return an article's words one after the other, each as ` itself|its stem`."""
    form = _form(language)
    fields = (subject.title, *subject.keywords, subject.text)
    return _BETWEEN.join(f" {' '.join(map(form, words_of(field)))} " for field in fields)


@cache
def _form(language: str) -> Callable[[str], str]:
    stem = stemmer(STEMMERS.get(language))

    @lru_cache(maxsize=_CACHED)
    def form(word: str) -> str:
        return f"{fold(word)}|{stem(word)}"

    return form


@lru_cache(maxsize=4096)  # the phrases of a topics.toml in each language of the archive
def _pattern(phrase: str, language: str) -> re.Pattern[str]:
    """Return what finds a phrase in the words of `_normal`."""
    terms = terms_of(phrase, stemmer(STEMMERS.get(language)))
    return re.compile(f" {' '.join(map(_word_pattern, terms))} ")


def _word_pattern(term: str) -> str:
    letters = re.escape(term.strip("*="))
    if term.endswith("*"):
        return rf"{letters}[^ |]*\|\S*"
    if term.startswith("*"):
        return rf"[^ |]*{letters}\|\S*"
    return rf"[^ |]+\|{letters}"

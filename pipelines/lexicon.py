"""Words that speak for a topic: one file a language (`data/lexicon_<language>.toml`), compiled once and found in texts.

A file has a table for each topic's code: `sections`, the names that outlets give their sections, breadcrumbs and folders, and
`words`, words and phrases of the text. A word stands for all forms that the language's stemmer makes one, unless too little
is left of it (`partido` would become `part`); `word*` is any word that begins so and `*word` any that ends so (for languages
that compound). What stands under several codes is ambiguous, and speaks for each of them with its share.
`data/sections.toml` has the section names of languages that have no file of their own.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# The stemmer of each language; None where words are not separated by spaces, so that each character is looked up.
STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "id": "indonesian",
    "it": "italian",
    "ja": None,
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
    "zh": None,
}
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
# Signs that belong to the letter before: accents written apart, the vowel signs of Arabic and of the scripts of India.
_MARKS = "\u0300-\u036f\u064b-\u0652\u0900-\u0dff"
_WORD = re.compile(rf"\*?(?:[^\W_{_UNSPACED}]|[{_MARKS}])+\*?|[{_UNSPACED}]")
_SPACED = re.compile(rf"[^\W_{_UNSPACED}]")
# Vowel signs and the tatweel of Arabic; the dot that case folding leaves of a Turkish capital I. Dotless i is read as i.
_LETTERS = {**dict.fromkeys([*range(0x64B, 0x653), 0x640, 0x307]), ord("ı"): "i", ord("ё"): "е"}
_CACHED = 1 << 16  # words a language; the vocabulary of some thousand articles, about 10 MB


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a lexicon as terms, and the codes that it speaks for."""

    terms: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a text: its words as the text has them, and whether they are all of the text."""

    words: str
    phrase: Phrase
    whole: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first term, longest first; `term` gives a word's term, the empty string where no phrase has it."""

    heads: dict[str, tuple[Phrase, ...]]
    term: Callable[[str], str]

    def find(self, text: str) -> Iterator[Found]:
        """Yield the phrases in a text in its order, the longest at each place; none overlap."""
        words = _words(text)
        terms = [self.term(word) for word in words]
        end = 0
        for start, term in enumerate(terms):
            if start < end or term not in self.heads:
                continue
            for phrase in self.heads[term]:
                if tuple(terms[start : start + len(phrase.terms)]) == phrase.terms:
                    end = start + len(phrase.terms)
                    yield Found(_joined(words[start:end]), phrase, end - start == len(words))
                    break


@cache
def lexicon(language: str) -> Lexicon | None:
    """Return the words of a language (ISO 639-1) compiled, None where there is no file for it."""
    if language not in STEMMERS:
        return None
    entries = [(word, code) for code, topic in _data(f"lexicon_{language}").items() for word in topic["words"]]
    return _compiled(entries, _stemmer(STEMMERS[language]))


@cache
def section_names() -> Lexicon:
    """Return the section names of all languages, for outlets name a section in English or without accents in any of them."""
    tables = [_data("sections"), *(_data(f"lexicon_{language}") for language in STEMMERS)]
    entries = [(name, code) for table in tables for code, topic in table.items() for name in topic["sections"]]
    return _compiled(entries, _without_accents)


def fold(word: str) -> str:
    """Return a word without regard to case, width, vowel signs and the letters that are written either way."""
    return unicodedata.normalize("NFKC", word).casefold().translate(_LETTERS)


@cache
def _data(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("pipelines.data").joinpath(f"{name}.toml").read_text("utf-8"))


def _without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", fold(word)) if not unicodedata.combining(letter))


def _stemmer(algorithm: str | None) -> Callable[[str], str]:
    if algorithm is None:
        return fold
    import snowballstemmer  # noqa: PLC0415 - 0.1 s, which a process that only names the user's tags need not spend

    stem = snowballstemmer.stemmer(algorithm).stemWord

    def careful(word: str) -> str:
        word = fold(word)
        stemmed = str(stem(word))
        kept, lost = len(stemmed), len(word) - len(stemmed)
        return stemmed if kept >= 5 or lost <= kept - 2 else word

    return careful


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _joined(words: Sequence[str]) -> str:
    return (" " if any(map(_SPACED.match, words)) else "").join(words)


def _compiled(entries: Iterable[tuple[str, str]], stem: Callable[[str], str]) -> Lexicon:
    codes: dict[tuple[str, ...], set[str]] = {}
    for text, code in entries:
        terms = tuple(fold(word) if "*" in word else stem(word) for word in _words(text))
        codes.setdefault(terms, set()).add(code)
    heads: dict[str, list[Phrase]] = {}
    for terms in sorted(codes, key=len, reverse=True):
        heads.setdefault(terms[0], []).append(Phrase(terms, tuple(sorted(codes[terms]))))
    known = frozenset(term for terms in codes for term in terms)
    return Lexicon({head: tuple(phrases) for head, phrases in heads.items()}, _term_reader(known, stem))


def _term_reader(known: frozenset[str], stem: Callable[[str], str]) -> Callable[[str], str]:
    """Return the cached function from a word to the known term that it is a form of: its stem, else its longest affix."""
    shortest = min((len(term) - 1 for term in known if "*" in term), default=0)

    @lru_cache(maxsize=_CACHED)
    def term(word: str) -> str:
        stemmed = stem(word)
        if stemmed in known:
            return stemmed
        if not shortest:
            return ""
        word = fold(word)
        affixes = (affix for n in range(len(word), shortest - 1, -1) for affix in (f"{word[:n]}*", f"*{word[-n:]}"))
        return next((affix for affix in affixes if affix in known), "")

    return term

"""Phrases, compiled once and found in texts: a word stands for all of its forms, a longer phrase goes before a shorter one.

In a phrase `word*` is any word that begins so, `*word` any that ends so (for languages that compound), and `=word` that form alone,
where the stemmer makes one of words that have nothing in common (`protest`, `Protestant`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.marks import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
# Signs that belong to the letter before: accents written apart, the vowel signs of Arabic and of the scripts of India.
_MARKS = "\u0300-\u036f\u064b-\u0652\u0900-\u0dff"
_LETTERS_OF_A_WORD = rf"(?:[^\W_{_UNSPACED}]|[{_MARKS}])+"
_WORD = re.compile(rf"{_LETTERS_OF_A_WORD}|[{_UNSPACED}]")
_ENTRY = re.compile(rf"[*=]?{_LETTERS_OF_A_WORD}\*?|[{_UNSPACED}]")
_SPACED = re.compile(rf"[^\W_{_UNSPACED}]")
# Vowel signs and the tatweel of Arabic; the dot that case folding leaves of a Turkish capital I. Dotless i is read as i.
_SAME_LETTERS = {**dict.fromkeys([*range(0x64B, 0x653), 0x640, 0x307]), ord("ı"): "i", ord("ё"): "е"}
# The most letters that inflection adds to a word, in languages whose stemmers also take what makes one word of another.
_INFLECTION: dict[str, Callable[[str], int]] = {
    "english": lambda word: 3 if word.endswith("ing") else 2,
    **dict.fromkeys(("french", "italian", "portuguese", "spanish"), lambda _: 3),
}
_CACHED = 1 << 16  # words a language; the vocabulary of some thousand articles, about 10 MB


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as terms, and the codes that it speaks for."""

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

    heads: Mapping[str, tuple[Phrase, ...]]
    term: Callable[[str], str]

    def find(self, text: str) -> Iterator[Found]:
        """Yield the phrases in a text in its order, the longest at each place; none overlap."""
        words = words_of(text)
        terms = list(map(self.term, words))
        end = 0
        for start, term in enumerate(terms):
            if not term or start < end or term not in self.heads:
                continue
            for phrase in self.heads[term]:
                if tuple(terms[start : start + len(phrase.terms)]) == phrase.terms:
                    end = start + len(phrase.terms)
                    yield Found(_joined(words[start:end]), phrase, end - start == len(words))
                    break


def fold(word: str) -> str:
    """Return a word without regard to case, width, vowel signs and the letters that are written either way."""
    return normal_form("NFKC", word).casefold().translate(_SAME_LETTERS)


def without_accents(word: str) -> str:
    """Return a word folded, without its accents."""
    return "".join(letter for letter in normal_form("NFKD", fold(word)) if not unicodedata.combining(letter))


def stemmer(algorithm: str | None) -> Callable[[str], str]:
    """Return the function from a word to its stem (a name of snowball's), only folding it where there is none.

    A word of which too little would be left is kept (`partido` would become `part`), and one that would lose more than its inflection
    loses the sign of its plural alone: `authorities` are no authors.
    """
    if not algorithm:
        return fold
    import snowballstemmer  # noqa: PLC0415 - 0.1 s, which a process that only names the user's tags need not spend

    stem = snowballstemmer.stemmer(algorithm).stemWord
    inflection = _INFLECTION.get(algorithm, len)

    def careful(word: str) -> str:
        word = fold(word)
        stemmed = str(stem(word))
        kept, lost = len(stemmed), len(word) - len(stemmed)
        if lost > inflection(word):
            return word.removesuffix("s")
        return stemmed if kept >= 5 or lost <= kept - 2 else word

    return careful


def words_of(text: str) -> list[str]:
    """Return a text's words in their order; in scripts without spaces each character is one."""
    return _WORD.findall(text)


def terms_of(phrase: str, stem: Callable[[str], str]) -> tuple[str, ...]:
    """Return a phrase as it stands in a lexicon as terms; words with a sign are only folded."""
    return tuple(fold(word) if word[0] in "*=" or word[-1] == "*" else stem(word) for word in _ENTRY.findall(phrase))


def compiled(codes: Mapping[tuple[str, ...], Iterable[str]], stem: Callable[[str], str]) -> Lexicon:
    """Return the lexicon of phrases, given as terms with the codes that each speaks for."""
    heads: dict[str, list[Phrase]] = {}
    for terms in sorted(filter(None, codes), key=len, reverse=True):
        heads.setdefault(terms[0], []).append(Phrase(terms, tuple(sorted(codes[terms]))))
    known = frozenset(term for terms in codes for term in terms)
    return Lexicon({head: tuple(phrases) for head, phrases in heads.items()}, _term_reader(known, stem))


def _joined(words: Sequence[str]) -> str:
    return (" " if any(map(_SPACED.match, words)) else "").join(words)


def _term_reader(known: frozenset[str], stem: Callable[[str], str]) -> Callable[[str], str]:
    """Return the cached function from a word to the known term that it is a form of: itself, its stem, else its longest affix."""
    affixed = [len(term) - 1 for term in known if "*" in term]
    shortest, longest = min(affixed, default=0), max(affixed, default=0)

    @lru_cache(maxsize=_CACHED)
    def term(word: str) -> str:
        folded = fold(word)
        if (exact := f"={folded}") in known:
            return exact
        stemmed = stem(word)
        if stemmed in known:
            return stemmed
        if not shortest:
            return ""
        affixes = (
            affix
            for n in range(min(len(folded), longest), shortest - 1, -1)
            for affix in (f"{folded[:n]}*", f"*{folded[-n:]}")
        )
        return next((affix for affix in affixes if affix in known), "")

    return term

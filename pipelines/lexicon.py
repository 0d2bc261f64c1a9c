"""Words that speak for a topic: one file a language (`data/lexicon_<language>.toml`), beside IPTC's own names for its topics.

A file has a table for each topic's code: `sections`, the names that outlets give their sections, breadcrumbs and folders, and
`words`, words and phrases of the text (see pipelines/phrases.py for their signs). What stands under several codes is ambiguous, and
speaks for each of them with its share. A name of IPTC's speaks for its topic and those above it, unless it is a word of many
meanings (`data/unspoken.toml`) or a file says something else of it. `data/sections.toml` has more section names, of languages
without a file or with a small one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipelines.phrases import compiled, stemmer, terms_of, without_accents
from pipelines.vocabulary import top_codes, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipelines.phrases import Lexicon
    from pipelines.vocabulary import VocabularyTopic

# The stemmer of each language, none ("") where its words are written as beginnings (`word*`) or are not inflected; None where words are
# not separated by spaces, so that each character is looked up. Twelve languages have large files, the others hold the plainest words.
STEMMERS = {
    "af": "",
    "ar": "arabic",
    "bn": "",
    "cs": "",
    "da": "danish",
    "de": "german",
    "el": "",
    "en": "english",
    "es": "spanish",
    "fa": "",
    "fi": "",
    "fr": "french",
    "he": "",
    "hi": "hindi",
    "hu": "",
    "id": "indonesian",
    "it": "italian",
    "ja": None,
    "ko": "",
    "lt": "",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "",
    "pt": "portuguese",
    "ro": "",
    "ru": "russian",
    "sv": "swedish",
    "sw": "",
    "tr": "turkish",
    "uk": "",
    "vi": "",
    "xh": "",
    "zh": None,
    "zu": "",
}
_ASIDE = re.compile("[(（]")  # a name that needs to say what it means: `drama (literature)`
_SHORT = 6  # letters: so short a name in another language than English is rather another word
_LOST = 4  # letters: a stemmer that takes so many from a name leaves another word's stem (`product` of `productivity`)

Entries = dict[tuple[str, ...], set[str]]


@cache
def lexicon(language: str) -> Lexicon | None:
    """Return the words of a language (ISO 639-1) compiled, None where there is no file for it."""
    if language not in STEMMERS:
        return None
    stem = stemmer(STEMMERS[language])
    spoken = _entries(listed_words(f"lexicon_{language}", "words"), stem)
    names = _entries(_names(language, stem), stem)
    return compiled(_with_names(spoken, names), stem)


@cache
def section_names() -> Lexicon:
    """Return the section names of all languages, for outlets name a section in English or without accents in any of them."""
    tables = ("sections", *(f"lexicon_{language}" for language in STEMMERS))
    listed = _entries((entry for table in tables for entry in listed_words(table, "sections")), without_accents)
    names = _entries(
        ((name, _code(topic)) for topic in vocabulary() for name in topic.names.values() if not _ASIDE.search(name)),
        without_accents,
    )
    return compiled(_with_names(listed, names), without_accents)


def listed_words(table: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield what stands in a table of data under `sections` or `words`, each with its code."""
    return ((word, code) for code, topic in _data(table).items() for word in topic.get(key, ()))


def _names(language: str, stem: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield IPTC's names in a language with their codes, as phrases for running text."""
    unspoken = frozenset(_data("unspoken")["codes"])
    for topic in vocabulary():
        name = topic.names.get(language, "")
        word = name.isalpha() and STEMMERS[language] is not None
        if (
            not topic.parent
            or topic.code in unspoken
            or len(name) < 2
            or (word and len(name) <= _SHORT and language != "en")
        ):
            continue
        yield (f"={name}" if word and len(name) - len(stem(name)) >= _LOST else name), _code(topic)


def _code(topic: VocabularyTopic) -> str:
    """Return the code that a name of a topic stands for: one that is no narrower than the topic at the top stands for that."""
    return top_codes()[topic.code] if topic.code in _data("unspoken")["broad"] else topic.code


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("pipelines.data").joinpath(f"{name}.toml").read_text("utf-8"))


def _entries(listed: Iterable[tuple[str, str]], stem: Callable[[str], str]) -> Entries:
    codes: Entries = {}
    for text, code in listed:
        codes.setdefault(terms_of(text, stem), set()).add(code)
    return codes


def _with_names(listed: Entries, names: Entries) -> Entries:
    """Return what is listed, made more precise by the names that agree with it, and all other names."""
    tops = top_codes()

    def joined(terms: tuple[str, ...]) -> set[str]:
        said = listed.get(terms)
        if said is None:
            return names[terms]
        codes = said | {code for code in names.get(terms, ()) if tops[code] in said}
        return codes - {tops[code] for code in codes if tops[code] != code}

    return {terms: joined(terms) for terms in (*listed, *names)}

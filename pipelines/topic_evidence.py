"""What speaks for a topic: the outlet's section, the address, the publisher's keywords, and the words of title, lead and body.

Each finding is a piece of evidence for one code with an amount: 1 for a name or word of its own, less where it is only a part of a
section's name, a repetition, or shared with other topics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pipelines.lexicon import lexicon, section_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipelines.phrases import Found, Lexicon

TEXT_FIELDS = frozenset({"title", "lead", "body"})
_PART = 0.5  # a name that is only a part of a section's or folder's name
_REPEAT = 0.3
_MOST_KEYWORDS = 30
_LEAD_LENGTH, _TEXT_LENGTH = 400, 1800  # characters: about the first 60 and 270 words
_LONGEST_FOLDER = 4  # words; a longer part of an address is a headline
_SEPARATOR = re.compile(r"\s*(?:[/|>»›,;:·•]|\s[-–—]\s)\s*")
_SLUG_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding: a code, the field that it was found in (section, url, keyword, title, lead, body), its amount, its words."""

    code: str
    field: str
    amount: float
    words: str


def evidence(
    title: str, text: str, language: str | None, section: str | None, url: str, keywords: Sequence[str]
) -> Iterator[Evidence]:
    """Yield what speaks for any topic; for the parameters see pipelines.tag.tag."""
    read_as = language_read(language, title or text)
    words = lexicon(read_as) if read_as else None
    yield from _from_section(section or "")
    yield from _from_url(url)
    yield from _from_keywords(keywords, words)
    if words is not None:
        yield from _from_text(title, text, words)


def is_filed(pieces: Iterable[Evidence]) -> bool:
    """Say whether the publisher files the article under any topic: by section, address or keywords."""
    return any(piece.field not in TEXT_FIELDS for piece in pieces)


def language_read(language: str | None, sample: str) -> str | None:
    """Return the primary subtag that a text is read as: where its language is not known, English if it is in Latin script, else None."""
    if language is not None:
        return language.partition("-")[0].lower()
    latin, letters = len(_LATIN.findall(sample)), len(_LETTER.findall(sample))
    return "en" if 2 * latin > letters else None


def _from_section(section: str) -> Iterator[Evidence]:
    for part in _SEPARATOR.split(section):
        for found in section_names().find(part):
            yield from _shared(found, "section", 1 if found.whole else _PART)


def _from_url(url: str) -> Iterator[Evidence]:
    """Read the host's first label (`sport.example.com`) and the folders of the path; its last part is the headline."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a broken IPv6 host
        return
    for folder in (parts.netloc.partition(".")[0], *unquote(parts.path).rstrip("/").split("/")[:-1]):
        if len(_SLUG_WORD.findall(folder)) > _LONGEST_FOLDER:
            continue
        for found in section_names().find(folder):
            yield from _shared(found, "url", 1 if found.whole else _PART)


def _from_keywords(keywords: Sequence[str], words: Lexicon | None) -> Iterator[Evidence]:
    for keyword in keywords[:_MOST_KEYWORDS]:
        names = [found for found in section_names().find(keyword) if found.whole]
        for found in names or (words.find(keyword) if words else ()):
            yield from _shared(found, "keyword", 1 if found.whole else _PART)


def _from_text(title: str, text: str, words: Lexicon) -> Iterator[Evidence]:
    fields = (("title", title), ("lead", text[:_LEAD_LENGTH]), ("body", text[_LEAD_LENGTH:_TEXT_LENGTH]))
    for field, part in fields:
        seen = set()
        for found in words.find(part):
            yield from _shared(found, field, _REPEAT if found.phrase.terms in seen else 1)
            seen.add(found.phrase.terms)


def _shared(found: Found, field: str, amount: float) -> Iterator[Evidence]:
    for code in found.phrase.codes:
        yield Evidence(code, field, amount / len(found.phrase.codes), found.words)

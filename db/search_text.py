"""What full-text search compares: one normal form of a text, for the index and for what a user types.

SQLite's tokenizer cuts at spaces and punctuation. Scripts that are written without spaces would give it whole sentences as words, so
each of their characters stands alone here, and a word of them is searched as a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXCERPT = 200  # characters, about two lines of a terminal

_UNSPACED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3041-\u30ff\u31f0-\u31ff"  # Hiragana, Katakana
    "\u0e00-\u0e7f\u0e80-\u0eff\u1780-\u17ff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Thai, Lao, Khmer, Myanmar
)
_MARKS = "".join(chr(code) for code in range(0x0E00, 0xAA80) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
_CHARACTER = re.compile(f"[{_UNSPACED}][{_MARKS}]*")  # a vowel sign or tone mark stays with its letter
_CHUNK = re.compile(f"[{_UNSPACED}][{_MARKS}]*|[^\\s{_UNSPACED}]+")

_SAME_LETTERS = str.maketrans(
    {**dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىی", "ي"), "ة": "ه", "ک": "ك"}
    | {chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)}
)
_FOLDED = re.compile(f"[{''.join(map(chr, _SAME_LETTERS))}]")
# Arabic vowel signs, Koranic marks and tatweel; Hebrew points; soft hyphens and other signs that show nothing within a word.
_SILENT = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u00ad\u2060\ufe00-\ufe0f\ufeff]"
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_TERM = re.compile(r'(?P<excluded>-?)(?:"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class _Term:
    """A word or a phrase of a query, in normal form, without quotation marks."""

    text: str
    excluded: bool
    prefix: bool


def search_text(title: str, text: str) -> str:
    """Return what the index holds of an article: title and text in normal form, in one line, with single spaces."""
    return _spaced(_normal(f"{title}\n{text}"))


def match_query(query: str) -> str:
    """Return what a user typed as an FTS5 expression, safe whatever was typed.

    Words are ANDed, "quoted words" stay together, `-word` excludes, `word*` is a beginning. Raises BroadsheetError where nothing
    is left to search for.
    """
    terms = _terms(query)
    wanted = " AND ".join(_expression(term) for term in terms if not term.excluded)
    excluded = " OR ".join(_expression(term) for term in terms if term.excluded)
    if not wanted:
        raise BroadsheetError(f"nothing to search for in: {query!r} (give at least one word without a minus)")
    return f"({wanted}) NOT ({excluded})" if excluded else wanted


def excerpt(text: str, query: str | None = None) -> str:
    """Return about 200 characters of a text in one line: around the first match of a query, else its beginning."""
    line = " ".join(text.split())
    at = _first_match(line, query) if query else 0
    start = max(0, min(at - _EXCERPT // 4, len(line) - _EXCERPT))
    if start:
        start = line.find(" ", start, at) + 1 or start
    end = start + _EXCERPT
    if end < len(line):
        space = line.rfind(" ", end - _EXCERPT // 10, end)
        end = space if space > 0 else end
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def _normal(text: str) -> str:
    """Return NFKC without silent signs, with one form of each Arabic letter and digit, in small letters."""
    if text.isascii():  # a tenth of the time, and most queries
        return text.casefold()
    whole = _SILENT.sub("", unicodedata.normalize("NFKC", _SILENT.sub("", text)))
    return (whole.translate(_SAME_LETTERS) if _FOLDED.search(whole) else whole).casefold()


def _spaced(text: str) -> str:
    return " ".join((_CHARACTER.sub(r" \g<0> ", text) if _CHARACTER.search(text) else text).split())


def _terms(query: str) -> list[_Term]:
    """Split what a user typed into terms, leaving out those without a letter or digit, which FTS5 finds nowhere."""
    typed = query.replace("\0", " ").encode("utf-8", "replace").decode()  # an argument may hold bytes that are no UTF-8
    found = []
    for match in _TERM.finditer(_normal(typed.translate(_QUOTES))):
        word = match["word"]
        text = _spaced(match["phrase"] or "" if word is None else word)
        if any(character.isalnum() for character in text):
            prefix = bool(match["star"]) if word is None else word.endswith("*")
            found.append(_Term(text, excluded=bool(match["excluded"]), prefix=prefix))
    return found


def _expression(term: _Term) -> str:
    return f'"{term.text}"' + (" *" if term.prefix else "")


def _first_match(line: str, query: str) -> int:
    """Return where the first term of a query that occurs in a text begins, 0 where none does."""
    words = [(word, chunk.start()) for chunk in _CHUNK.finditer(line) for word in _words(chunk[0])]
    wanted = [(list(_words(term.text)), term.prefix) for term in _terms(query) if not term.excluded]
    for index, (_, position) in enumerate(words):
        for phrase, prefix in wanted:
            here = [word for word, _ in words[index : index + len(phrase)]]
            if here == phrase or (prefix and here[:-1] == phrase[:-1] and here[-1].startswith(phrase[-1])):
                return position
    return 0


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text as the tokenizer compares them, without diacritics."""
    for chunk in _CHUNK.findall(_normal(text)):
        plain = "".join(char for char in unicodedata.normalize("NFKD", chunk) if not unicodedata.combining(char))
        yield from re.findall(r"[^\W_]+", plain)

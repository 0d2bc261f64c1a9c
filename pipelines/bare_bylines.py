"""Bylines without a word or a mark that says so: a bold line of a name before the text, or a name before the date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.date_text import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.headline import Headline

_BEFORE_DATE = re.compile(r"^(?P<names>[^|·•\d]{4,60}?)\s*[|·•]")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_SEVERAL = re.compile(r"\s*[/,&+]\s*")
_FEWEST, _MOST = 2, 4  # words of a name
_LONGEST = 80  # characters of such a line
_MOST_TEXT = 200_000  # characters of a page that are looked through


def bare_names(headline: Headline) -> Iterator[str]:
    """Yield the lines between headline and text that are nothing but names: each word begins with a capital, and stands nowhere on the
    page without one, as those of a label or a subheading do.
    """
    text = None
    for line in headline.lines:
        names = _names(line.text, bold=line.bold)
        if not names or not all(map(_is_like_a_name, _SEVERAL.split(names))):
            continue
        text = headline.tree.text_content()[:_MOST_TEXT] if text is None else text
        if not any(re.search(rf"\b{re.escape(word.lower())}\b", text) for word in _WORD.findall(names)):
            yield names


def _names(text: str, *, bold: bool) -> str:
    if len(text) > _LONGEST:
        return ""
    if bold:
        return text
    match = _BEFORE_DATE.match(text)
    dated = match and read_date(text[match.end() :], timezone="UTC", language=None)
    return match["names"] if match and dated else ""


def _is_like_a_name(text: str) -> bool:
    words = text.split()
    return _FEWEST <= len(words) <= _MOST and all(_WORD.fullmatch(word) and word[0].isupper() for word in words)

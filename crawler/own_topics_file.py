"""Read topics.toml: the user's topics, in the file's order, every mistake in it told at once."""

from __future__ import annotations

import tomllib
from functools import partial
from typing import TYPE_CHECKING, Any

from crawler.outlets_check import check_slug, text_problem, texts_problem, type_of
from db.errors import BroadsheetError, suggest
from db.records import OwnTopic
from pipelines.phrases import words_of
from pipelines.vocabulary import topic_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from crawler.outlets_check import Check


class TopicsFileError(BroadsheetError):
    """A topics file that cannot be used; its message is all its mistakes, one line each, in the file's order."""


def topics_file(outlets_file: Path) -> Path:
    """Return where the user's topics are: beside outlets.toml."""
    return outlets_file.with_name("topics.toml")


def read_own_topics(path: Path) -> tuple[OwnTopic, ...]:
    """Return the topics that a file names, in its order; none where there is no such file.

    Raises TopicsFileError where it cannot be read, or something in it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows' Notepad begins a file with a byte order mark
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise TopicsFileError(f"{path}: not UTF-8 at byte {error.start} (save it as UTF-8)") from None
    except OSError as error:
        raise TopicsFileError(f"{path}: cannot be read: {error.strerror}") from error
    return parse_own_topics(text, path.name)


def parse_own_topics(text: str, name: str) -> tuple[OwnTopic, ...]:
    """Return the topics of a TOML text. `name` is the file's, and begins each line of the TopicsFileError that is raised."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TopicsFileError(f"{name}: not valid TOML: {error}") from None
    if problems := list(_problems(document)):
        raise TopicsFileError("\n".join(f"{name}: {problem}" for problem in problems))
    return tuple(_topic(slug, table) for slug, table in document.get("topics", {}).items())


def _topic(slug: str, table: dict[str, Any]) -> OwnTopic:
    """Make a topic of a checked table."""
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return OwnTopic(slug=slug, **{"name": slug, **values, "iptc": tuple(map(_code, values.get("iptc", ())))})


def _problems(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield every mistake in a parsed topics.toml, as `dotted.path: what (the way out)`."""
    for key in document.keys() - {"topics"}:
        yield f"{key}: unknown{suggest(key, ('topics',)) or ' (a topic begins with [topics.its-name])'}"
    topics = document.get("topics", {})
    if not isinstance(topics, dict):
        yield f"topics: must be a table, is {type_of(topics)} (begin a topic with [topics.its-name])"
        return
    for slug, table in topics.items():
        yield from _topic_problems(slug, table)


def _topic_problems(slug: str, table: object) -> Iterator[str]:
    path = f"topics.{slug}"
    if problem := check_slug(slug):
        yield f"{path}: {problem}"
    if not isinstance(table, dict):
        yield f"{path}: must be a table, is {type_of(table)}"
        return
    if not table.get("phrases"):
        yield f'{path}.phrases: is missing (add phrases = ["clean energy"])'
    for key, value in table.items():
        problem = _CHECKS[key](value) if key in _CHECKS else f"unknown key{suggest(key, _CHECKS)}"
        if problem:
            yield f"{path}.{key}: {problem}"


def _phrase(phrase: str) -> str | None:
    return None if words_of(phrase) else f'"{phrase}" holds no word'


def _slug(slug: str) -> str | None:
    problem = check_slug(slug)
    return f'"{slug}" {problem}' if problem else None


def _code(word: str) -> str:
    """Return the code of a topic of IPTC's that is given as its code or its name, the empty string where it is neither."""
    names = topic_names()
    folded = word.strip().casefold()
    return word if word in names else next((code for code, name in names.items() if name.casefold() == folded), "")


def _iptc(word: str) -> str | None:
    if _code(word):
        return None
    known = {name.casefold(): name for name in topic_names().values()}
    return f'"{word}" is no topic of IPTC Media Topics' + (
        suggest(word.casefold(), known) or ' (write its name or code, such as "sport")'
    )


_CHECKS: dict[str, Check] = {
    "name": partial(text_problem, None),
    "phrases": partial(texts_problem, _phrase),
    "required": partial(texts_problem, _phrase),
    "excluded": partial(texts_problem, _phrase),
    "outlets": partial(texts_problem, _slug),
    "iptc": partial(texts_problem, _iptc),
}

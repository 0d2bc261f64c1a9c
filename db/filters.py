"""Which articles a read is about: outlets, topics, languages and days, as a condition in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import BroadsheetError, UnknownOutlet, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlite_utils import Database

# An article without a date counts for the day that we first saw it.
_DAY = "coalesce(articles.published_day, substr(articles.first_seen_at, 1, 10))"

_HAS_TOPIC = """EXISTS (
    WITH RECURSIVE wanted(code) AS (
        SELECT code FROM topics WHERE code IN ({marks})
        UNION SELECT topics.code FROM topics JOIN wanted ON topics.parent = wanted.code)
    SELECT 1 FROM article_topics WHERE article = articles.id AND topic IN wanted)"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; an empty tuple and None keep all. Days are inclusive.

    A topic is its code, its name, or a beginning of its name that no other topic has; the topics below it count too. A language
    is a primary tag (`pt` keeps `pt-BR` as well).
    """

    outlets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


class TopicError(BroadsheetError):
    """No topic, or more than one, has this code, name or beginning of a name."""


def condition(db: Database, filters: Filters) -> tuple[str, list[str]]:
    """Return filters as an SQL condition on `articles` (`1` where they keep all) and its parameters.

    Raises UnknownOutlet and TopicError, each with the nearest known name.
    """
    outlets = _known_outlets(db, filters.outlets)
    topics = _topic_codes(db, filters.topics)
    languages = [language.lower() for language in filters.languages]
    primary = "substr(lower(articles.language), 1, instr(articles.language || '-', '-') - 1)"
    parts: list[tuple[str, Sequence[str]]] = [
        (f"articles.outlet IN ({_marks(outlets)})", outlets),
        (_HAS_TOPIC.format(marks=_marks(topics)), topics),
        (f"{primary} IN ({_marks(languages)})", languages),
        (f"{_DAY} >= ?", [filters.since.isoformat()] if filters.since else []),
        (f"{_DAY} <= ?", [filters.until.isoformat()] if filters.until else []),
    ]
    used = [(sql, values) for sql, values in parts if values]
    return " AND ".join(sql for sql, _ in used) or "1", [value for _, values in used for value in values]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _known_outlets(db: Database, slugs: Sequence[str]) -> Sequence[str]:
    known = [row[0] for row in db.execute("SELECT slug FROM outlets ORDER BY slug")] if slugs else []
    for slug in slugs:
        if slug not in known:
            raise UnknownOutlet(slug, known)
    return slugs


def _topic_codes(db: Database, wanted: Sequence[str]) -> list[str]:
    names = dict(db.execute("SELECT code, name FROM topics ORDER BY code").fetchall()) if wanted else {}
    return [code for word in wanted for code in _codes_of(word, names)]


def _codes_of(word: str, names: dict[str, str]) -> list[str]:
    """Return the codes of the topics that a word means; `names` are all topics', by code."""
    if word in names:
        return [word]
    folded = word.strip().casefold()
    if exact := [code for code, name in names.items() if name.casefold() == folded]:
        return exact
    begun = [code for code, name in names.items() if folded and name.casefold().startswith(folded)]
    meant = sorted({names[code] for code in begun})
    if len(meant) > 1:
        raise TopicError(f"more than one topic begins with {word}: {', '.join(meant)}")
    if not begun:
        known = {name.casefold(): name for name in names.values()}
        near = suggest(folded, known)
        raise TopicError(f"no such topic: {word}{near or ' (see `broadsheet topics`)'}")
    return begun

"""How many: articles that filters keep, articles that have each topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.filters import condition

if TYPE_CHECKING:
    from sqlite_utils import Database

    from db.filters import Filters

# UNION, not UNION ALL: a circle of parents ends there.
_TOPICS = """
    WITH RECURSIVE below(top, code) AS (
        SELECT code, code FROM topics
        UNION SELECT below.top, topics.code FROM below JOIN topics ON topics.parent = below.code)
    SELECT topics.code, topics.name, topics.parent, topics.scheme, count(DISTINCT article_topics.article) AS articles
    FROM article_topics JOIN below ON below.code = article_topics.topic JOIN topics ON topics.code = below.top
    GROUP BY topics.code ORDER BY articles DESC, topics.name, topics.code"""


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic that articles have: how many have it or one below it; `scheme` is iptc or own, `parent` the code above it."""

    code: str
    name: str
    parent: str | None
    scheme: str
    articles: int


def topic_counts(db: Database) -> list[TopicCount]:
    """Return every topic that an article has, or that is above one, the most articles first."""
    return [TopicCount(**row) for row in db.query(_TOPICS)]


def count_articles(db: Database, filters: Filters) -> int:
    """Return how many articles filters keep. Raises what `condition` raises."""
    where, values = condition(db, filters)
    return int(db.execute(f"SELECT count(*) FROM articles WHERE {where}", values).fetchone()[0])  # noqa: S608 - our own condition

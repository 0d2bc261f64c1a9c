"""What the archive holds, for its first page: how much, from whom, what is new and how the last run ended."""

from __future__ import annotations

from typing import Any

from db.datasette.plugins.article import moment

_COUNTS = """
    SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM outlets) AS outlets,
        (SELECT count(*) FROM articles WHERE first_seen_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')) AS new_today"""
_LAST_RUN = """
    SELECT runs.id, runs.started_at, runs.outcome, runs.new, runs.modified, runs.failed, outlets.name AS outlet
    FROM runs JOIN outlets ON outlets.slug = runs.outlet ORDER BY runs.id DESC LIMIT 1"""
_LATEST = """
    WITH newest AS (
        SELECT id AS newest_id, coalesce(published_at, first_seen_at) AS at FROM articles ORDER BY at DESC, id DESC LIMIT 12)
    SELECT articles.id, articles.title, articles.summary, articles.published_at, outlets.name AS outlet
    FROM newest JOIN articles ON articles.id = newest_id JOIN outlets ON outlets.slug = articles.outlet
    ORDER BY at DESC, articles.id DESC"""
_OUTLETS = """
    SELECT outlets.slug, outlets.name, (SELECT count(*) FROM articles WHERE articles.outlet = outlets.slug) AS articles
    FROM outlets ORDER BY articles DESC, outlets.name LIMIT 24"""
_TOPICS = """
    SELECT topics.code, topics.name, counted.articles
    FROM (SELECT topic, count(*) AS articles FROM article_topics GROUP BY topic ORDER BY articles DESC LIMIT 24) AS counted
    JOIN topics ON topics.code = counted.topic ORDER BY counted.articles DESC, topics.name"""


async def overview(database: Any) -> dict[str, object]:
    """Return the counts, the last run (None before the first), the newest articles, the outlets and the commonest topics."""
    runs = await _rows(database, _LAST_RUN)
    latest = await _rows(database, _LATEST)
    return (await _rows(database, _COUNTS))[0] | {
        "last_run": runs[0] | {"started": moment(runs[0]["started_at"])} if runs else None,
        "latest": [article | {"published": moment(article["published_at"])} for article in latest],
        "by_outlet": await _rows(database, _OUTLETS),
        "by_topic": await _rows(database, _TOPICS),
    }


async def _rows(database: Any, sql: str) -> list[dict[str, Any]]:
    return [dict(row) for row in (await database.execute(sql)).rows]

"""What the page of one article shows beyond its row: topics with evidence, other copies, earlier texts, what was removed."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from datasette.utils import is_url

_TOPICS = """
    SELECT topics.code, topics.name, article_topics.score, article_topics.method, article_topics.evidence
    FROM article_topics JOIN topics ON topics.code = article_topics.topic
    WHERE article_topics.article = :article ORDER BY topics.scheme = 'own', article_topics.score DESC, topics.code"""
_COPIES = """
    SELECT articles.id, articles.title, articles.published_at, outlets.name AS outlet, CASE
        WHEN articles.id = :duplicate_of THEN 'the article that this one repeats'
        WHEN articles.duplicate_of = :article THEN 'repeats this article'
        WHEN articles.duplicate_of = :duplicate_of THEN 'repeats the same article'
        ELSE 'on the same story' END AS relation
    FROM articles JOIN outlets ON outlets.slug = articles.outlet
    WHERE articles.id <> :article AND (articles.id = :duplicate_of OR articles.duplicate_of IN (:article, :duplicate_of)
        OR articles.story = :story)
    ORDER BY articles.published_day, articles.published_at LIMIT 100"""
_REVISIONS = """
    SELECT seen_at, title, text FROM revisions
    WHERE article = :article AND (content_hash <> :content_hash OR title <> :title) ORDER BY seen_at DESC, id DESC"""
_REMOVED = """
    SELECT kind, reason, text FROM blocks WHERE article = :article AND reason IS NOT NULL ORDER BY position"""
_ADDRESSES = "SELECT url FROM article_urls WHERE article = :article AND url <> :url ORDER BY url"

_DATE_SOURCES = {
    "feed": "the feed",
    "news_sitemap": "the news sitemap",
    "sitemap": "the sitemap",
    "json-ld": "the page's JSON-LD",
    "meta": "the page's meta tags",
    "time": "the page's time element",
    "url": "the URL",
    "text": "the page's text",
}


async def article_page(database: Any, key: str) -> dict[str, object]:
    """Return what the page of the article with the primary key `key` shows, as the template names it.

    Raises LookupError where there is no such article.
    """
    rows = await _rows(database, "SELECT * FROM articles WHERE id = :article", {"article": key})
    if not rows:
        raise LookupError(key)
    row = rows[0]
    known = {name: row[name] for name in ("duplicate_of", "story", "content_hash", "title", "url")} | {
        "article": row["id"]
    }
    topics = await _rows(database, _TOPICS, known)
    revisions = await _rows(database, _REVISIONS, known)
    return row | {
        "outlet_name": (await _rows(database, "SELECT name FROM outlets WHERE slug = :slug", {"slug": row["outlet"]}))[
            0
        ]["name"],
        "authors": json.loads(row["authors"]),
        "paragraphs": paragraphs(row["text"]),
        "published": moment(row["published_at"]),
        "date_note": date_note(row["published_precision"], row["published_source"]),
        "modified": moment(row["modified_at"]),
        "link": web_address(row["url"]),
        "image": web_address(row["image_url"]),
        "topics": [topic | {"evidence": json.loads(topic["evidence"])} for topic in topics],
        "copies": await _rows(database, _COPIES, known),
        "revisions": [
            old | {"paragraphs": paragraphs(old["text"]), "seen": moment(old["seen_at"])} for old in revisions
        ],
        "removed": await _rows(database, _REMOVED, known),
        "addresses": [address["url"] for address in await _rows(database, _ADDRESSES, known)],
    }


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a stored text, which a blank line parts."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def moment(value: str | None) -> str | None:
    """Return a stored time or day as a person writes it; what is not one as it stands, None for none."""
    if not value:
        return None
    try:
        if len(value) == len("2026-11-22"):
            return _day(date.fromisoformat(value))
        time = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{_day(time)}, {time:%H:%M} UTC"


def date_note(precision: str | None, source: str | None) -> str:
    """Return how far the date can be trusted: `day only, from the URL`; empty where nothing is known of it."""
    said = f"from {_DATE_SOURCES.get(source, source)}" if source else ""
    return ", ".join(part for part in ("day only" if precision == "day" else "", said) if part)


def web_address(value: str | None) -> str | None:
    """Return the address where a browser may be sent there (http and https alone), else None."""
    return value if is_url(value) else None


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


async def _rows(database: Any, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in (await database.execute(sql, params)).rows]

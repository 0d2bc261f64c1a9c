"""What the command line prints as JSON: times in ISO 8601 UTC with Z, days as YYYY-MM-DD."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from db.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from db.queries import Hit, OutletStatus, StoredArticle
    from db.records import Article, Topic
    from pipelines.explain import Explained


def article_object(article: Article) -> dict[str, Any]:
    """Return an article with the blocks that were left out of it, as `extract --json` prints it."""
    return {
        "url": article.url,
        "title": article.title,
        "authors": article.authors,
        "published_at": to_text(article.published_at),
        "published_precision": article.published_precision,
        "published_source": article.published_source,
        "modified_at": to_text(article.modified_at),
        "language": article.language,
        "section": article.section,
        "keywords": article.keywords,
        "topics": [_topic_object(topic) for topic in article.topics],
        "summary": article.summary,
        "text": article.text,
        "image_url": article.image_url,
        "access": article.access,
        "removed": [
            {"kind": block.kind, "reason": block.reason, "text": block.text} for block in article.blocks if block.reason
        ],
    }


def explain_object(explained: Iterable[Explained]) -> dict[str, list[dict[str, str]]]:
    """Return what was said of each field, as `extract --json --explain` prints it; a field without candidates is left out."""
    fields: dict[str, list[dict[str, str]]] = {}
    for one in explained:
        fields.setdefault(one.field, []).append({"value": one.value, "source": one.source, "verdict": one.verdict})
    return fields


def stored_object(stored: StoredArticle, *, blocks: bool) -> dict[str, Any]:
    """Return an article with what the archive knows of it, as `show --json` prints it; `removed` stands in it where `blocks` is set."""
    article = article_object(stored.article)
    if not blocks:
        del article["removed"]
    return {
        "id": stored.id,
        "outlet": stored.outlet,
        **article,
        "word_count": stored.word_count,
        "first_seen_at": to_text(stored.first_seen_at),
        "last_checked_at": to_text(stored.last_checked_at),
        "gone_at": to_text(stored.gone_at),
        "duplicate_of": stored.duplicate_of,
        "revisions": stored.revisions,
        "removed_blocks": stored.removed_blocks,
        "other_urls": stored.other_urls,
    }


def hit_object(hit: Hit) -> dict[str, Any]:
    """Return one article of a list, as `search --json` prints it."""
    return asdict(hit) | {"published_at": to_text(hit.published_at)}


def status_object(status: OutletStatus, coming: datetime | None) -> dict[str, Any]:
    """Return how an outlet does, as `status --json` prints it; `coming` is its next run, None where it has none or it is not known."""
    whole = asdict(status)
    if run := status.last_run:
        problems = [{"reason": reason, "count": count} for reason, count in run.problems]
        whole["last_run"] |= {"started_at": to_text(run.started_at), "problems": problems}
    return whole | {"next_run_at": to_text(coming)}


def _topic_object(topic: Topic) -> dict[str, Any]:
    return {
        "code": topic.code,
        "name": topic.name,
        "score": round(topic.score, 3),
        "method": topic.method,
        "evidence": topic.evidence,
    }

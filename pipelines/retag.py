"""Topics given anew to articles that are in the archive: in short transactions, so that a crawl goes on and an end loses nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db.archive import transaction
from db.topics import count_untagged, mark_topics, rename_topics, replace_topics, stored_outlets, untagged
from pipelines.tag import article_topics
from pipelines.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlite_utils import Database

    from db.records import OwnTopic, Topic

_BATCH = 200  # articles a transaction, about a tenth of a second


@dataclass(slots=True)
class Retagged:
    """What tagging again did: articles looked at and changed, and by topic's name how many articles gained and lost it."""

    articles: int = 0
    changed: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)


def retag(
    db: Database, own: Sequence[OwnTopic], tags: Mapping[str, tuple[str, ...]], done: Callable[[int, int], None]
) -> Retagged:
    """Tag all articles again whose topics were decided otherwise; an interrupted one is gone on with.

    `tags` are those of outlets.toml by outlet; articles of other outlets keep theirs. `done` is told after each batch how many of how many
    are done.
    """
    taggers = [Tagger(outlet, tags.get(outlet), tuple(own)) for outlet in stored_outlets(db)]
    with transaction(db):
        rename_topics(db, {f"own:{topic.slug}": topic.name for topic in own})
    total = sum(count_untagged(db, tagger.outlet, tagger.mark) for tagger in taggers)
    result = Retagged()
    for tagger in taggers:
        while batch := _retag_batch(db, tagger, result):
            result.articles += batch
            done(result.articles, total)
    return result


def _retag_batch(db: Database, tagger: Tagger, result: Retagged) -> int:
    """Tag some articles in one transaction; return how many, 0 where none is left."""
    mark = tagger.mark
    with transaction(db):
        articles = untagged(db, tagger.outlet, mark, _BATCH)
        for article in articles:
            topics = tagger.topics(article, article_topics(article))
            if _said(topics) == _said(article.topics):
                mark_topics(db, article.id, mark)
                continue
            replace_topics(db, article.id, topics, mark)
            _count(result, article.topics, topics)
    return len(articles)


def _said(topics: Sequence[Topic]) -> frozenset[tuple[object, ...]]:
    """Return what tells topics apart: all but their names, which are the archive's."""
    return frozenset((topic.code, topic.score, topic.method, topic.evidence) for topic in topics)


def _count(result: Retagged, before: Sequence[Topic], after: Sequence[Topic]) -> None:
    old, new = {topic.code: topic.name for topic in before}, {topic.code: topic.name for topic in after}
    result.changed += 1
    result.gained.update(name for code, name in new.items() if code not in old)
    result.lost.update(name for code, name in old.items() if code not in new)

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from db.archive import open_archive, read_archive
from db.counts import TopicCount, count_articles, topic_counts
from db.filters import Filters, TopicError

if TYPE_CHECKING:
    from pathlib import Path


def test_topics_count_the_articles_of_those_below_them_once(archive: Path) -> None:
    with closing(open_archive(archive)) as db:
        more: list[dict[str, Any]] = [
            {"code": "20000999", "name": "ferries", "parent": "20000332", "scheme": "iptc"},
            {"code": "15000000", "name": "sport", "parent": None, "scheme": "iptc"},
            {"code": "tag:sea", "name": "sea", "parent": None, "scheme": "own"},
        ]
        db.table("topics").insert_all(more)
        rows = [(1, "20000999"), (2, "20000999"), (3, "04000000"), (2, "tag:sea")]
        db.table("article_topics").insert_all(
            {"article": article, "topic": topic, "score": 0.5, "method": "lexicon", "evidence": "[]"}
            for article, topic in rows
        )
        assert topic_counts(db) == [
            TopicCount("04000000", "economy", None, "iptc", 3),
            TopicCount("20000999", "ferries", "20000332", "iptc", 2),
            TopicCount("20000332", "transport", "04000000", "iptc", 2),
            TopicCount("tag:sea", "sea", None, "own", 1),
        ]


def test_a_circle_of_topics_ends(archive: Path) -> None:
    with closing(open_archive(archive)) as db:
        db.execute("UPDATE topics SET parent = '20000332' WHERE code = '04000000'")
        assert [(topic.code, topic.articles) for topic in topic_counts(db)] == [("04000000", 1), ("20000332", 1)]


def test_an_empty_archive_has_no_topics(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "empty.db")) as db:
        assert topic_counts(db) == []


def test_articles_are_counted_by_filters(archive: Path) -> None:
    with closing(read_archive(archive)) as db:
        assert count_articles(db, Filters()) == 4
        assert count_articles(db, Filters(outlets=("nahar",), languages=("ar",))) == 1
        with pytest.raises(TopicError, match="no such topic: sea"):
            count_articles(db, Filters(topics=("sea",)))

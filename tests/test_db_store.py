"""What storing an article does to the archive: on real files, compared as whole rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.archive import open_archive, transaction
from db.errors import NoSuchArticle
from db.links import add_links, waiting_links
from db.records import Article, Block, Change, FoundLink, Outlet, SaveResult, Topic
from db.sources import put_outlet
from db.store import NewText, delete_article, save_article
from pipelines.urls import identity

NOON = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
LATER = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)
TIMES = Outlet("times", "The Times", "https://times.example/", timezone="Asia/Riyadh")
POST = Outlet("post", "The Post", "https://post.example/")
ARTICLE = Article(
    url="https://times.example/world/a",
    title="Harbour reopens",
    text="The harbour reopened on Sunday.\n\nShips came in.",
    authors=("Ada Reed",),
    published_at=datetime(2025, 5, 31, 22, 30, tzinfo=UTC),
    published_source="json-ld",
    language="en",
    section="World",
    keywords=("harbour",),
    topics=(Topic("04000000", "economy, business and finance", 0.8, "section", ("business",)),),
    blocks=(Block("Menu", "item", 1, "link"), Block("The harbour reopened on Sunday.", "paragraph", 2)),
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = open_archive(tmp_path / "news.db")
    with transaction(db):
        put_outlet(db, TIMES)
        put_outlet(db, POST)
    yield db
    db.close()


def new_text(article: Article = ARTICLE, *others: str) -> NewText:
    return NewText(
        article=article,
        addresses={url: identity(url) for url in (article.url, *others)},
        content_hash=article.text.casefold(),
        word_count=len(article.text.split()),
        search_text=f"{article.title}\n{article.text}".casefold(),
        extractor_version=1,
    )


def save(db: Database, new: NewText, now: datetime = NOON, outlet: Outlet = TIMES) -> SaveResult:
    with transaction(db):
        return save_article(db, outlet, new, now)


def rows(db: Database, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.execute(sql)]


def found_by(db: Database, word: str) -> list[object]:
    return [row[0] for row in db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", [word])]


def test_a_new_article_stands_in_every_table(db: Database) -> None:
    assert save(db, new_text(ARTICLE, "https://times.example/a?x=1")) == SaveResult(Change.NEW, 1)
    assert next(db.query("SELECT * FROM articles")) == {
        "id": 1,
        "outlet": "times",
        "url": "https://times.example/world/a",
        "title": "Harbour reopens",
        "authors": '["Ada Reed"]',
        "published_at": "2025-05-31T22:30:00Z",
        "published_day": "2025-06-01",  # in Riyadh
        "published_precision": "time",
        "published_source": "json-ld",
        "modified_at": None,
        "language": "en",
        "section": "World",
        "keywords": '["harbour"]',
        "topics": '["economy, business and finance"]',
        "summary": None,
        "text": "The harbour reopened on Sunday.\n\nShips came in.",
        "image_url": None,
        "access": "unknown",
        "word_count": 8,
        "first_seen_at": "2025-06-01T12:00:00Z",
        "last_checked_at": "2025-06-01T12:00:00Z",
        "content_hash": "the harbour reopened on sunday.\n\nships came in.",
        "duplicate_of": None,
        "story": None,
        "gone_at": None,
        "extractor_version": 1,
        "topics_mark": None,
        "search_text": "harbour reopens\nthe harbour reopened on sunday.\n\nships came in.",
    }
    assert rows(db, "SELECT url, article FROM article_urls ORDER BY url") == [
        ("https://times.example/a?x=1", 1),
        ("https://times.example/world/a", 1),
    ]
    assert rows(db, "SELECT position, kind, text, reason FROM blocks") == [
        (0, "item", "Menu", "link"),
        (1, "paragraph", "The harbour reopened on Sunday.", None),
    ]
    assert rows(db, "SELECT * FROM removed_blocks") == [("times", "Harbour reopens", 1, 0, "item", "link", "Menu")]
    assert rows(db, "SELECT topic, score, method, evidence FROM article_topics") == [
        ("04000000", 0.8, "section", '["business"]')
    ]
    assert found_by(db, "ships") == [1]


def test_a_day_without_a_time_stays_that_day_in_every_zone(db: Database) -> None:
    save(db, new_text(replace(ARTICLE, published_at=date(2025, 5, 31))))
    columns = "published_at, published_day, published_precision"
    assert rows(db, f"SELECT {columns} FROM articles") == [("2025-05-31", "2025-05-31", "day")]


def test_the_same_text_again_changes_only_when_it_was_checked(db: Database) -> None:
    save(db, new_text())
    assert save(db, new_text(), LATER) == SaveResult(Change.UNCHANGED, 1)
    assert rows(db, "SELECT first_seen_at, last_checked_at FROM articles") == [
        ("2025-06-01T12:00:00Z", "2025-06-02T12:00:00Z")
    ]
    assert rows(db, "SELECT * FROM revisions") == []


def test_a_changed_text_keeps_every_text_it_has_had(db: Database) -> None:
    save(db, new_text())
    changed = replace(ARTICLE, text="The harbour reopened on Monday.", topics=(), blocks=())
    assert save(db, new_text(changed), LATER) == SaveResult(Change.MODIFIED, 1)
    assert rows(db, "SELECT article, seen_at, text FROM revisions ORDER BY id") == [
        (1, "2025-06-01T12:00:00Z", ARTICLE.text),
        (1, "2025-06-02T12:00:00Z", "The harbour reopened on Monday."),
    ]
    assert (found_by(db, "sunday"), found_by(db, "monday")) == ([], [1])
    assert rows(db, "SELECT topic FROM article_topics UNION ALL SELECT text FROM blocks") == []


def test_a_teaser_does_not_replace_the_whole_text(db: Database) -> None:
    save(db, new_text())
    teaser = replace(ARTICLE, text="The harbour reopened.", access="paywalled")
    assert save(db, new_text(teaser), LATER) == SaveResult(Change.UNCHANGED, 1)
    assert rows(db, "SELECT text FROM articles") == [(ARTICLE.text,)]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://www.times.example/world/a/", id="another scheme, host prefix and trailing slash"),
        pytest.param("https://m.times.example/world/a", id="the mobile host"),
        pytest.param("https://times.example/world/a?utm_source=feed", id="a tracking parameter"),
    ],
)
def test_another_address_of_an_article_is_that_article(db: Database, url: str) -> None:
    save(db, new_text())
    assert save(db, new_text(replace(ARTICLE, url=url))) == SaveResult(Change.UNCHANGED, 1)
    assert rows(db, "SELECT count(*) FROM articles") == [(1,)]


def test_the_same_text_at_the_same_outlet_is_one_article(db: Database) -> None:
    save(db, new_text())
    copy = replace(ARTICLE, url="https://times.example/sport/b")
    assert save(db, new_text(copy)) == SaveResult(Change.UNCHANGED, 1)
    assert rows(db, "SELECT url FROM article_urls ORDER BY url") == [
        ("https://times.example/sport/b",),
        ("https://times.example/world/a",),
    ]


def test_the_same_text_at_another_outlet_is_a_duplicate_of_the_first(db: Database) -> None:
    save(db, new_text())
    for n, outlet in enumerate((POST, POST), start=2):
        copy = replace(ARTICLE, url=f"https://post.example/{n}", text=ARTICLE.text)
        save(db, new_text(copy), outlet=outlet)
    assert rows(db, "SELECT id, outlet, duplicate_of FROM articles") == [(1, "times", None), (2, "post", 1)]


def test_a_deleted_article_stays_deleted(db: Database) -> None:
    with transaction(db):
        add_links(db, "times", None, [FoundLink(ARTICLE.url)], NOON, identity)
    save(db, new_text(ARTICLE, "https://times.example/a?id=1"))
    with transaction(db):
        delete_article(db, 1, LATER)
    assert save(db, new_text()) == SaveResult(Change.REJECTED, None, "deleted")
    with transaction(db):
        assert add_links(db, "times", None, [FoundLink("https://times.example/a?id=1")], LATER, identity) == 0
    assert waiting_links(db, "times", LATER, 10) == []
    assert found_by(db, "harbour") == []
    left = "SELECT count(*) FROM blocks UNION ALL SELECT count(*) FROM article_topics UNION ALL SELECT count(*) FROM article_urls"
    assert rows(db, left) == [(0,), (0,), (0,)]


def test_deleting_what_is_not_there_is_an_error(db: Database) -> None:
    with pytest.raises(NoSuchArticle, match="no such article: 7"), transaction(db):
        delete_article(db, 7, NOON)


def test_a_batch_that_fails_leaves_nothing_half_written(db: Database) -> None:
    broken = replace(ARTICLE, title=None)  # type: ignore[arg-type]  # what the schema refuses
    with pytest.raises(Exception, match="NOT NULL"), transaction(db):
        save_article(db, TIMES, new_text(), NOON)
        save_article(db, TIMES, new_text(replace(broken, url="https://times.example/c", text="Other")), NOON)
    assert rows(db, "SELECT count(*) FROM articles") == [(0,)]
    assert not db.conn.in_transaction


def test_topics_of_the_user_are_told_from_the_vocabulary(db: Database) -> None:
    tagged = replace(ARTICLE, topics=(*ARTICLE.topics, Topic("tag:gulf", "Gulf", 1.0, "tag")))
    save(db, new_text(tagged))
    assert rows(db, "SELECT code, name, scheme FROM topics ORDER BY code") == [
        ("04000000", "economy, business and finance", "iptc"),
        ("tag:gulf", "Gulf", "own"),
    ]
    assert json.loads(rows(db, "SELECT topics FROM articles")[0][0]) == ["economy, business and finance", "Gulf"]  # type: ignore[arg-type]

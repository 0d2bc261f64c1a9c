"""The pages file: one page an article and a link, pruned by age, found again as it was put."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from db.errors import ArchiveError
from db.pages import (
    forget_pages,
    kept_links,
    kept_page,
    open_pages,
    pages_path,
    prune_pages,
    put_pages,
    without_page,
)
from db.records import KeptPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
PAGE = KeptPage(
    link=7,
    article=3,
    outlet="pier",
    url="https://pier.example/bridge?ref=feed",
    requested_url="https://pier.example/bridge",
    fetched_at=NOW,
    stored_at=NOW + timedelta(seconds=2),
    html=b"packed",
    encoding="windows-1256",
    title="الجسر",
    published_at=NOW - timedelta(hours=1),
    source="feed",
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with closing(open_pages(tmp_path / "news.db")) as db:
        yield db


def test_a_page_comes_back_as_it_was_put(db: Database) -> None:
    bare = KeptPage(8, None, "pier", "u", "r", NOW, NOW, b"", published_at=date(2026, 3, 1))
    put_pages(db, [PAGE, bare])
    assert [kept_page(db, 7), kept_page(db, 8), kept_page(db, 9)] == [PAGE, bare, None]


def test_a_page_takes_the_place_of_its_articles_and_of_its_links(db: Database) -> None:
    other, again = replace(PAGE, link=8, html=b"other"), replace(PAGE, link=8, article=4, html=b"again")
    put_pages(db, [PAGE, other])
    assert kept_links(db, "pier") == [8]
    put_pages(db, [again])
    assert (kept_links(db, "pier"), without_page(db, [3, 4])) == ([8], {3})


def test_links_come_by_article_and_since_a_time(db: Database) -> None:
    put_pages(
        db,
        [
            replace(PAGE, link=1, article=None),
            replace(PAGE, link=2, article=9, fetched_at=NOW - timedelta(days=1)),
            replace(PAGE, link=3, article=5),
            replace(PAGE, link=4, article=6, outlet="quay"),
        ],
    )
    assert (kept_links(db, "pier"), kept_links(db, "pier", NOW), kept_links(db, "none")) == ([1, 3, 2], [1, 3], [])


def test_old_pages_of_the_outlet_alone_are_pruned(db: Database) -> None:
    old = NOW - timedelta(days=30)
    put_pages(
        db,
        [
            replace(PAGE, link=1, article=1, fetched_at=old),
            replace(PAGE, link=2, article=2, fetched_at=old + timedelta(seconds=1)),
            replace(PAGE, link=3, article=3, fetched_at=old, outlet="quay"),
        ],
    )
    prune_pages(db, "pier", 30, NOW)
    assert (kept_links(db, "pier"), kept_links(db, "quay")) == ([2], [3])
    prune_pages(db, "pier", 0, NOW)
    assert kept_links(db, "pier") == []


def test_the_pages_of_an_outlet_that_is_crawled_no_longer_are_pruned_too(db: Database) -> None:
    put_pages(db, [replace(PAGE, fetched_at=NOW - timedelta(days=n), link=n, article=n) for n in (1, 2, 3)])
    prune_pages(db, "pier", 7, NOW)
    prune_pages(db, "quay", 0, NOW + timedelta(days=5))
    assert kept_links(db, "pier") == [1]
    prune_pages(db, "pier", 1, NOW)
    assert kept_links(db, "pier") == []


def test_the_file_gives_room_back(db: Database, tmp_path: Path) -> None:
    put_pages(db, [replace(PAGE, link=n, article=n, html=b"x" * 50_000) for n in range(1, 40)])
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    path = pages_path(tmp_path / "news.db")
    assert path.stat().st_size > 1_900_000
    prune_pages(db, "pier", 0, NOW)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert path.stat().st_size < 100_000


def test_forgotten_are_the_articles_page_and_its_links(db: Database, tmp_path: Path) -> None:
    put_pages(db, [PAGE, replace(PAGE, link=8, article=None), replace(PAGE, link=9, article=4)])
    forget_pages(tmp_path / "news.db", 3, [8])
    assert kept_links(db, "pier") == [9]
    forget_pages(tmp_path / "none.db", 3, [8])
    assert not pages_path(tmp_path / "none.db").exists()


def test_the_file_stands_beside_the_archive_under_any_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "news.db").touch()
    (tmp_path / "today.db").symlink_to(tmp_path / "deep" / "news.db")
    assert pages_path(tmp_path / "today.db") == tmp_path.resolve() / "deep" / "news-pages.db"


def test_an_archive_in_its_place_is_left_alone(archive: Path) -> None:
    archive.rename(archive.with_name("news-pages.db"))
    before = archive.with_name("news-pages.db").read_bytes()
    with pytest.raises(ArchiveError, match="another database; the pages of"):
        open_pages(archive)
    assert archive.with_name("news-pages.db").read_bytes() == before

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.archive import open_archive, transaction
from db.link_shapes import known_addresses
from db.links import add_links, close_link, link_failed
from db.records import FoundLink, Outlet
from db.sources import put_outlet
from pipelines.urls import identity

NOON = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
HOME = "https://times.example/"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = open_archive(tmp_path / "news.db")
    with transaction(db):
        for slug in ("times", "post"):
            put_outlet(db, Outlet(slug, slug.title(), f"https://{slug}.example/"))
    yield db
    db.close()


def close(db: Database, name: str, reason: str | None = None, hours: int = 0, outlet: str = "times") -> None:
    """Add a link of an outlet and close it, as its page made it."""
    with transaction(db):
        add_links(db, outlet, None, [FoundLink(f"https://{outlet}.example/{name}")], NOON, identity)
        newest = db.execute("SELECT max(id) FROM links").fetchone()[0]
        close_link(db, newest, NOON + timedelta(hours=hours), reason=reason)


def test_an_outlet_without_links_has_no_known_addresses(db: Database) -> None:
    assert known_addresses(db, "times", 10) == ([], [])


def test_tells_articles_from_the_pages_that_were_none(db: Database) -> None:
    close(db, "news/a")
    close(db, "video/b", "no_article")
    close(db, "news/c")
    close(db, "clip/d", "too_short")
    assert known_addresses(db, "times", 10) == ([HOME + "news/c", HOME + "news/a"], [HOME + "clip/d", HOME + "video/b"])


@pytest.mark.parametrize("reason", ["noarchive", "truncated", "broken_encoding", "too_large", "empty"])
def test_a_page_that_was_not_read_says_nothing_of_its_address(db: Database, reason: str) -> None:
    close(db, "news/a", reason)
    assert known_addresses(db, "times", 10) == ([], [])


def test_a_link_that_waits_or_failed_says_nothing(db: Database) -> None:
    with transaction(db):
        add_links(
            db, "times", None, [FoundLink(HOME + "a"), FoundLink(HOME + "b"), FoundLink(HOME + "c")], NOON, identity
        )
        link_failed(db, 2, "http_500", NOON)
        link_failed(db, 3, "http_404", NOON)
    assert known_addresses(db, "times", 10) == ([], [])


def test_another_outlet_s_addresses_are_its_own(db: Database) -> None:
    close(db, "news/a", outlet="post")
    close(db, "video/b", "no_article", outlet="post")
    assert known_addresses(db, "times", 10) == ([], [])


def test_gives_the_last_fetched_up_to_the_limit_of_each(db: Database) -> None:
    for number, hours in enumerate((3, 1, 2)):
        close(db, f"news/{number}", hours=hours)
        close(db, f"video/{number}", "no_article", hours=hours)
    assert known_addresses(db, "times", 2) == (
        [HOME + "news/0", HOME + "news/2"], [HOME + "video/0", HOME + "video/2"]
    )  # fmt: skip

"""Which of an outlet's links proved to be articles and which did not: what the shapes of its addresses are learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# What a page turned out to be; the other reasons to reject one say how it came, or what it asks for.
NOT_ARTICLES = ("no_article", "section", "video", "too_short", "not_html")


def known_addresses(db: Database, outlet: str, limit: int) -> tuple[list[str], list[str]]:
    """Return the addresses of an outlet's links that are stored articles, and of those whose pages are none.

    Of each the last fetched, at most `limit`, newest first.
    """
    marks = ",".join("?" * len(NOT_ARTICLES))
    newest = "ORDER BY fetched_at DESC, id DESC LIMIT ?"
    articles = db.execute(
        f"SELECT url FROM links WHERE outlet = ? AND state = 'fetched' {newest}",  # noqa: S608 - constants alone
        (outlet, limit),
    )
    others = db.execute(
        f"SELECT url FROM links WHERE outlet = ? AND state = 'rejected' AND reason IN ({marks}) {newest}",  # noqa: S608 - constants alone
        (outlet, *NOT_ARTICLES, limit),
    )
    return [row["url"] for row in articles], [row["url"] for row in others]

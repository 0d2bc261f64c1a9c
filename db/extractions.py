"""What the archive has of a kept page, the article that was read from it or the link that was turned away.

What writes runs inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.queries import article_parts
from db.records import LinkState
from db.times import time_from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlite_utils import Database

    from db.records import Article, KeptPage


@dataclass(frozen=True, slots=True)
class Extraction:
    """What is stored of a page: its article by number, with `columns` by name and as a `value`; all None and empty where it has none.

    `etag` and `last_modified` are what the link remembers of the answer, `found_at` is when it was found.
    """

    found_at: datetime | None
    etag: str | None = None
    last_modified: str | None = None
    article: int | None = None
    columns: Mapping[str, Any] | None = None
    value: Article | None = None

    @property
    def content_hash(self) -> str | None:
        """Return what tells the stored text from any other, None where there is none."""
        return self.columns["content_hash"] if self.columns else None


_STORED = """
    SELECT articles.*, links.state, links.article AS of_link, links.etag, links.last_modified, links.discovered_at,
        coalesce((SELECT max(seen_at) FROM revisions WHERE article = articles.id), articles.first_seen_at) AS text_since
    FROM links LEFT JOIN articles ON articles.id = links.article WHERE links.id = ? AND links.outlet = ? AND links.url = ?"""


def stored_extraction(db: Database, page: KeptPage) -> Extraction | None:
    """Return what the archive has of a page; None where its link is not known, stands otherwise, or has brought another text since.

    A page that is kept as none may have an article by now: a later version of the extractor found it there.
    """
    row = db.execute(_STORED, (page.link, page.outlet, page.requested_url)).fetchone()
    if row is None or page.article not in {None, row["of_link"]}:
        return None
    found = Extraction(time_from_text(row["discovered_at"]), row["etag"], row["last_modified"])
    article = row["of_link"]
    if article is None:
        return found if row["state"] == LinkState.REJECTED else None
    if row["text_since"] > (to_text(page.stored_at) or ""):
        return None
    value = article_parts(db, article)
    return Extraction(found.found_at, found.etag, found.last_modified, article, dict(row), value)


def mark_version(db: Database, article: int | None, version: int) -> None:
    """Note that this version of the extractor gives an article too."""
    db.execute("UPDATE articles SET extractor_version = ? WHERE id = ?", (version, article))


def count_stored(db: Database, outlets: Iterable[str], since: datetime | None) -> int:
    """Return how many articles these outlets have, first seen at `since` or later."""
    slugs = list(outlets)
    marks = ",".join("?" * len(slugs))
    sql = f"SELECT count(*) FROM articles WHERE outlet IN ({marks}) AND first_seen_at >= ?"  # noqa: S608 - only question marks
    return int(db.execute(sql, [*slugs, to_text(since) or ""]).fetchone()[0])

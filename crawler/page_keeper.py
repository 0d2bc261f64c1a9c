"""Keeps fetched pages beside the archive while a crawl goes on. What goes wrong with that file costs pages, never an article."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from db.errors import ArchiveError
from db.pages import open_pages, pages_path, prune_pages, put_pages, without_page
from pipelines.keep import page_to_keep, unchanged_articles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from db.records import Outlet, SaveResult
    from pipelines.items import PageResult


class PageKeeper:
    """The pages file of an archive, opened when there is something to do in it.

    `trouble` says why no more pages are kept in this crawl, as where the disk is full or the file damaged; None while all is well.
    """

    def __init__(self, archive: Path) -> None:
        """Open nothing yet."""
        self._archive = archive
        self._db: Database | None = None
        self.trouble: str | None = None

    def prune(self, outlet: Outlet, now: datetime) -> None:
        """Delete the pages that are older than their outlets keep them, this one as outlets.toml says now."""
        if self.trouble is None and (outlet.keep_pages or pages_path(self._archive).exists()):
            try:
                prune_pages(self._opened(), outlet.slug, outlet.keep_pages, now)
            except (sqlite3.Error, ArchiveError) as error:
                self._give_up(error)

    def keep(self, results: Sequence[PageResult], saved: Sequence[SaveResult], now: datetime) -> None:
        """Keep the pages of results that have been stored, in one transaction."""
        pages = [page for pair in zip(results, saved, strict=True) if (page := page_to_keep(*pair, now))]
        if self.trouble is not None or not pages:
            return
        try:
            db, unchanged = self._opened(), unchanged_articles(saved)
            standing = unchanged - without_page(db, unchanged)
            put_pages(db, [page for page in pages if page.article not in standing])
        except (sqlite3.Error, ArchiveError) as error:
            self._give_up(error)

    def _opened(self) -> Database:
        if self._db is None:
            self._db = open_pages(self._archive)
        return self._db

    def _give_up(self, error: Exception) -> None:
        path = pages_path(self._archive)
        self.trouble = str(error) if isinstance(error, ArchiveError) else f"{path}: {error}"
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

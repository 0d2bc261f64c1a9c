"""Scrapy's item pipeline: a fetched page goes to a worker, what comes back is stored in batches."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

from scrapy import signals
from twisted.python.failure import Failure

from crawler.joining import NextPages, with_next_pages
from crawler.workers import Workers

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.signalmanager import SignalManager

    from crawler.session import CrawlSession
    from pipelines.items import FetchedPage, PageResult

_BATCH = 25  # results; then, or a second after the first, they are stored
_SECONDS = 1.0


class Extract:
    """From a FetchedPage to a PageResult, in a worker process; an article's further pages are joined to it."""

    def __init__(self, next_pages: NextPages) -> None:
        """Start no process yet; `next_pages` fetches."""
        self._workers = Workers()
        self._next_pages = next_pages

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Extract:
        """Build it for a crawl."""
        return cls(NextPages(crawler))

    async def process_item(self, item: FetchedPage) -> PageResult:
        """Return what became of the page."""
        return await with_next_pages(await self._workers.extract(item), self._next_pages.fetch, self._workers.extract)

    def close_spider(self) -> None:
        """End the workers."""
        self._workers.close()


class Store:
    """Gather results and store them in short transactions; a crawl killed in between fetches those pages again."""

    def __init__(self, session: CrawlSession, signal_manager: SignalManager) -> None:
        """Take the session that stores, and where to tell of errors."""
        self._session = session
        self._signals = signal_manager
        self._batch: list[PageResult] = []
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Store:
        """Build it for a crawl."""
        return cls(crawler.spider.session, crawler.signals)

    def process_item(self, item: PageResult) -> PageResult:
        """Add a result to the batch."""
        self._batch.append(item)
        if len(self._batch) >= _BATCH:
            self._flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_SECONDS, self._flush_and_tell)
        return item

    def close_spider(self) -> None:
        """Store what is left."""
        self._flush_and_tell()

    def _flush_and_tell(self) -> None:
        """Store where no item is under way that an error could be raised for: it is signalled as one of an item."""
        try:
            self._flush()
        except sqlite3.DatabaseError:
            self._signals.send_catch_log(signals.item_error, failure=Failure())

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, self._batch = self._batch, []
        if batch:
            self._session.store(batch)

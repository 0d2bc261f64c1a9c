"""One crawl of some outlets, in this process: Scrapy from its settings to its end."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings

from crawler import settings as base
from crawler.failures import CrawlStopped
from crawler.middlewares import turn_away, with_jitter
from crawler.public_addresses import trusted_hosts
from crawler.session import CrawlSession, CrawlTerms
from crawler.spiders.back_fill import BackFillSpider
from crawler.spiders.outlets import OutletSpider
from db.archive import open_archive
from db.errors import ArchiveError
from pipelines.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from twisted.internet.defer import Deferred
    from twisted.python.failure import Failure

    from crawler.back_fill import BackFill
    from crawler.locks import OutletBusy
    from crawler.outlet_run import OutletRun, RunReport
    from db.records import Outlet, OwnTopic

_AT_ONCE = 8  # requests to one site that asks for no delay


def crawl(
    db_path: Path,
    outlets: Sequence[Outlet],
    report: Callable[[RunReport], None],
    progress: Callable[[OutletRun, int], None],
    *,
    scheduled: bool = False,
    back_fill: BackFill | None = None,
    own_topics: Sequence[OwnTopic] = (),
) -> tuple[bool, list[OutletBusy]]:
    """Crawl some outlets once; say whether all could be read, and which are being crawled by another process and were left to it.

    `report` is called with each run as it ends, `progress` with a run and its waiting links while it is under way. A `scheduled` crawl
    lets sources rest that bring something seldom; one by hand asks all that are not put off by failures. With `back_fill` what lies back
    in a period is walked instead. `own_topics` are the user's, which articles are given. Raises ArchiveError.
    Takes over the process's signals: SIGINT and SIGTERM end the crawl in order, its runs as stopped.
    """
    db = open_archive(db_path)
    try:
        terms = CrawlTerms(scheduled, back_fill.period if back_fill else None, tuple(own_topics))
        session = CrawlSession(db, db_path, outlets, report, progress, terms)
        if session.runs:
            _scrape(session, back_fill)
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{db_path}: {error} (what was stored before is safe; the next crawl goes on)") from error
    finally:
        db.close()
    return not session.failed, session.busy


class _Process(CrawlerProcess):  # type: ignore[misc]  # scrapy has no types
    """Scrapy's process, which at a signal waits for the requests under way, but not for those that a delay still holds back."""

    def stop(self) -> Deferred[object]:
        """End all crawls in order."""
        for crawler in self.crawlers:
            for slot in crawler.engine.downloader.slots.values() if crawler.engine else ():
                turn_away(slot, CrawlStopped())
        return super().stop()


def _scrape(session: CrawlSession, back_fill: BackFill | None) -> None:
    """Run Scrapy to its end; an error that is no failure of the web is raised then, with the runs it left open closed as failed."""
    process = _Process(crawl_settings([run.outlet for run in session.runs.values()]))
    crawler = process.create_crawler(BackFillSpider if back_fill else OutletSpider)
    errors: list[BaseException] = []

    def note(failure: Failure) -> None:
        errors.append(failure.value)
        if failure.check(sqlite3.DatabaseError):
            process.stop()  # nothing more could be stored

    for signal in (signals.spider_error, signals.item_error):
        crawler.signals.connect(note, signal)
    process.crawl(crawler, session=session, **({"back_fill": back_fill} if back_fill else {}))
    process.start()
    session.close("failed" if errors else "stopped")
    if errors:
        raise errors[0]


def crawl_settings(outlets: Iterable[Outlet]) -> Settings:
    """Return Scrapy's settings for these outlets: one queue a site with the longest delay that is named for it, in seconds.

    Scrapy varies it; the shortest is what is named."""
    outlets = tuple(outlets)
    slots: dict[str, dict[str, float | int]] = {}
    for outlet in outlets:
        site = registrable_domain(outlet.homepage)
        delay = max(with_jitter(outlet.delay), slots.get(site, {}).get("delay", 0.0))
        slots[site] = {"delay": delay, "concurrency": 1 if delay else _AT_ONCE}
    settings = Settings()
    settings.setmodule(base)
    settings.set("DOWNLOAD_SLOTS", slots)
    settings.set("TRUSTED_HOSTS", trusted_hosts(outlets))
    return settings

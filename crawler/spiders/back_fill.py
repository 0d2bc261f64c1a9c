"""The spider that walks back through an outlet: one request after the other, by the crawl's own rules.

home page, robots.txt -> sitemaps, sections -> links (written) -> their articles, before the walk goes on
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.python.failure import Failure

from crawler.back_fill import Walk
from crawler.discovery import UnreadableSource
from crawler.discovery.content import MOST_BYTES
from crawler.failures import EXPECTED, CrawlStopped, RobotsUnreachable, SiteWaits, reason_of, retry_after
from crawler.joining import NextPages, with_next_pages
from crawler.locks import OutletBusy
from crawler.spiders.outlets import OutletSpider, conditional, detail, off_site
from crawler.workers import Workers
from db.archive import transaction
from db.back_fills import back_fill_link, end_back_fill, has_pages, next_page, page_put_off, page_read, progress
from db.links import utc_now
from pipelines.items import FetchedPage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response

    from crawler.back_fill import BackFill
    from crawler.outlet_run import OutletRun
    from crawler.session import CrawlSession
    from db.back_fills import WalkPage
    from db.records import Link

_PORTION = 600.0  # seconds; then its run is closed and reported, and a new one begun
_TURN = 1.0  # seconds that another crawl has to take an outlet's lock, and between two tries to have it back


class BackFillSpider(OutletSpider):
    """Walk back through the outlets of a session, each by itself."""

    name = "back_fill"

    def __init__(self, session: CrawlSession, back_fill: BackFill, **options: Any) -> None:
        """Take a session whose runs are parts of a back-fill, and what was asked for."""
        super().__init__(session, **options)
        self._asked = back_fill
        self._workers = Workers(1)

    async def start(self) -> AsyncIterator[Request]:
        """Walk; Scrapy itself is given no request."""
        try:
            await asyncio.gather(*(self._walk(run) for run in tuple(self.session.runs.values())))
        except Exception:
            # Scrapy would only log it; what is told as an error of the spider ends the crawl and is raised at its end.
            self.crawler.signals.send_catch_log(signals.spider_error, failure=Failure(), spider=self)
            raise
        for request in list[Request]():
            yield request

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy hands it over
        """End the worker."""
        self._workers.close()

    def _pages(self, run: OutletRun) -> Iterator[Request]:  # noqa: ARG002 - as of every spider of outlets
        """Ask for nothing behind a page: the walk does."""
        return iter(())

    async def _walk(self, run: OutletRun) -> None:
        """Walk in portions, until nothing is due or this call is over; in between the outlet is free for other crawls."""
        walk = Walk(self.session.db, run.outlet, run.back_fill or 0, self._asked.period)
        goes_on = True
        while goes_on:
            self.session.opened(run)
            try:
                goes_on = await self._portion(run, walk)
            except CrawlStopped:
                return  # the session closes its run as stopped
            self.session.closed(run)
            if goes_on:
                run = await self._reopened(run)

    async def _reopened(self, run: OutletRun) -> OutletRun:
        while True:
            await asyncio.sleep(_TURN)
            try:
                return self.session.open(run.outlet)
            except OutletBusy:
                continue

    async def _portion(self, run: OutletRun, walk: Walk) -> bool:
        """Walk for a while; return whether there is more to do now."""
        end = monotonic() + _PORTION
        run.limit.leave_half()
        run.rests = has_pages(self.session.db, run.back_fill or 0)
        if not run.rests and not run.paused:
            await self._begin(run, walk)
        while not run.paused:
            if self.session.is_wanted(run) or monotonic() > end:
                return True
            if not await self._step(run, walk):
                return False
        return False

    async def _begin(self, run: OutletRun, walk: Walk) -> None:
        answer = await self._answer(Request(run.outlet.homepage), run)
        reason = answer if isinstance(answer, str) else self._failure(answer) or off_site(answer, run)
        if isinstance(answer, str) or reason:
            said = "" if isinstance(answer, str) else detail(answer)
            self.poller.home_failed(run, str(reason), said)
            run.paused = run.paused or "the home page could not be read"
            return
        host = answer.url.partition("://")[2].partition("/")[0]
        walk.begin(answer, self.session.robots.get(host))

    async def _step(self, run: OutletRun, walk: Walk) -> bool:
        """Fetch the next article, else the next page of the walk; return False where nothing is due, or the call is over."""
        back_fill = run.back_fill or 0
        if self._asked.is_spent:
            return False
        link = back_fill_link(self.session.db, back_fill, utc_now(), run.claimed)
        if link and not run.limit.room(1):
            run.paused = f"half of the daily limit of {run.limit.most} pages is used; the other half is for what is new"
        elif link:
            await self._fetch(run, link)
        elif walk.release(run):
            pass
        elif page := next_page(self.session.db, back_fill, utc_now()):
            await self._read_page(run, walk, page)
        else:
            if progress(self.session.db, back_fill).is_done:
                end_back_fill(self.session.db, back_fill, utc_now())
            return False
        return True

    async def _fetch(self, run: OutletRun, link: Link) -> None:
        """Fetch and store an article's page."""
        self._asked.fetched += 1
        run.limit.used += 1
        run.claimed.add(link.id)
        run.fetching += 1
        headers = conditional(link.etag, link.last_modified)
        request = Request(link.url, headers=headers, cb_kwargs={"run": run, "link": link}, meta={"leave_packed": True})
        self.session.opened(run)
        answer = await self._answer(request, run, link)
        if isinstance(answer, str):
            run.fetching -= 1
            self.session.closed(run)
            return
        run.polled += 1
        for page in self.parse_page(answer, run, link):
            if isinstance(page, FetchedPage):
                first = await self._workers.extract(page)
                fetch_next = NextPages(self.crawler).fetch
                self.session.store([await with_next_pages(first, fetch_next, self._workers.extract)])

    async def _read_page(self, run: OutletRun, walk: Walk, page: WalkPage) -> None:
        """Read a sitemap or a section page, or leave a section alone that leads out of the period."""
        db = self.session.db
        if nowhere := walk.leads_nowhere(page):
            page_read(db, page.id, nowhere)
            return
        answer = await self._answer(Request(page.url, meta={"download_maxsize": MOST_BYTES}), run)
        reason = answer if isinstance(answer, str) else self._failure(answer) or off_site(answer, run)
        said, wait = "", None
        if not isinstance(answer, str):
            said, wait = detail(answer), retry_after(answer, utc_now())
            try:
                if not reason:
                    walk.read(run, page, answer)
                    run.polled += 1
            except UnreadableSource as error:
                reason, said = error.reason, str(error)
        if reason and reason != "waits":
            with transaction(db):
                page_put_off(db, page.id, reason, utc_now(), wait)
            if reason not in _NOT_THERE:
                self.session.source_problem(run, page.url, reason, said, wait)
        self.session.progressed(run)

    async def _answer(self, request: Request, run: OutletRun, link: Link | None = None) -> Response | str:
        """Return an answer, or the reason why there is none, which for a link is noted.

        Raises CrawlStopped, and what is no failure of the web.
        """
        request = request.replace(dont_filter=True)
        request.meta.update(outlet=run.outlet.slug, handle_httpstatus_list=self.handle_httpstatus_list)
        try:
            answered = deferred_from_coro(self.crawler.engine.download_async(request))
            return await maybe_deferred_to_future(answered)
        except CrawlStopped:
            raise
        except SiteWaits:
            return "waits"  # its run is paused by now
        except EXPECTED as error:
            reason = str(reason_of(error))
            if link:
                self._note(Failure(error), run, link)
            elif isinstance(error, RobotsUnreachable):
                run.paused = "robots.txt cannot be read"
            return reason


_NOT_THERE = frozenset({"http_404", "http_410"})  # also the usual places, which were only guessed

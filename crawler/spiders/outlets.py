"""The one spider: polls the sources of some outlets, writes down what they name, and fetches what is waiting.

home page? -> sources -> links (written) -> pages -> crawler.stages
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse

from crawler.compression import is_gzip
from crawler.failures import CrawlStopped, RobotsUnreachable, SiteWaits, TdmReserved, reason_of, retry_after
from crawler.hints import page_hints
from crawler.polling import Poller
from crawler.reservations import kept_back, may_be_kept
from db.links import utc_now
from pipelines.items import FetchedPage
from pipelines.urls import same_site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from twisted.python.failure import Failure

    from crawler.outlet_run import OutletRun
    from crawler.session import CrawlSession
    from db.records import Link, Source

_SOURCES_FIRST = 10  # their links are known before pages are asked for
# Answered to the spider, not dropped: every failure is named and stored.
_ERRORS = [304, *range(400, 600)]


class OutletSpider(Spider):  # type: ignore[misc]  # scrapy has no types
    """Crawl the outlets of a session."""

    name = "outlets"
    handle_httpstatus_list = _ERRORS

    def __init__(self, session: CrawlSession, **options: Any) -> None:
        """Take a session, whose outlets are locked and whose runs are open."""
        super().__init__(**options)
        self.session = session
        self.poller = Poller(session)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every outlet's sources, or for its home page where they are still to be found."""
        for run in self.session.runs.values():
            self.session.opened(run)
            for request in () if run.paused else self._first(run):
                yield request
            self.session.closed(run)

    def _first(self, run: OutletRun) -> Iterator[Request]:
        if self.poller.needs_finding(run):
            yield self._request(run.outlet.homepage, run, self.parse_home, priority=_SOURCES_FIRST)
            return
        polls = self._polls(run)
        if not polls:
            self.poller.none_due(run)
        yield from polls
        yield from self._pages(run)

    # -- sources ------------------------------------------------------------------------------

    async def parse_home(self, response: Response, run: OutletRun) -> AsyncIterator[Request]:
        """Find an outlet's sources on its home page and in its robots.txt, then poll them; the home page is read as one of them."""
        reason = self._failure(response) or off_site(response, run)
        home = None
        if reason:
            self.poller.home_failed(run, reason, detail(response), retry_after(response, utc_now()))
        else:
            home = self.poller.found(run, response, self.session.robots)
        for request in self._polls(run):
            yield request
        for request in self._read(response, run, home) if home else self._pages(run):
            yield request
        self.session.closed(run)

    def parse_source(self, response: Response, run: OutletRun, source: Source) -> Iterator[Request]:
        """Write down what a source names and ask for what is new."""
        run.polling -= 1
        yield from self._read(response, run, source)
        self.session.closed(run)

    def _read(self, response: Response, run: OutletRun, source: Source) -> Iterator[Request]:
        reason = self._failure(response)
        if reason:
            self.poller.failed(run, source, reason, detail(response), retry_after(response, utc_now()))
        else:
            yield from [self._poll(run, child) for child in self.poller.read(run, source, response)]
        yield from self._pages(run)

    def _polls(self, run: OutletRun) -> list[Request]:
        """Return the requests for the sources that are due: all at once, so that none of their pages is asked for in between."""
        return [] if run.paused else [self._poll(run, source) for source in self.poller.due(run)]

    def _poll(self, run: OutletRun, source: Source) -> Request:
        run.polling += 1
        headers = conditional(source.etag, source.last_modified)
        return self._request(
            source.url, run, self.parse_source, priority=_SOURCES_FIRST, headers=headers, source=source
        )

    # -- pages --------------------------------------------------------------------------------

    def _pages(self, run: OutletRun) -> Iterator[Request]:
        for link in self.session.next_links(run):
            run.fetching += 1
            headers = conditional(link.etag, link.last_modified)
            mined = run.outlet.respect_tdm
            yield self._request(
                link.url, run, self.parse_page, headers=headers, link=link, leave_packed=True, mined=mined
            )

    def parse_page(self, response: Response, run: OutletRun, link: Link) -> Iterator[Request | FetchedPage]:
        """Hand an article's page on, or put its link off with the reason."""
        run.fetching -= 1
        reason = self._failure(response) or off_site(response, run)
        if reason:
            self.session.page_failed(run, link, reason, detail(response), retry_after(response, utc_now()))
        elif refused := kept_back(response, run.outlet):
            self.session.page_rejected(run, link, refused)
        elif response.status == 304:
            self.session.page_unchanged(run, link)
        elif response.body and not _may_be_page(response):
            self.session.page_rejected(run, link, "not_html")
        else:
            self.session.opened(run)
            yield self._page(response, run, link)
        yield from self._pages(run)
        self.session.closed(run)

    def _page(self, response: Response, run: OutletRun, link: Link) -> FetchedPage:
        return FetchedPage(
            outlet=run.outlet.slug,
            link=link.id,
            url=response.url,
            requested_url=link.url,
            html=response.body,
            packed=is_gzip(response),
            keep=run.outlet.keep_pages > 0 and may_be_kept(response),
            hints=page_hints(run.outlet, link, _header_charset(response), utc_now()),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )

    # -- both ---------------------------------------------------------------------------------

    def _request(self, url: str, run: OutletRun, callback: Any, **options: Any) -> Request:
        self.session.opened(run)
        meta = {"outlet": run.outlet.slug, **{name: options.pop(name, False) for name in ("leave_packed", "mined")}}
        given: dict[str, Any] = {name: options.pop(name) for name in ("link", "source") if name in options}
        return Request(
            url,
            callback=callback,
            errback=self.request_failed,
            cb_kwargs={"run": run, **given},
            meta=meta,
            dont_filter=True,
            **options,
        )

    def request_failed(self, failure: Failure) -> Iterator[Request]:
        """Name what went wrong before there was an answer; raises what is not a failure of the web."""
        if failure.check(CrawlStopped):
            return
        given = failure.request.cb_kwargs
        run = given["run"]
        run.fetching -= "link" in given
        run.polling -= "source" in given
        if not failure.check(SiteWaits):
            self._note(failure, **given)
        if not given.keys() & {"link", "source"}:
            yield from self._polls(run)
        yield from self._pages(run)
        self.session.closed(run)

    def _note(self, failure: Failure, run: OutletRun, link: Link | None = None, source: Source | None = None) -> None:
        reason = reason_of(failure.value)
        if reason is None:
            failure.raiseException()
        detail = str(failure.value)[:300]
        if link and failure.check(RobotsUnreachable):
            self.session.robots_unreachable(run, link, detail)
        elif link and failure.check(TdmReserved):
            self.session.page_rejected(run, link, str(reason))
        elif link:
            self.session.page_failed(run, link, str(reason), detail)
        elif source:
            self.poller.failed(run, source, str(reason), detail)
        else:
            self.poller.home_failed(run, str(reason), detail)

    @staticmethod
    def _failure(response: Response) -> str | None:
        """Return why an answer is no page: its status; None where it is one, or unchanged."""
        return None if response.status in {200, 304} else f"http_{response.status}"


def _may_be_page(response: Response) -> bool:
    """Say whether an answer can hold a page, by its type; of a packed one only what the header says is known."""
    if is_gzip(response):
        return any(word in (_header(response, "Content-Type") or "html").lower() for word in ("html", "xml", "text"))
    return isinstance(response, TextResponse)


def off_site(response: Response, run: OutletRun) -> str | None:
    """Return `off_site` where redirects have left the outlet's site, as to a log-in or to another outlet."""
    return None if same_site(response.url, run.outlet.homepage) else "off_site"


def detail(response: Response) -> str:
    """Return what is worth knowing of an answer that is no use: its status, and where redirects led."""
    return f"{response.status} {response.url}" if response.request.meta.get("redirect_times") else str(response.status)


def conditional(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the headers that ask for an answer only where it has changed."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _header_charset(response: Response) -> str | None:
    content_type = _header(response, "Content-Type") or ""
    _, _, charset = content_type.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") or None

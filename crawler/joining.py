"""An article's further pages: asked for by the crawl's own rules while the article waits to be stored, and joined to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future

from crawler.compression import is_gzip
from crawler.failures import CrawlStopped, SiteWaits, reason_of
from pipelines.urls import same_site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.session import CrawlSession
    from db.records import Article
    from pipelines.items import FetchedPage, PageResult

MOST_PAGES = 12  # of one article; what has more is a gallery


async def with_next_pages(
    result: PageResult,
    fetch: Callable[[FetchedPage, str, int], Awaitable[FetchedPage | None]],
    extract: Callable[[FetchedPage], Awaitable[PageResult]],
) -> PageResult:
    """Return a result whose article has the text of its further pages, as far as they can be had.

    `fetch` is given the first page, the address of the next and its number, and returns None where it cannot be had.
    """
    article, number = result.article, 1
    while article is not None and article.next_page and number < MOST_PAGES:
        number += 1
        page = await fetch(result.page, article.next_page, number)
        following = (await extract(page)).article if page else None
        article = _joined(article, following) if following else replace(article, next_page=None)
    return replace(result, article=article)


def _joined(article: Article, following: Article) -> Article:
    from pipelines.join import join  # noqa: PLC0415 - with the extractor, 0.4 s and 60 MB: only where an article has more pages

    return join(article, following) or replace(article, next_page=None)


class NextPages:
    """Asks for the further pages of a crawl's articles; one that cannot be had is a problem of its outlet's run."""

    def __init__(self, crawler: Crawler) -> None:
        """Take the crawl, whose spider has the session."""
        self._crawler = crawler

    async def fetch(self, first: FetchedPage, url: str, number: int) -> FetchedPage | None:
        """Return page `number` of the article that begins with `first`, or None; it counts towards the daily limit."""
        session: CrawlSession = self._crawler.spider.session
        run = session.runs[first.outlet]
        if run.paused or not run.limit.room(1) or not same_site(url, run.outlet.homepage):
            return None
        run.limit.used += 1
        answer = await self._ask(url, first.outlet)
        if isinstance(answer, str):
            session.problem(run, url, answer, f"page {number} of {first.url}")
            return None
        if answer is None or not same_site(answer.url, run.outlet.homepage):
            return None
        hints = replace(first.hints, title=None, published_at=None, encoding=None, part=number, first_page=first.url)
        return replace(
            first, url=answer.url, requested_url=url, html=answer.body, packed=is_gzip(answer), keep=False, hints=hints
        )

    async def _ask(self, url: str, outlet: str) -> Response | str | None:
        """Return the answer of an address, in one word why there is none, or None where it was not asked."""
        request = Request(
            url,
            dont_filter=True,
            meta={"outlet": outlet, "leave_packed": True, "handle_httpstatus_list": list(range(400, 600))},
        )
        answered = deferred_from_coro(self._crawler.engine.download_async(request)).addErrback(_named)
        answer: Response | str | None = await maybe_deferred_to_future(answered)
        if answer is None or isinstance(answer, str):
            return answer
        return answer if answer.status == 200 else f"http_{answer.status}"


def _named(failure: Failure) -> str | None:
    """Return the name of a failure of the web, None where the crawl or its site asked to wait; raises what is none."""
    if failure.check(CrawlStopped, SiteWaits):
        return None
    reason = reason_of(failure.value)
    if reason is None:
        failure.raiseException()
    return str(reason)

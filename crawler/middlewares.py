"""What every request and answer passes: one queue a site, which is emptied where it asks to wait, and the count of answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from twisted.python.failure import Failure

from crawler.failures import SiteWaits, retry_after
from crawler.settings import DOWNLOAD_DELAY_JITTER
from db.links import utc_now
from pipelines.urls import host_and_site, registrable_domain

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_LIMITER = 60.0  # seconds; who asks for less counts requests, who asks for more is in need


@lru_cache(maxsize=1024)
def proxy_of(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for a host, None for none; Scrapy would read the environment for every request."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def with_jitter(delay: float) -> float:
    """Return the delay, in seconds, that Scrapy is to vary so that it never falls below this one: a site that asked for it gets it."""
    return delay / (1 - DOWNLOAD_DELAY_JITTER)


def slow_down(downloader: Downloader, site: str, delay: float) -> None:
    """Let a site's requests be so many seconds apart, one at a time, where they are nearer now."""
    slots, delay = downloader.per_slot_settings, with_jitter(delay)
    if delay <= slots.get(site, {}).get("delay", downloader.settings.getfloat("DOWNLOAD_DELAY")):
        return
    slots[site] = {"delay": delay, "concurrency": 1}
    if slot := downloader.slots.get(site):
        slot.delay, slot.concurrency = delay, 1


def turn_away(slot: Slot, error: Exception, place: str | None = None) -> None:
    """Answer what waits in a queue with an error, where a host or site is named only what is for it; what is under way goes on."""
    away = [item for item in slot.queue if place is None or place in host_and_site(item[0].url)]
    for item in away:
        slot.queue.remove(item)
        item[1].errback(Failure(error))


class OutletSlot:
    """Queue requests by registrable domain, so that one delay holds for all hosts of a site."""

    def process_request(self, request: Request) -> None:
        """Put the request into its site's queue, by the proxy that there is for its host."""
        request.meta["download_slot"] = registrable_domain(request.url)
        request.meta["proxy"] = proxy_of(*urlsplit(request.url)[:2])


class RetryAfter:
    """Send a site nothing more once it has asked to wait: neither what is queued for it nor what would follow.

    A wait of less than a minute is that of one host's limiter: the site's other hosts are not meant.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawl, whose spider has the session."""
        self._crawler = crawler
        self._until: dict[str, datetime] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryAfter:
        """Build it for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise SiteWaits while the request's host or site is to be left alone."""
        for place in host_and_site(request.url):
            if place in self._until and utc_now() < self._until[place]:
                raise SiteWaits(place)

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass the answer on as it is."""
        wait = retry_after(response, utc_now())
        if wait:
            self._hold(request.url, wait)
        return response

    def _hold(self, url: str, wait: float) -> None:
        host, site = host_and_site(url)
        place = host if wait < _LIMITER else site
        self._until[place] = utc_now() + timedelta(seconds=wait)
        self._crawler.spider.session.hold(place, wait)
        if slot := self._crawler.engine.downloader.slots.get(site):
            turn_away(slot, SiteWaits(place), place)


class Answers:
    """Tell the crawl's session of every answer, as large as it came."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawl, whose spider has the session."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Answers:
        """Build it for a crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass the answer on as it is."""
        self._crawler.spider.session.answered(request, response)
        return response

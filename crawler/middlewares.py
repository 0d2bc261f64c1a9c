"""What every request and answer passes: one queue a site with robots.txt's delay, and the count of answers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from scrapy import signals

from pipelines.urls import registrable_domain

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser


@lru_cache(maxsize=1024)
def proxy_of(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for a host, None for none; Scrapy would read the environment for every request."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


class OutletSlot:
    """Queue requests by registrable domain, so that one delay holds for all hosts of a site; robots.txt may ask for a longer one."""

    def __init__(self, crawler: Crawler) -> None:
        """Listen for parsed robots.txt files."""
        self._crawler = crawler
        crawler.signals.connect(self._obey_crawl_delay, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OutletSlot:
        """Build it for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Put the request into its site's queue, by the proxy that there is for its host."""
        request.meta["download_slot"] = registrable_domain(request.url)
        request.meta["proxy"] = proxy_of(*urlsplit(request.url)[:2])

    def _obey_crawl_delay(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        slot = self._crawler.engine.downloader.slots.get(registrable_domain(request.url))
        if asked and slot is not None and asked > slot.delay:
            slot.delay, slot.concurrency = float(asked), 1


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

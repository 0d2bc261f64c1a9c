"""robots.txt by RFC 9309: read before anything else of a host, believed for a day, with its own rules for failures."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from crawler.discovery.content import unpacked
from crawler.failures import EXPECTED, CrawlStopped, RobotsUnreachable, SiteWaits, reason_of
from crawler.middlewares import slow_down
from crawler.reservations import miners
from db.archive import transaction
from db.links import utc_now
from db.robots import RobotsFile, put_robots_file, robots_file
from pipelines.urls import registrable_domain

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.crawler import Crawler

_TOKEN = "Broadsheet"  # noqa: S105 - a user agent's product token: the name of the groups that we obey
_BELIEVED = timedelta(hours=24)  # RFC 9309, 2.4
_BETTER_THAN_NONE = timedelta(days=30)  # how old a copy may be that stands in for a file that cannot be read
MOST = 500 * 1024  # bytes that are read of a file (2.5)
_LONGEST_DELAY = 60.0  # seconds; who asks for more would be read a few times a day, whatever it publishes
_FIRST = 1000  # what waits for a robots.txt is behind it in the queue
_VERSION = re.compile(r"^([ \t]*user-agent[ \t]*:[ \t]*[\w-]+)/[^\r\n#]*", re.IGNORECASE | re.MULTILINE)
# The host itself is not there: its pages would say so too, and say it better.
_NO_HOST = frozenset({"no_such_host", "refused", "unreachable", "private_address", "proxy_failed"})


def file_of(host: str, status: int, body: bytes, now: datetime) -> RobotsFile | None:
    """Return what an answer to a request for robots.txt says; None where it says nothing (2.3.1.4).

    Anything that is neither a file nor a failure of the server means that there are no rules (2.3.1.3), but a 429: it says `not now`.
    """
    if status >= 500 or status == 429:
        return None
    text = unpacked(body) if 200 <= status < 300 else b""
    if len(text) > MOST:
        text = text[:MOST].rpartition(b"\n")[0]  # half a rule would be another one
    return RobotsFile(host, now, status, text.decode("utf-8-sig", "ignore"))


def is_believed(file: RobotsFile | None, now: datetime) -> bool:
    """Say whether a copy is so young that the host is not asked again."""
    return file is not None and now - file.fetched_at < _BELIEVED


def stands_in(file: RobotsFile | None, now: datetime) -> bool:
    """Say whether a copy may be used where the host was asked and gave nothing."""
    return file is not None and now - file.fetched_at <= _BETTER_THAN_NONE


class Rules:
    """What a robots.txt says to Broadsheet: its groups for our token, else those for all."""

    def __init__(self, body: str) -> None:
        # A version behind the token is no part of it (2.2.1); Protego would take it for one.
        self._parser = ProtegoRobotParser(_VERSION.sub(r"\1", body).encode(), None)
        self._miners = miners(body)

    def allow(self, url: str) -> bool:
        """Say whether an address may be asked for."""
        return bool(self._parser.allowed(url, _TOKEN))

    def reserves(self, url: str) -> bool:
        """Say whether a group for text and data mining forbids an address."""
        return any(not self._parser.allowed(url, name) for name in self._miners)

    @property
    def delay(self) -> float:
        """Return the Crawl-delay in seconds, 0 to 60."""
        return min(_LONGEST_DELAY, self._parser.crawl_delay(_TOKEN) or 0.0)


class RobotsTxt:
    """Let no request through before the robots.txt of its host is known, and none that it forbids."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawl, whose spider has the session."""
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsTxt:
        """Build it for a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for what is forbidden, and what has kept robots.txt away for all of its host."""
        if request.meta.get("robots_txt"):
            return
        host = urlsplit(request.url).netloc
        if host not in self._rules:
            self._rules[host] = asyncio.ensure_future(self._read(request, host))
        rules = await self._rules[host]
        if not rules.allow(request.url):
            raise IgnoreRequest("Forbidden by robots.txt")

    async def _read(self, request: Request, host: str) -> Rules:
        session = self._crawler.spider.session
        file = robots_file(session.db, host)
        if file is None or not is_believed(file, utc_now()):
            file = await self._fetch(request, host, file)
        session.robots[host] = file.body.encode()
        rules = Rules(file.body)
        slow_down(self._crawler.engine.downloader, registrable_domain(request.url), rules.delay)
        return rules

    async def _fetch(self, asking: Request, host: str, copy: RobotsFile | None) -> RobotsFile:
        """Return a host's robots.txt as it is now, and keep it; where it cannot be read, the copy that stands in, or raise why."""
        meta = {"robots_txt": True, "outlet": asking.meta.get("outlet")}  # whose run counts it
        request = Request(urljoin(asking.url, "/robots.txt"), callback=NO_CALLBACK, priority=_FIRST, meta=meta)
        try:
            response = await self._crawler.engine.download_async(request)
        except (CrawlStopped, SiteWaits):
            raise
        except EXPECTED as error:
            return self._without(copy, host, error)
        file = file_of(host, response.status, response.body, utc_now())
        return self._keep(file) if file else self._without(copy, host, RobotsUnreachable(f"http_{response.status}"))

    def _without(self, copy: RobotsFile | None, host: str, error: Exception) -> RobotsFile:
        reason = reason_of(error)
        if reason == "redirect_loop":  # more than five redirects: no rules (2.3.1.2)
            return self._keep(RobotsFile(host, utc_now(), 302, ""))
        if copy and stands_in(copy, utc_now()):
            return copy
        if reason is None or reason in _NO_HOST or isinstance(error, RobotsUnreachable):
            raise error
        raise RobotsUnreachable(reason) from error

    def _keep(self, file: RobotsFile) -> RobotsFile:
        db = self._crawler.spider.session.db
        with transaction(db):
            put_robots_file(db, file)
        return file

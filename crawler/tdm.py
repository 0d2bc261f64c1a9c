"""Let no article be asked for whose text and data mining is reserved for its host: by tdmrep.json, read once a day, or by robots.txt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.discovery.content import unpacked
from crawler.failures import EXPECTED, CrawlStopped, SiteWaits, TdmReserved
from crawler.reservations import reserves, tdm_rules
from crawler.robots import MOST, Rules, is_believed
from db.archive import transaction
from db.links import utc_now
from db.robots import RobotsFile, put_tdm_file, tdm_file

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.reservations import TdmRule

_PATH = "/.well-known/tdmrep.json"
_FIRST = 900  # what waits for it is behind it in the queue


class TdmReservation:
    """Turn requests away that carry `mined` and are reserved; stands behind robots.txt, which is read by then."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawl, whose spider has the session."""
        self._crawler = crawler
        self._files: dict[str, asyncio.Task[tuple[TdmRule, ...]]] = {}
        self._robots: dict[str, Rules] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TdmReservation:
        """Build it for a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise TdmReserved for what is reserved."""
        if not request.meta.get("mined"):
            return
        host = urlsplit(request.url).netloc
        if self._robots_of(host).reserves(request.url):
            raise TdmReserved("robots.txt")
        if host not in self._files:
            self._files[host] = asyncio.ensure_future(self._read(request, host))
        if reserves(await self._files[host], request.url):
            raise TdmReserved(_PATH)

    def _robots_of(self, host: str) -> Rules:
        if host not in self._robots:
            self._robots[host] = Rules(self._crawler.spider.session.robots[host].decode())
        return self._robots[host]

    async def _read(self, request: Request, host: str) -> tuple[TdmRule, ...]:
        db = self._crawler.spider.session.db
        file = tdm_file(db, host)
        if file is None or not is_believed(file, utc_now()):
            file = await self._fetch(request, host, file)
            if file.status != 429:  # not now is no answer
                with transaction(db):
                    put_tdm_file(db, file)
        return tdm_rules(file.body)

    async def _fetch(self, request: Request, host: str, copy: RobotsFile | None) -> RobotsFile:
        """Return a host's tdmrep.json as it is now: empty where there is none, the copy's text where the host fails.

        A host that gives none for whatever reason does not take part in the protocol (TDMRep, 6.1).
        """
        meta = {"outlet": request.meta.get("outlet")}
        wanted = Request(urljoin(request.url, _PATH), callback=NO_CALLBACK, priority=_FIRST, meta=meta)
        try:
            response = await self._crawler.engine.download_async(wanted)
        except (CrawlStopped, SiteWaits):
            raise
        except EXPECTED:
            return RobotsFile(host, utc_now(), 0, copy.body if copy else "")
        text = unpacked(response.body)[:MOST].decode("utf-8-sig", "ignore")
        if copy and response.status >= 500:
            text = copy.body
        elif response.status != 200 or not tdm_rules(text):
            text = ""
        return RobotsFile(host, utc_now(), response.status, text)

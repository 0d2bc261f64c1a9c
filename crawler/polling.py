"""Polling an outlet's sources: which are due, what they name, and what is noted of them for the next time."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.discovery import UnreadableSource, choose, find_sources, read_source
from crawler.selection import recent, wanted
from db.archive import transaction
from db.links import add_links, utc_now
from db.sources import add_sources, due_sources, needs_finding, source_failed, source_polled
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.http import Response

    from crawler.discovery import Reading
    from crawler.session import CrawlSession, OutletRun
    from db.records import Source


class Poller:
    """The sources' side of a crawl session."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session
        self._db = session.db
        self._asked: set[int] = set()  # sources polled in this session

    def needs_finding(self, run: OutletRun) -> bool:
        """Say whether the outlet's sources are to be looked for on its home page."""
        return needs_finding(self._db, run.outlet, utc_now())

    def due(self, run: OutletRun) -> list[Source]:
        """Return the sources to poll now, each once a session."""
        sources = self._due(run)
        self._asked.update(source.id for source in sources)
        return sources

    def _due(self, run: OutletRun) -> list[Source]:
        due = due_sources(self._db, run.outlet.slug, utc_now())
        return [source for source in due if source.id not in self._asked]

    def found(self, run: OutletRun, response: Response, robots: Mapping[str, bytes]) -> Source | None:
        """Write down the sources that a home page and its robots.txt name; return the home page itself where it is one, as polled."""
        rules = robots.get(urlsplit(response.url).netloc)
        sources = choose(find_sources(response.body, response.url, rules, getattr(response, "encoding", None)))
        with transaction(self._db):
            add_sources(self._db, run.outlet.slug, ((source.kind, source.url) for source in sources), origin="found")
        here = identity(response.url)
        home = next((source for source in self._due(run) if identity(source.url) == here), None)
        if home:
            self._asked.add(home.id)
        return home

    def home_failed(self, run: OutletRun, reason: str, detail: str, wait: float | None = None) -> None:
        """Note that there was no home page to find sources on."""
        self._session.source_problem(run, run.outlet.homepage, reason, detail, wait)

    def none_due(self, run: OutletRun) -> None:
        """Note that every source of the outlet is put off after failures."""
        self._session.source_problem(run, run.outlet.homepage, "put_off", "every source failed lately; none is due yet")

    def failed(self, run: OutletRun, source: Source, reason: str, detail: str, wait: float | None = None) -> None:
        """Put a source off, and note why."""
        with transaction(self._db):
            source_failed(self._db, source, utc_now(), wait)
        self._session.source_problem(run, source.url, reason, detail, wait)

    def read(self, run: OutletRun, source: Source, response: Response) -> list[Source]:
        """Write down what a source's answer names; return the further sources that it names, to be polled in this session too."""
        digest = blake2b(response.body, digest_size=16).hexdigest()
        if response.status == 304 or digest == source.content_hash:
            self._polled(run, source, response, source.content_hash)
            return []
        try:
            reading = read_source(source.kind, response.body, response.url, getattr(response, "encoding", None))
        except UnreadableSource as error:
            self.failed(run, source, error.reason, str(error))
            return []
        self._write(run, source, reading)
        self._polled(run, replace(source, kind=reading.kind), response, digest)
        return self.due(run) if reading.sources else []

    def _write(self, run: OutletRun, source: Source, reading: Reading) -> None:
        links = [link for link in recent(reading, utc_now()) if wanted(run.outlet, link.url)]
        slug = run.outlet.slug
        with transaction(self._db):
            run.counts["found"] += add_links(self._db, slug, source.id, links, utc_now(), identity)
            add_sources(self._db, slug, ((child.kind, child.url) for child in reading.sources), origin="child")

    def _polled(self, run: OutletRun, source: Source, response: Response, digest: str | None) -> None:
        run.polled += 1
        etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
        with transaction(self._db):
            source_polled(
                self._db,
                source,
                utc_now(),
                etag=etag.decode("latin-1") if etag else source.etag,
                last_modified=modified.decode("latin-1") if modified else source.last_modified,
                content_hash=digest,
            )

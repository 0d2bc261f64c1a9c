"""Polling an outlet's sources: which are due, what they name, and what is noted of them for the next time."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.discovery import UnreadableSource, choose, find_sources, learn, read_source
from crawler.discovery.content import decoded, unpacked
from crawler.discovery.pages import parse_page
from crawler.discovery.pagination import next_page
from crawler.selection import recent, wanted
from db.archive import transaction
from db.link_shapes import known_addresses
from db.links import add_links, count_waiting, utc_now
from db.records import SourceKind
from db.sources import (
    add_sources,
    any_rests,
    due_sources,
    needs_finding,
    put_found,
    put_looked,
    source_failed,
    source_polled,
)
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.http import Response

    from crawler.discovery import Reading, Shapes
    from crawler.outlet_run import OutletRun
    from crawler.session import CrawlSession
    from db.records import Source

_FEW = 3  # links; on a page with fewer all may be new by chance
_MOST_PAGES = 6  # of a section, in one crawl
_EXAMPLES = 1000  # addresses of each kind that an outlet's shapes are learned from


class Poller:
    """The sources' side of a crawl session."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session
        self._db = session.db
        self._asked: set[int] = set()  # sources polled in this session
        self._shapes: dict[str, Shapes] = {}  # by outlet, learned when its first section page is read

    def needs_finding(self, run: OutletRun) -> bool:
        """Say whether the outlet's sources are to be looked for on its home page."""
        return needs_finding(self._db, run.outlet, utc_now(), scheduled=self._session.terms.scheduled)

    def due(self, run: OutletRun) -> list[Source]:
        """Return the sources to poll now, each once a session; note whether others rest, which is no failure of the run."""
        slug, now, scheduled = run.outlet.slug, utc_now(), self._session.terms.scheduled
        run.rests = run.rests or (scheduled and any_rests(self._db, slug, now))
        sources = self._not_asked(due_sources(self._db, slug, now, by_hand=not scheduled))
        self._asked.update(source.id for source in sources)
        return sources

    def _not_asked(self, sources: list[Source]) -> list[Source]:
        return [source for source in sources if source.id not in self._asked]

    def found(self, run: OutletRun, response: Response, robots: Mapping[str, bytes]) -> Source | None:
        """Write down the sources that a home page and its robots.txt name; return the home page itself where it is one, as polled."""
        rules = robots.get(urlsplit(response.url).netloc)
        sources = choose(find_sources(response.body, response.url, rules, getattr(response, "encoding", None)))
        with transaction(self._db):
            put_found(self._db, run.outlet.slug, ((source.kind, source.url) for source in sources), utc_now())
        here = identity(response.url)
        # Its answer is here already: it is read though its time may not have come.
        known = self._not_asked(due_sources(self._db, run.outlet.slug, utc_now(), by_hand=True))
        home = next((source for source in known if identity(source.url) == here), None)
        if home:
            self._asked.add(home.id)
        return home

    def home_failed(self, run: OutletRun, reason: str, detail: str, wait: float | None = None) -> None:
        """Note that there was no home page to find sources on, and put the next look off."""
        with transaction(self._db):
            put_looked(self._db, run.outlet.slug, utc_now(), wait)
        self._session.source_problem(run, run.outlet.homepage, reason, detail, wait)

    def none_due(self, run: OutletRun) -> None:
        """Note that every source of the outlet is put off after failures; where one only rests, nothing is wrong."""
        if not run.rests:
            why = "every source failed lately; none is due yet"
            self._session.source_problem(run, run.outlet.homepage, "put_off", why)

    def failed(self, run: OutletRun, source: Source, reason: str, detail: str, wait: float | None = None) -> None:
        """Put a source off, and note why; that it is retired is said once, when it is."""
        if source.page > 1:
            self._session.source_problem(run, source.url, reason, detail, wait)
            return
        with transaction(self._db):
            retired = source_failed(self._db, source, utc_now(), reason, wait)
        if retired:
            reason, detail = "retired", f"{reason}: asked only once a week from now on"
        self._session.source_problem(run, source.url, reason, detail, wait)

    def read(self, run: OutletRun, source: Source, response: Response) -> list[Source]:
        """Write down what a source's answer names; return what is to be polled in this session too: further sources that it names, and
        the page behind a section's whose articles are all new.
        """
        digest = blake2b(response.body, digest_size=16).hexdigest()
        if response.status == 304 or digest == source.content_hash:
            self._polled(run, source, response)
            return []
        try:
            shapes = self._shapes_of(run.outlet.slug) if source.kind is SourceKind.SECTION else None
            reading = read_source(source.kind, response.body, response.url, getattr(response, "encoding", None), shapes)
        except UnreadableSource as error:
            self.failed(run, source, error.reason, str(error))
            return []
        found = run.counts["found"]
        brought = self._write(run, source, reading)
        all_new = run.counts["found"] - found >= max(len(reading.links), _FEW)
        if source.page == 1:
            read = replace(source, kind=reading.kind, content_hash=digest)
            self._polled(run, read, response, brought=brought, entries=len(reading.links))
        further = self.due(run) if reading.sources else []
        return further + (_behind(source, response) if all_new else [])

    def _shapes_of(self, slug: str) -> Shapes:
        """Return what an outlet's addresses look like, learned once a session."""
        if slug not in self._shapes:
            self._shapes[slug] = learn(*known_addresses(self._db, slug, _EXAMPLES))
        return self._shapes[slug]

    def _write(self, run: OutletRun, source: Source, reading: Reading) -> int:
        """Write down the links and the further sources of a reading; return how many of both were new or had changed."""
        links = [link for link in recent(reading, utc_now()) if wanted(run.outlet, link.url)]
        slug = run.outlet.slug
        with transaction(self._db):
            waiting = count_waiting(self._db, slug)
            run.counts["found"] += add_links(self._db, slug, source.id, links, utc_now(), identity)
            due = count_waiting(self._db, slug) - waiting
            children = add_sources(
                self._db, slug, ((child.kind, child.url) for child in reading.sources), origin="child"
            )
        return due + children

    def _polled(
        self, run: OutletRun, source: Source, response: Response, *, brought: int = 0, entries: int | None = None
    ) -> None:
        run.polled += 1
        etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
        answered = replace(
            source,
            etag=etag.decode("latin-1") if etag else source.etag,
            last_modified=modified.decode("latin-1") if modified else source.last_modified,
        )
        with transaction(self._db):
            source_polled(self._db, answered, utc_now(), brought=brought, entries=entries)


def _behind(source: Source, response: Response) -> list[Source]:
    """Return the page behind one whose articles are all new since the last poll: something between the two may have been missed.

    Empty where the source was never read before, or pages enough were followed.
    """
    was_read = source.content_hash is not None or source.page > 1
    if source.kind is not SourceKind.SECTION or not was_read or source.page >= _MOST_PAGES:
        return []
    first = source.first or response.url
    page = parse_page(decoded(unpacked(response.body), getattr(response, "encoding", None)), response.url)
    url = next_page(page, response.url, first, source.page) if page else None
    if url is None:
        return []
    return [
        replace(source, url=url, etag=None, last_modified=None, content_hash=None, page=source.page + 1, first=first)
    ]

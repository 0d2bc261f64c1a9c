"""The steps of a back-fill: where it begins, and what a sitemap or section page of its walk leads to, written to the archive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.discovery import (
    SitemapChild,
    article_score,
    find_sources,
    learn,
    read_source,
    walk_sitemap,
)
from crawler.discovery.content import decoded, unpacked
from crawler.discovery.listing_dates import listing_dates
from crawler.discovery.pages import parse_page
from crawler.discovery.pagination import next_page
from crawler.period import Span, children_to_open, is_in, is_older, is_wanted, link_span
from crawler.selection import HARDLY_AN_ARTICLE, wanted
from db.archive import transaction
from db.back_fills import WalkPage, add_back_fill_links, add_pages, days_of, page_read
from db.link_shapes import known_addresses
from db.links import utc_now
from db.records import SourceKind
from db.sources import sources_of
from pipelines.urls import identity, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scrapy.http import Response
    from sqlite_utils import Database

    from crawler.outlet_run import OutletRun
    from db.records import FoundLink, Outlet, Period

MOST_PAGES = 500  # of one section
_MOST_SITEMAPS = 20_000  # of one index; its protocol allows 50,000
_USUAL_PLACES = ("/sitemap.xml", "/sitemap_index.xml")
_BATCH = 500  # links that are written in one transaction
_EXAMPLES = 1000  # addresses that an outlet's shapes are learned from


@dataclass(slots=True)
class BackFill:
    """What a user asked for: the days, and how many pages of articles this call may fetch (None: all); `fetched` counts them."""

    period: Period
    limit: int | None = None
    fetched: int = 0

    @property
    def is_spent(self) -> bool:
        """Say whether this call has fetched all that it may."""
        return self.limit is not None and self.fetched >= self.limit


@dataclass(slots=True)
class _Section:
    """What this process has seen of one section: the articles named so far, and the last page's with the days that it gave for them."""

    seen: set[str] = field(default_factory=set)
    last: tuple[str, ...] = ()  # what its last page named first
    days: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Held:
    """A section page, the address of the one behind it, and its undated links: all but the last wait for what that turns out to be."""

    page: WalkPage
    further: str | None
    undated: list[FoundLink]


class Walk:
    """The walk through one outlet's sitemaps and sections."""

    def __init__(self, db: Database, outlet: Outlet, back_fill: int, period: Period) -> None:
        """Take what is walked; nothing is read yet."""
        self._db, self._outlet, self._id, self._period = db, outlet, back_fill, period
        self._sections: dict[str, _Section] = {}
        self._held: _Held | None = None

    def begin(self, home: Response, robots: bytes | None) -> None:
        """Write down where to walk: what the outlet's home page, its robots.txt and its known sources name, and the usual places."""
        found = find_sources(home.body, home.url, robots, getattr(home, "encoding", None))
        with transaction(self._db):
            named = [*((source.kind, source.url) for source in found), *sources_of(self._db, self._outlet.slug)]
            if not any(kind in _SITEMAPS for kind, _ in named):
                named += [(SourceKind.SITEMAP, urljoin(home.url, path)) for path in _USUAL_PLACES]
            add_pages(self._db, self._id, (_page(kind, url) for kind, url in named if kind in _WALKED))

    def leads_nowhere(self, page: WalkPage) -> str | None:
        """Say why a section is not walked on to this page: `older` than the period, or `repeats` what was named before; None: it is.

        To be asked when the articles of the page before are stored.
        """
        section = self._sections.get(page.first)
        if page.number == 1 or section is None:
            return None
        if not section.last:
            return "repeats"
        stored = days_of(self._db, self._outlet.slug, section.last)
        return "older" if is_older([*section.days, *stored], self._period) else None

    def read(self, run: OutletRun, page: WalkPage, response: Response) -> None:
        """Write down what a page names, and where it leads. Raises UnreadableSource."""
        if page.kind is SourceKind.SECTION:
            self._read_section(run, page, response)
        else:
            self._read_sitemap(run, page, response)

    def _read_sitemap(self, run: OutletRun, page: WalkPage, response: Response) -> None:
        undated = is_in(page.url, page.changed_at, self._period)
        children: list[SitemapChild] = []
        links: list[FoundLink] = []
        for named in walk_sitemap(response.body, response.url, getattr(response, "encoding", None)):
            if isinstance(named, SitemapChild):
                children.append(named)
            elif self._is_article(named) and self._is_wanted(named, undated=undated):
                links.append(named)
            if len(links) >= _BATCH:
                self._write(run, page, links)
                links = []
        self._write(run, page, links)
        opened = children_to_open(children, self._period)[:_MOST_SITEMAPS]
        with transaction(self._db):
            add_pages(self._db, self._id, (_page(SourceKind.SITEMAP, child.url, child) for child in opened))
            page_read(self._db, page.id)

    def _is_article(self, link: FoundLink) -> bool:
        return article_score(link.url, "") >= HARDLY_AN_ARTICLE and wanted(self._outlet, link.url)

    def _read_section(self, run: OutletRun, page: WalkPage, response: Response) -> None:
        encoding = getattr(response, "encoding", None)
        shapes = learn(*known_addresses(self._db, self._outlet.slug, _EXAMPLES))
        reading = read_source(SourceKind.SECTION, response.body, response.url, encoding, shapes)
        parsed = parse_page(decoded(unpacked(response.body), encoding), response.url)
        dates = listing_dates(parsed) if parsed else {}
        links = [
            replace(link, published_at=dates.get(identity(link.url)))
            for link in reading.links
            if wanted(self._outlet, link.url)
        ]
        further = next_page(parsed, response.url, page.first, page.number) if parsed else None
        chosen = [link for link in links if self._is_wanted(link, undated=True)]
        undated = [link for link in self._note(page, links) if self._span(link) is None]
        self._held = _Held(page, further, undated) if self._period.until and undated else None
        held = undated[:-1] if self._held else ()
        self._write(run, page, [link for link in chosen if link not in held])
        if self._held is None:
            self._leave(page, further)

    def release(self, run: OutletRun) -> bool:
        """Write down the links that a section page held back; return whether there is such a page.

        Without dates a page is known by its last article, the oldest: where that is younger than the period, so are the others. To be asked
        when that is stored; a page whose links are held still waits in the archive.
        """
        held, self._held = self._held, None
        if held is None:
            return False
        oldest = days_of(self._db, self._outlet.slug, [identity(held.undated[-1].url)])
        if not oldest or not self._is_younger(oldest[0]):
            self._write(run, held.page, held.undated)
        self._leave(held.page, held.further)
        return True

    def _leave(self, page: WalkPage, further: str | None) -> None:
        """Note that a section page is done with, and the page behind it."""
        with transaction(self._db):
            if further and page.number < MOST_PAGES:
                add_pages(self._db, self._id, [replace(page, url=further, number=page.number + 1)])
            page_read(self._db, page.id, None if further else "last")

    def _is_younger(self, day: date) -> bool:
        return self._period.until is not None and day > self._period.until

    def _is_wanted(self, link: FoundLink, *, undated: bool) -> bool:
        return is_wanted(link, self._period, self._outlet.timezone, undated=undated)

    def _span(self, link: FoundLink) -> Span | None:
        return link_span(link, self._outlet.timezone)

    def _note(self, page: WalkPage, links: Iterable[FoundLink]) -> list[FoundLink]:
        """Remember and return what a page of a section names that none before it did: a box of the latest news stands on all of them."""
        section = self._sections.setdefault(page.first, _Section())
        fresh = {key: link for link in links if (key := identity(link.url)) not in section.seen}
        section.seen |= fresh.keys()
        section.last = tuple(fresh)
        section.days = [span[1] for link in fresh.values() if (span := self._span(link))]
        return list(fresh.values())

    def _write(self, run: OutletRun, page: WalkPage, links: list[FoundLink]) -> None:
        with transaction(self._db):
            run.counts["found"] += add_back_fill_links(self._db, self._outlet.slug, page.id, links, utc_now(), identity)


_SITEMAPS = (SourceKind.SITEMAP, SourceKind.NEWS_SITEMAP)
_WALKED = (*_SITEMAPS, SourceKind.SECTION)


def _page(kind: SourceKind, url: str, child: SitemapChild | None = None) -> WalkPage:
    """Return a page to walk, not yet numbered in the archive."""
    kind = SourceKind.SECTION if kind is SourceKind.SECTION else SourceKind.SITEMAP
    return WalkPage(0, kind, normalise(url) or url, url, changed_at=child.changed_at if child else None)

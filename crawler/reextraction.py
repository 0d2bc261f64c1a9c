"""Kept pages read again by the extractor as it is now: what that would change, and the change.

pages -> workers -> what the outlet repeats taken out -> compared with the archive -> (asked) -> locked -> stored, a batch a transaction

Nothing is written before `apply`. What it has stored stays stored where it is ended; the next time those pages are unchanged.
"""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
from collections import deque
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from crawler.comparisons import Comparison, Comparisons, Outcome
from crawler.hints import page_hints
from crawler.locks import OutletBusy, outlet_lock
from crawler.session import PUT_OFF
from crawler.spool import Spool
from crawler.workers import Workers
from db.archive import open_archive, read_archive, transaction
from db.errors import ArchiveError, BroadsheetError
from db.extractions import count_stored, stored_extraction
from db.links import utc_now
from db.pages import kept_links, kept_page, open_pages, pages_path
from db.store import article_at
from pipelines.compare import changed_fields, words_changed
from pipelines.evidence import WINDOW
from pipelines.items import FetchedPage
from pipelines.learn import keep_memory, load_memory
from pipelines.store_again import Reading, read_again, seen_again, store_again
from pipelines.tagger import Tagger
from pipelines.version import EXTRACTOR_VERSION
from pipelines.vocabulary_update import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import Self

    from db.extractions import Extraction
    from db.records import KeptPage, Outlet, OwnTopic
    from pipelines.items import PageResult
    from pipelines.memory import Memory

_BATCH = 25  # articles a transaction
_AHEAD = 4  # pages under way for each worker


class NoKeptPages(BroadsheetError):
    """There is nothing to read again."""

    def __init__(self, path: Path) -> None:
        """Name the file in which the pages would be."""
        super().__init__(
            f"{path}: no page is kept here for these outlets (crawls keep them for the days that keep_pages says in outlets.toml)"
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """A kept page without its HTML, what the archive has of it, and what it is now."""

    page: KeptPage
    stored: Extraction
    result: PageResult


class Reextraction:
    """The kept pages of some outlets, read again and stored again; to be used with `with`.

    Crawls go on while pages are read; an outlet is locked while its articles are stored. `busy` are the outlets that another process was
    crawling then, and that are left out. Raises ArchiveError, NoKeptPages.
    """

    def __init__(
        self, archive: Path, outlets: Sequence[Outlet], own: Sequence[OwnTopic], since: datetime | None
    ) -> None:
        """Open both files; `own` are the user's topics, `since` leaves out the pages that were fetched before."""
        self.busy: list[OutletBusy] = []
        self._path, self._since = archive, since
        self._outlets = {outlet.slug: outlet for outlet in outlets}
        self._taggers = {outlet.slug: Tagger(outlet.slug, outlet.tags, tuple(own)) for outlet in outlets}
        # Where in the spool stands what an outlet's memory is taught, where its readings begin, and where they end.
        self._places: dict[str, tuple[int, int, int]] = {}
        self.to_store = self._stored = 0  # readings
        self._open = ExitStack()
        read_archive(archive).close()  # tells where there is none, rather than make one
        if not pages_path(archive).exists():
            raise NoKeptPages(pages_path(archive))
        with ExitStack() as stack:
            self._archive = stack.enter_context(closing(open_archive(archive)))
            self._pages = stack.enter_context(closing(open_pages(archive)))
            self._links = {slug: kept_links(self._pages, slug, since) for slug in self._outlets}
            if not len(self):
                raise NoKeptPages(pages_path(archive))
            # On the archive's disk: what lies in /tmp may lie in memory.
            self._spool, noted = (stack.enter_context(closing(Spool(archive.resolve().parent))) for _ in range(2))
            self.found = Comparisons(noted)
            self._open = stack.pop_all()

    def __enter__(self) -> Self:
        """Give it as it is."""
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Close both files; a full disk, or a file that fails, is told as ArchiveError."""
        self._open.close()
        if isinstance(error, sqlite3.DatabaseError) or (isinstance(error, OSError) and error.errno == errno.ENOSPC):
            raise ArchiveError(f"{error} (what was applied is safe; run it again to go on)") from error

    def __len__(self) -> int:
        """Return how many pages there are to read."""
        return sum(map(len, self._links.values()))

    # -- reading ------------------------------------------------------------------------------

    def read(self, progress: Callable[[float], None]) -> Comparisons:
        """Read every page and return what that would change; `progress` is told how many are done."""
        workers = Workers()
        try:
            asyncio.run(self._read_all(workers, progress))
        finally:
            workers.close()
        number = self.found.outcomes
        of_articles = self.found.pages - number[Outcome.ACCEPTED] - number[Outcome.STILL_REJECTED]
        self.found.without_page = max(0, count_stored(self._archive, self._outlets, self._since) - of_articles)
        return self.found

    async def _read_all(self, workers: Workers, progress: Callable[[float], None]) -> None:
        done = 0
        for slug, links in self._links.items():
            outlet, latest = self._outlets[slug], []
            async for read in self._results(workers, links[-WINDOW:]):
                latest.append(read)
                done += 1
                progress(done)
            # Another version makes other blocks, which return on the outlet's articles as the first ones did.
            seen = [seen_again(read.result, outlet, read.stored) for read in latest if read]
            taught = [page for page in seen if page]
            memory = load_memory(self._archive, outlet).with_pages(taught)
            place = self._spool.end
            self._spool.put(taught)
            start = self._spool.end
            async for read in self._results(workers, links[:-WINDOW]):
                self._compare(read, memory)
                done += 1
                progress(done)
            for read in latest:
                self._compare(read, memory)
            self._places[slug] = place, start, self._spool.end

    async def _results(self, workers: Workers, links: Iterable[int]) -> AsyncIterator[_Read | None]:
        """Yield what the pages of links are now, in their order; None for one that is gone, or no longer what the archive has."""
        waiting = iter(links)
        under_way: deque[asyncio.Task[_Read | None]] = deque()
        while True:
            room = _AHEAD * (os.cpu_count() or 1) - len(under_way)
            under_way.extend(asyncio.ensure_future(self._read(workers, link)) for link in islice(waiting, room))
            if not under_way:
                return
            yield await under_way.popleft()

    async def _read(self, workers: Workers, link: int) -> _Read | None:
        page = kept_page(self._pages, link)
        stored = stored_extraction(self._archive, page) if page else None
        if page is None or stored is None:
            return None
        result = await workers.extract(fetched_page(page, stored, self._outlets[page.outlet]))
        return _Read(replace(page, html=b""), stored, result)

    def _compare(self, read: _Read | None, memory: Memory) -> None:
        """Note what a page's new reading is, and keep what is to be stored of it."""
        if read is None:
            return
        page, stored, result = read.page, read.stored, read.result
        outlet, value = self._outlets[page.outlet], stored.value
        before = value.text if value else ""
        about = (stored.article, page.outlet, value.url if value else page.url)
        title = value.title if value else page.title or ""
        new = read_again(result, self._taggers[page.outlet], memory, stored)
        if new is None or (result.article and result.article.next_page):
            outcome, reason = _turned_away(stored, result)
            self.found.add(Comparison(outcome, *about, title, before=len(before), reason=reason))
            return
        after, title = new.article.text, new.article.title or title
        fields = changed_fields(stored, new, outlet) if value else ()
        if value is None:
            known = article_at(self._archive, new.addresses) is not None
            outcome = Outcome.STILL_REJECTED if known else Outcome.ACCEPTED
        else:
            outcome = Outcome.CHANGED if fields else Outcome.UNCHANGED
        words = words_changed(before, after) if "text" in fields else 0
        self.found.add(Comparison(outcome, *about, title, fields, len(before), len(after), words), before, after)
        if outcome in {Outcome.CHANGED, Outcome.ACCEPTED}:
            self._put(Reading(page, result, stored.content_hash))
        elif stored.columns and stored.columns["extractor_version"] != EXTRACTOR_VERSION:
            self._put(Reading(page, None, stored.content_hash))

    def _put(self, reading: Reading) -> None:
        self._spool.put(reading)
        self.to_store += 1

    # -- storing ------------------------------------------------------------------------------

    def apply(self, progress: Callable[[float], None]) -> int:
        """Store what was found, and return how many articles were changed or added; `progress` is told how many readings are done."""
        load_vocabulary(self._archive)
        return sum(
            self._apply(slug, place, start, end, progress)
            for slug, (place, start, end) in self._places.items()
            if start < end
        )

    def _apply(self, slug: str, place: int, start: int, end: int, progress: Callable[[float], None]) -> int:
        """Store what an outlet's pages are now, and teach its memory; nothing where it is being crawled."""
        changed, outlet, tagger = 0, self._outlets[slug], self._taggers[slug]
        (taught,) = self._spool.values(place, start)
        readings = self._spool.values(start, end)
        try:
            with outlet_lock(self._path, slug):
                before = load_memory(self._archive, outlet)
                after = before.with_pages(taught)
                while batch := list(islice(readings, _BATCH)):
                    changed += store_again(self._archive, batch, outlet, tagger, after)
                    self._stored += len(batch)
                    progress(self._stored)
                with transaction(self._archive):
                    keep_memory(self._archive, tagger, before, after, utc_now())
        except OutletBusy as busy:
            self.busy.append(busy)
        return changed


def _turned_away(stored: Extraction, result: PageResult) -> tuple[Outcome, str | None]:
    """Return what it means that a page gives no article now, and why; of an article that goes on elsewhere only the first page is kept."""
    if result.article:
        return Outcome.NOT_READ, "more_pages"
    if result.reason in PUT_OFF:
        return Outcome.NOT_READ, result.reason
    return Outcome.STILL_REJECTED if stored.article is None else Outcome.REJECTED, result.reason


def fetched_page(page: KeptPage, stored: Extraction, outlet: Outlet) -> FetchedPage:
    """Return a kept page as it was fetched, with what is known of it beside what outlets.toml says of its outlet now."""
    return FetchedPage(
        outlet=page.outlet,
        link=page.link,
        url=page.url,
        requested_url=page.requested_url,
        html=page.html,
        packed=True,
        etag=stored.etag,
        last_modified=stored.last_modified,
        hints=page_hints(outlet, page, page.encoding, page.fetched_at),
    )

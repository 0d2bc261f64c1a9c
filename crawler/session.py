"""One crawl of some outlets: what is under way for each, and what became of it, written to the archive as it happens."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.daily_limit import daily_limit
from crawler.locks import OutletBusy, SiteLocks, is_wanted, outlet_lock, site_lock_name
from crawler.outlet_run import OutletRun, RunReport
from crawler.page_keeper import PageKeeper
from db.archive import transaction
from db.back_fills import open_back_fill, progress
from db.links import GONE, close_link, count_waiting, link_failed, link_unchanged, utc_now, waiting_links
from db.manners import homepages, put_wait, wait_until
from db.rechecks import due_rechecks, put_due
from db.records import Change, Problem
from db.runs import add_problems, end_run, start_run
from db.sources import put_outlet
from db.times import to_text
from pipelines.store import store_results
from pipelines.urls import host_and_site, registrable_domain
from pipelines.vocabulary_update import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scrapy import Request
    from scrapy.http import Response
    from sqlite_utils import Database

    from db.records import Link, Outlet, OwnTopic, Period
    from pipelines.items import PageResult
    from pipelines.memory import Memory

_AHEAD = 80  # links read at once
_FAILURES_IN_A_ROW = 10  # of pages; then an outlet is left alone until its next run
# Results that say nothing of the page: its worker was lost with it, or its body did not come as it was sent.
PUT_OFF = frozenset({"too_slow", "too_big", "crashed", "truncated", "broken_encoding", "too_large"})
_REFUSED = GONE | {"robots"}  # what the outlet says of a page: no failure, its or ours
WINDOW = 8  # article requests of one outlet that are under way at once; its delay spaces them


@dataclass(frozen=True, slots=True)
class CrawlTerms:
    """What a crawl is beside its outlets.

    `scheduled` lets sources rest that are not due yet; with `back_fill` the runs are parts of one of that period, and give way to other
    crawls; `own_topics` are the user's.
    """

    scheduled: bool = False
    back_fill: Period | None = None
    own_topics: tuple[OwnTopic, ...] = ()


class CrawlSession:
    """The outlets of one crawl, locked, with their runs open in the archive."""

    def __init__(
        self,
        db: Database,
        db_path: Path,
        outlets: Sequence[Outlet],
        report: Callable[[RunReport], None],
        progress: Callable[[OutletRun, int], None],
        terms: CrawlTerms,
    ) -> None:
        """Lock the outlets and open their runs; an outlet that another process is crawling is left to it and noted in `busy`.

        `report` is called with each run that ends, `progress` with a run and its waiting links after each batch.
        """
        self.db, self._path, self.terms = db, db_path, terms
        self.pages = PageKeeper(db_path)
        self.busy: list[OutletBusy] = []
        self.runs: dict[str, OutletRun] = {}
        self.robots: dict[str, bytes] = {}  # host -> the robots.txt that is obeyed
        self._memories: dict[str, Memory] = {}  # of the outlets whose pages came so far
        self._report, self._progress = report, progress
        self._sites = SiteLocks(db_path)
        self.failed = False
        load_vocabulary(db)
        for outlet in outlets:
            try:
                self.open(outlet)
            except OutletBusy as busy:
                self.busy.append(busy)
        self._outlets = {slug: run.outlet for slug, run in self.runs.items()}

    def open(self, outlet: Outlet) -> OutletRun:
        """Lock an outlet and open its run; raises OutletBusy."""
        gives_way = self.terms.back_fill is not None
        with ExitStack() as held:
            held.enter_context(outlet_lock(self._path, outlet.slug, gives_way=gives_way))
            site = registrable_domain(outlet.homepage)
            held.enter_context(self._sites.hold(site, outlet.slug, gives_way=gives_way))
            lock = held.pop_all()
        with transaction(self.db):
            put_outlet(self.db, outlet)
            period = self.terms.back_fill
            back_fill = open_back_fill(self.db, outlet.slug, period, utc_now()) if period else None
            run = start_run(self.db, outlet.slug, utc_now(), back_fill)
            if not back_fill:
                put_due(self.db, due_rechecks(self.db, outlet.slug, outlet.recheck, utc_now()), utc_now())
        until = wait_until(self.db, outlet.slug)
        waits = f"the outlet asked to wait until {to_text(until)}" if until and until > utc_now() else None
        limit = daily_limit(self.db, outlet, utc_now())
        self.pages.prune(outlet, utc_now())
        self.runs[outlet.slug] = OutletRun(outlet, run, lock, back_fill, paused=waits, limit=limit)
        return self.runs[outlet.slug]

    def is_wanted(self, run: OutletRun) -> bool:
        """Say whether another crawl waits for a run's outlet, or for its site."""
        site = site_lock_name(registrable_domain(run.outlet.homepage))
        return is_wanted(self._path, run.outlet.slug) or is_wanted(self._path, site)

    def answered(self, request: Request, response: Response) -> None:
        """Count an answer."""
        run = self.runs.get(request.meta.get("outlet", ""))
        if run:
            run.counts["requests"] += 1
            run.counts["bytes"] += len(response.body)

    def next_links(self, run: OutletRun) -> list[Link]:
        """Claim the links to ask for next, so many that WINDOW are under way; none where the run is paused or still polls sources."""
        if run.paused or run.ended or run.polling or run.fetching >= WINDOW:
            return []
        if not run.ahead:
            run.ahead.extend(waiting_links(self.db, run.outlet.slug, utc_now(), _AHEAD, run.claimed))
        room = run.limit.room(WINDOW - run.fetching)
        links = [run.ahead.popleft() for _ in range(min(room, len(run.ahead)))]
        if run.ahead and not room:
            run.paused = f"the daily limit of {run.limit.most} pages is reached; the other links wait"
            return []
        run.claimed.update(link.id for link in links)
        run.limit.used += len(links)
        return links

    def page_failed(
        self, run: OutletRun, link: Link, reason: str, detail: str | None = None, wait: float | None = None
    ) -> None:
        """Put a link off, and pause the run where the outlet asks for it or pages fail one after another."""
        self._failed(run, link.id, link.url, reason, detail, wait)
        if wait is not None:
            self._pause(run, wait)
        elif run.failures >= _FAILURES_IN_A_ROW:
            run.paused = f"{run.failures} pages in a row failed, the last with {reason}"

    def hold(self, place: str, wait: float) -> None:
        """Pause the runs of a host or site that asked to wait, in seconds, and note it for the next runs of all its outlets."""
        slugs = [slug for slug, homepage in homepages(self.db).items() if place in host_and_site(homepage)]
        with transaction(self.db):
            put_wait(self.db, slugs, utc_now() + timedelta(seconds=wait))
        for slug in self.runs.keys() & slugs:
            self._pause(self.runs[slug], wait)

    def robots_unreachable(self, run: OutletRun, link: Link, detail: str) -> None:
        """Note, once a host, that none of its pages may be asked for; the link stays claimed, and waits for the next run."""
        robots = urljoin(link.url, "/robots.txt")
        if robots not in run.without_robots:
            run.without_robots.add(robots)
            self.source_problem(run, robots, "robots_unreachable", detail)

    @staticmethod
    def _pause(run: OutletRun, wait: float) -> None:
        run.paused = f"the outlet asked to wait {wait:.0f} s"

    def page_rejected(self, run: OutletRun, link: Link, reason: str) -> None:
        """Close a link whose answer can hold no article."""
        with transaction(self.db):
            close_link(self.db, link.id, utc_now(), reason=reason)
        run.claimed.discard(link.id)
        run.counts["rejected"] += 1
        run.reasons[reason] += 1

    def _failed(
        self, run: OutletRun, link: int, url: str, reason: str, detail: str | None, wait: float | None = None
    ) -> None:
        with transaction(self.db):
            link_failed(self.db, link, reason, utc_now(), wait)
        run.claimed.discard(link)
        if reason in _REFUSED:
            run.counts["rejected"] += 1
            run.reasons[reason] += 1
            return
        run.counts["failed"] += 1
        run.failures += 1
        self.problem(run, url, reason, detail)

    def page_unchanged(self, run: OutletRun, link: Link) -> None:
        """Note that a known page was answered by 304."""
        with transaction(self.db):
            link_unchanged(self.db, link.id, utc_now())
        run.claimed.discard(link.id)
        run.counts["unchanged"] += 1

    def source_problem(
        self, run: OutletRun, url: str, reason: str, detail: str | None, wait: float | None = None
    ) -> None:
        """Note a source, or the home page, that could not be read, and pause the run where the outlet asks for it."""
        run.sources_failed += 1
        self.problem(run, url, reason, detail)
        if wait is not None:
            self._pause(run, wait)

    def problem(self, run: OutletRun, url: str, reason: str, detail: str | None = None) -> None:
        """Write a problem down at once: a killed crawl has said what it met."""
        run.reasons[reason] += 1
        add_problems(self.db, run.id, run.outlet.slug, [Problem(url, reason, detail)], utc_now())

    def store(self, results: Sequence[PageResult]) -> None:
        """Store a batch of results and count what they changed; a page whose worker was lost is put off."""
        for result in results:
            if result.reason in PUT_OFF:
                self._lost(result)
        kept = [result for result in results if result.reason not in PUT_OFF]
        now = utc_now()
        stored = store_results(self.db, kept, self._outlets, now, self._memories, self.terms.own_topics)
        self.pages.keep(kept, stored, now)
        for result, saved in zip(kept, stored, strict=True):
            run = self.runs[result.page.outlet]
            run.claimed.discard(result.page.link)
            run.counts[saved.change] += 1
            run.failures = 0
            if saved.change is Change.REJECTED:
                run.reasons[saved.reason or ""] += 1
        for result in results:
            self.closed(self.runs[result.page.outlet])
        for slug in {result.page.outlet for result in results}:
            self.progressed(self.runs[slug])

    def progressed(self, run: OutletRun) -> None:
        """Show how far a run is."""
        links = progress(self.db, run.back_fill).links if run.back_fill else count_waiting(self.db, run.outlet.slug)
        self._progress(run, links)

    def _lost(self, result: PageResult) -> None:
        page = result.page
        self._failed(self.runs[page.outlet], page.link, page.requested_url, str(result.reason), result.detail)

    def opened(self, run: OutletRun) -> None:
        """Note that a request, or the storing of a page, is under way."""
        run.open += 1

    def closed(self, run: OutletRun) -> None:
        """Note that one has ended, and end the run with the last."""
        run.open -= 1
        if run.open == 0:
            self.end(run)

    def end(self, run: OutletRun, outcome: str | None = None) -> None:
        """Close a run in the archive, free its outlet and report it."""
        if run.ended:
            return
        run.ended = True
        if self.pages.trouble:
            self.problem(run, run.outlet.homepage, "pages_not_kept", self.pages.trouble)
        outcome = outcome or run.outcome
        self.failed = self.failed or outcome == "failed"
        end_run(self.db, run.id, utc_now(), outcome, run.totals, run.detail)
        run.lock.close()
        self._report(RunReport(run.outlet.slug, outcome, run.totals, dict(run.reasons), run.seconds, run.paused))

    def close(self, outcome: str) -> None:
        """End what is still under way, as stopped or failed."""
        for run in self.runs.values():
            self.end(run, outcome)
        self.pages.close()

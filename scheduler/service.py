"""The service: crawl each outlet at its times, several in one child process, until a signal ends it.

    cron jobs (APScheduler's thread) -- Due ---+
    children's lines (a thread each) -- Line --+--> inbox --> due outlets --> plan_children --> Child
    signal handler ------------------ Stop ----+

The caller's thread alone holds the state; all others only put messages into its inbox.
"""

from __future__ import annotations

import logging
import queue
import random
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from crawler.outlets import read_outlets
from db.errors import BroadsheetError
from scheduler.glance import idle, last_starts
from scheduler.jobs import Child
from scheduler.plan import is_due, plan_children, trigger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from db.records import Outlet
    from scheduler.jobs import Outcome

CRAWL = (sys.executable, "-P", "-m", "crawler", "--scheduled")
_TICK = 0.2  # seconds between two looks at the children

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the service waits, in seconds."""

    gather: float = 2.0  # after an outlet is due, for others to share its child
    jitter: float = 18.0  # at most so much more, at random: not every archive should knock at second 0
    watch: float = 10.0  # between two looks at outlets.toml
    limit: float = 7200.0  # for a child, which takes as long as its slowest outlet
    grace: float = 20.0  # between SIGTERM and SIGKILL


@dataclass(frozen=True, slots=True)
class _Due:
    slug: str


@dataclass(frozen=True, slots=True)
class _Line:
    text: str


class _Stop:
    """A signal came."""


class Service:
    """Runs the outlets of one outlets.toml into one archive.

    `command` is what a child is started with, before slugs and options; at most `children` of them run at once. `scheduler`
    has a cron job per enabled outlet, named by its slug.
    """

    def __init__(
        self,
        outlets: Path,
        db: Path,
        *,
        command: Sequence[str] = CRAWL,
        timing: Timing | None = None,
        children: int = 2,
    ) -> None:
        """Take the files; nothing is read before a run."""
        self._path, self._db = outlets, db
        self._command = tuple(command)
        self._timing = timing or Timing()
        self._children = children
        self.scheduler = make_scheduler()
        self._inbox: queue.SimpleQueue[_Due | _Line | _Stop] = queue.SimpleQueue()
        self._outlets: dict[str, Outlet] = {}
        self._due: set[str] = set()
        self._running: dict[Child, dict[str, Outlet]] = {}  # the outlets that each has not yet finished
        self._stamp: int | None = None  # of outlets.toml when it was last read
        self._watch_at = self._start_at = 0.0
        self._stopping = self._failed = False

    def run_forever(self) -> None:
        """Run outlets when they are due until SIGTERM or SIGINT; children then stop politely, at a second signal at once.

        What came due while no service ran is run at the start. Raises OutletsFileError and ArchiveError, at the start only:
        later, a broken outlets.toml is logged and the outlets before it stay.
        """
        self._load()
        _log.info("service started: %d outlets, %d due now", len(self._outlets), len(self._due))
        self.scheduler.start()
        try:
            with self._until_stopped():
                while self._running or not self._stopping:
                    self._watch()
                    self._turn()
        finally:
            self.scheduler.shutdown()
        _log.info("service stopped")

    def run_once(self) -> int:
        """Run the outlets that are due now and wait for them; return 0, or 1 where one failed or a signal came.

        Raises OutletsFileError and ArchiveError.
        """
        self._load()
        _log.info("%d of %d outlets are due", len(self._due), len(self._outlets))
        with self._until_stopped():
            while self._running or self._due:
                self._turn()
        return int(self._failed or self._stopping)

    def _load(self) -> None:
        """Read outlets.toml, make the cron jobs anew and note which outlets are overdue."""
        self._stamp = _modified(self._path)
        outlets = {outlet.slug: outlet for outlet in read_outlets(self._path) if outlet.enabled}
        started, now = last_starts(self._db), datetime.now(UTC)
        running = {slug for unfinished in self._running.values() for slug in unfinished}
        overdue = {slug for slug, outlet in outlets.items() if is_due(outlet, started.get(slug), now)} - running
        self._outlets, self._due = outlets, overdue | (self._due & outlets.keys())
        self._start_at = time.monotonic()
        make_jobs(self.scheduler, outlets.values(), lambda slug: self._inbox.put(_Due(slug)))

    def _watch(self) -> None:
        """Load outlets.toml again where it has changed; where it is broken, say so once and keep what there is."""
        if self._stopping or time.monotonic() < self._watch_at:
            return
        self._watch_at = time.monotonic() + self._timing.watch
        if _modified(self._path) == self._stamp:
            return
        try:
            self._load()
            _log.info("outlets read again: %d outlets, %d due now", len(self._outlets), len(self._due))
        except BroadsheetError as error:
            _log.error("outlets kept as they were: %s", "; ".join(str(error).splitlines()))

    def _turn(self) -> None:
        """Wait a moment for messages, see which children have ended, start those that may."""
        self._receive(_TICK)
        for child in tuple(self._running):
            if outcome := child.poll():
                self._receive(0)  # its last lines
                self._end(child, outcome)
        free = self._children - len(self._running)
        if self._due and free and time.monotonic() >= self._start_at:
            due = self._with_news([outlet for slug, outlet in self._outlets.items() if slug in self._due])
            running = [outlet for unfinished in self._running.values() for outlet in unfinished.values()]
            for outlets in plan_children(due, running, free):
                self._start(outlets)

    def _with_news(self, due: Sequence[Outlet]) -> list[Outlet]:
        """Return the outlets for which a run would ask anything; the others are no longer due."""
        idle_ones = idle(self._db, due, datetime.now(UTC))
        if idle_ones:
            self._due -= idle_ones
            _log.info("nothing to ask for: %s", ", ".join(sorted(idle_ones)))
        return [outlet for outlet in due if outlet.slug not in idle_ones]

    def _receive(self, timeout: float) -> None:
        """Handle all messages that there are; where there is none, wait for one, `timeout` seconds at most."""
        try:
            message = self._inbox.get(timeout=timeout)
            while True:
                self._handle(message)
                message = self._inbox.get_nowait()
        except queue.Empty:
            return

    def _handle(self, message: _Due | _Line | _Stop) -> None:
        match message:
            case _Line(text):
                _log.info("%s", text)
                for unfinished in self._running.values():
                    unfinished.pop(text.partition(" ")[0].rstrip(":"), None)  # a run's line begins with its outlet
            case _Due(slug) if slug in self._outlets and not self._stopping:
                self._due.add(slug)
                self._gather(time.monotonic())
            case _Stop():
                self._stop()

    def _gather(self, now: float) -> None:
        """Put off the next start, unless that is done already, so that outlets due together share a child."""
        if now >= self._start_at:
            self._start_at = now + self._timing.gather + random.uniform(0, self._timing.jitter)  # noqa: S311  (no secret)

    def _start(self, outlets: Sequence[Outlet]) -> None:
        """Start one child for some outlets, which are then no longer due."""
        slugs = [outlet.slug for outlet in outlets]
        self._due.difference_update(slugs)
        command = [*self._command, *slugs, "--db", str(self._db), "--outlets", str(self._path)]
        limit, grace = self._timing.limit, self._timing.grace
        try:
            child = Child(command, lambda text: self._inbox.put(_Line(text)), limit=limit, grace=grace)
        except OSError as error:
            self._failed = True
            _log.error("crawl not started: %s: %s; tried again at their next time", ", ".join(slugs), error)
            return
        self._running[child] = {outlet.slug: outlet for outlet in outlets}
        _log.info("crawl started: %s (process %d)", ", ".join(slugs), child.pid)

    def _end(self, child: Child, outcome: Outcome) -> None:
        """Take a child that has ended off the list, and say which outlets it left unfinished."""
        unfinished = ", ".join(self._running.pop(child))
        self._failed |= outcome.exit_code != 0
        if outcome.timed_out:
            _log.warning(
                "crawl took too long: %s (process %d, %s); goes on at their next time", unfinished, child.pid, outcome
            )
        elif outcome.exit_code in (0, 1) or self._stopping:
            _log.info("crawl ended: process %d, %s", child.pid, outcome)
        else:
            _log.error("crawl died: %s (process %d, %s); run again at their next time", unfinished, child.pid, outcome)

    def _stop(self) -> None:
        """Start nothing more and ask the children to stop; asked again, kill them."""
        _log.info("stopping: %d crawls under way", len(self._running))
        for child in self._running:
            if self._stopping:
                child.kill()
            else:
                child.stop(self._timing.grace)
        self._due.clear()
        self._stopping = True

    @contextmanager
    def _until_stopped(self) -> Iterator[None]:
        """Hear of signals by the inbox while the block runs; leave no child behind where it raises."""
        signals = (signal.SIGTERM, signal.SIGINT)
        # SimpleQueue.put is one of the few calls that a signal may interrupt anywhere and make again.
        before = [signal.signal(number, lambda *_: self._inbox.put(_Stop())) for number in signals]
        try:
            yield
        finally:
            for child in self._running:
                child.kill()
            for number, handler in zip(signals, before, strict=True):
                signal.signal(number, handler)


def make_scheduler() -> BackgroundScheduler:
    """Return a scheduler, not yet started, whose jobs run one after another in one thread."""
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # two lines a job at INFO
    return BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(1)},
        # A machine that slept for up to a day runs each outlet once when it wakes.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 86_400},
    )


def make_jobs(scheduler: BackgroundScheduler, outlets: Iterable[Outlet], due: Callable[[str], None]) -> None:
    """Put a job per outlet, named by its slug, in place of all that the scheduler has; it calls `due` with the slug."""
    scheduler.remove_all_jobs()
    for outlet in outlets:
        scheduler.add_job(due, trigger(outlet), args=[outlet.slug], id=outlet.slug)


def log_events(stream: TextIO) -> None:
    """Write the service's events to a stream, one plain line each with its time in UTC."""
    handler = logging.StreamHandler(stream)
    formatter = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _modified(path: Path) -> int | None:
    """Return a stamp that changes with the file; None where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None

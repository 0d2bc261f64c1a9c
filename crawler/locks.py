"""One lock an outlet and one a site, beside the archive: no outlet is crawled twice at once, no site is asked by two processes at once
(one delay holds for all of its hosts), and the kernel frees what a dead process held.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from db.errors import ArchiveError, BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIVES_WAY = " gives way"  # what a holder that does writes behind its pid
_NEXT = ".next"  # a lock of this ending is held by who waits for the outlet's
_PATIENCE = 120.0  # seconds: a request under way, with the delay before it, and its page
_held: set[IO[str]] = set()


class OutletBusy(BroadsheetError):
    """Another process is crawling this outlet; `holder` is its pid, None where it has not said so yet."""

    def __init__(self, slug: str, holder: int | None) -> None:
        """Name the outlet and who holds it."""
        who = f"process {holder}" if holder is not None else "another process"
        super().__init__(f"{slug} is being crawled by {who} (wait until it ends, or end it)")
        self.slug = slug
        self.holder = holder


class SiteBusy(OutletBusy):
    """Another process is asking this outlet's site, a registrable domain, for another outlet or to look at it."""

    def __init__(self, slug: str, site: str, holder: int | None) -> None:
        """Name the outlet, its site and who holds it."""
        super().__init__(slug, holder)
        who = f"process {holder}" if holder is not None else "another process"
        self.args = (f"{slug}: its site {site} is being asked by {who} (wait until it ends, or end it)",)
        self.site = site


def site_lock_name(site: str) -> str:
    """Return what a site's lock is called beside those of outlets: no slug has a dot."""
    return f"{site}.site"


class SiteLocks:
    """The locks of one process's sites: each is held as long as one of its outlets is under way."""

    def __init__(self, db: Path) -> None:
        """Take the archive beside which the locks stand."""
        self._db = db
        self._users: Counter[str] = Counter()
        self._locks: dict[str, ExitStack] = {}

    @contextmanager
    def hold(self, site: str, slug: str, *, gives_way: bool = False) -> Iterator[None]:
        """Hold a site's lock for an outlet while the block runs, giving way as `outlet_lock` does. Raises SiteBusy, and ArchiveError."""
        if site not in self._locks:
            lock = ExitStack()
            try:
                lock.enter_context(outlet_lock(self._db, site_lock_name(site), gives_way=gives_way))
            except OutletBusy as busy:
                raise SiteBusy(slug, site, busy.holder) from None
            self._locks[site] = lock
        self._users[site] += 1
        try:
            yield
        finally:
            self._users[site] -= 1
            if not self._users[site]:
                self._locks.pop(site).close()


@contextmanager
def outlet_lock(db: Path, slug: str, *, gives_way: bool = False) -> Iterator[None]:
    """Hold an outlet's lock while the block runs; who `gives_way` asks `is_wanted` now and then, and lets go where it is.

    Waits up to two minutes for a holder that gives way, unless it would do so itself. Raises OutletBusy where another process, or this
    one, holds the lock; ArchiveError where it cannot be written.
    """
    with _open(_path(db, slug)) as file:
        if not _taken(file) and (gives_way or not _given_way(file, db, slug)):
            raise OutletBusy(slug, _holder(file))
        _held.add(file)
        _write(file, f"{os.getpid()}{_GIVES_WAY if gives_way else ''}")
        try:
            yield
        finally:
            _held.discard(file)
            if not file.closed:
                _write(file, "")


def is_busy(db: Path, slug: str) -> bool:
    """Return whether some process is crawling this outlet now."""
    try:
        with _path(db, slug).open(encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def is_wanted(db: Path, slug: str) -> bool:
    """Return whether some process waits for the holder of this outlet's lock to give way."""
    return is_busy(db, slug + _NEXT)


def _given_way(file: IO[str], db: Path, slug: str) -> bool:
    """Say that the lock is wanted and wait for it, where its holder gives way; return whether it is taken."""
    if not _says(file).endswith(_GIVES_WAY):
        return False
    end = time.monotonic() + _PATIENCE
    with _open(_path(db, slug + _NEXT)) as ticket:
        if not _taken(ticket):
            return False
        while not (taken := _taken(file)) and time.monotonic() < end:
            pass  # `_taken` itself waits 0.1 s
    return taken


def _path(db: Path, slug: str) -> Path:
    """Return the lock's file, one for all names of the archive."""
    return Path(f"{db.resolve()}.locks", f"{slug}.lock")


def _open(path: Path) -> IO[str]:
    """Open a lock's file, which stays for ever: removing it would let two processes lock two files of one name."""
    try:
        path.parent.mkdir(exist_ok=True)
        return path.open("a+", encoding="ascii")
    except OSError as error:
        raise ArchiveError(f"cannot write {path}: {error.strerror} (outlets are locked beside the archive)") from error


def _taken(file: IO[str]) -> bool:
    """Lock the file if nobody holds it; tried for 0.1 s, because `is_busy` holds it for some microseconds."""
    for _ in range(5):
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.02)
    return False


def _holder(file: IO[str]) -> int | None:
    """Return the pid that a lock's file names."""
    pid = _says(file).partition(" ")[0]
    return int(pid) if pid.isdigit() else None


def _says(file: IO[str]) -> str:
    """Return what the holder wrote into a lock's file."""
    file.seek(0)
    return file.read().strip()


def _write(file: IO[str], text: str) -> None:
    """Make `text` all that the file holds."""
    file.truncate(0)
    file.write(text)
    file.flush()


def _let_go() -> None:
    """Close inherited locks: an flock lasts until its last holder ends, and a worker may outlive the crawl that forked it."""
    for file in _held:
        file.close()
    _held.clear()


os.register_at_fork(after_in_child=_let_go)

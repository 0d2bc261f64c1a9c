"""Extraction in processes of its own: a page that takes too long, or ends its worker, costs that page alone.

The processes start with the first page that needs them, so that a crawl without news starts none, and they live as long as the crawl.

A page goes to them in a file: the pool has one pipe for all, and a worker that ends while it takes a page from there (the memory it needs
for that is bounded too) leaves the pool waiting for ever. Where a worker ends with nothing to do, the pool gives up; a new one is started.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import re
import resource
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from typing import TYPE_CHECKING

import psutil
from pebble import ProcessExpired, ProcessPool

from pipelines.gzip_body import gunzip
from pipelines.items import MAX_BYTES, PageResult, RejectedPage

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pipelines.items import FetchedPage

PAGE_SECONDS = (
    9.0  # the slowest of 3,500 real pages took 1.4 s, the slowest that is made to be slow 6 s beside other work
)
PAGE_BYTES = 500_000_000  # of memory of a worker's own; pages that are made to be large take up to 370 MB with it


_PREFIX = "broadsheet-page-"
_OF_PROCESS = re.compile(rf"{_PREFIX}(\d{{1,9}})-")
_LOOK = 0.5  # seconds between two looks at whether the pool is still there


def extract_page(bare: FetchedPage, file: str) -> PageResult:
    """Return the article of a page whose HTML stands in a file, or the reason why it has none; it is sent back only packed, to be kept."""
    from pipelines.extract import extract_article, forget_page  # noqa: PLC0415 - 0.4 s and 60 MB, in the workers alone
    from pipelines.pack import packed_page  # noqa: PLC0415 - as above

    page, html = bare, b""
    try:
        page = replace(bare, html=Path(file).read_bytes())
        html = gunzip(page.html, MAX_BYTES) if page.packed else page.html
        article = extract_article(html, page.url, hints=page.hints)
        return PageResult(bare, article, kept=packed_page(page, html, article, None))
    except RejectedPage as rejected:
        return PageResult(bare, None, rejected.reason, rejected.detail, packed_page(page, html, None, rejected.reason))
    except MemoryError:
        return PageResult(bare, None, "too_big", "more memory than a page is given")
    finally:
        forget_page()


def _bound_memory(size: int) -> None:
    """Let this process have so many bytes of memory of its own."""
    resource.setrlimit(resource.RLIMIT_DATA, (size, resource.getrlimit(resource.RLIMIT_DATA)[1]))


class Workers:
    """A pool of `count` extraction processes (by default as many as there are processors)."""

    def __init__(self, count: int | None = None, seconds: float = PAGE_SECONDS, memory: int = PAGE_BYTES) -> None:
        """Start nothing yet; `seconds` bounds one page, `memory` each process, in bytes."""
        self._count = count or os.cpu_count() or 1
        self._seconds = seconds
        self._memory = memory
        self._pool: ProcessPool | None = None

    async def extract(self, page: FetchedPage) -> PageResult:
        """Return what became of a page: `too_slow`, `too_big`, or `crashed` where its worker was lost with it or met an error of ours."""
        bare = replace(page, html=b"")
        try:
            with NamedTemporaryFile(prefix=f"{_PREFIX}{os.getpid()}-") as file:
                file.write(page.html)
                file.flush()
                pool = self._started()
                return await _result(pool, pool.schedule(extract_page, args=[bare, file.name], timeout=self._seconds))
        except FutureTimeout:
            return PageResult(bare, None, "too_slow", f"more than {self._seconds:.0f} s")
        except ProcessExpired as error:
            return PageResult(bare, None, "crashed", str(error))
        except Exception as error:  # noqa: BLE001 - the line between a page and the crawl: stored as a problem, tried again, shown by status
            return PageResult(bare, None, "crashed", f"{type(error).__name__}: {error}")

    def _started(self) -> ProcessPool:
        if self._pool is not None and not self._pool.active:
            self.close()
        if self._pool is None:
            _remove_left_behind()
            # A server that has imported the extractor forks each worker: they share its memory and start in milliseconds.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["pipelines.extract"])
            self._pool = ProcessPool(
                max_workers=self._count, context=context, initializer=_bound_memory, initargs=[self._memory]
            )
        return self._pool

    def close(self) -> None:
        """End the processes, and with them what they still work on."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None


def _remove_left_behind() -> None:
    """Remove the pages of processes that were killed with them."""
    for file in Path(gettempdir()).glob(f"{_PREFIX}*"):
        owner = _OF_PROCESS.match(file.name)
        if owner and not psutil.pid_exists(int(owner[1])):
            with suppress(OSError):  # of another user, or removed by another crawl
                file.unlink()


async def _result(pool: ProcessPool, future: Future[PageResult]) -> PageResult:
    """Wait for a page's result. Raises what its extraction raised, ProcessExpired where the pool has ended before."""
    waited = asyncio.wrap_future(future)
    while not (await asyncio.wait([waited], timeout=_LOOK))[0]:
        if not pool.active:
            raise ProcessExpired("The workers have ended")
    return waited.result()

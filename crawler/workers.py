"""Extraction in processes of its own: a page that takes too long, or ends its worker, costs that page alone.

The processes start with the first page that needs them, so that a crawl without news starts none, and they live as long as the crawl.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from pipelines.gzip_body import gunzip
from pipelines.items import MAX_BYTES, PageResult, RejectedPage

if TYPE_CHECKING:
    from pipelines.items import FetchedPage

PAGE_SECONDS = (
    9.0  # the slowest of 3,500 real pages took 1.4 s, the slowest that is made to be slow 6 s beside other work
)
PAGE_BYTES = 500_000_000  # of memory of a worker's own; pages that are made to be large take up to 370 MB with it


def extract_page(page: FetchedPage) -> PageResult:
    """Return a page's article, or the reason why it has none; its HTML is sent back only packed, to be kept."""
    from pipelines.extract import extract_article, forget_page  # noqa: PLC0415 - 0.4 s and 60 MB, in the workers alone
    from pipelines.pack import packed_page  # noqa: PLC0415 - as above

    bare, html = replace(page, html=b""), b""
    try:
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
        future = self._started().schedule(extract_page, args=[page], timeout=self._seconds)
        try:
            result: PageResult = await asyncio.wrap_future(future)
        except FutureTimeout:
            return PageResult(replace(page, html=b""), None, "too_slow", f"more than {self._seconds:.0f} s")
        except ProcessExpired as error:
            return PageResult(replace(page, html=b""), None, "crashed", str(error))
        except Exception as error:  # noqa: BLE001 - the line between a page and the crawl: stored as a problem, tried again, shown by status
            return PageResult(replace(page, html=b""), None, "crashed", f"{type(error).__name__}: {error}")
        return result

    def _started(self) -> ProcessPool:
        if self._pool is None:
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

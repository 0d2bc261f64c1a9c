"""What an outlet costs once it is known: a cycle in which nothing changed, and one with news, counted where they are answered.

The local web runs in this process; the crawls are real child processes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crawler.sample.corpus import corpus_sites
from crawler.sample.press.site import press_sites
from crawler.sample.server import LocalWeb
from db.archive import read_archive
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crawler.sample.server import Request
    from crawler.sample.site import Site

_ARTICLES = 40  # of an outlet of a corpus, so that 2 more are 5 %
_NEWS = 0.05


@dataclass(frozen=True, slots=True)
class Cycle:
    """What one crawl of all outlets asked for: `polls` are requests for sources, `pages` all others but robots.txt; `size` in bytes."""

    name: str
    outlets: int
    polls: int
    unchanged: int  # polls answered by 304
    pages: int
    new: int  # articles stored
    size: int

    def __str__(self) -> str:
        """Return it as a line of the benchmark."""
        requests, size = (self.polls + self.pages) / self.outlets, self.size / self.outlets
        return (
            f"{self.name:32} {requests:8.1f} requests and {size:.0f} bytes an outlet; "
            f"{self.unchanged} of {self.polls} polls answered by 304, {self.pages} pages for {self.new} new articles"
        )


def cycles(corpus: Path | None, outlets: int, articles: int) -> Iterator[Cycle]:
    """Yield the cycles of a corpus's outlets, each with so many articles at first (40 at most), or of the press's where there is none."""
    if corpus is None:
        yield from _cycles(press_sites(1), lambda: press_sites(2))
        return
    sites = corpus_sites(corpus, outlets, min(articles, _ARTICLES))

    def publish() -> Sequence[Site]:
        for site in sites:
            site.publish(max(1, round(_NEWS * min(articles, _ARTICLES))))
        return sites

    yield from _cycles(sites, publish)


def _cycles(sites: Sequence[Site], publish: Callable[[], Sequence[Site]]) -> Iterator[Cycle]:
    """Yield a cycle without news, the service's next one, and one with what `publish` adds; the first crawl is not told of."""
    with TemporaryDirectory() as name, LocalWeb(sites) as web:
        folder = Path(name)
        entries = (
            f'[outlets.o{n}]\nname = "{site.host}"\nhomepage = "http://{site.host}/"\n' for n, site in enumerate(sites)
        )
        folder.joinpath("outlets.toml").write_text("[defaults]\ndelay = 0\n" + "".join(entries), encoding="utf-8")
        _crawled("first", web, folder)
        yield _crawled("cycle without news", web, folder)
        yield _crawled("the service's next cycle", web, folder, "--scheduled")
        web.replace(publish())
        yield _crawled("cycle with news", web, folder)


def _crawled(name: str, web: LocalWeb, folder: Path, *options: str) -> Cycle:
    before = len(web.requests)
    files = ("--db", str(folder / "news.db"), "--outlets", str(folder / "outlets.toml"))
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    command = [sys.executable, "-P", "-m", "crawler", *options, *files]
    subprocess.run(command, env=environment | {"http_proxy": web.proxy}, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own program
    archive = read_archive(folder / "news.db")
    sources = {identity(row["url"]) for row in archive.execute("SELECT url FROM sources")}
    outlets = archive.execute("SELECT count(*) FROM outlets").fetchone()[0]
    last = "SELECT sum(new), sum(bytes) FROM runs WHERE id > (SELECT max(id) FROM runs) - ?"
    new, size = archive.execute(last, (outlets,)).fetchone()
    archive.close()
    asked = Counter(_kind(request, sources) for request in web.requests[before:])
    polls = asked["unchanged"] + asked["poll"]
    return Cycle(name, outlets, polls, asked["unchanged"], asked["page"], new, size)


def _kind(request: Request, sources: set[str]) -> str:
    if request.path == "/robots.txt":
        return "robots"
    if identity(f"http://{request.host}{request.path}") not in sources:
        return "page"
    return "unchanged" if request.status == 304 else "poll"

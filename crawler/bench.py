"""`make bench [CORPUS=folder]`: a crawl of real pages beside a bare loop of trafilatura over the same pages, in one run, and the cycles
after it; without a corpus the cycles of the sample outlets alone.

The local web of the crawl runs in a process of its own, which is not counted; the crawl is the real child process, with its workers.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
import psutil

from crawler.bench_cycles import cycles
from db.archive import read_archive
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOK = 0.5  # seconds between two looks at the processes
_BARE = """
import gzip, json, sys, time
from trafilatura import bare_extraction
pages = [(json.loads(line)["url"], gzip.open(json.loads(line)["path"]).read()) for line in sys.stdin]
for url, page in pages[:10]:
    bare_extraction(page, url=url, with_metadata=True)
wall, cpu = time.perf_counter(), time.process_time()
for url, page in pages:
    bare_extraction(page, url=url, with_metadata=True)
print(json.dumps([len(pages), time.process_time() - cpu, time.perf_counter() - wall]))
"""


@dataclass(slots=True)
class Usage:
    """What a process and all below it used: seconds of CPU and of wall time, and the most memory at once, in bytes."""

    wall: float = 0.0
    peak: int = 0
    seconds: dict[int, float] = field(default_factory=dict)  # process id -> its CPU

    @property
    def cpu(self) -> float:
        """Return the CPU seconds of all processes together."""
        return sum(self.seconds.values())


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), help="A folder with gold.jsonl and pages/.")
@click.option("--outlets", default=10, show_default=True, help="How many outlets the pages are dealt out to.")
@click.option("--articles", default=3000, show_default=True, help="How many articles in all.")
@click.option(
    "--rounds", default=3, show_default=True, help="How often the bare loop goes over the corpus; the median counts."
)
def main(corpus: Path | None, outlets: int, articles: int, rounds: int) -> None:
    """Print what a crawl costs, beside what trafilatura alone costs on the same pages, and what a known outlet costs in a cycle."""
    try:
        if corpus is not None:
            _print_crawl(corpus, outlets, articles, rounds)
        for cycle in cycles(corpus, outlets, articles // outlets):
            click.echo(str(cycle))
    except BroadsheetError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)


def _print_crawl(corpus: Path, outlets: int, articles: int, rounds: int) -> None:
    with TemporaryDirectory() as folder:
        before = bare(corpus, rounds)
        stored, usage, line = crawl(corpus, outlets, articles // outlets, Path(folder))
        after = bare(corpus, rounds)
    rate = sorted(before + after)[len(before + after) // 2]
    click.echo(
        f"bare trafilatura, one process    {rate:8.1f} pages a CPU second and a wall second (median of {2 * rounds} rounds)"
    )
    click.echo(f"crawl, articles a CPU second     {stored / usage.cpu:8.1f}   ratio {stored / usage.cpu / rate:.2f}")
    click.echo(f"crawl, articles a wall second    {stored / usage.wall:8.1f}   ratio {stored / usage.wall / rate:.2f}")
    click.echo(
        f"crawl, CPU {usage.cpu:.1f} s, wall {usage.wall:.1f} s, peak memory of all its processes {usage.peak / 1e6:.0f} MB"
    )
    click.echo(f"stored {stored} of {outlets * (articles // outlets)}; {line}")


def bare(corpus: Path, rounds: int) -> list[float]:
    """Return pages a second of trafilatura alone over the corpus, once a round, each in a fresh process."""
    gold = corpus / "gold.jsonl"
    if not gold.is_file():
        raise BroadsheetError(f"{gold}: no such file; CORPUS names a folder with gold.jsonl and pages/")
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    pages = "\n".join(json.dumps({"url": row["url"], "path": str(corpus / row["file"])}) for row in rows)
    rates = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", _BARE], input=pages, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
        count, cpu, _wall = json.loads(done.stdout.splitlines()[-1])
        rates.append(count / cpu)
    return rates


def crawl(corpus: Path, outlets: int, articles: int, folder: Path) -> tuple[int, Usage, str]:
    """Crawl the corpus played as outlets; return how many articles were stored, what it used, and requests and bytes."""
    db, file = folder / "news.db", folder / "outlets.toml"
    entries = (
        f'[outlets.outlet{n:02}]\nname = "Outlet {n}"\nhomepage = "http://outlet{n:02}.example/"'
        for n in range(1, outlets + 1)
    )
    # Every page counts; the corpus is the user's own.
    file.write_text("[defaults]\ndelay = 0\nrespect_tdm = false\n" + "\n".join(entries), encoding="utf-8")
    with _local_web(corpus, outlets, articles) as proxy:
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        command = [sys.executable, "-P", "-m", "crawler", "--db", str(db), "--outlets", str(file)]
        child = subprocess.Popen(command, env=environment | {"http_proxy": proxy}, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
        usage = watch(child)
    archive = read_archive(db)
    # Copies of a page whose paragraphs leave no room for a change are one article; each was fetched and extracted all the same.
    stored = archive.execute("SELECT count(*) FROM links WHERE article IS NOT NULL").fetchone()[0]
    requests, size = archive.execute("SELECT sum(requests), sum(bytes) FROM runs").fetchone()
    archive.close()
    return stored, usage, f"{requests} requests, {size / 1e6:.1f} MB received"


def watch(child: subprocess.Popen[bytes]) -> Usage:
    """Return what a process and all below it use until it ends, looked at twice a second."""
    usage, start, root = Usage(), time.perf_counter(), psutil.Process(child.pid)
    while child.poll() is None:
        memory = 0
        for process in _tree(root):
            try:
                with process.oneshot():
                    times, memory = process.cpu_times(), memory + process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
            usage.seconds[process.pid] = times.user + times.system
        usage.peak = max(usage.peak, memory)
        time.sleep(_LOOK)
    usage.wall = time.perf_counter() - start
    return usage


def _tree(root: psutil.Process) -> list[psutil.Process]:
    try:
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


@contextmanager
def _local_web(corpus: Path, outlets: int, articles: int) -> Iterator[str]:
    """Play the corpus in a process of its own; yields its address as a proxy."""
    options = ["--corpus", str(corpus), "--outlets", str(outlets), "--articles", str(articles)]
    server = subprocess.Popen([sys.executable, "-m", "crawler.sample", *options], stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline() if server.stdout else "")
        if not found:
            raise BroadsheetError("the local web did not start; its lines above say why")
        yield found.group()
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=10)


if __name__ == "__main__":
    main()

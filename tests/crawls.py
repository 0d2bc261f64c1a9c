"""Crawls as users run them: the child process, an archive in a folder, and small papers for the local web to play."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.sample.articles import load_outlets
from crawler.sample.pages import SampleSite
from crawler.sample.site import Answer
from db.archive import read_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from crawler.sample.server import LocalWeb

COMMAND = (sys.executable, "-P", "-m", "crawler")
CLI = (str(Path(sys.executable).with_name("broadsheet")),)


@dataclass(frozen=True, slots=True)
class Crawl:
    """How a crawl ended and what it printed."""

    code: int
    lines: tuple[str, ...]
    errors: str
    seconds: float


def entry(slug: str, homepage: str, more: str = "") -> str:
    """Return an outlet's table for outlets.toml."""
    return f'[outlets.{slug}]\nname = "{slug.title()}"\nhomepage = "{homepage}"\n{more}\n'


def sample_entries() -> list[str]:
    """Return the tables of the bundled outlets."""
    return [
        entry(outlet.slug, outlet.homepage, f'language = "{outlet.language}"\ntimezone = "{outlet.timezone}"').replace(
            outlet.slug.title(), outlet.name
        )
        for outlet in load_outlets()
    ]


def write_outlets(folder: Path, *entries: str, delay: float = 0) -> None:
    """Write outlets.toml into a folder."""
    folder.joinpath("outlets.toml").write_text(f"[defaults]\ndelay = {delay}\n" + "".join(entries), encoding="utf-8")


def start(web: LocalWeb, folder: Path, *slugs: str, direct: str = "", **options: Any) -> subprocess.Popen[str]:
    """Start a crawl of a folder's outlets through the local web; hosts in `direct` are asked without it."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.Popen(
        [*COMMAND, *slugs, "--db", str(folder / "news.db"), "--outlets", str(folder / "outlets.toml")],
        env=environment | {"http_proxy": web.proxy, "no_proxy": direct},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def finish(process: subprocess.Popen[str], seconds: float = 60) -> Crawl:
    """Wait for a crawl's end; one that does not come is killed and fails the test."""
    began = time.monotonic()
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        raise AssertionError(f"the crawl did not end in {seconds} s:\n{out}\n{err}") from None
    return Crawl(process.returncode, tuple(out.splitlines()), err, time.monotonic() - began)


def crawl(web: LocalWeb, folder: Path, *slugs: str, direct: str = "") -> Crawl:
    """Crawl a folder's outlets to the end."""
    return finish(start(web, folder, *slugs, direct=direct))


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what a query gives, from the archive as it stands on disk."""
    db = read_archive(folder / "news.db")
    try:
        return [tuple(row) for row in db.execute(query)]
    finally:
        db.close()


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a condition; fail where it does not come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.01)


def story_url(host: str, story: str) -> str:
    """Return a story's address at a paper."""
    return f"http://{host}/2025/05/{story}-reopens-after-repairs"


def story_text(host: str, story: str) -> str:
    """Return a story's text at a paper: no two stories share a paragraph."""
    return "\n\n".join(
        f"{start} of the {story}, the {host.partition('.')[0]} correspondent wrote, {end}"
        for start, end in (
            (
                "The reopening",
                "was watched by some three hundred people, who had waited for it in the rain since morning.",
            ),
            (
                "The repairs",
                "took eleven months and cost a little less than the four million crowns that were set aside.",
            ),
            (
                "The engineers",
                "found more rust than they had expected, and replaced every second bolt along the north side.",
            ),
            (
                "The keepers",
                "asked visitors to be patient for another week, until the last of the scaffolding is taken away.",
            ),
        )
    )


def story_page(host: str, story: str) -> Answer:
    """Return a story's page."""
    paragraphs = "".join(f"<p>{text}</p>" for text in story_text(host, story).split("\n\n"))
    return Answer(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{story_title(story)}</title></head>'
        f"<body><article><h1>{story_title(story)}</h1>{paragraphs}</article></body></html>".encode()
    )


def story_title(story: str) -> str:
    """Return a story's headline."""
    return f"The {story} reopens after repairs"


def paper(
    host: str,
    stories: tuple[str, ...] = ("bridge", "lighthouse", "market"),
    *,
    published: datetime | None = None,
    answers: Mapping[str, Answer] | None = None,
) -> SampleSite:
    """Return a paper with a feed at `/feed` that its home page names; `answers` replace what stands at their paths."""
    date = f"<pubDate>{format_datetime(published)}</pubDate>" if published else ""
    items = "".join(
        f"<item><title>{story_title(story)}</title><link>{story_url(host, story)}</link>{date}</item>"
        for story in stories
    )
    home = '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>News</body></html>'
    pages = {story_url(host, story).removeprefix(f"http://{host}"): story_page(host, story) for story in stories}
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'
    standard = {"/": Answer(home.encode()), "/feed": Answer(feed.encode(), "application/rss+xml")}
    return SampleSite(host, {**standard, **pages, **(answers or {})})


def start_back_fill(web: LocalWeb, folder: Path, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Start `broadsheet crawl` with these arguments, as a user would for a walk back."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.Popen(
        [*CLI, "crawl", *arguments, "--db", str(folder / "news.db"), "--outlets", str(folder / "outlets.toml")],
        env=environment | {"http_proxy": web.proxy, "no_proxy": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def back_fill(web: LocalWeb, folder: Path, *arguments: str) -> Crawl:
    """Walk back to the end, or as far as the arguments say."""
    return finish(start_back_fill(web, folder, *arguments))

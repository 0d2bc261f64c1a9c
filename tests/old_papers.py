"""Papers with a past: a story a day, monthly sitemaps, and a section that goes on over many pages."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crawler.sample.pages import SampleSite
from crawler.sample.site import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LAST = date(2026, 4, 20)
ON_A_PAGE = 5
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_WORDS = [
    "bridge",
    "lighthouse",
    "market",
    "harbour",
    "theatre",
    "library",
    "ferry",
    "tunnel",
    "station",
    "garden",
    "museum",
    "school",
]


@dataclass(frozen=True, slots=True)
class OldStory:
    """A story of a paper, published on a day; `path` says that day where it is `dated`."""

    day: date
    dated: bool = True

    @property
    def name(self) -> str:
        return f"{_WORDS[self.day.month - 1]}-{_WORDS[self.day.day % 12]}-number-{self.day:%j}-{self.day.year}"

    @property
    def path(self) -> str:
        place = f"/{self.day:%Y/%m/%d}" if self.dated else "/stories"
        return f"{place}/the-{self.name}-reopens-after-long-repairs"

    @property
    def title(self) -> str:
        return f"The {self.name.replace('-', ' ')} reopens after long repairs"

    def page(self) -> Answer:
        said = [
            f"The {self.name} was opened again in the morning, and some three hundred people came to see it in the rain.",
            f"Repairs of the {self.name} took eleven months and cost a little less than the four million that were set aside.",
            f"Engineers at the {self.name} found more rust than they had expected, and replaced every second bolt of it.",
            f"Keepers of the {self.name} asked visitors to be patient for another week, until the scaffolding is taken away.",
        ]
        published = f'<meta property="article:published_time" content="{self.day}T09:00:00Z">'
        return Answer(
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{self.title}</title>{published}</head>'
            f"<body><article><h1>{self.title}</h1>{''.join(f'<p>{text}</p>' for text in said)}</article></body></html>".encode()
        )


def stories(days: int, *, dated: bool = True, last: date = LAST) -> tuple[OldStory, ...]:
    """Return a story for each of so many days up to the last, the newest first."""
    return tuple(OldStory(last - timedelta(days=back), dated) for back in range(days))


def old_paper(
    host: str,
    told: Sequence[OldStory],
    *,
    sitemaps: bool = True,
    sections: bool = True,
    answers: Mapping[str, Answer] | None = None,
) -> SampleSite:
    """Return a paper that shows its newest stories on its home page and in a feed, and all of them in its archives."""
    menu = '<nav><a href="/world/">World</a></nav>' if sections else ""
    pages = {story.path: story.page() for story in told}
    pages["/"] = _list(told[:ON_A_PAGE], '<link rel="alternate" type="application/rss+xml" href="/feed">', menu)
    pages["/feed"] = _feed(host, told[:ON_A_PAGE])
    if sitemaps:
        pages |= _sitemaps(host, told)
    if sections:
        pages |= _section(told)
    return SampleSite(host, pages | dict(answers or {}))


def _list(told: Iterable[OldStory], head: str = "", menu: str = "", pager: str = "") -> Answer:
    entries = "".join(f'<div><h2><a href="{story.path}">{story.title}</a></h2></div>' for story in told)
    return Answer(
        f"<!doctype html><html><head>{head}</head><body>{menu}<main>{entries}</main>{pager}</body></html>".encode()
    )


def _feed(host: str, told: Iterable[OldStory]) -> Answer:
    items = "".join(
        f"<item><title>{story.title}</title><link>http://{host}{story.path}</link></item>" for story in told
    )
    return Answer(
        f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode(), "application/rss+xml"
    )


def _sitemaps(host: str, told: Sequence[OldStory]) -> dict[str, Answer]:
    """Return an index and its children, one a month, packed; the index says when each last changed."""
    months: dict[str, list[OldStory]] = {}
    for story in told:
        months.setdefault(f"{story.day:%Y-%m}", []).append(story)
    children = "".join(
        f"<sitemap><loc>http://{host}/sitemap-{month}.xml.gz</loc><lastmod>{filed[0].day}</lastmod></sitemap>"
        for month, filed in sorted(months.items())
    )
    answers = {
        "/robots.txt": Answer(f"Sitemap: http://{host}/sitemaps.xml\n".encode(), "text/plain"),
        "/sitemaps.xml": Answer(f"<sitemapindex {_XMLNS}>{children}</sitemapindex>".encode(), "text/xml"),
    }
    for month, filed in months.items():
        urls = "".join(
            f"<url><loc>http://{host}{story.path}</loc><lastmod>{story.day}</lastmod></url>" for story in filed
        )
        answers[f"/sitemap-{month}.xml.gz"] = Answer(
            gzip.compress(f"<urlset {_XMLNS}>{urls}</urlset>".encode()), "application/gzip"
        )
    return answers


def _section(told: Sequence[OldStory]) -> dict[str, Answer]:
    """Return the pages of a section, whose last one stands at every address behind it."""
    count = -(-len(told) // ON_A_PAGE)
    answers = {}
    for number in range(1, count + 1):
        behind = f'<div class="pager"><a href="/world/page/{number + 1}/">Ältere Beiträge</a></div>'
        shown = told[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        answers["/world/" if number == 1 else f"/world/page/{number}/"] = _list(shown, pager=behind)
    answers[f"/world/page/{count + 1}/"] = answers["/world/" if count == 1 else f"/world/page/{count}/"]
    return answers

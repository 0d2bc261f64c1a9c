"""The spider that looks at an outlet for the first time: one request after the other, by the crawl's own rules.

home page, robots.txt -> sources -> a sample of each -> the few to keep -> five articles
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future

from crawler.choosing import Judged, Named, Sample, choose_sources, in_utc
from crawler.discovery import FoundSource, UnreadableSource, find_sources, read_source
from crawler.discovery.content import decoded, unpacked
from crawler.discovery.pages import parse_page
from crawler.failures import reason_of
from crawler.outlet_facts import common_language, country_timezone, outlet_country, outlet_name, outlet_slug
from crawler.selection import recent
from crawler.workers import Workers
from db.links import utc_now
from db.records import SourceKind
from pipelines.items import FetchedPage, Hints
from pipelines.urls import identity, normalise, same_site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.discovery import Reading
    from crawler.discovery.pages import Page
    from crawler.session import CrawlSession
    from db.records import Article, FoundLink
    from pipelines.items import PageResult

_ARTICLES = 5  # samples that are fetched
_MOST = {SourceKind.FEED: 8, SourceKind.NEWS_SITEMAP: 3, SourceKind.SITEMAP: 3, SourceKind.SECTION: 13}
_MOST_CHILDREN = 3  # of a sitemap index
_ENOUGH = 30  # requests; then no page is searched for further feeds
_FEED_PLACES = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_SITEMAP_PLACES = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml")
_FEW = 3  # articles; a home page that names more is one, whatever else it says
_WALLS = {
    "blocked": "asks for a proof that no program is reading it, or refuses access",
    "consent": "is a consent wall",
    "script_shell": "is empty without JavaScript",
    "soft_404": "says that there is nothing here",
    "parked": "is that of a parked domain",
}
_REFUSALS = {
    **dict.fromkeys(
        ("http_401", "http_403", "http_429", "http_451", "http_503"), "refuses access to programs such as this one"
    ),
    "robots": "is forbidden by robots.txt",
}
_PARKED = (
    "domain is for sale",
    "domain may be for sale",
    "buy this domain",
    "domain is parked",
    "parked free",
    "domain parking",
)


@dataclass(slots=True)
class Findings:
    """What a probe has found so far; `pages` are the sample articles' results, `problem` is None where all is well."""

    homepage: str
    name: str = ""
    slug: str = ""
    country: str | None = None
    language: str | None = None
    timezone: str | None = None
    sources: tuple[Judged, ...] = ()
    pages: tuple[tuple[str, PageResult | str], ...] = ()
    problem: str | None = None

    def articles(self) -> Iterator[tuple[str, Article | None, str | None]]:
        """Yield each sample's address with its article, or None and the reason."""
        for url, result in self.pages:
            yield (url, None, result) if isinstance(result, str) else (url, result.article, result.reason)


class ProbeSpider(Spider):  # type: ignore[misc]  # scrapy has no types
    """Look at one outlet; what it found stands in `findings` at the end."""

    name = "probe"

    def __init__(
        self, session: CrawlSession, homepage: str, tell: Callable[[Mapping[str, object]], None], **options: Any
    ) -> None:
        """Take a session without outlets, which the middlewares need, the outlet's home page, and whom to tell of each request."""
        super().__init__(**options)
        self.session = session
        self.findings = Findings(homepage)
        self._tell = tell
        self._requests = 0
        self._links: dict[str, tuple[FoundLink, SourceKind]] = {}
        self._tried_already: set[str] = set()
        self._feed: bytes | None = None
        self._workers = Workers(1)

    async def start(self) -> AsyncIterator[Request]:
        """Probe; Scrapy itself is given no request."""
        await self._probe()
        for request in list[Request]():
            yield request

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy hands it over
        """End the worker."""
        self._workers.close()

    async def _probe(self) -> None:
        home = await self._ask(self.findings.homepage)
        if isinstance(home, str):
            self.findings.problem = f"the home page {_REFUSALS.get(home, f'could not be read: {home}')}"
            return
        self.findings.homepage = normalise(home.url) or home.url
        wall = await self._wall(home)
        samples = await self._samples(home)
        self.findings.sources = choose_sources(samples)
        kept = [judged.sample for judged in self.findings.sources if judged.kept]
        if wall and sum(len(sample.keys) for sample in samples if sample.is_home) <= _FEW:
            self.findings.problem = f"the home page {_WALLS[wall]}"
        elif not kept:
            self.findings.problem = "no feed, sitemap or section page names an article"
        self.findings.pages = tuple([(link.url, await self._article(link, kind)) for link, kind in self._newest(kept)])
        self._facts(_page(home))

    def _facts(self, page: Page | None) -> None:
        found = self.findings
        found.name = outlet_name(page, self._feed, found.homepage)
        found.slug = outlet_slug(found.homepage)
        found.country = outlet_country(page, found.homepage)
        found.timezone = country_timezone(found.country)
        found.language = common_language([article.language for _, article, _ in found.articles() if article], page)

    # -- sources ------------------------------------------------------------------------------

    async def _samples(self, home: Response) -> list[Sample]:
        """Return a sample of each source that is found, the home page's first; usual places are tried where none is named."""
        rules = self.session.robots.get(urlsplit(home.url).netloc)
        found = find_sources(home.body, home.url, rules, getattr(home, "encoding", None))
        samples = [replace(self._read(SourceKind.SECTION, home), url=self.findings.homepage, is_home=True)]
        for kind, most in _MOST.items():
            for source in [source for source in found if source.kind is kind][:most]:
                if identity(source.url) != identity(home.url):
                    samples += await self._tried(source)
        kinds = {source.kind for source in found}
        if SourceKind.FEED not in kinds:
            samples += await self._guessed(SourceKind.FEED, _FEED_PLACES)
        if not kinds & {SourceKind.SITEMAP, SourceKind.NEWS_SITEMAP}:
            samples += await self._guessed(SourceKind.SITEMAP, _SITEMAP_PLACES)
        return list({identity(sample.url): sample for sample in reversed(samples)}.values())[::-1]

    async def _guessed(self, kind: SourceKind, places: tuple[str, ...]) -> list[Sample]:
        """Return the sample of the first usual place where a source stands; that there is none at the others is no news."""
        for place in places:
            samples = await self._tried(FoundSource(kind, urljoin(self.findings.homepage, place)))
            if useful := [sample for sample in samples if sample.articles]:
                return useful
        return []

    async def _tried(self, source: FoundSource) -> list[Sample]:
        """Return the sample of a source; of a page that lists feeds, which answers for one, the samples of those."""
        answer = await self._ask(source.url)
        self._tried_already.add(identity(source.url))
        if isinstance(answer, str):
            return [Sample(source.kind, source.url, failure=answer)]
        sample = await self._sample(source, answer)
        if sample.failure != "not_a_feed" or self._requests > _ENOUGH:
            return [sample]
        listed = find_sources(answer.body, answer.url, None, getattr(answer, "encoding", None))
        feeds = [
            feed for feed in listed if feed.kind is SourceKind.FEED and identity(feed.url) not in self._tried_already
        ]
        samples = [(feed, await self._ask(feed.url)) for feed in feeds[: _MOST[SourceKind.FEED]]]
        return [await self._sample(feed, answer) for feed, answer in samples if not isinstance(answer, str)] or [sample]

    async def _sample(self, source: FoundSource, answer: Response) -> Sample:
        """Return what a source names, of a sitemap index what its first children name."""
        sample = replace(self._read(source.kind, answer), url=source.url)
        if sample.kind is SourceKind.FEED and sample.articles and self._feed is None:
            self._feed = answer.body
        for child in self._children(answer) if sample.kind is SourceKind.SITEMAP and not sample.failure else ():
            below = await self._ask(child.url)
            if not isinstance(below, str):
                named = self._read(child.kind, below)
                sample = replace(
                    sample, kind=_better(sample.kind, named.kind), articles=sample.articles + named.articles
                )
        return sample

    def _read(self, kind: SourceKind, answer: Response) -> Sample:
        try:
            reading = self._reading(kind, answer)
        except UnreadableSource as error:
            return Sample(kind, answer.url, failure=error.reason)
        links = [link for link in recent(reading, utc_now()) if same_site(link.url, self.findings.homepage)]
        for link in links:
            key = identity(link.url)
            if key not in self._links or (link.published_at and not self._links[key][0].published_at):
                self._links[key] = (link, reading.kind)
        articles = [Named(identity(link.url), in_utc(link.published_at) or link.changed_at) for link in links]
        return Sample(reading.kind, answer.url, tuple(articles))

    def _children(self, answer: Response) -> tuple[FoundSource, ...]:
        return self._reading(SourceKind.SITEMAP, answer).sources[:_MOST_CHILDREN]

    @staticmethod
    def _reading(kind: SourceKind, answer: Response) -> Reading:
        return read_source(kind, answer.body, answer.url, getattr(answer, "encoding", None))

    # -- pages --------------------------------------------------------------------------------

    def _newest(self, kept: list[Sample]) -> list[tuple[FoundLink, SourceKind]]:
        """Return the articles to look at: the first ones of the kept sources, in turn."""
        turns = [
            article.key
            for place in range(_ARTICLES)
            for sample in kept
            for article in sample.articles[place : place + 1]
        ]
        return [self._links[key] for key in dict.fromkeys(turns)][:_ARTICLES]

    async def _article(self, link: FoundLink, kind: SourceKind) -> PageResult | str:
        """Return what becomes of an article's page, by the hints that its source gives, or in one word why there is none."""
        answer = await self._ask(link.url)
        if isinstance(answer, str):
            return answer
        zone = country_timezone(outlet_country(None, self.findings.homepage)) or "UTC"
        hints = Hints(link.title, link.published_at, kind, zone, now=utc_now())
        return await self._extracted(answer, hints)

    async def _extracted(self, answer: Response, hints: Hints) -> PageResult:
        return await self._workers.extract(FetchedPage("probe", 0, answer.url, answer.request.url, answer.body, hints))

    async def _wall(self, home: Response) -> str | None:
        """Return what stands before the outlet instead of its home page, in one word; None where nothing does."""
        said = decoded(unpacked(home.body), None).lower()
        if any(words in said for words in _PARKED):
            return "parked"
        result = await self._extracted(home, Hints(now=utc_now()))
        return result.reason if result.reason in _WALLS else None

    # -- both ---------------------------------------------------------------------------------

    async def _ask(self, url: str) -> Response | str:
        """Return the answer of an address, or in one word why there is none."""
        self._requests += 1
        self._tell({"asked": url, "requests": self._requests})
        request = Request(url, dont_filter=True, meta={"handle_httpstatus_list": list(range(400, 600))})
        answered = deferred_from_coro(self.crawler.engine.download_async(request)).addErrback(_named)
        answer: Response | str = await maybe_deferred_to_future(answered)
        if isinstance(answer, str):
            return answer
        return answer if answer.status == 200 else f"http_{answer.status}"


def _named(failure: Failure) -> str:
    """Return the name of a failure of the web; raises what is none."""
    reason = reason_of(failure.value)
    if reason is None:
        failure.raiseException()
    return str(reason)


def _page(answer: Response) -> Page | None:
    return parse_page(decoded(unpacked(answer.body), getattr(answer, "encoding", None)), answer.url)


def _better(one: SourceKind, other: SourceKind) -> SourceKind:
    """Return the kind of a sitemap whose parts are of these kinds."""
    return SourceKind.NEWS_SITEMAP if SourceKind.NEWS_SITEMAP in (one, other) else one

"""The spider that looks at an outlet: one request after the other, by the crawl's own rules.

home page, robots.txt -> sources, those known first -> a sample of each -> the few to keep -> five articles
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future

from crawler.choosing import Named, Sample, choose_sources, in_utc
from crawler.discovery import FoundSource, UnreadableSource, find_sources, read_source
from crawler.discovery.content import decoded, unpacked
from crawler.discovery.pages import parse_page
from crawler.failures import reason_of
from crawler.findings import PARKED, WALLS, Findings, unread
from crawler.outlet_facts import common_language, country_timezone, outlet_country, outlet_name, outlet_slug
from crawler.reservations import kept_back
from crawler.selection import recent, wanted
from crawler.workers import Workers
from db.links import utc_now
from db.records import SourceKind
from pipelines.items import FetchedPage, Hints
from pipelines.urls import identity, normalise

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.discovery import Reading
    from crawler.discovery.pages import Page
    from crawler.session import CrawlSession
    from db.records import FoundLink, Outlet
    from pipelines.items import PageResult

_ARTICLES = 5  # samples that are fetched
_MOST = {SourceKind.FEED: 8, SourceKind.NEWS_SITEMAP: 3, SourceKind.SITEMAP: 3, SourceKind.SECTION: 13}
_MOST_CHILDREN = 3  # of a sitemap index
_ENOUGH = 30  # requests; then no page is searched for further feeds
_FEED_PLACES = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_SITEMAP_PLACES = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml")
_FEW = 3  # articles; a home page that names more is one, whatever else it says


class ProbeSpider(Spider):  # type: ignore[misc]  # scrapy has no types
    """Look at one outlet; what it found stands in `findings` at the end."""

    name = "probe"

    def __init__(
        self,
        session: CrawlSession,
        outlet: Outlet,
        known: Sequence[FoundSource],
        tell: Callable[[Mapping[str, object]], None],
        **options: Any,
    ) -> None:
        """Take a session without outlets, which the middlewares need, the outlet with the sources that are known of it, and whom to
        tell of each request.
        """
        super().__init__(**options)
        self.session = session
        self.findings = Findings(outlet.homepage, known=frozenset(identity(source.url) for source in known))
        self._outlet, self._known = outlet, known
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
        samples = await self._known_samples()
        if isinstance(home, str):
            self.findings.problem = unread(home)
        else:
            self.findings.homepage = normalise(home.url) or home.url
            if not self._known:
                self._outlet = replace(self._outlet, homepage=self.findings.homepage)
            samples = _once([*samples, *await self._samples(home)])
            self.findings.problem = await self._problem(home, samples)
        self.findings.sources = choose_sources(samples)
        kept = [judged.sample for judged in self.findings.sources if judged.kept]
        self.findings.pages = tuple([(link.url, await self._article(link, kind)) for link, kind in self._newest(kept)])
        if not isinstance(home, str):
            self._facts(_page(home))

    async def _problem(self, home: Response, samples: Sequence[Sample]) -> str | None:
        """Return in words what is wrong with an outlet whose sources these are, or odd about its home page; None for nothing."""
        wall = await self._wall(home)
        if wall and sum(len(sample.keys) for sample in samples if sample.is_home) <= _FEW:
            return f"the home page {WALLS[wall]}"
        return None if any(sample.keys for sample in samples) else "no feed, sitemap or section page names an article"

    def _facts(self, page: Page | None) -> None:
        found = self.findings
        found.name = outlet_name(page, self._feed, found.homepage)
        found.slug = outlet_slug(found.homepage)
        found.country = outlet_country(page, found.homepage)
        found.timezone = country_timezone(found.country)
        found.language = common_language([article.language for _, article, _ in found.articles() if article], page)

    # -- sources ------------------------------------------------------------------------------

    async def _known_samples(self) -> list[Sample]:
        """Return a sample of each source that is known, but for the home page, which is asked for anyway."""
        here = identity(self.findings.homepage)
        others = [source for source in self._known if identity(source.url) != here]
        return _once([sample for source in others for sample in await self._tried(source)])

    async def _samples(self, home: Response) -> list[Sample]:
        """Return a sample of each source found that was not tried, the home page's first; usual places are tried where there is none."""
        rules = self.session.robots.get(urlsplit(home.url).netloc)
        found = find_sources(home.body, home.url, rules, getattr(home, "encoding", None))
        samples = [replace(self._read(SourceKind.SECTION, home), url=self.findings.homepage, is_home=True)]
        for kind, most in _MOST.items():
            for source in [source for source in found if source.kind is kind][:most]:
                if identity(source.url) not in {identity(home.url), *self._tried_already}:
                    samples += await self._tried(source)
        kinds = {source.kind for source in (*found, *self._known)}
        if SourceKind.FEED not in kinds:
            samples += await self._guessed(SourceKind.FEED, _FEED_PLACES)
        if not kinds & {SourceKind.SITEMAP, SourceKind.NEWS_SITEMAP}:
            samples += await self._guessed(SourceKind.SITEMAP, _SITEMAP_PLACES)
        return samples

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
        links = [link for link in recent(reading, utc_now()) if wanted(self._outlet, link.url)]
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
        answer = await self._ask(link.url, mined=self._outlet.respect_tdm)
        if isinstance(answer, str):
            return answer
        if refused := kept_back(answer, self._outlet):
            return refused
        guessed = country_timezone(outlet_country(None, self.findings.homepage)) or "UTC"
        zone = guessed if self._outlet.timezone == "UTC" else self._outlet.timezone
        hints = Hints(
            link.title,
            link.published_at,
            kind,
            zone,
            self._outlet.language,
            now=utc_now(),
            respect_noarchive=self._outlet.respect_noarchive,
            respect_tdm=self._outlet.respect_tdm,
        )
        return await self._extracted(answer, hints)

    async def _extracted(self, answer: Response, hints: Hints) -> PageResult:
        return await self._workers.extract(FetchedPage("probe", 0, answer.url, answer.request.url, answer.body, hints))

    async def _wall(self, home: Response) -> str | None:
        """Return what stands before the outlet instead of its home page, in one word; None where nothing does."""
        said = decoded(unpacked(home.body), None).lower()
        if any(words in said for words in PARKED):
            return "parked"
        result = await self._extracted(home, Hints(now=utc_now()))
        return result.reason if result.reason in WALLS else None

    # -- both ---------------------------------------------------------------------------------

    async def _ask(self, url: str, *, mined: bool = False) -> Response | str:
        """Return the answer of an address, or in one word why there is none; of an article as well that it is reserved."""
        self._requests += 1
        self._tell({"asked": url, "requests": self._requests})
        request = Request(url, dont_filter=True, meta={"handle_httpstatus_list": list(range(400, 600)), "mined": mined})
        answered = deferred_from_coro(self.crawler.engine.download_async(request)).addErrback(_named)
        answer: Response | str = await maybe_deferred_to_future(answered)
        if isinstance(answer, str):
            return answer
        return answer if answer.status == 200 else f"http_{answer.status}"


def _once(samples: Iterable[Sample]) -> list[Sample]:
    """Return the first sample of each address."""
    firsts: dict[str, Sample] = {}
    for sample in samples:
        firsts.setdefault(identity(sample.url), sample)
    return list(firsts.values())


def _named(failure: Failure) -> str:
    """Return the name of a failure of the web; raises what is none."""
    reason = reason_of(failure.value)
    if reason is None:
        failure.raiseException()
    return str(reason)


def _page(answer: Response) -> Page | None:
    try:
        return parse_page(decoded(unpacked(answer.body), getattr(answer, "encoding", None)), answer.url)
    except UnreadableSource:  # told of as the failure of the source that it is
        return None


def _better(one: SourceKind, other: SourceKind) -> SourceKind:
    """Return the kind of a sitemap whose parts are of these kinds."""
    return SourceKind.NEWS_SITEMAP if SourceKind.NEWS_SITEMAP in (one, other) else one

"""The first look at an outlet, as a process of its own: what it finds, what it asks for, and what it says of pages that are no home."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from crawler.discovery import read_source
from crawler.probe_report import ProbedArticle, ProbedSource, ProbeReport, report_of
from crawler.sample.articles import load_outlets
from crawler.sample.faults import Fault
from crawler.sample.pages import SampleSite
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from crawler.sample.sites import sample_sites
from db.records import SourceKind
from pipelines.urls import identity
from tests.crawls import paper, story_page, story_text, story_title, story_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.sample.articles import SampleOutlet
    from crawler.sample.site import Site

STORIES = ("bridge", "lighthouse", "market")
HOST = "valley.example"
TDM_FILE = "/.well-known/tdmrep.json"
NO_FEED = {"/feed": Answer(b"gone", status=404)}


def probe(web: LocalWeb, homepage: str, *options: str) -> tuple[ProbeReport, list[str]]:
    """Return what a probe finds, and the addresses that it says to have asked for."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "crawler.probe", homepage, "--delay", "0", *options],
        env=environment | {"http_proxy": web.proxy},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    *events, last = map(json.loads, done.stdout.splitlines())
    assert [event["requests"] for event in events] == list(range(1, len(events) + 1))
    return report_of(last["report"]), [event["asked"] for event in events]


def look(*answers: tuple[str, Answer], stories: Sequence[str] = STORIES) -> ProbeReport:
    """Return what a probe finds at a paper with these answers beside its stories' pages, or in their places."""
    with LocalWeb([paper(HOST, tuple(stories), answers=dict(answers))]) as web:
        return probe(web, f"http://{HOST}/")[0]


def page(body: str, head: str = "") -> Answer:
    return Answer(f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode())


def links(*stories: str) -> str:
    return "".join(f'<h2><a href="{story_url(HOST, story)}">{story_title(story)}</a></h2>' for story in stories)


def feed(*stories: str) -> Answer:
    items = "".join(
        f"<item><title>{story_title(story)}</title><link>{story_url(HOST, story)}</link></item>" for story in stories
    )
    channel = f"<channel><title>Valley News</title>{items}</channel>"
    return Answer(f'<rss version="2.0">{channel}</rss>'.encode(), "application/rss+xml")


def sitemap(*stories: str) -> bytes:
    entries = "".join(f"<url><loc>{story_url(HOST, story)}</loc></url>" for story in stories)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()


def kept(report: ProbeReport) -> list[tuple[str, str]]:
    return [(source.kind, source.url.removeprefix(f"http://{HOST}")) for source in report.kept]


def named_by(report: ProbeReport, sites: Sequence[Site]) -> set[str]:
    """Return the identities of all that the kept sources name, as a crawl will read them."""
    named: set[str] = set()
    for source in report.kept:
        host, _, path = source.url.removeprefix("http://").partition("/")
        answer = next(site for site in sites if site.host == host).answer(f"/{path}")
        assert answer is not None
        named |= {identity(link.url) for link in read_source(SourceKind(source.kind), answer.body, source.url).links}
    return named


@pytest.mark.parametrize("outlet", load_outlets(), ids=lambda outlet: outlet.slug)
def test_a_sample_outlet_is_found_with_all_its_articles(outlet: SampleOutlet) -> None:
    sites = sample_sites()
    with LocalWeb(sites) as web:
        report, asked = probe(web, outlet.homepage)
        requested = [request.path for request in web.requests]
    assert {identity(article.url) for article in outlet.articles} - named_by(report, sites) == set()
    assert (report.homepage, report.name, report.slug, report.language) == (
        outlet.homepage,
        outlet.name,
        outlet.slug,
        outlet.language,
    )
    assert (report.country, report.timezone, report.problem) == (None, None, None)
    assert requested[0] == "/robots.txt"
    assert set(requested) - {url.removeprefix(f"http://{outlet.host}") for url in asked} == {"/robots.txt", TDM_FILE}
    assert len(requested) == len(asked) + 2
    known = {article.url: article for article in outlet.articles}
    assert len(report.articles) == 5
    for article in report.articles:
        expected = known[article.url]
        assert (article.title, article.authors) == (expected.title, expected.authors)
        assert (article.first, article.last) == (expected.paragraphs[0], expected.paragraphs[-1])
        assert article.paragraphs == len(expected.paragraphs)
        assert article.removed
        assert len(article.stripped) == 6
        assert {reason for reason, _ in article.stripped} == set(article.removed), article.removed


def test_the_whole_of_a_report() -> None:
    home = page(links("bridge"), '<link rel="alternate" type="application/rss+xml" href="/feed">')
    paragraphs = story_text(HOST, "bridge").split("\n\n")
    report = look(("/", home), ("/feed", feed("bridge")), stories=("bridge",))
    assert report == ProbeReport(
        homepage=f"http://{HOST}/",
        name="Valley News",
        slug="valley",
        country=None,
        language="en",
        timezone=None,
        sources=(
            ProbedSource("feed", f"http://{HOST}/feed", 1, True, "names 1 article", shared=1),
            ProbedSource("section", f"http://{HOST}/", 1, False, "1 article, all named by those kept", shared=1),
        ),
        articles=(
            ProbedArticle(
                url=story_url(HOST, "bridge"),
                title=story_title("bridge"),
                first=paragraphs[0],
                last=paragraphs[-1],
                paragraphs=4,
                removed={"title": 1},
                stripped=(("title", story_title("bridge")),),
            ),
        ),
    )


NAMED_NOWHERE = page("<p>News</p>")
PLACES = [
    pytest.param([("/atom.xml", feed(*STORIES))], [("feed", "/atom.xml")], id="a feed at a usual place"),
    pytest.param(
        [("/sitemap.xml", Answer(sitemap(*STORIES), "text/xml"))], [("sitemap", "/sitemap.xml")], id="a sitemap there"
    ),
    pytest.param(
        [
            ("/robots.txt", Answer(b"Sitemap: /maps.xml", "text/plain")),
            ("/maps.xml", Answer(b"<sitemapindex><sitemap><loc>/posts.xml.gz</loc></sitemap></sitemapindex>", "text/xml")),
            ("/posts.xml.gz", Answer(gzip.compress(sitemap(*STORIES)), "application/gzip")),
        ],
        [("sitemap", "/maps.xml")],
        id="a packed sitemap of an index that robots.txt names",
    ),
    pytest.param(
        [
            ("/", page('<a href="/rss/">RSS</a>')),
            ("/rss/", page('<a href="/rss/news.xml">All news</a>')),
            ("/rss/news.xml", feed(*STORIES)),
        ],
        [("feed", "/rss/news.xml")],
        id="a feed on the page that lists the feeds",
    ),
    pytest.param(
        [("/", page(f'<nav><a href="/news/">News</a></nav>{links("bridge")}')), ("/news/", page(links("lighthouse", "market")))],
        [("section", "/"), ("section", "/news/")],
        id="neither feed nor sitemap, but a section",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "expected"), PLACES)
def test_where_sources_are_found(answers: list[tuple[str, Answer]], expected: list[tuple[str, str]]) -> None:
    report = look(*NO_FEED.items(), ("/", NAMED_NOWHERE), *answers)
    assert (kept(report), report.problem) == (expected, None)
    assert {article.title for article in report.articles} == {story_title(story) for story in STORIES}


WALLS = [
    pytest.param(
        page("<h1>This domain is for sale</h1><p>Buy this domain today.</p>"), "the home page is that of a parked domain", id="parked"
    ),
    pytest.param(
        page('<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/app.js"></script>'),
        "the home page is empty without JavaScript",
        id="a script shell",
    ),
    pytest.param(
        page(
            "<h1>Before you continue</h1><p>We and our 842 partners store cookies on your device to personalise advertising. "
            "Your consent is needed.</p><button>Accept all</button><button>Reject all</button>"
            '<a href="/privacy">Privacy policy</a>',
            "<title>Before you continue</title>",
        ),
        "the home page is a consent wall",
        id="a consent wall",
    ),
    pytest.param(
        Answer(b"Access denied", status=403), "the home page refuses access to programs such as this one", id="a block page"
    ),
    pytest.param(Answer(b"no", status=404), "the home page could not be read: http_404", id="not there"),
    pytest.param(page("<p>Soon here.</p>"), "no feed, sitemap or section page names an article", id="nothing to read yet"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "problem"), WALLS)
def test_a_page_that_is_no_home_is_named(home: Answer, problem: str) -> None:
    report = look(*NO_FEED.items(), ("/", home))
    assert (report.kept, report.problem) == ((), problem)


def test_a_wall_before_an_outlet_with_a_feed_is_a_note() -> None:
    shell = page(
        '<div id="root"></div><noscript>Please enable JavaScript to run this app.</noscript><script src="/a.js"></script>'
    )
    report = look(("/", shell), ("/feed", feed(*STORIES)))
    assert (kept(report), report.problem) == ([("feed", "/feed")], "the home page is empty without JavaScript")


def test_a_home_page_full_of_articles_is_one_whatever_it_says_besides() -> None:
    home = page(f"{links('bridge', 'market', 'museum', 'castle')}<p>Read why somebody will buy this domain.</p>")
    report = look(*NO_FEED.items(), ("/", home), stories=("bridge", "market", "museum", "castle"))
    assert (kept(report), report.problem) == ([("section", "/")], None)


def test_robots_txt_is_obeyed() -> None:
    rules = Answer(b"User-agent: *\nDisallow: /feed\nDisallow: /news/", "text/plain")
    home = page(f'<a href="/feed">RSS</a><nav><a href="/news/">News</a></nav>{links("bridge")}')
    with LocalWeb([paper(HOST, answers={"/robots.txt": rules, "/": home})]) as web:
        report, _ = probe(web, f"http://{HOST}/")
        asked = {request.path for request in web.requests}
    assert {path for path in asked if path.startswith(("/feed", "/news/"))} == set()
    assert [(source.url, source.reason) for source in report.sources if not source.kept] == [
        (f"http://{HOST}/feed", "could not be read: robots"),
        (f"http://{HOST}/news/", "could not be read: robots"),
    ]


def test_a_home_page_that_robots_txt_forbids_is_named() -> None:
    report = look(("/robots.txt", Answer(b"User-agent: *\nDisallow: /", "text/plain")))
    assert report.problem == "the home page is forbidden by robots.txt"


def test_a_private_address_is_not_asked() -> None:
    with LocalWeb([SampleSite("10.0.0.1", {"/": page("intranet")})]) as web:
        report, _ = probe(web, "http://10.0.0.1/")
        assert web.requests == []
    assert report.problem == "the home page could not be read: private_address"


def test_a_source_or_an_article_that_misbehaves_costs_only_itself() -> None:
    home = page(f'<a href="/feed">RSS</a><a href="/rss">RSS</a>{links(*STORIES)}')
    with LocalWeb([paper(HOST, answers={"/": home, "/rss": feed(*STORIES)})]) as web:
        web.fault(HOST, "/feed", Fault.RESET)
        web.fault(HOST, story_url(HOST, "bridge").removeprefix(f"http://{HOST}"), Fault.ERROR500)
        report, _ = probe(web, f"http://{HOST}/")
    assert kept(report) == [("feed", "/rss")]
    assert [(article.url, article.reason, article.title) for article in report.articles] == [
        (story_url(HOST, "bridge"), "http_500", ""),
        (story_url(HOST, "lighthouse"), None, story_title("lighthouse")),
        (story_url(HOST, "market"), None, story_title("market")),
    ]


def test_the_home_page_is_where_redirects_lead() -> None:
    here = SampleSite("valley.test", {"/": Answer(b"", status=301, headers=(("Location", f"http://{HOST}/"),))})
    there = SampleSite(HOST, {"/": page(links("bridge")), "/2025/05/bridge-reopens-after-repairs": story_page(HOST, "bridge")})  # fmt: skip
    with LocalWeb([here, there]) as web:
        report, _ = probe(web, "http://valley.test/")
    assert (report.homepage, kept(report)) == (f"http://{HOST}/", [("section", "/")])

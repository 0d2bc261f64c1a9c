"""How politely outlets are asked: one queue a site, their own delays, and nothing that the user did not want."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from crawler.run import crawl_settings
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from db.records import Outlet
from tests.crawls import crawl, entry, paper, rows, story_url, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.sample.server import Request


def gaps(requests: list[Request]) -> list[float]:
    """Return the seconds between each request and the next."""
    times = sorted(request.at for request in requests)
    return [(after - before).total_seconds() for before, after in pairwise(times)]


class Polite:
    """One crawl of a paper that asks for a delay, two outlets of one site with a delay of the user's, and one without any."""

    def __init__(self, folder: Path) -> None:
        slow = Answer(b"User-agent: *\nCrawl-delay: 0.4\n", "text/plain")
        sites = [
            paper("slow.example", answers={"/robots.txt": slow}),
            *(paper(f"{name}.shared.example", ("bridge",)) for name in ("news", "sport")),
            paper("fast.example"),
        ]
        write_outlets(
            folder,
            *(entry(name, f"http://{name}.example/") for name in ("slow", "fast")),
            entry("news", "http://news.shared.example/", "delay = 0.4"),
            entry("sport", "http://sport.shared.example/", "delay = 0.1"),
        )
        with LocalWeb(sites) as web:
            self.crawl = crawl(web, folder)
            self.requests = web.requests
        self.articles = rows(folder, "SELECT outlet, count(*) FROM articles GROUP BY 1 ORDER BY 1")

    def of(self, site: str) -> list[Request]:
        return [request for request in self.requests if request.host.endswith(site)]


@pytest.fixture(scope="module")
def polite(tmp_path_factory: pytest.TempPathFactory) -> Polite:
    return Polite(tmp_path_factory.mktemp("polite"))


def test_everything_is_stored_however_slowly(polite: Polite) -> None:
    assert (polite.crawl.code, polite.crawl.errors) == (0, "")
    assert polite.articles == [("fast", 3), ("news", 1), ("slow", 3), ("sport", 1)]


@pytest.mark.parametrize(
    "site", ["slow.example", "shared.example"], ids=["asked for by robots.txt", "the user's longest"]
)
def test_a_delay_lies_between_any_two_requests_to_a_site(polite: Polite, site: str) -> None:
    between = gaps(polite.of(site))
    assert len(between) >= 5
    # The first delay after robots.txt was set before it was read.
    assert min(between[1:]) >= 0.4 - 0.02


def test_delays_of_single_sites_have_jitter(polite: Polite) -> None:
    between = gaps(polite.of("shared.example"))[1:]
    assert len(between) >= 6
    assert max(between) - min(between) > 0.02


def test_a_site_without_delay_does_not_wait_for_the_others(polite: Polite) -> None:
    assert len(polite.of("fast.example")) == 7
    assert sum(gaps(polite.of("fast.example"))) < 1


def test_robots_txt_is_asked_for_once_a_host_and_first(polite: Polite) -> None:
    for host in ("slow.example", "news.shared.example", "sport.shared.example", "fast.example"):
        assert [request.path for request in polite.of(host)].index("/robots.txt") == 0
        assert [request.path for request in polite.of(host)].count("/robots.txt") == 1


def test_one_queue_a_site_with_its_outlets_longest_delay() -> None:
    outlets = [
        Outlet("a", "A", "https://news.example.co.uk/", delay=2.0),
        Outlet("b", "B", "https://sport.example.co.uk/", delay=7.5),
        Outlet("c", "C", "https://other.example/", delay=0.0),
    ]
    assert crawl_settings(outlets)["DOWNLOAD_SLOTS"].copy_to_dict() == {
        "example.co.uk": {"delay": pytest.approx(7.5 / 0.85), "concurrency": 1},
        "other.example": {"delay": 0.0, "concurrency": 8},
    }


def test_patterns_decide_which_links_are_followed(tmp_path: Path) -> None:
    write_outlets(
        tmp_path,
        entry("allow", "http://allow.example/", 'allow = ["/2025/.*(bridge|market)"]\ndeny = ["market"]'),
        entry("deny", "http://deny.example/", 'deny = ["/lighthouse-", "bridge"]'),
    )
    elsewhere = Answer(
        b'<?xml version="1.0"?><rss version="2.0"><channel>'
        b"<item><link>http://deny.example/2025/05/market-reopens-after-repairs</link></item>"
        b"<item><link>http://ads.example/2025/05/market-offers-everything-cheaply</link></item></channel></rss>",
        "application/rss+xml",
    )
    with LocalWeb([paper("allow.example"), paper("deny.example", answers={"/feed": elsewhere})]) as web:
        assert crawl(web, tmp_path).code == 0
        assert {request.host for request in web.requests} == {"allow.example", "deny.example"}
    expected = [("allow", story_url("allow.example", "bridge")), ("deny", story_url("deny.example", "market"))]
    assert rows(tmp_path, "SELECT outlet, url FROM links ORDER BY 1") == expected
    assert rows(tmp_path, "SELECT outlet, url FROM articles ORDER BY 1") == expected

"""Sources that are made to cost: each costs the crawl's process at most 10 seconds and 500 MB, and is read or refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from tests.costs import costs_of
from tests.crawls import crawl, entry, paper, rows, write_outlets
from tests.hostile_sources import FEEDS, SECTIONS, SITEMAPS, SOURCES, cost

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from tests.hostile_sources import Cost

SECONDS, BYTES = 10.0, 500_000_000
REASONS = {None, "empty", "not_html", "not_a_feed", "not_a_sitemap", "too_large"}


@pytest.fixture(scope="module")
def costs(request: pytest.FixtureRequest) -> Iterator[Mapping[str, Future[Cost]]]:
    """Give what each source that is asked for costs."""
    with costs_of(cost, request.session.items, test_a_source_costs_no_more_than_a_source_may) as found:
        yield found


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_costs_no_more_than_a_source_may(name: str, costs: Mapping[str, Future[Cost]]) -> None:
    found = costs[name].result(timeout=60)
    assert found.reason in REASONS
    assert found.seconds <= SECONDS
    assert found.memory <= BYTES


def test_a_hostile_outlet_does_not_keep_another_waiting(tmp_path: Path) -> None:
    bad, good = "bad.example", "good.example"
    answers = {
        "/": Answer(SECTIONS["links that fill it"]()),
        "/section": Answer(SECTIONS["9,000 cards of as many classes"]()),
        "/feed": Answer(FEEDS["400,000 empty elements"](), "application/rss+xml"),
        "/sitemap.xml": Answer(SITEMAPS["elements that are no entry"](), "application/xml"),
    }
    named = f'feeds = ["http://{bad}/feed"]\nsitemaps = ["http://{bad}/sitemap.xml"]\nsections = ["http://{bad}/", "http://{bad}/section"]'
    write_outlets(tmp_path, entry("bad", f"http://{bad}/", named), entry("good", f"http://{good}/"))
    with LocalWeb([paper(bad, answers=answers), paper(good)]) as web:
        done = crawl(web, tmp_path)
    assert done.seconds < 20
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE outlet = 'good'") == [(3,)]
    refused = rows(
        tmp_path, "SELECT url, reason FROM problems WHERE outlet = 'bad' AND reason = 'too_large' ORDER BY url"
    )
    assert refused == [(f"http://{bad}/", "too_large"), (f"http://{bad}/sitemap.xml", "too_large")]

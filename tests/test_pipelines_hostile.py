"""Pages that are made to cost: each costs at most 10 seconds and 500 MB, and gives an article or a reason from the list."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from crawler.workers import PAGE_SECONDS, Workers
from pipelines.items import FetchedPage, PageResult
from tests.costs import costs_of
from tests.hostile import HINTS, PAGES, SENTENCES, bomb, cost

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Future

    from tests.hostile import Cost

SECONDS, BYTES = 10.0, 500_000_000
REASONS = {"empty", "not_html", "no_article", "too_short", "section", "script_shell", "video"}
# Their text is not the three sentences, or hides them.
OTHERS = {
    "100,000 nested bold", "50,000 nested tables", "50,000 nested quotes", "charsets mixed", "UTF-8 with one broken byte, full",
    "UTF-8 cut everywhere", "a wrong charset", "19,000 short paragraphs", "19,000 paragraphs that differ", "19,000 divs with text",
    "9,000 paragraphs with links", "19,000 double breaks in a paragraph", "19,000 spans and no text", "19,000 links and no text",
    "19,000 bold words and no text", "490 articles in one another", "95 articles in one another around 17,000 paragraphs",
}  # fmt: skip


@pytest.fixture(scope="module")
def costs(request: pytest.FixtureRequest) -> Iterator[Mapping[str, Future[Cost]]]:
    """Give what each page that is asked for costs."""
    with costs_of(cost, request.session.items, test_a_page_costs_no_more_than_a_page_may) as found:
        yield found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_no_more_than_a_page_may(name: str, costs: Mapping[str, Future[Cost]]) -> None:
    found = costs[name].result(timeout=60)
    assert found.seconds <= SECONDS
    assert found.memory <= BYTES
    if found.reason is None:
        assert found.text
        assert name in OTHERS or all(sentence in found.text for sentence in SENTENCES)
    else:
        assert found.reason in REASONS


WORKED = (
    "100,000 nested divs",
    "20 MB",
    "a million attributes",
    "NUL bytes",
    "lists 1,000,000 deep",
    "50,000 nested lists",
)


def test_workers_give_the_same_and_go_on() -> None:
    given = [fetched(PAGES[name]()) for name in (*WORKED, "an entity bomb")]
    results = run([*given, fetched(bomb(), packed=True), fetched(PAGES["NUL bytes"]())])
    reasons = ["no_article", "not_html", "not_html", None, None, "too_short", None, "too_large", None]
    assert [result.reason for result in results] == reasons
    assert PAGE_SECONDS < SECONDS


def fetched(html: bytes, *, packed: bool = False) -> FetchedPage:
    url = "https://harbour.example/2025/05/bridge-repaired"
    return FetchedPage("harbour", 1, url, url, html, HINTS, packed=packed, keep=True)


def run(pages: list[FetchedPage]) -> list[PageResult]:
    workers = Workers(count=1)

    async def one_after_the_other() -> list[PageResult]:
        return [await workers.extract(page) for page in pages]

    try:
        return asyncio.run(one_after_the_other())
    finally:
        workers.close()

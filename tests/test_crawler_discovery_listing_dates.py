"""The dates that lists of articles show beside their links."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.discovery.listing_dates import listing_dates
from crawler.discovery.pages import parse_page
from pipelines.urls import identity

URL = "https://paper.example/politics/"
STORY = "https://paper.example/politics/budget-passed"
TIME = '<time datetime="2026-03-14T09:30:00Z">14 March</time>'
MOMENT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

CASES = {
    "beside its link": (f'<div><a href="budget-passed">Budget</a>{TIME}</div>', MOMENT),
    "in its link": (f'<a href="budget-passed"><h2>Budget</h2>{TIME}</a>', MOMENT),
    "in a card with a picture of the same link": (
        f'<li><a href="budget-passed"><img></a><h2><a href="budget-passed">Budget</a></h2><p>{TIME}</p></li>',
        MOMENT,
    ),
    "a day in words": ('<div><a href="budget-passed">Budget</a><time>14 March 2026</time></div>', date(2026, 3, 14)),
    "an hour alone": ('<div><a href="budget-passed">Budget</a><time>09:30</time></div>', None),
    "beside two links": (f'<div><a href="budget-passed">Budget</a><a href="war">War</a>{TIME}</div>', None),
    "the page's own": (
        f'<header>{TIME}</header><div><a href="budget-passed">Budget</a><a href="war">War</a></div>',
        None,
    ),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES.keys())
def test_listing_dates(html: str, expected: datetime | date | None) -> None:
    page = parse_page(f"<html><body><main>{html}</main></body></html>", URL)
    assert page is not None
    assert listing_dates(page) == ({identity(STORY): expected} if expected else {})

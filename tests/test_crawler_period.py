"""What lies in a period: the days that addresses name, links, and the children of a sitemap index."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.discovery import SitemapChild
from crawler.period import address_span, children_to_open, is_in, is_older, is_wanted
from db.records import FoundLink, Period

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
SINCE_MARCH = Period(date(2026, 3, 1))
SITE = "https://paper.example"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


SPANS = {
    "a day in parts of the path": ("/2026/03/14/budget", ("2026-03-14", "2026-03-14")),
    "a day without zeros": ("/news/2026/3/4/budget", ("2026-03-04", "2026-03-04")),
    "a month in parts of the path": ("/2026/02/budget", ("2026-02-01", "2026-02-28")),
    "a month by name": ("/world/2026/mar/14/budget", ("2026-03-14", "2026-03-14")),
    "a day with hyphens": ("/politics/2026-03-14-budget", ("2026-03-14", "2026-03-14")),
    "a day without signs": ("/articles/20260314/budget", ("2026-03-14", "2026-03-14")),
    "a leap day": ("/2024/02/29/budget", ("2024-02-29", "2024-02-29")),
    "a day that is none": ("/2026/02/30/budget", None),
    "a year alone": ("/2026/budget", None),
    "a year in a headline": ("/politics/elections-of-2026", None),
    "a number of an article": ("/article/200112", None),
    "a longer number": ("/article/1202603145", None),
    "seven of something": ("/politics/budget-2025-7-things-to-know", None),
    "before there was a web": ("/history/1914/07/28/war", None),
    "none": ("/politics/budget", None),
}


@pytest.mark.parametrize(("path", "expected"), SPANS.values(), ids=SPANS.keys())
def test_days_that_an_address_names(path: str, expected: tuple[str, str] | None) -> None:
    found = address_span(SITE + path)
    assert found == (expected and (date.fromisoformat(expected[0]), date.fromisoformat(expected[1])))


LINKS = {
    "published on the first day": (FoundLink(SITE, published_at=date(2026, 3, 1)), False, True),
    "published on the last day": (FoundLink(SITE, published_at=date(2026, 3, 31)), False, True),
    "published the day before": (FoundLink(SITE, published_at=date(2026, 2, 28)), True, False),
    "published the day after": (FoundLink(SITE, published_at=date(2026, 4, 1)), True, False),
    "published before by UTC, in it by the outlet's clock": (
        FoundLink(SITE, published_at=moment("2026-02-28T22:30:00")),
        False,
        True,
    ),
    "published in it by UTC, after it by the outlet's clock": (
        FoundLink(SITE, published_at=moment("2026-03-31T22:30:00")),
        True,
        False,
    ),
    "an address of a day in it": (FoundLink(f"{SITE}/2026/03/01/a"), False, True),
    "an address of a day before": (FoundLink(f"{SITE}/2026/02/28/a"), True, False),
    "an address of its month": (FoundLink(f"{SITE}/2026/03/a"), False, True),
    "an old address, changed in it": (
        FoundLink(f"{SITE}/2019/03/01/a", changed_at=moment("2026-03-05T10:00:00")),
        True,
        False,
    ),
    "changed in it, no other date": (FoundLink(SITE, changed_at=moment("2026-03-05T10:00:00")), False, True),
    "changed long before": (FoundLink(SITE, changed_at=moment("2026-02-05T10:00:00")), True, False),
    "changed behind it, in a sitemap of the period": (
        FoundLink(SITE, changed_at=moment("2026-05-05T10:00:00")),
        True,
        True,
    ),
    "changed behind it, in any other sitemap": (
        FoundLink(SITE, changed_at=moment("2026-05-05T10:00:00")),
        False,
        False,
    ),
    "undated, in a sitemap of the period": (FoundLink(SITE), True, True),
    "undated, in any other sitemap": (FoundLink(SITE), False, False),
}


@pytest.mark.parametrize(("link", "undated", "expected"), LINKS.values(), ids=LINKS.keys())
def test_links_of_a_period(link: FoundLink, undated: bool, expected: bool) -> None:
    assert is_wanted(link, MARCH, "Asia/Riyadh", undated=undated) is expected


def child(name: str, changed: str | None = None) -> SitemapChild:
    return SitemapChild(f"{SITE}/{name}", moment(changed) if changed else None)


CHILDREN = {
    "changed in it or later, the newest first": (
        SINCE_MARCH,
        [child("a.xml", "2026-03-02"), child("b.xml", "2026-04-02")],
        ["b.xml", "a.xml"],
    ),
    "changed before it": (SINCE_MARCH, [child("a.xml", "2026-02-20")], []),
    "changed on the eve, in some zone the first day": (SINCE_MARCH, [child("a.xml", "2026-02-28T20:00")], ["a.xml"]),
    "neither time nor name: opened, the highest number first": (
        SINCE_MARCH,
        [child("sitemap-9.xml"), child("sitemap-10.xml")],
        ["sitemap-10.xml", "sitemap-9.xml"],
    ),
    "months in names": (
        MARCH,
        [child("sitemap-2026-02.xml"), child("sitemap-2026-03.xml"), child("sitemap-2026-04.xml")],
        ["sitemap-2026-03.xml"],
    ),
    "months without a sign": (MARCH, [child("map202603.xml.gz"), child("map202602.xml.gz")], ["map202603.xml.gz"]),
    "days in queries": (
        Period(date(2026, 3, 30)),
        [child(f"sitemap.xml?date=2026-03-{day}") for day in (29, 30, 31)],
        ["sitemap.xml?date=2026-03-31", "sitemap.xml?date=2026-03-30"],
    ),
    "years": (MARCH, [child("sitemap/2025.xml"), child("sitemap/2026.xml")], ["sitemap/2026.xml"]),
    "year and month in parts of the path": (
        MARCH,
        [child("2026/3/map.xml"), child("2026/2/map.xml")],
        ["2026/3/map.xml"],
    ),
    "an old name, changed lately": (MARCH, [child("sitemap-2024-05.xml", "2026-03-05")], []),
    "its own name, changed before it": (SINCE_MARCH, [child("sitemap-2026-03.xml", "2026-01-05")], []),
    "changed after the end, which says nothing": (MARCH, [child("posts.xml", "2026-09-01")], ["posts.xml"]),
    "tags, authors and pictures beside articles": (
        SINCE_MARCH,
        [child("tag-sitemap.xml"), child("author-sitemap2.xml"), child("image-sitemap.xml"), child("post-sitemap.xml")],
        ["post-sitemap.xml"],
    ),
    "nothing but a category": (SINCE_MARCH, [child("category-sitemap.xml")], ["category-sitemap.xml"]),
}


@pytest.mark.parametrize(("period", "children", "expected"), CHILDREN.values(), ids=CHILDREN.keys())
def test_children_that_are_opened(period: Period, children: list[SitemapChild], expected: list[str]) -> None:
    assert [child.url.removeprefix(f"{SITE}/") for child in children_to_open(children, period)] == expected


def test_thousands_of_daily_sitemaps() -> None:
    days = [date.fromordinal(date(2016, 1, 1).toordinal() + number) for number in range(3800)]
    opened = children_to_open([child(f"sitemap-{day}.xml") for day in days], Period(date(2026, 1, 1)))
    assert [opened[0].url[-14:-4], opened[-1].url[-14:-4], len(opened)] == [f"{days[-1]}", "2026-01-01", 147]


@pytest.mark.parametrize(
    ("url", "changed", "expected"),
    [
        ("/sitemap-2026-03.xml", None, True),
        ("/sitemap-2026.xml", None, True),
        ("/sitemap-2026-04.xml", "2026-03-05", False),
        ("/post-sitemap7.xml", "2026-03-05", True),
        ("/post-sitemap7.xml", "2026-05-05", False),
        ("/sitemap.xml", None, False),
    ],
)
def test_sitemaps_whose_undated_links_count(url: str, changed: str | None, expected: bool) -> None:
    assert is_in(SITE + url, moment(changed) if changed else None, MARCH) is expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [((), False), ((1, 2, 3), False), ((-1, -2, 3), True), ((-1, 2), False), ((-300, 1, 2, 3), False), ((-1,), True)],
    ids=["none", "in it", "mostly before", "half before", "one old favourite", "before"],
)
def test_pages_before_a_period(days: tuple[int, ...], expected: bool) -> None:
    first = MARCH.since.toordinal()
    assert is_older([date.fromordinal(first + day) for day in days], MARCH) is expected

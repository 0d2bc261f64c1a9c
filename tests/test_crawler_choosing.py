"""Which sources are kept, and what is said of each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.choosing import Named, Sample, choose_sources, in_utc
from db.records import SourceKind

FEED, NEWS, SITEMAP, SECTION = SourceKind.FEED, SourceKind.NEWS_SITEMAP, SourceKind.SITEMAP, SourceKind.SECTION
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def sample(kind: SourceKind, url: str, *numbers: int, age: timedelta | None = None, home: bool = False) -> Sample:
    """Return a sample of the articles with these numbers; with `age`, its first is so old, and each further one an hour older."""
    at = [NOW - age - timedelta(hours=place) if age is not None else None for place in range(len(numbers))]
    return Sample(kind, url, tuple(map(Named, map(str, numbers), at)), is_home=home)


FRESH = timedelta(0)
LONG_AGO = timedelta(days=90)
HOME = sample(SECTION, "home", *range(1, 11), home=True)
CASES = [
    pytest.param(
        [sample(FEED, "feed", *range(1, 11), age=FRESH), HOME],
        [
            ("feed", True, "names 10 articles, the newest of 2026-03-14"),
            ("home", False, "10 articles, all named by those kept"),
        ],
        id="a feed that names all that the home page does is enough",
    ),
    pytest.param(
        [sample(FEED, "feed", 1, 2, 3, 4, age=FRESH), HOME],
        [
            ("feed", True, "names 4 articles, the newest of 2026-03-14"),
            ("home", True, "those above lack 6 of its first 10 articles"),
        ],
        id="a home page that shows much that the feed lacks is kept",
    ),
    pytest.param(
        [sample(FEED, "feed", *range(1, 9), age=FRESH), HOME],
        [
            ("feed", True, "names 8 articles, the newest of 2026-03-14"),
            ("home", False, "what is new in it is in those kept; 2 articles further down may be old"),
        ],
        id="two strays on the home page are no gap of the feed",
    ),
    pytest.param(
        [
            sample(FEED, "all", 1, 2, 3, age=FRESH),
            sample(NEWS, "news", 1, 2, 3, age=FRESH),
            sample(FEED, "sport", 3, 4, age=FRESH),
        ],
        [
            ("news", True, "names 3 articles, the newest of 2026-03-14"),
            ("sport", True, "adds 1 of its 2 articles, the newest of 2026-03-14"),
            ("all", False, "3 articles, all named by those kept"),
        ],
        id="of two that name the same the news sitemap is kept, and a feed that adds to it",
    ),
    pytest.param(
        [sample(FEED, "new", 1, age=FRESH), sample(FEED, "old", 2, 3, 4, age=LONG_AGO)],
        [
            ("new", True, "names 1 article, the newest of 2026-03-14"),
            ("old", False, "stands still since 2025-12-14; others name newer articles"),
        ],
        id="a feed that stands still is left out",
    ),
    pytest.param(
        [sample(FEED, "only", 1, 2, age=LONG_AGO)],
        [("only", True, "names 2 articles, the newest of 2025-12-14")],
        id="an outlet that stands still as a whole is kept as it is",
    ),
    pytest.param(
        [Sample(FEED, "broken", failure="http_404"), sample(FEED, "empty"), sample(FEED, "good", 1)],
        [
            ("good", True, "names 1 article"),
            ("broken", False, "could not be read: http_404"),
            ("empty", False, "names no article of this outlet"),
        ],
        id="what cannot be read or names nothing is left out",
    ),
    pytest.param(
        [
            sample(SECTION, "home", 1, 2, 3, home=True),
            sample(SECTION, "world", 3, 4),
            sample(SECTION, "gulf", 4, 5),
            sample(SECTION, "sport", 1, 2),
        ],
        [
            ("home", True, "names 3 articles"),
            ("world", True, "neither home page nor sitemaps name 1 of its 2 articles"),
            ("gulf", True, "neither home page nor sitemaps name 2 of its 2 articles"),
            ("sport", False, "2 articles, all named by those kept"),
        ],
        id="without a feed the home page and each section that adds to it are kept",
    ),
    pytest.param(
        [
            sample(SECTION, "home", 1, 2, home=True),
            sample(SECTION, "world", 3, 4),
            sample(SITEMAP, "map", 1, 2, 3, 4, 5, age=FRESH),
        ],
        [
            ("home", True, "names 2 articles"),
            ("map", True, "adds 3 of its 5 articles, the newest of 2026-03-14"),
            ("world", False, "2 articles, all named by those kept"),
        ],
        id="without a feed a sitemap with times stands in for sections",
    ),
    pytest.param(
        [
            sample(FEED, "feed", 1, 2, age=FRESH),
            sample(SITEMAP, "map", *range(1, 200), age=FRESH),
            sample(SITEMAP, "bare", 1, 7),
        ],
        [
            ("feed", True, "names 2 articles, the newest of 2026-03-14"),
            ("map", True, "those above lack 47 of its newest 49 articles"),
            ("bare", False, "2 articles, all named by those kept"),
        ],
        id="a sitemap shows that the feed names too little",
    ),
    pytest.param(
        [
            sample(FEED, "feed", *range(1, 60), age=FRESH),
            sample(SITEMAP, "map", *range(1, 200), age=FRESH),
            sample(SITEMAP, "bare", 1, 999),
        ],
        [
            ("feed", True, "names 59 articles, the newest of 2026-03-14"),
            ("map", False, "what is new in it is in those kept; 140 articles further down may be old"),
            ("bare", False, "says of no article when it is from; those kept name what is new"),
        ],
        id="beside a feed that names what is new a sitemap's past is not asked for",
    ),
    pytest.param([], [], id="of nothing nothing is kept"),
]


@pytest.mark.parametrize(("samples", "expected"), CASES)
def test_what_is_kept_and_why(samples: list[Sample], expected: list[tuple[str, bool, str]]) -> None:
    judged = choose_sources(samples)
    assert [(source.sample.url, source.kept, source.reason) for source in judged] == expected


def test_at_most_six_feeds_are_kept() -> None:
    feeds = [sample(FEED, f"feed{number}", *range(number * 10, number * 10 + 9 - number)) for number in range(8)]
    judged = choose_sources(feeds)
    assert [source.sample.url for source in judged if source.kept] == [f"feed{number}" for number in range(6)]
    assert [(source.sample.url, source.reason) for source in judged if not source.kept] == [
        ("feed6", "would add 3 articles, fewer than each of those kept"),
        ("feed7", "would add 2 articles, fewer than each of those kept"),
    ]


def test_a_day_begins_at_midnight() -> None:
    assert in_utc(date(2026, 3, 14)) == datetime(2026, 3, 14, tzinfo=UTC)
    assert in_utc(NOW) is NOW
    assert in_utc(None) is None

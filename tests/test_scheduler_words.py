from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scheduler.words import ago, counted, publication, size

MORNING = datetime(2025, 3, 14, 9, 20, tzinfo=UTC)

DATES = {
    "a time with its source": (MORNING, "json-ld", "14 March 2025, 09:20 UTC (time from JSON-LD)"),
    "a time of another zone": (
        MORNING.astimezone(timezone(timedelta(hours=3))),
        "feed",
        "14 March 2025, 09:20 UTC (time from the feed)",
    ),
    "a day with its source": (date(2025, 3, 4), "text", "4 March 2025 (day only, from the text)"),
    "a day without a source": (date(2025, 3, 4), None, "4 March 2025 (day only)"),
    "a time without a source": (MORNING, None, "14 March 2025, 09:20 UTC (time)"),
    "a source without a name in words": (MORNING, "telex", "14 March 2025, 09:20 UTC (time from telex)"),
    "no date": (None, None, "no date: the page states none that can be trusted"),
}


@pytest.mark.parametrize(("value", "source", "words"), DATES.values(), ids=DATES.keys())
def test_publication(value: datetime | date | None, source: str | None, words: str) -> None:
    assert publication(value, source) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
    ],
)
def test_ago(span: timedelta, words: str) -> None:
    assert ago(span) == words


def test_numbers() -> None:
    assert [counted(number, "article") for number in (0, 1, 1204)] == ["0 articles", "1 article", "1,204 articles"]
    assert [size(number) for number in (0, 999, 1000, 180_224, 999_499, 999_600, 5_400_000_000, 12**13)] == [
        "0 bytes",
        "999 bytes",
        "1.0 kB",
        "180 kB",
        "999 kB",
        "1.0 MB",
        "5.4 GB",
        "106993 GB",
    ]

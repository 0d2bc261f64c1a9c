"""How soon a source is asked again, as a pure function of what its polls brought."""

from __future__ import annotations

import pytest

from db.poll_interval import LEAST, MOST, Pace, next_pace

HOUR = 3600.0
DAY = 86_400.0


@pytest.mark.parametrize(
    ("pace", "brought", "entries", "interval"),
    [
        pytest.param(Pace(), 1, 20, 0, id="it brought something: at the next run"),
        pytest.param(Pace(MOST, 20, 0.0), 1, 20, 0, id="it brought something after a long silence"),
        pytest.param(Pace(0, 20, 0.0), 0, None, LEAST, id="nothing for the first time"),
        pytest.param(Pace(LEAST, 20, 0.0), 0, None, 600, id="nothing again: twice as long"),
        pytest.param(Pace(600, 20, 0.0), 0, 20, 1200, id="read in vain counts as unchanged does"),
        pytest.param(Pace(30_000, 20, 0.0), 0, None, MOST, id="never longer than the upper bound"),
        pytest.param(Pace(MOST, 20, 0.0), 0, None, MOST, id="for ever at the upper bound"),
        pytest.param(Pace(MOST, 0, 0.0), 0, 0, MOST, id="an empty source that never brought anything"),
        pytest.param(Pace(40_000, 20, 24.0), 0, None, 7506, id="usually one an hour: about the time of two"),
        pytest.param(Pace(40_000, 2, 24.0), 0, None, 3753, id="usually one an hour and a list of two: half of that"),
        pytest.param(Pace(40_000, 20, 24.0), 0, 2, 3753, id="the list of two that it is now"),
        pytest.param(Pace(40_000, 0, 24.0), 0, None, LEAST, id="an empty list, which was not always"),
        pytest.param(Pace(40_000, 20, 5000.0), 0, None, LEAST, id="never shorter than the lower bound after nothing"),
    ],
)
def test_the_next_interval(pace: Pace, brought: int, entries: int | None, interval: int) -> None:
    assert next_pace(pace, HOUR, brought, entries).interval == interval


def test_a_first_poll_says_nothing_of_the_rate() -> None:
    assert next_pace(Pace(), None, 40, 40) == Pace(0, 40, 0.0)


def test_two_polls_at_once_do_not_divide_by_zero() -> None:
    assert next_pace(Pace(0, 40, 0.0), 0.0, 1, 40).links_per_day == pytest.approx(1.0, abs=1e-4)


def test_a_clock_set_back_is_no_failure() -> None:
    assert next_pace(Pace(300, 40, 0.0), -50.0, 0, None) == Pace(600, 40, 0.0)


@pytest.mark.parametrize("per_day", [1, 12, 48, 480])
@pytest.mark.parametrize("run_every", [60.0, 1800.0, 3600.0])
def test_the_rate_is_learned_from_a_steady_source(per_day: int, run_every: float) -> None:
    pace, brought = Pace(0, 20, 0.0), 0
    for run in range(int(7 * DAY / run_every)):
        so_far = int((run + 1) * run_every / DAY * per_day)
        pace, brought = next_pace(pace, run_every, so_far - brought, 20), so_far
    assert pace.links_per_day == pytest.approx(per_day, rel=0.6 if per_day == 1 else 0.1)


@pytest.mark.parametrize(("per_day", "entries"), [(2, 3), (12, 3), (48, 3), (48, 10), (200, 10), (200, 50), (1000, 50)])
def test_a_steady_feed_never_rolls_over_between_two_polls(per_day: int, entries: int) -> None:
    """Play three weeks of a feed that lists its latest entries, asked by half-hourly runs that respect its interval."""
    pace, brought, asked, due, polls = Pace(0, entries, 0.0), 0, 0.0, 0.0, 0
    for run in range(1, 21 * 48):
        now = run * 1800.0
        if now < due:
            continue
        published = int(now / DAY * per_day)
        assert published - brought <= entries
        pace = next_pace(pace, now - asked, published - brought, entries)
        brought, asked, due, polls = published, now, now + pace.interval, polls + 1
    assert polls >= 21 * min(per_day, 48) / 2


def test_a_source_that_falls_silent_is_asked_twice_a_day_in_the_end() -> None:
    pace, waits = Pace(0, 20, 30.0), []
    while sum(waits) < 4 * DAY:
        pace = next_pace(pace, pace.interval, 0, None)
        waits.append(pace.interval)
    assert waits[:5] == [300, 600, 1200, 2400, 4800]
    assert waits == sorted(waits)
    assert waits[-1] == MOST
    assert next_pace(pace, MOST, 1, 20).interval == 0

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db.records import Outlet
from scheduler.plan import group, is_due, next_run, plan_children, previous_run


def outlet(slug: str = "times", *, schedule: str = "*/30 * * * *", timezone: str = "UTC", host: str = "") -> Outlet:
    return Outlet(slug, slug, f"https://{host or slug + '.example'}/", schedule=schedule, timezone=timezone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MOMENTS = {
    "a moment is later than the time asked for": ("*/30 * * * *", "UTC", "2026-11-22 08:30", "2026-11-22 09:00"),
    "a second before it, it is still to come": ("*/30 * * * *", "UTC", "2026-11-22 08:29:59", "2026-11-22 08:30"),
    "seven in Riyadh is four in UTC": ("0 7 * * *", "Asia/Riyadh", "2026-11-22 00:00", "2026-11-22 04:00"),
    "an offset of three quarters of an hour": ("0 6 * * *", "Asia/Kathmandu", "2026-11-22 00:00", "2026-11-22 00:15"),
    "the outlet's day, not UTC's": ("0 8 * * mon", "Pacific/Auckland", "2026-11-22 00:00", "2026-11-22 19:00"),
    "seven in Berlin in winter": ("0 7 * * *", "Europe/Berlin", "2026-10-25 00:00", "2026-10-25 06:00"),
    "seven in Berlin in summer": ("0 7 * * *", "Europe/Berlin", "2026-10-24 00:00", "2026-10-24 05:00"),
    "a time that the clocks leave out": ("30 2 * * *", "America/New_York", "2026-03-08 00:00", "2026-03-08 07:30"),
    "the day after one that was left out": ("30 2 * * *", "America/New_York", "2026-03-08 07:30", "2026-03-09 06:30"),
    "a time that the clocks repeat": ("30 1 * * *", "America/New_York", "2026-11-01 00:00", "2026-11-01 05:30"),
    "that time's second coming": ("30 1 * * *", "America/New_York", "2026-11-01 05:30", "2026-11-01 06:30"),
    "every half hour goes on when clocks jump": (
        "*/30 * * * *",
        "Europe/Paris",
        "2026-03-29 00:45",
        "2026-03-29 01:00",
    ),
    "every half hour goes on when clocks repeat": (
        "*/30 * * * *",
        "Europe/Paris",
        "2026-10-25 00:45",
        "2026-10-25 01:00",
    ),
    "half an hour of summer time": ("0 2 * * *", "Australia/Lord_Howe", "2026-10-03 12:00", "2026-10-03 15:30"),
    "working days only": ("0 9 * * mon-fri", "UTC", "2026-11-20 09:00", "2026-11-23 09:00"),
    "a leap day": ("0 0 29 2 *", "UTC", "2026-11-22 00:00", "2028-02-29 00:00"),
    "day of month and of week must both hold": ("0 0 13 * fri", "UTC", "2026-11-14 00:00", "2027-08-13 00:00"),
}


@pytest.mark.parametrize(("schedule", "timezone", "after", "expected"), MOMENTS.values(), ids=MOMENTS.keys())
def test_next_run(schedule: str, timezone: str, after: str, expected: str) -> None:
    found = next_run(outlet(schedule=schedule, timezone=timezone), utc(after))

    assert found == utc(expected)
    assert found.tzinfo is UTC


PREVIOUS = {
    "a moment is earlier than the time asked for": ("*/30 * * * *", "UTC", "2026-11-22 08:30", "2026-11-22 08:00"),
    "a second after it, it is the last one": ("*/30 * * * *", "UTC", "2026-11-22 08:30:01", "2026-11-22 08:30"),
    "yesterday in the outlet's zone": ("0 7 * * *", "Asia/Riyadh", "2026-11-22 03:59", "2026-11-21 04:00"),
    "the last of a dense hour, a day ago": ("* 3 * * *", "UTC", "2026-11-22 02:00", "2026-11-21 03:59"),
    "before the clocks changed": ("30 2 * * *", "Europe/Berlin", "2026-03-29 00:00", "2026-03-28 01:30"),
    "a time that the clocks left out": ("30 2 * * *", "Europe/Berlin", "2026-03-29 12:00", "2026-03-29 01:30"),
    "a year ago": ("0 0 1 1 *", "UTC", "2026-12-31 00:00", "2026-01-01 00:00"),
    "the last leap day": ("0 0 29 2 *", "UTC", "2028-02-29 00:00", "2024-02-29 00:00"),
}


@pytest.mark.parametrize(("schedule", "timezone", "before", "expected"), PREVIOUS.values(), ids=PREVIOUS.keys())
def test_previous_run(schedule: str, timezone: str, before: str, expected: str) -> None:
    assert previous_run(outlet(schedule=schedule, timezone=timezone), utc(before)) == utc(expected)


def test_a_day_that_never_comes() -> None:
    never, now = outlet(schedule="0 0 30 2 *"), utc("2026-11-22 08:00")

    assert (next_run(never, now), previous_run(never, now), is_due(never, now, now)) == (None, None, False)


DUE = {
    "never run": (None, "2026-11-22 08:10", True),
    "no moment since the start": ("2026-11-22 08:00:00", "2026-11-22 08:29:59", False),
    "the moment itself": ("2026-11-22 08:00:00", "2026-11-22 08:30:00", True),
    "a moment long gone": ("2026-11-20 08:00:00", "2026-11-22 08:10:00", True),
    "started at the very moment": ("2026-11-22 08:30:00", "2026-11-22 08:30:00", False),
    "started in the future, by a clock that was wrong": ("2026-11-23 08:00:00", "2026-11-22 08:30:00", False),
}


@pytest.mark.parametrize(("started", "now", "expected"), DUE.values(), ids=DUE.keys())
def test_is_due(started: str | None, now: str, expected: bool) -> None:
    assert is_due(outlet(), started and utc(started), utc(now)) is expected


def slugs(groups: list[tuple[Outlet, ...]]) -> list[list[str]]:
    return [[each.slug for each in members] for members in groups]


def named(*hosts: str) -> list[Outlet]:
    return [outlet(host, host=host) for host in hosts]


GROUPS = {
    "none": ([], 2, []),
    "one for one": (["a.com"], 2, [["a.com"]]),
    "evenly by number": (["a.com", "b.com", "c.com", "d.com"], 2, [["a.com", "c.com"], ["b.com", "d.com"]]),
    "all in one": (["a.com", "b.com", "c.com"], 1, [["a.com", "b.com", "c.com"]]),
    "one domain stays together": (
        ["b.com", "news.a.com", "c.com", "www.a.com"],
        2,
        [["news.a.com", "www.a.com"], ["b.com", "c.com"]],
    ),
    "one domain alone needs one child": (["x.a.com", "y.a.com"], 2, [["x.a.com", "y.a.com"]]),
    "a public suffix is no domain": (["a.co.uk", "b.co.uk"], 2, [["a.co.uk"], ["b.co.uk"]]),
}


@pytest.mark.parametrize(("hosts", "children", "expected"), GROUPS.values(), ids=GROUPS.keys())
def test_group(hosts: list[str], children: int, expected: list[list[str]]) -> None:
    assert slugs(group(named(*hosts), children)) == expected


PLANS = {
    "a few outlets share one child": (["a.com", "b.com"], [], 2, [["a.com", "b.com"]]),
    "nothing is due": ([], ["a.com"], 1, []),
    "no child is free": (["a.com"], ["b.com", "c.com"], 0, []),
    "one that runs waits": (["a.com", "b.com"], ["a.com"], 1, [["b.com"]]),
    "one whose domain runs waits": (["news.a.com", "b.com"], ["www.a.com"], 1, [["b.com"]]),
    "all of them wait": (["news.a.com"], ["www.a.com"], 1, []),
}


@pytest.mark.parametrize(("due", "running", "free", "expected"), PLANS.values(), ids=PLANS.keys())
def test_plan_children(due: list[str], running: list[str], free: int, expected: list[list[str]]) -> None:
    assert slugs(plan_children(named(*due), named(*running), free)) == expected


def test_many_outlets_are_spread_over_the_children_that_are_free() -> None:
    many = named(*(f"outlet{number}.com" for number in range(50)))

    assert [len(members) for members in plan_children(many, [], 2)] == [25, 25]
    assert [len(members) for members in plan_children(many, [], 8)] == [17, 17, 16]


def test_an_outlet_of_a_changed_schedule_is_due_by_the_new_one() -> None:
    hourly = outlet(schedule="0 * * * *")
    started, now = utc("2026-11-22 08:05"), utc("2026-11-22 08:20")

    assert (is_due(hourly, started, now), is_due(replace(hourly, schedule="*/15 * * * *"), started, now)) == (
        False,
        True,
    )

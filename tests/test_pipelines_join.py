"""One article of several pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from db.records import Article
from pipelines.extract import article_text, extract_article
from pipelines.items import Hints
from pipelines.join import join

TITLE = "The long way to the new harbour bridge"
FIRST_URL = "https://news.example/bridge"
PARTS = [
    [f"On day {day} of the {what}, the council heard what the engineers had found below the {place}." for day in range(2, 6)]
    for what, place in (("hearing", "northern pier"), ("survey", "old market hall"), ("vote", "customs house"))
]  # fmt: skip
STAND_FIRST = "Eleven years, four mayors and one bridge that nobody wanted to pay for in the end."


def part(number: int, title: str = TITLE, *, last: bool = False) -> Article:
    body = "".join(f"<p>{text}</p>" for text in (STAND_FIRST, *PARTS[number - 1]))
    link = "" if last else f'<a href="?page={number + 1}">{number + 1}</a>'
    page = f"<html lang=en><body><article><h1>{title}</h1>{body}</article>{link}</body></html>"
    hints = Hints(part=number, first_page=FIRST_URL if number > 1 else None)
    return extract_article(page.encode(), FIRST_URL + (f"?page={number}" if number > 1 else ""), hints=hints)


def test_the_pages_follow_each_other_and_say_nothing_twice() -> None:
    first, second, third = part(1), part(2), part(3, last=True)
    assert [one.next_page for one in (first, second, third)] == [f"{FIRST_URL}?page=2", f"{FIRST_URL}?page=3", None]
    two = join(first, second)
    assert two is not None
    three = join(two, third)
    assert three is not None
    assert three.text == "\n\n".join([STAND_FIRST, *PARTS[0], *PARTS[1], *PARTS[2]])
    assert (three.url, three.title, three.next_page) == (first.url, TITLE, None)
    assert three.text == article_text(three.blocks)
    assert [block.reason for block in three.blocks if block.text == STAND_FIRST] == [None, "repeated", "repeated"]


def test_another_article_and_the_same_page_are_not_joined() -> None:
    assert join(part(1), part(2, "Grain port closes for a week")) is None
    assert join(part(1), part(1)) is None


def test_a_later_change_and_a_wall_are_those_of_the_whole() -> None:
    early, late = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    first, second = replace(part(1), modified_at=late), replace(part(2), modified_at=early, access="paywalled")
    joined = join(first, second)
    assert joined is not None
    assert (joined.modified_at, joined.access) == (late, "paywalled")

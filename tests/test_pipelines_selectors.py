"""An outlet's own selectors: what they name is taken, and where they name nothing all is as without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from db.records import Selectors
from pipelines.extract import extract_article
from pipelines.items import Hints
from pipelines.selector_check import selector_problem

if TYPE_CHECKING:
    from db.records import Article

NOW = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
TEXT = [
    f"The harbour council met for the {day} time and spoke about the bridge, the ferry and the market."
    for day in ("first", "second", "third")
]
ODD = [
    f"A note of the archive, number {n}, which stands beside the text and reads exactly like it does."
    for n in ("one", "two")
]
PAGE = f"""<html lang=en><head><title>Archive</title><meta name=author content="The Machine">
<meta property="article:published_time" content="2026-03-01T08:00:00Z"></head><body>
<h1>Archive</h1><div class=heading>Bridge, ferry, market</div><div class=who>By Ana Reis, Reuters</div>
<div class=when>12 March 2026, 09:30</div>
<div class=story>{"".join(f"<p>{text}</p>" for text in TEXT)}<div class=player><p>{ODD[0]}</p></div></div>
<div class=note><p>{ODD[1]}</p></div>
</body></html>"""  # fmt: skip


def extracted(**selectors: str) -> Article:
    hints = Hints(now=NOW, timezone="Europe/Berlin", selectors=Selectors(**selectors))
    return extract_article(PAGE.encode(), "https://news.example/a", hints=hints)


def test_each_field_is_what_its_selector_finds() -> None:
    found = extracted(title="div.heading", date=".when", authors=".who", text=".story", remove=".player")
    assert (found.title, found.authors) == ("Bridge, ferry, market", ("Ana Reis", "Reuters"))
    assert (found.published_at, found.published_source) == (datetime(2026, 3, 12, 8, 30, tzinfo=UTC), "selector")
    assert found.text == "\n\n".join(TEXT)
    assert [block.reason for block in found.blocks if block.text == ODD[1]] == ["not_article"]
    assert not any(block.text == ODD[0] for block in found.blocks)


def test_what_is_not_selected_is_kept_as_such() -> None:
    found = extracted(text=".story > p:first-child")
    assert [block.reason for block in found.blocks if block.text in TEXT] == [None, "not_selected", "not_selected"]
    assert found.text == TEXT[0]


def test_selectors_that_find_nothing_change_nothing() -> None:
    plain = extracted()
    assert extracted(title="h7", date=".nowhere", authors="#x", text="main.gone", remove="video") == plain
    assert replace(plain, text="", blocks=()) == replace(extracted(date=".heading"), text="", blocks=())


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ('<div class=when><time datetime="2026-03-12">x</time></div>', date(2026, 3, 12)),
        ('<time class=when datetime="2026-03-12">x</time>', date(2026, 3, 12)),
        ('<meta class=when content="2026-03-12T08:30:00Z">', datetime(2026, 3, 12, 8, 30, tzinfo=UTC)),
        ("<div class=when>12 March 2027</div>", None),
    ],
    ids=["an element around the mark", "a mark for machines", "a meta", "yet to come"],
)
def test_a_date_is_read_as_everywhere(when: str, expected: date | None) -> None:
    page = PAGE.replace("<div class=when>12 March 2026, 09:30</div>", when)
    found = extract_article(
        page.encode(), "https://news.example/a", hints=Hints(now=NOW, selectors=Selectors(date=".when"))
    )
    assert found.published_at == (expected or datetime(2026, 3, 1, 8, 0, tzinfo=UTC))


def test_a_selector_is_checked() -> None:
    assert selector_problem("div.story > p:not(.x), article p") is None
    assert selector_problem("div[") is not None
    assert selector_problem("p:nosuch") is not None

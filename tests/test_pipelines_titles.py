"""Titles without the names of their outlet and section, however those are set off."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.items import Hints
from pipelines.metadata import read_metadata
from pipelines.titles import TitleCandidates, choose_title, site_names

TITLE = "Council votes to reopen the old harbour bridge"
SITES = site_names("https://www.harbourpost.example/a", "The Harbour Post")
NAMED = [
    "{} | The Harbour Post", "{} - The Harbour Post", "The Harbour Post - {}", "The Harbour Post: {}", "{} — Harbour Post",
    "{} » The Harbour Post", "The Harbour Post » {}", "{} ‹ The Harbour Post", "{} | World | The Harbour Post",
    "{} - Harbour Post | World", "World | {} | The Harbour Post", "{} – World – Harbour Post", "{} ⋆ The Harbour Post",
    "{} > The Harbour Post", "{} ► The Harbour Post", "{} ‒ The Harbour Post", "{} (The Harbour Post)", "{} [The Harbour Post]",
    "{} - The Harbour Post - Breaking News, Sport and Weather", "{} - www.harbourpost.example",
    "{} | The Harbour Post (@harbourpost)", "{} :: The Harbour Post",
]  # fmt: skip


@pytest.mark.parametrize("form", NAMED)
def test_the_outlets_name_and_the_sections_are_taken_off(form: str) -> None:
    whole = form.format(TITLE)
    for candidates in (
        TitleCandidates(page=whole),
        TitleCandidates(page=whole, headings=(TITLE,)),
        TitleCandidates(headline=whole, social=(whole,), page=whole, headings=(TITLE,)),
    ):
        assert choose_title(candidates, SITES, ["World"]) == TITLE


CHINESE = "港务委员会宣布晚间渡轮恢复开往北岸"


@pytest.mark.parametrize(
    "form",
    [
        "{}-海港报",
        "{}_海港报",
        "海港报-{}",
        "{}｜海港报",
        "{}：海港报",
        "{}—海港报",
        "{}（海港报）",
        "{}_国际_海港报",
        "{}--国际--海港报",
    ],
)
def test_without_spaces_too(form: str) -> None:
    sites = site_names("https://haigang.example/a", "海港报")
    assert choose_title(TitleCandidates(page=form.format(CHINESE)), sites, ["国际"]) == CHINESE


@pytest.mark.parametrize(
    "title",
    [
        "Post-Brexit deal signed",
        "Covid-19: what we know",
        "Letters to the Post",
        "Harbour - or post?",
        "World: the bridge reopens",
        "A bridge > a tunnel, says mayor",
        "Bridge (and tunnel)",
    ],
)
def test_what_belongs_to_the_title_stays(title: str) -> None:
    assert choose_title(TitleCandidates(page=title), site_names("https://post.example/", "Post"), ["World"]) == title


SHOWN = {
    "in a div": (f"{TITLE} - Gazette", f"<div>Gazette</div><div>{TITLE}</div>", TITLE),
    "behind the site's name": (f"Gazette | {TITLE}", f"<p>Gazette</p><p>{TITLE}</p>", TITLE),
    "shorter than the site's name, in dense script": (
        "晚间渡轮将重返北岸 - The Harbour Gazette",
        "<p>The Harbour Gazette</p><p>晚间渡轮将重返北岸</p>",
        "晚间渡轮将重返北岸",
    ),
    "not there, but the site's name is": (f"{TITLE} - Gazette", "<p>Gazette</p>", f"{TITLE} - Gazette"),
    "whole": (f"{TITLE} - now", f"<p>{TITLE} - now</p><p>now</p>", f"{TITLE} - now"),
}


@pytest.mark.parametrize(("title", "body", "expected"), SHOWN.values(), ids=SHOWN.keys())
def test_a_page_without_a_heading_shows_its_headline_in_a_line(title: str, body: str, expected: str) -> None:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    assert read_metadata(html.fromstring(page), "https://post.example/a", Hints()).title == expected

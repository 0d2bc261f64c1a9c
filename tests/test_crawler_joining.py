"""Articles over several pages, from the crawl to the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from tests.crawls import back_fill, crawl, entry, paper, rows, story_text, story_title, story_url, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

HOST = "coast.example"
PATH = story_url(HOST, "bridge").removeprefix(f"http://{HOST}")


def page(number: int, last: int, title: str = story_title("bridge")) -> Answer:
    """Return a page of the story of the bridge; each has paragraphs of its own."""
    text = story_text(HOST, "bridge" if number == 1 else f"pier number {number}")
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    more = f'<a href="{PATH}/{number + 1}">{number + 1}</a>' if number < last else ""
    return Answer(
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}'
        f"</article><nav>{more}</nav></body></html>".encode()
    )


def whole(pages: int) -> str:
    return "\n\n".join(
        story_text(HOST, "bridge" if number == 1 else f"pier number {number}") for number in range(1, pages + 1)
    )


def crawled(folder: Path, answers: dict[str, Answer], more: str = "") -> tuple[list[str], str, list[tuple[str, ...]]]:
    """Crawl the paper with these pages; return its texts, what the crawl said, and its problems."""
    write_outlets(folder, entry("coast", f"http://{HOST}/", more))
    with LocalWeb([paper(HOST, ("bridge",), answers=answers)]) as web:
        done = crawl(web, folder)
    assert done.code == 0, done.errors
    texts = [row[0] for row in rows(folder, "SELECT text FROM articles")]
    return texts, done.lines[-1], rows(folder, "SELECT url, reason, detail FROM problems")


def test_three_pages_are_one_article(tmp_path: Path) -> None:
    answers = {PATH: page(1, 3), f"{PATH}/2": page(2, 3), f"{PATH}/3": page(3, 3)}
    texts, said, problems = crawled(tmp_path, answers)
    assert (texts, problems) == ([whole(3)], [])
    assert "1 found, 1 new" in said
    assert rows(tmp_path, "SELECT url, state FROM links") == [(f"http://{HOST}{PATH}", "fetched")]


CUT = {
    "a page that is not there": ({}, [(f"http://{HOST}{PATH}/2", "http_404", f"page 2 of http://{HOST}{PATH}")]),
    "a page of another article": ({f"{PATH}/2": page(2, 2, "Grain port closes for a week")}, []),
    "the same page again": ({f"{PATH}/2": page(1, 1)}, []),
}


@pytest.mark.parametrize(("answers", "problems"), CUT.values(), ids=CUT.keys())
def test_what_cannot_be_joined_leaves_the_first_page(
    tmp_path: Path, answers: dict[str, Answer], problems: list[tuple[str, ...]]
) -> None:
    texts, _, met = crawled(tmp_path, {PATH: page(1, 2), **answers})
    assert (texts, met) == ([whole(1)], problems)


def test_further_pages_count_towards_the_daily_limit(tmp_path: Path) -> None:
    texts, _, _ = crawled(tmp_path, {PATH: page(1, 2), f"{PATH}/2": page(2, 2)}, "daily_limit = 1")
    assert texts == [whole(1)]


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /*/2$", "text/plain")
    texts, _, problems = crawled(tmp_path, {PATH: page(1, 2), f"{PATH}/2": page(2, 2), "/robots.txt": robots})
    assert texts == [whole(1)]
    assert [problem[1] for problem in problems] == ["robots"]


def test_a_back_fill_joins_them_too(tmp_path: Path) -> None:
    write_outlets(tmp_path, entry("coast", f"http://{HOST}/"))
    home = Answer(f'<html><body><h2><a href="{PATH}">{story_title("bridge")}</a></h2></body></html>'.encode())
    answers = {"/": home, PATH: page(1, 2), f"{PATH}/2": page(2, 2)}
    with LocalWeb([paper(HOST, ("bridge",), answers=answers)]) as web:
        done = back_fill(web, tmp_path, "coast", "--since", "2025-05-01", "--until", "2025-06-30")
    assert done.code == 0, done.errors
    assert rows(tmp_path, "SELECT text FROM articles") == [(whole(2),)]

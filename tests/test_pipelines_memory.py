"""What a memory learns from articles and what it must not: on values, and on pages whose foreign blocks are plain paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from db.records import Article, Block
from pipelines.blocks import fingerprint
from pipelines.extract import extract_article
from pipelines.memory import Memory, subtract
from tests.pages import ARABIC, CHINESE, ENGLISH, GERMAN, Story

TOWNS = (
    "Arlen",
    "Bergholt",
    "Castra",
    "Dunmore",
    "Estavel",
    "Fennick",
    "Garrow",
    "Holmby",
    "Istrad",
    "Jarvik",
    "Kelso",
    "Lomond",
)
THINGS = (
    "bakery",
    "windmill",
    "orchard",
    "railway",
    "theatre",
    "harbour",
    "museum",
    "quarry",
    "vineyard",
    "lighthouse",
    "school",
    "bridge",
)
NOTE = "Our reporters write from three continents, and answer every letter within a week."


def article(number: int, *lines: str, title: str | None = None, after: bool = True, kind: str = "paragraph") -> Article:
    """Return an article of four paragraphs that no other has, with lines behind them or before."""
    town, thing = TOWNS[number % 12], THINGS[(number * 5 + number // 12) % 12]
    own = [
        f"{start} the {thing} in {town}, {end} {'x' * number}"
        for start, end in (
            ("Nobody had expected to see", "least of all the people who pass it every morning on their way."),
            ("For forty years", "had been closed to visitors, and its keys were thought to be lost."),
            ("A builder who was asked about", "shook his head and named a sum that made the council laugh."),
            ("Next summer", "will be open on Sundays, said the mayor, if the roof holds that long."),
        )
    ]
    texts = [*own, *lines] if after else [*lines, *own]
    blocks = tuple(Block(text, kind if text in lines else "paragraph", fingerprint(text)) for text in texts)
    return Article(
        f"https://gazette.example/{thing}/{number}",
        title or f"{thing.title()} of {town}",
        "\n\n".join(texts),
        blocks=blocks,
    )


def learned(articles: Sequence[Article]) -> Memory:
    memory = Memory()
    for one in articles:
        memory = memory.with_page(one)
    return memory


def removed(one: Article, memory: Memory) -> list[str]:
    return [block.text for block in subtract(one, memory).blocks if block.reason == "boilerplate"]


def test_a_note_is_known_from_the_third_article_on() -> None:
    memories = [learned([article(i, NOTE) for i in range(count)]) for count in (2, 3)]
    assert [removed(article(7, NOTE), memory) for memory in memories] == [[], [NOTE]]
    assert subtract(article(7, NOTE), memories[1]).text == article(7).text


FRAME = tuple(
    f"{NOTE} {town} is where we print, and where our {thing} correspondent lives."
    for town, thing in zip(TOWNS, THINGS, strict=True)
)


def test_a_frame_heavier_than_the_articles_makes_them_no_single_story() -> None:
    long = [article(i, *FRAME, *(f"{TOWNS[i]} {THINGS[i]} {word * 30}" for word in ("a ", "b "))) for i in range(4)]
    own = sum(len(block.text) for block in long[3].blocks if block.text not in FRAME)
    assert own < sum(map(len, FRAME)) < 3 * own
    assert removed(long[3], learned(long[:3])) == list(FRAME)


def long(number: int, *lines: str, title: str | None = None) -> Article:
    """Return an article of more than 500 characters that no other has, with lines behind them."""
    own = (f"{TOWNS[number % 12]} {THINGS[number % 12]} {word * 40}{'x' * number}" for word in ("a ", "b ", "c "))
    return article(number, *own, *lines, title=title)


def test_articles_of_one_title_are_as_many_stories_as_they_have_texts() -> None:
    column = [long(i, NOTE, title="Across the fens") for i in range(4)]
    assert removed(column[3], learned(column[:3])) == [NOTE]
    updated = [
        replace(long(1, NOTE, f"News {TOWNS[i]} {'z' * 600}"), url=f"https://gazette.example/{i}") for i in range(4)
    ]
    assert removed(updated[3], learned(updated[:3])) == []


def beside(one: Article, *lines: str) -> Article:
    """Return an article on whose page these lines stand, but not in its text."""
    others = (Block(line, "paragraph", fingerprint(line), "not_article") for line in lines)
    return replace(one, blocks=(*others, *one.blocks))


def test_what_stands_beside_other_articles_is_no_text_where_it_was_once_taken_for_it() -> None:
    memories = [learned([beside(long(i), NOTE) for i in range(count)]) for count in (2, 3)]
    assert [removed(long(7, NOTE), memory) for memory in memories] == [[], [NOTE]]
    assert memories[1].known == {}
    taught = memories[0].with_page(long(7, NOTE))
    assert (removed(long(7, NOTE), taught), dict(taught.known)) == ([NOTE], {fingerprint(NOTE): 3})


FIRST, LATER = long(7).blocks[0].text, long(7).blocks[4].text


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        pytest.param(["Another story", FIRST], [], id="its first paragraph"),
        pytest.param([long(7).title, LATER], [], id="any text under its headline"),
        pytest.param(["Its headline in short", FIRST, LATER], [], id="the whole of it, to be read on below another"),
        pytest.param(["Another story", LATER], [LATER], id="a later paragraph alone is none of it"),
    ],
)
def test_what_other_pages_show_of_an_article_stays(lines: list[str], taken: list[str]) -> None:
    pages = [beside(long(i), *lines) for i in range(6)]
    assert removed(long(7), learned(pages)) == removed(long(7), learned([*pages, long(7)])) == taken


WEATHER = (
    "In the valleys the day begins at {} degrees and ends at {}, with {} hours of sun and a light wind from the west."
)


def test_paragraphs_of_a_template_are_no_boilerplate_though_they_differ_in_numbers_alone() -> None:
    days = [long(i, WEATHER.format(i, i + 9, 12 - i), f"Read at 14:3{i} today", NOTE) for i in range(6)]
    assert removed(days[5], learned(days[:5])) == ["Read at 14:35 today", NOTE]
    bare = [
        replace(
            article(1, WEATHER.format(i, i + 9, 12 - i), NOTE), url=f"https://gazette.example/{i}", title=f"{i} May"
        )
        for i in range(12)
    ]
    assert removed(bare[11], learned(bare)) == []


def test_a_paragraph_whose_numbers_begin_to_change_comes_back() -> None:
    memory = learned([long(i, WEATHER.format(4, 13, 8)) for i in range(9)])
    assert removed(long(1, WEATHER.format(4, 13, 8)), memory) == [WEATHER.format(4, 13, 8)]
    for i in range(9, 20):
        memory = memory.with_page(long(i, WEATHER.format(i, i + 9, 30 - i)))
    assert (removed(long(1, WEATHER.format(4, 13, 8)), memory), memory.known) == ([], {})


def test_a_frame_is_left_where_nothing_like_an_article_would_be() -> None:
    memory = learned([article(i, *FRAME) for i in range(12)])
    blocks = tuple(Block(text, "paragraph", fingerprint(text)) for text in (*FRAME, "More to follow."))
    stub = Article("https://gazette.example/stub", "A stub", "", blocks=blocks)
    assert removed(stub, memory) == []


@pytest.mark.parametrize(
    ("articles", "line"),
    [
        pytest.param([article(i) for i in range(9)], "Nothing of this returns.", id="nothing returns"),
        pytest.param([article(1, NOTE) for _ in range(4)], NOTE, id="one article fetched again"),
        pytest.param(
            [replace(article(1, NOTE), url=f"https://gazette.example/{i}") for i in range(4)],
            NOTE,
            id="under other addresses",
        ),
        pytest.param(
            [article(1, NOTE, f"Correction {'y' * i}: the sum was wrong.") for i in range(4)],
            NOTE,
            id="corrections of one text",
        ),
        pytest.param(
            [
                replace(article(1, NOTE), url=f"https://gazette.example/{i}", title=f"{TOWNS[i]} waits")
                for i in range(4)
            ],
            NOTE,
            id="wire copy under other headlines",
        ),
        pytest.param(
            [article(i) for i in range(8)] + [article(i, NOTE) for i in range(8, 11)],
            NOTE,
            id="three of eleven articles",
        ),
        pytest.param(
            [
                article(i, f"The bridge at {TOWNS[0]} was closed in May, after a barge had struck it.", title=title)
                for i, title in enumerate(
                    ("Arlen bridge to close", "Skipper of Arlen barge fined", "Arlen waits for its crossing")
                )
            ],
            f"The bridge at {TOWNS[0]} was closed in May, after a barge had struck it.",
            id="the background of a story",
        ),
        pytest.param(
            [article(i, "Arlen 2 - 1 Kelso", "14.10 15.20 16.30", kind="row") for i in range(6)],
            "Arlen 0 - 3 Kelso",
            id="rows of results",
        ),
    ],
)
def test_what_is_an_articles_own_stays(articles: list[Article], line: str) -> None:
    assert removed(article(11, line), learned(articles)) == []


def test_a_line_that_returned_by_chance_comes_back() -> None:
    memory = learned([article(i, NOTE) for i in range(3)])
    assert removed(article(0, NOTE), memory) == [NOTE]
    for i in range(3, 11):
        memory = memory.with_page(article(i))
    assert (removed(article(0, NOTE), memory), memory.known) == ([], {})


def test_a_new_note_is_learned_and_an_old_one_stays_known_for_the_articles_that_have_it() -> None:
    old, new = NOTE, "Write to the editors, who read every letter twice before lunch."
    memory = learned([article(i, old if i < 12 else new) for i in range(20)])
    assert [removed(article(i, line), memory) for i, line in ((3, old), (15, new))] == [[old], [new]]
    for i in range(20, 60):
        memory = memory.with_page(article(i, new))
    assert list(memory.known) == [fingerprint(new)]
    assert len(memory.pages) == 40


def test_a_disclaimer_under_some_articles_is_known_where_it_stands_outermost() -> None:
    inside = "He did not answer a request for comment."
    articles = [article(i, *((NOTE,) if i % 4 == 0 else ())) for i in range(32)]
    assert removed(article(40, NOTE), learned(articles)) == [NOTE]
    own = article(1).blocks
    middle = [
        replace(one, blocks=(*one.blocks[:2], Block(inside, "paragraph", fingerprint(inside)), *one.blocks[2:]))
        if i % 4 == 0
        else one
        for i, one in enumerate(article(i) for i in range(32))
    ]
    assert learned(middle).known == {}
    assert len(own) == 4


def test_no_article_loses_most_of_its_text() -> None:
    lines = [f"{NOTE} {word}" for word in ("First", "Second", "Third", "Fourth", "Fifth")]
    memory = learned([article(i, *lines[:3]) for i in range(4)])
    short = article(9, *lines[:3])
    short = replace(short, blocks=short.blocks[2:])
    assert removed(article(9, *lines[:3]), memory) == lines[:3]
    assert removed(short, memory) == []


def test_a_logo_is_no_articles_image_and_comes_off_all() -> None:
    logo = "https://gazette.example/logo.png"
    articles = [replace(article(i), image_url=logo if i % 3 else f"https://gazette.example/{i}.jpg") for i in range(9)]
    memory = learned(articles)
    assert [subtract(one, memory).image_url for one in articles[:3]] == ["https://gazette.example/0.jpg", None, None]
    assert removed(articles[1], memory) == [logo]


@pytest.mark.parametrize(
    ("authors", "left"),
    [
        pytest.param([("Ada Reed",)] * 9, ("Ada Reed",), id="the only author of a small outlet"),
        pytest.param([("Gazette",)] * 9, (), id="the outlet's name"),
        pytest.param([("Web Desk", name) for name in TOWNS], (TOWNS[0],), id="a name beside everybody's"),
        pytest.param([("Ada Reed",) if i % 2 else ("Bo Ek",) for i in range(12)], ("Bo Ek",), id="two authors"),
    ],
)
def test_authors_who_stand_on_every_article(authors: list[tuple[str, ...]], left: tuple[str, ...]) -> None:
    articles = [replace(article(i), authors=names) for i, names in enumerate(authors)]
    assert subtract(articles[0], learned(articles)).authors == left


def test_a_section_that_every_folder_has_says_nothing_and_a_single_one_stays() -> None:
    every = [
        replace(article(i), section="Welcome", url=f"https://gazette.example/{('a', 'b', 'c')[i % 3]}/{i}")
        for i in range(9)
    ]
    assert subtract(every[0], learned(every)).section is None
    one = [replace(page, url=f"https://gazette.example/welcome/{i}") for i, page in enumerate(every)]
    assert subtract(one[0], learned(one)).section == "Welcome"


def plain(story: Story, number: int) -> tuple[bytes, list[str]]:
    """Return a page whose foreign blocks are paragraphs among the article's, and the article's own: one of the story's in three."""
    own = [text for i, text in enumerate(story.paragraphs) if i % 4 == number]
    own = [*own, *(f"{text} {text[::-1]}" for text in own)]
    foreign = [
        f"{story.site}. {story.motto}.",
        f"{story.newsletter}: {story.motto}.",
        f"{story.related}: {story.headlines[47]}.",
    ]
    body = "".join(f"<p>{text}</p>" for text in (foreign[0], *own[:2], foreign[1], *own[2:], foreign[2]))
    title = story.headlines[(number * 13 + 3) % 50]
    head = f"<html lang={story.language}><head><meta charset=utf-8><title>{title}</title></head>"
    html = f"{head}<body><article><h1>{title}</h1>{body}</article>"
    return html.encode(), own


@pytest.mark.parametrize("story", [ENGLISH, ARABIC, CHINESE, GERMAN], ids=lambda story: story.language)
def test_foreign_paragraphs_among_the_articles_are_gone_after_three_pages(story: Story) -> None:
    memory = Memory()
    for number in range(3):
        page, _ = plain(story, number)
        memory = memory.with_page(extract_article(page, f"https://paper.example/{number}"))
    page, own = plain(story, 3)
    assert extract_article(page, "https://paper.example/3", memory=memory).text.split("\n\n") == own

from __future__ import annotations

import json

import pytest
from lxml import etree

from pipelines.blocks import page_blocks
from pipelines.body import article_blocks, is_prose, main_prose, weight, witnessed
from pipelines.parse import parse_page
from tests.pages import CHINESE, ENGLISH, STORIES, Story

PROSE = ENGLISH.paragraphs[0]
WEIGHTS = {
    "nothing": ("", 0),
    "Latin letters count one": ("ferry 4.20", 10),
    "Arabic letters count one": ("عبّارة", 6),
    "Han counts three": ("渡轮", 6),
    "kana counts three": ("フェリーの", 15),
    "Hangul counts three": ("여객선", 9),
    "Thai counts three": ("เรือ", 12),
    "mixed": ("渡轮 A", 8),
}


@pytest.mark.parametrize(("text", "expected"), WEIGHTS.values(), ids=WEIGHTS.keys())
def test_weight(text: str, expected: int) -> None:
    assert weight(text) == expected


RUNNING_TEXT = {
    "a paragraph": (f"<p>{PROSE}</p>", True),
    "a quotation": (f"<blockquote>{PROSE}</blockquote>", True),
    "an item of a list": (f"<li>{PROSE}</li>", True),
    "a paragraph in a layout table": (f"<table><tr><td><p>{PROSE}</p></td></tr></table>", True),
    "text in a layout table": (f"<table><tr><td>{PROSE}</td></tr></table>", True),
    "a line of 80 letters": (f"<p>{'x' * 80}</p>", True),
    "a line of 79 letters": (f"<p>{'x' * 79}</p>", False),
    "27 Han characters": (f"<p>{'渡' * 27}</p>", True),
    "26 Han characters": (f"<p>{'渡' * 26}</p>", False),
    "a figure in a table": ("<table><tr><td>310,000</td></tr></table>", False),
    "a long heading": (f"<h2>{PROSE}</h2>", False),
    "a caption": (f"<figure><figcaption>{PROSE}</figcaption></figure>", False),
    "a paragraph with three links in it": (
        f"<p>{PROSE} <a href=/a>one</a>, <a href=/b>two</a> and <a href=/c>three</a>.</p>",
        True,
    ),
    "a paragraph that is a link": (f'<p><a href="/x">{PROSE}</a></p>', False),
}


@pytest.mark.parametrize(("body", "expected"), RUNNING_TEXT.values(), ids=RUNNING_TEXT.keys())
def test_running_text(body: str, expected: bool) -> None:
    (block,) = page_blocks(parse_page(body.encode()))
    assert is_prose(block) is expected


def test_main_prose_is_that_of_the_container_that_has_most() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs)
    comments = "".join(f"<li><p>{text}</p></li>" for text in ENGLISH.paragraphs[:2])
    blocks = page_blocks(parse_page(f"<div><h1>T</h1>{paragraphs}</div><ul>{comments}</ul>".encode()))
    assert [blocks[i].text for i in sorted(main_prose(blocks))] == [
        text for text in ENGLISH.paragraphs if len(text) >= 80
    ]


def test_main_prose_may_stand_in_sections_of_the_container() -> None:
    sections = "".join(f"<section><p>{text}</p></section>" for text in ENGLISH.paragraphs[:4])
    blocks = page_blocks(parse_page(f"<article>{sections}</article><div><p>{PROSE}</p></div>".encode()))
    assert main_prose(blocks) == {0, 1, 2, 3}


def test_a_page_without_running_text_has_no_main_prose() -> None:
    assert main_prose(page_blocks(parse_page(b"<h1>Title</h1><p>Short.</p>"))) == set()


WITNESSED = {
    "a long block anywhere in the text": (f"<p>{PROSE}</p>", f"Before. {PROSE} Behind.", True),
    "a long block with other spacing": (f"<p>{PROSE}</p>", PROSE.replace(" ", "\n"), True),
    "a long block that is not there": (f"<p>{PROSE}</p>", "Another text.", False),
    "a short block as a line": ("<p>Nobody clapped.</p>", "One.\nNobody clapped.\nTwo.", True),
    "a short block inside a line": ("<p>Close</p>", "Close to the quay\nNot Close", False),
    "a heading, marked": ("<h2>The boat</h2>", "One.\n## The boat\nTwo.", True),
    "an item, marked": ("<li>New rafts</li>", "One.\n- New rafts\nTwo.", True),
    "a quotation, marked": ("<blockquote>Enough.</blockquote>", "One.\n> Enough.\nTwo.", True),
    "a cell of a row": ("<td>310</td>", "| Year | 310 |", True),
    "part of a cell": ("<td>310</td>", "| Year | 3100 |", False),
    "a block with a bar in it": ("<p>Trade | Harbour</p>", "Trade | Harbour", True),
}


@pytest.mark.parametrize(("body", "text", "expected"), WITNESSED.values(), ids=WITNESSED.keys())
def test_a_block_is_witnessed(body: str, text: str, expected: bool) -> None:
    assert witnessed(page_blocks(parse_page(body.encode())), text) == [expected]


def kept_texts(html: str) -> list[str]:
    tree = parse_page(html.encode())
    blocks, kept = article_blocks(tree, page_blocks(tree))
    return [block.text for block, keep in zip(blocks, kept, strict=True) if keep]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_the_article_is_kept_and_the_menu_is_not(story: Story) -> None:
    menu = "".join(f"<li><a href=/{i}>{subject}</a></li>" for i, subject in enumerate(story.subjects))
    article = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    assert kept_texts(f"<nav><ul>{menu}</ul></nav><article>{article}</article>") == list(story.paragraphs)


def test_the_tree_is_only_read() -> None:
    paragraphs = "".join(f'<p>{text} <a href="/x">x</a><br></p>' for text in ENGLISH.paragraphs)
    tree = parse_page(
        f"<nav><a href=/>x</a></nav><article>{paragraphs}<table><tr><td>1</table></article><form><input></form>".encode()
    )
    before = etree.tostring(tree)
    article_blocks(tree, page_blocks(tree))
    assert etree.tostring(tree) == before


def test_text_that_stands_only_in_script_data_is_added_as_blocks() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(ENGLISH.paragraphs)})
    tree = parse_page(f'<script type="application/ld+json">{data}</script><div id="app">Loading</div>'.encode())
    blocks, kept = article_blocks(tree, page_blocks(tree))
    assert [(block.text, keep) for block, keep in zip(blocks, kept, strict=True)] == [
        ("Loading", False),
        (" ".join(ENGLISH.paragraphs), True),  # the witness drops the lines of linked data
    ]


def test_text_that_is_on_the_page_is_never_added_again() -> None:
    cards = "".join(
        f"<div><a href=/{i}><span>{line}</span><span>9:{i:02}</span></a></div>"
        for i, line in enumerate(CHINESE.headlines)
    )
    article = "".join(f"<div>{text}</div>" for text in CHINESE.paragraphs)
    tree = parse_page(f'<div class="a"><h1>{CHINESE.title}</h1>{article}{cards}</div>'.encode())
    blocks = page_blocks(tree)
    assert [block.text for block in article_blocks(tree, blocks)[0]] == [block.text for block in blocks]


def test_a_page_without_text_keeps_nothing() -> None:
    assert kept_texts("<div> </div><p></p>") == []


def test_a_row_of_linked_cards_is_not_added_as_text() -> None:
    cards = "".join(
        f"<a class=tile href=/{i}><img><span>Coast</span> <span>{title}</span> <span>{PROSE}</span></a>"
        for i, title in enumerate(ENGLISH.headlines[:6])
    )
    tree = parse_page(f"<h1>Ferry</h1><p>{ENGLISH.paragraphs[1]}</p><div class=row>{cards}</div>".encode(), None)
    blocks = page_blocks(tree)
    assert article_blocks(tree, blocks)[0] == blocks

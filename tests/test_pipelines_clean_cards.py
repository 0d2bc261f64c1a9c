"""Cards of other stories, what players and newsletters leave behind, and the article's own words that look like them."""

from __future__ import annotations

import pytest

from pipelines.blocks import page_blocks
from pipelines.clean import clean
from pipelines.parse import parse_page
from tests.pages import ENGLISH

Lines = list[tuple[str, str | None]]

TEXT = [f"<p>{text}</p>" for text in ENGLISH.paragraphs]
ALL = "".join(TEXT)
SONG = (
    "The festival at the lake begins with a song, and ends with fireworks over the water, as it has for thirty years."
)
LETTER = "What the harbour did, every Friday."
SAID = "“No ship has waited longer than an hour since the new quay was opened.”"
LEAD = "In its report to the council the shipping office puts it like this:"


def outcome(body: str) -> Lines:
    """Return the reason of every block but the running text's, which must stay; the witness held all to be the article's."""
    blocks = page_blocks(parse_page(body.encode()))
    cleaned = clean(blocks, [True] * len(blocks), "")
    assert {block.reason for block in cleaned if block.text in ENGLISH.paragraphs} == {None}
    return [(block.text, block.reason) for block in cleaned if block.text not in ENGLISH.paragraphs]


def reasons(body: str) -> list[str | None]:
    return [reason for _, reason in outcome(body)]


def between(box: str) -> str:
    """Return a page with a box in the middle of the text."""
    return f"<article>{''.join(TEXT[:6])}{box}{''.join(TEXT[6:])}</article>"


def card(number: int, form: str = '<div class="k"><h3>{}</h3><p>{}</p></div>') -> str:
    return form.format(
        f"<a href=/{number}>Lake festival opens for the {number}th time</a>", f"In year {number}: {SONG}"
    )


def links(tag: str, count: int) -> str:
    return "".join(f"<{tag}><a href=/{i}>Lake festival opens for the {i}th time</a></{tag}>" for i in range(count))


GONE = {
    "a card between paragraphs, of a class of cards": (
        f"<main>{between(card(1))}<div>{card(2)}{card(3)}</div></main>",
        ["link", "cards", "after", "cards", "after", "cards"],
    ),
    "cards in elements of the site's own": (
        f"<article>{ALL}{''.join(card(i, '<x-k><x-h>{}</x-h><x-p>{}</x-p></x-k>') for i in range(3))}</article>",
        ["link", "cards"] * 3,
    ),
    "five in a row among paragraphs of the same kind": (
        f"<article>{ALL.replace('p>', 'div>')}{''.join(card(i, '<div>{}<br>{}</div>') for i in range(5))}</article>",
        ["link", "cards"] * 5,
    ),
    "a quotation under a headline that is a link": (
        between(card(1, "<blockquote><p>{}</p><p>{}</p></blockquote>")),
        ["link", "cards"],
    ),
    "headlines before one and the same link": (
        f"<article>{ALL}{''.join(f'<p><b>Lake festival {i}</b> <a href=/{i}>Read on</a></p>' for i in range(3))}</article>",
        ["cards"] * 3,
    ),
    "what leads from a heading to such a link": (
        f"<article>{ALL}{''.join(f'<h4>Lake festival</h4><p>{SONG}</p><p><a href=/{i}>Read on</a></p>' for i in range(3))}</article>",
        ["cards", "cards", "link"] * 3,
    ),
    "a player that has not begun, with its labels": (
        between("<div><p>Listen to us</p><span>0:00</span><span>00:00</span><span>Close</span></div>"),
        ["player", "player"],
    ),
    "the clock of a player alone": (between("<p>0:00 / 0:00</p>"), ["player"]),
    "a few words under a label, before another": (
        f"<article>{ALL}<h5>Letter</h5><p>{LETTER}</p><h5>More</h5></article><ul>{links('li', 3)}</ul>",
        ["after", "after", "label", "after", "after", "after"],
    ),
    "such words in a nameless box": (
        f"<main>{ALL}<div><p>Letter</p><p>{LETTER}</p></div>{links('div', 3)}</main>",
        ["after", "after", "link", "link", "link"],
    ),
    "the foot behind a long row of links": (
        f"<main>{ALL}{links('p', 8)}<p>All rights are ours.</p></main>",
        [*["link"] * 8, "after"],
    ),
    "the line below a picture above the text": (
        f"<article><h1>A</h1><amp-img></amp-img><p>The old quay in May. Photo: Ann Lee</p>{ALL}</article>",
        ["title", "caption"],
    ),
}
STAYS = {
    "a sentence with words outside of its link": (between("<p><a href=/r>No ship has waited longer than an hour</a>, it says.</p>"),),
    "what a colon leads to, though all of it is a link": (between(f"<p>{LEAD}</p><p><a href=/r>{SAID}</a></p>"),),
    "entries of a live blog under their own links": (
        f"<article>{TEXT[0]}{''.join(card(i, '<div class=e><h3>{}</h3><p>{}</p></div>') for i in range(3))}</article>",
    ),
    "a subheading above a headline, where others stand above text": (
        between(f"<p><b>The quay</b></p><p>{SONG}</p><p><b>The ferry</b></p><p><a href=/x>Lake festival opens</a></p>"),
    ),
    "the last section, where the text has others": (
        f"<article>{TEXT[0]}<h5>The quay</h5>{''.join(TEXT[1:])}<h5>The ferry</h5><p>{LETTER}</p></article><ul>{links('li', 3)}</ul>",
    ),
    "midnight in a sentence": (between("<p>At 0:00 the last ship had left.</p>"),),
    "paragraphs with a source's link each": (
        between("".join(f"<p>The {i}th ship came at noon, says the <a href=/{i}>harbour</a>, and left again.</p>" for i in range(4))),
    ),
    "text behind a long row of links": (f"<main>{''.join(TEXT[:6])}{links('p', 8)}{''.join(TEXT[6:])}</main>",),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), GONE.values(), ids=GONE.keys())
def test_what_goes(body: str, expected: list[str]) -> None:
    assert reasons(body) == expected


@pytest.mark.parametrize(("body",), STAYS.values(), ids=STAYS.keys())
def test_what_stays(body: str) -> None:
    assert [(text, reason) for text, reason in outcome(body) if reason and not text.startswith("Lake festival")] == []

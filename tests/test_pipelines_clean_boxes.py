"""What stands in a box of its own beside the paragraphs: pictures' lines, fact boxes, what follows the text."""

from __future__ import annotations

import pytest

from pipelines.blocks import page_blocks
from pipelines.clean import clean
from pipelines.parse import parse_page
from tests.pages import ENGLISH

Lines = list[tuple[str, str | None]]

TEXT = [f"<p>{text}</p>" for text in ENGLISH.paragraphs]
FACTS = "<h3>The ferry in figures</h3><p>Built in 1987.</p><ul><li>62 metres</li><li>400 seats</li></ul>"
OFFER = "Our readers pay for the work of twelve reporters, and so may you from today on, for three crowns a week."
CARD = "<div class=card><a href=/{0}>Lake festival opens its doors</a><p>The {0}th festival at the lake begins with a song.</p></div>"


def outcome(body: str) -> Lines:
    """Return the reason of every block but the running text's, which must stay; the witness held all to be the article's."""
    blocks = page_blocks(parse_page(body.encode()))
    cleaned = clean(blocks, [True] * len(blocks), "")
    assert {block.reason for block in cleaned if block.text in ENGLISH.paragraphs} == {None}
    return [(block.text, block.reason) for block in cleaned if block.text not in ENGLISH.paragraphs]


def between(box: str) -> str:
    """Return a page with a box in the middle of the text."""
    return f"<article>{''.join(TEXT[:6])}{box}{''.join(TEXT[6:])}</article>"


def behind(box: str) -> str:
    return f"<article>{''.join(TEXT)}{box}</article>"


PICTURES: dict[str, tuple[str, Lines]] = {
    "a line under a picture in a box goes": (
        between("<div class=pic><img src=/q.jpg><div>The old quay in June. Photo: Ada Lindqvist</div></div>"),
        [("The old quay in June. Photo: Ada Lindqvist", "caption")],
    ),
    "a line under a lazy picture goes": (
        between("<div class=pic><div><picture></picture></div><p class=c>The old quay in June.</p></div>"),
        [("The old quay in June.", "caption")],
    ),
    "a heading under a picture stays, as in a series of pictures": (
        between("<div class=pic><img src=/q.jpg><h3>The old quay</h3></div>"),
        [("The old quay", None)],
    ),
    "a paragraph with a picture in it stays": (
        between("<p><img src=/q.jpg> It was dark.</p>"),
        [("It was dark.", None)],
    ),
    "a box without a picture stays": (between("<div class=q><p>It was dark.</p></div>"), [("It was dark.", None)]),
}

BOXES: dict[str, tuple[str, Lines]] = {
    "a box of facts with a heading goes": (
        between(f"<div class=facts>{FACTS}</div>"),
        [(text, "box") for text in ("The ferry in figures", "Built in 1987.", "62 metres", "400 seats")],
    ),
    "the same without a box stays": (
        between(FACTS.replace("</p>", "</p>")),
        [(text, None) for text in ("The ferry in figures", "Built in 1987.", "62 metres", "400 seats")],
    ),
    "a div without a name is no box": (
        between(f"<div>{FACTS}</div>"),
        [(text, None) for text in ("The ferry in figures", "Built in 1987.", "62 metres", "400 seats")],
    ),
    "several boxes alike are entries": (
        between(
            "".join(
                f"<div class=at><h3>{i} o'clock</h3><p class=x>The boat is at pier {i}.</p></div>" for i in (6, 7, 8)
            )
        ),
        [(text, None) for i in (6, 7, 8) for text in (f"{i} o'clock", f"The boat is at pier {i}.")],
    ),
    "a table in a box stays": (
        between(
            "<div class=table><table><tr><td>To town</td><td>4.20</td></tr><tr><td>Back</td><td>4.00</td></tr></table></div>"
        ),
        [(text, None) for text in ("To town", "4.20", "Back", "4.00")],
    ),
}

TAILS: dict[str, tuple[str, Lines]] = {
    "a box behind the text goes": (behind(f"<div class=pay><p>{OFFER}</p></div>"), [(OFFER, "after")]),
    "a list of things in a box behind the text stays": (
        behind(f"<section>{'<ul>'}{''.join(f'<li>{i} pears, peeled</li>' for i in range(2, 7))}</ul></section>"),
        [(f"{i} pears, peeled", None) for i in range(2, 7)],
    ),
    "a list beside the paragraphs stays": (behind("<ul><li>new rafts.</li></ul>"), [("new rafts.", None)]),
    "cards behind the text go, however much text they have": (
        behind("".join(CARD.format(i) for i in range(40, 44))),
        [
            line
            for i in range(40, 44)
            for line in (
                ("Lake festival opens its doors", "link"),
                (f"The {i}th festival at the lake begins with a song.", "cards"),
            )
        ],
    ),
    "what is as much as the text is no box": (
        behind(
            f"<div class=more>{''.join(f'<p class=x>{i}: {text}</p>' for i, text in enumerate(ENGLISH.paragraphs[:6]))}</div>"
        ),
        [(f"{i}: {text}", None) for i, text in enumerate(ENGLISH.paragraphs[:6])],
    ),
}


@pytest.mark.parametrize(
    ("body", "expected"), [pytest.param(*case, id=name) for name, case in (PICTURES | BOXES | TAILS).items()]
)
def test_what_goes_and_what_stays(body: str, expected: Lines) -> None:
    assert outcome(body) == expected


LINKS = {
    "https://www.instagram.com/harbourgazette": True,
    "https://x.com/ada": True,
    "https://x.com/ada/status/12345": False,
    "https://www.youtube.com/@harbour": True,
    "https://www.youtube.com/watch?v=1": False,
    "mailto:desk@harbour.example": True,
    "https://harbour.example/newsletters/morning": True,
    "https://apps.apple.com/app/harbour": True,
    "https://harbour.example/news/boat.html": False,
    "/news/boat.html": False,
}


@pytest.mark.parametrize(("href", "goes"), LINKS.items())
def test_the_last_words_go_by_where_they_link(href: str, goes: bool) -> None:
    note = "Weitere Nachrichten aus dem Hafen und von der Küste gibt es jeden Morgen auch an anderer Stelle."
    html = behind(f"<p>{note.replace('an anderer Stelle', f'<a href={href}>an anderer Stelle</a>')}</p>")
    assert outcome(html) == [(note, "note" if goes else None)]


def test_the_same_words_in_the_middle_stay() -> None:
    said = "She has said so <a href=https://x.com/ada>there</a> more than once, and will again before the spring."
    assert outcome(between(f"<p>{said}</p>")) == [
        (said.replace("<a href=https://x.com/ada>", "").replace("</a>", ""), None)
    ]


HEADLINES: dict[str, tuple[str, Lines]] = {
    "a first-level heading in other words goes": (
        f"<h1>The ferry is back</h1>{''.join(TEXT)}",
        [("The ferry is back", "title")],
    ),
    "a first-level heading within the text stays": (
        between("<h1>The ferry is back</h1>"),
        [("The ferry is back", None)],
    ),
    "text before the headline goes": (
        f"<div><header><p>{OFFER}</p></header><h1>The ferry is back</h1>{''.join(TEXT)}</div>",
        [(OFFER, "before"), ("The ferry is back", "title")],
    ),
    "a bare address goes": (
        between("<p>https://harbour.example/news/ferry</p>"),
        [("https://harbour.example/news/ferry", "link")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), [pytest.param(*case, id=name) for name, case in HEADLINES.items()])
def test_headlines_and_addresses(body: str, expected: Lines) -> None:
    assert outcome(body) == expected


REPEATED: dict[str, tuple[str, Lines]] = {
    "a longer line in boxes that returns goes": (
        "<article>"
        + "".join(f"{text}<div class=ad><b>This part cannot be shown to you here</b></div>" for text in TEXT[:3])
        + "".join(TEXT[3:]),
        [("This part cannot be shown to you here", "repeated")] * 3,
    ),
    "many different lines that return stay, as in a timetable": (
        "<article>"
        + "".join(f"{text}<p>at six</p><p>at seven</p><p>at eight</p><p>at nine</p>" for text in TEXT[:3])
        + "".join(TEXT[3:]),
        [(text, None) for _ in range(3) for text in ("at six", "at seven", "at eight", "at nine")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), [pytest.param(*case, id=name) for name, case in REPEATED.items()])
def test_lines_that_return(body: str, expected: Lines) -> None:
    assert outcome(body) == expected

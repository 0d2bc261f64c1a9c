"""What the witness missed and the page vouches for comes back; nothing else does."""

from __future__ import annotations

import pytest

from pipelines.blocks import page_blocks
from pipelines.parse import parse_page
from pipelines.rescue import rescue

LEAD = "The quay was closed for two years; from Monday on the ferries call there again, says the harbour master."
SUMMARY = "From Monday on the ferries call again at the quay, which was closed for two years, says the harbour master."
TEXT = tuple(
    f"Paragraph number {word} says at some length what happened at the old quay, and what the people of the town make of it."
    for word in ("one", "two", "three", "four", "five", "six")
)


def page(*parts: str) -> str:
    return "<h1>Ferries return</h1>" + "".join(parts)


def texts(html: str, missed: set[str], summary: str | None = SUMMARY) -> list[str]:
    """Return what is kept of a page of which the witness held all paragraphs but the missed ones."""
    blocks = page_blocks(parse_page(html.encode()))
    kept = [block.element.tag == "p" and block.text not in missed for block in blocks]
    return [
        block.text for block, keep in zip(blocks, rescue(blocks, kept, "Ferries return", summary), strict=True) if keep
    ]


ARTICLE = "<article>" + "".join(f"<p>{text}</p>" for text in TEXT) + "</article>"


@pytest.mark.parametrize(
    ("html", "missed", "expected"),
    [
        pytest.param(
            page(f"<div>{LEAD}</div>", ARTICLE),
            set(),
            [LEAD, *TEXT],
            id="a stand-first that says what the summary says",
        ),
        pytest.param(
            page("<div>By Ann Lee, harbour correspondent, and Bo Ek, who took the pictures</div>", ARTICLE),
            set(),
            list(TEXT),
            id="a line that says something else",
        ),
        pytest.param(
            f"<div>{LEAD}</div>{page(ARTICLE)}", set(), list(TEXT), id="the summary before the headline, as in a teaser"
        ),
        pytest.param(page(ARTICLE), {TEXT[2]}, list(TEXT), id="a paragraph among kept ones"),
        pytest.param(
            page(ARTICLE.replace("</article>", f"<h3>{TEXT[0]} {TEXT[1]}</h3></article>")),
            set(),
            [*TEXT, f"{TEXT[0]} {TEXT[1]}"],
            id="a whole paragraph that is marked as a heading, at the end",
        ),
        pytest.param(
            page(ARTICLE.replace("</article>", "<h3>More from the harbour</h3></article>")),
            set(),
            list(TEXT),
            id="a label at the end",
        ),
        pytest.param(page(ARTICLE), {TEXT[5]}, list(TEXT[:5]), id="the last paragraph, behind which nothing vouches"),
        pytest.param(
            page(ARTICLE.replace(f"<p>{TEXT[2]}", f"<p class=box>{TEXT[2]}")),
            {TEXT[2]},
            [*TEXT[:2], *TEXT[3:]],
            id="a box among them, of another class",
        ),
        pytest.param(
            page(ARTICLE.replace(f"<p>{TEXT[2]}", f"<p><a href=/x>{TEXT[2]}</a>")),
            {TEXT[2]},
            [*TEXT[:2], *TEXT[3:]],
            id="a link among them",
        ),
    ],
)
def test_what_comes_back(html: str, missed: set[str], expected: list[str]) -> None:
    assert texts(html, missed) == expected


def test_without_a_summary_no_stand_first_is_known() -> None:
    assert texts(page(f"<div>{LEAD}</div>", ARTICLE), set(), None) == list(TEXT)


NAMED = ARTICLE.replace("<article>", "<article class=body>")
BOX = f"<header class=top><h1>Ferries return</h1><p>{LEAD}</p></header>"


@pytest.mark.parametrize(
    ("html", "missed", "expected"),
    [
        pytest.param(BOX + ARTICLE, {LEAD}, [LEAD, *TEXT], id="the text below the headline in its box"),
        pytest.param(
            BOX.replace(LEAD, f"<a href=/x>{LEAD}</a>") + ARTICLE, {LEAD}, list(TEXT), id="a link below the headline"
        ),
        pytest.param(
            BOX.replace("<p>", "<ul><li>Share it</ul><p>") + ARTICLE,
            {LEAD},
            list(TEXT),
            id="text further below the headline",
        ),
        pytest.param(
            BOX.replace("<p>", "<div class=date>Monday, by Ann Lee</div><p>") + ARTICLE,
            {LEAD},
            [LEAD, *TEXT],
            id="text below the headline and one line",
        ),
        pytest.param(
            BOX.replace("<h1>", "<hgroup><p>Quays</p><h1>").replace("</h1>", "</h1></hgroup>") + ARTICLE,
            {LEAD, "Quays"},
            [LEAD, *TEXT],
            id="text beside the headline's own box",
        ),
        pytest.param(
            BOX.replace("<p>", "<figure><img src=q.jpg><p>").replace("</p>", "</p></figure>") + ARTICLE,
            {LEAD},
            list(TEXT),
            id="a picture's line below the headline",
        ),
        pytest.param(
            page("<ul><li>Share it</ul>", ARTICLE.replace("<p>", f"<p class=lead>{LEAD}</p><p>", 1)),
            {LEAD},
            [LEAD, *TEXT],
            id="text before the paragraphs among them",
        ),
        pytest.param(
            page("<ul><li>Share it</ul>", ARTICLE.replace("<p>", f"<div><img src=q.jpg><p>{LEAD}</p></div><p>", 1)),
            {LEAD},
            list(TEXT),
            id="a picture's line before the paragraphs",
        ),
        pytest.param(
            page(
                "<div class=body>" + "".join(f"<p>{text}</p>" for text in TEXT[:2]) + "</div><div class=body>",
                f"<h2>9.15: fog</h2><p>{TEXT[2]}</p></div><div class=body><p>{TEXT[3]}</p><p>{TEXT[4]}</p></div>",
            ),
            set(),
            [*TEXT[:2], "9.15: fog", *TEXT[2:5]],
            id="a heading in a body of several boxes",
        ),
        pytest.param(
            page(
                "<div class=body>" + "".join(f"<p class=text>{text}</p>" for text in TEXT[:5]) + "</div>",
                f"<div class=rest><p class=text>{TEXT[5]}</p><p>{LEAD}</p></div>",
            ),
            {TEXT[5], LEAD},
            list(TEXT),
            id="a paragraph of their own class in a box behind",
        ),
        pytest.param(page(NAMED), {TEXT[5]}, list(TEXT), id="the last paragraph, where the markup names the place"),
        pytest.param(
            page(NAMED, f"<h1>Another</h1>{NAMED.replace('number', 'part')}"),
            {text.replace("number", "part") for text in TEXT},
            list(TEXT),
            id="another article behind it in the same markup",
        ),
        pytest.param(
            page(*(f"<div class=part><p>{text}</p></div>" for text in TEXT)),
            {TEXT[3], TEXT[5]},
            list(TEXT),
            id="paragraphs in boxes alike",
        ),
        pytest.param(
            page(ARTICLE.replace(f"<p>{TEXT[2]}", f"<h3>9.15: fog</h3><ul><li>no boat</ul><p>{TEXT[2]}")),
            set(),
            [*TEXT[:2], "9.15: fog", "no boat", *TEXT[2:]],
            id="a heading and an item between paragraphs",
        ),
        pytest.param(
            page(ARTICLE.replace(f"<p>{TEXT[2]}", f"<h3><a href=/x>Fog</a></h3><p>{TEXT[2]}")),
            set(),
            list(TEXT),
            id="a linked heading between paragraphs",
        ),
    ],
)
def test_the_markup_vouches(html: str, missed: set[str], expected: list[str]) -> None:
    assert texts(html, missed, None) == expected


def test_the_headline_in_other_words_is_no_stand_first() -> None:
    title = "Ferries return to a quay that was closed for two years after a storm"
    again = "After a storm that closed a quay for two years, ferries return to it"
    blocks = page_blocks(parse_page(f"<header><h1>{title}</h1><p>{again}</p></header>{ARTICLE}".encode()))
    kept = [block.text in TEXT for block in blocks]
    assert rescue(blocks, kept, title, None) == kept


def test_nothing_comes_of_nothing() -> None:
    assert rescue([], [], "Ferries return", SUMMARY) == []


WRAPPED = [f"<div><p>{text}</p></div>" for text in TEXT]


@pytest.mark.parametrize(
    ("inner", "texts_of"),
    [
        pytest.param(
            "<div><ul><li>No tolls</li><li>More ferries</li></ul></div>", ["No tolls", "More ferries"], id="items"
        ),
        pytest.param("<div><h4>The quay</h4></div>", ["The quay"], id="a subheading"),
        pytest.param("<div class=x><h4>The quay</h4></div>", [], id="a box of another kind"),
    ],
)
def test_what_stands_in_a_box_as_the_paragraphs_do_comes_back(inner: str, texts_of: list[str]) -> None:
    html = page("<main>", *WRAPPED[:3], inner, *WRAPPED[3:], "</main>")
    assert texts(html, set()) == [*TEXT[:3], *texts_of, *TEXT[3:]]


def test_a_sentence_that_is_a_link_comes_back_and_a_headline_does_not() -> None:
    said = "“Nobody asked the people who live there”"
    missed = {f"{said}, says she.", "Lake festival opens its doors"}
    links = f"<p><a href=/r>{said}</a>, says she.</p><p><a href=/x>Lake festival opens its doors</a></p>"
    html = page(
        "<main>", *(f"<p>{text}</p>" for text in TEXT[:3]), links, *(f"<p>{text}</p>" for text in TEXT[3:]), "</main>"
    )
    assert texts(html, missed) == [*TEXT[:3], f"{said}, says she.", *TEXT[3:]]

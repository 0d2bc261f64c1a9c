from __future__ import annotations

import pytest

from db.records import Block
from pipelines.blocks import fingerprint, page_blocks
from pipelines.clean import clean
from pipelines.parse import parse_page
from tests.pages import ENGLISH

ONE, TWO, THREE = ENGLISH.paragraphs[:3]
P1, P2, P3 = (f"<p>{text}</p>" for text in (ONE, TWO, THREE))
ALL = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs)
REST = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs if text not in (ONE, TWO, THREE))
SAID = "The harbour master says that no ship has waited longer than an hour since the new quay was opened."
STAND_FIRST = "The council brings back what it took away two years ago, and pays."
LINKED_STAND_FIRST = STAND_FIRST.replace("what it took away", "<a href=/x>what it took away</a>")

Lines = list[tuple[str, str | None]]


def outcome(body: str, title: str = "", names: tuple[str, ...] = ()) -> Lines:
    """Return the reason of every block but the running text's, which must stay; the witness held all to be the article's."""
    blocks = page_blocks(parse_page(body.encode()))
    cleaned = clean(blocks, [True] * len(blocks), title, names)
    assert {block.reason for block in cleaned if block.text in ENGLISH.paragraphs} == {None}
    return [(block.text, block.reason) for block in cleaned if block.text not in ENGLISH.paragraphs]


def kept(*texts: str) -> Lines:
    return [(text, None) for text in texts]


def removed(reason: str, *texts: str) -> Lines:
    return [(text, reason) for text in texts]


def links(tag: str, *headlines: str) -> str:
    return "".join(f'<{tag}><a href="/{i}">{headline}</a></{tag}>' for i, headline in enumerate(headlines))


CAPTIONS = {
    "a caption goes": (
        f"{P1}<figure><img><figcaption>The old quay.</figcaption></figure>{P2}",
        removed("caption", "The old quay."),
    ),
    "text in a figure that is no caption stays": (
        f"{P1}<figure><p>The old quay.</p></figure>{P2}",
        kept("The old quay."),
    ),
}

PLACES = {
    "a clock before the container goes": (
        f"<div><div>Sunday, Jun 01, 2025</div></div><article>{P1}{P2}{P3}</article>",
        removed("before", "Sunday, Jun 01, 2025"),
    ),
    "a stand-first before the container stays": (
        f"<header><p>{STAND_FIRST}</p></header><article>{P1}{P2}{P3}</article>",
        kept(STAND_FIRST),
    ),
    "a linked line before the container goes, however long": (
        f"<div><p>{LINKED_STAND_FIRST}</p></div><article>{P1}{P2}{P3}</article>",
        removed("before", STAND_FIRST),
    ),
    "all behind the container goes, running text too": (
        f"<article>{ALL}</article><div><p>0:00</p><p>{'Our readers like this portal. ' * 4}</p></div>",
        removed("after", "0:00", ("Our readers like this portal. " * 4).strip()),
    ),
    "text between two parts of the container stays": (
        f"<div><p>Yes.</p><div>{P1}{P2}</div><p>No.</p>{P3}</div>",
        kept("Yes.", "No."),
    ),
}

LINKED = {
    "a headline of another story goes": (
        f"{P1}<p><a href=/x>Lake festival opens its doors</a></p>{P2}",
        removed("link", "Lake festival opens its doors"),
    ),
    "a headline that is a sentence goes": (
        f"{P1}<p><a href=/x>Who pays for the lake festival?</a></p>{P2}",
        removed("link", "Who pays for the lake festival?"),
    ),
    "a lead-in with its headline goes in Arabic": (
        f"{P1}<p>اقرأ أيضا: <a href=/x>مهرجان البحيرة يفتح أبوابه</a></p>{P2}",
        removed("link", "اقرأ أيضا: مهرجان البحيرة يفتح أبوابه"),
    ),
    "a paragraph with several links stays": (
        f"{P1}<p><a href=/a>The council</a>, the <a href=/b>shipping office</a> and three <a href=/c>shipyards</a> met on Tuesday.</p>{P2}",
        kept("The council, the shipping office and three shipyards met on Tuesday."),
    ),
    "a sentence of which more than half is a link stays": (
        f"{P1}<p>He said: <a href=/a>we have all waited long enough</a>, friends.</p>{P2}",
        kept("He said: we have all waited long enough, friends."),
    ),
    "an Urdu sentence of which more than half is a link stays": (
        f"{P1}<p>انہوں نے کہا <a href=/a>ہم بہت انتظار کر چکے ہیں</a> اب۔</p>{P2}",
        kept("انہوں نے کہا ہم بہت انتظار کر چکے ہیں اب۔"),
    ),
    "a German quotation of which more than half is a link stays": (
        f"{P1}<p>Er rief: <a href=/a>„Wir haben lange genug gewartet</a>, Leute!“</p>{P2}",
        kept("Er rief: „Wir haben lange genug gewartet, Leute!“"),
    ),
}

CARD = "<li><h4><a href=/{0}>Lake festival opens</a></h4><p>It opens at noon.</p></li>"
CARDS = {
    "three alike items that link elsewhere go": (
        f"{P1}<ul>{''.join(CARD.format(i) for i in range(3))}</ul>{P2}",
        (removed("link", "Lake festival opens") + removed("cards", "It opens at noon.")) * 3,
    ),
    "two such items stay but for their headlines": (
        f"{P1}<ul>{''.join(CARD.format(i) for i in range(2))}</ul>{P2}",
        (removed("link", "Lake festival opens") + kept("It opens at noon.")) * 2,
    ),
    "a list of the article stays": (
        f"{P1}<ul><li>new life rafts</li><li>a second radio</li><li>a coat of paint</li></ul>{P2}",
        kept("new life rafts", "a second radio", "a coat of paint"),
    ),
    "a list of the article with links in it stays": (
        f"{P1}<ul><li>rafts from <a href=/a>Nordholm</a>, forty in all, each for eight people</li>"
        "<li>a second radio, as <a href=/b>the office</a> asks of every vessel</li>"
        f"<li>paint for the hull, the <a href=/c>lighthouse</a> and the benches on deck</li></ul>{P2}",
        kept(
            "rafts from Nordholm, forty in all, each for eight people",
            "a second radio, as the office asks of every vessel",
            "paint for the hull, the lighthouse and the benches on deck",
        ),
    ),
    "notes that link within the page stay": (
        f"{P1}<ol>{''.join(f'<li><a href=#n{i}>the council, page {i}</a> of the minutes of Monday</li>' for i in range(3))}</ol>{P2}",
        kept(*(f"the council, page {i} of the minutes of Monday" for i in range(3))),
    ),
    "divs of other classes are not alike": (
        f"{P1}"
        + "".join(
            f"<div class=c{i}><p>Three <a href=/{i}>of the shipyards in {i}</a> answered.</p></div>" for i in range(3)
        )
        + P2,
        kept(*(f"Three of the shipyards in {i} answered." for i in range(3))),
    ),
}

FORMS = {
    "a box with a field for an address goes": (
        f"<article>{P1}{P2}<div><h3>Our letter</h3><p>Every morning.</p><form><input type=email></form></div>{P3}</article>",
        removed("form", "Our letter", "Every morning."),
    ),
    "a poll goes": (
        f"<article>{P1}{P2}<form><p>Will you sail?</p><label><input type=radio>Yes, I will</label></form>{P3}</article>",
        removed("form", "Will you sail?", "Yes, I will"),
    ),
    "a box with nothing but a button stays": (
        f"<article>{P1}<div><p>The hall was full.</p><form><input type=hidden><input type=submit></form></div>{P2}{P3}</article>",
        kept("The hall was full."),
    ),
    "a form around the whole page takes nothing": (
        f"<form><input type=hidden><div><input name=q></div><article>{ALL}<p>The hall was full.</p></article></form>",
        kept("The hall was full."),
    ),
    "an enquiry form far below the text takes nothing of it": (
        f"<div><p>The hall was full.</p>{ALL}<div><div><p>Write to us</p><textarea></textarea></div></div></div>",
        kept("The hall was full.") + removed("form", "Write to us"),
    ),
    "a bare field between paragraphs takes no paragraph": (
        f"<article>{P1}{P2}<p>The hall was full.</p><input name=q>{P3}</article>",
        kept("The hall was full."),
    ),
}

REPEATED = {
    "a mark of advertisements that returns goes": (
        f"{P1}<p>Advertisement</p>{P2}<p>Advertisement</p>{P3}<p>Advertisement</p>{REST}",
        removed("repeated", *["Advertisement"] * 3),
    ),
    "a line that stands twice stays": (
        f"{P1}<p>Advertisement</p>{P2}<p>Advertisement</p>{P3}",
        kept(*["Advertisement"] * 2),
    ),
    "an answer that is given three times stays": (
        f"{P1}<p>“No.”</p>{P2}<p>“No.”</p>{P3}<p>“No.”</p>{REST}",
        kept(*["“No.”"] * 3),
    ),
    "figures that return in a table stay": (
        f"{P1}<table><tr><td>4.20<td>4.20<td>4.20</table>{P2}",
        kept(*["4.20"] * 3),
    ),
    "a long line that returns stays": (
        "".join(f"{text}<p>We have waited long enough, we said</p>" for text in (P1, P2, P3)) + REST,
        kept(*["We have waited long enough, we said"] * 3),
    ),
    "running text that was said before goes, as on pages that show it twice": (
        f"{P1}<p>{SAID}</p>{P2}<p>{SAID}</p>{P3}",
        [(SAID, None), (SAID, "repeated")],
    ),
    "running text that returns among more of other words stays, as the question of an interview": (
        "".join(f"<p>{SAID}</p>{text}" for text in (P1, P2, P3)) + REST,
        kept(*[SAID] * 3),
    ),
    "running text that returns in boxes goes, as what stands for an embedded post": (
        "<article>" + "".join(f"{text}<div class=post><p>{SAID}</p></div>" for text in (P1, P2, P3)) + REST,
        removed("repeated", *[SAID] * 3),
    ),
}

LABELS = {
    "a heading at the end goes": (f"{P1}{P2}<h3>Related articles</h3>", removed("label", "Related articles")),
    "a sub-heading followed by text stays": (f"{P1}<h3>Old boat, new rafts</h3>{P2}", kept("Old boat, new rafts")),
    "a short sentence at the end stays": (f"{P1}{P2}<p>The hall was full.</p>", kept("The hall was full.")),
    "a German quotation at the end stays": (
        f"{P1}{P2}<p>„Nie wieder.“</p>",
        kept("„Nie wieder.“"),
    ),
    "a Japanese quotation at the end stays": (f"{P1}{P2}<p>「もう十分に待った。」</p>", kept("「もう十分に待った。」")),
    "an Urdu sentence at the end stays": (f"{P1}{P2}<p>کسی نے تالی نہیں بجائی۔</p>", kept("کسی نے تالی نہیں بجائی۔")),
    "a list at the end stays": (f"{P1}{P2}<ul><li>new rafts</li><li>a radio</li></ul>", kept("new rafts", "a radio")),
    "a heading over links in one box goes with them": (
        f"{P1}<div><h4>More on this</h4>{links('p', 'Lake festival opens its doors')}</div>{P2}",
        removed("label", "More on this") + removed("link", "Lake festival opens its doors"),
    ),
    "a line that announces links goes with them": (
        f"<article>{P1}<p>Read also:</p>{links('p', 'Lake festival opens its doors')}{P2}</article>",
        removed("label", "Read also:") + removed("link", "Lake festival opens its doors"),
    ),
    "a sub-heading of the article before a link stays": (
        f"<article>{P1}<h3>Old boat</h3>{links('p', 'Lake festival opens its doors')}{P2}</article>",
        kept("Old boat") + removed("link", "Lake festival opens its doors"),
    ),
    "a sentence before a link stays": (
        f"<article>{P1}<p>The hall was full.</p>{links('p', 'Lake festival opens its doors')}{P2}</article>",
        kept("The hall was full.") + removed("link", "Lake festival opens its doors"),
    ),
}

CASES = {**CAPTIONS, **PLACES, **LINKED, **CARDS, **FORMS, **REPEATED, **LABELS}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES.keys())
def test_what_goes_and_what_stays(body: str, expected: Lines) -> None:
    assert outcome(body) == expected


def test_a_paragraph_that_holds_most_of_the_text_does_not_end_it() -> None:
    first = "".join(f"{text} " for text in ENGLISH.paragraphs)
    assert outcome(f"<article><p>{first}</p>{P1}<p>The hall was full.</p></article>") == kept(
        first.strip(), "The hall was full."
    )


TITLES = {
    "the headline again goes": (f"<h1>Ferry returns</h1>{P1}{P2}", removed("title", "Ferry returns")),
    "the headline in other case and punctuation goes": (
        f"<p>“FERRY  returns!”</p>{P1}{P2}",
        removed("title", "“FERRY returns!”"),
    ),
    "the headline below the text goes": (f"{P1}<p>Ferry returns.</p>{P2}", removed("title", "Ferry returns.")),
    "a sentence that begins with the headline stays": (
        f"{P1}<p>Ferry returns in April.</p>{P2}",
        kept("Ferry returns in April."),
    ),
}


@pytest.mark.parametrize(("body", "expected"), TITLES.values(), ids=TITLES.keys())
def test_the_title_is_no_part_of_the_text(body: str, expected: Lines) -> None:
    assert outcome(body, title="Ferry returns") == expected


def test_a_title_of_signs_alone_takes_nothing() -> None:
    assert outcome(f"{P1}<p>…</p>{P2}", title="?!") == kept("…")


BYLINES = {
    "a date before the text goes": (f"<p>1 April 2025</p>{P1}{P2}", removed("byline", "1 April 2025")),
    "a name before the text goes": (f"<p>By Ana Reis</p>{P1}{P2}", removed("byline", "By Ana Reis")),
    "a sentence about the author goes": (
        f"<p>Ana Reis reports from the quay.</p>{P1}{P2}",
        removed("byline", "Ana Reis reports from the quay."),
    ),
    "an author in a list goes": (f"<ul><li>Ana Reis</li></ul>{P1}{P2}", removed("byline", "Ana Reis")),
    "a short sentence before the text stays": (f"<p>The hall was full.</p>{P1}{P2}", kept("The hall was full.")),
    "a German quotation before the text stays": (
        f"<p>„Wir warten nicht mehr.“</p>{P1}{P2}",
        kept("„Wir warten nicht mehr.“"),
    ),
    "a name inside the text stays": (f"{P1}<p>Ana Reis counted them.</p>{P2}", kept("Ana Reis counted them.")),
    "a word that has an author's name in it stays": (
        f"<p>Apples were sold on the quay.</p>{P1}{P2}",
        kept("Apples were sold on the quay."),
    ),
}


@pytest.mark.parametrize(("body", "expected"), BYLINES.values(), ids=BYLINES.keys())
def test_bylines_are_no_part_of_the_text(body: str, expected: Lines) -> None:
    assert outcome(body, names=("Ana Reis", "App")) == expected


def test_every_block_comes_back_in_order_with_its_kind_fingerprint_and_reason() -> None:
    html = f"<h1>Ferry</h1><article><p>{ONE}</p><h3>Rafts</h3><p>{TWO}</p><p>Cookies</p></article>"
    blocks = page_blocks(parse_page(html.encode()))
    assert clean(blocks, [True, True, True, True, False], "Ferry") == (
        Block("Ferry", "heading", fingerprint("Ferry"), "before"),
        Block(ONE, "paragraph", fingerprint(ONE), None),
        Block("Rafts", "heading", fingerprint("Rafts"), None),
        Block(TWO, "paragraph", fingerprint(TWO), None),
        Block("Cookies", "paragraph", fingerprint("Cookies"), "not_article"),
    )


def test_a_page_without_running_text_is_cleaned_too() -> None:
    blocks = page_blocks(parse_page(b"<p>Yes.</p><p><a href=/x>Lake festival</a></p>"))
    assert [block.reason for block in clean(blocks, [True, True], "")] == [None, "link"]

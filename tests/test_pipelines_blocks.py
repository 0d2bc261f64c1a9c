from __future__ import annotations

import pytest

from pipelines.blocks import fingerprint, page_blocks, squeeze
from pipelines.parse import parse_page

Seen = tuple[str, str, int, tuple[str, ...]]


def seen(body: str) -> list[Seen]:
    """Return every block of a body as its text, kind, linked characters and targets."""
    blocks = page_blocks(parse_page(f"<html><head><title>T</title></head><body>{body}</body></html>".encode()))
    return [(block.text, block.kind, block.linked, block.hrefs) for block in blocks]


def plain(*texts: str, kind: str = "paragraph") -> list[Seen]:
    return [(text, kind, 0, ()) for text in texts]


BREAKS = {
    "two line breaks part": ("<p>One<br><br>two</p>", ["One", "two"]),
    "three line breaks part once": ("<p>One<br><br><br>two</p>", ["One", "two"]),
    "white space between line breaks is nothing": ("<p>One<br>\n&nbsp; <br/>\ttwo</p>", ["One", "two"]),
    "one line break does not part a sentence": ("<p>One<br>two</p>", ["One two"]),
    "one line break parts two sentences": ("<p>One.<br>Two.</p>", ["One.", "Two."]),
    "one line break parts after a quotation": ("<p>“One.”<br>Two</p>", ["“One.”", "Two"]),
    "one line break parts after a Chinese full stop": ("<p>停航。<br>复航。</p>", ["停航。", "复航。"]),
    "one line break parts after an Urdu full stop": ("<p>کشتی واپس۔<br>کل سے۔</p>", ["کشتی واپس۔", "کل سے۔"]),
    "one line break parts after a German quotation": ("<p>„Eins.“<br>Zwei</p>", ["„Eins.“", "Zwei"]),
    "one line break parts after a Japanese quotation": ("<p>「一」<br>二</p>", ["「一」", "二"]),
    "a line break of the source is white space": ("<p>One.\n\nTwo.</p>", ["One. Two."]),
    "line breaks in a heading do not part": ("<h2>One<br><br>two</h2>", ["One two"]),
    "line breaks at both ends are nothing": ("<p><br><br>One<br><br></p>", ["One"]),
    "line breaks among inline elements part": ("<p><b>One<br></b><br><i>two</i></p>", ["One", "two"]),
    "line breaks with an invisible space between them part": ("<p>One<br>\u200b<br>two</p>", ["One", "two"]),
    "line breaks in a link part": ('<p>One<a name="x"><br></a><br>two</p>', ["One", "two"]),
}


@pytest.mark.parametrize(("body", "texts"), BREAKS.values(), ids=BREAKS.keys())
def test_line_breaks(body: str, texts: list[str]) -> None:
    assert [text for text, *_ in seen(body)] == texts


STRUCTURE = {
    "inline elements do not part a word": (
        "<p>inter<b>nation</b>al <i>law</i><span>s</span></p>",
        plain("international laws"),
    ),
    "nested inline elements": ("<p><b><i><u>One</u> two</i> three</b> four</p>", plain("One two three four")),
    "images and word breaks are nothing": ("<p>One<img alt='x'>two<wbr>three</p>", plain("Onetwothree")),
    "white space is squeezed": ("<p>\n  One&nbsp;&#8195;\t two \n</p>", plain("One two")),
    "entities, one level": ("<p>Caf&eacute; &amp;amp; &lt;b&gt; &#8217;</p>", plain("Café &amp; <b> ’")),
    "tails belong to what is around them": (
        "<div>One<p>two</p>three<p>four</p>five</div>",
        plain("One", "two", "three", "four", "five"),
    ),
    "text in the body itself": ("One<div>two</div>three", plain("One", "two", "three")),
    "a paragraph that a div breaks": ("<p>One<div>two</div>three", plain("One", "two", "three")),
    "an element that no standard knows is a block": ("<x-text>One</x-text><x-text>two</x-text>", plain("One", "two")),
    "headings of all levels": ("".join(f"<h{i}>H</h{i}>" for i in range(1, 7)), plain(*"HHHHHH", kind="heading")),
    "a list in a list": ("<ul><li>One<ol><li>two</li></ol>three</li></ul>", plain("One", "two", "three", kind="item")),
    "a list of paragraphs": ("<ul><li><p>One</p><p>two</p></li></ul>", plain("One", "two", kind="item")),
    "terms and descriptions": ("<dl><dt>One<dd>two</dl>", plain("One", "two", kind="item")),
    "a table of figures": (
        "<table><caption>C</caption><tr><th>One<th>two<tr><td>3<td>4</table>",
        plain("C", "One", "two", "3", "4", kind="row"),
    ),
    "a quotation": (
        "<blockquote><p>One</p></blockquote><blockquote>two</blockquote>",
        plain("One", "two", kind="quote"),
    ),
    "a quotation below a div": (
        "<blockquote><div><p>One</p></div></blockquote>",
        plain("One", kind="quote"),
    ),
    "a caption": (
        "<figure><img><figcaption>One <span>two</span></figcaption></figure>",
        plain("One two", kind="caption"),
    ),
    "preformatted text": ("<pre>One</pre>", plain("One", kind="code")),
    "a heading in a cell is a heading": ("<table><tr><td><h2>One</h2></td></tr></table>", plain("One", kind="heading")),
    "empty elements are no blocks": ("<p></p><div> &nbsp;</div><p><br></p><p>One</p>", plain("One")),
    "skipped elements part nothing": (
        "<p>One<script>x</script> two<style>y</style> <button>z</button>three<noscript>q</noscript></p>",
        plain("One two three"),
    ),
    "fields and players are no text": (
        "<select><option>x</select><textarea>y</textarea><audio>z</audio><video>q</video><svg><text>r</text></svg><iframe>s</iframe>One",
        plain("One"),
    ),
    "what is hidden is no text, what follows it is": (
        "<div hidden>x<p>y</p></div>One<p hidden=''>z</p><p>two</p>",
        plain("One", "two"),
    ),
    "where all is hidden, the hidden text is the page's": ("<div hidden>One<p>two</p></div>", plain("One", "two")),
    "nothing at all": ("", []),
}


@pytest.mark.parametrize(("body", "blocks"), STRUCTURE.values(), ids=STRUCTURE.keys())
def test_blocks_of_a_page(body: str, blocks: list[Seen]) -> None:
    assert seen(body) == blocks


LINKS = {
    "a link in a sentence": (
        '<p>See <a href="/x">the report</a> now</p>',
        [("See the report now", "paragraph", 10, ("/x",))],
    ),
    "a link around formatting": (
        '<p><a href="/x">the <b>report</b></a></p>',
        [("the report", "paragraph", 10, ("/x",))],
    ),
    "an anchor is no link": ('<p><a name="x">the report</a></p>', plain("the report")),
    "a link to nowhere is no link": ('<p><a href="">the report</a></p>', plain("the report")),
    "each piece has its own links": (
        '<p>One <a href="/1">a</a>, <a href="/2">bc</a><br><br>two <a href="/3">def</a></p>',
        [("One a, bc", "paragraph", 3, ("/1", "/2")), ("two def", "paragraph", 3, ("/3",))],
    ),
    "a link that ends a line ends its sentence": (
        '<p><a href="/x">One.</a><br>Two.</p>',
        [("One.", "paragraph", 4, ("/x",)), ("Two.", "paragraph", 0, ())],
    ),
    "a link over two pieces is a link in both": (
        '<p><a href="/x">Ferry returns<br><br>The council voted</a> today</p>',
        [("Ferry returns", "paragraph", 13, ("/x",)), ("The council voted today", "paragraph", 17, ("/x",))],
    ),
    "a card in a link": (
        '<a href="/x"><div><h3>Ferry</h3><p>Teaser</p></div></a>Behind',
        [("Ferry", "heading", 5, ("/x",)), ("Teaser", "paragraph", 6, ("/x",)), ("Behind", "paragraph", 0, ())],
    ),
    "text of a link before, in and behind a block": (
        '<div><a href="/x">One<p>two</p>three</a> four</div>',
        [("One", "paragraph", 3, ("/x",)), ("two", "paragraph", 3, ("/x",)), ("three four", "paragraph", 5, ("/x",))],
    ),
    "a link that is never closed": (
        '<div><p><a href="/x">One</p><p>two</p></div>',
        [("One", "paragraph", 3, ("/x",)), ("two", "paragraph", 0, ())],
    ),
    "an image in a link is no linked text": ('<p><a href="/x"><img></a>One</p>', plain("One")),
}


@pytest.mark.parametrize(("body", "blocks"), LINKS.values(), ids=LINKS.keys())
def test_links_of_a_block(body: str, blocks: list[Seen]) -> None:
    assert seen(body) == blocks


def test_link_density_is_the_share_of_linked_characters() -> None:
    body = b'<p>none</p><p>1234<a href="/x">5678</a></p><p><a href="/x"> all  of it </a></p>'
    assert [block.link_density for block in page_blocks(parse_page(body))] == [0.0, 0.5, 1.0]


def test_a_block_knows_the_element_it_stands_in() -> None:
    tree = parse_page(b"<div id=a>One<p id=b>two <b id=c>three</b></p></div>")
    assert [(block.text, block.element.get("id")) for block in page_blocks(tree)] == [("One", "a"), ("two three", "b")]


def test_a_page_of_frames_has_the_text_for_those_without() -> None:
    tree = parse_page(b"<html><frameset cols=9><frame src=a><noframes>One</noframes></frameset></html>")
    assert [block.text for block in page_blocks(tree)] == ["One"]


FINGERPRINTS = {
    "case": ("Read MORE", "read more", True),
    "spacing": ("Read  more\n", "Readmore", True),
    "the number in a counter": ("12 comments", "7 comments", True),
    "a clock in other digits": ("٠٩:٣٠", "10:45", True),
    "a word": ("Read more", "Read less", False),
    "a number where none was": ("12 comments", "comments", False),
}


@pytest.mark.parametrize(("one", "other", "same"), FINGERPRINTS.values(), ids=FINGERPRINTS.keys())
def test_fingerprints_are_equal_but_for(one: str, other: str, same: bool) -> None:
    assert (fingerprint(one) == fingerprint(other)) is same


def test_a_fingerprint_has_32_bits_and_stays_what_it_was() -> None:
    assert fingerprint("Read more (12)") == fingerprint("readmore(0)") == 3527226303


def test_squeezed_text_has_single_spaces() -> None:
    assert squeeze(" a\u00a0\n b\tc ") == "a b c"


def test_a_paragraph_in_a_cell_is_a_paragraph_and_a_bare_cell_a_row() -> None:
    tree = parse_page(b"<table><tr><td><p>Laid out</p></td><td>7</td></tr></table>")
    assert [(block.text, block.kind) for block in page_blocks(tree)] == [("Laid out", "paragraph"), ("7", "row")]


def test_a_tables_only_cell_is_a_paragraph() -> None:
    tree = parse_page(b"<table><tr><td>Laid out</td></tr></table><table><tr><td>6</td></tr><tr><td>7</td></tr></table>")
    assert [(block.text, block.kind) for block in page_blocks(tree)] == [
        ("Laid out", "paragraph"),
        ("6", "row"),
        ("7", "row"),
    ]


BREAKS = {
    "a line that is a headline's link alone": (
        "one<br><a href=/x>Lake festival opens</a><br>two",
        ["one", "Lake festival opens", "two"],
    ),
    "such a line at the end": ("one<br><a href=/x>Lake festival opens</a>", ["one", "Lake festival opens"]),
    "a line with a link in it": (
        "one<br>the <a href=/x>Lake festival opens</a><br>two",
        ["one the Lake festival opens two"],
    ),
    "a byline that is an element's alone": ("<span>By Ann Lee</span><br>one", ["By Ann Lee", "one"]),
    "a subheading in bold": ("one<br><b>The quay</b><br>two", ["one", "The quay", "two"]),
    "lines of a poem in italics": ("<i>one</i><br><i>two</i><br><i>three</i>", ["one two three"]),
    "a word in bold in its line": ("one<br>the <b>quay</b><br>two", ["one the quay two"]),
    "items with a mark each": ("one<br>- two<br>• three", ["one", "- two", "• three"]),
    "a line with a short link": ("one<br><a href=/x>a.example</a><br>two", ["one a.example two"]),
}


@pytest.mark.parametrize(("body", "texts"), BREAKS.values(), ids=BREAKS.keys())
def test_a_single_line_break_parts_headlines_from_text(body: str, texts: list[str]) -> None:
    assert [block.text for block in page_blocks(parse_page(f"<p>{body}</p>".encode()))] == texts


SPANS = {
    "spans that their style makes blocks": (
        '<span style="display:block">one</span><span style="display: flex">two</span>',
        ["one", "two"],
    ),
    "spans of sentences that are all of a box": (
        "".join(
            f"<span>{number} ships wait outside of the harbour tonight.</span>" for number in ("Two", "Six", "Ten")
        ),
        [f"{number} ships wait outside of the harbour tonight." for number in ("Two", "Six", "Ten")],
    ),
    "a label that touches its sentence": (
        "<span>Letter</span><span>All that the harbour does, every Friday.</span>",
        ["Letter", "All that the harbour does, every Friday."],
    ),
    "a sentence in two spans": (
        "<span>Letter by </span><span>letter the harbour is told of, every Friday.</span>",
        ["Letter by letter the harbour is told of, every Friday."],
    ),
    "spans among text": ("Two <span>ships</span> <span>wait</span>", ["Two ships wait"]),
}


@pytest.mark.parametrize(("body", "texts"), SPANS.values(), ids=SPANS.keys())
def test_spans_that_are_shown_as_blocks_are_blocks(body: str, texts: list[str]) -> None:
    assert [block.text for block in page_blocks(parse_page(f"<div>{body}</div>".encode()))] == texts


def test_a_style_that_keeps_line_breaks_makes_paragraphs() -> None:
    lines = "<div style='white-space: pre-line'>One\n\n<b>Two</b>\n\nThree</div><div>Four\n\nfive</div>"
    assert [block.text for block in page_blocks(parse_page(lines.encode()))] == ["One", "Two", "Three", "Four five"]

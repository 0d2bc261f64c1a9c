"""The portal's page of tests/pages.py in mark-ups of other kinds: flat, nested, old, and with elements that are nobody's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.pages import ARABIC, CHINESE, ENGLISH, GERMAN, STORIES, Story, link, portal

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEMICOLON = "; "
_FRAME = ("site", "motto", "clock", "newsletter", "related", "close", "subjects", "events")


def framed(story: Story, other: Story) -> Story:
    """Return a story with the words of another portal around it."""
    return replace(story, **{name: getattr(other, name) for name in _FRAME})


MIXED = tuple(
    framed(story, other) for story in (ENGLISH, ARABIC, CHINESE, GERMAN) for other in STORIES if other is not story
)


def _head(story: Story) -> list[str]:
    return [f'<a href="/">{story.site}</a>', story.motto, story.clock]


def _middle(story: Story, parts: Iterable[str], *between: str) -> str:
    listed = list(parts)
    half = len(listed) // 2
    return "".join([*listed[:half], *between, *listed[half:]])


def _tail(story: Story) -> list[str]:
    """Return what follows the text: newsletter, the player's remains, headlines, the cross."""
    links = [link(headline, i) for i, headline in enumerate(story.headlines)]
    return [story.newsletter, story.related, story.site, "0:00", "0:00", story.close, *links, "×"]


def _each(tag: str, texts: Iterable[str]) -> str:
    name = tag.split(" ", 1)[0]
    return "".join(f"<{tag}>{text}</{name}>" for text in texts)


def all_paragraphs(story: Story) -> bytes:
    """Everything is a `<p>` of the body, the teaser in the text too."""
    text = _middle(story, (f"<p>{text}</p>" for text in story.paragraphs), f"<p>{link(story.headlines[0], 0)}</p>")
    return portal(story, f"{_each('p', _head(story))}<h1>{story.title}</h1>{text}{_each('p', _tail(story))}")


def all_divs(story: Story) -> bytes:
    """Everything is a `<div>` of the body, without one class."""
    text = _middle(
        story, (f"<div>{text}</div>" for text in story.paragraphs), f"<div>{link(story.headlines[0], 0)}</div>"
    )
    return portal(
        story, f"{_each('div', _head(story))}<div><h1>{story.title}</h1></div>{text}{_each('div', _tail(story))}"
    )


def spans_and_breaks(story: Story) -> bytes:
    """Lines are spans, parted by line breaks."""
    lines = [*_head(story), f"<h2>{story.title}</h2>"]
    text = _middle(
        story, (f"<span>{text}</span><br><br>" for text in story.paragraphs), f"{link(story.headlines[0], 0)}<br><br>"
    )
    tail = "<br>".join(f"<span>{text}</span>" for text in _tail(story))
    return portal(story, f"<div>{'<br>'.join(lines)}</div><div>{text}</div><div>{tail}</div>")


def definitions(story: Story) -> bytes:
    """The text is the definition of its headline."""
    text = _middle(
        story, (f"<p>{text}</p>" for text in story.paragraphs), f"<dl><dd>{link(story.headlines[0], 0)}</dd></dl>"
    )
    return portal(
        story,
        f"<dl>{_each('dd', _head(story))}</dl><dl><dt><h1>{story.title}</h1></dt><dd>{text}</dd></dl><dl>{_each('dd', _tail(story))}</dl>",
    )


def table_a_paragraph(story: Story) -> bytes:
    """Each line has a table of its own."""

    def tables(texts: Iterable[str]) -> list[str]:
        return [f"<table><tr><td>{text}</td></tr></table>" for text in texts]

    text = _middle(story, tables(story.paragraphs), *tables([link(story.headlines[0], 0)]))
    return portal(
        story, "".join([*tables(_head(story)), *tables([f"<h1>{story.title}</h1>"]), text, *tables(_tail(story))])
    )


def nested_sections(story: Story) -> bytes:
    """Each paragraph lies in sections of its own."""
    parts = (f"<section><div><div><p>{text}</p></div></div></section>" for text in story.paragraphs)
    text = _middle(story, parts, f"<section><div><p>{link(story.headlines[0], 0)}</p></div></section>")
    tail = "".join(f"<section><div>{text}</div></section>" for text in _tail(story))
    return portal(
        story, f"<section>{_each('div', _head(story))}</section><main><h1>{story.title}</h1>{text}{tail}</main>"
    )


def custom_elements(story: Story) -> bytes:
    """Elements that only the site's script knows."""
    text = _middle(
        story,
        (f"<np-para>{text}</np-para>" for text in story.paragraphs),
        f"<np-teaser>{link(story.headlines[0], 0)}</np-teaser>",
    )
    return portal(
        story,
        f"<np-top>{_each('np-line', _head(story))}</np-top><np-story><np-title><h1>{story.title}</h1></np-title>{text}</np-story>"
        f"<np-rail>{_each('np-line', _tail(story))}</np-rail>",
    )


def cards_between(story: Story) -> bytes:
    """A card with a picture and a time stands behind every third paragraph, as its sibling."""
    parts: list[str] = []
    for i, text in enumerate(story.paragraphs):
        parts.append(f'<div class="t4"><span>{text}</span></div>')
        if i % 3 == 2:
            parts.append(
                f'<div class="x9f3"><img src="/{i}.jpg"><div>{link(story.headlines[i], i)}</div><div>{i}:05</div></div>'
            )
    return portal(
        story,
        f'<div class="w0">{_each("div", _head(story))}<h1>{story.title}</h1>{"".join(parts)}{_each("div", _tail(story))}</div>',
    )


def labelled_teaser(story: Story) -> bytes:
    """A label and the headline of another story are paragraphs among the others; the newsletter is two paragraphs behind them."""
    teaser = f"<p>{story.related}</p><p>{link(story.headlines[3], 3)}</p>"
    text = _middle(story, (f"<p>{text}</p>" for text in story.paragraphs), teaser)
    mail = f'<p><strong>{story.newsletter}</strong></p><p><a href="/mail">{story.site}: {story.newsletter}</a></p>'
    return portal(
        story,
        f'<header>{_each("p", _head(story))}</header><article><h1>{story.title}</h1><div class="body">{text}{mail}</div></article>'
        f"<aside>{_each('p', _tail(story))}</aside>",
    )


def player_between(story: Story) -> bytes:
    """What is left of an audio player stands between headline and text, and again behind it."""
    player = _each("p", (story.site, "0:00", "0:00", story.close))
    text = _each("p", story.paragraphs)
    return portal(
        story,
        f"<div>{_each('p', _head(story))}</div><div><h1>{story.title}</h1>{player}{text}{player}</div>{_each('p', _tail(story))}",
    )


def in_a_list(story: Story) -> bytes:
    """The page is one list, as some mobile editions are."""
    items = [*_head(story), f"<h1>{story.title}</h1>", _each("p", story.paragraphs), *_tail(story)]
    return portal(story, f"<ul>{_each('li', items)}</ul>")


def with_fonts(story: Story) -> bytes:
    """Markup of the nineties: fonts, centred lines, single line breaks, all in one cell."""
    text = _middle(story, (f"{text}<br>" for text in story.paragraphs), f"<b>{link(story.headlines[0], 0)}</b><br>")
    tail = "<br>".join(_tail(story))
    return portal(
        story,
        f"<center>{'<br>'.join(_head(story))}</center><table><tr><td><h1><font size=6>{story.title}</font></h1>"
        f"<font face=serif>{text}</font></td><td>{tail}</td></tr></table>",
    )


def teasers_with_text(story: Story) -> bytes:
    """Behind the text stand cards with a headline, a sentence of running text and an age, in classes of one letter."""
    cards = "".join(
        f'<div class="c"><a class="d" href="/news/{i}.html">{headline}</a>'
        f'<div class="e">{_SEMICOLON.join(story.headlines[i + 1 : i + 3])}.</div><div class="f">{i} h</div></div>'
        for i, headline in enumerate(story.headlines[:6])
    )
    text = "".join(f'<div class="t">{text}</div>' for text in story.paragraphs)
    return portal(
        story,
        f'<div class="a">{_each("div", _head(story))}</div><div class="b"><h2>{story.title}</h2>{text}{cards}</div>'
        f"{_each('div', _tail(story))}",
    )


def articles_alike(story: Story) -> bytes:
    """The article is the first of several `<article>`s of one class; the others are cards."""
    cards = "".join(
        f'<article class="n"><h2>{link(headline, i)}</h2><time>{i}:05</time></article>'
        for i, headline in enumerate(story.headlines)
    )
    return portal(
        story,
        f'<nav>{_each("span", _head(story))}</nav><main><article class="n"><h2>{story.title}</h2>{_each("p", story.paragraphs)}</article>'
        f"{cards}</main><footer>{_each('span', _tail(story))}</footer>",
    )


def frame_in_the_text(story: Story) -> bytes:
    """Clock, counters and the letter's box stand inside the text's container, with classes alone to part them."""
    letter = (
        f'<div class="r3">{story.newsletter}</div><div class="r4">{story.site} {story.motto}</div><input type="email">'
    )
    parts = (f'<p class="r9">{text}</p>' for text in story.paragraphs)
    text = _middle(story, parts, f'<div class="r2">{letter}</div>')
    return portal(
        story,
        f'<div class="r0"><div class="r5">{story.clock}</div><h1 class="r1">{story.title}</h1><div class="r6">12</div>{text}'
        f'<div class="r5">{story.clock}</div>{_each("div", _tail(story))}</div>',
    )


MORE = (
    all_paragraphs,
    all_divs,
    spans_and_breaks,
    definitions,
    table_a_paragraph,
    nested_sections,
    custom_elements,
    cards_between,
    labelled_teaser,
    player_between,
    in_a_list,
    with_fonts,
    teasers_with_text,
    articles_alike,
    frame_in_the_text,
)

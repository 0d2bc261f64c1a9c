"""The portal's page of tests/pages.py with frames that stand in the article's own container and look as its text does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pages import link, portal

if TYPE_CHECKING:
    from tests.pages import Story

_LAST = 6  # headlines with a summary behind the text


def _summary(story: Story, number: int) -> str:
    """Return two sentences that are no headline and no paragraph."""
    stop = story.paragraphs[0][-1]
    one, two = story.headlines[number + 20], story.headlines[number + 30]
    return f"{story.motto}: {one}, {two}{stop} {two}, {one}{stop}"


def _each(tag: str, texts: list[str]) -> str:
    name = tag.split(" ", 1)[0]
    return "".join(f"<{tag}>{text}</{name}>" for text in texts)


def _among(story: Story, tag: str, between: str, first: int = 0) -> str:
    """Return the paragraphs from the `first` on, with something between two of them."""
    name = tag.split(" ", 1)[0]
    parts = [f"<{tag}>{text}</{name}>" for text in story.paragraphs[first:]]
    return "".join([*parts[:4], between, *parts[4:]])


def _links(story: Story, tag: str) -> str:
    return _each(tag, [link(headline, i) for i, headline in enumerate(story.headlines)])


def _stub(story: Story, tag: str = "p") -> str:
    return _each(tag, [story.newsletter, story.related, story.site, "0:00", "0:00", story.close])


def _top(story: Story) -> str:
    return f"<div><a href=/>{story.site}</a><p>{story.motto}</p><p>{story.clock}</p></div>"


def spans_as_blocks(story: Story) -> bytes:
    """There is nothing but spans, which their style makes blocks; the clock stands among them."""
    block = 'span style="display: block"'
    lines = _each(block, [story.site, story.clock, story.title])
    text = _among(story, block, _each(block, [link(story.headlines[0], 0)]))
    return portal(story, f"<{block}>{lines}{text}{_stub(story, block)}{_links(story, block)}</span>")


def spans_in_a_stack(story: Story) -> bytes:
    """The text is spans without a style; the letter's label and its sentence touch."""
    letter = f"<div><span>{story.newsletter}</span><span>{_summary(story, 0)}</span></div>"
    return portal(
        story,
        f"{_top(story)}<h1>{story.title}</h1><div>{_each('span', list(story.paragraphs))}</div>{letter}{_links(story, 'div')}",
    )


def bylines_and_breaks(story: Story) -> bytes:
    """Single breaks behind a byline and a subheading in bold, two between paragraphs; the rest is the same element's."""
    text = "<br><br>".join(story.paragraphs)
    tail = "<br>".join(link(headline, i) for i, headline in enumerate(story.headlines))
    return portal(
        story,
        f"{_top(story)}<div><h1>{story.title}</h1><span>Ada Lindqvist | 3 April 2025</span><br>{text}<br><br>{story.related}<br><br>"
        f"0:00<br>0:00<br>{story.close}<br>{tail}</div>",
    )


def slots_between(story: Story) -> bytes:
    """The text lies in four boxes, with the mark of an advertisement between them, and once a headline."""
    boxes = [_each("p", list(story.paragraphs[i : i + 3])) for i in (0, 3, 6, 9)]
    slot, teaser = (f'<div class="s"><span>{text}</span></div>' for text in (story.close, link(story.headlines[0], 0)))
    text = "".join(
        f'<div class="c">{box}</div>{after}' for box, after in zip(boxes, (slot, teaser + slot, slot, ""), strict=True)
    )
    return portal(
        story, f'{_top(story)}<div class="b"><h1>{story.title}</h1>{text}{_stub(story)}{_links(story, "h4")}</div>'
    )


def a_card_in_the_text(story: Story) -> bytes:
    """A card with a picture, a day and a long summary stands between paragraphs; many of its class stand behind them."""

    def card(i: int) -> str:
        return (
            f'<div class="k"><a href="/{i}"><img src="/{i}.jpg"></a><div><span>{i + 1}.06.2025</span>{link(story.headlines[i], i)}'
            f"<p>{_summary(story, i)}</p></div></div>"
        )

    text = _among(story, "p", card(0))
    return portal(
        story, f"{_top(story)}<div><h1>{story.title}</h1>{text}<div>{''.join(map(card, range(1, _LAST)))}</div></div>"
    )


def read_on(story: Story) -> bytes:
    """The other headlines are bold text with one and the same link behind it, others headings with a summary above such a link."""
    lines = [
        f"<b>{headline}</b> <a href=/{i}>{story.close}</a>" for i, headline in enumerate(story.headlines[_LAST:20])
    ]
    cards = [
        f"<h4>{story.headlines[i]}</h4><p>{_summary(story, i)}</p><p><a href=/{i}>{story.close}</a></p>"
        for i in range(_LAST)
    ]
    text = _each("p", list(story.paragraphs))
    return portal(story, f"{_top(story)}<div><h2>{story.title}</h2>{text}{_each('p', lines)}{''.join(cards)}</div>")


def articles_in_the_article(story: Story) -> bytes:
    """Cards are `<article>`s too, in the article and in its text, with more text than it has."""
    cards = [
        f"<article><h2>{link(h, i)}</h2><p>{_summary(story, i % 10)}</p></article>"
        for i, h in enumerate(story.headlines)
    ]
    text = _among(story, "p", cards[0])
    return portal(
        story, f"{_top(story)}<article><h1>{story.title}</h1>{text}<section>{''.join(cards[1:])}</section></article>"
    )


def unknown_cards(story: Story) -> bytes:
    """Article and cards are elements of the site's own, made of the same ones; a quotation is a card too."""
    cards = [
        f"<x-card><x-h>{link(h, i)}</x-h><x-p>{_summary(story, i)}</x-p></x-card>"
        for i, h in enumerate(story.headlines[:10])
    ]
    quote = f"<blockquote><x-p>{link(story.headlines[11], 11)}</x-p><x-p>{_summary(story, 11)}</x-p></blockquote>"
    text = _among(story, "x-p", quote)
    return portal(
        story,
        f"{_top(story)}<x-story><x-d>{story.clock}</x-d><x-t>{story.title}</x-t>{text}{_stub(story, 'x-s')}{''.join(cards)}</x-story>",
    )


def headlines_first(story: Story) -> bytes:
    """What is read most stands before the article, each headline with a sentence."""
    rail = "".join(f"<div>{link(story.headlines[i], i)}<p>{_summary(story, i)}</p></div>" for i in range(10))
    text = _among(story, "p", f"<p><em>{link(story.headlines[0], 0)}</em></p>")
    return portal(
        story,
        f"{_top(story)}<div><div><h4>{story.related}</h4>{rail}</div><div><div>{story.title}</div>{text}</div></div>",
    )


def boxes_without_names(story: Story) -> bytes:
    """Player and letter are nameless boxes as the paragraphs' is, one in the text and one behind it."""
    player = f"<div><p>{story.motto}</p><span>0:00</span><span>0:00</span><span>{story.close}</span></div>"
    letter = f"<div><p>{story.newsletter}</p><p>{_summary(story, 0)}</p></div>"
    text = _among(story, "p", player)
    return portal(story, f"{_top(story)}<div><h1>{story.title}</h1>{text}{letter}{_links(story, 'div')}</div>")


def one_cell_a_line(story: Story) -> bytes:
    """Each line is a row of one table, the headline too."""
    text = _among(story, "td", f"</td></tr><tr><td><b>{link(story.headlines[0], 0)}</b>").replace(
        "</td><td>", "</td></tr><tr><td>"
    )
    tail = [
        story.newsletter,
        story.related,
        f"0:00 0:00 {story.close}",
        *(link(h, i) for i, h in enumerate(story.headlines)),
    ]
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in tail)
    head = f"<tr><td>{story.clock}</td></tr><tr><td><font size=6><b>{story.title}</b></font></td></tr>"
    return portal(story, f"{_top(story)}<table>{head}<tr>{text}</tr>{rows}</table>")


def lines_as_written(story: Story) -> bytes:
    """Paragraphs are lines of one text, which its style shows as they are."""
    text = "\n\n".join([*story.paragraphs[:4], link(story.headlines[0], 0), *story.paragraphs[4:]])
    style = 'style="white-space: pre-line"'
    tail = "\n".join(link(h, i) for i, h in enumerate(story.headlines))
    return portal(
        story,
        f"{_top(story)}<h1>{story.title}</h1><div {style}>{text}</div>{_stub(story, 'div')}<div {style}>{tail}</div>",
    )


def a_foot_behind_headlines(story: Story) -> bytes:
    """All is paragraphs of the body; behind the headlines stands the house's own sentence."""
    text = _among(story, "p", f"<p>{link(story.headlines[0], 0)}</p>")
    foot = f"<p>{story.motto}{story.paragraphs[0][-1]}</p>"
    return portal(
        story,
        f"<p>{story.site}</p><p>{story.clock}</p><h1>{story.title}</h1>{text}{_stub(story)}{_links(story, 'p')}<p>×</p>{foot}",
    )


def headlines_without_links(story: Story) -> bytes:
    """A script makes headlines of other stories links: here they are lines in a box of their own and, behind it, divs as the text's."""
    line = "div class=x1a"
    parts = [f"<{line}>{text}</div>" for text in story.paragraphs]
    teasers = [f"<div class=q7><div class=q8>{headline}</div></div>" for headline in story.headlines]
    text = "".join([*parts[:4], teasers[0], *parts[4:]])
    return portal(
        story,
        f"{_top(story)}<div class=w><h1>{story.title}</h1>{text}{_stub(story, 'div')}{''.join(teasers[1:9])}"
        f"{_each(line, story.headlines[9:])}</div>",
    )


def articles_with_times(story: Story) -> bytes:
    """The byline stands below the stand-first in the headline's box, and the cards in the article have times."""
    name = story.motto.split(" ")[0][:12]
    head = f"<header><h1>{story.title}</h1><p>{story.paragraphs[0]}</p><p>{name}</p></header>"
    cards = [
        f"<article><h3>{link(h, i)}</h3><time datetime=2025-03-{28 - i}>{28 - i}</time></article>"
        for i, h in enumerate(story.headlines[:4])
    ]
    letter = f"<div>{story.newsletter}<br>{story.motto}, {story.newsletter}{story.paragraphs[0][-1]}</div>"
    text = "<br><br>".join(story.paragraphs[1:])
    return portal(
        story,
        f"{_top(story)}<article>{head}{cards[0]}<div>{text}<br>{letter}{''.join(cards[1:])}</div></article>{_links(story, 'p')}",
    )


FRAMES = (
    spans_as_blocks,
    spans_in_a_stack,
    bylines_and_breaks,
    slots_between,
    a_card_in_the_text,
    read_on,
    articles_in_the_article,
    unknown_cards,
    headlines_first,
    boxes_without_names,
    one_cell_a_line,
    lines_as_written,
    a_foot_behind_headlines,
    headlines_without_links,
    articles_with_times,
)

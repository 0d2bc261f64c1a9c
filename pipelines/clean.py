"""Take from the article's blocks what is not the article: general rules on structure, none on one outlet or one language's words.

Every rule says its reason; a removed block is kept with it.

    title        the headline again                     link     nothing but links: a headline of another story, a menu
    before       stands before the article's container  cards    one of several alike items that each link elsewhere
    after        stands behind it, or in a box behind   form     beside fields to fill in: newsletter, search, poll
                 the last paragraph
    box          in a box of its own between paragraphs byline   names, dates and labels between headline and text
    repeated     a line that returns                    note     the house's own words at the end: whom to follow, to write to
    caption      a picture's
    player       what is left of a player
    label        a heading or lead-in whose matter is gone
    wall         the way in for subscribers behind a teaser (pipelines/paywall.py)
    not_article  never held to be the article's
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Block
from pipelines.blocks import fingerprint
from pipelines.clean_boxes import boxes, pictures
from pipelines.clean_cards import cards, teasers
from pipelines.clean_lines import blurbs, bylines, labels, repeated, titles
from pipelines.clean_links import forms, linked
from pipelines.clean_notes import notes
from pipelines.clean_page import Page
from pipelines.clean_places import before, behind_rows, captions, outside
from pipelines.clean_players import players
from pipelines.clean_tails import tails

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.blocks import PageBlock

# Cards go first: with more text than the article's they would be taken for it. Labels go last, when what they announced is gone.
_RULES = (
    captions,
    cards,
    outside,
    before,
    linked,
    teasers,
    forms,
    players,
    titles,
    pictures,
    tails,
    boxes,
    repeated,
    bylines,
    notes,
    behind_rows,
    labels,
    blurbs,
)


def clean(
    blocks: Sequence[PageBlock],
    kept: Sequence[bool],
    title: str,
    names: Iterable[str] = (),
    summary: str | None = None,
) -> tuple[Block, ...]:
    """Return every block with the reason for which it is not the article's text, or None where it is.

    `kept` says which blocks the witness held to be the article's, `names` are the authors', `title` and `summary` what the page
    states.
    """
    reasons: list[str | None] = [None if keep else "not_article" for keep in kept]
    page = Page(blocks, reasons, title, tuple(names), summary)
    for rule in _RULES:
        rule(page)
    return tuple(
        Block(block.text, block.kind, fingerprint(block.text), reason)
        for block, reason in zip(blocks, page.reasons, strict=True)
    )

"""What `[outlets.X.selectors]` says of an outlet's pages, for the rare site where extraction needs a hand: CSS selectors, by field.

A selector that matches nothing on a page changes nothing there: sites are rebuilt, and what is extracted without it is better than nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml.cssselect import CSSSelector

from pipelines.authors import split_names
from pipelines.date_sources import DateCandidate
from pipelines.date_text import in_utc, read_date
from pipelines.dates import doubt
from pipelines.headline import element_text
from pipelines.machine_dates import read_machine_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from lxml.html import HtmlElement

    from db.records import Block
    from pipelines.blocks import PageBlock
    from pipelines.items import Hints
    from pipelines.metadata import Metadata

SOURCE = "selector"  # as `published_source`
_STATED = ("datetime", "content", "title")  # attributes that may hold a date


def take_out(tree: HtmlElement, selector: str | None) -> None:
    """Remove the elements that match from a tree that nothing has read yet; the text behind them stays."""
    for element in _matches(tree, selector):
        if element.getparent() is not None:
            element.drop_tree()


def with_selected(metadata: Metadata, tree: HtmlElement, hints: Hints) -> Metadata:
    """Return metadata with the title, date and authors that the outlet's selectors name; what they do not find is as it was."""
    selectors = hints.selectors
    title = next((text for one in _matches(tree, selectors.title) if (text := element_text(one))), metadata.title)
    metadata = replace(metadata, title=title)
    signed = [author for one in _matches(tree, selectors.authors) for author in split_names(element_text(one, 200))]
    if signed:
        people = tuple(dict.fromkeys(author.name for author in signed))
        firms = tuple(dict.fromkeys(author.name for author in signed if author.organisation))
        metadata = replace(metadata, authors=people, organisations=firms)
    dates = (_date(one, metadata.language, hints) for one in _matches(tree, selectors.date))
    if found := next(filter(None, dates), None):
        metadata = replace(metadata, published_at=found, published_source=SOURCE)
    return metadata


def only_selected(
    tree: HtmlElement, page: Sequence[PageBlock], blocks: Sequence[Block], selector: str | None
) -> tuple[Block, ...]:
    """Return the page's blocks so that those within what matches are the article's text, and no others (`not_selected`)."""
    homes = set(_matches(tree, selector))
    inside = [not homes.isdisjoint((block.element, *block.element.iterancestors())) for block in page] if homes else []
    if not any(inside):
        return tuple(blocks)
    return tuple(
        block._replace(reason=None if keep else block.reason or "not_selected")
        for block, keep in zip(blocks, inside, strict=True)
    )


def _matches(tree: HtmlElement, selector: str | None) -> Iterable[HtmlElement]:
    return _compiled(selector)(tree) if selector else ()


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _date(element: HtmlElement, language: str | None, hints: Hints) -> datetime | date | None:
    texts = (part.get(name, "") for part in element.iter("*") for name in _STATED)
    stated = next(filter(None, map(read_machine_date, texts)), None)
    if stated is None:
        found = read_date(element_text(element, 200), timezone=hints.timezone, language=language)
        stated = found.value if found else None
    if stated is None or doubt(DateCandidate(stated, SOURCE), hints):
        return None
    return in_utc(stated, hints.timezone)

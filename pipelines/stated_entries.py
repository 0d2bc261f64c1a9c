"""The entries of a live blog as linked data state them, for pages whose markup has them not, or without their times."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from db.records import Block
from pipelines.blocks import PageBlock, fingerprint
from pipelines.date_text import in_utc
from pipelines.jsonld import as_list, strings
from pipelines.live_entries import time_block, written
from pipelines.machine_dates import read_machine_date
from pipelines.plain_text import compact
from pipelines.stated_body import paragraphs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lxml.html import HtmlElement

    from pipelines.jsonld import Node
    from pipelines.metadata import Metadata

_MOST = 1_000  # entries
_BEGINNING = 40  # letters by which an entry's text is known on the page
_FEWEST = 2
_SHOWN = 0.5  # of the entries; a page that has fewer has them not


class Entry(NamedTuple):
    """One entry: when it was written (naive where no zone is given), its heading ("" for none) and its paragraphs."""

    at: datetime
    title: str
    lines: tuple[str, ...]


def stated_entries(article: Node) -> tuple[Entry, ...]:
    """Return the entries (liveBlogUpdate) of a live blog's node that have a time and a text, in its order; none for another article."""
    nodes = (node for node in as_list(article.get("liveBlogUpdate"))[:_MOST] if isinstance(node, dict))
    return tuple(filter(None, map(_entry, nodes)))


def with_stated_entries(
    tree: HtmlElement,
    page: Sequence[PageBlock],
    blocks: Sequence[Block],
    metadata: Metadata,
    timezone: str,
) -> tuple[list[PageBlock], tuple[Block, ...]]:
    """Return the page's blocks before and after cleaning with the times of the stated entries before those that the page shows.

    Where it shows less than half of them they are put behind what it shows, whole, unless that is not for every reader.
    """
    entries, readable = metadata.entries, metadata.access != "paywalled"
    found = dict(_shown(blocks, entries)) if len(entries) >= _FEWEST else {}
    if len(entries) < _FEWEST or (len(found) < _SHOWN * len(entries) and not readable):
        return list(page), tuple(blocks)
    if len(found) < _SHOWN * len(entries):
        more = [block for entry in entries for block in _whole(entry, timezone)]
        return [*page, *(PageBlock(one.text, one.kind, tree) for one in more)], (*blocks, *more)
    both: list[tuple[PageBlock, Block]] = []
    for i, (before, after) in enumerate(zip(page, blocks, strict=True)):
        if i in found:
            stamp = time_block(written(found[i].at, timezone))
            both.append((PageBlock(stamp.text, stamp.kind, before.element), stamp))
        both.append((before, after))
    return [one for one, _ in both], tuple(other for _, other in both)


def begun(metadata: Metadata, moments: Collection[datetime]) -> Metadata:
    """Return the metadata of a live blog: where its date is an entry's own, as the newest stands first, it is that of the oldest."""
    known = {in_utc(moment, "UTC") for moment in moments if moment.tzinfo}
    if metadata.published_source != "time" or metadata.published_at not in known:
        return metadata
    return replace(metadata, published_at=min(moment for moment in known if isinstance(moment, datetime)))


def _entry(node: Node) -> Entry | None:
    at = next((value for text in strings(node.get("datePublished")) if (value := read_machine_date(text))), None)
    body = node.get("articleBody")
    lines = tuple(paragraphs(body)) if isinstance(body, str) else ()
    title = next(iter(strings(node.get("headline"))), "")
    return Entry(at, title, lines) if isinstance(at, datetime) and (lines or title) else None


def _shown(blocks: Sequence[Block], entries: Sequence[Entry]) -> Iterator[tuple[int, Entry]]:
    """Yield where in the article's text an entry begins: with its heading, or its first words."""
    keys = {i: compact(block.text) for i, block in enumerate(blocks) if block.reason is None}
    for entry in entries:
        title, start = compact(entry.title), compact(entry.lines[0])[:_BEGINNING] if entry.lines else ""
        begins = (i for i, key in keys.items() if (title and key == title) or (start and key.startswith(start)))
        if (first := next(begins, None)) is not None:
            yield first, entry


def _whole(entry: Entry, timezone: str) -> Iterator[Block]:
    yield time_block(written(entry.at, timezone))
    if entry.title and not (entry.lines and compact(entry.lines[0]).startswith(compact(entry.title))):
        yield Block(entry.title, "heading", fingerprint(entry.title))
    for line in entry.lines:
        yield Block(line, "paragraph", fingerprint(line))

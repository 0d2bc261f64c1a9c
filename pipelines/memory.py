"""What an outlet repeats is not its articles': learned from its latest articles, subtracted from each.

A memory is a value. Blocks that return are known by that alone, whatever they say (pipelines/evidence.py); so are images, authors and
sections (pipelines/fixed_values.py). What it removes keeps its place with the reason `boilerplate`, and comes back when it is doubted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from db.records import BOILERPLATE
from pipelines.evidence import OWN_TEXT, added, judged, returned, seen_page
from pipelines.fixed_values import without_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from db.records import Article, Block
    from pipelines.evidence import SeenPage
    from pipelines.site_clock import Fetched

_MOST_REMOVED = 0.5  # of an article's text


@dataclass(frozen=True, slots=True)
class Memory:
    """What an outlet repeats. `known` has the fingerprints of its boilerplate with the most stories that had each at one time."""

    pages: tuple[SeenPage, ...] = ()
    known: Mapping[int, int] = field(default_factory=dict)

    def with_page(self, article: Article, key: str | None = None, fetched: Fetched | None = None) -> Memory:
        """Return the memory after one more article, or after a new text of the one with this key (by default its address)."""
        return self.with_pages([seen_page(article, key or article.url, fetched)])

    def with_pages(self, pages: Iterable[SeenPage]) -> Memory:
        """Return the memory after several articles, in order; judged once, at the end."""
        seen = self.pages
        for page in pages:
            seen = added(seen, page)
        return Memory(seen, judged(seen, self.known))


def subtract(article: Article, memory: Memory) -> Article:
    """Return an article without what the memory knows or has seen to return: its blocks with the reason, its values as blocks of their
    kind at the end.

    `text` follows; what else derives from it is the caller's. Never takes more than half of a text and leaves less than an article: rather
    nothing.
    """
    known = memory.known.keys() | returned(memory.pages, seen_page(article, article.url))
    return cleaned(article, known, ())


def cleaned(article: Article, known: Collection[int], doubted: Collection[int]) -> Article:
    """Return an article as `subtract`, with what was removed from it before and is in `doubted` put back."""
    article = without_values(article, known, doubted)
    blocks = _within_bounds(article.blocks, [_judged_anew(block, known, doubted) for block in article.blocks])
    if blocks == article.blocks:
        return article
    return replace(article, blocks=blocks, text="\n\n".join(block.text for block in blocks if block.reason is None))


def _judged_anew(block: Block, known: Collection[int], doubted: Collection[int]) -> Block:
    if block.reason is None and block.fingerprint in known:
        return block._replace(reason=BOILERPLATE)
    if block.is_body and block.reason is not None and block.fingerprint in doubted:
        return block._replace(reason=None)
    return block


def _within_bounds(before: Sequence[Block], after: Sequence[Block]) -> tuple[Block, ...]:
    """Return the new verdicts, or none removed where they would take more than half of the text and leave less than an article."""
    whole = sum(len(block.text) for block in after if block.is_body)
    left = sum(len(block.text) for block in after if block.reason is None)
    if left >= min(OWN_TEXT, (1 - _MOST_REMOVED) * whole):
        return tuple(after)
    return tuple(block._replace(reason=None) if block.is_body else block for block in before)

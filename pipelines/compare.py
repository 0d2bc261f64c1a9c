"""Two readings of one page side by side: which fields differ, and how much of the text. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from db.records import VALUE_KINDS
from db.store import columns_of

if TYPE_CHECKING:
    from db.extractions import Extraction
    from db.records import Article, Outlet
    from db.store import NewText

_FOLLOWS = frozenset(
    {"word_count", "content_hash", "extractor_version", "search_text", "topics_mark"}
)  # from what is read


def changed_fields(stored: Extraction, new: NewText, outlet: Outlet) -> tuple[str, ...]:
    """Return the columns of `articles` in which a new reading differs from the stored article, and `blocks` where those differ.

    `topics` differ where one has another score or other evidence, too.
    """
    before: Any = stored.columns
    differ = {name for name, value in columns_of(outlet.timezone, new).items() if before[name] != value} - _FOLLOWS
    if stored.value and _blocks(stored.value) != _blocks(new.article):
        differ.add("blocks")
    if stored.value and _topics(stored.value) != _topics(new.article):
        differ.add("topics")
    return tuple(sorted(differ))


def _blocks(article: Article) -> tuple[object, ...]:
    """Return an article's blocks; the values that its outlet repeats stand behind them in no order."""
    values = frozenset(block for block in article.blocks if block.kind in VALUE_KINDS)
    return (values, *(block for block in article.blocks if block.kind not in VALUE_KINDS))


def _topics(article: Article) -> set[tuple[object, ...]]:
    return {(topic.code, round(topic.score, 3), topic.method, topic.evidence) for topic in article.topics}


def words_changed(before: str, after: str) -> int:
    """Return how many words only one of two texts has, each as often as it has it more."""
    counts = Counter(before.split())
    counts.subtract(after.split())
    return sum(map(abs, counts.values()))

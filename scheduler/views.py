"""What the command line shows of articles, for a person to read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.table import Column, Table
from rich.text import Text

from scheduler.console import one_line
from scheduler.words import counted, moment, publication

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from db.queries import Hit, StoredArticle
    from db.records import Article, Topic
    from pipelines.explain import Explained
    from scheduler.console import Screen

_LABELS = 12  # columns
_NUMBERS = 6


def show_hit(screen: Screen, hit: Hit) -> None:
    """Print an article of a list: its number and title, its outlet, day and topics, and its excerpt."""
    screen.lines(one_line(hit.title), label=str(hit.id).rjust(_NUMBERS - 2), indent=_NUMBERS, style="bold")
    about = (hit.outlet, _day(hit), ", ".join(hit.topics))
    screen.lines(" · ".join(one_line(part) for part in about if part), indent=_NUMBERS, style="cyan")
    screen.lines(one_line(hit.excerpt), indent=_NUMBERS)
    screen.print()


def show_article(screen: Screen, article: Article, stored: StoredArticle | None = None) -> None:
    """Print an article: its title, the facts about it, its text; `stored` adds what the archive knows of it."""
    screen.lines(one_line(article.title), style="bold")
    screen.print()
    for label, value in article_facts(article, stored):
        screen.lines(one_line(value), label=label, indent=_LABELS)
    for paragraph in article.text.split("\n\n"):
        screen.print()
        screen.lines(paragraph)


def show_removed(screen: Screen, article: Article) -> None:
    """Print the blocks that were left out of an article, each with its reason."""
    removed = [block for block in article.blocks if block.reason is not None]
    screen.print()
    screen.lines(f"{counted(len(removed), 'block')} of the page left out", style="bold")
    for block in removed:
        screen.lines(one_line(block.text), label=f"{block.reason} ", indent=_LABELS + 4)


def show_fields(screen: Screen, explained: Sequence[Explained]) -> None:
    """Print what the page and its source say of each field and what became of it: a table on a terminal, a line each in a pipe."""
    screen.print()
    screen.lines("What was said of each field", style="bold")
    rows = [(one.field, one.source, one.verdict, one_line(one.value)) for one in explained]
    shown = [("" if place and rows[place - 1][0] == row[0] else row[0], *row[1:]) for place, row in enumerate(rows)]
    if not screen.is_terminal:
        widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
        for row in rows:
            screen.lines("  ".join((*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[3])))
        return
    table = Table("field", "from", "verdict", Column("value", overflow="fold"), box=None, pad_edge=False)
    for field, source, verdict, value in shown:
        table.add_row(field, source, Text(verdict, "green" if verdict.startswith("chosen") else "dim"), value)
    screen.print(table)


def article_facts(article: Article, stored: StoredArticle | None) -> Iterator[tuple[str, str]]:
    """Yield what is known about an article as labels and values; where nothing is known, none."""
    if stored:
        yield "article", f"{stored.id} of {stored.outlet}, {counted(stored.word_count, 'word')}"
    yield from _many("by", [", ".join(article.authors)])
    yield "published", publication(article.published_at, article.published_source)
    yield from _many("modified", [moment(article.modified_at)] if article.modified_at else [])
    for label, value in (("language", article.language), ("section", article.section), ("access", article.access)):
        yield from _many(label, [value])
    yield from _many("topics", [_topic(topic) for topic in article.topics] or ["none found"])
    yield from _many("keywords", [", ".join(article.keywords)])
    for label, value in (("summary", article.summary), ("image", article.image_url), ("address", article.url)):
        yield from _many(label, [value])
    if stored:
        yield from _archived(stored)
    yield "left out", f"{counted(sum(block.reason is not None for block in article.blocks), 'block')} of the page"


def _archived(stored: StoredArticle) -> Iterator[tuple[str, str]]:
    yield from _many("also at", stored.other_urls)
    if stored.duplicate_of is not None:
        yield "repeats", f"article {stored.duplicate_of} of another outlet"
    if stored.revisions:
        yield "revisions", f"{counted(stored.revisions, 'text')}, this is the latest"
    if stored.gone_at is not None:
        yield "gone", f"its page was no longer there on {moment(stored.gone_at)}"
    yield "checked", f"first seen {moment(stored.first_seen_at)}, last {moment(stored.last_checked_at)}"


def _many(label: str, values: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """Yield the values that are there, the first beside the label."""
    for value in filter(None, values):
        yield label, value
        label = ""


def _topic(topic: Topic) -> str:
    evidence = f": {', '.join(topic.evidence)}" if topic.evidence else ""
    return f"{topic.name}  {topic.score:.2f} by {topic.method}{evidence}"


def _day(hit: Hit) -> str:
    if isinstance(hit.published_at, datetime):
        return hit.published_at.astimezone(UTC).date().isoformat()
    return hit.published_at.isoformat() if hit.published_at else "no date"

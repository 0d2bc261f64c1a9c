"""What `reextract` shows on a terminal and gives to machines: counts, lengths before and after, and the most changed texts."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from difflib import unified_diff
from typing import TYPE_CHECKING

from crawler.comparisons import STEPS, Outcome
from scheduler.console import json_line, one_line
from scheduler.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crawler.comparisons import Comparison, Comparisons, Diff, Place
    from scheduler.console import Screen

_DIFFS, _LINES = 5, 40
_MOST = 1_000  # paragraphs
_WIDTH, _HEIGHT = 60, 15  # of the plot, in columns and rows
_SHADES = " ·•●"  # of a place in the plot, by how many articles are there: none, one, up to nine, more
_CONTEXT = 60  # characters of an unchanged paragraph
_STYLES = {"+": "green", "-": "red", " ": "dim"}


def show_comparisons(screen: Screen, found: Comparisons) -> None:
    """Print counts, a plot of the lengths, and the most changed texts."""
    screen.lines(f"{counted(found.pages, 'kept page')} read again", style="bold")
    for label, text in summary(found):
        screen.lines(text, label=label.rjust(9), indent=12)
    points = lengths(found.places)
    if points:
        screen.print()
        for line in plot(points):
            screen.print(line, soft_wrap=True)
    for diff in found.diffs(_DIFFS):
        _show_diff(screen, diff)


def summary(found: Comparisons) -> Iterator[tuple[str, str]]:
    """Yield numbers and what they count, none that is 0 but the first two."""
    number = found.outcomes
    yield f"{number[Outcome.UNCHANGED]:,}", "unchanged"
    yield f"{number[Outcome.CHANGED]:,}", f"changed{_listed(found.fields)}"
    others = {
        Outcome.ACCEPTED: "would be articles, and are none so far",
        Outcome.REJECTED: f"would be no articles now, and stay as they are{_listed(found.rejected)}",
        Outcome.STILL_REJECTED: "hold no article of their own, as before",
        Outcome.NOT_READ: f"cannot be read again from what is kept, and stay as they are{_listed(found.not_read)}",
    }
    for outcome, text in others.items():
        if number[outcome]:
            yield f"{number[outcome]:,}", text
    if found.without_page:
        yield f"{found.without_page:,}", "articles without a kept page stay as they are"


def _listed(counts: dict[str, int]) -> str:
    """Return counts as ` (text 3, title 1)`, the empty string for none."""
    items = ", ".join(f"{name} {n:,}" for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return f" ({items})" if items else ""


def lengths(places: Mapping[Place, int]) -> Counter[tuple[int, int]]:
    """Return how many texts are so long before and after, in steps, whatever their outcome."""
    points: Counter[tuple[int, int]] = Counter()
    for place, number in places.items():
        points[place.before, place.after] += number
    return points


def plot(points: Mapping[tuple[int, int], int]) -> Iterator[str]:
    """Yield the lines of a scatter plot with logarithmic axes; the diagonal is where a text is as long as before."""
    top = max(3 * STEPS, *(max(point) for point in points))
    grid = [[0] * _WIDTH for _ in range(_HEIGHT)]
    for (before, after), number in points.items():
        row, column = (round(value / top * (size - 1)) for value, size in ((after, _HEIGHT), (before, _WIDTH)))
        grid[_HEIGHT - 1 - row][column] += number
    most = f"{10 ** (top / STEPS):,.0f}"
    yield "characters of text, after ↑ and before →"
    for number, row_counts in enumerate(grid):
        diagonal = round((_HEIGHT - 1 - number) / (_HEIGHT - 1) * (_WIDTH - 1))
        cells = (
            "╱" if not n and column == diagonal else _SHADES[(n > 0) + (n > 1) + (n > 9)]
            for column, n in enumerate(row_counts)
        )
        yield f"{most if number == 0 else '0' if number == _HEIGHT - 1 else '':>9} │{''.join(cells).rstrip()}"
    yield f"{'':>9} └{'─' * _WIDTH}"
    yield f"{'':>9}  0{most:>{_WIDTH - 1}}"


def diff_lines(before: str, after: str) -> list[tuple[str, str]]:
    """Return two texts' paragraphs as a unified diff: a sign (`+`, `-`, or a space for one beside them, which is cut) and the paragraph.

    Of each text the first thousand are compared: an article has a hundred, and the time grows with the square.
    """
    lines = list(unified_diff(before.split("\n\n")[:_MOST], after.split("\n\n")[:_MOST], n=1, lineterm=""))[2:]
    marked = ((line[0], line[1:]) for line in lines if line[0] in _STYLES)
    return [(sign, _cut(text) if sign == " " else text) for sign, text in marked]


def _cut(text: str) -> str:
    return text if len(text) <= _CONTEXT else f"{text[:_CONTEXT]}…"


def _show_diff(screen: Screen, diff: Diff) -> None:
    screen.print()
    screen.lines(heading(diff.comparison), style="bold")
    lines = diff_lines(diff.before, diff.after)
    for sign, text in lines[:_LINES]:
        screen.lines(one_line(text), label=sign, indent=2, style=_STYLES[sign])
    if len(lines) > _LINES:
        screen.lines(f"and {counted(len(lines) - _LINES, 'line')} more; --report FILE has them", indent=2, style="dim")


def heading(comparison: Comparison) -> str:
    """Return which article a comparison is about, and its text's length before and after."""
    which = f"{comparison.article}: " if comparison.article else "new: "
    lengths = f"{comparison.before:,} to {comparison.after:,} characters"
    return f"{which}{one_line(comparison.title)} ({comparison.outlet}), {lengths}"


def print_comparisons(found: Comparisons, applied: int | None, busy: Sequence[str]) -> None:
    """Print all for machines as one line of JSON, one article after the other: they may be more than memory holds.

    `applied` is null where nothing was; `busy` are the outlets that were left out of it.
    """
    head = {
        "pages": found.pages,
        **{outcome.value: found.outcomes[outcome] for outcome in Outcome},
        "fields": dict(found.fields),
        "reasons": dict(found.rejected),
        "reasons_not_read": dict(found.not_read),
        "without_page": found.without_page,
        "applied": applied,
        "busy": list(busy),
    }
    write = sys.stdout.buffer.write
    write(f'{json_line(head)[:-1]}, "articles": ['.encode())
    for number, one in enumerate(found.noted()):
        write(f"{', ' if number else ''}{json_line(asdict(one))}".encode())
    write(b"]}\n")
    sys.stdout.buffer.flush()

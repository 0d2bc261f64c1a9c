"""What `reextract` would change, as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from html import escape
from itertools import chain
from typing import TYPE_CHECKING

from crawler.comparisons import STEPS, Outcome
from scheduler.reextract_views import diff_lines, heading, summary
from scheduler.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.comparisons import Comparison, Comparisons, Diff, Place

_SIDE, _EDGE = 480, 60  # of the plot, in pixels
_TAGS = {"+": "ins", "-": "del", " ": "p"}
_COLOURS = {Outcome.CHANGED: "#1f5fa8", Outcome.ACCEPTED: "#2b7a3d", Outcome.REJECTED: "#b3261e"}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
th { text-align: right; padding-right: 1rem; font-weight: 600 } td { text-align: left }
ins, del, section p { display: block; margin: .25rem 0; padding: .25rem .5rem; text-decoration: none; unicode-bidi: plaintext }
ins { background: #e2f4e5 } del { background: #fbe4e2 } section p { color: #666 }
ins::before { content: "+ " } del::before { content: "− " }
svg { max-width: 100%; height: auto } h2 { font-size: 1.1rem; margin-top: 2rem; overflow-wrap: anywhere }
"""


def report_page(found: Comparisons) -> Iterator[str]:
    """Yield the page's parts: counts, a scatter plot of the texts' lengths, the most changed texts, and what is rejected now."""
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width"><title>What reextract would change</title>'
    yield f"<style>{_STYLE}</style></head><body><h1>{found.pages:,} kept pages read again</h1><table>"
    yield from (f"<tr><th>{number}</th><td>{escape(text)}</td></tr>" for number, text in summary(found))
    yield "</table>"
    yield from _plot(found.places)
    yield from map(_section, found.diffs())
    yield from _rejected(found.noted(Outcome.REJECTED))
    yield "</body></html>\n"


def _plot(places: Mapping[Place, int]) -> Iterator[str]:
    """Yield a scatter plot with logarithmic axes, a circle a place; the dashed line is where a text is as long as before."""
    if not places:
        return
    top = max(3 * STEPS, *(max(place.before, place.after) for place in places))
    size = _SIDE + 2 * _EDGE
    yield f'<svg viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img" aria-label="Length of text before and after">'
    yield f'<rect x="{_EDGE}" y="{_EDGE}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>'
    yield f'<line x1="{_EDGE}" y1="{_EDGE + _SIDE}" x2="{_EDGE + _SIDE}" y2="{_EDGE}" stroke="#999" stroke-dasharray="4"/>'
    for power in range(1, top // STEPS + 1):
        at = power * STEPS / top * _SIDE
        yield f'<text x="{_EDGE + at:.0f}" y="{_EDGE + _SIDE + 18}" font-size="12" text-anchor="middle">{10**power:,}</text>'
        yield f'<text x="{_EDGE - 6}" y="{_EDGE + _SIDE - at + 4:.0f}" font-size="12" text-anchor="end">{10**power:,}</text>'
    yield f'<text x="{size / 2:.0f}" y="{size - 12}" font-size="14" text-anchor="middle">characters of text before</text>'
    yield f'<text x="{_EDGE}" y="{_EDGE - 12}" font-size="14">characters of text after</text>'
    for place, number in places.items():
        x, y = (step / top * _SIDE for step in (place.before, place.after))
        about = f"{counted(number, 'article')}: about {_length(place.before)} to {_length(place.after)} characters"
        yield f'<circle cx="{_EDGE + x:.1f}" cy="{_EDGE + _SIDE - y:.1f}" r="{min(4 + number**0.5, 20):.1f}"'
        yield f' fill="{_COLOURS[place.outcome]}" fill-opacity=".5"><title>{about}</title></circle>'
    yield "</svg><p>Blue: changed. Green: an article now. Red: none now, and left as it is.</p>"


def _length(step: int) -> str:
    return f"{10 ** (step / STEPS) - 1:,.0f}"


def _section(diff: Diff) -> str:
    lines = "".join(
        f'<{_TAGS[sign]} dir="auto">{escape(text)}</{_TAGS[sign]}>'
        for sign, text in diff_lines(diff.before, diff.after)
    )
    return f"<section><h2>{escape(heading(diff.comparison))}</h2><p>{escape(diff.comparison.url)}</p>{lines}</section>"


def _rejected(found: Iterator[Comparison]) -> Iterator[str]:
    first = next(found, None)
    if first:
        yield "<h2>Would be no articles now, and stay as they are</h2><table>"
        for one in chain([first], found):
            yield f"<tr><th>{one.article}</th><td>{escape(one.reason or '')}</td><td>{escape(one.title)}<br>{escape(one.url)}</td></tr>"
        yield "</table>"

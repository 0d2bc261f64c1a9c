"""What an outlet's memory does: pages of one outlet in order, each with what the ones before it taught."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.evaluation import metrics
from crawler.evaluation.report import MARKS
from pipelines.extract import extract_article
from pipelines.items import RejectedPage
from pipelines.memory import Memory, subtract

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.evaluation.gold import GoldPage
    from db.records import Article

_FIRST = 3  # pages of an outlet from which its memory learns before it is measured


@dataclass(frozen=True, slots=True)
class Learned:
    """What was measured from each outlet's fourth page on, without memory (`_without`) and with it.

    `unharmed` is the share of articles that lost no paragraph of the gold to the memory; `early_f1` is of the first three pages, cleaned
    with what the outlet's last page left. Leak is measured as in Figures.
    """

    pages: int
    f1_without: float | None
    f1: float | None
    leak_without: float | None
    leak: float | None
    leak_p90: float | None
    unharmed: float | None
    early_f1_without: float | None
    early_f1: float | None


@dataclass(frozen=True, slots=True)
class _Pair:
    page: GoldPage
    bare: Article | None
    clean: Article | None


def measure_memory(pages: Sequence[GoldPage]) -> Learned | None:
    """Return the figures of a dataset, None where no outlet has a fourth page."""
    outlets: defaultdict[str, list[GoldPage]] = defaultdict(list)
    for page in pages:
        if page.outlet is not None:
            outlets[page.outlet].append(page)
    some = [_in_order(group) for group in outlets.values() if len(group) > _FIRST]
    if not some:
        return None
    late = [pair for early, pairs in some for pair in pairs]
    early = [pair for pairs, _ in some for pair in pairs]
    marked = [pair for pair in late if MARKS.search(pair.page.html)]
    leaks = [metrics.leak(_text(pair.clean), pair.page.text) for pair in marked]
    return Learned(
        pages=len(late),
        f1_without=metrics.mean([_f1(pair.bare, pair.page) for pair in late]),
        f1=metrics.mean([_f1(pair.clean, pair.page) for pair in late]),
        leak_without=metrics.mean([metrics.leak(_text(pair.bare), pair.page.text) for pair in marked]),
        leak=metrics.mean(leaks),
        leak_p90=metrics.percentile(leaks, 0.9),
        unharmed=metrics.mean([float(not _is_harmed(pair)) for pair in late]),
        early_f1_without=metrics.mean([_f1(pair.bare, pair.page) for pair in early]),
        early_f1=metrics.mean([_f1(pair.clean, pair.page) for pair in early]),
    )


def _in_order(pages: Sequence[GoldPage]) -> tuple[list[_Pair], list[_Pair]]:
    """Return an outlet's first pages as they are cleaned at the end, and the later ones as they come in."""
    memory, early, late = Memory(), [], []
    for i, page in enumerate(pages):
        article = _extract(page)
        if i < _FIRST:
            early.append((page, article))
        else:
            late.append(_Pair(page, article, subtract(article, memory) if article else None))
        if article:
            memory = memory.with_page(article, page.url)
    return [_Pair(page, article, subtract(article, memory) if article else None) for page, article in early], late


def _extract(page: GoldPage) -> Article | None:
    try:
        return extract_article(page.html, page.url, hints=page.hints)
    except RejectedPage:
        return None


def _text(article: Article | None) -> str:
    return article.text if article else ""


def _f1(article: Article | None, page: GoldPage) -> float:
    return metrics.harmonic(*metrics.overlap(_text(article), page.text))


def _is_harmed(pair: _Pair) -> bool:
    if pair.bare is None or pair.clean is None:
        return False
    gold = set(_paragraphs(pair.page.text))
    return any(
        before.reason is None and after.reason is not None and " ".join(before.text.split()) in gold
        for before, after in zip(pair.bare.blocks, pair.clean.blocks, strict=False)
    )


def _paragraphs(text: str) -> Iterator[str]:
    return (" ".join(line.split()) for line in text.split("\n") if line.strip())

"""Which of an outlet's sources to poll: the few that together miss nothing new, each with the reason.

What a source yields is measured on a sample of it. A feed or a news sitemap is held to name all that is new, until a page shows that
it does not: what stands first on a home or section page is new, and what stands far below may be months old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from db.records import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

MOST_NEWS = 6  # feeds and news sitemaps: each is polled for years
_FIRST = 10  # articles of a page that count as new
_LATELY = timedelta(days=2)  # before the newest of a sitemap, as long as a news sitemap holds one
_STALE = timedelta(days=30)  # behind the outlet's newest article
_NEWS = (SourceKind.NEWS_SITEMAP, SourceKind.FEED)
_DAWN = datetime.min.replace(tzinfo=UTC)


class Named(NamedTuple):
    """An article that a source names: its identity, and its time in UTC where the source says one."""

    key: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """What one source named when it was asked: its articles in its order, or in one word the reason why it could not be read.

    `is_home` marks the home page.
    """

    kind: SourceKind
    url: str
    articles: tuple[Named, ...] = ()
    failure: str | None = None
    is_home: bool = False

    @property
    def newest(self) -> datetime | None:
        """Return the time of its newest article, None where it names no times."""
        return max((article.at for article in self.articles if article.at), default=None)

    @property
    def keys(self) -> frozenset[str]:
        """Return the identities of its articles."""
        return frozenset(article.key for article in self.articles)


@dataclass(frozen=True, slots=True)
class Judged:
    """A source with what became of it: polled from now on, or not, and why."""

    sample: Sample
    kept: bool
    reason: str


def in_utc(value: datetime | date | None) -> datetime | None:
    """Return a time in UTC, of a day its beginning; None stays None."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time(), UTC)


def choose_sources(samples: Sequence[Sample]) -> tuple[Judged, ...]:
    """Return every sample with whether it is kept and why: the kept ones first, in the order in which they were chosen."""
    unfit = [judged for sample in samples if (judged := _unfit(sample, samples))]
    fit = [sample for sample in samples if all(judged.sample is not sample for judged in unfit)]
    kept = _greedy([sample for sample in fit if sample.kind in _NEWS], [], MOST_NEWS)
    rest = [sample for sample in fit if sample.kind not in _NEWS]
    chosen = _with_gaps(rest, kept) if kept else _without_news(rest)
    known = {judged.sample.url for judged in chosen}
    left = [_left_out(sample, chosen) for sample in fit if sample.url not in known]
    return (*chosen, *left, *unfit)


def _unfit(sample: Sample, samples: Iterable[Sample]) -> Judged | None:
    """Return why a sample is out of the question; None where it is not."""
    if sample.failure:
        return Judged(sample, False, f"could not be read: {sample.failure}")
    if not sample.articles:
        return Judged(sample, False, "names no article of this outlet")
    latest = max((other.newest or _DAWN for other in samples), default=_DAWN)
    if sample.newest and latest - sample.newest > _STALE:
        return Judged(sample, False, f"stands still since {sample.newest:%Y-%m-%d}; others name newer articles")
    return None


def _greedy(samples: Sequence[Sample], kept: Sequence[Judged], most: int) -> list[Judged]:
    """Return `kept` with those that add the most articles, one after the other, until none adds any or `most` are added."""
    chosen, left = list(kept), list(samples)
    covered = _covered(chosen)
    for _ in range(min(most, len(samples))):
        best = max(left, key=lambda sample: (len(sample.keys - covered), -_rank(sample)))
        added = best.keys - covered
        if not added:
            break
        chosen.append(Judged(best, True, _adds(best, len(added), first=not chosen)))
        covered |= added
        left.remove(best)
    return chosen


def _with_gaps(pages: Sequence[Sample], kept: list[Judged]) -> list[Judged]:
    """Return `kept` with the pages and sitemaps that show it to be incomplete: a third of what is new there is not in it."""
    chosen = list(kept)
    for sample in sorted(pages, key=_rank):
        new = _new(sample)
        missing = len(new - _covered(chosen))
        if missing and missing * 3 >= len(new):
            where = "newest" if sample.kind is SourceKind.SITEMAP else "first"
            reason = f"those above lack {missing} of its {where} {_articles(len(new))}"
            chosen.append(Judged(sample, True, reason))
    return chosen


def _without_news(pages: Sequence[Sample]) -> list[Judged]:
    """Return what to poll of an outlet without feed or news sitemap: home page, dated sitemaps, sections, then other sitemaps.

    That two sections share an article says nothing of the next ones: a section is left out only where the home page or a sitemap names
    all that it does.
    """
    home = [Judged(sample, True, _adds(sample, len(sample.keys), first=True)) for sample in pages if sample.is_home]
    sitemaps = [sample for sample in pages if sample.kind is SourceKind.SITEMAP]
    chosen = _greedy([sample for sample in sitemaps if sample.newest], home, len(sitemaps))
    known = _covered(chosen)
    for sample in pages:
        alone = len(sample.keys - known)
        if alone and sample.kind is SourceKind.SECTION and not sample.is_home:
            reason = f"neither home page nor sitemaps name {alone} of its {_articles(len(sample.keys))}"
            chosen.append(Judged(sample, True, reason))
    return _greedy([sample for sample in sitemaps if not sample.newest], chosen, len(sitemaps))


def _new(sample: Sample) -> frozenset[str]:
    """Return the articles of a page or sitemap that are new: its first ones, or those of its last days; none where that cannot be told."""
    if sample.kind is not SourceKind.SITEMAP:
        return frozenset(article.key for article in sample.articles[:_FIRST])
    newest = sample.newest
    return frozenset(
        article.key for article in sample.articles if newest and article.at and newest - article.at <= _LATELY
    )


def _left_out(sample: Sample, chosen: Sequence[Judged]) -> Judged:
    missing = len(sample.keys - _covered(chosen))
    if not missing:
        return Judged(sample, False, f"{_articles(len(sample.keys))}, all named by those kept")
    if sample.kind in _NEWS:
        return Judged(sample, False, f"would add {_articles(missing)}, fewer than each of those kept")
    if not _new(sample):
        return Judged(sample, False, "says of no article when it is from; those kept name what is new")
    return Judged(sample, False, f"what is new in it is in those kept; {_articles(missing)} further down may be old")


def _adds(sample: Sample, added: int, *, first: bool) -> str:
    newest = f", the newest of {sample.newest:%Y-%m-%d}" if sample.newest else ""
    if first:
        return f"names {_articles(added)}{newest}"
    return f"adds {added} of its {_articles(len(sample.keys))}{newest}"


def _articles(number: int) -> str:
    return f"{number:,} article{'' if number == 1 else 's'}"


def _covered(chosen: Iterable[Judged]) -> frozenset[str]:
    return frozenset[str]().union(*(judged.sample.keys for judged in chosen))


def _rank(sample: Sample) -> int:
    """Return which of two that are equal else comes first: what costs less to poll, and says more of its articles."""
    kinds = (SourceKind.NEWS_SITEMAP, SourceKind.FEED, SourceKind.SECTION, SourceKind.SITEMAP)
    return 2 * kinds.index(sample.kind) - sample.is_home

"""What a look at an outlet found, for a person: its sources with what becomes of each, and sample articles."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from scheduler.console import one_line
from scheduler.words import counted, publication

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.probe_report import ProbedArticle, ProbedSource, ProbeReport
    from scheduler.console import Screen

_LABELS = 14  # columns
_LONG = 100  # characters of a block that was left out


def show_found(screen: Screen, report: ProbeReport) -> None:
    """Print what was found at an outlet that is new: every source with whether it is kept and why, and sample articles."""
    if report.problem and report.kept:
        screen.lines(f"Note: {report.problem}", style="yellow")
    _sources(screen, report.sources, {True: "kept", False: "left out"})
    _samples(screen, report.articles)


def show_checked(screen: Screen, slug: str, report: ProbeReport) -> None:
    """Print how an outlet's sources do, which better ones there are, and sample articles."""
    screen.lines(f"{slug}: {report.homepage}", style="bold")
    if report.problem:
        screen.lines(f"Note: {report.problem}", style="yellow")
    known = [source for source in report.sources if source.known]
    others = [source for source in report.sources if not source.known]
    for source in known:
        label = "fails" if source.failure else "good" if source.kept else "not needed"
        screen.lines(one_line(source.url), label=label, indent=_LABELS)
        screen.lines(one_line(_yield(source)), indent=_LABELS, style="dim")
    better = [source for source in others if source.kept]
    _sources(screen, better, {True: "better" if known else "found"})
    if known and len(others) > len(better):
        screen.lines(f"{counted(len(others) - len(better), 'other place')} on its pages would add nothing", style="dim")
    _samples(screen, report.articles)


def _yield(source: ProbedSource) -> str:
    kind = _words(source.kind)
    if source.failure or not source.articles:
        return f"{kind}: {source.reason}"
    newest = f", the newest of {source.newest[:10]}" if source.newest else ""
    said = f"{kind}: {counted(source.articles, 'article')}{newest}, {source.shared:,} of them named elsewhere too"
    return said if source.kept else f"{said}; {source.reason}"


def _sources(screen: Screen, sources: Sequence[ProbedSource], labels: dict[bool, str]) -> None:
    if sources and len(labels) > 1:
        screen.lines("Sources", style="bold")
    for source in sources:
        screen.lines(one_line(source.url), label=labels[source.kept], indent=_LABELS)
        screen.lines(one_line(f"{_words(source.kind)}: {source.reason}"), indent=_LABELS, style="dim")


def _samples(screen: Screen, articles: Sequence[ProbedArticle]) -> None:
    if articles:
        screen.lines("\nSample articles", style="bold")
    for article in articles:
        for label, value in _facts(article):
            screen.lines(one_line(value), label=label, indent=_LABELS)
        screen.print()


def _facts(article: ProbedArticle) -> Iterator[tuple[str, str]]:
    """Yield what is shown of a sample article, as labels and values."""
    if article.reason:
        yield "no article", f"{article.url}: {article.reason}"
        return
    yield "title", article.title
    yield "published", publication(_moment(article.published_at), article.published_source)
    if article.authors:
        yield "by", ", ".join(article.authors)
    yield "begins", article.first
    yield "ends", article.last
    removed = counted(sum(article.removed.values()), "other block")
    reasons = ", ".join(f"{_words(reason)} {count:,}" for reason, count in article.removed.items())
    yield (
        "text",
        f"{counted(article.paragraphs, 'paragraph')}; {removed} of the page left out{reasons and f' ({reasons})'}",
    )
    for reason, text in article.stripped:
        yield "stripped", f"{_words(reason)}: {_cut(text)}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _cut(text: str) -> str:
    """Return the beginning of a block on one line."""
    line = one_line(text)
    return line if len(line) <= _LONG else f"{line[:_LONG].rstrip()}…"


def _moment(text: str | None) -> datetime | date | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)

"""`python -m crawler.probe URL`: look at an outlet, politely, and say what it would take to crawl it.

Prints JSON Lines: `{"asked": URL, "requests": N}` before each request, at the end `{"report": ...}`, a ProbeReport, or `{"error": ...}`.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
from scrapy import signals
from scrapy.crawler import CrawlerProcess

from crawler.discovery import FoundSource
from crawler.locks import SiteLocks
from crawler.middlewares import with_jitter
from crawler.probe_report import ProbedArticle, ProbedSource, ProbeReport
from crawler.run import crawl_settings
from crawler.session import CrawlSession, CrawlTerms
from crawler.spiders.probe import ProbeSpider
from db.archive import open_archive
from db.errors import BroadsheetError
from db.records import Outlet, SourceKind
from db.times import to_text
from pipelines.urls import identity, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from twisted.python.failure import Failure

    from crawler.choosing import Judged
    from crawler.findings import Findings
    from db.records import Article

_STRIPPED = 6  # of the blocks that are left out of an article
_LONG = 200  # characters of each


def probe(outlet: Outlet, known: Sequence[FoundSource] = (), archive: Path | None = None) -> Findings:
    """Look at an outlet by its delay and patterns, at its known sources first; takes over the process's signals, callable once in it.

    Raises SiteBusy where a crawl into the `archive` is asking the outlet's site now.
    """
    with ExitStack() as stack, TemporaryDirectory() as folder:
        if archive is not None:
            stack.enter_context(SiteLocks(archive).hold(registrable_domain(outlet.homepage), outlet.slug))
        path = Path(folder) / "probe.db"
        with closing(open_archive(path)) as db:
            return _scrape(CrawlSession(db, path, [], _ignore, _ignore, CrawlTerms()), outlet, known)


def _scrape(session: CrawlSession, outlet: Outlet, known: Sequence[FoundSource]) -> Findings:
    settings = crawl_settings([outlet])
    settings.setdict({"ITEM_PIPELINES": {}, "DOWNLOAD_DELAY": with_jitter(outlet.delay), "LOG_LEVEL": "CRITICAL"})
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    errors: list[BaseException] = []

    def note(failure: Failure) -> None:
        errors.append(failure.value)

    crawler.signals.connect(note, signals.spider_error)
    process.crawl(crawler, session=session, outlet=outlet, known=known, tell=_tell)
    process.start()
    if errors:
        raise errors[0]
    findings: Findings = crawler.spider.findings
    return findings


def report(findings: Findings) -> ProbeReport:
    """Return findings as what is told of them."""
    return ProbeReport(
        homepage=findings.homepage,
        name=findings.name,
        slug=findings.slug,
        country=findings.country,
        language=findings.language,
        timezone=findings.timezone,
        sources=tuple(_source(judged, findings) for judged in findings.sources),
        articles=tuple(_article(*sample) for sample in findings.articles()),
        problem=findings.problem,
    )


def _source(judged: Judged, findings: Findings) -> ProbedSource:
    sample = judged.sample
    others = [other.sample.keys for other in findings.sources if other is not judged]
    return ProbedSource(
        kind=str(sample.kind),
        url=sample.url,
        articles=len(sample.keys),
        kept=judged.kept,
        reason=judged.reason,
        newest=to_text(sample.newest),
        shared=len(sample.keys & frozenset[str]().union(*others)),
        failure=sample.failure,
        known=identity(sample.url) in findings.known,
    )


def _article(url: str, article: Article | None, reason: str | None) -> ProbedArticle:
    if article is None:
        return ProbedArticle(url, reason)
    paragraphs = article.text.split("\n\n")
    removed = [(block.reason, block.text) for block in article.blocks if block.reason]
    return ProbedArticle(
        url=article.url,
        title=article.title,
        published_at=article.published_at.isoformat() if article.published_at else None,
        published_source=article.published_source,
        authors=article.authors,
        first=paragraphs[0],
        last=paragraphs[-1],
        paragraphs=len(paragraphs),
        removed=dict(Counter(reason for reason, _ in removed).most_common()),
        stripped=_examples(removed),
    )


def _examples(removed: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return some blocks that were left out, in the page's order: each reason's longest, then the longest of all: it may be text."""
    longest = sorted(range(len(removed)), key=lambda place: -len(removed[place][1]))
    reasons = {removed[place][0]: place for place in reversed(longest)}
    chosen = list(dict.fromkeys([*reasons.values(), *longest]))[:_STRIPPED]
    return tuple((removed[place][0], removed[place][1][:_LONG]) for place in sorted(chosen))


def _ignore(*_: object) -> None:
    """Do nothing with the reports of runs, of which a probe has none."""


def _tell(event: Mapping[str, object]) -> None:
    click.echo(json.dumps(event))


@click.command()
@click.argument("homepage")
@click.option("--source", "sources", multiple=True, metavar="KIND=URL", help="A source that is known already.")
@click.option("--delay", type=float, default=5.0, show_default=True, help="Seconds between two requests.")
@click.option("--timezone", default="UTC", help="The outlet's, where it is known.")
@click.option("--language", help="As --timezone.")
@click.option("--allow", multiple=True, help="As in outlets.toml.")
@click.option("--deny", multiple=True, help="As in outlets.toml.")
@click.option("--allow-private", is_flag=True, help="The outlet is in a private network.")
@click.option(
    "--ignore-tdm", "respect_tdm", flag_value=False, default=True, help="As respect_tdm = false in outlets.toml."
)
@click.option("--db", type=click.Path(path_type=Path), help="An archive whose crawls may be asking the same site.")
@click.option("--slug", default="new", help="The outlet's, where it has one.")
@click.option("--respect-noarchive", is_flag=True, help="As in outlets.toml.")
def main(homepage: str, sources: tuple[str, ...], db: Path | None, slug: str, **keys: Any) -> None:
    """Look at the outlet whose home page this is, and print what it would take to crawl it, as JSON Lines."""
    known = [FoundSource(SourceKind(kind), url) for kind, _, url in (source.partition("=") for source in sources)]
    try:
        found = probe(Outlet(slug, homepage, homepage, **keys), known, db)
    except BroadsheetError as error:
        _tell({"error": str(error)})
        return
    _tell({"report": asdict(report(found))})


if __name__ == "__main__":
    main()

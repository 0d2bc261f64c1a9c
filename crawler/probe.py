"""`python -m crawler.probe URL`: look at an outlet that is not in outlets.toml yet, politely, and say what it would take to crawl it.

Prints JSON Lines: `{"asked": URL, "requests": N}` before each request, at the end `{"report": ...}`, a ProbeReport.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from scrapy import signals
from scrapy.crawler import CrawlerProcess

from crawler.probe_report import ProbedArticle, ProbedSource, ProbeReport
from crawler.run import crawl_settings
from crawler.session import CrawlSession
from crawler.spiders.probe import ProbeSpider
from db.archive import open_archive
from db.records import Outlet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twisted.python.failure import Failure

    from crawler.choosing import Judged
    from crawler.spiders.probe import Findings
    from db.records import Article


def probe(homepage: str, *, delay: float, allow_private: bool) -> Findings:
    """Look at an outlet, with `delay` seconds between two requests; takes over the process's signals, and can be called once in it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "probe.db"
        with closing(open_archive(path)) as db:
            return _scrape(CrawlSession(db, path, [], _ignore, _ignore), homepage, delay, allow_private=allow_private)


def _scrape(session: CrawlSession, homepage: str, delay: float, *, allow_private: bool) -> Findings:
    settings = crawl_settings([Outlet("probe", homepage, homepage, delay=delay, allow_private=allow_private)])
    settings.setdict({"ITEM_PIPELINES": {}, "DOWNLOAD_DELAY": delay, "LOG_LEVEL": "CRITICAL"})
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    errors: list[BaseException] = []

    def note(failure: Failure) -> None:
        errors.append(failure.value)

    crawler.signals.connect(note, signals.spider_error)
    process.crawl(crawler, session=session, homepage=homepage, tell=_tell)
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
        sources=tuple(_source(judged) for judged in findings.sources),
        articles=tuple(_article(*sample) for sample in findings.articles()),
        problem=findings.problem,
    )


def _source(judged: Judged) -> ProbedSource:
    sample = judged.sample
    return ProbedSource(str(sample.kind), sample.url, len(sample.keys), judged.kept, judged.reason)


def _article(url: str, article: Article | None, reason: str | None) -> ProbedArticle:
    if article is None:
        return ProbedArticle(url, reason)
    paragraphs = article.text.split("\n\n")
    return ProbedArticle(
        url=article.url,
        title=article.title,
        published_at=article.published_at.isoformat() if article.published_at else None,
        published_source=article.published_source,
        authors=article.authors,
        first=paragraphs[0],
        last=paragraphs[-1],
        paragraphs=len(paragraphs),
        removed=sum(block.reason is not None for block in article.blocks),
    )


def _ignore(*_: object) -> None:
    """Do nothing with the reports of runs, of which a probe has none."""


def _tell(event: Mapping[str, object]) -> None:
    click.echo(json.dumps(event))


@click.command()
@click.argument("homepage")
@click.option("--delay", type=float, default=5.0, show_default=True, help="Seconds between two requests.")
@click.option("--allow-private", is_flag=True, help="The outlet is in a private network.")
def main(homepage: str, delay: float, allow_private: bool) -> None:
    """Look at the outlet whose home page this is, and print what it would take to crawl it, as JSON Lines."""
    found = probe(homepage, delay=delay, allow_private=allow_private)
    _tell({"report": asdict(report(found))})


if __name__ == "__main__":
    main()

"""Pages with gold: a corpus folder (`gold.jsonl` and gzipped pages), or the bundled samples."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.sample.articles import load_outlets
from crawler.sample.sites import sample_sites
from db.errors import BroadsheetError
from pipelines.items import Hints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and what is known of its article; None where the gold does not say."""

    dataset: str
    url: str
    html: bytes = field(repr=False)
    text: str
    title: str | None = None
    authors: tuple[str, ...] | None = None
    published_at: datetime | None = None
    keywords: tuple[str, ...] | None = None
    language: str | None = None
    hints: Hints = field(default_factory=Hints)
    outlet: str | None = None
    key: str = ""  # `dataset/id`, by which labels name it


def read_corpus(folder: Path) -> Iterator[GoldPage]:
    """Yield a corpus's pages. Raises BroadsheetError naming the file that cannot be read."""
    try:
        lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    except OSError as error:
        raise BroadsheetError(
            f"{folder / 'gold.jsonl'}: {error.strerror}; CORPUS names a folder with gold.jsonl and pages/"
        ) from error
    for line in lines:
        row = json.loads(line)
        try:
            html = gzip.decompress((folder / row["file"]).read_bytes())
        except OSError as error:
            raise BroadsheetError(f"{folder / row['file']}: cannot be read: {error}") from error
        yield _page(row, html)


def _page(row: dict[str, Any], html: bytes) -> GoldPage:
    gold = row["gold"]
    crawled = gold.get("crawl_date")
    return GoldPage(
        dataset=row["dataset"],
        url=row["url"],
        html=html,
        text=gold["text"],
        title=gold.get("title"),
        authors=_names(gold.get("authors")),
        published_at=_time(gold.get("date")),
        keywords=_names(gold.get("topics")),
        language=gold.get("lang"),
        hints=Hints(now=_time(crawled) if crawled else None),
        outlet=row.get("outlet"),
        key=f"{row['dataset']}/{row['id']}",
    )


def _names(values: Any) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def bundled() -> Iterator[GoldPage]:
    """Yield the sample outlets' articles, with what their outlets.toml would say of them."""
    for outlet, site in zip(load_outlets(), sample_sites(), strict=True):
        hints = Hints(timezone=outlet.timezone, language=outlet.language, outlet_name=outlet.name, now=outlet.now)
        for article in outlet.articles:
            answer = site.answer(urlsplit(article.url).path)
            assert answer is not None  # noqa: S101 - the samples' own test holds it
            known = article.published_at if isinstance(article.published_at, datetime) else None
            yield GoldPage(
                outlet.slug,
                article.url,
                answer.body,
                article.text,
                article.title,
                article.authors,
                known,
                article.keywords,
                outlet.language,
                hints,
                outlet.slug,
            )

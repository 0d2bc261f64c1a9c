"""What is compared: Broadsheet's extraction and trafilatura's own, each as one call from a page to the same fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from trafilatura import bare_extraction

from pipelines.extract import extract_article
from pipelines.items import RejectedPage

if TYPE_CHECKING:
    from crawler.evaluation.gold import GoldPage


@dataclass(frozen=True, slots=True)
class Answer:
    """What an extractor says of a page; an empty text where it says that there is no article."""

    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | date | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = None


def broadsheet(page: GoldPage) -> Answer:
    """Extract as the crawl does."""
    try:
        article = extract_article(page.html, page.url, hints=page.hints)
    except RejectedPage:
        return Answer()
    return Answer(
        article.text, article.title, article.authors, article.published_at, article.keywords, article.language
    )


def trafilatura(page: GoldPage) -> Answer:
    """Extract as trafilatura does by default, with its metadata; its authors and tags are strings to be split."""
    document = bare_extraction(page.html, url=page.url, with_metadata=True)
    if document is None:
        return Answer()
    return Answer(
        document.text or "",
        document.title or "",
        tuple(_split(document.author)),
        date.fromisoformat(document.date) if document.date else None,
        tuple(part for tag in document.tags or () for part in _split(tag)),
        document.language,
    )


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in re.split(r"[;,]", text or "") if part.strip()]

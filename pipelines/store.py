"""The one stage that writes: a batch of results in one short transaction, each article with the link that led to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.archive import transaction
from db.links import close_link
from db.records import Change, SaveResult
from db.search_text import search_text
from db.store import NewText, save_article
from pipelines.dedupe import content_hash
from pipelines.tag import own_topics
from pipelines.urls import identity
from pipelines.version import EXTRACTOR_VERSION
from pipelines.words import count_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from db.records import Article, Outlet
    from pipelines.items import FetchedPage, PageResult


def store_results(
    db: Database, results: Sequence[PageResult], outlets: Mapping[str, Outlet], now: datetime
) -> list[SaveResult]:
    """Store a batch and close its links, all or nothing; returns what each result did, in order."""
    prepared = [_new_text(result.article, result.page, outlets[result.page.outlet]) for result in results]
    with transaction(db):
        return [
            _store(db, result, new, outlets[result.page.outlet], now)
            for result, new in zip(results, prepared, strict=True)
        ]


def _new_text(article: Article | None, page: FetchedPage, outlet: Outlet) -> NewText | None:
    if article is None:
        return None
    article = replace(article, topics=(*article.topics, *own_topics(outlet.tags)))
    return NewText(
        article=article,
        addresses={url: identity(url) for url in (article.url, page.url, page.requested_url)},
        content_hash=content_hash(article.text),
        word_count=count_words(article.text),
        search_text=search_text(article.title, article.text),
        extractor_version=EXTRACTOR_VERSION,
    )


def _store(db: Database, result: PageResult, new: NewText | None, outlet: Outlet, now: datetime) -> SaveResult:
    page = result.page
    saved = SaveResult(Change.REJECTED, None, result.reason) if new is None else save_article(db, outlet, new, now)
    close_link(
        db,
        page.link,
        now,
        article=saved.article,
        reason=saved.reason,
        validators=(page.etag, page.last_modified),
    )
    return saved

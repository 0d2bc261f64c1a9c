"""The one stage that writes: a batch of results in one short transaction, each article with the link that led to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.archive import transaction
from db.boilerplate import found_times
from db.links import close_link
from db.records import Change, SaveResult
from db.store import save_article
from pipelines.derived import derived
from pipelines.learn import keep_memory, load_memory, taught, without_boilerplate
from pipelines.site_clock import Fetched
from pipelines.tagger import Tagger
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from db.records import Outlet, OwnTopic
    from db.store import NewText
    from pipelines.items import FetchedPage, PageResult
    from pipelines.memory import Memory


def store_results(
    db: Database,
    results: Sequence[PageResult],
    outlets: Mapping[str, Outlet],
    now: datetime,
    memories: MutableMapping[str, Memory] | None = None,
    own: Sequence[OwnTopic] = (),
) -> list[SaveResult]:
    """Store a batch and close its links, all or nothing; returns what each result did, in order.

    `memories` are those of the outlets, read from the archive where they are missing, and left as they are after the batch. `own` are the
    user's topics, which articles are given as they come in.
    """
    memories = {} if memories is None else memories
    found = found_times(db, [result.page.link for result in results])
    articles = [
        (result.page.outlet, result.article, _fetched(result.page, outlets, found, now))
        for result in results
        if result.article
    ]
    known = {outlet: memories.get(outlet) or load_memory(db, outlets[outlet]) for outlet, _, _ in articles}
    learned = taught(known, articles)
    taggers = {slug: Tagger(slug, outlet.tags, tuple(own)) for slug, outlet in outlets.items()}
    prepared = [new_text(result, learned, taggers[result.page.outlet]) for result in results]
    with transaction(db):
        saved = [
            put_result(db, result, new, outlets[result.page.outlet], now)
            for result, new in zip(results, prepared, strict=True)
        ]
        for outlet, memory in learned.items():
            keep_memory(db, taggers[outlet], known[outlet], memory, now)
    memories.update(learned)
    return saved


def _fetched(page: FetchedPage, outlets: Mapping[str, Outlet], found: Mapping[int, datetime], now: datetime) -> Fetched:
    return Fetched(outlets[page.outlet].timezone, page.hints.now or now, found.get(page.link))


def new_text(result: PageResult, memories: Mapping[str, Memory], tagger: Tagger) -> NewText | None:
    """Return what is stored of a result, without what its outlet's memory knows; None where it has no article."""
    page, article = result.page, result.article
    if article is None:
        return None
    article = without_boilerplate(article, memories[page.outlet])
    article = replace(article, topics=tagger.topics(article, article.topics))
    return derived(article, {url: identity(url) for url in (article.url, page.url, page.requested_url)}, tagger.mark)


def put_result(db: Database, result: PageResult, new: NewText | None, outlet: Outlet, now: datetime) -> SaveResult:
    """Store one result and close its link, inside the caller's transaction."""
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

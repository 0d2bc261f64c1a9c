"""Which pages are kept of those that have been stored. Pure; apart from `pipelines.pack`, which needs the extractor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Change, KeptPage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from db.records import SaveResult
    from pipelines.items import PageResult


def page_to_keep(result: PageResult, saved: SaveResult, now: datetime) -> KeptPage | None:
    """Return what is kept of a result that was stored at `now`, None for nothing.

    A deleted article's page is not kept, nor, in place of a whole text's, the teaser that changed nothing.
    """
    page, hints = result.page, result.page.hints
    deleted = result.article is not None and saved.change is Change.REJECTED
    teaser = saved.change is Change.UNCHANGED and result.article is not None and result.article.access == "paywalled"
    if not result.kept or deleted or teaser:
        return None
    return KeptPage(
        link=page.link,
        article=saved.article,
        outlet=page.outlet,
        url=page.url,
        requested_url=page.requested_url,
        fetched_at=hints.now or now,
        stored_at=now,
        html=result.kept,
        encoding=hints.encoding,
        title=hints.title,
        published_at=hints.published_at,
        source=hints.source,
    )


def unchanged_articles(saved: Iterable[SaveResult]) -> set[int]:
    """Return the articles that stand as they were: the page that is kept of them stays the one their text was taken from."""
    return {one.article for one in saved if one.change is Change.UNCHANGED and one.article is not None}

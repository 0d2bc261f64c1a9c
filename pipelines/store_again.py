"""Another reading of kept pages, prepared as every page is and stored in place of the first; what the outlet repeats stays out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.archive import transaction
from db.extractions import mark_version, stored_extraction
from db.records import BOILERPLATE
from db.store import article_at, columns_of, put_reading
from pipelines.evidence import seen_page
from pipelines.site_clock import Fetched
from pipelines.store import new_text, put_result
from pipelines.urls import identity
from pipelines.version import EXTRACTOR_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from db.extractions import Extraction
    from db.records import KeptPage, Outlet
    from db.store import NewText
    from pipelines.evidence import SeenPage
    from pipelines.items import PageResult
    from pipelines.memory import Memory
    from pipelines.tagger import Tagger


@dataclass(frozen=True, slots=True)
class Reading:
    """Another reading of a kept page (without its HTML) that is to be stored, and what it was compared with.

    `before` is the stored text's hash, None where there is no article; `result` is None where nothing differs but the version.
    """

    page: KeptPage
    result: PageResult | None
    before: str | None


def read_again(result: PageResult, tagger: Tagger, memory: Memory, stored: Extraction) -> NewText | None:
    """Return what is to be stored of a page's new reading, None where it has no article.

    What was taken out of the stored article as boilerplate stays out: the memory forgets what an outlet has ceased to repeat.
    """
    blocks = stored.value.blocks if stored.value else ()
    known = {block.fingerprint: 0 for block in blocks if block.reason == BOILERPLATE}
    return new_text(result, {tagger.outlet: replace(memory, known={**known, **memory.known})}, tagger)


def seen_again(result: PageResult, outlet: Outlet, stored: Extraction) -> SeenPage | None:
    """Return what the outlet's memory is taught by a page's new reading, in place of what it learned from the first."""
    if result.article is None:
        return None
    url = stored.value.url if stored.value else result.article.url
    now = result.page.hints.now
    fetched = Fetched(outlet.timezone, now, stored.found_at) if now else None
    return seen_page(replace(result.article, url=url), identity(url), fetched)


def store_again(db: Database, readings: Sequence[Reading], outlet: Outlet, tagger: Tagger, memory: Memory) -> int:
    """Store readings of an outlet's pages, all or nothing, and return how many articles were changed or added.

    Those are passed over whose article has another text than they were compared with, or has been deleted.
    """
    with transaction(db):
        return sum(_store_again(db, reading, outlet, tagger, memory) for reading in readings)


def _store_again(db: Database, reading: Reading, outlet: Outlet, tagger: Tagger, memory: Memory) -> bool:
    stored = stored_extraction(db, reading.page)
    if stored is None or stored.content_hash != reading.before:
        return False
    if reading.result is None:
        mark_version(db, stored.article, EXTRACTOR_VERSION)
        return False
    new = read_again(reading.result, tagger, memory, stored)
    if new is None:
        return False
    if stored.article:
        put_reading(db, stored.article, new, columns_of(outlet.timezone, new))
        return True
    if article_at(db, new.addresses):
        return False
    return put_result(db, reading.result, new, outlet, reading.page.fetched_at).article is not None

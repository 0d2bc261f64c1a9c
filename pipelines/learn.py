"""An outlet's memory beside the archive: read from its latest articles, taught by a batch, and what it learned applied to what is stored.

The evidence is the articles' own blocks, so that nothing but what is held to be boilerplate is stored twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from db.boilerplate import (
    articles_with,
    known_boilerplate,
    latest_articles,
    latest_ids,
    put_boilerplate,
    put_cleaned,
)
from db.queries import article_parts
from pipelines.derived import derived
from pipelines.evidence import WINDOW, added, seen_page
from pipelines.memory import Memory, cleaned
from pipelines.site_clock import Fetched
from pipelines.tag import article_topics
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlite_utils import Database

    from db.records import Article, Outlet
    from pipelines.evidence import SeenPage
    from pipelines.tagger import Tagger

_REACH = 300  # of an outlet's latest articles are cleaned when its memory learns


def load_memory(db: Database, outlet: Outlet) -> Memory:
    """Return what the archive remembers of an outlet."""
    pages: tuple[SeenPage, ...] = ()
    for one in latest_articles(db, outlet.slug, WINDOW):
        fetched = Fetched(outlet.timezone, one.read_at, one.found_at)
        pages = added(pages, seen_page(one.article, identity(one.article.url), fetched))
    return Memory(pages, known_boilerplate(db, outlet.slug))


def taught(memories: Mapping[str, Memory], articles: Iterable[tuple[str, Article, Fetched]]) -> dict[str, Memory]:
    """Return the memories of the outlets of a batch after it."""
    batch = defaultdict(list)
    for outlet, article, fetched in articles:
        batch[outlet].append(seen_page(article, identity(article.url), fetched))
    return {outlet: memories[outlet].with_pages(pages) for outlet, pages in batch.items()}


def without_boilerplate(article: Article, memory: Memory) -> Article:
    """Return an article without what its outlet repeats, with the topics of what is left."""
    left = cleaned(article, memory.known, ())
    return left if _says_the_same(article, left) else replace(left, topics=article_topics(left))


def _says_the_same(before: Article, after: Article) -> bool:
    """Say whether an article's topics are still those of what it says."""
    return after.text == before.text and after.section == before.section


def keep_memory(db: Database, tagger: Tagger, before: Memory, after: Memory, now: datetime) -> None:
    """Write what the memory of the tagger's outlet knows, and clean the stored articles where it has changed its mind."""
    outlet = tagger.outlet
    doubted = {print_ for print_ in before.known.keys() - after.known.keys() if _stands(after, print_)}
    changed = doubted | (after.known.keys() - before.known.keys())
    if changed:
        values = {print_ for page in after.pages for _, print_ in page.values}
        some = set(articles_with(db, outlet, changed, _REACH))
        some |= set(latest_ids(db, outlet, WINDOW)) if changed & values else set()
        for key in sorted(some):
            _clean(db, key, after, doubted, tagger)
    old = set(map(id, before.pages))
    seen = {print_ for page in after.pages if id(page) not in old for print_ in page.prints}
    put_boilerplate(db, outlet, after.known, seen, now, WINDOW)


def _stands(memory: Memory, print_: int) -> bool:
    """Say whether one of the latest articles still has it: what none has is forgotten, not doubted."""
    return any(print_ in page.prints for page in memory.pages)


def _clean(db: Database, key: int, memory: Memory, doubted: set[int], tagger: Tagger) -> None:
    article = article_parts(db, key)
    new = cleaned(article, memory.known, doubted)
    if new == article:
        return
    if _says_the_same(article, new):
        put_cleaned(db, key, derived(new, {}, None))
    else:
        new = replace(new, topics=tagger.topics(new, article_topics(new)))
        put_cleaned(db, key, derived(new, {}, tagger.mark))

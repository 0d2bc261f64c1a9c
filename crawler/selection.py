"""Which links are followed: an outlet's own, by its address and the user's patterns, and of whole-site lists the recent ones."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.discovery import article_score
from db.records import SourceKind
from pipelines.urls import same_site

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.discovery import Reading
    from db.records import FoundLink, Outlet

_MONTH = timedelta(days=30)
_UNDATED = 200  # links of a sitemap without times
HARDLY_AN_ARTICLE = -3.0  # of 586 labelled addresses below it, judged without a text, one was an article


def wanted(outlet: Outlet, url: str) -> bool:
    """Say whether a link is to be followed: of the outlet's own site, or matching `allow` where there is any; never matching `deny`."""
    allowed = any(_pattern(text).search(url) for text in outlet.allow)
    if any(_pattern(text).search(url) for text in outlet.deny):
        return False
    return allowed if outlet.allow else same_site(url, outlet.homepage)


def recent(reading: Reading, now: datetime) -> tuple[FoundLink, ...]:
    """Return the links of a reading that are worth a fetch: all of a source of news; of a plain sitemap, which lists a whole site for
    all time, those that look like articles and changed within a month, or the first ones where it names no times.
    """
    if reading.kind is not SourceKind.SITEMAP:
        return reading.links
    likely = [link for link in reading.links if article_score(link.url, "") >= HARDLY_AN_ARTICLE]
    if not any(link.changed_at for link in likely):
        return tuple(likely[:_UNDATED])
    return tuple(link for link in likely if link.changed_at and now - link.changed_at < _MONTH)


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)

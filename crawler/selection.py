"""Which links are an outlet's own, by its address and the patterns that the user gave."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.urls import same_site

if TYPE_CHECKING:
    from db.records import Outlet


def wanted(outlet: Outlet, url: str) -> bool:
    """Say whether a link is to be followed: the outlet's own site, or one that `allow` names; matching `allow` where there is any, never `deny`."""
    allowed = any(_pattern(text).search(url) for text in outlet.allow)
    if any(_pattern(text).search(url) for text in outlet.deny):
        return False
    return allowed if outlet.allow else same_site(url, outlet.homepage)


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)

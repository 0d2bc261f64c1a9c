"""What pages call the date of an article in statements for machines: metas, itemprops and RDFa properties of all vocabularies.

A name is judged by its last part without signs (`article:published_time`, `parsely-pub-date`, `cXenseParse:recs:publishtime`), because
every content system, tracker and search engine has a vocabulary of its own, and nearly the same words in it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MOMENT = r"(?:date|time|day|at|on|timestamp|utc|iso)*"
_RANKS = (
    re.compile(
        rf"[a-z0-9]*(?:publish(?:ed|ing)?|publication|pub){_MOMENT}|[a-z0-9]*date(?:published|posted|issued|original)"
        r"|(?:[a-z]*post(?:ed)?|release|display|issued?|original|citation|(?:citation)?online)(?:date|time|at|on)|issued|pdate|ptime"
    ),
    re.compile(r"(?:article)?(?:date)?creat(?:ed?|ion)(?:date|time|at)?|available"),
    re.compile(r"(?:article|gen|sort|entry|news)?(?:date|time|datetime)"),
)
_MODIFIED = re.compile(
    rf"[a-z0-9]*(?:modified|modification|updated?|revised|revision|changed|lastmod){_MOMENT}|utime|reviseddate"
)
# What else has a date: media on the page, an event, an offer that ends, the build of the site.
_OTHERS = re.compile(
    r"video|image|audio|book|music|movie|event|expir|unpub|republish|copyright|valid|build|crawl|cache|birth|until|start|end[a-z_]*date"
)
_LAST_PART = re.compile(r"[^:.]+$")
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=2048)
def published_rank(name: str) -> int | None:
    """Return how surely a lower-case name is that of the date of publication: 0 says so, 1 of creation, 2 a bare date; None: it is not."""
    if _OTHERS.search(name) or _MODIFIED.fullmatch(_bare(name)):
        return None
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.fullmatch(_bare(name))), None)


@lru_cache(maxsize=2048)
def is_modified(name: str) -> bool:
    """Say whether a lower-case name is that of the date of the last change."""
    return not _OTHERS.search(name) and bool(_MODIFIED.fullmatch(_bare(name)))


def _bare(name: str) -> str:
    last = _LAST_PART.search(name)
    return _SIGNS.sub("", last.group()) if last else ""

"""Addresses that stand inside of another: links that go through a network's redirect, and pages served from an AMP cache."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

_HOST = re.compile(
    r"(?:^|\.)(?:ampproject\.org|bing-amp\.com|google\.[a-z.]{2,6}|facebook\.com|instagram\.com|bing\.com|youtube\.com"
    r"|vk\.com|slack-redir\.net|linkedin\.com|protection\.outlook\.com|umblr\.com|reddit\.com|steamcommunity\.com|flipboard\.com"
    r"|getpocket\.com|skimresources\.com|duckduckgo\.com|threads\.(?:com|net)|t\.me|pinterest\.com|urldefense\.com|yahoo\.com|exit\.sc)$"
)
# The AMP Cache URL format: content, viewer or raw; `s/` for https; then the page's own address without its scheme.
_CACHED = re.compile(r"(?:[\w-]+\.)*(?:ampproject\.org|bing-amp\.com)/(?:c|v|r|wp)/(s/)?([^/]+\.[^/]+(?:/.*)?)")
_VIEWED = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}/amp/(s/)?([^/]+\.[^/]+(?:/.*)?)")
_REDIRECT = re.compile(
    r"(?:www\.)?google\.[a-z.]{2,6}/url|lm?\.facebook\.com/l\.php|l\.instagram\.com/|(?:www\.)?bing\.com/news/apiclick\.aspx"
    r"|(?:www\.|m\.)?youtube\.com/redirect|(?:away\.|m\.|www\.)?vk\.com/away(?:\.php)?|slack-redir\.net/link"
    r"|(?:www\.)?linkedin\.com/(?:redir/redirect|safety/go)|[\w-]+\.safelinks\.protection\.outlook\.com/"
    r"|t\.umblr\.com/redirect|out\.reddit\.com/.*|steamcommunity\.com/linkfilter/|(?:www\.)?flipboard\.com/redirect"
    r"|(?:www\.)?getpocket\.com/redirect|go\.skimresources\.com/|duckduckgo\.com/l/?|l\.threads\.(?:com|net)/|t\.me/iv"
    r"|(?:www\.)?facebook\.com/flx/warn/|(?:www\.)?pinterest\.com/offsite/|exit\.sc/"
)
_PARAMETERS = frozenset(("url", "q", "u", "to", "z", "uddg"))
# Of these the path holds the address: a mail filter's as it is, Yahoo's encoded.
_IN_PATH = re.compile(
    r"urldefense\.com/v3/__(?P<plain>https?:/.*?)__;.*|r\.search\.yahoo\.com/.*/RU=(?P<encoded>http[^/]+)/.*"
)


def unwrapped(host: str, path: str, query: str) -> str | None:
    """Return the address that another one, taken apart, holds by its form; None where it holds none."""
    place = host + path
    if match := _CACHED.fullmatch(place) or _VIEWED.fullmatch(place):
        return f"http{'s' if match[1] else ''}://{match[2]}{'?' + query if query else ''}"
    if match := _IN_PATH.fullmatch(place):
        return match["plain"] or unquote(match["encoded"])
    if not _REDIRECT.fullmatch(place):
        return None
    values = (value for name, value in parse_qsl(query) if name in _PARAMETERS)
    return next((value for value in values if value.startswith(("http://", "https://"))), None)


@lru_cache(maxsize=4096)
def may_wrap(host: str) -> bool:
    """Say whether addresses of a host may hold others: so few do that the rest need not be taken apart."""
    return _HOST.search(host) is not None

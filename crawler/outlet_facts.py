"""What an outlet's home page, feed and address say of the outlet itself: its name, country and clock. What is not sure is None."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from babel.core import get_global

from crawler.discovery.content import decoded, unpacked
from crawler.discovery.feeds import plain
from pipelines.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from crawler.discovery.pages import Page

_LONGEST_NAME = 60  # characters; more is a slogan
_PARTS = re.compile(r"\s+[|–—:»«·•-]+\s+|\s*[|»«•]\s*|:\s+")
_FEED_TITLE = re.compile(r"<title[^<>]*>", re.IGNORECASE)
_END_OF_TITLE = re.compile(r"</title>", re.IGNORECASE)
_FIRST_ENTRY = re.compile(r"<(?:item|entry)[\s>]", re.IGNORECASE)
_GEO = {"geo.country", "geo.region", "geo.placename.country"}
# Country codes that are sold to everyone, for what they seem to say.
_NO_COUNTRY = frozenset(
    ("ac", "ag", "ai", "am", "as", "bz", "cc", "cd", "cm", "co", "cx", "dj", "eu", "fm", "gg", "gl", "im", "io", "la", "li", "ly", "me",
     "ms", "mu", "nu", "pw", "sc", "sh", "so", "st", "su", "tk", "to", "tv", "vc", "vg", "ws")
)  # fmt: skip


def outlet_name(page: Page | None, feed: bytes | None, homepage: str) -> str:
    """Return what the outlet calls itself: by og:site_name, else its feed's title, else the part of the page's title that its domain
    spells, else the domain.
    """
    site_name = _meta(page, "property", {"og:site_name"}) or _meta(page, "name", {"application-name"})
    titles = [site_name, _feed_title(feed)]
    named = (_own_part(title, homepage) or _PARTS.split(title)[0] for title in titles if title)
    page_title = plain(page.root.findtext(".//title")) if page else None
    spelled = _own_part(page_title, homepage) if page_title else None
    domain = registrable_domain(homepage)
    return next((name for name in (*named, spelled) if name and len(name) <= _LONGEST_NAME), domain)


def outlet_slug(homepage: str) -> str:
    """Return a short name: what stands in the domain before its public suffix, or the whole of a numeric address."""
    domain = registrable_domain(homepage)
    label = domain.partition(".")[0]
    return _slug_of(domain if label.isdigit() else label)


def free_slug(slug: str, homepage: str, taken: Container[str]) -> str:
    """Return a short name that is not taken: `slug`, else the host before its public suffix (`sport-harbour`), else one with a number."""
    if slug not in taken:
        return slug
    host, domain = urlsplit(homepage).hostname or "", registrable_domain(homepage)
    below = host.removesuffix(domain).removeprefix("www.")
    longer = _slug_of(f"{below}{domain.partition('.')[0]}") if below else slug
    return next(name for name in chain([longer], (f"{longer}-{number}" for number in count(2))) if name not in taken)


def _slug_of(host: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", host).strip("-") or "outlet"


def outlet_country(page: Page | None, homepage: str) -> str | None:
    """Return the country's code by ISO 3166-1, from the domain or else from the page's geo tags."""
    ending = registrable_domain(homepage).rpartition(".")[2]
    code = {"uk": "GB"}.get(ending, ending.upper())
    if len(ending) == 2 and ending not in _NO_COUNTRY and code in get_global("territory_zones"):
        return code
    said = (_meta(page, "name", _GEO) or "")[:2].upper()
    return said if said in get_global("territory_zones") else None


def country_timezone(country: str | None) -> str | None:
    """Return the time zone of a country that has only one, else None."""
    zones = get_global("territory_zones").get(country or "", ())
    return zones[0] if len(zones) == 1 else None


def common_language(languages: Iterable[str | None], page: Page | None) -> str | None:
    """Return the primary tag of the language that most articles are in; without articles, the one that the home page declares."""
    tags = Counter(tag.partition("-")[0].lower() for tag in languages if tag)
    if tags:
        return tags.most_common(1)[0][0]
    declared = (page.root.get("lang") or "" if page else "").replace("_", "-").partition("-")[0].strip().lower()
    return declared if re.fullmatch("[a-z]{2,3}", declared) else None


def _meta(page: Page | None, attribute: str, names: set[str]) -> str | None:
    for element in page.root.iter("meta") if page else ():
        if (element.get(attribute) or "").lower() in names and (content := plain(element.get("content"))):
            return content
    return None


def _feed_title(feed: bytes | None) -> str | None:
    head = _FIRST_ENTRY.split(decoded(unpacked(feed), None), maxsplit=1)[0] if feed else ""
    found = _FEED_TITLE.search(head)
    end = _END_OF_TITLE.search(head, found.end()) if found else None
    if not found or not end:
        return None
    return plain(plain(head[found.end() : end.start()].removeprefix("<![CDATA[").removesuffix("]]>")))


def _own_part(title: str, homepage: str) -> str | None:
    """Return the part of a title that the domain spells, as `Harbour Post` in `News | Harbour Post` of harbour-post.example."""
    label = _letters(registrable_domain(homepage).partition(".")[0])
    return next(
        (
            part.strip()
            for part in _PARTS.split(title)
            if label and _letters(part).removeprefix("the") == label.removeprefix("the")
        ),
        None,
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))

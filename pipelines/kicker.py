"""The section's name where a page states it nowhere else: the line above the headline, or what a link calls the folder of its address."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipelines.plain_text import clean_text, overlap
from pipelines.urls import host_and_site

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.headline import Headline

_ABOVE = etree.XPath("preceding::text()[normalize-space()][not(parent::script or parent::style)][position() <= 3]")
_LINKS_OF_NAME = etree.XPath("//a[@href][normalize-space() = $name]")
_LONGEST = 40  # characters
_MOST_IN_PAGE = 1_000  # links
_MOST_LINKS = 2  # in a kicker's line; a menu has more


def kicker(headline: Headline) -> str | None:
    """Return the short line just above the headline that names a section: one that a link elsewhere on the page, as in the menu,
    is called too. None where there is no such line.
    """
    if headline.element is None:
        return None
    lines = _ABOVE(headline.element)
    return next((name for text in reversed(lines) if (name := _section_name(text, headline.element))), None)


def folder_name(tree: HtmlElement, url: str) -> str | None:
    """Return what the page calls the innermost folder of its address that a link leads to: the name that most such links have, of
    those that share a word with the folder if any does (`soccer` is Soccer in the menu, Home in its own).

    Folders of numbers are dates. None where no link leads to a folder.
    """
    host, site = host_and_site(url)
    parts = unquote(urlsplit(url).path).strip("/").split("/")[:-1]
    if not site or not parts:
        return None
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for link in islice(tree.iter("a"), _MOST_IN_PAGE):
        there = (link.get("href") or "").partition("#")[0].partition("?")[0].strip()
        path = there if there.startswith("/") and not there.startswith("//") else _path_at(there, host)
        name = clean_text(" ".join(link.itertext())) if path.strip("/").count("/") < len(parts) else ""
        if 1 < len(name) <= _LONGEST:
            names[unquote(path).strip("/")][name] += 1
    for end in range(len(parts), 0, -1):
        folder = "/".join(parts[:end])
        if not parts[end - 1].isdigit() and folder in names:
            alike = [name for name in names[folder] if overlap(name, parts[end - 1].replace("-", " ")) > 0]
            return max(alike or names[folder], key=lambda name: names[folder][name])
    return None


def _path_at(link: str, host: str) -> str:
    """Return the path of an address at this host, `/` for another's."""
    there, _, path = link.partition("://")[2].partition("/")
    return f"/{path}" if there.removeprefix("www.") == host else "/"


def _section_name(text: etree._ElementUnicodeResult, headline: HtmlElement) -> str | None:
    name, parent = clean_text(text), text.getparent()
    if parent is None or not 1 < len(name) <= _LONGEST:
        return None
    line = _line_of(parent, headline)
    inside = list(line.iter("a"))
    if len(inside) > _MOST_LINKS or len(clean_text(line.text_content())) > 2 * _LONGEST:
        return None
    elsewhere = [
        link for link in _LINKS_OF_NAME(headline, name=name) if link not in inside and not _leads_home(link.get("href"))
    ]
    return name if elsewhere else None


def _leads_home(link: str) -> bool:
    """Say whether a link as written leads to the site's root, or nowhere."""
    return not link.partition("#")[0].rpartition("://")[2].strip().partition("/")[2]


def _line_of(element: HtmlElement, headline: HtmlElement) -> HtmlElement:
    """Return the largest element around a text that does not hold the headline too."""
    above = set(headline.iterancestors())
    line = element
    for ancestor in element.iterancestors():
        if ancestor in above:
            break
        line = ancestor
    return line

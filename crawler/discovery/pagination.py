"""Where a list of articles goes on: the address of its next page, by rel=next, by numbers, by the names of the page's parts.

No list of words: "older" is written in every language, but its address is the list's own with a number in it.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.discovery.article_links import looks_like_article
from crawler.discovery.pages import MOST_LINKS, joined
from pipelines.urls import normalise, same_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from crawler.discovery.pages import Page

_LONGEST_STEP = 100  # entries: a page lists no more, and numbers of articles are further apart
_LONGEST_LABEL = 40  # characters of a pager's link; a headline has more
_END = re.compile(r"(?:/|index|/index)?(?:\.(?:html?|php|aspx?|jsp))?/?$")
# What stands behind a list's own path: /page/2, /2, -2, ,2, _p2, /seite-2, /صفحة/2
_TAIL = re.compile(r"(?:[/_.,;=-]*[^\W\d_]{0,12})?[/_.,;=-]*(\d{1,5})")
_NEXT_NAMES = re.compile(r"(?:^|[\s_-])(?:next|older|nextpostslink|load-?more|show-?more)(?=$|[\s_-])")
_ITEM_NAMES = re.compile(r"(?:^|_)(?:id|article|story|post|news|nid|aid|cid|cat|year|month|day|lang)(?:$|_|id$)")


class _Step(NamedTuple):
    """A link that differs from the list's first page in one number: where that stands, and the number."""

    place: str
    number: int
    url: str
    label: str


def next_page(page: Page, url: str, first: str, number: int) -> str | None:
    """Return the address of the page behind this one, None where it is the last or tells of none.

    `url` is this page's address, `first` that of its list's first page, `number` says which page this is, from 1.
    """
    own = {_spelling(url), *([_spelling(first)] if number > 1 else [])}
    named = islice(page.root.iter("link", "a"), MOST_LINKS)
    links = [(element, known) for element in named if (known := _address(element, page, url, own))]
    return (
        next((known for element, known in links if "next" in (element.get("rel") or "").lower().split()), None)
        or _by_label([(element, known) for element, known in links if element.tag == "a"], number)
        or _by_number(links, url, first, number)
        or next((known for element, known in links if _is_named_next(element) and _is_same_list(known, first)), None)
    )


def _address(element: HtmlElement, page: Page, url: str, own: set[str]) -> str | None:
    href = (element.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    known = normalise(href, page.base)
    return known if known and same_site(known, url) and _spelling(known) not in own else None


def _spelling(url: str) -> str:
    """Return an address without what is often left out of it; not its identity, for which `?page=1` may be the list itself."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def _by_label(links: list[tuple[HtmlElement, str]], number: int) -> str | None:
    """Return the link that is called by the next number, in any digits, where the one after it has its address but for numbers."""
    called: dict[int, str] = {}
    for element, known in links:
        label = joined(element).strip("[]()«»‹›→ .")
        if label.isdecimal() and len(label) < 6:
            called.setdefault(int(label), known)
    if number + 1 not in called:
        return None
    others = [known for key, known in called.items() if key not in (number + 1, number)]
    found = called[number + 1]
    return found if any(_without_numbers(other) == _without_numbers(found) for other in others) else None


def _without_numbers(url: str) -> str:
    return re.sub(r"\d+", "0", url)


def _by_number(links: list[tuple[HtmlElement, str]], url: str, first: str, number: int) -> str | None:
    """Return the link with the list's own address and the smallest number above this page's."""
    steps = [step for element, known in links for step in _steps(known, first, joined(element))]
    here = {step.place: step.number for step in _steps(url, first, "")}
    ahead = [step for step in steps if _follows(step, here.get(step.place), number)]
    # Where numbers begin with 1, the first page may be called by its own.
    if not here and any(step.number == 2 for step in ahead):
        ahead = [step for step in ahead if step.number != 1 or step.label == "2"]
    return min(ahead, key=lambda step: step.number).url if ahead else None


def _follows(step: _Step, here: int | None, number: int) -> bool:
    """Say whether a step leads on from a page whose own number at that place is `here` (None: it has none), and not to an article."""
    if len(step.label) > _LONGEST_LABEL or (step.label.isdecimal() and int(step.label) != number + 1):
        return False
    if step.place == "path":
        return step.number == (number if here is None else here) + 1
    return (here or 0) < step.number <= (here or 0) + _LONGEST_STEP


def _steps(url: str, first: str, label: str) -> Iterator[_Step]:
    """Yield the one number in which an address differs from that of its list's first page, if that is all."""
    parts, base = urlsplit(url), urlsplit(first)
    path, stem = (_END.sub("", unquote(each.path), count=1) for each in (parts, base))
    query, known = (dict(parse_qsl(each.query)) for each in (parts, base))
    more = {name: value for name, value in query.items() if known.get(name) != value}
    if path == stem and len(more) == 1:
        name, value = more.popitem()
        if value.isdecimal() and len(value) < 7 and not _ITEM_NAMES.search(name.lower()):
            yield _Step(name, int(value), url, label)
    elif not more and path.startswith(stem) and (tail := _TAIL.fullmatch(path.removeprefix(stem))):
        yield _Step("path", int(tail[1]), url, label)


def _is_named_next(element: HtmlElement) -> bool:
    """Say whether a link, or what it stands in, is called next by the page's own names, which are English the world over."""
    around = element.getparent()
    names = [element.get(name) or "" for name in ("class", "id", "aria-label", "data-testid")]
    if around is not None and len(around) == 1:
        names += [around.get("class") or "", around.get("id") or ""]
    return len(joined(element)) <= _LONGEST_LABEL and _NEXT_NAMES.search(" ".join(names).lower()) is not None


def _is_same_list(url: str, first: str) -> bool:
    """Say whether an address is that of a list with a query or a part of a path behind it, and not an article's."""
    path, stem = (_END.sub("", urlsplit(each).path, count=1) for each in (url, first))
    return path == stem or (stem != "" and path.startswith(f"{stem}/") and not looks_like_article(url, ""))

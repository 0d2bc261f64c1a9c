"""What a page's own markup names as comments, footer or dialog: text that is long enough to be taken for the article's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

# Names of HTML and of the large content systems, which sites in all languages use; a name that may wrap the article is none of them.
_NAMED = re.compile(
    r"(?:^|\s)(?:comments?|comment-?list|comment[-_](?:list|body|content|text|thread|section|wrapper)s?|comments[-_][\w-]+"
    r"|disqus_thread|modal(?:[-_](?:window|dialog|content|body|container|overlay))?|pop-?up"
    r"|(?:site|page|main|global)?[-_]?footer(?:[-_](?:wrap|wrapper|container|inner|content|bottom|main))?)(?:\s|$)",
    re.IGNORECASE,
)
_LONGEST = 1_000  # characters of class and id
_HOLDS_ARTICLE = frozenset({"article", "main", "form", "body", "html"})


def named_furniture(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Return the elements around these, or they themselves, that are named as comments, footer or dialog and do not hold the page's
    headline (an `<h1>`).
    """
    found: list[HtmlElement] = []
    seen: set[HtmlElement] = set()
    for element in elements:
        here: HtmlElement | None = element
        while here is not None and here not in seen:
            seen.add(here)
            if _is_named(here) and next(here.iter("h1"), None) is None:
                found.append(here)
            here = here.getparent()
    return found


def _is_named(element: HtmlElement) -> bool:
    if element.tag in _HOLDS_ARTICLE:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST]
    return _says_so(names) or element.get("role") == "dialog"


@lru_cache(maxsize=4096)  # the same classes again and again, on one page and on the next
def _says_so(names: str) -> bool:
    return bool(_NAMED.search(names))

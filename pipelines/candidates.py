"""What a page says of the plain fields of its article, each value with where it stands, the most trusted first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError

from pipelines.jsonld import as_list, strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from pipelines.items import Hints
    from pipelines.jsonld import Node
    from pipelines.statements import Statements

_PAID_TIERS = ("locked", "metered", "premium", "paid", "subscriber")
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
# Names of files that stand for a picture that is not there. They stand alone or beside numbers and sizes, not in a headline's words.
_NO_PICTURE = re.compile(
    r"(?:^|[-_.])(?:logos?|favicon|placeholder|no-?(?:image|photo|img|thumb\w*|picture)|spacer|blank|pixel|avatar|sprite"
    r"|(?:default|fallback|dummy)(?:[-_.]?(?:image|img|photo|share|social|og|thumb\w*|picture))?|apple-touch-icon)(?:[-_.]|$)"
)
_MOST_PARTS = 20  # of an article, and selectors of a part
_MOST_WORDS = 4  # of the name of such a file


class Candidate(NamedTuple):
    """A value for a field as a page states it, and where: `json-ld`, the name of a meta, a tag, `outlet`, or what its function says."""

    value: str
    source: str


def languages(statements: Statements, article: Node, hints: Hints) -> Iterator[Candidate]:
    """Yield the languages that are stated, as written."""
    yield from _present([statements.language], "html lang")
    yield from _present(strings(article.get("inLanguage")), "json-ld")
    yield from named(statements, "og:locale", "content-language", "language")
    yield from _present([hints.language or ""], "outlet")


def summaries(statements: Statements, article: Node) -> Iterator[Candidate]:
    """Yield the stated summaries."""
    yield from named(statements, "og:description", "description", "twitter:description")
    yield from _present(strings(article.get("description")), "json-ld")


def images(statements: Statements, article: Node) -> Iterator[Candidate]:
    """Yield the addresses of the article's pictures, as written."""
    yield from named(
        statements, "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"
    )
    for image in as_list(article.get("image")):
        links = as_list(image.get("url") or image.get("contentUrl")) if isinstance(image, dict) else [image]
        yield from _present((link for link in links if isinstance(link, str)), "json-ld")


def accesses(statements: Statements, article: Node, tree: HtmlElement) -> Iterator[Candidate]:
    """Yield what is said of the access, `free` or `paywalled`; the latter first: one part that is not free makes all of it so.

    A part is one where the page has it: templates state its selector (cssSelector) for free articles too.
    """
    parts = (
        node
        for node in as_list(article.get("hasPart"))[:_MOST_PARTS]
        if isinstance(node, dict) and _is_there(node, tree)
    )
    said = [_truth(node.get("isAccessibleForFree")) for node in (article, *parts)]
    marked = [_truth(value) for value in statements.props.get("isaccessibleforfree", ())]
    tier = (statements.first("article:content_tier", "og:article:content_tier") or "").lower()
    for access, truth in (("paywalled", False), ("free", True)):
        for source, truths in (("json-ld", said), ("itemprop", marked)):
            if truth in truths:
                yield Candidate(access, source)
        if tier in (_PAID_TIERS if access == "paywalled" else ("free",)):
            yield Candidate(access, "article:content_tier")


def _is_there(part: Node, tree: HtmlElement) -> bool:
    """Say whether an element matches a part's selector; what cannot be read as one is taken for there."""
    selectors = strings(part.get("cssSelector"))[:_MOST_PARTS]
    try:
        return not selectors or any(CSSSelector(selector, translator="html")(tree) for selector in selectors)
    except (SelectorError, XPathError):
        return True


def named(statements: Statements, *names: str) -> Iterator[Candidate]:
    """Yield the values of the named metas, in the order of the names."""
    return (Candidate(value, name) for name in names for value in statements.meta.get(name, ()) if value)


def absolute(url: str, link: str) -> str | None:
    """Return a link of the page at `url` as an absolute web address, None where it is none."""
    try:
        joined = urljoin(url, link.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).hostname else None
    except ValueError:
        return None


def is_no_picture(link: str) -> bool:
    """Say whether an address is that of a logo or of what stands in for a missing picture, by the name of its file."""
    name = unquote(urlsplit(link).path).rstrip("/").rsplit("/", 1)[-1].lower().rsplit(".", 1)[0]
    return bool(_NO_PICTURE.search(name)) and len(re.findall(r"[^\W\d_]+", name)) <= _MOST_WORDS


def _present(values: Iterable[str], source: str) -> Iterator[Candidate]:
    return (Candidate(value, source) for value in values if value)


def _truth(value: Any) -> bool | None:
    word = str(next(iter(as_list(value)), "")).lower().rsplit("/", 1)[-1]
    return _TRUTHS.get(word)

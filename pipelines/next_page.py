"""The next page of an article that its outlet spreads over several, told by a link's address and what the link says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORDS = "page|p|seite|s|pagina|pag|pg|paged|sida|side|sivu|strona|str|strana|oldal|sayfa|trang|halaman|hal|pn"
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cms|ece)$")
_COMMENTS = re.compile(r"comment|kommentar|forum|disqus|respond")


def next_page(tree: HtmlElement, url: str, number: int) -> str | None:
    """Return the address of page `number` (2 or more) of the article whose first page is at `url`, None where the page links none.

    The address is the first page's with that number where outlets put it (`?page=2`, `/2`, `/seite-2`, `-2.html`), and the link says that
    number or that it is the next. That an address is said to be the next alone is not enough: blogs say it of the next article.
    """
    # A loop, because XPath takes the text of every link: 0.4 ms a page.
    for link in (one for one in tree.iter("a", "link") if _says(one, str(number))):
        address = _joined(url, link.get("href", ""))
        if address and _is_page(address, url, number) and not _is_of_comments(link, address):
            return address
    return None


def _says(link: HtmlElement, number: str) -> bool:
    if link.get("rel") == "next":
        return True
    text = link.text if link.text and link.text.strip() else link[0].text if len(link) == 1 else None
    return text is not None and text.strip() == number


def _joined(url: str, link: str) -> str | None:
    try:
        joined = urljoin(url, link.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") else None
    except ValueError:
        return None


def _is_page(address: str, first: str, number: int) -> bool:
    there, here = urlsplit(address), urlsplit(first)
    if (there.hostname or "").removeprefix("www.") != (here.hostname or "").removeprefix("www."):
        return False
    path, own = unquote(there.path).rstrip("/"), unquote(here.path).rstrip("/")
    if path == own:
        known = dict(parse_qsl(here.query))
        added = [(name.lower(), value) for name, value in parse_qsl(there.query) if known.get(name) != value]
        return any(re.fullmatch(_WORDS, name) and value == str(number) for name, value in added)
    extension = _EXTENSION.search(own)
    root = own.removesuffix(extension.group()) if extension else own
    rest = path.removeprefix(root) if root and path.startswith(root) else ""
    return bool(re.fullmatch(rf"(?:\.\w+)?[/,_.-](?:(?:{_WORDS})[-/_,=]?)?0?{number}(?:\.\w+)?", rest))


def _is_of_comments(link: HtmlElement, address: str) -> bool:
    if _COMMENTS.search(urlsplit(address).fragment.lower()):
        return True
    marks = (
        f"{part.get('class', '')} {part.get('id', '')}".lower() for part in link.iterancestors() if part.tag != "body"
    )
    return any(_COMMENTS.search(mark) for mark in marks)

"""Linked data (schema.org in JSON-LD): leniently parsed, bounded, and the node of the page's own article found.

Publishers' JSON-LD is often not JSON: comments, CDATA, raw line breaks in strings, trailing commas, several objects in a row.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipelines.plain_text import clean_text, compact, overlap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = dict[str, Any]

_MAX_LENGTH = 2_000_000  # characters of one script
_MAX_NODES = 4_000  # of all scripts of a page
_MAX_DEPTH = 12
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)+|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage")
_DECODER = json.JSONDecoder(strict=False)  # control characters in strings are let through
_SHARED = ("datePublished", "dateModified", "author", "creator", "inLanguage", "isAccessibleForFree", "hasPart")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The nodes of a page's linked data: `nodes` stand on their own, `by_id` finds any node that has a name by its `@id`."""

    nodes: tuple[Node, ...] = ()
    by_id: dict[str, Node] = field(default_factory=dict)

    def of_type(self, *endings: str) -> Iterator[Node]:
        """Yield the nodes that have a type with one of these lower-case endings."""
        return (node for node in self.nodes if any(name.endswith(endings) for name in types_of(node)))

    def resolve(self, node: Node) -> Node:
        """Return the named node that `node` points at by its `@id`, else `node` itself."""
        return node if node.get("name") else self.by_id.get(str(node.get("@id")), node)


def parse_linked_data(scripts: Iterable[str]) -> LinkedData:
    """Return the linked data of these scripts; what cannot be read is left out."""
    values = [value for script in scripts for value in _decode(script)]
    nodes = [node for value in values for node in _standing(value, 0)]
    named = {str(node["@id"]): node for node in _walk(values) if node.get("@id") and node.get("name")}
    return LinkedData(tuple(nodes[:_MAX_NODES]), named)


def types_of(node: Node) -> tuple[str, ...]:
    """Return the node's types in lower case, without the vocabulary's address."""
    return tuple(str(name).rsplit("/", 1)[-1].lower() for name in as_list(node.get("@type")))


def as_list(value: Any) -> list[Any]:
    """Return the values of a property that may be missing, single or a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def strings(value: Any) -> list[str]:
    """Return the texts of a property: strings, numbers, values with a type, and the names of nodes, cleaned and not empty."""
    raw = (item.get("name") or item.get("@value") if isinstance(item, dict) else item for item in as_list(value))
    cleaned = (clean_text(str(item)) for item in raw if isinstance(item, str | int | float))
    return [text for text in cleaned if text]


def main_article(data: LinkedData, urls: Iterable[str], titles: Iterable[str]) -> Node:
    """Return the node of the page's own article, completed from others that say the same; empty where there is none.

    `urls` and `titles` are what else the page says of itself. A node that names another address and another headline is a
    different article; so is one of several that names no address and another headline.
    """
    pages = {address(url) for url in urls}
    heads = [title for title in titles if title]
    articles = _articles(data)
    ranked = sorted(
        (
            (_agreement(node, pages, heads, lone=len(articles) == 1), -place, node)
            for place, node in enumerate(articles)
        ),
        key=lambda r: r[:2],
    )
    same = [node for score, _, node in reversed(ranked) if score >= 0]
    article: Node = {}
    for node in same:
        if not article or _same(article, node):
            article = {**_said(node), **article}
    for page in data.of_type("page"):
        article = {**{key: value for key, value in _said(page).items() if key in _SHARED}, **article}
    return article


def address(url: str) -> str:
    """Return what is left of a URL when scheme, `www.`, query, fragment and the last slash do not count."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return f"{(parts.netloc or '').lower().removeprefix('www.')}{parts.path.rstrip('/')}"


def _said(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def _articles(data: LinkedData) -> list[Node]:
    return list(data.of_type("article", "posting", "report", "review"))[:200]


def _agreement(node: Node, pages: set[str], titles: list[str], *, lone: bool) -> int:
    links = {address(link) for link in _links(node)} - {""}
    headline = clean_text(str(node.get("headline") or node.get("name") or ""))
    same_url = bool(links & pages)
    same_title = any(overlap(headline, title) >= 0.5 for title in titles)
    unlike = bool(headline and titles) and not any(overlap(headline, title) >= 0.2 for title in titles)
    if unlike and not same_url and (links or not lone):
        return -1
    return 2 * same_url + 2 * same_title + bool(node.get("datePublished"))


def _links(node: Node) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        for value in as_list(node.get(key)):
            link = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if isinstance(link, str) and "://" in link:
                yield link


def _same(one: Node, other: Node) -> bool:
    links = {address(link) for link in _links(one)}
    headlines = compact(str(one.get("headline", ""))), compact(str(other.get("headline", "")))
    return headlines[0] == headlines[1] != "" or any(address(link) in links for link in _links(other))


def _decode(script: str) -> list[Any]:
    text = script[:_MAX_LENGTH].strip()
    while (bare := _WRAPPING.sub("", text).strip()) != text:
        text = bare
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        if values := _objects(attempt):
            return values
    return []


def _objects(text: str) -> list[Any]:
    values, start = [], 0
    while 0 <= start < len(text):
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        values.append(value)
        openings = [place for sign in "{[" if (place := text.find(sign, end)) >= 0]
        start = min(openings, default=-1)
    return values


def _standing(value: Any, depth: int) -> Iterator[Node]:
    for item in as_list(value):
        if isinstance(item, list) and depth < _MAX_DEPTH:
            yield from _standing(item, depth + 1)
        elif isinstance(item, dict):
            yield item
            for key in _CONTAINERS if depth < _MAX_DEPTH else ():
                yield from _standing(
                    [part for part in as_list(item.get(key)) if isinstance(part, dict | list)], depth + 1
                )


def _walk(values: list[Any]) -> Iterator[Node]:
    waiting, seen = list(values), 0
    while waiting and seen < _MAX_NODES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)

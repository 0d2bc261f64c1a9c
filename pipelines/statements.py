"""What a page states about itself in its mark-up, collected in one pass over the tree and judged nowhere here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.plain_text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_TAGS = ("meta", "link", "script", "time", "h1", "title")
_MAX_VALUE = 20_000  # characters of one meta value; longer ones are data, not statements
_MAX_NAME = 200  # characters of a meta's name
_MAX_ELEMENTS = 3_000
_MAX_HEADINGS = 20


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one page, in document order.

    `meta` is keyed by lower-cased name or property, `props` by lower-cased itemprop of `<meta>`; `linked_data` are the texts of
    JSON-LD scripts; `times` and `headings` are the `<time>` and `<h1>` elements; `canonical` is as written, not joined.
    """

    meta: dict[str, tuple[str, ...]]
    props: dict[str, tuple[str, ...]]
    canonical: tuple[str, ...]
    linked_data: tuple[str, ...]
    headings: tuple[HtmlElement, ...]
    times: tuple[HtmlElement, ...]
    title: str
    language: str

    def all(self, *names: str) -> tuple[str, ...]:
        """Return every non-empty value of the named metas, in the order of the names."""
        return tuple(value for name in names for value in self.meta.get(name, ()) if value)

    def first(self, *names: str) -> str | None:
        """Return the first non-empty value of the first named meta that has one."""
        return next(iter(self.all(*names)), None)


def collect_statements(tree: HtmlElement) -> Statements:
    """Return the statements of the page with this root element; the tree is only read."""
    found: dict[str, list[HtmlElement]] = {tag: [] for tag in _TAGS}
    for number, element in enumerate(tree.iter(*_TAGS)):
        if number >= _MAX_ELEMENTS:
            break
        found[element.tag].append(element)
    return Statements(
        meta=_by_key(found["meta"], ("property", "name", "http-equiv")),
        props=_by_key(found["meta"], ("itemprop",)),
        canonical=tuple(link.get("href", "") for link in found["link"] if link.get("rel", "").lower() == "canonical"),
        linked_data=tuple(script.text or "" for script in found["script"] if _is_linked_data(script)),
        headings=tuple(found["h1"][:_MAX_HEADINGS]),
        times=tuple(found["time"]),
        title=next((clean_text(title.text or "") for title in found["title"] if title.text), ""),
        language=tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or tree.get("xml:lang")
        or "",
    )


def _by_key(metas: Iterable[HtmlElement], attributes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for meta in metas:
        keys = {
            name.strip().lower() for attribute in attributes if (name := meta.get(attribute)) and len(name) <= _MAX_NAME
        } - {""}
        if not keys:
            continue
        content = clean_text(meta.get("content", "")[:_MAX_VALUE])
        for key in keys:
            values[key] = (*values.get(key, ()), content)
    return values


def _is_linked_data(script: HtmlElement) -> bool:
    return "ld+json" in script.get("type", "").lower()

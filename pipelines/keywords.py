"""An article's section and keywords, as its publisher filed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.candidates import Candidate, named
from pipelines.jsonld import as_list, strings
from pipelines.plain_text import compact, overlap
from pipelines.titles import is_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipelines.jsonld import LinkedData, Node
    from pipelines.statements import Statements

_SPLIT = re.compile(r"\s*[,;|、，；]\s*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\s]+")
_TOPIC_LABEL = re.compile(r"^(?:category|subject|topic|tag|keyword|section|thema|rubrik)s?\s*:\s*", re.IGNORECASE)
# Entries that systems write for themselves: labelled values, ids, slugs with underscores, addresses.
_MACHINE = re.compile(
    r"^[\w .-]{2,30}:\s*\S|^[0-9a-f]{8}-[0-9a-f]{4}-|^\d[\d.:/ -]*$|_|^@|^[\w-]+(?:\.[\w-]+)+$|^https?:"
    r"|^[a-z0-9]+(?:-[a-z0-9]+){2,}$"
)
_OTHER_METAS = ("sailthru.tags", "parsely-tags", "cxenseparse:keywords", "classification-tags")
_MAX_KEYWORD = 80  # characters
_MAX_KEYWORDS = 50


def read_keywords(statements: Statements, article: Node, sites: frozenset[str]) -> tuple[str, ...]:
    """Return the publisher's keywords, split and without repetition, the outlet's name and machines' labels."""
    return next((words for words, _ in keyword_lists(statements, article, sites)), ())


def keyword_lists(
    statements: Statements, article: Node, sites: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the lists of keywords that the page states, cleaned and not empty, each with where it stands, the most trusted first."""
    # Tags are set one by one for readers; what linked data lists is often mixed with labels for machines.
    stated = ((statements.all(name), name) for name in ("article:tag", "news_keywords", "keywords"))
    others = ((statements.all(name), name) for name in _OTHER_METAS)
    for values, source in (*stated, (strings(article.get("keywords")), "json-ld"), *others):
        if words := tuple(_cleaned(values, sites))[:_MAX_KEYWORDS]:
            yield words, source


def read_sections(
    statements: Statements, data: LinkedData, article: Node, title: str, sites: frozenset[str]
) -> Iterator[Candidate]:
    """Yield the sections that the article is filed under: as stated, then the last step of the breadcrumbs before it."""
    crumbs = [crumb for crumb in _breadcrumbs(data) if overlap(crumb, title) < 0.8 and not is_site(crumb, sites)]
    candidates = (
        *(Candidate(text, "json-ld") for text in strings(article.get("articleSection"))),
        *named(statements, "article:section", "og:article:section", "og:section", "section"),
        *(Candidate(text, "breadcrumbs") for text in crumbs[-1:]),
    )
    return (candidate for candidate in candidates if 1 < len(candidate.value) <= _MAX_KEYWORD)


def _cleaned(values: Iterable[str], sites: frozenset[str]) -> Iterator[str]:
    seen: set[str] = set()
    for word in (word for value in values for word in _words(value)):
        text = _TOPIC_LABEL.sub("", word).strip(" #\"'")
        key = compact(text)
        if (
            key
            and key not in seen
            and len(text) <= _MAX_KEYWORD
            and not _MACHINE.search(text)
            and not is_site(text, sites)
        ):
            seen.add(key)
            yield text


def _words(value: str) -> list[str]:
    """Return the parts of a list of keywords; where nothing else separates them, spaces do in scripts that have none in a word."""
    parts = _SPLIT.split(value)
    return value.split() if len(parts) == 1 and _UNSPACED.fullmatch(value) else parts


def _breadcrumbs(data: LinkedData) -> list[str]:
    """Return the names of the steps of the page's trail, without what leads to the site's root."""
    for trail in data.of_type("breadcrumblist"):
        every = (step for step in as_list(trail.get("itemListElement")) if isinstance(step, dict))
        steps = [step for step in every if not _leads_home(step)]
        names = [next(iter(strings(step.get("name") or step.get("item"))), "") for step in steps]
        if any(names):
            return [name for name in names if name]
    return []


def _leads_home(step: Node) -> bool:
    item = step.get("item")
    link = item.get("@id") or item.get("url") if isinstance(item, dict) else item
    return isinstance(link, str) and (link == "/" or ("://" in link and not link.partition("://")[2].partition("/")[2]))

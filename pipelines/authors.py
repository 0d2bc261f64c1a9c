"""Who wrote an article: persons' names, and the organisations that sign, without "By", roles, addresses and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from lxml import etree

from pipelines.bare_bylines import bare_names
from pipelines.headline import element_text
from pipelines.jsonld import as_list, types_of
from pipelines.month_names import fold_date_text, month_names
from pipelines.name_words import (
    AND,
    BEFORE_CJK,
    DEGREES,
    DESK_STEMS,
    DESK_WORDS,
    ENDINGS,
    KINDS,
    PARTICLES,
    PLACEHOLDERS,
    PREFIXES,
    REPORTS_CJK,
    ROLE_WORDS,
    agencies,
)
from pipelines.plain_text import clean_text, compact
from pipelines.titles import is_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from pipelines.headline import Headline, Line
    from pipelines.jsonld import LinkedData, Node
    from pipelines.statements import Statements

_METAS = (
    "author", "article:author", "og:article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "dc.contributor", "cxenseparse:author", "byl", "byline", "citation_author", "articleauthor", "authors",
    "rnews:author",
    "creator", "news_author", "article.author", "og:author", "lp.article:author",
)  # fmt: skip
_SIGNED = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or @class[contains(., 'author') or contains(., 'Author') or contains(., 'byline')"
    " or contains(., 'Byline') or contains(., 'writer') or contains(., 'reporter') or contains(., 'autor')]]"
    "[not(ancestor::footer or ancestor::aside or ancestor::nav or ancestor::form)]"
)
_NOT_BYLINE = re.compile(
    r"comment|avatar|bio\b|image|photo|caption|related|social|follow|authority|more|card|teaser|description|desc\b"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|@\w+|\([^)]*\)|\[[^\]]*\]")
_BYLINE = re.compile(r"author|autor|auteur|byline|writer|reporter|journalist|redakteur|signature|firma")
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:en|es|i|zy|in)?|auteurs?|autore|profile|people|person|staff|by|reporters?|journalists?|writers?|columnists?"
    r"|contributors?|redaktion|kirjoittaja|yazar|skribent)/|[?&]author="
)
_CUT = re.compile(r"\s[-–—|•·]\s|,?\s+in\s+(?=[A-Z])|\s*\d")
_MAX_TEXT = 500  # characters of one statement of authors
_MAX_BYLINE = 120  # characters
_PREFIX = re.compile(rf"^(?P<word>{PREFIXES})(?:\s*[:：／]\s*|\s+)", re.IGNORECASE)
_KIND = re.compile(rf"^(?:{KINDS})\s(?:by|von|par|por|di|de|av|af|door)\s+(?=\S)", re.IGNORECASE)
_BEFORE_CJK = re.compile(rf"^{BEFORE_CJK}\s*(?=[\u4e00-\u9fff]{{2,4}}(?:[／、]|$))")
_REPORTS_CJK = re.compile(REPORTS_CJK)
_WORKS_FOR = re.compile(r"\s+(?:for|[-–—])\s+.*$")
_ENDING = re.compile(rf"\s*(?:{ENDINGS})$")
_SPLIT = re.compile(rf"\s*(?:[,;|、，；/／]|\s(?:{AND}|&|\+)\s|(?<=\w{{4}})\.(?=\s))\s*", re.IGNORECASE)
_ONE_LETTER = re.compile(r"\s+(?:[yeiaиі])\s+", re.IGNORECASE)
_PLACE = re.compile(r"\s+(?:in\s+[A-ZÀ-Þ][\w .’'-]+|(?:à|aus|en|em)\s+[A-ZÀ-Þ]\w+)$")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}$", re.IGNORECASE)
_ROLE = re.compile(rf"\b(?:{ROLE_WORDS})\b", re.IGNORECASE)
_DESK = re.compile(rf"\b(?:{DESK_WORDS})\b|{DESK_STEMS}", re.IGNORECASE)
_ONE_WORD = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ'’-]+")
_MAX_NAME = 60  # characters
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Author:
    """One who signs an article; `organisation` is true for agencies, desks and the outlet itself."""

    name: str
    organisation: bool = False


def read_authors(
    statements: Statements, data: LinkedData, article: Node, headline: Headline, sites: frozenset[str]
) -> tuple[Author, ...]:
    """Return those who sign the article, in the page's order and without repetition; empty where nobody does.

    The first of linked data, metas and visible byline that names a person is believed as a whole; where none does, the first that
    names an organisation. `sites` are the outlet's names.
    """
    fallback: tuple[Author, ...] = ()
    for authors, _ in signatures(statements, data, article, headline, sites):
        if any(not author.organisation for author in authors):
            return tuple(author for author in authors if not is_site(author.name, sites))
        fallback = fallback or authors
    return fallback


def split_names(text: str, sites: frozenset[str] = frozenset()) -> tuple[Author, ...]:
    """Return the names in what a byline or an author's meta says: `By Ann Lee and Bo Ek, Reuters` are two persons and an agency."""
    text = _PLACE.sub("", _ADDRESS.sub(" ", clean_text(text[:_MAX_TEXT])).strip())
    text = _unprefixed(_unprefixed(_KIND.sub("", text.strip(" :,;.|-–—•·"))))
    found: list[Author] = []
    for part in _apart(_surname_last(list(_parts(_BEFORE_CJK.sub("", text))))):
        author = _author(part, sites)
        if author and found and (compact(author.name) in DEGREES or compact(author.name) in _places()):
            continue
        # "Ann Lee, Futurism": after a full name one word alone is where she works.
        if author and found and " " in found[0].name and " " not in part.strip() and part.isascii():
            author = Author(author.name, organisation=True)
        if author and author not in found:
            found.append(author)
    return tuple(found)


def _unprefixed(text: str) -> str:
    """Return a byline without the word it begins with, unless that is part of a name: `Di Stefano`, `Von der Au`."""
    match = _PREFIX.match(text)
    rest = text[match.end() :].strip() if match else text
    words = rest.split()
    if match and match["word"].lower() in PARTICLES and (len(words) < 2 or words[0].lower() in PARTICLES):
        return text
    return rest


def signatures(
    statements: Statements, data: LinkedData, article: Node, headline: Headline, sites: frozenset[str]
) -> Iterator[tuple[tuple[Author, ...], str]]:
    """Yield who signs according to each place that can say so, the most trusted first; places that name nobody are left out."""
    if authors := _unique(_linked(article.get("author") or article.get("creator"), data, sites)):
        yield authors, "json-ld"
    for name in _METAS:
        if authors := _unique(author for text in statements.all(name) for author in split_names(text, sites)):
            yield authors, name
    if authors := _unique(_shown(headline.lines, sites)):
        yield authors, "byline"
    if authors := _signed(headline.tree, sites):
        yield authors, "mark of an author"
    if authors := _unique(author for text in bare_names(headline) for author in split_names(text, sites)):
        yield tuple(author for author in authors if not author.organisation), "line of a name"


def _linked(value: object, data: LinkedData, sites: frozenset[str]) -> Iterator[Author]:
    for item in as_list(value):
        node = data.resolve(item) if isinstance(item, dict) else {"name": item}
        organised = any("organization" in name for name in types_of(node)) and "person" not in types_of(node)
        whole = node.get("name") or f"{node.get('givenName') or ''} {node.get('familyName') or ''}"
        for name in as_list(whole):
            if isinstance(name, str):
                yield from (
                    Author(author.name, author.organisation or organised) for author in split_names(name, sites)
                )


def _shown(lines: Iterable[Line], sites: frozenset[str]) -> Iterator[Author]:
    """Yield the names in the lines after the headline: linked authors, lines marked as bylines, lines that begin with "By"."""
    for line in lines:
        links = [
            link for link in line.links if link.get("rel") == "author" or _AUTHOR_LINK.search(link.get("href", ""))
        ]
        if links:
            texts = [element_text(link, 200) for link in links]
        elif _PREFIX.match(line.text) or (_BYLINE.search(line.marks) and not _NOT_BYLINE.search(line.marks)):
            texts = [_before_date(line.text)]
        else:
            continue
        found = (author for text in texts if len(text) <= _MAX_BYLINE for author in split_names(text, sites))
        # In a line that only looks like a byline, one capitalised word is a place or a label rather than a person.
        yield from (
            author for author in found if author.organisation or " " in author.name or not author.name[0].isupper()
        )


def _signed(tree: HtmlElement, sites: frozenset[str]) -> tuple[Author, ...]:
    """Return the names of the first element anywhere on the page that is marked as its author and names a person."""
    elements = [element for element in _SIGNED(tree)[:60] if not _NOT_BYLINE.search(element.get("class", "").lower())]
    elements.sort(key=lambda element: element.get("rel") != "author" and element.get("itemprop") != "author")
    for element in elements:
        text = _before_date(element_text(element, 400))
        authors = split_names(text, sites) if len(text) <= _MAX_BYLINE else ()
        if any(not author.organisation for author in authors):
            siblings = (
                split_names(element_text(other, 200), sites) for other in elements if _is_sibling(element, other)
            )
            return _unique([*authors, *(author for group in siblings for author in group)])
    return ()


def _before_date(text: str) -> str:
    """Return a byline's text up to a separator, a place or a number, without the month that stands before a day's."""
    words = _CUT.split(text)[0].split()
    if len(words) < len(text.split()) and words and fold_date_text(words[-1]).strip(".") in month_names("en"):
        words.pop()
    return " ".join(words)


def _is_sibling(element: HtmlElement, other: HtmlElement) -> bool:
    same = (element.get("rel"), element.get("class")) == (other.get("rel"), other.get("class"))
    return other is not element and same and other.getparent() is element.getparent()


def _parts(text: str) -> Iterator[str]:
    for part in _SPLIT.split(text):
        halves = _ONE_LETTER.split(part)
        # "Ortega y Gasset" is one name, "Ana Ruiz y Luis Sanz" are two.
        yield from halves if len(halves) > 1 and all(len(half.split()) > 1 for half in halves) else [part]


def _apart(parts: Iterable[str]) -> Iterator[str]:
    """Yield a name and the agency that stands behind it without a comma apart: `Bo Ek The Associated Press`."""
    for part in parts:
        words = part.split()
        ends = (end for end in range(2, len(words)) if compact(" ".join(words[end:])) in agencies())
        end = next(ends, len(words))
        yield " ".join(words[:end])
        yield from [" ".join(words[end:])] if end < len(words) else []


def _surname_last(parts: list[str]) -> list[str]:
    """Return `Lee, Ann` as one name: catalogues write it so, and two people sign with more than one word each."""
    words = [part.strip() for part in parts]
    if len(words) == 2 and all(_ONE_WORD.fullmatch(word) and compact(word) not in agencies() for word in words):
        return [f"{words[1]} {words[0]}"]
    return parts


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """Return the compact names of the cities that time zones are called after: where somebody reports from, not who."""
    return frozenset(compact(name.rsplit("/", 1)[-1]) for name in available_timezones()) | {
        "washington",
        "beijing",
        "delhi",
    }


def _author(part: str, sites: frozenset[str]) -> Author | None:
    name = _ENDING.sub("", part.strip(" \t.,;:|-–—•·*&\"'“”„«»<>"))
    if " " in (person := _WORKS_FOR.sub("", name)) and _is_name(person):
        name = person
    key = compact(name)
    if not key or len(name) > _MAX_NAME or key in PLACEHOLDERS or key.isdigit() or _REPORTS_CJK.search(name):
        return None
    initials = name.isascii() and name.isupper() and len(name) <= 5
    if initials or key in agencies() or is_site(name, sites) or _DOMAIN.match(name) or _is_desk(name):
        return Author(name, organisation=True)
    return Author(name) if _is_name(name) else None


def _is_desk(name: str) -> bool:
    """Say whether a name is that of a newsroom or a company; a sentence with such a word in it is none."""
    words = len(name.split())
    is_sentence = words > _MAX_WORDS or (words > 1 and name[0].islower())
    return not is_sentence and bool(_DESK.search(name) or name.startswith("The "))


def _is_name(name: str) -> bool:
    words = name.split()
    if any(sign.isdigit() for sign in name) or len(words) > _MAX_WORDS or _ROLE.search(name):
        return False
    cased = [
        word
        for word in words
        if word[0].islower() and word.lower().strip(".'’") not in PARTICLES and "'" not in word[:3]
    ]
    # Scripts without case have no lower-case letters; a lower-case word in a cased one is no part of a name.
    return not cased and not (len(words) == 1 and name.isascii() and len(name) < 3)


def _unique(authors: Iterable[Author]) -> tuple[Author, ...]:
    return tuple({compact(author.name): author for author in reversed(list(authors))}.values())[::-1]

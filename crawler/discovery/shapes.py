"""What one outlet's articles look like by their addresses, learned from those that proved to be articles and those that did not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.discovery.article_links import EXTENSION, LONG_NUMBER, UUID, count_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Shape = tuple[str, ...]

_DOUBT = 1.2  # as many examples as a wider shape weighs in a narrower one
_WEIGHT = 2.5  # how much more what an outlet does counts than what outlets do
# What is not chosen is never fetched, so that the other pages of a good shape are not heard of; those of a bad one are.
_MOST, _LEAST = 3.0, -8.0
_MOST_WORDS = 5
_NAMED = re.compile(rf"([a-z]+)[-_](?:\d{{5,}}|{UUID.pattern})")
_DATE = re.compile(r"/(?:19|20)\d\d(?:[01]\d[0-3]\d|[/_-][01]?\d(?:[/_-][0-3]?\d)?|/[a-z]{3}/[0-3]?\d)?(?=/|$)")


@dataclass(frozen=True, slots=True)
class Shapes:
    """How often each shape of address was an article of the outlet, and how often it was seen at all."""

    articles: Mapping[Shape, int] = field(default_factory=dict)
    seen: Mapping[Shape, int] = field(default_factory=dict)

    def score(self, url: str) -> float:
        """Return the log-odds to be added to `article_score`, from -8 to 3; 0 where no address of such a shape is known.

        A narrow shape refines what the other addresses of a wider one say, so that few examples move it little. A folder that
        holds articles holds sections too; one that holds none speaks for all that is in it.
        """
        shapes = _shapes(url)
        if shapes is None:
            return 0.0
        kinds, top, folder, exact = shapes
        share = self._share(kinds, exact, 0.5)
        share = min(share, self._share(top, folder, share))
        share = min(share, self._share(folder, exact, share))
        share = self._share(exact, (), share)
        return min(_MOST, max(_LEAST, _WEIGHT * log(share / (1 - share))))

    def _share(self, shape: Shape, but: Shape, wider: float) -> float:
        """Return the share of articles among the addresses of a shape that are not of the narrower shape `but`.

        The pages of a folder are mostly of one sort: the more examples agree, the less `wider` says.
        """
        articles = self.articles.get(shape, 0) - self.articles.get(but, 0)
        seen = self.seen.get(shape, 0) - self.seen.get(but, 0)
        doubt = 2 * _DOUBT / (1 + seen) if seen and articles in (0, seen) else _DOUBT
        return (articles + doubt * wider) / (seen + doubt)


def learn(articles: Sequence[str], others: Sequence[str]) -> Shapes:
    """Return the shapes of an outlet from absolute addresses that turned out to be articles, and of those that did not."""
    good = Counter(shape for url in articles for shape in set(_shapes(url) or ()))
    return Shapes(good, good + Counter(shape for url in others for shape in set(_shapes(url) or ())))


def _shapes(url: str) -> tuple[Shape, Shape, Shape, Shape] | None:
    """Return an address's shapes: the kinds of its parts; its first folder; all its folders; folders and kinds. None: it is broken."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    segments = [part for part in _DATE.sub("/*", unquote(parts.path).lower()).split("/") if part]
    queries = [_kind_of_parameter(part) for part in sorted(parts.query.split("&")) if part]
    kinds = (*map(_kind, segments), *queries)
    host = parts.netloc.removeprefix("www.")
    # The last part is the page's own name; only what stands before it may be a folder.
    folders = tuple(_folder(segment) for segment in (segments if queries else segments[:-1]))
    exact = (host, *folders, *kinds[len(folders) :])
    if not folders:
        return ("*", *kinds), exact, exact, exact
    return ("*", *kinds), (host, folders[0], "*"), (host, *folders, "*"), exact


def _folder(segment: str) -> str:
    """Return a path part by its name where it may be a fixed one, else its kind."""
    kind = _kind(segment)
    return f"/{segment}" if kind[0] in "0123" and not any(sign.isdigit() for sign in segment) else kind


def _kind(segment: str) -> str:
    """Return the kind of a path part: date, a number by its length, or a slug by its words and whether it holds an id."""
    if segment == "*":
        return "date"
    name = EXTENSION.sub("", segment)
    ending = segment[len(name) :]
    if named := _NAMED.fullmatch(name):  # `video_12345`: the word says what it is a number of
        return f"{named[1]} id{ending}"
    if name.isdigit():
        return f"number of {'1-2' if len(name) < 3 else '3-4' if len(name) < 5 else '5'}{ending}"
    words = min(count_words(UUID.sub("", name)), _MOST_WORDS)
    digits = "id" if UUID.search(name) or LONG_NUMBER.search(name) else "digit" if re.search(r"\d", name) else ""
    return f"{words}{digits}{ending}"


def _kind_of_parameter(part: str) -> str:
    name, _, value = part.partition("=")
    return f"{name}={_kind(unquote(value).lower())}"

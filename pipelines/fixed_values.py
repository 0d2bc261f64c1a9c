"""Values that every page of an outlet carries though its articles differ: its logo as image, its own name as author.

A value that the memory rejects is kept with the article as a block of its kind at the end, with the reason.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from db.records import BOILERPLATE, VALUE_KINDS, Block
from pipelines.site_clock import WEAK_SOURCES, clocks, date_value, read_date
from pipelines.words import same_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from db.records import Article
    from pipelines.evidence import SeenPage

ESTABLISHED = 8  # stories; what so many had at one time is believed for good
_IMAGE_STORIES, _IMAGE_SHARE = 5, 0.5
_NAME_STORIES, _STILL_FIXED = 8, 0.9
_BESIDE, _FOLDERS = 3, 3


def value_print(kind: str, value: str) -> int:
    """Return the fingerprint of a value, apart from those of texts; a date's is that of its source."""
    value = value.partition(" ")[0] if kind == "date" else value
    return zlib.crc32(f"{kind}\0{value.casefold()}".encode())


def values_of(article: Article) -> Iterator[tuple[str, str]]:
    """Yield an article's values by kind, those that were rejected too."""
    if article.image_url:
        yield "image", article.image_url
    if article.section:
        yield "section", article.section
    yield from (("author", author) for author in article.authors)
    yield from date_value(article)
    yield from ((block.kind, block.text) for block in article.blocks if block.kind in VALUE_KINDS)


def without_values(article: Article, known: Container[int], doubted: Container[int]) -> Article:
    """Return an article without the values that are known, and with those back that were rejected and are in `doubted`."""
    was = [(block.kind, block.text) for block in article.blocks if block.kind in VALUE_KINDS]
    kept: list[tuple[str, str]] = []
    out: list[tuple[str, str]] = []
    for kind, value in dict.fromkeys(values_of(article)):
        print_ = value_print(kind, value)
        stays_out = print_ in known or ((kind, value) in was and print_ not in doubted)
        (out if stays_out else kept).append((kind, value))
    if out == was:
        return article
    blocks = (block for block in article.blocks if block.kind not in VALUE_KINDS)
    dated = next((read_date(value) for kind, value in kept if kind == "date"), None)
    if dated or any(kind == "date" for kind, _ in out):
        moment, source = dated or (None, None)
        article = replace(article, published_at=moment, published_source=source)
    return replace(
        article,
        image_url=next((value for kind, value in kept if kind == "image"), None),
        section=next((value for kind, value in kept if kind == "section"), None),
        authors=tuple(value for kind, value in kept if kind == "author"),
        blocks=(*blocks, *(Block(value, kind, value_print(kind, value), BOILERPLATE) for kind, value in out)),
    )


def evident(kind: str, value: str, host: str) -> str:
    """Return a value's kind, `own_name` for an author with the name of the outlet's host."""
    return "own_name" if kind == "author" and same_words(value).replace(" ", "") in host.replace("-", "") else kind


def fixed_values(pages: Sequence[SeenPage], known: Mapping[int, int]) -> dict[int, int]:
    """Return values that say nothing of an article, though all of them may have it.

    An image of 5 stories that half of the articles with one have is the outlet's. An author or section is one only where it stands on
    every article of 8 stories and the articles themselves say more: other authors beside it, or the outlet's own name; folders of
    addresses that differ. The only author of a small outlet, and its only section, stay.
    """
    stories: dict[tuple[str, int], set[int]] = defaultdict(set)
    times: Counter[int] = Counter()
    having = Counter(kind for page in pages for kind in {kind for kind, _ in page.values})
    beside = Counter(fingerprint for page in pages for fingerprint in _authors(page) if len(_authors(page)) > 1)
    for page in pages:
        for kind, fingerprint in {value for value in page.values if value[0] != "date"}:
            stories[kind, fingerprint].add(page.story)
            times[fingerprint] += 1
    folders = Counter(page.folder for page in pages if page.folder)
    says_more = {"own_name": True, "section": sum(n > 1 for n in folders.values()) >= _FOLDERS}
    found = clocks(pages, known, {source: value_print("date", source) for source in WEAK_SOURCES})
    for (kind, fingerprint), seen in stories.items():
        share, before = times[fingerprint] / having[kind], known.get(fingerprint, 0)
        if kind == "image":
            fixed = (len(seen) >= _IMAGE_STORIES and share >= _IMAGE_SHARE) or before >= ESTABLISHED
        else:
            enough = share == 1 or (before > 0 and share >= _STILL_FIXED)
            fixed = (
                len(seen) >= _NAME_STORIES and enough and (says_more.get(kind, False) or beside[fingerprint] >= _BESIDE)
            )
        if fixed:
            found[fingerprint] = max(len(seen), before)
    return found


def _authors(page: SeenPage) -> list[int]:
    return [fingerprint for kind, fingerprint in page.values if kind in {"author", "own_name"}]

"""What speaks for a block being its outlet's and not its article's: on how many stories it returns, and where.

story      articles that are nearly the same text, or have nearly the same title, count once: wire copy, corrections, other addresses;
           not those of which each has a text of its own beside what they share, and another title (a heavy frame) or mostly another
           text (a column, a title that every page states)
learned    a block of 3 stories that half of all have; of 5 that 80 % have since it first stood there (a new note, a redesign);
           of 6 where it stands outermost (a disclaimer under opinions), though only every tenth has it
           it is enough that one article has it in its text; on the others it may stand beside theirs (a side column that was taken for
           text once), but not if it is one of the first of a text, or of one whose headline or first blocks stand there: others show it
not        a block that speaks of its articles (words of their titles) is a story's background, unless nearly every story has it
           nor is a paragraph whose numbers change from story to story: outlets write weather and results by a template
forgotten  what fewer than 30 % have; but what 8 stories had stays the boilerplate of those, also when the outlet drops it
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from db.records import TIME, VALUE_KINDS
from pipelines.blocks import fingerprint
from pipelines.fixed_values import ESTABLISHED, evident, fixed_values, value_print, values_of
from pipelines.site_clock import moved, shown_date
from pipelines.words import same_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from db.records import Article, Block
    from pipelines.site_clock import Fetched, ShownDate

WINDOW = 40  # articles
_MOST = 200  # blocks and values known of an outlet
_STORIES, _SHARE = 3, 0.5
_NEW_STORIES, _NEW_SHARE = 5, 0.8
_EDGE_STORIES, _EDGE_SHARE = 6, 0.1
_KEPT_SHARE = 0.3
_SPEAKS = 0.7  # of the articles that have a block are what it speaks of
_SAME_TEXT = 0.6  # of the shorter article's text
_OTHER_TEXT = 0.3
_SAME_TITLE = 0.75  # of the words of both
_OTHER_TITLE = 0.3
OWN_TEXT = 500  # characters that make an article, however much there is beside them that is not its own
_LONGEST = 3  # words of a title
_FIRST = 3  # blocks of a text that others may show as its teaser
_VARIES = 0.5  # of the stories
_PARAGRAPH = 60  # letters; shorter ones with numbers are clocks and counters
_LETTERS = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d+")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class SeenPage:
    """An article as the memory keeps it.

    `key` is its identity, `title` its words, `headline` the fingerprint of it, `lines` those of its blocks in order with their sizes,
    `beside` those of what its page has besides, `about` those with a word of the title, `numbers` those of paragraphs with what tells
    their numbers apart; `values` the fingerprints of its image, authors and section by kind, `folder` that of its address, `date` what it
    shows as its day, where that may be the site's clock.
    """

    key: str
    title: frozenset[str]
    lines: Mapping[int, int]
    headline: int
    beside: frozenset[int]
    about: frozenset[int]
    numbers: Mapping[int, int] = field(default_factory=dict)
    values: tuple[tuple[str, int], ...] = ()
    folder: str = ""
    story: int = 0
    date: ShownDate | None = None

    @property
    def prints(self) -> set[int]:
        """Return the fingerprints of all its blocks and values."""
        return self.lines.keys() | {print_ for _, print_ in self.values}


def seen_page(article: Article, key: str, fetched: Fetched | None = None) -> SeenPage:
    """Return what the memory keeps of an article; without `fetched` its date is no evidence."""
    host, folder = _host_and_folder(article.url)
    title = frozenset(same_words(article.title).split())
    subject = [word for word in _subject(title) if word not in host]
    may_return = [block for block in article.blocks if block.kind not in VALUE_KINDS and _may_return(block)]
    blocks = [block for block in may_return if block.is_body]
    return SeenPage(
        key,
        title,
        {block.fingerprint: len(block.text) for block in blocks},
        fingerprint(article.title),
        frozenset(block.fingerprint for block in may_return if not block.is_body),
        frozenset(block.fingerprint for block in may_return if _has_any(block.text.casefold(), subject)),
        {
            block.fingerprint: zlib.crc32(" ".join(found).encode())
            for block in may_return
            if (found := _numbers(block.text))
        },
        tuple((evident(kind, value, host), value_print(kind, value)) for kind, value in values_of(article)),
        folder,
        date=next((shown_date(value, fetched) for kind, value in values_of(article) if kind == "date"), None)
        if fetched
        else None,
    )


def _has_any(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def _may_return(block: Block) -> bool:
    """Say whether a block can be known again: fingerprints have no digits, so that rows of a table of results are all alike."""
    if not _NUMBER.search(block.text):
        return len(block.text) > 1
    return block.kind not in {"row", TIME} and 2 * len(_LETTERS.findall(block.text)) >= len(block.text)


def _numbers(text: str) -> list[str]:
    """Return the numbers in a paragraph, none in a shorter text."""
    return _NUMBER.findall(text) if len(_LETTERS.findall(text)) >= _PARAGRAPH else []


def _subject(title: Iterable[str]) -> set[str]:
    """Return the beginnings of a title's longest words, which are rarely grammar; of scripts without spaces, characters in pairs."""
    found = {word[i : i + 2] for word in title if _DENSE.search(word) for i in range(len(word) - 1)}
    spaced = sorted(
        (word for word in title if len(word) >= 4 and not _DENSE.search(word)), key=lambda word: (-len(word), word)
    )
    return found | {word[:5] for word in spaced[:_LONGEST]}


def _host_and_folder(url: str) -> tuple[str, str]:
    host, _, path = url.partition("://")[2].partition("/")
    folder, slash, _ = path.partition("/")
    return host.casefold(), folder if slash and not folder.isdigit() else ""


def added(pages: tuple[SeenPage, ...], page: SeenPage) -> tuple[SeenPage, ...]:
    """Return the latest articles with one more, which is told to which story it belongs; a known key is replaced."""
    others = tuple(one for one in pages if one.key != page.key)[-(WINDOW - 1) :]
    common = _common(others)
    story = next((one.story for one in reversed(others) if _same_story(one, page, common)), None)
    if story is None:
        story = 1 + max((one.story for one in others), default=0)
    if page.date and any(one.key == page.key and (moved(one, page) or _proves(one)) for one in pages):
        page = replace(page, date=page.date._replace(impossible=True))
    return (*others, replace(page, story=story))


def _proves(page: SeenPage) -> bool:
    return page.date is not None and page.date.impossible


def _common(pages: Sequence[SeenPage]) -> frozenset[int]:
    """Return what half of the articles have, where there are enough: no sign that two are the same."""
    if len(pages) < 6:
        return frozenset()
    counts: Counter[int] = Counter()
    for page in pages:
        counts.update(page.lines.keys())
    return frozenset(fingerprint for fingerprint, n in counts.items() if n >= len(pages) / 2)


def _same_story(one: SeenPage, other: SeenPage, common: frozenset[int]) -> bool:
    both, either = len(one.title & other.title), len(one.title | other.title)
    shared = sum(one.lines[print_] for print_ in one.lines.keys() & other.lines.keys() - common)
    sizes = [sum(size for print_, size in page.lines.items() if print_ not in common) for page in (one, other)]
    same_title = bool(both) and both >= _SAME_TITLE * either
    if min(sizes) - shared < OWN_TEXT:
        return bool(shared) and (same_title or shared >= _SAME_TEXT * min(sizes))
    if same_title:  # a column's, or one that the template states everywhere
        return shared >= _OTHER_TEXT * min(sizes)
    return both >= _OTHER_TITLE * either and shared >= _SAME_TEXT * min(sizes)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """In how many stories and articles a block stands, in how many it speaks of the title, and where in the row it first stood."""

    stories: int
    articles: int
    about: int
    first: int


def judged(pages: Sequence[SeenPage], known: Mapping[int, int]) -> dict[int, int]:
    """Return what is boilerplate by these articles, after what was known before."""
    evidence = _evidence(pages, {print_ for page in pages for print_ in page.lines}, known)
    stories = [page.story for page in pages]
    found = {
        fingerprint: max(seen.stories, known.get(fingerprint, 0))
        for fingerprint, seen in evidence.items()
        if _returns(seen, stories, known.get(fingerprint, 0))
    }
    for print_ in _outermost(pages, evidence, found, len(set(stories))):
        found[print_] = evidence[print_].stories
    found |= fixed_values(pages, known)
    return dict(sorted(found.items(), key=lambda item: -item[1])[:_MOST])


def returned(pages: Sequence[SeenPage], page: SeenPage) -> set[int]:
    """Return what one more article has in its text that returns on these, in their texts or beside them."""
    others = [one for one in pages if one.key != page.key]
    stories = [one.story for one in others]
    own = _teased([*others, page])
    evidence = _evidence(others, page.lines.keys() - own, {})
    return {print_ for print_, seen in evidence.items() if _returns(seen, stories, 0)}


def _teased(pages: Sequence[SeenPage]) -> set[int]:
    """Return what others may show: the first blocks of each article, and all of one whose headline or first blocks stand beside another."""
    headlines = Counter(page.headline for page in pages)
    found: set[int] = set()
    for page in pages:
        first = set(islice(page.lines, _FIRST))
        signs = first | {page.headline} if headlines[page.headline] == 1 else first
        elsewhere = any(one is not page and not signs.isdisjoint(one.beside) for one in pages)
        found.update(page.lines if elsewhere else first)
    return found


def _evidence(pages: Sequence[SeenPage], wanted: Iterable[int], known: Mapping[int, int]) -> dict[int, _Evidence]:
    """Return the evidence for what is wanted and stands in three articles or is known; for no paragraph with other numbers in half of the
    stories.
    """
    counts: Counter[int] = Counter()
    for page in pages:
        counts.update(page.lines.keys())
        counts.update(page.beside)
    teased, found = _teased(pages), {}
    for print_ in wanted:
        if counts[print_] >= _STORIES or print_ in known:
            having = [
                i
                for i, page in enumerate(pages)
                if print_ in page.lines or (print_ in page.beside and print_ not in teased)
            ]
            stories = len({pages[i].story for i in having})
            if len({pages[i].numbers.get(print_) for i in having}) <= max(1, stories * _VARIES):
                about = sum(print_ in pages[i].about for i in having)
                found[print_] = _Evidence(stories, len(having), about, having[0])
    return found


def _returns(seen: _Evidence, stories: Sequence[int], before: int) -> bool:
    count = seen.stories
    if before >= ESTABLISHED:
        return True
    if count < _STORIES:
        return False
    whole, since = count / len(set(stories)), count / len(set(stories[seen.first :]))
    if before:
        return whole >= _KEPT_SHARE or since >= _SHARE
    if seen.about >= _SPEAKS * seen.articles and not (count > _STORIES and whole >= _NEW_SHARE):
        return False
    return whole >= _SHARE or (count >= _NEW_STORIES and since >= _NEW_SHARE)


def _outermost(
    pages: Sequence[SeenPage], evidence: Mapping[int, _Evidence], found: Mapping[int, int], stories: int
) -> set[int]:
    """Return blocks that return on some articles only, always first or last of what is left, and never speak of them."""
    some = {
        fingerprint
        for fingerprint, seen in evidence.items()
        if fingerprint not in found
        and seen.stories >= max(_EDGE_STORIES, _EDGE_SHARE * stories)
        and seen.about <= 0.1 * seen.articles
    }
    for page in pages if some else ():
        some.difference_update([print_ for print_ in page.lines if print_ not in found][1:-1])
    return some

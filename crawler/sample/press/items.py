"""What an outlet of the press has published up to an edition: articles, and all that stands beside them."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from crawler.sample.press.outlets import PressOutlet

FIRST = datetime(2025, 6, 2, 6, 0, tzinfo=UTC)  # the clock of the first edition; each later one is a day after
ARTICLES = frozenset({"article", "live"})
# How many of each kind there are at the first edition, and how many each further one adds.
_AMOUNTS = {
    "article": (36, 12),
    "live": (1, 1),
    "video": (12, 4),
    "podcast": (6, 2),
    "gallery": (5, 2),
    "event": (5, 1),
    "sponsored": (2, 1),
}
_APART = 40  # between the numbers of two kinds' stories, so that no two have one headline


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that an outlet has published; `path` is as it is read (not percent-encoded), `number` counts within its kind."""

    kind: str
    number: int
    path: str
    title: str
    section: str
    region: str
    author: str
    tag: str
    published_at: datetime
    paragraphs: tuple[str, ...]

    @property
    def is_article(self) -> bool:
        """Say whether it is one, a live blog too."""
        return self.kind in ARTICLES


def clock(edition: int) -> datetime:
    """Return the time at which an edition is looked at; the first is 1."""
    return FIRST + timedelta(days=edition - 1)


def published(outlet: PressOutlet, edition: int) -> tuple[Item, ...]:
    """Return what an outlet has published up to an edition, the newest first."""
    items = [
        _item(outlet, kind, number)
        for kind, (first, more) in _AMOUNTS.items()
        for number in range(first + more * (edition - 1))
    ]
    return tuple(sorted(items, key=lambda item: (item.published_at, item.path), reverse=True))


def _item(outlet: PressOutlet, kind: str, number: int) -> Item:
    first, more = _AMOUNTS[kind]
    story = number + list(_AMOUNTS).index(kind) * _APART
    sections, regions = list(outlet.sections), list(outlet.regions)
    at = number % len(sections)
    # Those of the first edition came over three days, those of a further one over its day.
    age = timedelta(days=3) * (first - number) / first if number < first else timedelta()
    late = timedelta(days=(number - first) // more, hours=1 + 20 * ((number - first) % more) / more)
    when = FIRST - age if number < first else FIRST + late
    return Item(
        kind,
        number,
        _path(outlet, kind, story, sections[at], when),
        outlet.headline(story),
        sections[at],
        regions[(number // len(sections)) % len(regions)],
        outlet.words["people"][story % 5],
        outlet.words["tags"][(story * 3) % 5],
        when.replace(second=0, microsecond=0),
        _paragraphs(outlet, story),
    )


def _path(outlet: PressOutlet, kind: str, story: int, section: str, when: datetime) -> str:
    patterns = outlet.addresses[kind]
    key = f"{outlet.slug} {kind} {story}"
    number = crc32(key.encode())
    path: str = patterns[story % len(patterns)].format(
        slug=outlet.headline_slug(story),
        section=section,
        n=4_810_000 + round((when - FIRST).total_seconds() / 60) + 7 * story + 90_000,
        n4=1000 + number % 9000,
        c=101 + list(outlet.sections).index(section),
        uuid=uuid.uuid5(uuid.NAMESPACE_URL, key),
        hash=base64.b32encode(number.to_bytes(4)).decode().rstrip("=") + "MQ5" + "UTIL",
        date=f"{when:%Y%m%d}",
    )
    return path


def _paragraphs(outlet: PressOutlet, story: int) -> tuple[str, ...]:
    """Return a story's text: no two stories share a paragraph, also where numbers do not count."""
    sentences, paragraphs = outlet.words["sentences"], []
    for at in range(5):
        words = outlet.words_at(story + 11 * at + 3)
        who, what, where = (
            outlet.words[name][place] for name, place in zip(("who", "what", "where"), words, strict=True)
        )
        pair = (sentences[(story + at) % 6], sentences[(story + at + 2 + story // 6 % 3) % 6])
        text = outlet.join.join(
            sentence.format(n=11 + (story * 7 + at * 13 + turn * 5) % 83, who=who, what=what, where=where)
            for turn, sentence in enumerate(pair)
        )
        first = outlet.headline(story + 61 * at)
        paragraphs.append(f"{first}{'.' if outlet.join else '。'}{outlet.join}{text}")
    return tuple(paragraphs)

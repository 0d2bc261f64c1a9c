"""The press's outlets as their files describe them: addresses, menus, labels, and the words that their stories are made of."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class PressOutlet:
    """One outlet. `sections` and `regions` are names in addresses with their labels; `addresses` are patterns by kind of page.

    `slugs` says how a headline becomes a slug: in Latin letters, in its own script, or in words of a list beside it. `theme` names the
    template of its lists.
    """

    slug: str
    name: str
    language: str
    timezone: str
    theme: str
    linked_data: bool
    slugs: str
    join: str
    tracking: str
    paging: str
    addresses: Mapping[str, Any]
    sections: Mapping[str, str]
    regions: Mapping[str, str]
    services: Mapping[str, str]
    labels: Mapping[str, str]
    words: Mapping[str, Any]

    @property
    def host(self) -> str:
        """Return its host name."""
        return f"{self.slug}.example"

    @property
    def homepage(self) -> str:
        """Return its home page's address."""
        return f"http://{self.host}/"

    def list_path(self, section: str, page: int = 1) -> str:
        """Return where a section's or region's page stands, as it is read (not percent-encoded)."""
        names = [*self.sections, *self.regions]
        first = str(self.addresses["section"]).format(section=section, c=101 + names.index(section))
        return first if page == 1 else first + self.paging.format(page=page)

    def author_path(self, author: str) -> str:
        """Return where an author's page stands."""
        number = crc32(author.encode()) % 9000 + 1000
        return str(self.addresses["author"]).format(person=self.written(author), n4=number)

    def tag_path(self, tag: str) -> str:
        """Return where a tag's page stands."""
        return str(self.addresses["tag"]).format(tag=self.written(tag))

    def words_at(self, number: int) -> tuple[int, int, int]:
        """Return which of `who`, `what` and `where` the headline of a story has: no two of 343 have the same three."""
        return number % 7, (number // 7) % 7, (number // 49 + number) % 7

    def headline(self, number: int) -> str:
        """Return the headline of a story."""
        parts = zip(("who", "what", "where"), self.words_at(number), strict=True)
        return self.join.join(self.words[name][at] for name, at in parts)

    def headline_slug(self, number: int) -> str:
        """Return the slug of a story."""
        if self.slugs != "listed":
            return self.written(self.headline(number))
        parts = zip(("listed_who", "listed_what", "listed_where"), self.words_at(number), strict=True)
        return "-".join(self.words[name][at] for name, at in parts)

    def cut(self, text: str, letters: int) -> str:
        """Return the beginning of a text; a sign of a script without letters counts as three."""
        most = letters if self.join else letters // 3
        return text if len(text) <= most else f"{text[:most]}…"

    def written(self, text: str) -> str:
        """Return a text as it stands in an address."""
        text = text.lower().translate(_GERMAN)
        kept = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
        return re.sub(r" +", "-", kept.strip())


@cache
def press_outlets() -> tuple[PressOutlet, ...]:
    """Return the outlets, by slug."""
    folder = files("crawler.sample").joinpath("content", "press")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(PressOutlet(**tomllib.loads(folder.joinpath(name).read_text("utf-8"))) for name in names)

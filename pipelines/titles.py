"""An article's title, chosen among what the page calls it, without the site's name or the section's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.candidates import Candidate
from pipelines.plain_text import clean_text, compact, overlap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_SEPARATOR = re.compile(
    r"\s+(?:\|+|[-–—―‒]+|[·•∙⋆★☆◆■●►▶▸➤→»«›‹>:/~┃‖]|::)\s+|\s*[|｜]\s*|\s*--+\s*|[：]|:\s+"
    rf"|(?<=[{_CJK}\W])[-_—–－＿・]+(?=[{_CJK}A-Z])"
)
_BRACKETED = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]{2,40})[)）\]】]$")
_SHORT = 10  # letters: a part of so few may be any name
_MAX_TITLE = 500  # characters
_SITE_ONLY = re.compile(r"[:：]|[-—–－・]")  # what may separate a site from a title, but also stand within one


@dataclass(frozen=True, slots=True)
class TitleCandidates:
    """What a page calls its article; every field may be empty. `page` is the text of `<title>`, `source` what the source said."""

    headline: str = ""
    social: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    page: str = ""
    source: str = ""

    @property
    def is_backed(self) -> bool:
        """Say whether the page calls its article anything beside its `<title>`."""
        return any(map(compact, (self.headline, *self.social, *self.headings)))

    def named(self) -> list[Candidate]:
        """Return the candidates by trust, cleaned and without empty ones, each with where it stands."""
        every = (
            (self.headline, "json-ld"),
            *((text, "social meta") for text in self.social[:1]),
            *((text, "h1") for text in self.headings),
            *((text, "social meta") for text in self.social[1:]),
            (self.source, "source"),
            (self.page, "title"),
        )
        cleaned = (Candidate(clean_text(text[:_MAX_TITLE]), where) for text, where in every)
        return [candidate for candidate in cleaned if compact(candidate.value)]

    def ranked(self) -> list[str]:
        """Return the texts of the candidates by trust."""
        return [candidate.value for candidate in self.named()]


def choose_title(candidates: TitleCandidates, sites: Iterable[str], sections: Iterable[str] = ()) -> str:
    """Return the article's title, or the empty string where the page has none.

    `sites` are names of the outlet and of its host (`site_names`), `sections` those of the article's sections, as written. The page's
    own headline (JSON-LD) wins where another candidate agrees with it, else what most candidates say; a candidate cut short gives way
    to the longer one it begins.
    """
    names = frozenset(sites)
    ranked = candidates.ranked()
    labels = frozenset(map(compact, sections))
    bare = {text: strip_site(text, names, ranked, labels) for text in set(ranked)}
    texts = [bare[text] for text in ranked]
    # A heading that is only the site's name is its logo.
    texts = [text for text in texts if not is_site(text, names)]
    if not texts:
        return ""
    return _whole(_agreed(texts, trusted=bool(compact(candidates.headline))), texts)


def site_names(url: str, *names: str | None) -> frozenset[str]:
    """Return the compact names under which the outlet of `url` may sign: the given ones, its host and the host's label."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = [label for label in host.split(".")[:-1] if len(label) > 3 or label == host.split(".")[0]]
    given = [part for name in names if name for part in (name, *name.split(" - "))]
    return frozenset(compact(name).removeprefix("the") for name in (host, *labels, *given)) - {""}


def is_site(text: str, sites: frozenset[str]) -> bool:
    """Tell whether `text` is one of the outlet's names, `The` or a country's ending more or less."""
    bare = compact(text).removeprefix("www").removeprefix("the")
    return bare in sites or (
        len(bare) > 5 and any(bare.startswith(site) and len(bare) - len(site) <= 6 for site in sites if len(site) > 5)
    )


def strip_site(text: str, sites: frozenset[str], others: Iterable[str], sections: frozenset[str] = frozenset()) -> str:
    """Return `text` without the parts before or after a separator that name the site or a section, or that no other candidate has.

    `sections` are compact names.
    """
    known = {compact(other) for other in others if other != text}
    while True:
        shorter = next(_shorter(text, sites, known, sections), None)
        if shorter is None:
            return text
        text = shorter


def _shorter(text: str, sites: frozenset[str], known: set[str], sections: frozenset[str]) -> Iterator[str]:
    if (bracketed := _BRACKETED.search(text)) and is_site(bracketed[1], sites):
        yield text[: bracketed.start()].strip()
    separators = list(_SEPARATOR.finditer(text))
    ends = [*(separator.start() for separator in separators), len(text)][1:]
    for separator, end in zip(reversed(separators), reversed(ends), strict=True):
        head, tail = text[: separator.start()].strip(), text[separator.end() :].strip()
        if not compact(head) or not compact(tail):
            continue
        if is_site(text[separator.end() : end], sites):  # and with it what the site says of itself
            yield head
        elif is_site(head, sites):
            yield tail
        elif not _SITE_ONLY.fullmatch(separator.group().rstrip()):
            yield from _known_part(head, tail, known, sections)


def _known_part(head: str, tail: str, known: set[str], sections: frozenset[str]) -> Iterator[str]:
    """Yield the part that another candidate has alone, or that stands beside a section's name."""
    for part, rest in ((head, tail), (tail, head)):
        bare = compact(part)
        if len(bare) > _SHORT and (bare in known or compact(rest) in sections):
            yield part


def _agreed(texts: list[str], *, trusted: bool) -> str:
    first, rest = texts[0], texts[1:]
    if trusted and (not rest or any(overlap(first, other) >= 0.2 for other in rest)):
        return first
    votes = {text: sum(compact(text) == compact(other) for other in texts) for text in texts}
    return max(texts, key=lambda text: votes[text])


def _whole(title: str, texts: list[str]) -> str:
    if not title.endswith(("…", "...")):
        return title
    start = compact(title)
    return next((text for text in texts if compact(text).startswith(start) and compact(text) != start), title)

"""Why an article's fields are what they are: for each field all that the page and its source say, and what became of it.

Nothing here decides: the candidates come from where the decisions are made, and the verdicts are told by what was decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipelines.authors import signatures
from pipelines.candidates import Candidate, accesses, is_no_picture, languages, summaries
from pipelines.date_sources import stated_changes
from pipelines.date_text import in_utc
from pipelines.dates import date_candidates, doubt, is_same_day
from pipelines.keywords import keyword_lists
from pipelines.language import primary_tag
from pipelines.metadata import addresses, pictures, read_grounds, sections
from pipelines.parse import parse_page
from pipelines.plain_text import compact
from pipelines.titles import is_site, strip_site
from pipelines.urls import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from db.records import Article
    from pipelines.authors import Author
    from pipelines.date_sources import DateCandidate
    from pipelines.items import Hints
    from pipelines.metadata import Grounds

CHOSEN = "chosen"
_AGREES, _LATER = "says the same", "a more trusted one is there"


class Explained(NamedTuple):
    """A candidate of a field (named as in `Article`): its value as stated, where it stands, and what became of it."""

    field: str
    value: str
    source: str
    verdict: str


def explain_fields(html: bytes, url: str, hints: Hints, article: Article) -> tuple[Explained, ...]:
    """Return the candidates of all fields of the article that `extract_article` made of this page, the fields in `Article`'s order.

    A field without any has none here. Raises RejectedPage as `parse_page` does.
    """
    grounds = read_grounds(parse_page(html, hints.encoding), url, hints)
    return tuple(
        Explained(field, value, source, verdict)
        for field, told in (
            ("url", _addresses(grounds, article)),
            ("title", _titles(grounds)),
            ("authors", _authors(grounds)),
            ("published_at", _published(grounds, article)),
            ("modified_at", _modified(grounds, article)),
            ("language", _languages(grounds, article)),
            ("section", _plain(sections(grounds), article.section)),
            ("keywords", _keywords(grounds)),
            ("summary", _plain(summaries(grounds.statements, grounds.article), article.summary)),
            ("image_url", _pictures(grounds, article)),
            ("access", _plain(_accesses(grounds, article), article.access)),
        )
        for value, source, verdict in told
    )


_Told = tuple[str, str, str]


def _addresses(grounds: Grounds, article: Article) -> Iterator[_Told]:
    seen = False
    for value, source in (*addresses(grounds.statements, grounds.url), Candidate(grounds.url, "the page itself")):
        same = canonical_url(value, ()) == article.url
        yield value, source, (_AGREES if seen else CHOSEN) if same else "not an address of this page alone"
        seen = seen or same


def _plain(candidates: Iterable[Candidate], chosen: str | None) -> Iterator[_Told]:
    seen = False
    for value, source in candidates:
        yield value, source, _LATER if value != chosen else _AGREES if seen else CHOSEN
        seen = seen or value == chosen


def _accesses(grounds: Grounds, article: Article) -> Iterator[Candidate]:
    yield from (stated := list(accesses(grounds.statements, grounds.article, grounds.headline.tree)))
    if article.access != "unknown" and article.access not in {candidate.value for candidate in stated}:
        yield Candidate(article.access, "structure")


def _titles(grounds: Grounds) -> Iterator[_Told]:
    ranked, labels = grounds.titles.ranked(), frozenset(map(compact, grounds.labels))
    seen = False
    for value, source in grounds.titles.named():
        bare = strip_site(value, grounds.sites, ranked, labels)
        same = compact(bare) == compact(grounds.title)
        if is_site(bare, grounds.sites):
            verdict = "the outlet's name"
        elif same:
            verdict = (_AGREES if seen else CHOSEN) + (
                ", without the outlet's name or section" if bare != value else ""
            )
        else:
            verdict = "cut short" if value.endswith(("…", "...")) else "another is more trusted or said more often"
        seen = seen or same
        yield value, source, verdict


def _authors(grounds: Grounds) -> Iterator[_Told]:
    groups = list(signatures(grounds.statements, grounds.data, grounds.article, grounds.headline, grounds.sites))
    best = next((group for group, _ in groups if any(not author.organisation for author in group)), None)
    best = best or next((group for group, _ in groups), ())
    seen = False
    for group, source in groups:
        if group == best:
            verdict = _AGREES if seen else CHOSEN
            seen = True
        else:
            verdict = _LATER if seen else "names no person"
        yield "; ".join(_signature(author, grounds) for author in group), source, verdict


def _signature(author: Author, grounds: Grounds) -> str:
    if is_site(author.name, grounds.sites):
        return f"{author.name} (the outlet)"
    return f"{author.name} (organisation)" if author.organisation else author.name


def _published(grounds: Grounds, article: Article) -> Iterator[_Told]:
    found = date_candidates(grounds.statements, grounds.article, grounds.url, grounds.headline, grounds.hints)
    return _dates(found, grounds, article.published_at, article.published_source)


def _modified(grounds: Grounds, article: Article) -> Iterator[_Told]:
    found = list(stated_changes(grounds.statements, grounds.article, grounds.hints))
    if article.modified_at is None:
        return ((_written(one), one.source, doubt(one, grounds.hints) or "not after the publication") for one in found)
    source = next((one.source for one in found if not doubt(one, grounds.hints)), None)
    return _dates(found, grounds, article.modified_at, source)


def _dates(
    found: list[DateCandidate], grounds: Grounds, decided: datetime | date | None, source: str | None
) -> Iterator[_Told]:
    """Tell of dates; `source` is that of the decided one, whose value may have been settled: a midnight as a day, a `Z` taken off."""
    hints = grounds.hints
    alike = [
        one
        for one in found
        if decided and not doubt(one, hints) and is_same_day(one, decided, hints) and one.source == source
    ]
    exact = (one for one in alike if in_utc(one.value, hints.timezone) == decided)
    chosen = next(exact, next(iter(alike), None))
    for one in found:
        why = doubt(one, hints)
        if one is chosen:
            why = CHOSEN
        elif why is None:
            same = decided is not None and is_same_day(one, decided, hints)
            why = "says the same day" if same else "another day, which less or worse sources say"
        yield _written(one), one.source, why


def _written(candidate: DateCandidate) -> str:
    return candidate.value.isoformat()


def _languages(grounds: Grounds, article: Article) -> Iterator[_Told]:
    seen = False
    for value, source in languages(grounds.statements, grounds.article, grounds.hints):
        same = primary_tag(value) == article.language
        yield value, source, (_AGREES if seen else CHOSEN) if same else "not what the text is in"
        seen = seen or same
    if article.language and not seen:
        yield article.language, "text", CHOSEN


def _keywords(grounds: Grounds) -> Iterator[_Told]:
    lists = keyword_lists(grounds.statements, grounds.article, grounds.sites)
    for place, (words, source) in enumerate(lists):
        yield ", ".join(words), source, _LATER if place else CHOSEN


def _pictures(grounds: Grounds, article: Article) -> Iterator[_Told]:
    for value, source, verdict in _plain(pictures(grounds), article.image_url):
        yield value, source, "a logo or stand-in" if is_no_picture(value) else verdict

"""The site's clock taken for an article's date: known by what it cannot be, not by how it looks."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from db.times import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from db.records import Article
    from pipelines.evidence import SeenPage

WEAK_SOURCES = ("text", "time")  # sources that may show a clock
_STORIES, _PROOFS = 5, 2


class Fetched(NamedTuple):
    """The outlet's zone (IANA), when a page came, and when its address was first found; None where that is not known."""

    timezone: str
    at: datetime
    found_at: datetime | None = None

    def day(self, moment: datetime) -> date:
        """Return a moment's day on the outlet's own calendar."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()


class ShownDate(NamedTuple):
    """A date that a page shows: `today` where it is the day of the fetch, `impossible` where it cannot be the article's."""

    source: str
    day: date
    today: bool
    impossible: bool


def date_value(article: Article) -> Iterator[tuple[str, str]]:
    """Yield an article's date, where it is one that a page shows, as a value with its source: `text 2025-06-01`."""
    if article.published_source in WEAK_SOURCES:
        yield "date", f"{article.published_source} {to_text(article.published_at)}"


def read_date(value: str) -> tuple[datetime | date | None, str]:
    """Return the date and the source of what `date_value` wrote."""
    source, _, text = value.partition(" ")
    return from_text(text), source


def shown_date(value: str, fetched: Fetched) -> ShownDate:
    """Return what a date says of itself: an address that was found before the day on which its page was published is a proof."""
    moment, source = read_date(value)
    day = fetched.day(moment) if isinstance(moment, datetime) else moment or date.min
    found = fetched.found_at and fetched.day(fetched.found_at)
    return ShownDate(source, day, day == fetched.day(fetched.at), found is not None and found < day)


def moved(before: SeenPage, after: SeenPage) -> bool:
    """Say whether one article was dated anew on another day, each time with the day of the fetch."""
    one, other = before.date, after.date
    return bool(one and other and one.source == other.source and one.today and other.today and one.day != other.day)


def clocks(pages: Sequence[SeenPage], known: Mapping[int, int], prints: Mapping[str, int]) -> dict[int, int]:
    """Return the fingerprints of the sources (`prints`: source -> fingerprint) that show the site's clock.

    That is a source whose dates, on 5 stories or more, are all the day on which the page was fetched, though at least two of them cannot
    be: the address had been found on an earlier day, or the page was fetched again and had another date. An outlet whose articles
    are fetched on the day of their publication gives no such proof, and one date of another day clears a source.
    """
    found = {}
    for source, print_ in prints.items():
        having = [page for page in pages if page.date and page.date.source == source]
        stories = len({page.story for page in having})
        proofs = sum(page.date.impossible for page in having if page.date)
        always = all(page.date.today for page in having if page.date)
        if stories >= _STORIES and always and (proofs >= _PROOFS or print_ in known):
            found[print_] = max(stories, known.get(print_, 0))
    return found

"""The back_fills tables: which period of an outlet is walked, through which sitemaps and section pages, and what still waits.

A link that only a back-fill has named carries its page (`links.back_fill`); ordinary crawls pass over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from db.links import GONE, MAX_ATTEMPTS, add_links, backoff, link_of
from db.records import Period, SourceKind
from db.times import time_from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlite_utils import Database

    from db.records import FoundLink, Link

_LINKS = "links JOIN back_fill_pages AS pages ON pages.id = links.back_fill"
_OF_PERIOD = "FROM back_fills WHERE outlet = ? AND since = ? AND until = ?"
_ALWAYS = "9999-12-31"  # an `until` that is not given: NULLs would all be different from each other


@dataclass(frozen=True, slots=True)
class WalkPage:
    """A sitemap or section page of a walk: `first` is the address of its section's first page, `number` counts from there (1).

    `changed_at` is what its index says of it.
    """

    id: int
    kind: SourceKind
    url: str
    first: str
    number: int = 1
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a back-fill is: links and pages that wait, articles stored, and how many of those lie outside of the period."""

    links: int
    pages: int
    articles: int
    outside: int

    @property
    def is_done(self) -> bool:
        """Say whether nothing waits any more, now or later."""
        return not self.links and not self.pages


def open_back_fill(db: Database, outlet: str, period: Period, now: datetime) -> int:
    """Return the id of an outlet's back-fill of a period; a new one where there is none."""
    key = (outlet, *_texts(period))
    db.execute(
        "INSERT OR IGNORE INTO back_fills (outlet, since, until, started_at) VALUES (?, ?, ?, ?)", (*key, to_text(now))
    )
    row = db.execute(f"SELECT id {_OF_PERIOD}", key).fetchone()
    return int(row["id"])


def end_back_fill(db: Database, back_fill: int, now: datetime) -> None:
    """Note that nothing of a back-fill waits any more."""
    db.execute("UPDATE back_fills SET ended_at = coalesce(ended_at, ?) WHERE id = ?", (to_text(now), back_fill))


def has_pages(db: Database, back_fill: int) -> bool:
    """Say whether a back-fill knows where to walk."""
    return db.execute("SELECT 1 FROM back_fill_pages WHERE back_fill = ?", (back_fill,)).fetchone() is not None


def add_pages(db: Database, back_fill: int, pages: Iterable[WalkPage]) -> None:
    """Write down pages to walk that are not known yet; their ids are given here."""
    for page in pages:
        db.execute(
            "INSERT OR IGNORE INTO back_fill_pages (back_fill, kind, url, first, number, changed_at, state)"
            " VALUES (?, ?, ?, ?, ?, ?, 'waiting')",
            (back_fill, page.kind, page.url, page.first, page.number, to_text(page.changed_at)),
        )


def next_page(db: Database, back_fill: int, now: datetime) -> WalkPage | None:
    """Return the page to walk next: sitemaps before sections, the newest first; None where none is due."""
    row = db.execute(
        "SELECT * FROM back_fill_pages WHERE back_fill = ? AND state = 'waiting' AND coalesce(next_try_at, '') <= ?"
        " ORDER BY kind = 'section', attempts, changed_at DESC, id LIMIT 1",
        (back_fill, to_text(now)),
    ).fetchone()
    return _page_of(row) if row else None


def page_read(db: Database, page: int, reason: str | None = None) -> None:
    """Note that a page was read, or why it is not walked on (`reason`)."""
    db.execute("UPDATE back_fill_pages SET state = 'read', reason = ? WHERE id = ?", (reason, page))


def page_put_off(db: Database, page: int, reason: str, now: datetime, wait: float | None = None) -> None:
    """Put a page off after a failure, as links are; `wait` is what the server asked for, in seconds."""
    attempts = db.execute("SELECT attempts FROM back_fill_pages WHERE id = ?", (page,)).fetchone()["attempts"] + 1
    over = reason in GONE or reason == "robots" or attempts >= MAX_ATTEMPTS
    due = None if over else to_text(now + backoff(attempts, wait))
    db.execute(
        "UPDATE back_fill_pages SET state = ?, reason = ?, attempts = ?, next_try_at = ? WHERE id = ?",
        ("failed" if over else "waiting", reason, attempts, due, page),
    )


def add_back_fill_links(
    db: Database,
    outlet: str,
    page: int,
    found: Iterable[FoundLink],
    now: datetime,
    identity: Callable[[str], str],
) -> int:
    """Write down the links of a walk's page that the archive knows nothing of, and return how many those are.

    One that waits for another back-fill waits for this one from now on; whatever else is known stays as it is.
    """
    return sum(_add(db, outlet, page, link, now, identity) for link in found)


def _add(db: Database, outlet: str, page: int, link: FoundLink, now: datetime, identity: Callable[[str], str]) -> bool:
    key = identity(link.url)
    row = db.execute(
        "SELECT id, back_fill, next_try_at FROM links WHERE outlet = ? AND identity = ?", (outlet, key)
    ).fetchone()
    if row is not None:
        if row["back_fill"] and row["next_try_at"]:
            db.execute("UPDATE links SET back_fill = ? WHERE id = ?", (page, row["id"]))
        return False
    if db.execute("SELECT 1 FROM article_urls WHERE identity = ?", (key,)).fetchone():
        return False
    add_links(db, outlet, None, [link], now, identity)
    db.execute("UPDATE links SET back_fill = ? WHERE outlet = ? AND identity = ?", (page, outlet, key))
    return True


def back_fill_link(db: Database, back_fill: int, now: datetime, but: Iterable[int] = ()) -> Link | None:
    """Return the link to fetch next, the newest first, leaving out the ids in `but`; None where none is due."""
    without = sorted(but)
    marks = ",".join("?" * len(without))
    row = db.execute(
        f"SELECT links.*, pages.kind AS kind FROM {_LINKS}"  # noqa: S608 - a constant and question marks
        f" WHERE pages.back_fill = ? AND links.next_try_at <= ? AND links.id NOT IN ({marks})"
        " ORDER BY links.attempts, coalesce(links.published_at, links.changed_at) DESC, links.id LIMIT 1",
        (back_fill, to_text(now), *without),
    ).fetchone()
    return link_of(row) if row else None


def days_of(db: Database, outlet: str, keys: Iterable[str]) -> list[date]:
    """Return the days on which the articles behind some identities were published, of those that are stored and dated."""
    query = """SELECT published_day FROM links JOIN articles ON articles.id = links.article
        WHERE links.outlet = ? AND identity = ? AND published_day IS NOT NULL"""
    return [date.fromisoformat(row["published_day"]) for key in keys for row in db.execute(query, (outlet, key))]


def progress(db: Database, back_fill: int) -> Progress:
    """Return how far a back-fill is."""
    links = db.execute(
        f"SELECT count(*) FROM {_LINKS} WHERE pages.back_fill = ? AND links.next_try_at IS NOT NULL",  # noqa: S608 - a constant
        (back_fill,),
    ).fetchone()[0]
    pages = "SELECT count(*) FROM back_fill_pages WHERE back_fill = ? AND state = 'waiting'"
    articles, outside = db.execute(
        f"SELECT count(*), count(*) FILTER (WHERE published_day < since OR published_day > until) FROM {_LINKS}"  # noqa: S608 - a constant
        " JOIN articles ON articles.id = links.article JOIN back_fills ON back_fills.id = pages.back_fill"
        " WHERE pages.back_fill = ?",
        (back_fill,),
    ).fetchone()
    return Progress(links, db.execute(pages, (back_fill,)).fetchone()[0], articles, outside)


def ended_at(db: Database, outlet: str, period: Period) -> datetime | None:
    """Return when an outlet's back-fill of a period came to its end; None where it has not, or there is none."""
    row = db.execute(f"SELECT ended_at {_OF_PERIOD}", (outlet, *_texts(period))).fetchone()
    return time_from_text(row["ended_at"]) if row else None


def progress_of(db: Database, outlet: str, period: Period) -> Progress | None:
    """Return how far an outlet's back-fill of a period is; None where there is none."""
    row = db.execute(f"SELECT id {_OF_PERIOD}", (outlet, *_texts(period))).fetchone()
    return progress(db, row["id"]) if row else None


def unfinished(db: Database, outlet: str) -> list[tuple[Period, Progress]]:
    """Return an outlet's back-fills that have not come to their end, the last begun first."""
    rows = db.execute("SELECT * FROM back_fills WHERE outlet = ? AND ended_at IS NULL ORDER BY id DESC", (outlet,))
    return [(_period(row), progress(db, row["id"])) for row in rows.fetchall()]


def waits(progress: Progress) -> str:
    """Say what of a back-fill still waits."""
    return f"{progress.links:,} links and {progress.pages:,} sitemaps or section pages wait"


def _texts(period: Period) -> tuple[str, str]:
    return period.since.isoformat(), period.until.isoformat() if period.until else _ALWAYS


def _period(row: Mapping[str, Any]) -> Period:
    until = row["until"]
    return Period(date.fromisoformat(row["since"]), None if until == _ALWAYS else date.fromisoformat(until))


def _page_of(row: Mapping[str, Any]) -> WalkPage:
    return WalkPage(
        id=row["id"],
        kind=SourceKind(row["kind"]),
        url=row["url"],
        first=row["first"],
        number=row["number"],
        changed_at=time_from_text(row["changed_at"]),
    )

"""The sources table: where an outlet names its articles, with what the next poll needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from db.links import backoff
from db.records import Source, SourceKind
from db.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from db.records import Outlet

_LOOK_AGAIN = timedelta(days=7)  # how long sources found from a home page are believed


def put_outlet(db: Database, outlet: Outlet) -> None:
    """Write an outlet and the sources that its entry names; those once named and no longer there are dropped."""
    db.table("outlets").upsert(
        {
            "slug": outlet.slug,
            "name": outlet.name,
            "homepage": outlet.homepage,
            "country": outlet.country,
            "language": outlet.language,
            "timezone": outlet.timezone,
            "schedule": outlet.schedule,
            "enabled": int(outlet.enabled),
        },
        pk="slug",
    )
    named = list(named_sources(outlet))
    known = {
        row["url"] for row in db.query("SELECT url FROM sources WHERE outlet = ? AND origin = 'file'", [outlet.slug])
    }
    for url in known - {url for _, url in named}:
        db.execute("DELETE FROM sources WHERE outlet = ? AND url = ?", (outlet.slug, url))
    add_sources(db, outlet.slug, named, origin="file")


def named_sources(outlet: Outlet) -> Iterable[tuple[SourceKind, str]]:
    """Yield the sources that outlets.toml names for an outlet."""
    yield from ((SourceKind.FEED, url) for url in outlet.feeds)
    yield from ((SourceKind.NEWS_SITEMAP, url) for url in outlet.news_sitemaps)
    yield from ((SourceKind.SITEMAP, url) for url in outlet.sitemaps)
    yield from ((SourceKind.SECTION, url) for url in outlet.sections)


def add_sources(db: Database, outlet: str, sources: Iterable[tuple[SourceKind, str]], origin: str) -> None:
    """Write sources that are not there yet; `origin` is file (the user's), found (from the home page) or child (of a sitemap index)."""
    for kind, url in sources:
        db.execute(
            "INSERT OR IGNORE INTO sources (outlet, kind, url, origin) VALUES (?, ?, ?, ?)", (outlet, kind, url, origin)
        )


def due_sources(db: Database, outlet: str, now: datetime) -> list[Source]:
    """Return the sources of an outlet that are not put off by failures: those named in the file where there are any, else those found."""
    rows = db.execute(
        "SELECT * FROM sources WHERE outlet = :outlet AND (next_poll_at IS NULL OR next_poll_at <= :now) AND origin IN ('child',"
        " (SELECT min(origin) FROM sources WHERE outlet = :outlet AND origin <> 'child')) ORDER BY id",  # 'file' < 'found'
        {"outlet": outlet, "now": to_text(now)},
    )
    return [source_of(row) for row in rows]


def source_of(row: Mapping[str, Any]) -> Source:
    """Return a row of `sources` as a value."""
    return Source(
        id=row["id"],
        outlet=row["outlet"],
        kind=SourceKind(row["kind"]),
        url=row["url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        content_hash=row["content_hash"],
        failures=row["failures"],
    )


def needs_finding(db: Database, outlet: Outlet, now: datetime) -> bool:
    """Say whether an outlet's sources are to be looked for: none named, and none found that answered within a week."""
    if any(True for _ in named_sources(outlet)):
        return False
    row = db.execute(
        "SELECT count(*) FROM sources WHERE outlet = ? AND origin = 'found' AND last_polled_at > ? AND failures = 0",
        (outlet.slug, to_text(now - _LOOK_AGAIN)),
    ).fetchone()
    return bool(row[0] == 0)


def source_polled(
    db: Database,
    source: Source,
    now: datetime,
    *,
    etag: str | None,
    last_modified: str | None,
    content_hash: str | None,
) -> None:
    """Note a poll that was answered, with the validators for the next one."""
    db.execute(
        "UPDATE sources SET kind = ?, etag = ?, last_modified = ?, content_hash = ?, last_polled_at = ?, failures = 0, next_poll_at = NULL"
        " WHERE id = ?",
        (source.kind, etag, last_modified, content_hash, to_text(now), source.id),
    )


def source_failed(db: Database, source: Source, now: datetime, wait: float | None = None) -> None:
    """Put a source off after a failure; `wait` is what the server asked for, in seconds."""
    due = now + backoff(source.failures + 1, wait)
    db.execute(
        "UPDATE sources SET failures = failures + 1, last_polled_at = ?, next_poll_at = ? WHERE id = ?",
        (to_text(now), to_text(due), source.id),
    )

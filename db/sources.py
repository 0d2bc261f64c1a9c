"""The sources table: where an outlet names its articles, with what the next poll needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from db.links import GONE, backoff
from db.poll_interval import Pace, next_pace
from db.records import Source, SourceKind
from db.times import time_from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from db.records import Outlet

_LOOK_AGAIN = timedelta(days=7)  # how long sources found from a home page are believed
_GONE_FOR = timedelta(days=7)  # how long a source may be answered by 404 before it is retired
_ASK_RETIRED = timedelta(days=7)  # between two looks whether a retired source is back
_LONG_FAILING = 8  # failures in a row: with the waits between them most of two days
# The sources that count for an outlet: those named in the file where there are any, else those found, and what either led to.
_COUNTING = """outlet = :outlet AND origin IN ('child',
    (SELECT min(origin) FROM sources WHERE outlet = :outlet AND origin <> 'child'))"""  # 'file' < 'found'


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


def add_sources(db: Database, outlet: str, sources: Iterable[tuple[SourceKind, str]], origin: str) -> int:
    """Write sources that are not there yet and return how many; `origin` is file (the user's), found (from the home page) or child
    (of a sitemap index).
    """
    insert = "INSERT OR IGNORE INTO sources (outlet, kind, url, origin) VALUES (?, ?, ?, ?)"
    return sum(db.execute(insert, (outlet, kind, url, origin)).rowcount for kind, url in sources)


def sources_of(db: Database, outlet: str) -> list[tuple[SourceKind, str]]:
    """Return kind and address of every source of an outlet that is not retired, those apart that an index of sitemaps led to."""
    query = "SELECT kind, url FROM sources WHERE outlet = ? AND retired_at IS NULL AND origin <> 'child' ORDER BY id"
    return [(SourceKind(row["kind"]), row["url"]) for row in db.execute(query, (outlet,))]


def put_found(db: Database, outlet: str, sources: Iterable[tuple[SourceKind, str]], now: datetime) -> None:
    """Write the sources that a home page names, and when they were looked for."""
    add_sources(db, outlet, sources, origin="found")
    db.execute("UPDATE outlets SET sources_found_at = ? WHERE slug = ?", (to_text(now), outlet))
    put_looked(db, outlet, now)


def put_looked(db: Database, outlet: str, now: datetime, wait: float | None = None) -> None:
    """Note a look for sources on a home page, with or without an answer: until a source has answered, the next one waits twice as long.

    `wait` is what the server asked for, in seconds.
    """
    looks = db.execute("SELECT looks FROM outlets WHERE slug = ?", (outlet,)).fetchone()[0] + 1
    due = to_text(now + backoff(looks, wait))
    db.execute("UPDATE outlets SET looks = ?, next_look_at = ? WHERE slug = ?", (looks, due, outlet))


def found_sources(db: Database, outlet: str) -> list[tuple[SourceKind, str]]:
    """Return the sources that were found on an outlet's home page and are not retired."""
    query = "SELECT kind, url FROM sources WHERE outlet = ? AND origin = 'found' AND retired_at IS NULL ORDER BY id"
    return [(SourceKind(kind), url) for kind, url in db.execute(query, (outlet,))]


def due_sources(db: Database, outlet: str, now: datetime, *, by_hand: bool = False) -> list[Source]:
    """Return the sources of an outlet that are to be asked now: none that is put off by failures, and none that rests.

    `by_hand` asks those too that rest.
    """
    rows = db.execute(
        f"SELECT * FROM sources WHERE {_COUNTING} AND (next_poll_at IS NULL OR next_poll_at <= :now OR (:by_hand AND failures = 0))"  # noqa: S608 - a constant
        " ORDER BY id",
        {"outlet": outlet, "now": to_text(now), "by_hand": by_hand},
    )
    return [source_of(row) for row in rows]


def any_rests(db: Database, outlet: str, now: datetime) -> bool:
    """Say whether a source of an outlet answered when it was last asked, and is not due again yet."""
    row = db.execute(
        f"SELECT EXISTS (SELECT 1 FROM sources WHERE {_COUNTING} AND failures = 0 AND next_poll_at > :now)",  # noqa: S608 - a constant
        {"outlet": outlet, "now": to_text(now)},
    ).fetchone()
    return bool(row[0])


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


def needs_finding(db: Database, outlet: Outlet, now: datetime, *, scheduled: bool = False) -> bool:
    """Say whether an outlet's sources are to be looked for on its home page; never where outlets.toml names some.

    They are where none of those found answered within a week, where one was retired since the last look, and once a week while one
    fails for long. A `scheduled` look waits for its time after looks that came to nothing.
    """
    if any(True for _ in named_sources(outlet)) or (scheduled and _look_put_off(db, outlet.slug, now)):
        return False
    row = db.execute(
        """SELECT count(*) FILTER (WHERE last_polled_at > :week AND failures = 0) = 0
            OR count(*) FILTER (WHERE retired_at > looked_at) > 0
            OR count(*) FILTER (WHERE failures >= :long AND retired_at IS NULL AND looked_at <= :week) > 0
        FROM (SELECT sources.*, coalesce(sources_found_at, '') AS looked_at FROM sources JOIN outlets ON slug = outlet
            WHERE outlet = :outlet AND origin = 'found')""",
        {"outlet": outlet.slug, "week": to_text(now - _LOOK_AGAIN), "long": _LONG_FAILING},
    ).fetchone()
    return bool(row[0])


def _look_put_off(db: Database, outlet: str, now: datetime) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM outlets WHERE slug = ? AND next_look_at > ?)"
    return bool(db.execute(query, (outlet, to_text(now))).fetchone()[0])


def source_polled(db: Database, source: Source, now: datetime, *, brought: int = 0, entries: int | None = None) -> None:
    """Note a poll that was answered, and when the next is due.

    `source` has the kind, the validators and the hash of this answer; `brought` is how many links were new or had changed, `entries` how
    many it listed, None where all was as before. A source that was retired is back.
    """
    row = db.execute(
        "SELECT interval, entries, links_per_day, last_polled_at FROM sources WHERE id = ?", (source.id,)
    ).fetchone()
    before = time_from_text(row["last_polled_at"])
    elapsed = (now - before).total_seconds() if before else None
    pace = next_pace(
        Pace(row["interval"] or 0, row["entries"] or 0, row["links_per_day"] or 0.0), elapsed, brought, entries
    )
    due = now + timedelta(seconds=pace.interval)
    db.execute(
        "UPDATE sources SET kind = ?, etag = ?, last_modified = ?, content_hash = ?, interval = ?, entries = ?, links_per_day = ?,"
        " last_polled_at = ?, next_poll_at = ?, failures = 0, gone_since = NULL, retired_at = NULL WHERE id = ?",
        (
            source.kind,
            source.etag,
            source.last_modified,
            source.content_hash,
            pace.interval,
            pace.entries,
            pace.links_per_day,
            to_text(now),
            to_text(due),
            source.id,
        ),
    )
    db.execute("UPDATE outlets SET looks = 0, next_look_at = NULL WHERE slug = ? AND looks > 0", (source.outlet,))


def source_failed(db: Database, source: Source, now: datetime, reason: str, wait: float | None = None) -> bool:
    """Put a source off after a failure; `wait` is what the server asked for, in seconds. Return whether this failure retires it.

    A source that is gone is retired: by a 410 at once (RFC 9110, 15.5.11: likely for good), by a 404 where it was answered by nothing
    else for a week. It is asked once a week whether it is back.
    """
    gone_since, retired_at = db.execute(
        "SELECT gone_since, retired_at FROM sources WHERE id = ?", (source.id,)
    ).fetchone()
    since = (time_from_text(gone_since) or now) if reason in GONE else None
    retires = retired_at is None and since is not None and (reason == "http_410" or now - since >= _GONE_FOR)
    wait_for = _ASK_RETIRED if retires or retired_at else backoff(source.failures + 1, wait)
    db.execute(
        "UPDATE sources SET failures = failures + 1, last_polled_at = ?, next_poll_at = ?, gone_since = ?,"
        " retired_at = coalesce(retired_at, ?) WHERE id = ?",
        (to_text(now), to_text(now + wait_for), to_text(since), to_text(now) if retires else None, source.id),
    )
    return retires

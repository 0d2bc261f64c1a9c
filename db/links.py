"""The links table: what sources named, waiting to be fetched, and what became of it.

A link waits while `next_try_at` is set. It is written down before it is fetched and closed in the transaction that stores its article,
so that a crawl killed at any moment loses no link and stores none twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from db.records import Link, LinkState, SourceKind
from db.times import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlite_utils import Database

    from db.records import FoundLink

MAX_ATTEMPTS = 6
_FIRST_WAIT = timedelta(minutes=10)  # then 20, 40, ... up to a day
_LONGEST_WAIT = timedelta(days=1)
_MOST_DOUBLINGS = 8  # nearly two days: the longest wait is reached, and failures without end give no number without end
GONE = frozenset({"http_404", "http_410"})  # the outlet says that there is no such page: no failure of it


def add_links(
    db: Database,
    outlet: str,
    source: int | None,
    found: Iterable[FoundLink],
    now: datetime,
    identity: Callable[[str], str],
) -> int:
    """Write down what a source named and return how many links are new; a known one is due again where its source says it changed.

    `identity` gives the key under which two addresses are one article. Runs inside the caller's transaction.
    """
    return sum(_add_link(db, outlet, source, link, to_text(now) or "", identity(link.url)) for link in found)


def _add_link(db: Database, outlet: str, source: int | None, link: FoundLink, now: str, identity: str) -> bool:
    row = db.execute(
        "SELECT id, state, changed_at, attempts, back_fill FROM links WHERE outlet = ? AND identity = ?",
        (outlet, identity),
    ).fetchone()
    changed = to_text(_last_change(link))
    if row is None:
        db.execute(
            "INSERT INTO links (outlet, url, identity, source, state, next_try_at, discovered_at, title, published_at, changed_at)"
            " VALUES (?, ?, ?, ?, 'new', ?, ?, ?, ?, ?)",
            (outlet, link.url, identity, source, now, now, link.title, to_text(link.published_at), changed),
        )
        return True
    if row["back_fill"]:  # an ordinary source names it as well
        db.execute("UPDATE links SET back_fill = NULL WHERE id = ?", (row["id"],))
    if changed and (row["changed_at"] or "") < changed:
        due = now if row["state"] == LinkState.FETCHED and row["changed_at"] else None
        db.execute(
            "UPDATE links SET changed_at = ?, next_try_at = coalesce(next_try_at, ?) WHERE id = ?",
            (changed, due, row["id"]),
        )
    if row["state"] == LinkState.NEW:
        _add_hints(db, row["id"], source, link)
    return False


def _add_hints(db: Database, link_id: int, source: int | None, link: FoundLink) -> None:
    """Add what a further source says of a link that is still to be fetched; what names its date counts as its source."""
    db.execute("UPDATE links SET title = coalesce(title, ?) WHERE id = ?", (link.title, link_id))
    db.execute(
        "UPDATE links SET published_at = ?1, source = ?2 WHERE id = ?3 AND published_at IS NULL AND ?1 IS NOT NULL",
        (to_text(link.published_at), source, link_id),
    )


def _last_change(link: FoundLink) -> datetime | None:
    """Return the latest time that a source names for an article; only where it later names a later one has the article changed."""
    times = [time for time in (link.changed_at, link.published_at) if isinstance(time, datetime)]
    return max(times, default=None)


def waiting_links(db: Database, outlet: str, now: datetime, limit: int, but: Iterable[int] = ()) -> list[Link]:
    """Return links of an outlet that are due, newest found first, leaving out the ids in `but` (those in flight).

    Those that only a back-fill has named are left to it.
    """
    without = sorted(but)
    marks = ",".join("?" * len(without))
    rows = db.execute(
        "SELECT links.*, sources.kind AS kind FROM links LEFT JOIN sources ON sources.id = links.source"  # noqa: S608 - only question marks
        f" WHERE links.outlet = ? AND next_try_at <= ? AND back_fill IS NULL AND links.id NOT IN ({marks})"
        " ORDER BY attempts, discovered_at DESC, links.id LIMIT ?",
        (outlet, to_text(now), *without, limit),
    )
    return [link_of(row) for row in rows]


def count_waiting(db: Database, outlet: str) -> int:
    """Return how many links of an outlet are still to be fetched, now or later; those of a back-fill do not count."""
    query = "SELECT count(*) FROM links WHERE outlet = ? AND next_try_at IS NOT NULL AND back_fill IS NULL"
    return int(db.execute(query, (outlet,)).fetchone()[0])


def link_of(row: Mapping[str, Any]) -> Link:
    """Return a row of `links`, with the `kind` of what named it, as a value."""
    return Link(
        id=row["id"],
        outlet=row["outlet"],
        url=row["url"],
        state=LinkState(row["state"]),
        attempts=row["attempts"],
        title=row["title"],
        published_at=from_text(row["published_at"]),
        source=SourceKind(row["kind"]) if row["kind"] else None,
        article=row["article"],
        etag=row["etag"],
        last_modified=row["last_modified"],
    )


def close_link(
    db: Database,
    link: int,
    now: datetime,
    *,
    article: int | None = None,
    reason: str | None = None,
    validators: Sequence[str | None] = (None, None),
) -> None:
    """Mark a link as fetched, or as rejected where a reason is given; it no longer waits."""
    state = LinkState.REJECTED if reason else LinkState.FETCHED
    db.execute(
        "UPDATE links SET state = ?, reason = ?, article = coalesce(?, article), fetched_at = ?, next_try_at = NULL, attempts = 0,"
        " etag = ?, last_modified = ? WHERE id = ?",
        (state, reason, article, to_text(now), *validators, link),
    )
    db.execute("UPDATE articles SET gone_at = NULL WHERE id = ? AND gone_at NOTNULL", (article,))


def links_of(db: Database, article: int) -> list[int]:
    """Return the links that led to an article."""
    return [row[0] for row in db.execute("SELECT id FROM links WHERE article = ?", (article,))]


def link_unchanged(db: Database, link: int, now: datetime) -> None:
    """Note that a conditional request was answered by 304: the article stands as it is stored."""
    text = to_text(now)
    db.execute(
        "UPDATE links SET state = 'fetched', reason = NULL, fetched_at = ?, next_try_at = NULL, attempts = 0 WHERE id = ?",
        (text, link),
    )
    db.execute(
        "UPDATE articles SET last_checked_at = ?, gone_at = NULL WHERE id = (SELECT article FROM links WHERE id = ?)",
        (text, link),
    )


def link_failed(db: Database, link: int, reason: str, now: datetime, wait: float | None = None) -> None:
    """Put a link off after a failure, twice as long each time; `wait` is what the server asked for, in seconds.

    After MAX_ATTEMPTS, or at once where the server says that the page is not there, the link is given up. An article whose page is gone
    stays, and says since when.
    """
    row = db.execute("SELECT attempts, article FROM links WHERE id = ?", (link,)).fetchone()
    attempts = row["attempts"] + 1
    if reason in GONE or attempts >= MAX_ATTEMPTS:
        state, due = (LinkState.GONE if reason in GONE else LinkState.FAILED), None
    else:
        state, due = LinkState.FAILED, to_text(now + backoff(attempts, wait))
    db.execute(
        "UPDATE links SET state = ?, reason = ?, attempts = ?, next_try_at = ? WHERE id = ?",
        (state, reason, attempts, due, link),
    )
    if reason in GONE:
        gone = "UPDATE articles SET gone_at = coalesce(gone_at, ?) WHERE id = ?"
        db.execute(gone, (to_text(now), row["article"]))


def backoff(attempts: int, wait: float | None = None) -> timedelta:
    """Return how long to wait after so many failures in a row, at least what the server asked for (seconds), at most a day."""
    doubled = _FIRST_WAIT * (1 << min(attempts - 1, _MOST_DOUBLINGS))
    return min(_LONGEST_WAIT, max(doubled, timedelta(seconds=wait or 0)))


def utc_now() -> datetime:
    """Return the time to the second: the archive's precision. For the edges of the program; steps are handed the time."""
    return datetime.now(UTC).replace(microsecond=0)

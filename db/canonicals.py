"""Whether an address that a page declares as its canonical one is believed, by what the archive knows of that address.

`pipelines.urls.canonical_url` has judged the address by its form: of the outlet's site, no home page, no section. That a template declares
one and the same article on all of its pages is seen only when a second page does so: then the address is not believed any more, of the
page that came first neither. Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from db.store import NewText


def settled(db: Database, outlet: str, new: NewText, now: datetime) -> NewText:
    """Return a page's article under the addresses that are its own: with the declared one where it is believed, else without.

    An address that another article, with another text, has by declaration alone is taken from it where this page was fetched from there.
    """
    declared, *others = new.addresses
    key = new.addresses[declared]
    fetched = {new.addresses[url] for url in others} or {key}
    own = {
        owner["id"] for address in fetched if (owner := _owner(db, address)) and _was_fetched(db, owner["id"], address)
    }
    for address in fetched:
        owner = _owner(db, address)
        if owner and owner["id"] not in own and not _is_same(owner, new):
            _take_away(db, owner["id"], address)
    return new if key in fetched or _is_believed(db, outlet, key, new, own, now) else _without(new, declared)


def _is_believed(db: Database, outlet: str, key: str, new: NewText, own: set[int], now: datetime) -> bool:
    """Say whether an address that was declared and not fetched is the page's; `own` are articles that the page's own addresses lead to."""
    known = "SELECT 1 FROM false_canonicals WHERE outlet = ? AND identity = ?"
    if db.execute(known, (outlet, key)).fetchone():
        return False
    owner = _owner(db, key)
    if owner is None or owner["id"] in own or _is_same(owner, new):
        return True
    if not _was_fetched(db, owner["id"], key):
        _take_away(db, owner["id"], key)
        db.execute("INSERT OR IGNORE INTO false_canonicals VALUES (?, ?, ?)", (outlet, key, to_text(now)))
    return False


def _owner(db: Database, identity: str) -> Any:
    query = (
        "SELECT articles.id, title, text, content_hash FROM articles JOIN article_urls ON article_urls.article = articles.id"
        " WHERE article_urls.identity = ? ORDER BY articles.id LIMIT 1"
    )
    return db.execute(query, (identity,)).fetchone()


def _was_fetched(db: Database, article: int, identity: str) -> bool:
    query = "SELECT 1 FROM links WHERE article = ? AND identity = ? AND fetched_at NOTNULL"
    return db.execute(query, (article, identity)).fetchone() is not None


def _is_same(owner: Any, new: NewText) -> bool:
    """Say whether a page's article is the stored one, corrected perhaps: by its title, or by half of the shorter one's paragraphs."""
    if owner["content_hash"] == new.content_hash or owner["title"].casefold() == new.article.title.casefold():
        return True
    here, there = set(new.article.text.split("\n\n")), set(owner["text"].split("\n\n"))
    return 2 * len(here & there) >= min(len(here), len(there))


def _take_away(db: Database, article: int, identity: str) -> None:
    """Take an address from an article that was fetched from another, which becomes its own; from one that was not, nothing is taken."""
    query = "SELECT url FROM links WHERE article = ? AND identity <> ? AND fetched_at NOTNULL ORDER BY fetched_at DESC LIMIT 1"
    row = db.execute(query, (article, identity)).fetchone()
    if row is None:
        return
    of_it = "article = ? AND identity = ?"
    db.execute(
        f"UPDATE articles SET url = ? WHERE id = ? AND url IN (SELECT url FROM article_urls WHERE {of_it})",  # noqa: S608 - a constant
        (row["url"], article, article, identity),
    )
    db.execute(f"DELETE FROM article_urls WHERE {of_it}", (article, identity))  # noqa: S608 - a constant


def _without(new: NewText, declared: str) -> NewText:
    addresses = {url: identity for url, identity in new.addresses.items() if url != declared}
    return replace(new, article=replace(new.article, url=next(iter(addresses))), addresses=addresses)

"""Searching in Datasette as on the command line: the same reading of what was typed, the same excerpts, in every SQL query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import hookimpl

from db.errors import BroadsheetError
from db.search_text import excerpt, match_query

if TYPE_CHECKING:
    import sqlite3

_NOTHING = '""'  # in FTS5, a query that nothing matches


# Last, because it takes the place of a function of Datasette's own: the one its search box goes through.
@hookimpl(trylast=True)  # type: ignore[untyped-decorator]  # Datasette has no types
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Give each connection `escape_fts(query)`, an FTS5 expression that is always valid, and `excerpt(text, query)`."""
    conn.create_function("escape_fts", 1, _expression, deterministic=True)
    conn.create_function("excerpt", 2, excerpt, deterministic=True)


def _expression(query: str | None) -> str:
    try:
        return match_query(query or "")
    except BroadsheetError:
        return _NOTHING

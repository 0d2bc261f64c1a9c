"""How single values look in lists: titles lead to their article, times and JSON arrays are readable, addresses tell nobody who asked."""

from __future__ import annotations

import json
import re
from typing import Any

from datasette.utils import is_url
from markupsafe import Markup

from db.datasette.plugins import hook

_LISTS = frozenset({"authors", "keywords", "topics", "evidence"})
_ADDRESS_LENGTH = 80  # characters shown of an address
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ")


@hook
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """Return the HTML of a cell, None to leave it to Datasette. `row` is by column name; `table` is None in a query's result."""
    if not isinstance(value, str) or not value:
        return None
    if column == "title":
        return _title(row, value, table, datasette.urls.table(database, "articles"))
    if time := _TIME.fullmatch(value):
        return Markup('<time datetime="{}">{} {}</time>').format(value, *time.groups())
    if column in _LISTS:
        return _list(value)
    if is_url(value):
        shown = value if len(value) <= _ADDRESS_LENGTH else f"{value[:_ADDRESS_LENGTH]}…"
        return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(value, shown)
    return None


def _title(row: Any, title: str, table: str | None, articles: str) -> Markup:
    """Link a title to its article where the row says which that is; a title in any script reads in its own direction."""
    key = "id" if table == "articles" else "article"
    article = row[key] if key in row.keys() else None  # noqa: SIM118  # sqlite3.Row: `in` would look among the values
    if not isinstance(article, int):
        return Markup('<span dir="auto">{}</span>').format(title)
    return Markup('<a class="title" dir="auto" href="{}/{}">{}</a>').format(articles, article, title)


def _list(value: str) -> Markup | None:
    try:
        words = json.loads(value)
    except ValueError:
        return None
    if not isinstance(words, list):
        return None
    if not words:
        return Markup("&nbsp;")
    return Markup(" ").join(Markup('<span class="chip" dir="auto">{}</span>').format(word) for word in words)

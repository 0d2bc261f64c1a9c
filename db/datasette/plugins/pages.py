"""What our templates know beyond Datasette's own: an article's whole page, the archive's overview, the columns worth listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.datasette.plugins import hook
from db.datasette.plugins.article import article_page
from db.datasette.plugins.overview import overview

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    Variables = dict[str, object]

# The articles' other columns are long or technical: on the article's own page, or with ?_all=1.
_LISTED = ("id", "title", "outlet", "published_at", "topics", "language", "access", "word_count")


@hook
def extra_template_vars(
    template: str, database: str | None, table: str | None, request: Any, datasette: Any
) -> Variables | Callable[[], Awaitable[Variables]]:
    """Add `article` to an article's page, `overview` to the first pages, `listed` (a filter) to the list of articles."""
    if template == "row.html" and table == "articles":
        return lambda: _article(datasette.get_database(database), request.url_vars["pks"])
    if template in {"index.html", "database.html"}:
        return lambda: _overview(datasette, datasette.get_database(database))
    if template == "table.html" and table == "articles" and not {"_all", "_col"} & set(request.args):
        return {"listed": listed}
    return {}


def listed(cells: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return the cells (or headings) whose `key` names a column worth listing, in the order in which they read best."""
    by_name = {cell[key]: cell for cell in cells}
    return [by_name[name] for name in _LISTED if name in by_name]


async def _article(database: Any, key: str) -> Variables:
    return {"article": await article_page(database, key)}


async def _overview(datasette: Any, database: Any) -> Variables:
    queries = await datasette.get_canned_queries(database.name, None)
    tables = datasette.metadata("tables", database=database.name)
    return {"archive": database.name, "overview": await overview(database), "offered": queries, "described": tables}

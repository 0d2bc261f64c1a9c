"""What Datasette is told of the archive: descriptions, how rows are listed, and the queries it offers."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

_HIDDEN = {"_sqlite_migrations": {"hidden": True}}


def metadata(database: str) -> dict[str, object]:
    """Return Datasette's metadata for the archive that it serves under the name `database`, made anew at each call."""
    queries = {name: {"hide_sql": True, **query} for name, query in _load("queries.toml").items()}
    return {
        "title": "Broadsheet",
        "description": "A news archive that fills itself. Read, search and filter it here, or ask it in SQL.",
        "extra_css_urls": ["/static/broadsheet.css"],
        "databases": {
            database: {
                "description": "Every article that the outlets published, with where it came from and what was taken off its page.",
                "tables": _load("tables.toml") | _HIDDEN,
                "queries": queries,
            }
        },
    }


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("db.datasette").joinpath(name).read_text(encoding="utf-8"))

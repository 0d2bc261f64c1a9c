"""What is known of a page before it is read: what its source said, and what outlets.toml says of its outlet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.items import Hints

if TYPE_CHECKING:
    from datetime import datetime

    from db.records import KeptPage, Link, Outlet


def outlet_hints(outlet: Outlet, now: datetime) -> Hints:
    """Return the hints for any page of an outlet that was fetched at `now`."""
    return Hints(
        timezone=outlet.timezone,
        language=outlet.language,
        now=now,
        outlet_name=outlet.name,
        respect_noarchive=outlet.respect_noarchive,
        respect_tdm=outlet.respect_tdm,
        selectors=outlet.selectors,
    )


def page_hints(outlet: Outlet, said: Link | KeptPage, encoding: str | None, fetched_at: datetime) -> Hints:
    """Return the hints for an outlet's page; `said` has what its source said of it, `encoding` is the charset of its HTTP header."""
    return replace(
        outlet_hints(outlet, fetched_at),
        title=said.title,
        published_at=said.published_at,
        source=said.source,
        encoding=encoding,
    )

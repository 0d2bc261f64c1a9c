"""What is known of a page before it is read: what its source said, and what outlets.toml says of its outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.items import Hints

if TYPE_CHECKING:
    from datetime import datetime

    from db.records import KeptPage, Link, Outlet


def page_hints(outlet: Outlet, said: Link | KeptPage, encoding: str | None, fetched_at: datetime) -> Hints:
    """Return the hints for an outlet's page; `said` has what its source said of it, `encoding` is the charset of its HTTP header."""
    return Hints(
        title=said.title,
        published_at=said.published_at,
        source=said.source,
        timezone=outlet.timezone,
        language=outlet.language,
        encoding=encoding,
        now=fetched_at,
        outlet_name=outlet.name,
        respect_noarchive=outlet.respect_noarchive,
        respect_tdm=outlet.respect_tdm,
        selectors=outlet.selectors,
    )

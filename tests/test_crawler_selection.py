"""Which links are followed: by the outlet's site, the user's patterns, and how a whole-site list names them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery import Reading
from crawler.selection import recent, wanted
from db.records import FoundLink, Outlet, SourceKind

HOME = "https://www.times.example/"
NOW = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def outlet(*, allow: tuple[str, ...] = (), deny: tuple[str, ...] = ()) -> Outlet:
    return Outlet("times", "The Times", HOME, allow=allow, deny=deny)


@pytest.mark.parametrize(
    ("of", "url", "expected"),
    [
        pytest.param(outlet(), "https://www.times.example/a", True, id="on the home page's host"),
        pytest.param(outlet(), "https://sport.times.example/a", True, id="on another host of the site"),
        pytest.param(outlet(), "http://times.example/a", True, id="without www and TLS"),
        pytest.param(outlet(), "https://other.example/a", False, id="on another site"),
        pytest.param(outlet(), "https://times.example.evil.example/a", False, id="on a site that only looks like it"),
        pytest.param(outlet(allow=("/news/",)), "https://times.example/news/a", True, id="allowed"),
        pytest.param(outlet(allow=("/news/",)), "https://times.example/blog/a", False, id="not among the allowed"),
        pytest.param(outlet(allow=("/x/", "/news/")), "https://times.example/news/a", True, id="one pattern is enough"),
        pytest.param(
            outlet(allow=("^https://partner\\.example/",)),
            "https://partner.example/a",
            True,
            id="another site, allowed",
        ),
        pytest.param(outlet(deny=("/video/",)), "https://times.example/video/a", False, id="denied"),
        pytest.param(outlet(deny=("/video/",)), "https://times.example/news/a", True, id="not denied"),
        pytest.param(
            outlet(allow=("/news/",), deny=("/news/video",)),
            "https://times.example/news/video/a",
            False,
            id="deny wins",
        ),
    ],
)
def test_a_link_is_wanted_by_its_address(of: Outlet, url: str, expected: bool) -> None:
    assert wanted(of, url) is expected


def found(path: str, changed_at: datetime | None = None) -> FoundLink:
    return FoundLink(f"https://times.example{path}", changed_at=changed_at)


STORY, OLD, TAG = (
    found("/2025/05/harbour-bridge-toll-is-scrapped-after-protests", NOW - DAY),
    found("/2025/03/ferry-fares-rise-in-spring-for-the-first-time", NOW - 40 * DAY),
    found("/tag/ferry", NOW - DAY),
)


@pytest.mark.parametrize(
    ("kind", "links", "expected"),
    [
        pytest.param(SourceKind.FEED, (STORY, OLD, TAG), (STORY, OLD, TAG), id="all of a feed"),
        pytest.param(SourceKind.NEWS_SITEMAP, (OLD, TAG), (OLD, TAG), id="all of a news sitemap"),
        pytest.param(SourceKind.SITEMAP, (STORY, OLD), (STORY,), id="of a sitemap what changed within a month"),
        pytest.param(SourceKind.SITEMAP, (OLD,), (), id="nothing of an old sitemap"),
    ],
)
def test_links_worth_a_fetch(kind: SourceKind, links: tuple[FoundLink, ...], expected: tuple[FoundLink, ...]) -> None:
    assert recent(Reading(kind, links, ()), NOW) == expected


def test_a_sitemap_without_times_gives_its_first_two_hundred() -> None:
    links = tuple(found(f"/2025/05/harbour-bridge-toll-is-scrapped-for-the-{number}th-time") for number in range(300))
    assert recent(Reading(SourceKind.SITEMAP, links, ()), NOW) == links[:200]

"""Outlets without feed or sitemap, crawled as they publish: nearly all articles are found, and hardly anything else is fetched."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

import pytest

from crawler.sample.press.items import published
from crawler.sample.press.outlets import press_outlets
from crawler.sample.press.site import PressSite, press_sites
from crawler.sample.server import LocalWeb
from pipelines.urls import identity
from tests.crawls import Crawl, crawl, entry, rows, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.sample.server import Request

EDITIONS = (1, 2, 3)
SLUGS = [outlet.slug for outlet in press_outlets()]


def linked(site: PressSite) -> set[str]:
    """Return the identities of the articles that a home page and the sections of its menus link to."""
    found = set()
    for path in site.lists:
        hrefs = re.findall(r'<a [^>]*href="([^"]+)"', site.pages[path]().body.decode())
        found |= {identity(urljoin(f"http://{site.host}{path}", unescape(href))) for href in hrefs}
    return found & set(map(identity, site.articles))


class Crawled:
    """An archive after three crawls with a day's news before each, and what each asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.crawls: list[Crawl] = []
        self.requests: list[list[Request]] = []
        self.linked: dict[str, set[str]] = {slug: set() for slug in SLUGS}
        self.articles: dict[str, set[str]] = {}
        zones = {
            outlet.slug: f'language = "{outlet.language}"\ntimezone = "{outlet.timezone}"' for outlet in press_outlets()
        }
        write_outlets(folder, *(entry(slug, f"http://{slug}.example/", zones[slug]) for slug in SLUGS))
        with LocalWeb([]) as web:
            for edition in EDITIONS:
                sites = press_sites(edition)
                web.replace(sites)
                for slug, site in zip(SLUGS, sites, strict=True):
                    self.linked[slug] |= linked(site)
                    self.articles[slug] = set(map(identity, site.articles))
                before = len(web.requests)
                self.crawls.append(crawl(web, folder))
                self.requests.append(web.requests[before:])
        polled = rows(folder, "SELECT url FROM sources")
        self.sources = {identity(url) for (url,) in polled}

    def fetched(self, slug: str, *crawls: int) -> list[str]:
        """Return the identities of all that was asked for beside robots.txt and the sources."""
        asked = [
            request for number in crawls for request in self.requests[number - 1] if request.host == f"{slug}.example"
        ]
        keys = [identity(f"http://{request.host}{request.path}") for request in asked if request.path != "/robots.txt"]
        return [key for key in keys if key not in self.sources]

    def stored(self, slug: str) -> set[str]:
        """Return the identities of the stored articles."""
        return {identity(url) for (url,) in rows(self.folder, f"SELECT url FROM articles WHERE outlet = '{slug}'")}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("press"))


def test_the_outlets_publish_and_have_neither_feed_nor_sitemap(crawled: Crawled) -> None:
    sites = [press_sites(edition) for edition in EDITIONS]
    assert [[len(site.articles) for site in edition] for edition in sites] == [[37] * 8, [50] * 8, [63] * 8]
    assert all(len(crawled.linked[slug]) > 60 for slug in SLUGS)
    assert {kind for (kind,) in rows(crawled.folder, "SELECT kind FROM sources")} == {"section"}
    assert [done.code for done in crawled.crawls] == [0, 0, 0]


@pytest.mark.parametrize("slug", SLUGS)
def test_articles_that_home_and_section_pages_link_to_are_stored(crawled: Crawled, slug: str) -> None:
    linked, stored = crawled.linked[slug], crawled.stored(slug)
    assert len(linked & stored) >= 0.95 * len(linked)


@pytest.mark.parametrize("slug", SLUGS)
def test_by_the_third_crawl_hardly_anything_is_fetched_that_is_no_article(crawled: Crawled, slug: str) -> None:
    fetched = crawled.fetched(slug, 3)
    assert len(fetched) >= 12
    assert len([key for key in fetched if key not in crawled.articles[slug]]) <= 0.05 * len(fetched)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_no_article_is_not_stored_as_one(crawled: Crawled, slug: str) -> None:
    stored = crawled.stored(slug)
    assert len(stored - crawled.articles[slug]) <= 0.05 * len(stored)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_article_is_fetched_twice(crawled: Crawled, slug: str) -> None:
    fetched = crawled.fetched(slug, *EDITIONS)
    assert len(fetched) == len(set(fetched))


def test_nothing_is_asked_of_anybody_else(crawled: Crawled) -> None:
    asked = {request.host for done in crawled.requests for request in done}
    assert asked == {f"{slug}.example" for slug in SLUGS}


def test_texts_are_those_that_were_written(crawled: Crawled) -> None:
    texts = dict(rows(crawled.folder, "SELECT url, text FROM articles"))
    for outlet in press_outlets():
        for item in published(outlet, 3):
            url = f"http://{outlet.host}{quote(item.path, safe='/?=&')}"
            if item.kind == "article" and url in texts:
                assert texts[url] == "\n\n".join(item.paragraphs)

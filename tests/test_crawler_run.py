"""The main job on the sample outlets: what the archive holds after a crawl is what they published, to the letter."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from crawler.sample.articles import load_outlets
from crawler.sample.server import LocalWeb
from crawler.sample.sites import sample_sites
from db.times import to_text
from tests.crawls import Crawl, crawl, entry, paper, rows, sample_entries, story_page, story_url, write_outlets

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.sample.server import Request

COLUMNS = "outlet, url, title, text, authors, published_at, modified_at, language, section, keywords, summary, image_url, access"
FACTS = f"SELECT {COLUMNS} FROM articles ORDER BY url"
CHANGED = "http://harbour-post.example/2025/05/maternity-ward-at-st-brannocks-to-close-at-night/"
COPY = "http://gulf-meridian.example/science/cold-water-reef-found-off-northern-coast"
ORIGINAL = "http://harbour-post.example/2025/05/cold-water-reef-the-size-of-a-city/"


class Crawled:
    """An archive after a crawl of the samples, one without news and one after a correction, with what each asked for."""

    def __init__(self, folder: Path) -> None:
        write_outlets(folder, *sample_entries())
        self.folder = folder
        self.crawls: list[Crawl] = []
        self.requests: list[list[Request]] = []
        self.articles: list[list[tuple[Any, ...]]] = []
        with LocalWeb(sample_sites()) as web:
            for edition in (1, 1, 2):
                web.replace(sample_sites(edition))
                before = len(web.requests)
                self.crawls.append(crawl(web, folder))
                self.requests.append(web.requests[before:])
                self.articles.append(rows(folder, FACTS))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("samples"))


def published(edition: int) -> list[tuple[Any, ...]]:
    """Return what the samples' data says, as rows of FACTS."""
    return sorted(
        (
            (
                outlet.slug,
                article.url,
                article.title,
                article.text,
                json.dumps(list(article.authors), ensure_ascii=False),
                to_text(article.published_at),
                to_text(article.modified_at),
                outlet.language,
                article.section,
                json.dumps(list(article.keywords), ensure_ascii=False),
                article.summary,
                article.image,
                article.access,
            )
            for outlet in load_outlets(edition)
            for article in outlet.articles
        ),
        key=lambda row: row[1],
    )


@pytest.mark.parametrize(("crawls", "edition"), [(1, 1), (2, 1), (3, 2)])
def test_the_archive_holds_what_was_published(crawled: Crawled, crawls: int, edition: int) -> None:
    stored, expected = crawled.articles[crawls - 1], published(edition)
    assert len(expected) == 38
    for row, wanted in zip(stored, expected, strict=True):
        assert row == wanted


def test_the_sites_clock_is_no_ones_date(crawled: Crawled) -> None:
    clocks = {outlet.now.date().isoformat() for outlet in load_outlets()}
    days = {
        day
        for row in rows(crawled.folder, "SELECT substr(published_at, 1, 10), published_day FROM articles")
        for day in row
    }
    assert clocks == {"2025-06-01"}
    assert not days & clocks


def test_no_row_holds_another_storys_headline(crawled: Crawled) -> None:
    outlets = load_outlets()
    gone = [headline for outlet in outlets for headline in outlet.gone.values()]
    texts = dict(rows(crawled.folder, "SELECT url, text FROM articles"))
    assert len(gone) >= 38
    for outlet in outlets:
        for article in outlet.articles:
            others = {other.title for other in outlet.articles} - {article.title}
            assert [headline for headline in (*gone, *others) if headline in texts[article.url]] == []


def test_every_line_of_the_crawls_says_what_it_did(crawled: Crawled) -> None:
    def counts(done: Crawl) -> list[str]:
        return sorted(re.sub(r", in \d+\.\d s.*", "", line) for line in done.lines)

    assert [(done.code, done.errors) for done in crawled.crawls] == [(0, "")] * 3
    assert [counts(done) for done in crawled.crawls] == [
        [
            "al-manara: ok, 12 found, 12 new, 0 modified, 0 unchanged",
            "gulf-meridian: ok, 17 found, 13 new, 0 modified, 0 unchanged, 4 rejected, (http_404 4)",
            "harbour-post: ok, 13 found, 13 new, 0 modified, 0 unchanged",
        ],
        [
            f"{slug}: ok, 0 found, 0 new, 0 modified, 0 unchanged"
            for slug in ("al-manara", "gulf-meridian", "harbour-post")
        ],
        [
            "al-manara: ok, 0 found, 0 new, 0 modified, 0 unchanged",
            "gulf-meridian: ok, 0 found, 0 new, 0 modified, 0 unchanged",
            "harbour-post: ok, 0 found, 0 new, 1 modified, 0 unchanged",
        ],
    ]


def test_every_run_is_a_row_with_its_counts(crawled: Crawled) -> None:
    query = "SELECT outlet, outcome, found, new, modified, unchanged, rejected, failed, requests, bytes > 0 AND ended_at NOTNULL FROM runs"
    assert sorted(rows(crawled.folder, query + " WHERE id <= 3")) == [
        ("al-manara", "ok", 12, 12, 0, 0, 0, 0, 16, 1),
        ("gulf-meridian", "ok", 17, 13, 0, 0, 4, 0, 25, 1),
        ("harbour-post", "ok", 13, 13, 0, 0, 0, 0, 17, 1),
    ]
    assert rows(crawled.folder, "SELECT count(*) FROM problems") == [(0,)]


def test_links_are_fetched_or_gone_and_wait_for_nothing(crawled: Crawled) -> None:
    query = "SELECT outlet, state, reason, count(*), count(article), count(next_try_at) FROM links GROUP BY 1, 2, 3"
    assert rows(crawled.folder, query) == [
        ("al-manara", "fetched", None, 12, 12, 0),
        ("gulf-meridian", "fetched", None, 13, 13, 0),
        ("gulf-meridian", "gone", "http_404", 4, 0, 0),
        ("harbour-post", "fetched", None, 13, 13, 0),
    ]


def test_a_second_crawl_only_asks_sources_whether_they_changed(crawled: Crawled) -> None:
    asked = [(request.host, request.status, request.conditional) for request in crawled.requests[1]]
    assert Counter(asked) == {
        ("gulf-meridian.example", 304, True): 6,
        ("harbour-post.example", 304, True): 2,
        ("al-manara.example", 304, True): 2,
    }


def test_no_article_is_asked_for_twice_but_the_changed_one(crawled: Crawled) -> None:
    articles = {article.url for outlet in load_outlets() for article in outlet.articles}
    asked = Counter(
        url
        for done in crawled.requests
        for request in done
        if (url := f"http://{request.host}{request.path}") in articles
    )
    assert asked == dict.fromkeys(articles, 1) | {CHANGED: 2}


def test_a_correction_is_a_second_revision_of_its_article_alone(crawled: Crawled) -> None:
    texts = [next(row[3] for row in published(edition) if row[1] == CHANGED) for edition in (1, 2)]
    query = "SELECT url, revisions.text FROM revisions JOIN articles ON articles.id = article ORDER BY revisions.id"
    assert rows(crawled.folder, query) == [(CHANGED, text) for text in texts]
    assert texts[0] != texts[1]


def test_a_copy_cut_by_a_paragraph_is_an_article_of_its_own(crawled: Crawled) -> None:
    query = f"SELECT outlet, duplicate_of FROM articles WHERE url IN ('{COPY}', '{ORIGINAL}') ORDER BY outlet"
    assert rows(crawled.folder, query) == [("gulf-meridian", None), ("harbour-post", None)]


def test_a_text_that_two_outlets_carry_names_the_first(tmp_path: Path) -> None:
    hosts = ("north.example", "south.example")
    path = story_url("", "bridge").removeprefix("http://")
    agency = {path: story_page("agency.example", "bridge")}
    write_outlets(tmp_path, *(entry(host.split(".")[0], f"http://{host}/") for host in hosts))
    with LocalWeb([paper(host, ("bridge", "market"), answers=agency) for host in hosts]) as web:
        assert crawl(web, tmp_path).code == 0
    query = "SELECT copies.url, firsts.url FROM articles AS copies JOIN articles AS firsts ON firsts.id = copies.duplicate_of"
    assert [set(pair) for pair in rows(tmp_path, query)] == [{f"http://{host}{path}" for host in hosts}]
    assert rows(tmp_path, "SELECT outlet, count(*) FROM articles GROUP BY 1") == [("north", 2), ("south", 2)]


def test_every_request_has_the_one_honest_name_and_goes_to_an_outlet(crawled: Crawled) -> None:
    every = [request for done in crawled.requests for request in done]
    assert {request.user_agent for request in every} == {"Broadsheet/0.1 (news archive; contact: not given)"}
    assert {request.host for request in every} == {"gulf-meridian.example", "harbour-post.example", "al-manara.example"}


def test_the_archive_is_sound(crawled: Crawled) -> None:
    assert rows(crawled.folder, "PRAGMA integrity_check") == [("ok",)]
    assert rows(crawled.folder, "PRAGMA foreign_key_check") == []
    assert rows(crawled.folder, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'maternity'") == [(1,)]

"""The archive's pages, asked of Datasette in this process."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from db.archive import open_archive
from db.datasette.metadata import metadata
from db.datasette.serve import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx import Response

    Get = Callable[..., Response]

HARBOUR, NAHAR = "The Harbour Post", "صحيفة الميناء"


@pytest.fixture
def get(archive: Path) -> Iterator[Get]:
    """Ask the archive's pages: `get("/news/search", q="ferry")`."""
    datasette = build(archive)
    yield lambda path, **query: asyncio.run(datasette.client.get(f"{path}?{urlencode(query)}" if query else path))
    for database in datasette.databases.values():
        database.close()


def soup(response: Response) -> BeautifulSoup:
    assert response.status_code == 200, response.text
    return BeautifulSoup(response.text, "lxml")


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in page.select(selector)]


def test_every_table_and_column_is_described_and_nothing_else(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        names = (
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
        )
        tables = {name for (name,) in connection.execute(names)} - {"_sqlite_migrations"}
        schema = {name: {row[1] for row in connection.execute(f"PRAGMA table_info([{name}])")} for name in tables}
    described = database("news")["tables"]
    assert described.pop("_sqlite_migrations") == {"hidden": True}
    assert {name: set(table["columns"]) for name, table in described.items()} == schema
    assert all(table["description"] and all(table["columns"].values()) for table in described.values())


def database(name: str) -> Any:
    databases: Any = metadata(name)["databases"]
    return databases[name]


ANSWERS = {
    "latest": [
        ({}, ["article"], [[4], [3], [2], [1]]),
        ({"outlet": "harbour"}, ["article", "outlet"], [[4, HARBOUR], [1, HARBOUR]]),
    ],
    "by_topic": [
        ({"topic": "Economy"}, ["article", "title"], [[1, "Ferry fares rise in spring"]]),
        ({"topic": "20000332"}, ["article", "outlet"], [[1, HARBOUR]]),
        ({"topic": "sport"}, ["article"], []),
    ],
    "today_per_outlet": [({}, ["slug", "new_articles"], [["nahar", 2], ["harbour", 1]])],
    "failed_runs": [({}, ["run", "outlet", "outcome", "commonest_reason"], [[1, HARBOUR, "failed", "timeout"]])],
    "boilerplate_of_outlet": [({"outlet": "harbour"}, ["sample", "pages"], [["Share this", 9]])],
    "removed_from_article": [({"article": "1"}, ["position", "reason", "text"], [[0, "boilerplate", "Share this"]])],
    "search": [
        (
            {"q": "monday council"},
            ["article", "excerpt"],
            [[1, "The ferry will cost more. The council voted on Monday."]],
        ),
        ({"q": "العبارات"}, ["article"], [[2]]),
        ({"q": "ferry -council"}, ["article"], [[3]]),
        ({"q": ""}, ["article"], []),
        ({"q": '"'}, ["article"], []),
        ({"q": "x' OR 1 --"}, ["article"], []),
    ],
    "changed_articles": [({}, ["article", "title", "texts"], [[1, "Ferry fares rise in spring", 2]])],
}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_each_query_answers(get: Get, name: str) -> None:
    for query, columns, rows in ANSWERS[name]:
        found = get(f"/news/{name}.json", _shape="array", **query).json()
        assert [[row[column] for column in columns] for row in found] == rows
        assert texts(soup(get(f"/news/{name}", **query)), "h1") == [database("news")["queries"][name]["title"]]


def test_every_query_that_is_offered_is_tried_above() -> None:
    assert set(database("news")["queries"]) == set(ANSWERS)


def test_articles_are_listed_newest_first_with_facets(get: Get) -> None:
    listing = get("/news/articles.json", _shape="objects").json()
    assert [row["id"] for row in listing["rows"]] == [2, 1, 3, 4]
    facets = {
        name: [(value["value"], value["count"]) for value in facet["results"]]
        for name, facet in listing["facet_results"].items()
    }
    assert facets == {
        "outlet": [("harbour", 2), ("nahar", 2)],
        "topics": [("<i>x</i>", 1), ("economy", 1), ("transport", 1)],
        "language": [("en", 3), ("ar", 1)],
        "published_day": [("2024-03-02", 1), ("2024-03-03", 1)],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param({"_search": "FERRY"}, [1, 3], id="a word in any case"),
        pytest.param({"_search": '"cost more" -council'}, [3], id="read as on the command line"),
        pytest.param({"_search": '"'}, [], id="nothing to search for finds nothing"),
        pytest.param({"topics__arraycontains": "economy"}, [1], id="a topic, as its facet filters"),
        pytest.param({"published_day": "2024-03-03"}, [2], id="a day, as its facet filters"),
    ],
)
def test_articles_are_found_by(get: Get, query: dict[str, str], found: list[int]) -> None:
    assert [row["id"] for row in get("/news/articles.json", _shape="objects", **query).json()["rows"]] == found


def test_the_list_shows_the_columns_worth_reading(get: Get) -> None:
    page = soup(get("/news/articles"))
    brief = ["id", "title", "outlet", "published_at", "topics", "language", "access", "word_count"]
    assert [heading["data-column"] for heading in page.select("th")] == brief
    assert texts(page, "tbody tr:first-child td")[1:4] == ["ارتفاع أسعار العبارات", f"{NAHAR} nahar", "2024-03-03"]
    assert texts(page, "tbody tr:nth-child(2) td.col-published_at") == ["2024-03-02 08:15"]
    assert page.select_one("tbody tr td.col-title a")["href"] == "/news/articles/2"
    assert page.select_one(".columns-described dd").text == "Number of the article in this archive"
    hidden = soup(get("/news/articles", _nocol="topics"))
    assert [heading["data-column"] for heading in hidden.select("th")] == [name for name in brief if name != "topics"]
    everything = {heading["data-column"] for heading in soup(get("/news/articles", _all="1")).select("th")}
    assert everything == set(database("news")["tables"]["articles"]["columns"])


def test_an_article_reads_like_one(get: Get) -> None:
    page = soup(get("/news/articles/1"))
    assert page.title.text == "Ferry fares rise in spring"
    assert texts(page, "article h1, .kicker, .byline, .standfirst") == [
        HARBOUR,
        "Ferry fares rise in spring",
        "Ana Reis, Tom Hale",
        "Passengers pay a tenth more from April.",
    ]
    assert texts(page, "article .meta") == ["2 March 2024, 08:15 UTC (from the page's JSON-LD) · free · 10 words"]
    assert texts(page, ".chips li") == ["transport 0.82 lexicon: ferry, fares"]
    assert texts(page, ".text p") == ["The ferry will cost more.", "The council voted on Monday."]
    assert texts(page, ".about > ul li") == [f"Ferry fares rise {NAHAR}, repeats this article"]
    assert texts(page, ".revision p") == ["The ferry may cost more.", "The council voted on Monday."]
    assert texts(page, ".revision del") == ["The ferry may cost more."]
    assert texts(page, ".removed dl") == ["boilerplate itemShare this"]
    outside = [link for link in page.select("a[href^=http]") if "harbour.example" in link["href"]]
    assert {link["href"] for link in outside} == {"https://harbour.example/1", "https://harbour.example/ferry.jpg"}
    assert all("noreferrer" in link["rel"] for link in outside)
    assert page.select("img, script, iframe") == []


def test_an_arabic_article_says_its_language_and_how_far_its_date_is_known(get: Get) -> None:
    page = soup(get("/news/articles/2"))
    assert page.select_one("article.page")["lang"] == "ar"
    assert {element["dir"] for element in page.select("article h1, .text p")} == {"auto"}
    assert texts(page, "article .meta")[0].startswith("3 March 2024 (day only, from the URL) · paywalled")


def test_an_article_of_another_table_keeps_the_plain_page(get: Get) -> None:
    assert texts(soup(get("/news/outlets/harbour")), "h1") == ["outlets: harbour"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/news",
        "/news/articles",
        "/news/articles?_all=1",
        "/news/articles/4",
        "/news/latest",
        "/news/removed_blocks",
    ],
)
def test_what_a_page_said_is_shown_and_never_run(get: Get, path: str) -> None:
    page = soup(get(path))
    assert [script for script in page.select("script") if "alert" in script.text] == []
    assert page.select("img, b, article i, td i") == []
    assert [
        element for element in page.select("[href], [src], [action]") if "javascript:" in json.dumps(element.attrs)
    ] == []


def test_an_articles_page_may_run_no_script_and_the_others_ours_alone(get: Get) -> None:
    article, listing = (get(path).headers for path in ("/news/articles/1", "/news/articles"))
    policies = [
        dict(part.split(" ", 1) for part in page["content-security-policy"].split("; ")) for page in (article, listing)
    ]
    assert [policy["default-src"] for policy in policies] == ["'none'", "'none'"]
    assert "script-src" not in policies[0]
    assert "style-src 'self' 'unsafe-inline'" in listing["content-security-policy"]
    sources = policies[1]["script-src"].split()
    assert sources[0] == "'self'"
    assert len(sources) == 3
    assert all(source.startswith("'sha256-") for source in sources[1:])
    assert [page["x-content-type-options"] for page in (article, listing)] == ["nosniff", "nosniff"]


def test_the_first_page_says_what_there_is(get: Get) -> None:
    page = soup(get("/"))
    assert texts(page, ".facts dd")[:3] == ["4", "2", "3"]
    assert texts(page, ".facts dd")[3].endswith(f"{NAHAR}: ok, 2 new")
    assert texts(page, ".latest h3")[1:] == ["Ferry fares rise", "ارتفاع أسعار العبارات", "Ferry fares rise in spring"]
    offered = {link["href"].removeprefix("/news/") for link in page.select("aside li a")}
    assert offered == set(ANSWERS) | {"/news"}
    assert texts(page, "aside .chip") == ["transport 1", f"{HARBOUR} 2", f"{NAHAR} 2"]


def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    open_archive(tmp_path / "empty.db").close()
    datasette = build(tmp_path / "empty.db")
    page = soup(asyncio.run(datasette.client.get("/")))
    assert texts(page, ".facts dd") == ["0", "0", "0", "none yet: broadsheet crawl does one"]
    assert texts(soup(asyncio.run(datasette.client.get("/empty/articles"))), ".zero-results") == ["0 records"]


def test_a_missing_article_is_a_404(get: Get) -> None:
    assert get("/news/articles/99").status_code == 404

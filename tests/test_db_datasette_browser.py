"""The archive's pages as a real browser builds them, from a real server."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Open = Callable[[str], tuple[BeautifulSoup, list[str]]]

pytestmark = pytest.mark.browser

SERVE = "import sys; from pathlib import Path; from db.datasette.serve import serve; serve(Path(sys.argv[1]), port=0)"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    " --disable-sync --enable-logging=stderr --dump-dom"
)


@pytest.fixture
def server(archive: Path) -> Iterator[str]:
    """Return the address of a server of the archive, without the last slash."""
    command = [sys.executable, "-c", SERVE, str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[3].rstrip("/")
        process.terminate()


@pytest.fixture
def browse(server: str, chromium: str, tmp_path: Path) -> Open:
    """Open a page in Chromium: return the document once its scripts have run, and what the browser refused to run or load."""

    def browse_page(path: str) -> tuple[BeautifulSoup, list[str]]:
        command = [chromium, *FLAGS.split(), f"--user-data-dir={tmp_path / 'profile'}", f"{server}{path}"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return BeautifulSoup(run.stdout, "lxml"), [
            line for line in run.stderr.splitlines() if "Content Security Policy" in line
        ]

    return browse_page


def test_an_article_reads_and_nothing_of_its_page_is_refused_or_run(browse: Open) -> None:
    page, refused = browse("/news/articles/1")
    assert page.select_one("article h1").text == "Ferry fares rise in spring"
    assert [paragraph.text for paragraph in page.select(".text p")] == [
        "The ferry will cost more.",
        "The council voted on Monday.",
    ]
    assert refused == []


def test_a_hostile_article_is_words_alone(browse: Open) -> None:
    page, refused = browse("/news/articles/4")
    assert page.select_one("article h1").text == "<script>alert(1)</script>"
    assert page.select("script, img") == []
    assert refused == []


def test_arabic_stands_in_elements_that_take_its_direction(browse: Open) -> None:
    page, _ = browse("/news/articles/2")
    found = [(element.name, element["dir"], element.text) for element in page.select("article h1, .text p:first-child")]
    assert found == [("h1", "auto", "ارتفاع أسعار العبارات"), ("p", "auto", "سترتفع أسعار العبارات في الربيع.")]


def test_the_list_has_facets_search_and_working_column_menus(browse: Open) -> None:
    page, refused = browse("/news/articles?_search=ferry")
    assert [link.text for link in page.select("td a.title")] == ["Ferry fares rise in spring", "Ferry fares rise"]
    facets = {
        facet["data-column"]: [link.text for link in facet.select("li a")] for facet in page.select(".facet-info")
    }
    assert facets["topics"] == ["economy", "transport"]
    assert set(facets) == {"outlet", "topics", "language", "published_day"}
    assert len(page.select("th svg.dropdown-menu-icon")) == len(page.select("th"))
    assert refused == []


@pytest.mark.parametrize("path", ["/news", "/news?sql=select+1"])
def test_the_sql_editor_works_under_the_policy(browse: Open, path: str) -> None:
    page, refused = browse(path)
    assert len(page.select("form.sql .CodeMirror")) == 1
    assert refused == []


def test_the_first_page_and_a_query_load_whole(browse: Open) -> None:
    for path in ("/", "/news/search?q=ferry"):
        page, refused = browse(path)
        assert "Ferry fares rise in spring" in page.get_text()
        assert refused == []

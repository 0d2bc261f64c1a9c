"""The archive on the live file, and its server as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from db.datasette.serve import build, serve
from db.errors import ArchiveError, BroadsheetError

if TYPE_CHECKING:
    from datasette.app import Datasette

SERVE = "import sys; from pathlib import Path; from db.datasette.serve import serve; serve(Path(sys.argv[1]), port=0)"


def title_of_first(datasette: Datasette) -> str:
    return asyncio.run(datasette.client.get("/news/articles/1.json?_shape=objects")).json()["rows"][0]["title"]


def test_what_a_crawl_writes_is_seen_at_once(archive: Path) -> None:
    datasette = build(archive)
    assert title_of_first(datasette) == "Ferry fares rise in spring"
    with closing(sqlite3.connect(archive)) as connection, connection:
        connection.execute("UPDATE articles SET title = 'Changed' WHERE id = 1")
    assert title_of_first(datasette) == "Changed"


def test_nothing_can_be_written(archive: Path) -> None:
    datasette = build(archive)
    with (
        closing(datasette.get_database("news").connect(write=True)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM articles")


def test_a_folder_may_have_any_name(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "50% of C#?"
    folder.mkdir()
    moved = archive.rename(folder / "news.db")
    assert title_of_first(build(moved)) == "Ferry fares rise in spring"


def test_links_start_with_the_base_url(archive: Path) -> None:
    page = BeautifulSoup(asyncio.run(build(archive, base_url="/press/").client.get("/news/articles/1")).text, "lxml")
    assert {link["href"].split("/")[1] for link in page.select("[href^='/']")} == {"press"}


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("no database")
    for name in ("missing.db", "notes.db"):
        with pytest.raises(ArchiveError, match=name):
            build(tmp_path / name)


def test_a_port_in_use_is_named_with_the_way_out(archive: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BroadsheetError, match=f"port {port} on 127.0.0.1 is in use: .* --port"):
            serve(archive, port=port)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_server_says_its_address_and_ends_cleanly(archive: Path, ending: signal.Signals) -> None:
    command = [sys.executable, "-c", SERVE, str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = line.split()[3]
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  # our own address
            assert b"Ferry fares rise in spring" in answer.read()
        server.send_signal(ending)
        rest, errors = server.communicate(timeout=20)
    assert (server.returncode, line, rest, errors) == (0, f"news.db is at {address} (Ctrl-C stops it)\n", "", "")


@pytest.mark.parametrize(
    ("required", "code", "said"),
    [
        pytest.param("0", 5, "browser tests left out: no Chromium here (", id="they are left out in one line"),
        pytest.param(
            "1",
            4,
            "BROADSHEET_REQUIRE_BROWSER=1, but the tests marked browser cannot run: no Chromium here",
            id="a run that requires them fails",
        ),
    ],
)
def test_without_a_browser(tmp_path: Path, required: str, code: int, said: str) -> None:
    environment = os.environ | {"PATH": str(tmp_path), "BROADSHEET_REQUIRE_BROWSER": required}
    tests = Path(__file__).with_name("test_db_datasette_browser.py")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", str(tests)],
        env=environment,
        cwd=tests.parent.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = [line for line in (run.stdout + run.stderr).splitlines() if said in line]
    assert (run.returncode, len(lines)) == (code, 1)

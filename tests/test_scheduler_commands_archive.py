"""`export`, `backup`, `delete` and `serve`, with the installed command where a process matters."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import tracemalloc
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from db.archive import open_archive, read_archive
from db.filters import Filters
from db.queries import export_rows
from scheduler.cli import main
from scheduler.exports import COLUMNS, cell, whole_file

BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))


def broadsheet(archive: Path, *args: str) -> Result:
    return CliRunner().invoke(main, [args[0], "--db", str(archive), *args[1:]], catch_exceptions=False)


def rows_of(archive: Path) -> list[dict[str, object]]:
    with closing(read_archive(archive)) as db:
        return list(export_rows(db, Filters()))


def test_json_lines_are_the_whole_articles(archive: Path, tmp_path: Path) -> None:
    result = broadsheet(archive, "export")
    assert [json.loads(line) for line in result.stdout.splitlines()] == rows_of(archive)
    assert "ارتفاع أسعار العبارات" in result.stdout
    output = tmp_path / "all.jsonl"
    assert broadsheet(archive, "export", "--output", str(output)).stdout == f"{output}: 4 articles\n"
    assert output.read_bytes() == result.stdout_bytes


def test_csv_has_a_header_and_a_line_per_article(archive: Path) -> None:
    result = broadsheet(archive, "export", "--format", "csv", "--outlet", "harbour")
    first, hostile = csv.DictReader(io.StringIO(result.stdout_bytes.decode(), newline=""))
    assert first == {
        "id": "1",
        "outlet": "harbour",
        "url": "https://harbour.example/1",
        "title": "Ferry fares rise in spring",
        "authors": "Ana Reis; Tom Hale",
        "published_at": "2024-03-02T08:15:00Z",
        "published_day": "2024-03-02",
        "published_precision": "time",
        "published_source": "json-ld",
        "modified_at": "",
        "language": "en",
        "section": "",
        "keywords": "",
        "topics": "transport; economy",
        "summary": "Passengers pay a tenth more from April.",
        "text": "The ferry will cost more.\n\nThe council voted on Monday.",
        "image_url": "https://harbour.example/ferry.jpg",
        "access": "free",
        "word_count": "10",
        "first_seen_at": rows_of(archive)[0]["first_seen_at"],
        "last_checked_at": rows_of(archive)[0]["last_checked_at"],
        "content_hash": "hash of The ferry will cost more.\n\nThe council voted on Monday.",
        "duplicate_of": "",
        "story": "",
        "extractor_version": "1",
        "gone_at": "",
        "topics_mark": "",
    }
    assert hostile["title"] == "<script>alert(1)</script>"


def test_the_columns_are_those_of_the_archive(archive: Path) -> None:
    assert [tuple(row) for row in rows_of(archive)] == [COLUMNS] * 4


def test_an_export_of_nothing_has_its_header(archive: Path) -> None:
    assert broadsheet(archive, "export", "--since", "2999-01-01").stdout == ""
    header = broadsheet(archive, "export", "--format", "csv", "--since", "2999-01-01").stdout
    assert header == ",".join(COLUMNS) + "\n"  # the runner turns CR LF into LF


CELLS = {
    "a formula": ("=1+1", "'=1+1"),
    "a plus": ("+1", "'+1"),
    "a minus": ("-1", "'-1"),
    "an at sign": ("@SUM(A1)", "'@SUM(A1)"),
    "a tab": ("\t=1", "'\t=1"),
    "a line feed": ("\n=1", "'\n=1"),
    "a wide sign": ("＝1", "'＝1"),
    "a sign behind a control character": ("\x00\r=1", "'=1"),
    "a list of formulas": (["=1", "=2"], "'=1; =2"),
    "an empty list": ([], ""),
    "control characters": ("a\x1b[31mb\x9bc", "a[31mbc"),
    "what is harmless": ("a = b, 'c' \"d\"\n- e", "a = b, 'c' \"d\"\n- e"),
    "a number below zero": (-1, -1),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("value", "written"), CELLS.values(), ids=CELLS.keys())
def test_a_cell_of_csv_is_no_formula(value: object, written: object) -> None:
    assert cell(value) == written


def test_a_failed_export_leaves_what_was_there(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("precious")
    result = broadsheet(archive, "export", "--output", str(output), "--topic", "trnsport")
    assert (result.exit_code, result.stderr) == (1, 'error: no such topic: trnsport (did you mean "transport"?)\n')
    with pytest.raises(KeyboardInterrupt), whole_file(output) as file:
        file.write("half")
        raise KeyboardInterrupt
    assert output.read_text() == "precious"
    assert not list(tmp_path.glob(".out*"))


def test_an_export_replaces_a_file_and_follows_a_link(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("old")
    (tmp_path / "link").symlink_to("out.jsonl")
    assert broadsheet(archive, "export", "--output", str(tmp_path / "link"), "--language", "ar").exit_code == 0
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["id"] == 2
    assert (tmp_path / "link").is_symlink()


def test_an_export_takes_the_same_memory_however_much_there_is(archive: Path, tmp_path: Path) -> None:
    with closing(open_archive(archive)) as db:
        text = "word " * 4000
        db.table("articles").insert_all(
            {
                "outlet": "nahar",
                "url": str(n),
                "title": "t",
                "authors": "[]",
                "keywords": "[]",
                "topics": "[]",
                "text": text,
            }
            | {"access": "free", "word_count": 1, "first_seen_at": "2026-03-01T00:00:00Z", "extractor_version": 1}
            | {"last_checked_at": "", "content_hash": str(n), "search_text": ""}
            for n in range(1000)
        )
    output = tmp_path / "all.csv"
    tracemalloc.start()
    try:
        broadsheet(archive, "export", "--format", "csv", "--output", str(output))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert output.stat().st_size > 20_000_000
    assert peak < 5_000_000


def test_backup_copies_and_says_how_much(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    done = subprocess.run([BROADSHEET, "backup", "copy.db"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == (f"copy.db: {copy.stat().st_size / 1000:.0f} kB, checked\n", "")
    assert rows_of(copy) == rows_of(archive)
    again = broadsheet(archive, "backup", str(copy))
    message = f"error: {copy}: is there already; name another file, or replace it with --force\n"
    assert (again.exit_code, again.stderr) == (1, message)
    assert broadsheet(archive, "backup", str(copy), "--force").exit_code == 0


def test_delete_is_for_good(archive: Path) -> None:
    result = broadsheet(archive, "delete", "https://harbour.example/1?print", "--yes")
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "1: Ferry fares rise in spring (harbour)",
            "Deleted. It stays deleted: its addresses are remembered and not fetched again.",
        ],
    )
    with closing(read_archive(archive)) as db:
        assert [row["id"] for row in rows_of(archive)] == [2, 3, 4]
        links = db.execute("SELECT url, state, reason FROM links WHERE outlet = 'harbour' ORDER BY url").fetchall()
        assert [tuple(link) for link in links] == [
            ("https://harbour.example/1", "rejected", "deleted"),
            ("https://harbour.example/1?print", "rejected", "deleted"),
        ]
    assert broadsheet(archive, "delete", "1", "--yes").stderr == "error: no such article: 1 (see `broadsheet search`)\n"


def test_delete_without_a_terminal_must_be_told_yes(archive: Path) -> None:
    command = [BROADSHEET, "delete", "1", "--db", str(archive)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("Error: there is no terminal to ask on; say --yes to delete the article\n")
    assert len(rows_of(archive)) == 4


@pytest.mark.parametrize(
    ("answer", "code", "left"), [("y", 0, 3), ("n", 1, 4), ("", 1, 4)], ids=["yes", "no", "nothing"]
)
def test_delete_asks_on_a_terminal(archive: Path, answer: str, code: int, left: int) -> None:
    keyboard, terminal = pty.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    done = subprocess.run(
        [BROADSHEET, "delete", "1", "--db", str(archive)], stdin=terminal, capture_output=True, text=True, check=False
    )
    os.close(keyboard)
    os.close(terminal)
    assert done.stdout.startswith("1: Ferry fares rise in spring (harbour)\nDelete it for good? [y/N]: ")
    assert (done.returncode, len(rows_of(archive))) == (code, left)


def test_delete_makes_no_archive(tmp_path: Path) -> None:
    assert broadsheet(tmp_path / "none.db", "delete", "1", "--yes").exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_serve_opens_the_archive_until_it_is_ended(archive: Path) -> None:
    command = [BROADSHEET, "serve", "--port", "0", "--db", str(archive)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = line.removeprefix("news.db is at ").removesuffix(" (Ctrl-C stops it)\n")
        with urllib.request.urlopen(f"{address}news/articles/1.json?_shape=objects") as answer:  # noqa: S310 - our own server
            assert json.load(answer)["rows"][0]["title"] == "Ferry fares rise in spring"
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0

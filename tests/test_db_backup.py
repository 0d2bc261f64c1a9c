"""The online backup: of a live archive, whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from db.archive import open_archive, read_archive
from db.backup import back_up
from db.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

# Writes two rows a transaction until it is ended: a copy of one moment holds an even number of them.
WRITER = """
import sys
from pathlib import Path
from db.archive import open_archive, transaction
db = open_archive(Path(sys.argv[1]))
number = 0
while True:
    with transaction(db):
        for _ in range(2):
            number += 1
            db.execute("INSERT INTO links (outlet, url, state, discovered_at) VALUES ('harbour', ?, 'new', '')", (f"{number:0500}",))
    if number == 2:
        print("writing", flush=True)
"""


def ignore(_done: int, _total: int) -> None: ...


def fill(path: Path, megabytes: int) -> None:
    with closing(open_archive(path)) as db:
        rows = [
            ("harbour", f"https://harbour.example/filler/{number}", "x" * 100_000) for number in range(megabytes * 10)
        ]
        db.conn.executemany(
            "INSERT INTO links (outlet, url, title, state, discovered_at) VALUES (?, ?, ?, 'gone', '')", rows
        )


def test_a_copy_has_everything_and_can_be_read(archive: Path, tmp_path: Path) -> None:
    fill(archive, 10)
    told: list[tuple[int, int]] = []
    size = back_up(archive, tmp_path / "copy.db", lambda done, total: told.append((done, total)))
    assert size == (tmp_path / "copy.db").stat().st_size > 10_000_000
    pages = told[-1][1]
    assert told == [(min(step * 1000, pages), pages) for step in range(1, pages // 1000 + 2)]
    with closing(read_archive(archive)) as db, closing(read_archive(tmp_path / "copy.db")) as copy:
        for table in ("articles", "blocks", "article_topics", "links", "runs"):
            assert list(copy[table].rows) == list(db[table].rows)
        assert copy.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'ferry'").fetchall()


def test_the_only_file_left_is_the_copy(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    back_up(archive, folder / "copy.db", ignore)
    assert [path.name for path in folder.iterdir()] == ["copy.db"]


def test_a_crawl_that_goes_on_writing_neither_stops_a_copy_nor_halves_a_transaction(
    archive: Path, tmp_path: Path
) -> None:
    fill(archive, 20)
    with subprocess.Popen([sys.executable, "-c", WRITER, str(archive)], stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "writing\n"
            for number in range(3):
                back_up(archive, tmp_path / f"{number}.db", ignore)
            assert writer.poll() is None
        finally:
            writer.kill()
    counts = []
    for number in range(3):
        with closing(read_archive(tmp_path / f"{number}.db")) as copy:
            counts.append(copy.execute("SELECT count(*) FROM links WHERE state = 'new'").fetchone()[0])
    assert [count % 2 for count in counts] == [0, 0, 0]
    assert 2 <= counts[0] < counts[1] < counts[2]


def test_a_file_that_is_there_is_replaced_only_by_force(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious")
    with pytest.raises(ArchiveError) as caught:
        back_up(archive, target, ignore)
    assert str(caught.value) == f"{target}: is there already; name another file, or replace it with --force"
    assert target.read_text() == "precious"
    back_up(archive, target, ignore, force=True)
    read_archive(target).close()
    back_up(archive, target, ignore, force=True)  # having read it leaves an empty -wal beside it


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("news.db", "is the archive itself; name another file"),
        ("link.db", "is the archive itself; name another file"),
        ("folder", "is not a file; name a file to copy to"),
        ("live.db", "is in use, or was not closed (live.db-wal is not empty); name another file"),
    ],
)
def test_force_destroys_nothing_else(archive: Path, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "link.db").hardlink_to(archive)
    (tmp_path / "folder").mkdir()
    with closing(open_archive(tmp_path / "live.db")), pytest.raises(ArchiveError) as caught:
        back_up(archive, tmp_path / name, ignore, force=True)
    assert str(caught.value) == f"{tmp_path / name}: {message}"


def test_what_cannot_be_copied_is_told(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive here"):
        back_up(tmp_path / "none.db", tmp_path / "copy.db", ignore)
    with pytest.raises(ArchiveError) as caught:
        back_up(archive, tmp_path / "none" / "copy.db", ignore)
    assert str(caught.value) == f"{tmp_path}/none/copy.db: no such folder: {tmp_path}/none"


def test_a_damaged_archive_gives_no_copy(archive: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(archive)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'blocks'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with archive.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x55" * size)
    with pytest.raises(ArchiveError, match="is damaged, the copy was not kept: "):
        back_up(archive, tmp_path / "copy.db", ignore)
    assert not list(tmp_path.glob("*copy*"))

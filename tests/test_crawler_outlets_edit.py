"""One more outlet in outlets.toml: what stood there stays, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.outlets import OutletsFileError, parse_outlets, shipped_outlets
from crawler.outlets_edit import OutletTaken, entry, read_text, refuse_taken, tables, with_entry, write_text
from db.records import Outlet

VALUES = {
    "name": 'The "Post" \\ é',
    "homepage": "https://post.example/",
    "language": None,
    "enabled": True,
    "feeds": ("https://post.example/a", "https://post.example/b"),
    "sections": ("https://post.example/",),
    "sitemaps": (),
}
ENTRY = """\
[outlets.post]
name = "The \\"Post\\" \\\\ é"
homepage = "https://post.example/"
enabled = true
feeds = [
    "https://post.example/a",
    "https://post.example/b",
]
sections = ["https://post.example/"]
"""
OTHER = '[outlets.other]\nname = "Other"\nhomepage = "https://www.other.example"\n'
FILES = [
    pytest.param(OTHER, id="an outlet"),
    pytest.param(f"# mine\n\n{OTHER}# the last word", id="a remark at the end without a line end"),
    pytest.param(f"{OTHER}\n[defaults]\ndelay = 9   # slow\n", id="defaults behind the outlets"),
    pytest.param("[defaults]\ndelay = 0\n", id="no outlet yet"),
    pytest.param(shipped_outlets(), id="the file that init writes"),
    pytest.param("\ufeff" + OTHER, id="a byte order mark"),
]


def test_an_entry_is_what_a_person_would_write() -> None:
    assert entry("post", VALUES) == ENTRY
    assert parse_outlets(ENTRY, "outlets.toml") == (
        Outlet(
            "post",
            'The "Post" \\ é',
            "https://post.example/",
            feeds=("https://post.example/a", "https://post.example/b"),
            sections=("https://post.example/",),
        ),
    )


@pytest.mark.parametrize("before", FILES)
def test_a_file_keeps_what_it_holds(tmp_path: Path, before: str) -> None:
    path = tmp_path / "outlets.toml"
    path.write_text(before, encoding="utf-8")
    write_text(path, with_entry(read_text(path), ENTRY, path.name))
    after = path.read_bytes().decode()
    gap = "\n" if before.endswith("\n") else "\n\n"
    assert after == before + gap + ENTRY
    assert parse_outlets(after.removeprefix("\ufeff"), path.name)[-1].slug == "post"


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    path, before = tmp_path / "outlets.toml", OTHER.replace("\n", "\r\n").encode()
    path.write_bytes(before)
    write_text(path, with_entry(read_text(path), ENTRY, path.name))
    assert path.read_bytes() == before + b"\r\n" + ENTRY.replace("\n", "\r\n").encode()


def test_a_file_that_is_not_there_is_begun_in_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "mine" / "outlets.toml"
    assert read_text(path) == ""
    write_text(path, with_entry("", ENTRY, path.name))
    begin = "# The outlets of your archive; `broadsheet init` writes a file that explains every key.\n\n"
    assert path.read_text("utf-8") == begin + ENTRY
    assert list(path.parent.iterdir()) == [path]


def test_a_link_and_the_mode_of_its_file_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "outlets.toml"
    real.write_text(OTHER)
    real.chmod(0o640)
    link.symlink_to(real)
    write_text(link, OTHER + ENTRY)
    assert link.is_symlink()
    assert (real.read_text("utf-8"), real.stat().st_mode & 0o777) == (OTHER + ENTRY, 0o640)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"[outlets", "outlets.toml: not valid TOML: Expected ']'", id="not TOML"),
        pytest.param(b"\xff", "{}: not UTF-8 at byte 0 (save it as UTF-8)", id="not text"),
        pytest.param(b"[defualts]\n", 'outlets.toml: defualts: unknown table (did you mean "defaults"?)', id="an unknown table"),
    ],
)  # fmt: skip
def test_a_file_with_mistakes_is_not_read(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "outlets.toml"
    path.write_bytes(content)
    with pytest.raises(OutletsFileError) as raised:
        read_text(path)
    assert str(raised.value).startswith(message.format(path))


def test_a_file_that_writes_its_outlets_on_one_line_is_left_alone() -> None:
    text = 'outlets = { other = { name = "Other", homepage = "https://other.example/" } }\n'
    with pytest.raises(OutletsFileError, match="not valid TOML"):
        with_entry(text, ENTRY, "outlets.toml")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    path = tmp_path / "file" / "outlets.toml"
    with pytest.raises(OutletsFileError) as raised:
        write_text(path, ENTRY)
    assert str(raised.value) == f"{path}: cannot be written: File exists"


@pytest.mark.parametrize(
    ("slug", "homepage", "message"),
    [
        pytest.param(
            "other",
            "https://post.example/",
            "the slug other is taken, by https://www.other.example (name another with --slug)",
            id="the slug is taken",
        ),
        pytest.param(
            None,
            "http://other.example/",
            "http://other.example/ is there already, as other (edit that outlet, or remove it first)",
            id="the home page is there, written another way",
        ),
        pytest.param(
            "My Post",
            "https://post.example/",
            'the slug My Post: may hold only a-z, 0-9 and "-" (did you mean "my-post"?)',
            id="the slug is none",
        ),
    ],
)
def test_what_is_taken_is_refused(slug: str | None, homepage: str, message: str) -> None:
    with pytest.raises((OutletTaken, OutletsFileError)) as raised:
        refuse_taken(OTHER, slug, homepage)
    assert str(raised.value) == message


def test_another_outlet_is_not_refused() -> None:
    refuse_taken(OTHER, "post", "https://post.example/")
    refuse_taken("", None, "https://post.example/")
    assert tables(OTHER) == {"outlets": {"other": {"name": "Other", "homepage": "https://www.other.example"}}}

"""Write one more outlet into outlets.toml: what stands there stays as it is, byte for byte."""

from __future__ import annotations

import os
import shutil
import tomllib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import tomlkit

from crawler.outlets import OutletsFileError, parse_outlets
from crawler.outlets_check import check_slug
from db.errors import BroadsheetError
from pipelines.urls import identity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_BEGINNING = "# The outlets of your archive; `broadsheet init` writes a file that explains every key.\n"
_BOM = "\ufeff"  # Windows' Notepad begins a file with it


class OutletTaken(BroadsheetError):
    """The outlets file has an outlet of this slug, or of this home page, already."""


def read_text(path: Path) -> str:
    """Return the text of an outlets file, line ends as they are, the empty string where there is none.

    Raises OutletsFileError where it cannot be read, or something in it is wrong; a file that names no outlet yet is fine.
    """
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise OutletsFileError(f"{path}: not UTF-8 at byte {error.start} (save it as UTF-8)") from None
    except OSError as error:
        raise OutletsFileError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        parse_outlets(text.removeprefix(_BOM), path.name)
    except OutletsFileError as error:
        if len(error.problems) > 1 or "outlets: there are none" not in error.problems[0]:
            raise
    return text


def tables(text: str) -> dict[str, Any]:
    """Return the tables of a text that `read_text` gave."""
    return tomllib.loads(text.removeprefix(_BOM))


def refuse_taken(text: str, slug: str | None, homepage: str) -> None:
    """Raise OutletTaken where the file has an outlet of this home page or slug; None is one that is not known yet.

    Raises OutletsFileError for a slug that is none.
    """
    outlets = tables(text).get("outlets", {})
    for known, table in outlets.items():
        if identity(table["homepage"]) == identity(homepage):
            raise OutletTaken(f"{homepage} is there already, as {known} (edit that outlet, or remove it first)")
    if slug in outlets:
        raise OutletTaken(f"the slug {slug} is taken, by {outlets[slug]['homepage']} (name another with --slug)")
    if slug is not None and (problem := check_slug(slug)):
        raise OutletsFileError(f"the slug {slug}: {problem}")


def entry(slug: str, values: Mapping[str, object]) -> str:
    """Return an outlet as TOML: its table, a key a line, a list of several addresses an address a line; what is empty is left out."""
    table = tomlkit.table()
    for key, value in values.items():
        if isinstance(value, tuple | list):
            array = tomlkit.array()
            array.extend(value)
            table.add(key, array.multiline(len(value) > 1)) if value else None
        elif value is not None:
            table.add(key, value)
    outlets = tomlkit.table(is_super_table=True)
    outlets.add(slug, table)
    document = tomlkit.document()
    document.add("outlets", outlets)
    return tomlkit.dumps(document)


def with_entry(text: str, added: str, name: str) -> str:
    """Return the text of an outlets file with an entry behind it.

    `name` is the file's. Raises OutletsFileError where the whole is no outlets file, as where `outlets` is written on one line.
    """
    text = text or _BEGINNING
    newline = "\r\n" if "\r\n" in text else "\n"
    ended = text if text.endswith("\n") else text + newline
    whole = ended + newline + added.replace("\n", newline)
    parse_outlets(whole.removeprefix(_BOM), name)
    return whole


def write_text(path: Path, text: str) -> None:
    """Put a text into the place of a file, whole or not at all; a link keeps pointing where it does. Raises OutletsFileError."""
    path = path.resolve()
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path)
    except OSError as error:
        raise OutletsFileError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            partial.unlink()

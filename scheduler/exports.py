"""Write articles to a file, one after the other: as JSON Lines, or as CSV that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from db.errors import BroadsheetError
from scheduler.console import json_line, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# The keys of `export_rows`, in their order: the header of a file without articles too.
COLUMNS = (
    "id", "outlet", "url", "title", "authors", "published_at", "published_day", "published_precision", "published_source", "modified_at",
    "language", "section", "keywords", "topics", "summary", "text", "image_url", "access", "word_count", "first_seen_at",
    "last_checked_at", "content_hash", "duplicate_of", "story", "extractor_version", "gone_at", "topics_mark",
)  # fmt: skip
# A spreadsheet reads a cell that begins so as a formula (OWASP, "CSV Injection"); the wide forms are East Asian keyboards'.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_jsonl(rows: Iterable[Mapping[str, object]], file: IO[str]) -> None:
    """Write one object a line."""
    for row in rows:
        file.write(json_line(row) + "\n")


def write_csv(rows: Iterable[Mapping[str, object]], file: IO[str]) -> None:
    """Write a header and a line per article (RFC 4180), lists joined by `; `."""
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: cell(value) for key, value in row.items()})


def cell(value: object) -> object:
    """Return a value for CSV: a list joined by `; `; text without control characters, an apostrophe before what would be a formula."""
    if isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    if not isinstance(value, str):
        return value
    text = safe(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """Open a file beside `path` to write text; it takes the place of `path` at the end, and is removed where something fails.

    Raises BroadsheetError where that cannot be done.
    """
    path = path.resolve()  # a link keeps pointing where it does
    if path.exists() and not path.is_file():
        raise BroadsheetError(f"{path}: is not a file; name one, or leave --output out to write to standard output")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise BroadsheetError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)

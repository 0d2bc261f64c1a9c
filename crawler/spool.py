"""Values that are too many for memory: written one after the other to a file without a name, and read back one at a time."""

from __future__ import annotations

import pickle
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Spool:
    """A file in a folder that has no name, so that nothing is left of it however the process ends."""

    def __init__(self, folder: Path) -> None:
        """Begin an empty one. Raises OSError."""
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `close`
        self.end = 0  # where the next value will stand

    def put(self, value: object) -> None:
        """Add a value."""
        self._file.seek(self.end)
        pickle.dump(value, self._file)
        self.end = self._file.tell()

    def values(self, start: int = 0, end: int | None = None) -> Iterator[Any]:
        """Yield the values from one place to another, by default all that are there now."""
        end = self.end if end is None else end
        while start < end:
            self._file.seek(start)
            value = pickle.load(self._file)  # noqa: S301 - nobody else can have written there
            start = self._file.tell()
            yield value

    def close(self) -> None:
        """Give its room back."""
        self._file.close()

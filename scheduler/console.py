"""How the command line prints: what a page said can do nothing to a terminal, and a pipe gets plain lines that are never cut."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.style import StyleType

_READABLE = 100  # columns; longer lines of running text are hard to read
_PIPE = 10_000  # columns: no table is cut
# All of C0 but tab and newline, DEL and C1 (terminals obey them), and the signs that turn the direction of what follows them.
_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What JSON may hold as it is, but terminals obey, readers of lines split at, or UTF-8 cannot write.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Screen(Console):
    """Standard output for a person: no markup and no highlighting in what is printed; a closed pipe is left to the group of commands."""

    def __init__(self) -> None:
        """Print in any locale: what its encoding does not have becomes a question mark."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        super().__init__(markup=False, highlight=False, emoji=False)
        if not self.is_terminal:
            self.width = _PIPE

    def on_broken_pipe(self) -> NoReturn:
        """Raise, where rich would end the process with exit code 1."""
        raise BrokenPipeError

    def lines(self, text: str, *, label: str = "", indent: int = 0, style: StyleType = "") -> None:
        """Print text of a page, wrapped on a terminal and whole in a pipe, `indent` columns in; `label` stands beside its first line."""
        for part in safe(text).split("\n"):
            whole = Text(part, style)
            room = max(min(self.width, _READABLE) - indent, 20)
            for line in whole.wrap(self, room) if self.is_terminal else [whole]:
                line.rstrip()
                self.print(Text.assemble((label.ljust(indent), "dim"), line), soft_wrap=True)
                label = ""


def safe(text: str) -> str:
    """Return a page's text without the characters that a terminal obeys."""
    return _ACTIVE.sub("", text)


def one_line(text: str) -> str:
    """Return a page's text as one safe line with single spaces."""
    return safe(" ".join(text.split()))


def json_line(value: object) -> str:
    """Return a value as one line of JSON, readable as it is in every script and harmless on a terminal."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def print_json(value: object) -> None:
    """Print one line of JSON: in UTF-8, whatever the locale (RFC 8259, section 8.1)."""
    sys.stdout.buffer.write(json_line(value).encode() + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[float], None]]:
    """Draw a bar on a terminal's standard error, elsewhere nothing; it is told how much of `total` is done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        task = bars.add_task(what, total=total)
        yield lambda done: bars.update(task, completed=done)

"""A look at an outlet, in a child process: its progress on a terminal, and in a pipe a plain line now and then."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from rich.console import Console

from crawler.probe_report import report_of
from db.errors import BroadsheetError
from scheduler.console import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from crawler.probe_report import ProbeReport
    from db.records import Outlet

_EVERY = 10.0  # seconds between two lines in a pipe


def look_at(outlet: Outlet, db: Path, known: Iterable[tuple[str, str]] = ()) -> ProbeReport:
    """Return what there is to say of an outlet by its home page and its `known` sources, each a kind and an address.

    Raises BroadsheetError where the child gives no report, as while a crawl into the archive `db`, if there is one, asks the same site.
    """
    command = [sys.executable, "-P", "-m", "crawler.probe", *_arguments(outlet, known)]
    command += [f"--db={db}"] if db.exists() else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:  # noqa: S603 - our own command, no shell
        report = _followed(outlet.homepage, child.stdout or ())
    if report is None:
        raise BroadsheetError(
            f"{outlet.homepage}: the probe ended with exit code {child.returncode}; its lines above say why"
        )
    return report


def _arguments(outlet: Outlet, known: Iterable[tuple[str, str]]) -> Sequence[str]:
    options = [f"--slug={outlet.slug}", f"--delay={outlet.delay}", f"--timezone={outlet.timezone}"]
    options += [f"--language={outlet.language}"] if outlet.language else []
    options += [f"--allow={pattern}" for pattern in outlet.allow] + [f"--deny={pattern}" for pattern in outlet.deny]
    options += ["--allow-private"] if outlet.allow_private else []
    options += [] if outlet.respect_tdm else ["--ignore-tdm"]
    options += ["--respect-noarchive"] if outlet.respect_noarchive else []
    return [outlet.homepage, *options, *(f"--source={kind}={url}" for kind, url in known)]


def _followed(homepage: str, lines: Iterable[str]) -> ProbeReport | None:
    """Show what a probe asks for until it ends; return its report, None where it gave none."""
    report, told = None, time.monotonic()
    console = Console(stderr=True, markup=False, highlight=False)
    with console.status(f"Looking at {one_line(homepage)}") as status:
        for line in lines:
            event = json.loads(line)
            if "error" in event:
                raise BroadsheetError(event["error"])
            if "report" in event:
                report = report_of(event["report"])
                continue
            said = f"request {event['requests']}: {one_line(event['asked'])}"
            status.update(said)
            if not console.is_terminal and time.monotonic() - told >= _EVERY:
                told = time.monotonic()
                console.print(said, soft_wrap=True)
    return report

"""What a finished run, and a back-fill, say of themselves: one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.back_fills import waits

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.outlet_run import RunReport
    from db.back_fills import Progress
    from db.records import Period


def run_line(report: RunReport) -> str:
    """Return one line: the outlet, the outcome, its counts, and the reasons of what was rejected or failed."""
    counts = report.counts
    parts = [
        f"{counts.found} found",
        f"{counts.new} new",
        f"{counts.modified} modified",
        f"{counts.unchanged} unchanged",
    ]
    parts += [f"{n} {name}" for name, n in (("rejected", counts.rejected), ("failed", counts.failed)) if n]
    if report.reasons:
        parts.append("(" + ", ".join(f"{reason} {n}" for reason, n in report.reasons.items()) + ")")
    parts.append(f"in {report.seconds:.1f} s, {counts.requests} requests, {counts.bytes / 1000:,.0f} kB")
    line = f"{report.outlet}: {report.outcome}, {', '.join(parts)}"
    return f"{line}; {report.detail}" if report.detail else line


def back_fill_line(progress: Progress | None, period: Period, ended: datetime | None) -> str:
    """Return what has come of a back-fill; `progress` None: it was not begun, `ended`: when it had come to its end before this call."""
    back = f"back to {period.since}" + (f", up to {period.until}" if period.until else "")
    if progress is None:
        return f"nothing walked {back}"
    if ended:
        return f"nothing left {back} (walked to its end on {ended:%Y-%m-%d})"
    found = f"{progress.articles:,} articles so far" if not progress.is_done else f"{progress.articles:,} articles"
    outside = f", {progress.outside:,} of them outside of the period" if progress.outside else ""
    if progress.is_done:
        return f"all walked {back}: {found}{outside}"
    return f"not yet all walked {back}: {found}{outside}; {waits(progress)} for the next call"

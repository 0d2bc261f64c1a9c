"""What a finished run says of itself: one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.outlet_run import RunReport


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

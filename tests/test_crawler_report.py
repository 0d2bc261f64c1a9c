"""A finished run as one line."""

from __future__ import annotations

import pytest

from crawler.outlet_run import RunReport
from crawler.report import run_line
from db.records import RunCounts

QUIET = RunCounts(unchanged=3, requests=2, bytes=499)
BUSY = RunCounts(found=40, new=30, modified=2, unchanged=1, rejected=4, failed=3, requests=1200, bytes=12_345_678)


@pytest.mark.parametrize(
    ("report", "line"),
    [
        pytest.param(
            RunReport("times", "ok", QUIET, {}, 0.04, None),
            "times: ok, 0 found, 0 new, 0 modified, 3 unchanged, in 0.0 s, 2 requests, 0 kB",
            id="nothing new",
        ),
        pytest.param(
            RunReport("times", "partial", BUSY, {"http_404": 4, "timeout": 3}, 61.26, None),
            "times: partial, 40 found, 30 new, 2 modified, 1 unchanged, 4 rejected, 3 failed, (http_404 4, timeout 3),"
            " in 61.3 s, 1200 requests, 12,346 kB",
            id="everything at once",
        ),
        pytest.param(
            RunReport("times", "failed", RunCounts(), {"http_503": 1}, 1.0, "the outlet asked to wait 60 s"),
            "times: failed, 0 found, 0 new, 0 modified, 0 unchanged, (http_503 1), in 1.0 s, 0 requests, 0 kB;"
            " the outlet asked to wait 60 s",
            id="paused",
        ),
    ],
)
def test_a_run_in_one_line(report: RunReport, line: str) -> None:
    assert run_line(report) == line

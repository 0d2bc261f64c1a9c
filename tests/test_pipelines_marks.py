"""Runs of combining marks are cut where no language has them, and what is written stays."""

from __future__ import annotations

import pytest

from pipelines.marks import MOST, normal_form, stream_safe

RUNS = {
    "a letter with two marks": ("e\u0301\u0323", "e\u0301\u0323"),
    "as many as may be": ("a" + "\u0316" * MOST, "a" + "\u0316" * MOST),
    "one more": ("a" + "\u0316" * (MOST + 1) + "b", "a" + "\u0316" * MOST + "b"),
    "marks that come apart into marks": ("a" + "\u0344\u0316" * MOST, "a" + "\u0344\u0316" * (MOST // 2)),
    "a long line of dashes": ("\u2014" * 200, "\u2014" * 200),
    "dashes and marks": ("\u2014" * 40 + "\u0301" * 40 + "\u2014" * 40, "\u2014" * 40 + "\u0301" * MOST + "\u2014" * 40),
    "marks with a joiner among them": ("a" + "\u0301" * 20 + "\u200d" + "\u0301" * 20, "a" + "\u0301" * 20 + "\u200d" + "\u0301" * 20),
    "plain text": ("a" * 100, "a" * 100),
}  # fmt: skip


@pytest.mark.parametrize(("text", "safe"), RUNS.values(), ids=RUNS.keys())
def test_marks_in_a_row_are_at_most_thirty(text: str, safe: str) -> None:
    assert stream_safe(text) == safe


def test_a_normal_form_of_a_million_marks_is_there_at_once() -> None:
    assert len(normal_form("NFKC", "a" + "\u0316\u0301" * 500_000)) <= MOST + 1

"""The measures on values worked out by hand, and the evaluation from end to end on the bundled samples."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from crawler.evaluation import metrics
from crawler.evaluation.__main__ import below
from crawler.evaluation.extractors import Answer
from crawler.evaluation.gold import GoldPage
from crawler.evaluation.report import figures

TEN = "one two three four five six seven eight nine ten"
RIYADH = timezone(timedelta(hours=3))
GOLD = datetime(2025, 6, 1, 1, 30, tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The U.S. won’t, 3.5%", ["The", "U", "S", "won", "t", "3", "5"]),
        ("東京 2025年", ["東", "京", "2025", "年"]),
        ("สวัสดี", list("สวัสดี")),
        ("cafe\u0301", ["caf\u00e9"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert metrics.tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "gold", "precision", "recall"),
    [
        pytest.param(TEN, TEN, 1, 1, id="the same"),
        pytest.param("", "", 1, 1, id="both empty"),
        pytest.param("", TEN, 0, 0, id="nothing of something"),
        pytest.param("one two three four five six seven", TEN, 1, 4 / 7, id="the beginning"),
        pytest.param(f"{TEN} {TEN}", TEN, 7 / 17, 1, id="twice"),
        pytest.param("one two", "one two", 1, 1, id="shorter than a shingle"),
    ],
)
def test_overlap_of_shingles(text: str, gold: str, precision: float, recall: float) -> None:
    assert metrics.overlap(text, gold) == pytest.approx((precision, recall))


def test_leak_is_what_lies_in_no_shingle_of_the_gold() -> None:
    assert metrics.leak(TEN, TEN) == 0
    assert metrics.leak(f"{TEN} read also this", TEN) == pytest.approx(3 / 13)
    assert metrics.leak("", TEN) == 0


def test_titles_and_names_are_compared_without_their_typography() -> None:
    assert metrics.same_title("“No” – says  the King’s man", '"no" - says the king\'s man')
    assert not metrics.same_title("No, says the man", "No says the man")
    assert metrics.set_f1(("Ann Lee", "Bo Ek"), ("ann lee",)) == pytest.approx(2 / 3)
    assert (metrics.set_f1((), ()), metrics.set_f1(("x",), ())) == (1, 0)


@pytest.mark.parametrize(
    ("value", "day", "minute"),
    [
        pytest.param(GOLD, True, True, id="the same time"),
        pytest.param(GOLD.astimezone(UTC), True, True, id="in UTC, where it is the day before"),
        pytest.param(GOLD + timedelta(seconds=61), True, False, id="a minute off"),
        pytest.param(date(2025, 6, 1), True, False, id="the day alone"),
        pytest.param(date(2025, 5, 31), False, False, id="the day before"),
        pytest.param(None, False, False, id="none"),
    ],
)
def test_days_and_minutes(value: datetime | date | None, day: bool, minute: bool) -> None:
    assert (metrics.same_day(value, GOLD), metrics.same_minute(value, GOLD)) == (day, minute)


def test_figures_of_two_pages() -> None:
    good = GoldPage("own", "u", b'<div class="related">', TEN, "A title", ("Ann Lee",), GOLD, ("x",), "en")
    bare = GoldPage("own", "v", b"<p>", TEN)
    pairs = [(good, Answer(f"{TEN} and more", "A title", ("Bo Ek",), GOLD, ("x", "y"), "en")), (bare, Answer())]
    measured = figures(pairs, [1.0, 3.0])
    assert measured.body_f1 == pytest.approx((2 * (7 / 9) / (7 / 9 + 1) + 0) / 2)
    assert measured.leak == measured.leak_p90 == pytest.approx(2 / 12)
    assert (measured.pages, measured.empty, measured.title, measured.day, measured.wrong_day) == (2, 1, 1, 1, 0)
    assert (measured.minute, measured.authors, measured.language, measured.milliseconds) == (1, 0, 1, 3.0)
    assert measured.keywords == pytest.approx(2 / 3)
    assert below("own", measured, {"title": 1.0, "authors": 0.5}) == ["own: authors is 0.000, its floor 0.5"]
    assert below("own", measured, {"leak": 0.1, "leak_p90": 0.2, "empty": 1}) == ["own: leak is 0.167, its ceiling 0.1"]


def evaluate(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.evaluation", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_samples_are_at_their_floors_beside_trafilatura() -> None:
    done = evaluate()
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert [row for row in rows if row[0] == "body_f1"] == [
        ["body_f1", "1.000", row[2]] for row in rows if row[0] == "body_f1"
    ]
    assert sum(row[0] == "body_f1" for row in rows) == 3


def test_a_dataset_below_its_floor_fails(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"<h1>None</h1>"))
    row = {
        "dataset": "harbour-post",
        "id": "1",
        "file": "page.html.gz",
        "url": "http://a.example/b",
        "gold": {"text": TEN},
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), "utf-8")
    done = evaluate("--corpus", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "harbour-post: body_f1 is 0.000, its floor 1.0"


def test_a_folder_that_is_no_corpus_is_named(tmp_path: Path) -> None:
    done = evaluate("--corpus", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error: {tmp_path / 'gold.jsonl'}: No such file or directory")

"""The figures of topics: pure sums checked by hand, and the command on a small corpus."""

from __future__ import annotations

import gzip
import json
import math
import runpy
import subprocess
import sys
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.evaluation.topic_fit import fit_words
from crawler.evaluation.topic_labels import LabelledPage, read_labels
from crawler.evaluation.topic_report import Bin, Judged, by_language, reliability, topic_figures, wilson
from db.errors import BroadsheetError
from pipelines.fusion import FUSED_FIGURES
from pipelines.learned_words import learned_fusion
from pipelines.model import installed_model, vector
from pipelines.opinion import Head, prior, unpacked
from pipelines.topic_scores import FIGURES, scores

if TYPE_CHECKING:
    from pipelines.opinion import Vector

SPORT, POLITICS, HEALTH = "15000000", "11000000", "07000000"
JUDGED = [
    Judged("en", (SPORT,), ((SPORT, 0.9), (HEALTH, 0.3))),
    Judged("en", (POLITICS, HEALTH), ((HEALTH, 0.6), (POLITICS, 0.5))),
    Judged("de", (SPORT,), ()),
    Judged("de", (POLITICS,), ((POLITICS, 0.8),)),
]


def test_figures_of_four_pages() -> None:
    measured = topic_figures(JUDGED)
    assert (measured.pages, measured.main, measured.any_of_gold, measured.with_topic) == (4, 0.5, 0.75, 0.75)
    # sport: 1 right of 1 said and 2 meant; politics: 1 right of 1 said and 2 meant
    assert measured.macro_f1 == pytest.approx(2 / 3)
    # 4 of 5 found are meant, of 5 that are meant
    assert measured.micro_f1 == pytest.approx(0.8)
    assert measured.low < 0.5 < measured.high
    assert measured.calibration_error == pytest.approx((0.3 + 0.5 + 0.4 + 0.2 + 0.1) / 5)
    assert by_language(JUDGED) == {"de": (1, 2), "en": (1, 2)}


def test_the_reliability_table_has_five_bins_of_equal_size_by_score() -> None:
    pages = [Judged("en", (SPORT,), ((SPORT if i % 2 else HEALTH, i / 10),)) for i in range(10)]
    assert reliability(pages) == [Bin(2, pytest.approx(0.05 + i / 5), 0.5) for i in range(5)]
    assert reliability([]) == []


def test_wilsons_interval() -> None:
    low, high = wilson(50, 100)
    assert (low, high) == (pytest.approx(0.4038, abs=1e-4), pytest.approx(0.5962, abs=1e-4))
    assert wilson(0, 10)[0] == pytest.approx(0)


def test_weights_are_fitted_to_labels() -> None:
    sport = LabelledPage((SPORT,), "Striker scores in the final", "The goalkeeper and the coach left.", "en", "Sports")
    other = LabelledPage((HEALTH,), "Hospital opens", "Nurses met the goalkeeper.", "en", "Health")
    weights = fit_words([sport, other] * 10)
    assert (len(weights.listed), weights.learned) == (len(FIGURES), learned_fusion())  # none asks learned words
    assert weights.scores(sport)[SPORT] > 0.8
    found = weights.scores(other)
    assert found[HEALTH] > 0.8
    assert all(score < 0.5 for code, score in found.items() if code != HEALTH)


def test_learned_words_are_weighed_by_the_labels_of_pages_that_no_publisher_files() -> None:
    sport = LabelledPage(
        (SPORT,),
        "Late equaliser",
        "The visitors led, but the goalkeeper of the hosts and a striker had the last word.",
        "en",
    )
    other = LabelledPage(
        (POLITICS,),
        "Measure passes",
        "The bloc gave way; the reform goes to the other chamber of parliament and a minister.",
        "en",
    )
    assert sport.learned is not None
    weights = fit_words([sport, other] * 10)
    assert len(weights.learned) == len(FUSED_FIGURES)
    assert weights.learned != learned_fusion()
    assert weights.scores(sport)[SPORT] > 0.8
    assert weights.scores(other)[POLITICS] > 0.8
    filed = replace(sport, section="Sports")
    assert filed.learned is None
    assert weights.scores(filed) == scores(filed.amounts, weights.listed)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a/1\t99000000", "a/1: 99000000: codes are of the 17 topics at the top"),
        ("a/1\t20000153", "a/1: 20000153: codes are of the 17 topics at the top"),
        ("a/1\t", "a/1: no code: codes are of the 17 topics at the top"),
    ],
)
def test_labels_that_are_none_are_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "labels.tsv").write_text(f"page\tcodes\n{line}\n", "utf-8")
    with pytest.raises(BroadsheetError, match=message):
        read_labels(tmp_path / "labels.tsv")


def corpus(folder: Path) -> None:
    """Write a corpus of ten pages, five of sport and five of health, with their labels."""
    text = {
        SPORT: "The striker scored twice and the goalkeeper saved a penalty before the coach praised the team. ",
        HEALTH: "The hospital told patients that the vaccine against the virus is safe and that nurses have it. ",
    }
    rows, labels = [], ["page\tcodes"]
    for i in range(10):
        code = (SPORT, HEALTH)[i % 2]
        body = "".join(f"<p>{text[code]}Part {n} of report {i} has more of it.</p>" for n in range(6))
        page = f"<html lang='en'><title>Report {i}</title><h1>Report {i}</h1><article>{body}</article></html>"
        (folder / f"{i}.html.gz").write_bytes(gzip.compress(page.encode()))
        row = {"dataset": "own", "id": str(i), "file": f"{i}.html.gz", "url": f"http://a.example/b/{i}"}
        rows.append(json.dumps(row | {"gold": {"text": text[code]}}))
        labels.append(f"own/{i}\t{code}")
    (folder / "gold.jsonl").write_text("\n".join(rows), "utf-8")
    (folder / "topics.tsv").write_text("\n".join(labels), "utf-8")


def evaluate(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.evaluation", "--only-topics", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_prints_the_figures_of_a_corpuss_own_labels(tmp_path: Path) -> None:
    corpus(tmp_path)
    done = evaluate("--corpus", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["main", "1.000", "(0.722", "to", "1.000)"] in lines
    assert ["en", "10", "of", "10"] in lines
    assert lines[0] == ["topics", "by", "topics,", "10", "pages,", "5-fold"]


@pytest.mark.model
def test_the_tool_makes_the_models_head_from_lexicons_and_labels(tmp_path: Path) -> None:
    corpus(tmp_path)
    tool = runpy.run_path(str(Path(__file__).parents[1] / "tools/topic_head.py"))
    lines = list(tool["table"](tmp_path, [tmp_path / "topics.tsv"], ["da", "sw"]))
    made = tomllib.loads("\n".join(lines))
    committed = tomllib.loads((files("pipelines.data") / "topic_head.toml").read_text("utf-8"))
    for part in ("fusion", "prior", "directions"):
        assert made[part].keys() == committed[part].keys()
    lies = {code: unpacked(text) for code, text in made["prior"].items()}
    nearest = {code: max(prior(), key=lambda other: _likeness(lies[code], prior()[other])) for code in lies}
    assert sum(code == other for code, other in nearest.items()) >= 14  # two languages lie where all do


@pytest.mark.model
def test_with_the_model_its_figures_come_after_those_without(tmp_path: Path) -> None:
    corpus(tmp_path)
    lines = evaluate("--corpus", str(tmp_path)).stdout.splitlines()
    heads = [line.strip() for line in lines if line.startswith("topics by")]
    assert heads == [
        "topics by topics, 10 pages, 5-fold",
        f"topics by topics with {installed_model()}, 10 pages, 5-fold",
    ]
    assert sum(line.split()[:2] == ["main", "1.000"] for line in lines) == 2


@pytest.mark.model
def test_a_head_is_fitted_to_titles_and_keeps_its_directions_where_there_are_none() -> None:
    titles = {
        SPORT: ("Striker scores in the final", "Keeper saves late penalty", "Champions lose away"),
        HEALTH: ("Hospital opens a ward", "A vaccine against malaria", "Nurses treat more patients"),
    }
    pages = [(LabelledPage((code,), title), vector(title)) for code, some in titles.items() for title in some]
    from crawler.evaluation.opinion_fit import fit_head  # noqa: PLC0415 - numpy, which comes with the model

    head = fit_head(pages, prior())
    before = Head(head.centre, prior())
    for page, title in pages:
        assert head.opinion(title)[page.codes[0]] > before.opinion(title)[page.codes[0]]
    [politics, sport] = [_likeness(head.directions[code], prior()[code]) for code in (POLITICS, SPORT)]
    assert politics > sport > 0.9


def _likeness(one: Vector, other: Vector) -> float:
    return sum(map(float.__mul__, one, other)) / math.hypot(*one) / math.hypot(*other)


def test_labels_may_be_given_and_below_a_floor_the_run_fails(tmp_path: Path) -> None:
    corpus(tmp_path)
    (tmp_path / "other.tsv").write_text("page\tcodes\n" + "".join(f"own/{i}\t17000000\n" for i in range(10)), "utf-8")
    done = evaluate("--corpus", str(tmp_path), "--topics", str(tmp_path / "other.tsv"))
    assert done.returncode == 1
    assert "topics: main is 0.000, its floor 0.74" in done.stderr.splitlines()


@pytest.mark.parametrize(
    ("name", "message"),
    [("none.tsv", "No such file or directory"), ("empty.tsv", "none of its pages is in the corpus")],
)
def test_labels_that_cannot_be_used_are_named(tmp_path: Path, name: str, message: str) -> None:
    corpus(tmp_path)
    (tmp_path / "empty.tsv").write_text("page\tcodes\n", "utf-8")
    done = evaluate("--corpus", str(tmp_path), "--topics", str(tmp_path / name))
    assert (done.returncode, message in done.stderr) == (1, True)


def test_the_fit_prints_the_weights(tmp_path: Path) -> None:
    corpus(tmp_path)
    command = [sys.executable, "-m", "crawler.evaluation.topic_fit", "--corpus", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    lines = done.stdout.splitlines()
    assert "10 pages" in lines[0]
    names = [line.partition(" = ")[0] for line in lines if " = " in line]
    assert names == [*FIGURES, *FUSED_FIGURES]
    assert "for learned words; 10 pages ask them." in done.stdout

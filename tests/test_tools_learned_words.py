"""The tool that learns words: from labelled items to the table's lines, and what it says of lines that are no items."""

from __future__ import annotations

import runpy
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from pipelines.learned_words import LANGUAGES
from pipelines.vocabulary import top_codes

ROOT = Path(__file__).parents[1]
TOOL = runpy.run_path(str(ROOT / "tools/learned_words.py"))


def test_terms_of_twenty_items_that_speak_for_a_topic_are_counted_in_quarters() -> None:
    lines = ["11 05\tMinisters agree\tThe fees rise"] * 20 + ["15\tKeeper saves\tThe hosts led"] * 20
    items = list(TOOL["read_items"](lines))
    assert items[0] == (["11", "05"], "Ministers agree", "The fees rise")
    table = dict(line.split("\t") for line in TOOL["table"](items, "en"))
    assert table[""] == "05=20 11=80 15=80"
    assert table["fee"] == table["^agre"] == table["minister agre"] == "05=20 11=80"
    assert table["keeper"] == "15=80"
    assert "the" not in table  # as often with one topic as with the other
    assert list(TOOL["table"](items[:19], "en")) == ["\t05=19 11=76"]


@pytest.mark.parametrize(
    "line", ["", "11\tno text", "99\tHeadline\tText", "\tHeadline\tText", "11\tHeadline\tText\tmore"]
)
def test_a_line_that_is_no_item_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 is not codes, headline and text with tabs between"):
        list(TOOL["read_items"](["11\tHeadline\tText", line]))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_committed_table_has_all_topics_and_its_terms_are_in_order(language: str) -> None:
    lines = (files("pipelines.data") / f"learned_{language}.tsv").read_text("utf-8").splitlines()
    assert lines[0].endswith("Made by tools/learned_words.py.")
    assert [part[:2] for part in lines[1].strip().split(" ")] == sorted({code[:2] for code in top_codes().values()})
    terms = [line.partition("\t")[0] for line in lines[1:]]
    assert terms == sorted(set(terms))


@pytest.mark.parametrize(
    ("language", "content", "message"),
    [
        pytest.param("xx", b"", "'xx' is not one of", id="a language without a stemmer"),
        pytest.param("en", b"", "the files hold no items", id="nothing"),
        pytest.param("en", b"# Notes\n", "items.tsv: line 1 is not codes", id="another file"),
        pytest.param("en", b"11\t\xff\ttext\n", "items.tsv: 'utf-8' codec can't decode", id="another encoding"),
    ],
)
def test_wrong_input_is_named_and_the_table_is_kept(
    tmp_path: Path, language: str, content: bytes, message: str
) -> None:
    (tmp_path / "items.tsv").write_bytes(content)
    before = (ROOT / "pipelines/data/learned_en.tsv").read_bytes()
    command = [sys.executable, "tools/learned_words.py", language, str(tmp_path / "items.tsv")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (ROOT / "pipelines/data/learned_en.tsv").read_bytes() == before

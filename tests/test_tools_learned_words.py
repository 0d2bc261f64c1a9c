"""The tool that learns words: from labelled items to the table's lines, and what it says of lines that are no items."""

from __future__ import annotations

import runpy
from importlib.resources import files
from pathlib import Path

import pytest

TOOL = runpy.run_path(str(Path(__file__).parents[1] / "tools/learned_words.py"))


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


def test_the_committed_table_is_as_the_tool_writes_one() -> None:
    lines = (files("pipelines.data") / "learned_en.tsv").read_text("utf-8").splitlines()
    assert lines[0].endswith("Made by tools/learned_words.py.")
    terms = [line.partition("\t")[0] for line in lines[1:]]
    assert terms[0] == ""
    assert terms == sorted(set(terms))

"""What a page said can do nothing to a terminal, and is whole in a pipe."""

from __future__ import annotations

import json
import re

import pytest

from scheduler.console import Screen, json_line, one_line, safe

HOSTILE = "a\x1b[2Jb\x9b5mc\x07d\x7fe\u202ef\u2066g\rh\x00i"


def test_text_loses_what_a_terminal_obeys_and_nothing_else() -> None:
    assert safe(HOSTILE) == "a[2Jb5mcdefghi"
    assert safe("\tTab\nline · العربية 中文 🙂 a\u200fb") == "\tTab\nline · العربية 中文 🙂 a\u200fb"
    assert one_line(" two\n\twords\u2028 and\x1b \x9bmore ") == "two words and more"


def test_json_holds_the_same_value_harmlessly_in_one_line() -> None:
    line = json_line({"text": HOSTILE + "\u2028\n中"})
    assert json.loads(line) == {"text": HOSTILE + "\u2028\n中"}
    assert line.splitlines() == [line]
    assert "中" in line
    assert not {"\x1b", "\x9b", "\x7f", "\x07"} & set(line)


def test_json_can_always_be_written_in_utf_8() -> None:
    assert json_line("\ud800").encode() == b'"\\ud800"'


def terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> Screen:
    """Return a screen that takes itself for a terminal of this width."""
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": str(columns), "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    return Screen()


def plain(output: str) -> str:
    """Return what a terminal shows, without its styles."""
    return re.sub(r"\x1b\[[\d;]*m", "", output)


def test_a_terminal_gets_wrapped_lines_beside_a_label(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    screen = terminal(monkeypatch, 30)
    screen.lines("one two three four five six [red]seven[/red] 中文中文中文", label="by", indent=6)
    assert plain(capsys.readouterr().out).split("\n") == [
        "by    one two three four five",
        "      six [red]seven[/red]",
        "      中文中文中文",
        "",
    ]


def test_running_text_stays_readable_on_a_wide_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal(monkeypatch, 300).lines("word " * 60)
    assert [len(line) for line in plain(capsys.readouterr().out).split("\n")] == [99, 99, 99, 0]


def test_a_pipe_gets_a_paragraph_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().lines("word " * 5000 + "end\nnext", label="a", indent=2)
    assert capsys.readouterr().out == "a " + "word " * 5000 + "end\n  next\n"

"""The command line as a whole: help, wrong usage, and failures told as one line."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scheduler.cli import COMMANDS, main

BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))
NO_HEAVY = """
import sys
from scheduler.cli import main
main(["--help"], standalone_mode=False)
print({"scrapy", "trafilatura", "datasette", "lxml", "sqlite_utils", "rich"} & set(sys.modules))
"""


def command_of(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert isinstance(command, click.Command)
    return command


def test_help_lists_every_command_with_its_line() -> None:
    done = subprocess.run([BROADSHEET, "--help"], capture_output=True, text=True, check=True)
    listed = done.stdout.split("Commands:\n")[1].splitlines()
    assert [line.split(maxsplit=1) for line in listed] == [[name, line] for name, (_, line) in COMMANDS.items()]


def test_the_version_is_the_installed_one() -> None:
    assert CliRunner().invoke(main, ["--version"]).stdout == f"broadsheet, version {version('broadsheet')}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_its_options(name: str) -> None:
    command = command_of(name)
    assert command.name == name
    assert command.callback is not None
    assert command.help
    assert inspect.cleandoc(command.help) == inspect.getdoc(command.callback)
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    assert command.help.split()[:3] == shown.stdout.split("\n\n")[1].split()[:3]
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


def test_help_asks_for_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", NO_HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


WRONG_USAGE = {
    "a mistyped command": ("serch x", "No such command 'serch'. (did you mean \"search\"?)"),
    "an option that there is not": ("search --outlt x", "No such option '--outlt'. (Did you mean one of: '--outlet', '--until'?)"),
    "a day that is none": (
        "search --since yesterday",
        "Invalid value for '--since': 'yesterday' is not a day; write it as 2026-03-14",
    ),
    "a day that no month has": (
        "export --until 2026-02-30",
        "Invalid value for '--until': '2026-02-30' is not a day; write it as 2026-03-14",
    ),
    "no articles at all": ("search x --limit 0", "Invalid value for '--limit': 0 is not in the range x>=1."),
    "an option without its value": ("search --until", "Option '--until' requires an argument."),
    "an option whose value looks like a word to exclude": ("search --outlet -ferry", "Option '--outlet' requires an argument."),
    "no article named": ("show", "Missing argument 'ARTICLE'."),
    "two articles": ("delete 1 2", "Got unexpected extra argument (2)"),
    "a format that there is not": ("export --format xml", "Invalid value for '--format': 'xml' is not one of 'jsonl', 'csv'."),
    "no file to copy to": ("backup", "Missing argument 'FILE'."),
    "delete without a terminal": ("delete 1", "there is no terminal to ask on; say --yes to delete the article"),
    "a port that is none": ("serve --port 70000", "Invalid value for '--port': 70000 is not in the range 0<=x<=65535."),
    "a page from nowhere": ("extract page.html", "Missing option '--url'."),
    "an address without its scheme": (
        "extract page.html --url harbour.example",
        "Invalid value for '--url': \"harbour.example\" is not a full address (did you mean \"https://harbour.example\"?)",
    ),
    "an address of another kind": (
        "extract page.html --url file:///etc/passwd",
        "Invalid value for '--url': \"file:///etc/passwd\" is not an address (write one such as \"https://example.com/\")",
    ),
    "an address for files": (
        "extract page.html --url ftp://harbour.example/",
        "Invalid value for '--url': \"ftp://harbour.example/\" does not begin with \"https://\" or \"http://\"",
    ),
    "a time zone that there is not": (
        "extract page.html --url https://a.example/ --timezone Europe/Pariss",
        "Invalid value for '--timezone': unknown time zone \"Europe/Pariss\" (did you mean \"Europe/Paris\"?)",
    ),
    "a language by its name": (
        "extract page.html --url https://a.example/ --language German",
        "Invalid value for '--language': unknown language \"German\" (did you mean \"de\"?)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("line", "message"), WRONG_USAGE.values(), ids=WRONG_USAGE.keys())
def test_wrong_usage_ends_with_2(archive: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str) -> None:
    monkeypatch.chdir(archive.parent)
    result = CliRunner().invoke(main, line.split())
    assert result.exit_code == 2
    said = result.stderr.split("Error: ", 1)[1]
    assert said == f"{message}\n"


FAILURES = {
    "an article that is not there": ("show 99", "no such article: 99 (see `broadsheet search`)"),
    "an address that is not there": (
        "show https://harbour.example/99",
        "no such article: https://harbour.example/99 (see `broadsheet search`)",
    ),
    "a number beyond all": ("delete 99999999999999999999 --yes", "no such article: 99999999999999999999 (see `broadsheet search`)"),
    "a mistyped outlet": ("search --outlet harbor", 'no such outlet: harbor (did you mean "harbour"?)'),
    "a mistyped topic": ("search ferry --topic transprt", 'no such topic: transprt (did you mean "transport"?)'),
    "an outlet that is far from all": ("export --outlet xyz", "no such outlet: xyz"),
    "only a word to exclude": (
        "search -ferry",
        "nothing to search for in: '-ferry' (give at least one word without a minus)",
    ),
    "no archive to read": ("topics --db none.db", "none.db: no archive here; `broadsheet crawl` makes one, `--db FILE` names another"),
    "no archive to delete from": (
        "delete 1 --yes --db none.db",
        "none.db: no archive here; `broadsheet crawl` makes one, `--db FILE` names another",
    ),
    "no archive to serve": ("serve --db none.db", "none.db: no archive here; `broadsheet crawl` makes one, `--db FILE` names another"),
    "a file that is no archive": ("status --db other.txt", "other.txt: not an SQLite database; name another file with --db"),
    "an export into a folder that is not there": (
        "export --output none/all.csv",
        "{here}/none/all.csv: cannot be written: No such file or directory",
    ),
    "an export over a folder": (
        "export --output .",
        "{here}: is not a file; name one, or leave --output out to write to standard output",
    ),
    "a backup over the archive": ("backup news.db --force", "{here}/news.db: is the archive itself; name another file"),
    "a page that is not there": (
        "extract page.html --url https://a.example/",
        "page.html: cannot be read: No such file or directory",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("line", "message"), FAILURES.values(), ids=FAILURES.keys())
def test_a_named_failure_ends_with_1_and_one_line(
    archive: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    monkeypatch.chdir(archive.parent)
    (archive.parent / "other.txt").write_text("a text that is no database " * 99)
    result = CliRunner().invoke(main, line.split(), catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (1, f"error: {message.format(here=archive.parent)}\n")
    assert not list(archive.parent.glob("*none*"))


def test_the_archive_can_be_named_by_the_environment(archive: Path) -> None:
    done = subprocess.run(
        [BROADSHEET, "search", "ferry"], env={"BROADSHEET_DB": str(archive)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("2 articles. Open one: broadsheet show 3\n")


def test_the_real_command_prints_in_any_locale(archive: Path) -> None:
    narrow = {"PYTHONIOENCODING": "ascii", "BROADSHEET_DB": str(archive)}
    shown = subprocess.run([BROADSHEET, "show", "2"], env=narrow, capture_output=True, check=True)
    assert shown.stdout.startswith(b"?????? ????? ????????\n")
    as_json = subprocess.run([BROADSHEET, "show", "2", "--json"], env=narrow, capture_output=True, check=True)
    assert json.loads(as_json.stdout)["title"] == "ارتفاع أسعار العبارات"
    assert shown.stderr + as_json.stderr == b""


@pytest.mark.parametrize("args", ["search", "show 1", "topics", "search --json", "export", "export --format csv"])
def test_a_closed_pipe_is_no_failure(archive: Path, args: str) -> None:
    command = f"set -o pipefail; {BROADSHEET} {args} --db {archive} | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)  # noqa: S607 - the shell is wherever it is
    assert (done.returncode, done.stderr) == (0, b"")

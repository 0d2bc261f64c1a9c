"""What the documents say is there is there, and what is there they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest

from crawler.outlets import shipped_outlets
from crawler.outlets_check import outlet_checks
from scheduler.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
GUIDES = ("README.md", "CONTRIBUTING.md")
CODE = re.compile(r"^ {4}(.+)$|`([^`\n]+)`", re.MULTILINE)
CALL = re.compile(r"(?<![\w.-])broadsheet ([a-z]+)([^\n|;&#]*)")
TARGET = re.compile(r"(?<![\w./-])make ([a-z]+)")
RULE = re.compile(r"^([a-z]+):", re.MULTILINE)
KEY = re.compile(r"^#\s+(\w+)\s*=", re.MULTILINE)


def document(name: str) -> str:
    path = ROOT / name
    assert path.is_file(), f"{name} is missing"
    return path.read_text("utf-8")


def code_of(name: str) -> str:
    """Return the code in a document: indented lines and what stands between backticks, each on a line of its own."""
    text = document(name)
    assert "```" not in text, f"{name} has fenced code; these documents indent it"
    return "\n".join(line or inline for line, inline in CODE.findall(text))


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(document("pyproject.toml"))["project"]
    return table


def dependencies() -> set[str]:
    """Return the names of what pyproject.toml asks for, to run, to develop and for topics."""
    table = project()
    extras = table["optional-dependencies"]
    wanted = (*table["dependencies"], *extras["dev"], *extras["topics"])
    return {re.match(r"[\w.-]+", line)[0] for line in wanted}


def section(name: str, heading: str) -> str:
    """Return what stands below a heading of the second level."""
    parts = re.split(r"^## (.+)\n", document(name), flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert heading in sections, f"{name} has no section {heading!r}"
    return sections[heading]


def options(command: str) -> set[str]:
    found = main.get_command(click.Context(main), command)
    assert found is not None
    return {"--help", *(option for parameter in found.params for option in parameter.opts)}


def test_the_readme_names_every_command() -> None:
    assert set(COMMANDS) - {name for name, _ in CALL.findall(code_of("README.md"))} == set()


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_names_only_commands_and_options_that_there_are(name: str) -> None:
    calls = CALL.findall(code_of(name))
    assert {command for command, _ in calls} - set(COMMANDS) == set()
    named = {(command, option) for command, rest in calls for option in re.findall(r"(?<!\S)\[?(--[a-z-]+)", rest)}
    assert {(command, option) for command, option in named if option not in options(command)} == set()


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_names_only_make_targets_that_there_are(name: str) -> None:
    assert set(TARGET.findall(code_of(name))) - set(RULE.findall(document("Makefile"))) == set()


def test_make_help_lists_every_target() -> None:
    # Within `make test` the outer make's flags would be taken over.
    environment = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}}  # fmt: skip
    make = shutil.which("make")
    assert make, "make is not installed"
    shown = subprocess.run([make, "help"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    makefile = document("Makefile")
    assert re.findall(r"^  make ([a-z]+)  +\S", shown.stdout, re.MULTILINE) == RULE.findall(makefile)
    assert re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split() == RULE.findall(makefile)


def test_the_shipped_outlets_file_explains_every_key() -> None:
    keys, text = outlet_checks(""), shipped_outlets()
    remarks = "\n".join(line for line in text.splitlines() if "#" in line)
    assert [key for key in keys if not re.search(rf"(?<!\S){key}\b", remarks)] == []
    assert set(KEY.findall(text)) - set(keys) == set()


def test_every_dependency_has_its_reason() -> None:
    reasons = dict(re.findall(r"^- `([\w.-]+)`: (\S.+)", section("CONTRIBUTING.md", "Dependencies"), re.MULTILINE))
    assert set(reasons) == dependencies()


def test_the_locks_check_every_file_and_name_no_address() -> None:
    lock = document("requirements.lock") + document("requirements-topics.lock")
    assert [line for line in lock.splitlines() if "://" in line] == []
    entries = re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:]
    assert [entry.partition(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    locked = {entry.partition("==")[0] for entry in entries}
    assert {name.replace("_", "-") for name in dependencies()} - locked == set()


def test_the_changelog_begins_with_this_version_or_what_is_to_come() -> None:
    headings = re.findall(r"^## \[?([\w.]+)", document("CHANGELOG.md"), re.MULTILINE)
    assert headings[:1] in ([project()["version"]], ["Unreleased"])

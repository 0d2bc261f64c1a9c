"""`status`: a line for each outlet, then what is wrong."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db.archive import open_archive
from db.links import add_links, utc_now
from db.queries import OutletStatus
from db.records import FoundLink, Outlet, Problem, RunCounts
from db.runs import add_problems, end_run, start_run
from db.sources import put_outlet
from scheduler.cli import main
from scheduler.commands.status import Line, status_lines

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 20, 12, 10, tzinfo=UTC)
HARBOUR = Outlet("harbour", "The Harbour Post", "https://harbour.example/", schedule="*/30 * * * *")
NAHAR = Outlet("nahar", "صحيفة النهار", "https://nahar.example/", schedule="0 7 * * *", timezone="Asia/Riyadh")
FILE = """
[outlets.harbour]
name = "The Harbour Post"
homepage = "https://harbour.example/"
schedule = "0 0 1 1 *"

[outlets.nahar]
name = "صحيفة النهار"
homepage = "https://nahar.example/"
enabled = false

[outlets.young]
name = "The Young Paper"
homepage = "https://young.example/"
schedule = "0 0 30 2 *"
"""


def of(slug: str, articles: int = 0) -> OutletStatus:
    return OutletStatus(slug, slug, True, None, articles, 0, None, 0, ())


def test_lines_are_of_the_archive_and_of_what_the_file_enables() -> None:
    young, unseen = replace(HARBOUR, slug="young", name="Y"), replace(HARBOUR, slug="unseen", enabled=False)
    assert status_lines([of("harbour", 5), of("nahar", 7), of("old", 9)], [NAHAR, unseen, HARBOUR, young], NOW) == [
        Line(of("harbour", 5), "20 Mar 12:30", datetime(2026, 3, 20, 12, 30, tzinfo=UTC)),
        Line(of("nahar", 7), "21 Mar 04:00", datetime(2026, 3, 21, 4, tzinfo=UTC)),
        Line(of("old", 9), "not in the file"),
        Line(replace(of("young"), name="Y"), "20 Mar 12:30", datetime(2026, 3, 20, 12, 30, tzinfo=UTC)),
    ]


def test_the_file_says_what_is_paused_and_nothing_is_wrong_with_that() -> None:
    known = [replace(of("harbour"), wrong=("last run failed: x",)), replace(of("nahar"), enabled=False)]
    assert status_lines(known, [replace(HARBOUR, enabled=False), NAHAR], NOW) == [
        Line(replace(of("harbour"), enabled=False), "paused"),
        Line(of("nahar"), "21 Mar 04:00", datetime(2026, 3, 21, 4, tzinfo=UTC)),
    ]


def test_without_a_file_the_next_runs_are_not_known() -> None:
    assert status_lines([of("harbour")], None, NOW) == [Line(of("harbour"), "?")]


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in the working folder: harbour failed two hours ago, nahar ran well and has a link that waits."""
    monkeypatch.chdir(tmp_path)
    now = utc_now()
    with closing(open_archive(tmp_path / "news.db")) as db:
        for outlet in (HARBOUR, NAHAR):
            put_outlet(db, outlet)
        early = now - timedelta(hours=2, minutes=5)
        run = start_run(db, "harbour", early)
        problems = [Problem(f"https://harbour.example/{n}", "timeout") for n in range(3)]
        add_problems(db, run, "harbour", [*problems, Problem("https://harbour.example/feed", "http_503")], early)
        end_run(db, run, early, "failed", RunCounts(failed=4), "no source answered: \x1b[31m503")
        late = now - timedelta(minutes=12, seconds=5)
        end_run(db, start_run(db, "nahar", late), late, "ok", RunCounts(new=3))
        add_links(db, "nahar", None, [FoundLink("https://nahar.example/1")], now, str)
    return tmp_path


def status(*args: str) -> tuple[list[str], str]:
    """Return the lines and the remarks of a status that succeeds."""
    result = CliRunner().invoke(main, ["status", *args], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout.splitlines(), result.stderr


def test_a_person_sees_a_table_and_what_is_wrong(press: Path) -> None:
    (press / "outlets.toml").write_text(FILE, encoding="utf-8")
    lines, remark = status()
    assert lines == [
        "outlet   last run             next (UTC)   new 24 h  usual  waiting  articles",
        "harbour  2 hours ago, failed  1 Jan 00:00         0               0         0",
        "nahar    12 minutes ago, ok   paused              0               1         0",
        "young    never                never               0               0         0",
        "",
        "harbour: last run failed: no source answered: [31m503",
        "harbour: 4 problems in its last run: http_503 1, timeout 3",
    ]
    assert remark == ""


def test_a_machine_gets_an_object_a_line(press: Path) -> None:
    (press / "outlets.toml").write_text(FILE, encoding="utf-8")
    harbour, nahar, young = (json.loads(line) for line in status("--json")[0])
    started = harbour["last_run"].pop("started_at")
    assert datetime.fromisoformat(started) < datetime.now(UTC) - timedelta(hours=2)
    assert harbour == {
        "slug": "harbour",
        "name": "The Harbour Post",
        "enabled": True,
        "last_run": {
            "outcome": "failed",
            "new": 0,
            "failed": 4,
            "detail": "no source answered: \x1b[31m503",
            "problems": [{"reason": "http_503", "count": 1}, {"reason": "timeout", "count": 3}],
        },
        "articles": 0,
        "new_last_day": 0,
        "usual_per_day": None,
        "waiting": 0,
        "wrong": ["last run failed: no source answered: \x1b[31m503"],
        "back_fills": [],
        "next_run_at": f"{datetime.now(UTC).year + 1}-01-01T00:00:00Z",
    }
    assert (nahar["waiting"], nahar["enabled"], nahar["next_run_at"]) == (1, False, None)
    assert (young["last_run"], young["name"], young["next_run_at"]) == (None, "The Young Paper", None)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (None, "Next runs are not known: outlets.toml: there is no such file (make one with `broadsheet init`)\n"),
        (
            'x = 1\n[outlets.harbour]\nname = "H"\nhomepage = "h"\n',
            "Next runs are not known: outlets.toml: x: unknown key (and 1 more, see `broadsheet check`)\n",
        ),
    ],
    ids=["there is none", "it has mistakes"],
)
def test_a_file_that_cannot_be_read_is_no_failure(press: Path, text: str | None, remark: str) -> None:
    if text:
        (press / "outlets.toml").write_text(text, encoding="utf-8")
    lines, said = status()
    assert [line.split("  ")[0] for line in lines[1:3]] == ["harbour", "nahar"]
    assert lines[1].split()[5] == "?"
    assert said == remark


def test_nothing_may_be_wrong(press: Path) -> None:
    with closing(open_archive(press / "news.db")) as db:
        run = start_run(db, "harbour", utc_now())
        end_run(db, run, utc_now(), "ok", RunCounts())
    assert status()[0][1].startswith("harbour  just now, ok ")
    assert status()[0][-1] == "Nothing is wrong."


def test_an_empty_archive_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_archive(tmp_path / "news.db").close()
    assert status()[0] == [
        "No outlet yet: `broadsheet init` writes a first outlets.toml, `broadsheet crawl` crawls them."
    ]
    assert status("--json")[0] == []
    (tmp_path / "outlets.toml").write_text(FILE, encoding="utf-8")
    lines, remark = status()
    assert [line.split() for line in lines[1:]] == [
        ["harbour", "never", "1", "Jan", "00:00", "0", "0", "0"],
        ["young", "never", "never", "0", "0", "0"],
        [],
        ["Nothing", "is", "wrong."],
    ]
    assert remark == ""


def test_a_run_under_way_is_shown(press: Path) -> None:
    with closing(open_archive(press / "news.db")) as db:
        start_run(db, "nahar", utc_now())
    assert status()[0][2].startswith("nahar    just now, running ")

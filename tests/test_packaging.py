"""The wheel: built from what git tracks alone, installed in a folder of its own, it runs anywhere with all the data it needs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "db", "pipelines", "scheduler")
PIP = (sys.executable, "-m", "pip", "--isolated", "--quiet", "--disable-pip-version-check")
WHERE = f"import {', '.join(PACKAGES)}; print(*({', '.join(f'{name}.__file__' for name in PACKAGES)}), sep='\\n')"


def tracked(*folders: str) -> set[str]:
    """Return the files that git tracks (and that are there), as paths from the root."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("which files are the project's is asked of git, and this is no checkout")
    # A checkout may belong to another user than the one who tests it.
    command = [git, "-c", "safe.directory=*", "ls-files", "-z", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the project installed in it from its wheel; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked():
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / "source" / name)
    pip("wheel", "--no-build-isolation", "--wheel-dir", str(folder), str(folder / "source"))
    pip("install", "--target", str(folder / "site"), *map(str, folder.glob("*.whl")))
    return folder / "site"


def pip(command: str, *arguments: str) -> None:
    done = subprocess.run([*PIP, command, "--no-deps", "--no-index", *arguments], capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return a user's folder, in which files have the names of our packages."""
    for name in PACKAGES:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the file in the working directory was imported')")
    return tmp_path


def run(site: Path, folder: Path, *command: str) -> str:
    """Return what a command prints that is run in `folder` with the installed packages first on the path."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_wheel_holds_every_file_of_the_packages(site: Path) -> None:
    files = {path.relative_to(site).as_posix() for name in PACKAGES for path in (site / name).rglob("*") if path.is_file()}  # fmt: skip
    assert {name for name in files if "__pycache__" not in name} == tracked(*PACKAGES)


def test_the_installed_packages_are_imported_and_not_this_checkout(site: Path, elsewhere: Path) -> None:
    found = run(site, elsewhere, sys.executable, "-P", "-c", WHERE).splitlines()
    assert found == [str(site / name / "__init__.py") for name in PACKAGES]


def test_the_command_is_installed_with_its_version(site: Path, elsewhere: Path) -> None:
    said = run(site, elsewhere, str(site / "bin" / "broadsheet"), "--version")
    assert said == f"broadsheet, version {version('broadsheet')}\n"


def test_the_local_web_explains_itself(site: Path, elsewhere: Path) -> None:
    said = run(site, elsewhere, sys.executable, "-P", "-m", "crawler.sample", "--help")
    assert said.startswith("Usage: python -m crawler.sample [OPTIONS]\n")


def test_init_writes_the_shipped_outlets(site: Path, elsewhere: Path) -> None:
    run(site, elsewhere, str(site / "bin" / "broadsheet"), "init")
    assert (elsewhere / "outlets.toml").read_bytes() == (ROOT / "crawler/data/outlets.toml").read_bytes()


def test_the_demo_runs_from_its_start_to_its_end(site: Path, elsewhere: Path) -> None:
    said = run(site, elsewhere, str(site / "bin" / "broadsheet"), "demo", "--folder", "played")
    assert "broadsheet search harbour --db played/news.db  " in said
    with closing(sqlite3.connect(elsewhere / "played" / "news.db")) as db:
        runs = db.execute("SELECT outlet, outcome, count(*) FROM runs GROUP BY outlet, outcome ORDER BY outlet").fetchall()  # fmt: skip
        assert runs == [("al-manara", "ok", 2), ("gulf-meridian", "ok", 2), ("harbour-post", "ok", 2)]
        with_topics = db.execute("SELECT DISTINCT outlet FROM articles WHERE topics <> '[]' ORDER BY outlet").fetchall()
        assert with_topics == [("al-manara",), ("gulf-meridian",), ("harbour-post",)]
        assert db.execute("SELECT count(DISTINCT article) FROM revisions").fetchone() == (1,)

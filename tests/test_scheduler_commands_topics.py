"""`topics test`, `topics apply` and `topics update`, on a real archive."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db.archive import open_archive, transaction
from db.records import Article, Outlet, OwnTopic
from db.sources import put_outlet
from db.store import NewText, save_article
from db.topics import Term, put_vocabulary, vocabulary_release
from pipelines.retag import retag
from pipelines.vocabulary import RELEASE
from scheduler.cli import main

if TYPE_CHECKING:
    from pathlib import Path

POST = Outlet("post", "The Post", "https://post.example/", language="en", tags=("coast",))
NOW = datetime(2026, 3, 15, 10, tzinfo=UTC)
ARTICLES = (
    Article(
        "https://post.example/1",
        "Earthquake shakes the coast",
        "The earthquake was felt in the port, an aftershock in the hills. Rescuers look for survivors under the rubble.",
        language="en",  # its words are so sure that a model, where one is installed, is not asked
    ),
    Article("https://post.example/2", "Wind farm for the bay", "Two wind farms will stand in the bay.", language="en"),
    Article("https://post.example/3", "The bridge", "It was closed.", language="en"),
)
OWN = """[topics.wind]
name = "Wind power"
phrases = ["wind farm"]
"""


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three articles without topics in an archive in the working folder, and topics.toml beside no outlets.toml."""
    monkeypatch.chdir(tmp_path)
    with closing(open_archive(tmp_path / "news.db")) as db, transaction(db):
        put_outlet(db, POST)
        for article in ARTICLES:
            save_article(db, POST, NewText(article, {article.url: article.url}, article.url, 9, article.text, 1), NOW)
    (tmp_path / "topics.toml").write_text(OWN, "utf-8")
    return tmp_path / "news.db"


def broadsheet(*args: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["topics", *args], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


TOPICS = "SELECT article, topic, method FROM article_topics ORDER BY article, topic"


def test_test_shows_what_a_topic_would_match_and_changes_nothing(press: Path) -> None:
    assert broadsheet("test", "wind farm", "earthquake*").splitlines() == [
        "   2  Wind farm for the bay",
        "      post · wind farm",
        "   1  Earthquake shakes the coast",
        "      post · earthquake*",
        "2 articles of 3 would have it.",
    ]
    assert broadsheet("test", "wind farm", "--excluded", "bay") == "0 articles of 3 would have it.\n"
    assert "1 article of 3" in broadsheet("test", "bay", "--required", "stand")
    assert rows(press, TOPICS) == []


def test_test_keeps_to_filters_and_to_a_limit(press: Path) -> None:
    assert broadsheet("test", "the", "--limit", "1").splitlines()[-1] == "3 articles of 3 would have it."
    assert len(broadsheet("test", "the", "--limit", "1").splitlines()) == 3
    assert "no such outlet: pst" in broadsheet("test", "the", "--outlet", "pst", code=1)
    assert "holds no word" in broadsheet("test", "!", code=2)


def test_apply_gives_topics_with_reasons_once_and_sums_up_what_changed(press: Path) -> None:
    assert broadsheet("apply").splitlines() == [
        "3 articles looked at, 2 changed",
        "  +1 disaster, accident and emergency incident",
        "  +1 earthquake",
        "  +1 environment",
        "  +1 Wind power",
    ]
    assert rows(press, TOPICS) == [
        (1, "03000000", "lexicon"),
        (1, "20000153", "lexicon"),
        (2, "06000000", "lexicon"),
        (2, "own:wind", "phrase"),
    ]
    assert rows(press, "SELECT evidence FROM article_topics WHERE topic = 'own:wind'") == [('["wind farm"]',)]
    assert json.loads(str(rows(press, "SELECT topics FROM articles WHERE id = 2")[0][0])) == [
        "environment",
        "Wind power",
    ]
    assert broadsheet("apply") == "0 articles looked at, 0 changed\n"
    assert ("own:wind", "Wind power", "own") in rows(press, "SELECT code, name, scheme FROM topics")


def test_apply_takes_away_what_no_longer_holds(press: Path) -> None:
    broadsheet("apply")
    (press.parent / "topics.toml").unlink()
    assert broadsheet("apply").splitlines() == ["3 articles looked at, 1 changed", "  -1 Wind power"]
    assert (2, "own:wind", "phrase") not in rows(press, TOPICS)


def test_a_topic_of_the_users_that_is_renamed_is_so_everywhere(press: Path) -> None:
    broadsheet("apply")
    (press.parent / "topics.toml").write_text(OWN.replace("Wind power", "Energy of the wind"), "utf-8")
    assert broadsheet("apply").splitlines() == ["3 articles looked at, 0 changed"]
    assert rows(press, "SELECT topics FROM articles WHERE id = 2") == [('["environment", "Energy of the wind"]',)]
    assert rows(press, "SELECT name FROM topics WHERE code LIKE 'own:%'") == [("Energy of the wind",)]


def test_tags_of_outlets_toml_are_applied_and_those_of_other_outlets_stay(press: Path) -> None:
    broadsheet("apply")
    (press.parent / "outlets.toml").write_text(
        '[outlets.post]\nname = "The Post"\nhomepage = "https://post.example/"\ntags = ["coast"]\n', "utf-8"
    )
    assert broadsheet("apply").splitlines() == ["3 articles looked at, 3 changed", "  +3 coast"]
    (press.parent / "outlets.toml").unlink()
    assert broadsheet("apply").splitlines() == ["3 articles looked at, 0 changed"]


def test_an_apply_that_was_ended_goes_on(press: Path) -> None:
    own = (OwnTopic("wind", "Wind power", ("wind farm",)),)

    def end(done: int, total: int) -> None:
        raise KeyboardInterrupt(f"{done} of {total}")

    with closing(open_archive(press)) as db:
        with pytest.raises(KeyboardInterrupt, match="3 of 3"):
            retag(db, own, {}, end)
        assert retag(db, own, {}, lambda _, __: None).articles == 0


def test_a_broken_topics_toml_is_named_before_anything_is_done(press: Path) -> None:
    (press.parent / "topics.toml").write_text("[topics.wind]\n", "utf-8")
    assert broadsheet("apply", code=1) == (
        'error: topics.toml: topics.wind.phrases: is missing (add phrases = ["clean energy"])\n'
    )
    assert rows(press, TOPICS) == []


def test_a_top_term_holds_all_below_it(press: Path) -> None:
    broadsheet("apply")
    search = CliRunner().invoke(main, ["search", "--topic", "disaster, accident and emergency incident"])
    assert "Earthquake shakes the coast" in search.output
    lines = [line.split()[:-1] for line in broadsheet().splitlines()]
    assert ["natural", "disaster", "1"] in lines


def release(day: str, *concepts: dict[str, object]) -> str:
    tops = [
        {"qcode": f"medtop:{n:02}000000", "prefLabel": {"en-GB": f"top {n}", "de": f"Oben {n}"}} for n in range(1, 18)
    ]
    return json.dumps({"dateReleased": f"{day}T12:00:00+00:00", "conceptSet": [*tops, *concepts]})


def concept(code: str, name: str, above: str, **more: str) -> dict[str, object]:
    return {
        "qcode": f"medtop:{code}",
        "prefLabel": {"en-GB": name},
        "broader": [f"http://cv.iptc.org/newscodes/mediatopic/{above}"],
        **more,
    }


def test_update_takes_names_and_hierarchy_from_iptcs_json(press: Path) -> None:
    broadsheet("apply")
    text = release(
        "2030-01-31",
        concept("20000153", "quake", "20000999"),
        concept("20000999", "shaking ground", "03000000"),
        concept("20000998", "gone", "03000000", retired="2029-01-01"),
    )
    (press.parent / "topics.json").write_text(text, "utf-8")
    assert broadsheet("update", "topics.json") == "IPTC Media Topics of 2030-01-31: 19 terms\n"
    assert rows(press, "SELECT name, parent, release FROM topics WHERE code = '20000153'") == [
        ("quake", "20000999", "2030-01-31")
    ]
    assert rows(press, "SELECT topics FROM articles WHERE id = 1") == [('["top 3", "quake"]',)]
    assert rows(press, "SELECT count(*) FROM topics WHERE scheme = 'iptc'") == [(19,)]
    assert json.loads(str(rows(press, "SELECT names FROM topics WHERE code = '03000000'")[0][0])) == {
        "en-GB": "top 3",
        "de": "Oben 3",
    }
    assert broadsheet("apply") == "0 articles looked at, 0 changed\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "not IPTC Media Topics as JSON"),
        ("[", "not IPTC Media Topics as JSON"),
        (release("2000-01-01"), f"is the release of 2000-01-01; the archive has that of {RELEASE}"),
        (
            release("2030-01-01", concept("20000153", "quake", "20000999")),
            "not the whole of IPTC Media Topics: 20000999 missing",
        ),
    ],
    ids=["other JSON", "no JSON", "an old release", "a part of it"],
)
def test_update_refuses_what_is_no_later_release(press: Path, text: str, message: str) -> None:
    (press.parent / "topics.json").write_text(text, "utf-8")
    assert message in broadsheet("update", "topics.json", code=1)
    assert "No such file" in broadsheet("update", "none.json", code=1)


def test_a_term_that_articles_have_outlives_its_release(press: Path) -> None:
    broadsheet("apply")
    with closing(open_archive(press)) as db, transaction(db):
        put_vocabulary(db, [Term("03000000", "disaster", None, {})], "2031-01-01")
        assert vocabulary_release(db) == "2031-01-01"
    assert [row[0] for row in rows(press, "SELECT code FROM topics WHERE scheme = 'iptc' ORDER BY code")] == [
        "03000000",
        "06000000",
        "20000148",
        "20000151",
        "20000153",
    ]


@pytest.mark.parametrize("command", [("test", "x"), ("apply",), ("update", "topics.json")])
def test_without_an_archive_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "topics.json").write_text(release("2030-01-31"), "utf-8")
    assert "no archive here" in broadsheet(*command, code=1)
    assert not (tmp_path / "news.db").exists()

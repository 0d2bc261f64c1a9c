"""topics.toml: what it may say, and that all mistakes are told at once, each with the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.own_topics_file import TopicsFileError, parse_own_topics, read_own_topics, topics_file
from db.records import OwnTopic

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
[topics.clean-energy]
name     = "Clean energy"
phrases  = ["wind farm", "طاقة متجددة"]
required = ["grid"]
excluded = ["video game"]
outlets  = ["harbour-post"]
iptc     = ["Environment", "04000000"]

[topics.vision-2030]
phrases  = ["vision 2030"]
"""


def test_a_topic_has_what_its_table_says_and_its_key_for_a_name() -> None:
    assert parse_own_topics(WHOLE, "topics.toml") == (
        OwnTopic(
            "clean-energy",
            "Clean energy",
            ("wind farm", "طاقة متجددة"),
            ("grid",),
            ("video game",),
            ("harbour-post",),
            ("06000000", "04000000"),
        ),
        OwnTopic("vision-2030", "vision-2030", ("vision 2030",)),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[topic.a]", 'topic: unknown (did you mean "topics"?)'),
        ("topics = 1", "topics: must be a table, is a number (begin a topic with [topics.its-name])"),
        ("[topics]\na = 1", "topics.a: must be a table, is a number"),
        ("[topics.a]", 'topics.a.phrases: is missing (add phrases = ["clean energy"])'),
        ("[topics.a]\nphrases = []", 'topics.a.phrases: is missing (add phrases = ["clean energy"])'),
        ('[topics.A]\nphrases = ["x"]', 'topics.A: may hold only a-z, 0-9 and "-" (did you mean "a"?)'),
        ('[topics.a]\nphrases = "x"', 'topics.a.phrases: must be a list of strings, is a string (write ["x"])'),
        ('[topics.a]\nphrases = ["*"]', 'topics.a.phrases: "*" holds no word'),
        ('[topics.a]\nphrases = ["x"]\nphrase = 1', 'topics.a.phrase: unknown key (did you mean "phrases"?)'),
        ('[topics.a]\nphrases = ["x"]\nname = ""', "topics.a.name: is empty"),
        (
            '[topics.a]\nphrases = ["x"]\noutlets = ["The Post"]',
            'topics.a.outlets: "The Post" may hold only a-z, 0-9 and "-" (did you mean "the-post"?)',
        ),
        (
            '[topics.a]\nphrases = ["x"]\niptc = ["educatoin"]',
            'topics.a.iptc: "educatoin" is no topic of IPTC Media Topics (did you mean "education"?)',
        ),
        (
            '[topics.a]\nphrases = ["x"]\niptc = ["zzzz"]',
            'topics.a.iptc: "zzzz" is no topic of IPTC Media Topics (write its name or code, such as "sport")',
        ),
    ],
)
def test_a_mistake_is_named_with_the_way_out(text: str, problem: str) -> None:
    with pytest.raises(TopicsFileError) as error:
        parse_own_topics(text, "topics.toml")
    assert str(error.value) == f"topics.toml: {problem}"


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(TopicsFileError) as error:
        parse_own_topics('[topics.a]\nx = 1\n[topics.B]\nphrases = ["y"]', "topics.toml")
    assert [line.partition(": ")[2].partition(":")[0] for line in str(error.value).splitlines()] == [
        "topics.a.phrases",
        "topics.a.x",
        "topics.B",
    ]


def test_text_that_is_no_toml_is_named() -> None:
    with pytest.raises(TopicsFileError, match=r"topics\.toml: not valid TOML: "):
        parse_own_topics("[topics", "topics.toml")


def test_the_file_stands_beside_the_outlets_and_may_be_missing(tmp_path: Path) -> None:
    path = topics_file(tmp_path / "outlets.toml")
    assert path == tmp_path / "topics.toml"
    assert read_own_topics(path) == ()
    path.write_text(WHOLE, "utf-8-sig")
    assert [topic.slug for topic in read_own_topics(path)] == ["clean-energy", "vision-2030"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_bytes(b"\xff")
    with pytest.raises(TopicsFileError, match=r"not UTF-8 at byte 0 \(save it as UTF-8\)"):
        read_own_topics(tmp_path / "topics.toml")
    with pytest.raises(TopicsFileError, match="cannot be read: Is a directory"):
        read_own_topics(tmp_path)

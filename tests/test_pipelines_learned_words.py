"""Learned words: the terms of a text, what the committed table makes of them, and how that becomes topics with their reasons."""

from __future__ import annotations

import pytest

from pipelines.learned_words import learned_opinion, speaking, spoken_terms
from pipelines.tag import tag
from pipelines.vocabulary import top_codes

TOPS = frozenset(top_codes().values())
CRIME, ECONOMY, HUMAN = "02000000", "04000000", "08000000"
LEISURE, POLITICS, SPORT = "10000000", "11000000", "15000000"
LATE = ("Thousands line the streets for the late singer", "The couple met when she was nine; she died at her home.")


def main(title: str, text: str = "") -> str:
    said = learned_opinion((), title, text, "en")
    assert said is not None
    return max(said, key=lambda code: said[code])


def test_terms_are_stems_alone_in_the_title_and_in_pairs_each_once() -> None:
    assert list(spoken_terms("Courts sit", "A court sat", str.casefold)) == [
        ("courts", "Courts"),
        ("sit", "sit"),
        ("^courts", "Courts"),
        ("^sit", "sit"),
        ("courts sit", "Courts sit"),
        ("a", "A"),
        ("court", "court"),
        ("sat", "sat"),
        ("a court", "A court"),
        ("court sat", "court sat"),
    ]
    assert [term for term, _ in spoken_terms("", "so so so", str)] == ["so", "so so"]


def test_the_beginning_of_a_text_is_read() -> None:
    far = list(spoken_terms("", "a " * 600 + "court", str))
    assert ("court", "court") not in far


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("Shares slid as yields climbed", "Analysts said sales would fall; the dollar rose.", ECONOMY),
        ("Lawmakers pass a measure on parking", "The bloc gave way; the reform goes to the next chamber.", POLITICS),
        ("Guilty in less than an hour", "The jury heard that he hid the knife. He will be sentenced in May.", CRIME),
        ("Late equaliser", "The visitors led at half-time, but the hosts scored from a corner.", SPORT),
        ("Guide to the trails of the north", "Book ahead, skip the crowds, and bring a raincoat.", LEISURE),
        (*LATE, HUMAN),
    ],
)
def test_words_that_no_list_has_lead_to_their_topic(title: str, text: str, code: str) -> None:
    assert main(title, text) == code


def test_an_opinion_has_a_share_for_each_topic_at_the_top() -> None:
    said = learned_opinion((), *LATE, "en")
    assert said is not None
    assert set(said) == TOPS
    assert sum(said.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        pytest.param("Shares slid as yields climbed", "de", id="a language that has none"),
        pytest.param("Акции упали", None, id="a script that is not read as English"),
        pytest.param("Qwxz vbnm", "en", id="no word that is known"),
        pytest.param("", "en", id="no word"),
    ],
)
def test_there_is_no_opinion_where_nothing_is_known(title: str, language: str | None) -> None:
    assert learned_opinion((), title, "", language) is None


def test_the_words_that_speak_most_for_a_topic_are_named_the_strongest_first() -> None:
    spoken = speaking(*LATE, "en", HUMAN)
    assert 0 < len(spoken) <= 4
    assert spoken[0] == "died at"
    assert "Thousands" not in spoken
    assert speaking(*LATE, "de", HUMAN) == ()
    # What speaks for another topic, or is not known, is not named.
    assert speaking("Lawmakers Qwxz", "", "en", HUMAN) == ()


def reasons(section: str | None, **given: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = tag(
        **{"title": LATE[0], "text": LATE[1], "language": "en", "url": "https://a.example/x", "keywords": (), **given},
        section=section,
    )
    return {topic.code: (topic.method, topic.evidence) for topic in found if topic.code in TOPS}


def test_a_topic_that_only_learned_words_speak_for_has_them_as_its_reason() -> None:
    method, words = reasons(None)[HUMAN]
    assert method == "lexicon"
    assert "died at" in words


def test_learned_words_are_not_asked_where_the_publisher_files_the_article() -> None:
    assert HUMAN not in reasons("Education")
    assert HUMAN not in reasons(None, url="https://a.example/education/x")
    assert HUMAN in reasons("Latest news", url="https://a.example/news/x")


def test_a_text_of_unknown_language_in_latin_script_is_read_as_english() -> None:
    given = {"title": LATE[0], "text": LATE[1], "section": None, "url": "https://a.example/x", "keywords": ()}
    assert tag(**given, language=None) == tag(**given, language="en-GB") == tag(**given, language="en")

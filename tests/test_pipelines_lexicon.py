import tomllib
from importlib.resources import files

import pytest

from pipelines.lexicon import STEMMERS, lexicon, section_names
from pipelines.vocabulary import top_codes, topic_names
from tests.common_words import COMMON

DATA = files("pipelines.data")
TOPS = frozenset(top_codes().values())
FIRST_CLASS = ("ar", "de", "en", "es", "fr", "id", "it", "ja", "pt", "ru", "tr", "zh")


def table(name):
    return tomllib.loads(DATA.joinpath(f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", STEMMERS)
def test_a_lexicon_speaks_for_every_topic_and_no_other(language):
    topics = table(f"lexicon_{language}")
    assert {code for code in topics if code in TOPS} == TOPS
    assert set(topics) <= set(topic_names())
    assert all(set(topic) <= {"sections", "words"} for topic in topics.values())
    assert all(len(topics[code]["words"]) >= 5 for code in TOPS)


@pytest.mark.parametrize("language", FIRST_CLASS)
def test_a_language_of_the_first_class_has_many_words_and_its_sections(language):
    topics = table(f"lexicon_{language}")
    assert all(topics[code]["sections"] and len(topics[code]["words"]) >= 25 for code in TOPS)


def test_every_lexicon_file_has_its_stemmer():
    assert {path.name for path in DATA.iterdir() if path.name.startswith("lexicon_")} == {
        f"lexicon_{language}.toml" for language in STEMMERS
    }


def test_the_other_section_names_and_unspoken_names_are_of_topics_of_the_vocabulary():
    assert set(table("sections")) <= set(topic_names())
    assert set(table("unspoken")["codes"]) <= set(topic_names())


@pytest.mark.parametrize(
    ("name", "code"), [("Fußball", "20001065"), ("Tennis", "20001085"), ("Théâtre", "20000029"), ("选举", "20000574")]
)
def test_a_name_of_iptcs_in_any_language_is_a_sections_name(name, code):
    tops = top_codes()
    found = [code for found in section_names().find(name) for code in found.phrase.codes]
    assert {tops[one] for one in found} == {tops[code]}


def test_a_name_of_many_meanings_is_no_word_of_the_text():
    words = lexicon("en")
    assert [found.words for found in words.find("The party of the men in the water")] == []
    assert [found.words for found in words.find("A referendum")] == ["referendum"]


def test_a_language_without_a_file_has_no_lexicon():
    assert lexicon("so") is None


@pytest.mark.parametrize("language", STEMMERS)
def test_common_words_speak_for_no_topic(language):
    words = lexicon(language)
    assert {
        word: [found.words for found in words.find(word)] for word in COMMON[language].split() if list(words.find(word))
    } == {}

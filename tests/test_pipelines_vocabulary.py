import re

from pipelines.vocabulary import RELEASE, VocabularyTopic, top_codes, topic_names, vocabulary


def test_the_top_of_the_vocabulary_is_the_seventeen_terms():
    assert [(topic.code, topic.name) for topic in vocabulary() if topic.parent is None] == [
        (f"{number:02}000000", name)
        for number, name in enumerate(
            (
                "arts, culture, entertainment and media",
                "crime, law and justice",
                "disaster, accident and emergency incident",
                "economy, business and finance",
                "education",
                "environment",
                "health",
                "human interest",
                "labour",
                "lifestyle and leisure",
                "politics and government",
                "religion",
                "science and technology",
                "society",
                "sport",
                "conflict, war and peace",
                "weather",
            ),
            start=1,
        )
    ]


def test_the_vocabulary_is_whole():
    codes = [topic.code for topic in vocabulary()]
    assert len(codes) == len(set(codes)) == 1085
    assert all(re.fullmatch(r"(?:0\d|1[0-7])000000|2000\d{4}", code) for code in codes)
    assert {topic.parent for topic in vocabulary() if topic.parent} <= set(codes)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", RELEASE)


def test_a_term_has_its_parent_and_its_names():
    earthquake = next(topic for topic in vocabulary() if topic.code == "20000153")
    assert (earthquake.name, earthquake.parent) == ("earthquake", "20000151")
    assert earthquake.names["de"] == "Erdbeben"
    assert set(earthquake.names) == {"en", "ar", "da", "de", "es", "fr", "no", "pt", "sv", "zh"}


def test_every_term_has_a_topic_at_the_top():
    assert top_codes()["20000153"] == top_codes()["03000000"] == "03000000"
    assert set(top_codes()) == set(topic_names())


def test_a_term_is_a_value():
    assert VocabularyTopic("1", "one") == VocabularyTopic("1", "one", None, {})

import pytest

from db.records import OwnTopic, Topic
from pipelines.own_topics import Subject, matches
from pipelines.tagger import Tagger


def found(text, language="en", *, title="", keywords=(), outlet="post", codes=(), **limits):
    topic = OwnTopic("own", "Mine", **{"phrases": ("wind farm",), **limits})
    return [held.evidence for held in matches(Subject(title, text, keywords, language, outlet, codes), [topic])]


@pytest.mark.parametrize(
    ("phrase", "language", "text"),
    [
        ("wind farm", "en", "Two WIND FARMS are planned."),
        ("wind farm", "en", "A wind-farm is planned."),
        ("Wahlplakat", "de", "Die Wahlplakate hängen."),
        ("desalin*", "en", "The desalination plant is old."),
        ("*werk", "de", "Das Kraftwerk steht still."),
        ("رؤية 2030", "ar", "أهداف رؤية 2030 في المملكة"),
        ("气候变化", "zh", "应对气候变化的措施"),
        ("vision 2030", "ar", "برنامج Vision 2030 للتنمية"),
        ("vision 2030", None, "Vision 2030, said the minister"),
    ],
)
def test_a_phrase_stands_for_all_forms_of_its_words(phrase, language, text):
    assert found(text, language, phrases=(phrase,)) == [(phrase,)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("wind farm", "The wind was strong at the farm."),
        ("art", "The start of the party."),
        ("desalin*", "Salination of the soil."),
        ("a.c", "The abc."),
    ],
    ids=["words apart", "a part of a word", "another beginning", "signs are not patterns"],
)
def test_a_phrase_is_not_found_where_it_does_not_stand(phrase, text):
    assert found(text, phrases=(phrase,)) == []


def test_a_phrase_may_stand_in_title_keywords_or_text_but_not_across_them():
    assert found("", title="Wind farm opens") == [("wind farm",)]
    assert found("", keywords=("wind farms",)) == [("wind farm",)]
    assert found("Farm prices rise.", title="Storm and wind") == []


def test_all_that_is_required_and_nothing_that_is_excluded():
    text = "A wind farm is joined to the grid."
    assert found(text, required=("grid", "joined")) == [("wind farm",)]
    assert found(text, required=("grid", "cable")) == []
    assert found(text, excluded=("grid",)) == []


def test_limits_of_outlets_and_of_iptcs_topics():
    text = "A wind farm is planned."
    assert found(text, outlets=("post", "times")) == [("wind farm",)]
    assert found(text, outlets=("times",)) == []
    assert found(text, iptc=("06000000",), codes=("20000424",)) == [("wind farm",)]
    assert found(text, iptc=("06000000",), codes=("04000000",)) == []


def test_a_topic_carries_the_phrases_that_spoke():
    topics = [
        OwnTopic("wind", "Wind", ("wind farm", "turbine", "breeze")),
        OwnTopic("none", "None", ("solar",)),
        OwnTopic("farm", "Farm", ("farm",)),
    ]
    assert matches(Subject("Wind farm", "Turbines turn.", (), "en", "post", ()), topics) == (
        Topic("own:wind", "Wind", 1.0, "phrase", ("wind farm", "turbine")),
        Topic("own:farm", "Farm", 1.0, "phrase", ("farm",)),
    )


def test_a_mark_tells_what_decides_the_topics():
    one = OwnTopic("wind", "Wind", ("wind farm",))
    marks = {
        Tagger("post", tags, own).mark
        for tags, own in ((("a",), (one,)), (("b",), (one,)), (("a",), ()), (None, (one,)), ((), (one,)))
    }
    assert len(marks) == 5
    same = OwnTopic("wind", "Wind", ("wind farm",))
    assert Tagger("post", ("a",), (one,)).mark == Tagger("times", ("a",), (same,)).mark

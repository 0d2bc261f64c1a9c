"""A model's opinion beside the words: the sums by hand, the committed head, and how it becomes topics, without the model itself."""

from __future__ import annotations

import pytest

from pipelines.model import LENGTH
from pipelines.opinion import SURE, Head, fitted_head, packed, prior, unpacked, unsure
from pipelines.tag import tag
from pipelines.vocabulary import top_codes

SPORT, POLITICS, HEALTH = "15000000", "11000000", "07000000"
TOPS = frozenset(top_codes().values())


def opinion(code: str, share: float) -> dict[str, float]:
    """Return an opinion that gives one topic a share, and the others the rest in equal parts."""
    return {top: share if top == code else (1 - share) / (len(TOPS) - 1) for top in TOPS}


def test_a_head_gives_the_topic_in_whose_direction_a_title_lies_the_largest_share() -> None:
    head = Head((1.0, 1.0), {SPORT: (1.0, 0.0), HEALTH: (0.0, 1.0)})
    said = head.opinion((1.5, 1.0))
    assert said[SPORT] == pytest.approx(1 / (1 + 2.718281828**-4))  # sharpened eightfold: half a length ahead is 4
    assert sum(said.values()) == pytest.approx(1)


def test_the_committed_head_has_a_direction_for_each_topic_at_the_top() -> None:
    head = fitted_head()
    assert set(head.directions) == set(prior()) == TOPS
    assert {len(values) for values in (head.centre, *head.directions.values(), *prior().values())} == {LENGTH}
    assert all(sum(value * value for value in values) == pytest.approx(1, abs=0.01) for values in prior().values())


def test_numbers_are_kept_to_three_digits() -> None:
    values = tuple(i / 1000 for i in range(LENGTH))
    assert unpacked(packed(values)) == pytest.approx(values, rel=0.001)


@pytest.mark.parametrize(
    ("scored", "answer"),
    [
        pytest.param({}, True, id="nothing speaks"),
        pytest.param({SPORT: 0.5, HEALTH: 0.89}, True, id="none is sure"),
        pytest.param({SPORT: 0.1, HEALTH: SURE}, False, id="one is sure"),
    ],
)
def test_the_model_is_asked_where_no_topic_is_sure(scored: dict[str, float], answer: bool) -> None:
    assert unsure(scored) is answer


def tagged(
    title: str, text: str, said: dict[str, float] | None, asked: list[str]
) -> list[tuple[str, str, tuple[str, ...]]]:
    def ask(of: str) -> dict[str, float] | None:
        asked.append(of)
        return said

    found = tag(title=title, text=text, language="de", section=None, url="https://a.example/x", keywords=(), ask=ask)
    return [(topic.code, topic.method, topic.evidence) for topic in found if topic.code in TOPS]


def test_a_topic_that_only_the_model_sees_has_the_title_as_its_reason() -> None:
    asked: list[str] = []
    title = "Eine Nacht, die hier niemand vergisst"
    assert tagged(title, "", opinion(SPORT, 0.9), asked) == [(SPORT, "model", (title,))]
    assert asked == [title]


def test_a_topic_that_the_words_are_enough_for_keeps_them_as_its_reason() -> None:
    asked: list[str] = []
    words = tagged("Eine Klinik", "", None, asked)
    assert [(code, method) for code, method, _ in words] == [(HEALTH, "lexicon")]
    assert tagged("Eine Klinik", "", opinion(HEALTH, 0.9), asked) == words
    assert asked == ["Eine Klinik"] * 2


def test_a_sure_title_is_not_asked_about() -> None:
    asked: list[str] = []
    text = "Der Trainer lobte den Torwart, der Schiedsrichter wurde im Stadion von den Fans ausgepfiffen. " * 8
    found = tagged("Stürmer trifft doppelt, Meister gewinnt das Halbfinale im Pokal", text, opinion(HEALTH, 0.9), asked)
    assert [code for code, _, _ in found] == [SPORT]
    assert asked == []

"""The topics of an article, with the words that spoke for each: from the outlet's section, address and keywords, and from the text.

evidence -> amounts -> scores of the 17 topics at the top -> those that are sure enough, each followed by the sub-topics that its words name

Where the publisher files an article under nothing, what learned words speak for is weighed too (pipelines/learned_words.py); where the
scores are not sure and the optional model is installed, its opinion of the title (pipelines/opinion.py).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from db.records import Topic
from pipelines.fusion import fused_scores
from pipelines.learned_words import learned_fusion, learned_opinion, speaking
from pipelines.opinion import model_fusion, opinion_of, unsure
from pipelines.phrases import fold
from pipelines.topic_evidence import evidence
from pipelines.topic_scores import FIELD_WEIGHTS, amounts, scores
from pipelines.vocabulary import VocabularyTopic, top_codes, topic_names, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from db.records import Article
    from db.topics import TaggedArticle
    from pipelines.fusion import Opinion
    from pipelines.topic_evidence import Evidence

__all__ = ["THRESHOLD", "VocabularyTopic", "article_topics", "own_topics", "tag", "topics_of", "vocabulary"]

THRESHOLD = 0.25  # the score that a topic must have: three of ten topics between this and .4 are right
_SURE = (
    2.5  # what the evidence for a sub-topic must weigh: a word of the title, a section, or several words of the text
)
_MOST_BELOW = 3  # sub-topics kept a topic
_MOST_EVIDENCE = 8  # words kept a topic
_SLUG_WORD = re.compile(r"[^\W_]+")
_METHODS = {"title": "lexicon", "lead": "lexicon", "body": "lexicon"}


def tag(
    *,
    title: str,
    text: str,
    language: str | None,
    section: str | None,
    url: str,
    keywords: Sequence[str],
    ask: Callable[[str], Opinion | None] | None = None,
) -> tuple[Topic, ...]:
    """Return the topics of an article that are sure enough, the surest first; none where nothing is.

    `language` is its primary subtag, None where it is not known: then only a text in Latin script is read, as English. Codes
    and names are of IPTC Media Topics. A score is the share of such topics that people would give the article. `method` is the kind
    of evidence that weighs most: section, url, keyword or lexicon. Sub-topics come beside the topic at the top that they belong to.
    `ask` gives a model's opinion of the title, and is asked where the words are not sure; a topic that they would not have been enough
    for is of the method `model`, and has the title as its first evidence.
    """
    pieces = list(evidence(title, text, language, section, url, keywords))
    listed = scores(amounts(pieces))
    learned = learned_opinion(pieces, title, text, language)
    worded = fused_scores(listed, learned, learned_fusion()) if learned else listed
    said = ask(title) if ask and unsure(worded) else None
    scored = fused_scores(worded, said, model_fusion()) if said else worded

    by_learned = _only_here(worded, listed)
    by_model = _only_here(scored, worded)

    def reasoned(topic: Topic) -> Topic:
        if topic.code in by_model:
            return replace(topic, method="model", evidence=(title, *topic.evidence))
        if topic.code in by_learned:
            words = dict.fromkeys((*topic.evidence, *speaking(title, text, language, topic.code)))
            return replace(topic, evidence=tuple(words)[:_MOST_EVIDENCE])
        return topic

    return tuple(map(reasoned, topics_of(pieces, scored)))


def _only_here(scored: Mapping[str, float], before: Mapping[str, float]) -> frozenset[str]:
    """Return the codes that reach the threshold, and did not before."""
    return frozenset(code for code, score in scored.items() if before.get(code, 0.0) < THRESHOLD <= score)


def topics_of(pieces: Sequence[Evidence], scored: Mapping[str, float]) -> tuple[Topic, ...]:
    """Return the topics whose score reaches the threshold, and what the evidence names below them."""
    kept = sorted(
        (code for code, score in scored.items() if score >= THRESHOLD), key=lambda code: (-scored[code], code)
    )
    tops = top_codes()
    found: list[Topic] = []
    for top in kept:
        mine = [piece for piece in pieces if tops[piece.code] == top]
        found += (_topic(top, mine, scored[top]), *_below(top, mine, scored[top]))
    return tuple(found)


def article_topics(article: Article | TaggedArticle) -> tuple[Topic, ...]:
    """Return the topics of what an article says, with the help of the model where it is installed."""
    return tag(
        title=article.title,
        text=article.text,
        language=article.language,
        section=article.section,
        url=article.url,
        keywords=article.keywords,
        ask=opinion_of,
    )


def own_topics(tags: Sequence[str]) -> tuple[Topic, ...]:
    """Return the user's own tags as topics with codes like `tag:clean-energy`; tags of one code are one topic."""
    named: dict[str, str] = {}
    for name in tags:
        named.setdefault("-".join(_SLUG_WORD.findall(fold(name))), name)
    return tuple(Topic(f"tag:{slug}", name, 1.0, "tag") for slug, name in named.items() if slug)


def _below(top: str, pieces: Sequence[Evidence], score: float) -> Iterator[Topic]:
    """Yield the sub-topics that enough evidence names, those with the most first, each with its part of the topic's score."""
    weights: dict[str, float] = {}
    for piece in pieces:
        if piece.code != top:
            weights[piece.code] = weights.get(piece.code, 0.0) + _weight(piece)
    named = sorted(
        (code for code, weight in weights.items() if weight >= _SURE), key=lambda code: (-weights[code], code)
    )
    for code in named[:_MOST_BELOW]:
        mine = [piece for piece in pieces if piece.code == code]
        yield _topic(code, mine, score * weights[code] / (weights[code] + 1))


def _topic(code: str, pieces: Sequence[Evidence], score: float) -> Topic:
    heaviest = sorted(pieces, key=lambda piece: -_weight(piece))
    words: dict[str, str] = {}
    for piece in heaviest:
        words.setdefault(piece.words.casefold(), piece.words)
    return Topic(code, topic_names()[code], round(score, 2), _method(pieces), tuple(words.values())[:_MOST_EVIDENCE])


def _method(pieces: Iterable[Evidence]) -> str:
    """Return the kind of evidence that weighs most; where there is none, learned words speak."""
    weights: dict[str, float] = {}
    for piece in pieces:
        method = _METHODS.get(piece.field, piece.field)
        weights[method] = weights.get(method, 0.0) + _weight(piece)
    return max(weights, key=lambda method: weights[method], default="lexicon")


def _weight(piece: Evidence) -> float:
    return FIELD_WEIGHTS[piece.field][0] * piece.amount

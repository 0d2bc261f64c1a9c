"""The topics of an article, with the words that spoke for each: from the outlet's section, address and keywords, and from the text.

Every piece of evidence has a weight by how seldom it errs; what speaks for several topics is shared among them. A topic's
score is what spoke for it against what did not, so that it is high only where much evidence agrees.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from db.records import Topic
from pipelines.lexicon import fold, lexicon, section_names
from pipelines.vocabulary import VocabularyTopic, topic_names, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from db.records import Article
    from pipelines.lexicon import Found, Lexicon

__all__ = ["VocabularyTopic", "article_topics", "own_topics", "tag", "vocabulary"]

# What one piece of evidence weighs; a word of the text in its most prominent place.
_SECTION, _URL, _KEYWORD = 4.0, 3.0, 1.5
_TITLE, _LEAD, _BODY, _REPEAT = 2.5, 1.0, 0.6, 0.3
_PART = 0.5  # a name that is only a part of a section's or folder's name
# The most that all evidence of one kind weighs for a topic.
_CAPS = {"section": 4.0, "url": 3.0, "keyword": 4.0, "lexicon": 8.0}
_THRESHOLD = 0.3
_MOST_EVIDENCE = 8  # words kept a topic
_MOST_KEYWORDS = 30

_LEAD_LENGTH, _TEXT_LENGTH = 400, 1800  # characters: about the first 60 and 270 words
_LONGEST_FOLDER = 4  # words; a longer part of an address is a headline
_SEPARATOR = re.compile(r"\s*(?:[/|>»›,;:·•]|\s[-–—]\s)\s*")
_SLUG_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Evidence:
    code: str
    method: str
    weight: float
    words: str


def tag(
    *, title: str, text: str, language: str | None, section: str | None, url: str, keywords: Sequence[str]
) -> tuple[Topic, ...]:
    """Return the topics of an article that are sure enough, the surest first; none where nothing is.

    `language` is its primary subtag, None where it is not known: then only a text in Latin script is read, as English. Codes
    and names are of IPTC Media Topics; `method` is the kind of evidence that weighs most: section, url, keyword or lexicon.
    """
    words = _lexicon_for(language, title or text)
    evidence = [*_from_section(section or ""), *_from_url(url), *_from_keywords(keywords, words)]
    if words is not None:
        evidence += _from_text(title, text, words)
    return _weighed(evidence)


def article_topics(article: Article) -> tuple[Topic, ...]:
    """Return the topics of what an article says."""
    return tag(
        title=article.title,
        text=article.text,
        language=article.language,
        section=article.section,
        url=article.url,
        keywords=article.keywords,
    )


def own_topics(tags: Sequence[str]) -> tuple[Topic, ...]:
    """Return the user's own tags as topics with codes like `tag:clean-energy`; tags of one code are one topic."""
    named: dict[str, str] = {}
    for name in tags:
        named.setdefault("-".join(_SLUG_WORD.findall(fold(name))), name)
    return tuple(Topic(f"tag:{slug}", name, 1.0, "tag") for slug, name in named.items() if slug)


def _lexicon_for(language: str | None, sample: str) -> Lexicon | None:
    if language is not None:
        return lexicon(language.partition("-")[0].lower())
    latin, letters = len(_LATIN.findall(sample)), len(_LETTER.findall(sample))
    return lexicon("en") if 2 * latin > letters else None


def _from_section(section: str) -> Iterator[_Evidence]:
    for part in _SEPARATOR.split(section):
        for found in section_names().find(part):
            yield from _shared(found, "section", _SECTION * (1 if found.whole else _PART))


def _from_url(url: str) -> Iterator[_Evidence]:
    """Read the host's first label (`sport.example.com`) and the folders of the path; its last part is the headline."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a broken IPv6 host
        return
    for folder in (parts.netloc.partition(".")[0], *unquote(parts.path).rstrip("/").split("/")[:-1]):
        if len(_SLUG_WORD.findall(folder)) > _LONGEST_FOLDER:
            continue
        for found in section_names().find(folder):
            yield from _shared(found, "url", _URL * (1 if found.whole else _PART))


def _from_keywords(keywords: Sequence[str], words: Lexicon | None) -> Iterator[_Evidence]:
    for keyword in keywords[:_MOST_KEYWORDS]:
        names = [found for found in section_names().find(keyword) if found.whole]
        for found in names or (words.find(keyword) if words else ()):
            yield from _shared(found, "keyword", _KEYWORD * (1 if found.whole else _PART))


def _from_text(title: str, text: str, words: Lexicon) -> Iterator[_Evidence]:
    fields = ((title, _TITLE), (text[:_LEAD_LENGTH], _LEAD), (text[_LEAD_LENGTH:_TEXT_LENGTH], _BODY))
    seen = set()
    for part, weight in fields:
        for found in words.find(part):
            yield from _shared(found, "lexicon", _REPEAT if found.phrase.terms in seen else weight)
            seen.add(found.phrase.terms)


def _shared(found: Found, method: str, weight: float) -> Iterator[_Evidence]:
    for code in found.phrase.codes:
        yield _Evidence(code, method, weight / len(found.phrase.codes), found.words)


def _weighed(evidence: Iterable[_Evidence]) -> tuple[Topic, ...]:
    """Return a topic for each code whose evidence reaches the threshold."""
    by_code: defaultdict[str, list[_Evidence]] = defaultdict(list)
    for piece in evidence:
        by_code[piece.code].append(piece)
    weights = {code: _by_method(pieces) for code, pieces in by_code.items()}
    most = max((sum(methods.values()) for methods in weights.values()), default=0.0)
    topics = (_topic(code, by_code[code], methods, most) for code, methods in weights.items())
    return tuple(
        sorted((topic for topic in topics if topic.score >= _THRESHOLD), key=lambda topic: (-topic.score, topic.code))
    )


def _by_method(pieces: Iterable[_Evidence]) -> dict[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for piece in pieces:
        weights[piece.method] = min(weights[piece.method] + piece.weight, _CAPS[piece.method])
    return dict(weights)


def _topic(code: str, pieces: Sequence[_Evidence], methods: dict[str, float], most: float) -> Topic:
    weight = sum(methods.values())
    score = round((1 - math.exp(-weight / 4)) * weight / most, 2)
    heaviest = sorted(pieces, key=lambda piece: -piece.weight)
    words = tuple(dict.fromkeys(piece.words for piece in heaviest))[:_MOST_EVIDENCE]
    return Topic(code, topic_names()[code], score, max(methods, key=lambda method: methods[method]), words)

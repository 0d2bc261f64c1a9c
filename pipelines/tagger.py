"""All topics of an outlet's articles: what they say, the user's topics, and the outlet's tags; and the mark of what decides them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from pipelines.model import installed_model
from pipelines.own_topics import Subject, matches
from pipelines.tag import own_topics
from pipelines.version import TAGGER_VERSION
from pipelines.vocabulary import RELEASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.records import Article, OwnTopic, Topic
    from db.topics import TaggedArticle


@dataclass(frozen=True, slots=True)
class Tagger:
    """Gives an outlet's articles all their topics.

    `tags` are the outlet's, None where they are not known and articles keep theirs; `own` are the user's topics.
    """

    outlet: str
    tags: tuple[str, ...] | None = None
    own: tuple[OwnTopic, ...] = ()

    @property
    def mark(self) -> str:
        """Return the mark of what decides the topics: equal marks mean that tagging again would change nothing."""
        decides = repr((TAGGER_VERSION, RELEASE, installed_model(), self.tags, self.own))
        return sha256(decides.encode()).hexdigest()[:16]

    def topics(self, article: Article | TaggedArticle, said: Sequence[Topic]) -> tuple[Topic, ...]:
        """Return `said`, the topics of IPTC's that an article's text gives, and after them the user's topics and the tags."""
        matched = matches(subject_of(article, self.outlet, said), self.own)
        if self.tags is None:
            return (*said, *matched, *(topic for topic in article.topics if topic.method == "tag"))
        return (*said, *matched, *own_topics(self.tags))


def subject_of(article: Article | TaggedArticle, outlet: str, said: Sequence[Topic]) -> Subject:
    """Return what the user's topics are asked of."""
    codes = tuple(topic.code for topic in said)
    return Subject(article.title, article.text, article.keywords, article.language, outlet, codes)

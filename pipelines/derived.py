"""What is stored beside an article because it follows from it: sizes, hashes, what search reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.search_text import search_text
from db.store import NewText
from pipelines.dedupe import content_hash
from pipelines.version import EXTRACTOR_VERSION
from pipelines.words import count_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.records import Article


def derived(article: Article, addresses: Mapping[str, str], topics_mark: str | None) -> NewText:
    """Return an article with what follows from it.

    `addresses` are all of its own with their identities; `topics_mark` stands for what decided its topics (see pipelines.tagger).
    """
    return NewText(
        article=article,
        addresses=addresses,
        content_hash=content_hash(article.text),
        word_count=count_words(article.text),
        search_text=search_text(article.title, article.text),
        extractor_version=EXTRACTOR_VERSION,
        topics_mark=topics_mark,
    )

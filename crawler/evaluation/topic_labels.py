"""Pages with hand-made labels of topics: a file of lines `dataset/id`, a tab, and codes at the top level, the main one first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.evaluation.gold import read_corpus
from db.errors import BroadsheetError
from pipelines.extract import extract_article
from pipelines.items import RejectedPage
from pipelines.learned_words import learned_opinion
from pipelines.topic_evidence import evidence
from pipelines.topic_scores import Amounts, amounts
from pipelines.vocabulary import top_codes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.fusion import Opinion
    from pipelines.topic_evidence import Evidence


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with its codes, the main one first, and the fields that tagging reads; an empty text where it was rejected."""

    codes: tuple[str, ...]
    title: str = ""
    text: str = ""
    language: str | None = None
    section: str | None = None
    url: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def evidence(self) -> list[Evidence]:
        """Return what speaks for any topic."""
        return list(evidence(self.title, self.text, self.language, self.section, self.url, self.keywords))

    @property
    def amounts(self) -> dict[str, Amounts]:
        """Return how much speaks for each topic at the top."""
        return amounts(self.evidence)

    @property
    def learned(self) -> Opinion | None:
        """Return what learned words speak for, None where they are not asked."""
        return learned_opinion(self.evidence, self.title, self.text, self.language)


def read_labels(file: Path) -> dict[str, tuple[str, ...]]:
    """Return the codes of each page. Raises BroadsheetError for a file that cannot be read, or a code that is none of the top."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise BroadsheetError(f"{file}: {error.strerror}; TOPICS names a file of pages and their topics") from error
    labels = {page: tuple(codes.split()) for page, _, codes in (line.partition("\t") for line in lines[1:])}
    tops = frozenset(top_codes().values())
    for page, codes in labels.items():
        if not codes or not tops.issuperset(codes):
            raise BroadsheetError(
                f"{file}: {page}: {' '.join(codes) or 'no code'}: codes are of the 17 topics at the top"
            )
    return labels


def labelled_pages(corpus: Path, file: Path) -> Iterator[LabelledPage]:
    """Yield the pages of a corpus that a file labels, extracted. Raises what reading them raises."""
    labels = read_labels(file)
    for page in read_corpus(corpus):
        if page.key in labels:
            try:
                article = extract_article(page.html, page.url, hints=page.hints)
            except RejectedPage:
                yield LabelledPage(labels[page.key])
                continue
            yield LabelledPage(
                labels[page.key],
                article.title,
                article.text,
                article.language,
                article.section,
                article.url,
                article.keywords,
            )

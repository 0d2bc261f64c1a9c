"""The vocabulary on its way into the archive: the one that Broadsheet brings along, or a release of IPTC's from its published JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from db.archive import transaction
from db.errors import BroadsheetError
from db.topics import Term, put_vocabulary, vocabulary_release
from pipelines.vocabulary import RELEASE, vocabulary

if TYPE_CHECKING:
    from sqlite_utils import Database

_CODE = re.compile(r"(?:^|[:/])(\d{8})$")
_ENGLISH = ("en-GB", "en", "en-US")
_TOP = 17  # topics at the top, since 2010


class VocabularyFileError(BroadsheetError):
    """A file that is not IPTC Media Topics as JSON."""


def load_vocabulary(db: Database) -> None:
    """Write the vocabulary that Broadsheet brings along, unless the archive has it or a later release."""
    known = vocabulary_release(db)
    if known is None or known < RELEASE:
        terms = [Term(topic.code, topic.name, topic.parent, topic.names) for topic in vocabulary()]
        with transaction(db):
            put_vocabulary(db, terms, RELEASE)


def read_release(text: str) -> tuple[str, list[Term]]:
    """Return the day and the terms of a release, as IPTC publishes it in JSON (`cptall-en-GB.json`), retired ones left out.

    Raises VocabularyFileError where the text is something else, or not the whole of it.
    """
    try:
        document = json.loads(text)
        terms = [_term(concept) for concept in document["conceptSet"] if not concept.get("retired")]
        release = str(document["dateReleased"])[:10]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VocabularyFileError(
            "not IPTC Media Topics as JSON: get it from https://cv.iptc.org/newscodes/mediatopic/?format=json"
        ) from error
    codes = {term.code for term in terms}
    missing = sorted({term.parent for term in terms if term.parent} - codes)
    if sum(term.parent is None for term in terms) < _TOP or missing:
        raise VocabularyFileError(
            f"not the whole of IPTC Media Topics: {', '.join(missing) or 'topics at the top'} missing"
        )
    return release, terms


def _term(concept: dict[str, Any]) -> Term:
    """Return a concept as a term. Raises KeyError and TypeError where something of it is not as published."""
    labels = {language: str(name) for language, name in concept["prefLabel"].items()}
    english = next((labels[language] for language in _ENGLISH if language in labels), None)
    broader = concept.get("broader") or [None]
    return Term(
        _code(concept["qcode"]), english or next(iter(labels.values())), broader[0] and _code(broader[0]), labels
    )


def _code(address: str) -> str:
    """Return the bare code of `medtop:20000344` or of an address that ends with it. Raises KeyError where there is none."""
    if found := _CODE.search(address):
        return found[1]
    raise KeyError(address)

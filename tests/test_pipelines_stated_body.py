"""The text in a page's linked data stands in where the markup has none."""

from __future__ import annotations

import json

import pytest

from pipelines.extract import extract_article
from tests.pages import ENGLISH

TEXT = list(ENGLISH.paragraphs)
OFFERS = "".join(
    f"<p>Our readers like this portal, says reader number {i}, and they say so whenever somebody asks them about it.</p>"
    for i in range(3)
)


def texts(stated: str, body: str, **data: object) -> list[str]:
    node = {"@type": "NewsArticle", "headline": ENGLISH.title, "datePublished": "2025-04-01T08:15:00+02:00"}
    script = json.dumps({**node, "articleBody": stated, **data})
    page = (
        f"<html><head><title>{ENGLISH.title}</title><script type='application/ld+json'>{script}</script></head>"
        f"<body><h1>{ENGLISH.title}</h1>{body}</body></html>"
    )
    return extract_article(page.encode(), "https://a.example/b").text.split("\n\n")


@pytest.mark.parametrize(
    "stated",
    ["\n\n".join(TEXT), "".join(f"<p>{text}</p>" for text in TEXT), "<br/>".join(TEXT)],
    ids=["lines", "markup", "line breaks"],
)
@pytest.mark.parametrize("body", ["<div id=app></div>", f"<div class=offer>{OFFERS}</div>"], ids=["nothing", "offers"])
def test_it_is_the_text_where_the_markup_has_none(stated: str, body: str) -> None:
    assert texts(stated, body) == TEXT


def test_the_pages_own_paragraphs_are_better() -> None:
    assert texts(" ".join(TEXT), "".join(f"<p>{text}</p>" for text in TEXT)) == TEXT


def test_a_paywalled_page_keeps_its_teaser() -> None:
    teaser = "".join(f"<p>{text}</p>" for text in TEXT[:3])
    assert texts("\n\n".join(TEXT), teaser, isAccessibleForFree=False) == TEXT[:3]

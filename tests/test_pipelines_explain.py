"""What is told of each field's candidates, and why one was chosen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.explain import CHOSEN, explain_fields
from pipelines.extract import extract_article
from pipelines.items import Hints
from tests.pages import STORIES, Story

URL = "https://news.example/2026/03/ferry-fares?ref=rss"
NOW = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
HINTS = Hints(
    now=NOW,
    timezone="Asia/Riyadh",
    title="Ferry fares rise",
    source="feed",
    published_at=NOW.replace(hour=9),
    outlet_name="The Post",
)
TEXT = "".join(
    f"<p>Passengers on the {boat} ferry will pay a tenth more from the first of April, the city council decided.</p>"
    for boat in ("harbour", "evening", "island")
)
PAGE = f"""<html lang="zu"><head><title>Ferry fares rise in spring - City - The Post</title>
<link rel="canonical" href="https://news.example/2026/03/ferry-fares">
<meta property="og:url" content="https://news.example/">
<meta property="og:title" content="Dearer boats">
<meta property="og:image" content="/img/logo.png"><meta property="twitter:image" content="/img/ferry-at-dawn.jpg">
<meta name="author" content="The Post">
<meta property="article:published_time" content="2026-03-14T12:20:00Z">
<meta name="date" content="2026-03-10">
<meta property="article:modified_time" content="2026-03-14T08:00:00+03:00">
<meta name="description" content="A tenth more."><meta property="article:tag" content="ferries">
<meta name="keywords" content="ferries, The Post, fares">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Ferry fares rise in spring", "datePublished": "2026-03-14",
 "description": "More.", "articleSection": "City", "isAccessibleForFree": false, "author": {{"@type": "Organization", "name": "Reuters"}}}}
</script></head><body><h1>Ferry fares rise in spring</h1><p>By Ana Reis</p>{TEXT}</body></html>""".encode()

TOLD = {
    "url": [
        ("https://news.example/2026/03/ferry-fares", "canonical", CHOSEN),
        ("https://news.example/", "og:url", "not an address of this page alone"),
        (URL, "the page itself", "says the same"),
    ],
    "title": [
        ("Ferry fares rise in spring", "json-ld", CHOSEN),
        ("Dearer boats", "social meta", "another is more trusted or said more often"),
        ("Ferry fares rise in spring", "h1", "says the same"),
        ("Ferry fares rise", "source", "another is more trusted or said more often"),
        (
            "Ferry fares rise in spring - City - The Post",
            "title",
            "says the same, without the outlet's name or section",
        ),
    ],
    "authors": [
        ("Reuters (organisation)", "json-ld", "names no person"),
        ("The Post (the outlet)", "author", "names no person"),
        ("Ana Reis", "byline", CHOSEN),
    ],
    "published_at": [
        ("2026-03-14", "json-ld", "says the same day"),
        ("2026-03-14T12:20:00+00:00", "meta", CHOSEN),
        ("2026-03-14T09:00:00+00:00", "feed", "says the same day"),
    ],
    "modified_at": [("2026-03-14T08:00:00+03:00", "meta", "not after the publication")],
    "language": [("zu", "html lang", "not what the text is in"), ("en", "text", CHOSEN)],
    "section": [("City", "json-ld", CHOSEN)],
    "keywords": [("ferries", "article:tag", CHOSEN), ("ferries, fares", "keywords", "a more trusted one is there")],
    "summary": [("A tenth more.", "description", CHOSEN), ("More.", "json-ld", "a more trusted one is there")],
    "image_url": [
        ("https://news.example/img/logo.png", "og:image", "a logo or stand-in"),
        ("https://news.example/img/ferry-at-dawn.jpg", "twitter:image", CHOSEN),
    ],
    "access": [("paywalled", "json-ld", CHOSEN)],
}


def told(page: bytes, hints: Hints) -> dict[str, list[tuple[str, str, str]]]:
    fields: dict[str, list[tuple[str, str, str]]] = {}
    for field, *rest in explain_fields(page, URL, hints, extract_article(page, URL, hints=hints)):
        fields.setdefault(field, []).append((rest[0], rest[1], rest[2]))
    return fields


def test_every_candidate_is_told_with_its_verdict() -> None:
    assert told(PAGE, HINTS) == TOLD


def test_a_date_that_cannot_be_is_told_as_such() -> None:
    page = PAGE.replace(b'"2026-03-14"', b'"2031-01-01T08:00:00+03:00"').replace(b"2026-03-14T12:20:00Z", b"1970-01-01")
    verdicts = [(value[:4], verdict) for value, _, verdict in told(page, HINTS)["published_at"]]
    assert verdicts == [
        ("2031", "yet to come when the page was fetched"),
        ("1970", "older than the web"),
        ("2026", CHOSEN),
    ]


def test_a_day_that_is_outvoted_is_told_as_such() -> None:
    page = PAGE.replace(b'"2026-03-14"', b'"2026-03-01T08:00:00+03:00"')
    verdicts = [(source, verdict) for _, source, verdict in told(page, HINTS)["published_at"]]
    assert verdicts == [
        ("json-ld", "another day, which less or worse sources say"),
        ("meta", CHOSEN),
        ("feed", "says the same day"),
    ]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_a_page_that_states_nothing_has_only_what_is_seen(story: Story) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    page = f"<html><body><h1>{story.title}</h1>{body}</body></html>".encode()
    assert told(page, Hints(now=NOW)) == {
        "url": [(URL, "the page itself", CHOSEN)],
        "title": [(story.title, "h1", CHOSEN)],
        "language": [(story.language, "text", CHOSEN)],
    }

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from db.records import Article, Block
from pipelines.blocks import fingerprint
from pipelines.extract import article_text, extract_article
from pipelines.items import Hints, RejectedPage
from tests.frames import FRAMES, articles_with_times
from tests.markups import MIXED, MORE
from tests.pages import ENGLISH, MARKUPS, STORIES, Story

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://harbour.example/news/evening-ferry.html"
SHORT = "The evening ferry sails again."
LONGEST = " ".join(f"Once more the {line}. In the end nobody minds that the {line}." for line in ENGLISH.headlines)


def page(body: str, head: str = "") -> bytes:
    return f'<html lang="en"><head><title>{ENGLISH.title}</title>{head}</head><body>{body}</body></html>'.encode()


def article(*paragraphs: str) -> str:
    return f"<article><h1>{ENGLISH.title}</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}</article>"


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
@pytest.mark.parametrize("markup", MARKUPS, ids=lambda markup: markup.__name__)
def test_a_portal_page_gives_its_paragraphs_and_nothing_else(markup: Callable[[Story], bytes], story: Story) -> None:
    found = extract_article(markup(story), URL, hints=Hints(outlet_name=story.site))
    assert (found.text.split("\n\n"), found.title, found.language) == (
        list(story.paragraphs),
        story.title,
        story.language,
    )


@pytest.mark.parametrize("story", [*STORIES, *MIXED], ids=lambda story: f"{story.language} at {story.site}")
@pytest.mark.parametrize("markup", MORE, ids=lambda markup: markup.__name__)
def test_any_other_markup_gives_the_same_paragraphs(markup: Callable[[Story], bytes], story: Story) -> None:
    found = extract_article(markup(story), URL, hints=Hints(outlet_name=story.site))
    assert found.text.split("\n\n") == list(story.paragraphs)


@pytest.mark.parametrize("story", [*STORIES, *MIXED], ids=lambda story: f"{story.language} at {story.site}")
@pytest.mark.parametrize("markup", FRAMES, ids=lambda markup: markup.__name__)
def test_a_frame_that_looks_as_the_text_does_is_told_from_it(markup: Callable[[Story], bytes], story: Story) -> None:
    found = extract_article(markup(story), URL)
    assert (found.text.split("\n\n"), found.title) == (list(story.paragraphs), story.title)


def test_names_with_what_they_are_stay_behind_the_text() -> None:
    signed = [*(headline.replace(" ", ", ", 1) for headline in ENGLISH.headlines[:14]), ", ".join(ENGLISH.events[:4])]
    found = extract_article(page(f"<h1>{ENGLISH.title}</h1>{article(*ENGLISH.paragraphs, *signed)}"), URL)
    assert found.text.split("\n\n") == [*ENGLISH.paragraphs, *signed]


def test_the_time_of_an_article_in_the_article_is_not_its_own() -> None:
    assert extract_article(articles_with_times(ENGLISH), URL).published_at is None


@pytest.mark.parametrize("story", MIXED, ids=lambda story: f"{story.language} at {story.site}")
@pytest.mark.parametrize("markup", MARKUPS, ids=lambda markup: markup.__name__)
def test_the_frame_may_speak_another_language(markup: Callable[[Story], bytes], story: Story) -> None:
    found = extract_article(markup(story), URL, hints=Hints(outlet_name=story.site))
    assert found.text.split("\n\n") == list(story.paragraphs)


@pytest.mark.parametrize("markup", MARKUPS, ids=lambda markup: markup.__name__)
def test_what_is_left_out_is_kept_with_its_reason(markup: Callable[[Story], bytes]) -> None:
    blocks = extract_article(markup(ENGLISH), URL).blocks
    left_out = " ".join(block.text for block in blocks if block.reason)
    furniture = (ENGLISH.motto, ENGLISH.clock, ENGLISH.newsletter, ENGLISH.related, "0:00", "×", *ENGLISH.headlines)
    assert [text for text in furniture if text not in left_out] == []


def test_an_article_as_a_whole() -> None:
    data = {
        "@type": "NewsArticle",
        "headline": ENGLISH.title,
        "author": {"@type": "Person", "name": "Ana Reis"},
        "datePublished": "2025-04-01T08:15:00+02:00",
        "articleSection": "Council",
    }
    head = (
        '<link rel="canonical" href="/news/evening-ferry.html"><meta name="description" content="It sails in April.">'
        f'<script type="application/ld+json">{json.dumps(data)}</script><meta property="og:image" content="/ferry.jpg">'
    )
    found = extract_article(page(article("By Ana Reis", *ENGLISH.paragraphs), head), f"{URL}?utm_source=feed")
    assert replace(found, topics=(), blocks=()) == Article(
        url=URL,
        title=ENGLISH.title,
        text="\n\n".join(ENGLISH.paragraphs),
        authors=("Ana Reis",),
        published_at=datetime(2025, 4, 1, 6, 15, tzinfo=UTC),
        published_source="json-ld",
        language="en",
        section="Council",
        summary="It sails in April.",
        image_url="https://harbour.example/ferry.jpg",
    )
    assert found.blocks == (
        Block(ENGLISH.title, "heading", fingerprint(ENGLISH.title), found.blocks[0].reason),
        Block("By Ana Reis", "paragraph", fingerprint("By Ana Reis"), found.blocks[1].reason),
        *(Block(text, "paragraph", fingerprint(text)) for text in ENGLISH.paragraphs),
    )
    assert None not in (found.blocks[0].reason, found.blocks[1].reason)


def test_the_same_page_gives_the_same_article() -> None:
    html = MARKUPS[0](ENGLISH)
    assert extract_article(html, URL) == extract_article(html, URL)


def test_hints_fill_in_what_the_page_does_not_say() -> None:
    published = datetime(2025, 4, 1, 6, 15, tzinfo=UTC)
    html = article(*ENGLISH.paragraphs).encode("cp1252")
    found = extract_article(
        html, URL, hints=Hints(published_at=published, source="feed", encoding="windows-1252", language="en")
    )
    assert (found.published_at, found.published_source, found.language, found.text) == (
        published,
        "feed",
        "en",
        "\n\n".join(ENGLISH.paragraphs),
    )


KEPT = {
    "a list": (
        "<ul><li>new life rafts for sixty people</li><li>a second radio</li></ul>",
        ["new life rafts for sixty people", "a second radio"],
    ),
    "a sub-heading": ("<h2>An old boat</h2>", ["An old boat"]),
    "a line of dialogue": ("<p>“No.”</p>", ["“No.”"]),
    "a quotation": ("<blockquote><p>We have waited long enough.</p></blockquote>", ["We have waited long enough."]),
    "a paragraph with links": (
        "<p>The <a href=/a>council</a>, the <a href=/b>office</a> and the <a href=/c>shipyards</a> met again.</p>",
        ["The council, the office and the shipyards met again."],
    ),
    "a paragraph longer than all others together": (
        f"<p>{' '.join(ENGLISH.paragraphs * 4)}</p>",
        [" ".join(ENGLISH.paragraphs * 4)],
    ),
}


@pytest.mark.parametrize(("html", "texts"), KEPT.values(), ids=KEPT.keys())
def test_what_the_article_has_besides_its_paragraphs_is_kept(html: str, texts: list[str]) -> None:
    first, last = (
        "".join(f"<p>{text}</p>" for text in half) for half in (ENGLISH.paragraphs[:6], ENGLISH.paragraphs[6:])
    )
    found = extract_article(page(f"<article><h1>{ENGLISH.title}</h1>{first}{html}{last}</article>"), URL)
    assert found.text.split("\n\n") == [*ENGLISH.paragraphs[:6], *texts, *ENGLISH.paragraphs[6:]]


NO_ARCHIVE = '<meta name="robots" content="index, noarchive">'
DATED = '<meta property="article:published_time" content="2025-04-01T08:15:00+02:00">'
REJECTIONS = {
    "no bytes": (b"", Hints(), "empty", "0 bytes of nothing"),
    "a PDF": (b"%PDF-1.7", Hints(), "not_html", "a PDF"),
    "a page that asks not to be archived": (
        page(article(*ENGLISH.paragraphs), NO_ARCHIVE),
        Hints(respect_noarchive=True),
        "noarchive",
        "the page asks not to be archived",
    ),
    "a page without text": (page("<div id=app></div>"), Hints(), "no_article", "no running text"),
    "a text without a headline": (
        "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs).encode(),
        Hints(),
        "no_article",
        "no headline",
    ),
    "a stub without a date": (page(article(SHORT)), Hints(), "too_short", f"{len(SHORT)} letters of text and no date"),
}


@pytest.mark.parametrize(("html", "hints", "reason", "detail"), REJECTIONS.values(), ids=REJECTIONS.keys())
def test_what_is_no_article_is_rejected_with_its_reason(html: bytes, hints: Hints, reason: str, detail: str) -> None:
    with pytest.raises(RejectedPage) as rejected:
        extract_article(html, "https://harbour.example/", hints=hints)
    assert (rejected.value.reason, rejected.value.detail, str(rejected.value)) == (
        reason,
        detail,
        f"{reason}: {detail}",
    )


def test_a_page_that_asks_not_to_be_archived_is_read_where_nobody_minds() -> None:
    assert extract_article(page(article(*ENGLISH.paragraphs), NO_ARCHIVE), URL).text == "\n\n".join(ENGLISH.paragraphs)


def test_a_short_article_with_a_date_is_an_article() -> None:
    assert extract_article(page(article(SHORT), DATED), URL).text == SHORT


def test_a_page_of_headlines_is_a_section() -> None:
    lines = "".join(f"<li><a href=/{i}>{headline}</a></li>" for i, headline in enumerate(ENGLISH.headlines))
    with pytest.raises(RejectedPage) as rejected:
        extract_article(page(f"<h1>{ENGLISH.title}</h1><ul>{lines}</ul>"), URL)
    assert str(rejected.value) == "section: 50 headlines"


def test_a_hundred_thousand_nested_tags_are_survived() -> None:
    with pytest.raises(RejectedPage) as rejected:
        extract_article(page("<div>" * 100_000 + article(*ENGLISH.paragraphs)), URL)
    assert (rejected.value.reason, rejected.value.detail) == ("no_article", "no running text")


def test_the_text_is_what_no_reason_took() -> None:
    blocks = (Block("One.", "paragraph", 1), Block("Share", "paragraph", 2, "label"), Block("Two.", "quote", 3))
    assert article_text(blocks) == "One.\n\nTwo."

"""Live blogs: each entry of the text begins with its time, in the page's order, in any language and mark-up; other pages have none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from db.archive import open_archive, transaction
from db.records import Change, Outlet
from db.sources import put_outlet
from db.store import save_article
from pipelines.derived import derived
from pipelines.extract import extract_article
from pipelines.items import Hints
from pipelines.memory import Memory, subtract
from pipelines.urls import identity
from tests.pages import ENGLISH, STORIES, Story, link, portal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.records import Article

URL = "https://news.example/live/ferry"
NOW = datetime(2025, 6, 1, 18, tzinfo=UTC)
Entry = tuple[str, str, tuple[str, ...]]


def entries(story: Story) -> list[Entry]:
    """Return nine entries, the newest first: time, heading and one or two paragraphs."""
    return [
        (
            f"{minutes // 60:02}:{minutes % 60:02}",
            story.headlines[3 * i],
            (story.paragraphs[i], *story.paragraphs[9 + i : 10 + i][: i < 2]),
        )
        for i, minutes in enumerate(range(1087, 880, -23))
    ]


def p(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def moment(clock: str) -> str:
    return f"2025-06-01T{clock}:00+03:00"


MARKUPS: dict[str, tuple[str, Callable[[Entry], str]]] = {  # what an entry's text shows of it, and its mark-up
    "articles": ("thp", lambda e: f"<article><time datetime={moment(e[0])}>{e[0]}</time><h3>{e[1]}</h3>{p(e[2])}</article>"),
    "headings first": (
        "htp",
        lambda e: f"<article><h2><a href=#x>{e[1]}</a></h2><a href=#x><time>{e[0]}</time></a><div>{p(e[2])}</div></article>",
    ),
    "hashed classes": ("tp", lambda e: f"<div class=q1><div class=q2>{e[0]}</div><div class=q3>{p(e[2])}</div></div>"),
    "headings that are none": ("thp", lambda e: f"<div class=q1><b class=q2>{e[0]}</b><div class=q4>{e[1]}</div>{p(e[2])}</div>"),
    "items": ("tp", lambda e: f"<li><time>{e[0]}</time>{p(e[2])}</li>"),
    "definitions": ("tp", lambda e: f"<dt>{e[0]}</dt><dd>{p(e[2])}</dd>"),
    "one after the other": ("tp", lambda e: f"<p><strong>{e[0]}</strong></p>{p(e[2])}"),
    "time at the end": ("hpt", lambda e: f"<section><h3>{e[1]}</h3>{p(e[2])}<footer><time>{e[0]}</time></footer></section>"),
    "how long ago": ("Thp", lambda e: f"<section><time datetime={moment(e[0])}>5 min</time><h3>{e[1]}</h3>{p(e[2])}</section>"),
}  # fmt: skip


def expected(story: Story, parts: str) -> list[str]:
    lines = [story.paragraphs[11]]
    for clock, heading, texts in entries(story):
        shown = {"t": (clock,), "T": (f"2025-06-01 {clock}",), "h": (heading,), "p": texts}
        lines += [line for part in parts for line in shown[part]]
    return lines


def page(story: Story, inside: str, head: str = "") -> bytes:
    """Return a live blog's page: menu, headline, stand-first, entries, and teasers with times of their own."""
    menu = "".join(f"<li>{link(subject, i)}</li>" for i, subject in enumerate(story.subjects))
    cards = "".join(
        f"<li><time datetime={moment(f'0{i}:15')}>0{i}:15</time> {link(title, i)}</li>"
        for i, title in enumerate(story.headlines[30:38])
    )
    body = (
        f"<header><a href=/>{story.site}</a><p>{story.clock}</p><nav><ul>{menu}</ul></nav></header>"
        f"<main><h1>{story.title}</h1><p>{story.paragraphs[11]}</p><div class=live>{inside}</div></main>"
        f"<aside><h3>{story.related}</h3><ul>{cards}</ul></aside>"
    )  # fmt: skip
    return portal(story, body).replace(b"</head>", f"{head}</head>".encode())


def stated(story: Story, count: int = 9) -> str:
    """Return linked data that state the first entries of a live blog."""
    updates = [
        {"@type": "BlogPosting", "headline": heading, "datePublished": moment(clock), "articleBody": "\n".join(texts)}
        for clock, heading, texts in entries(story)[:count]
    ]
    node = {
        "@type": "LiveBlogPosting",
        "headline": story.title,
        "datePublished": moment("08:00"),
        "liveBlogUpdate": updates,
    }
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


def read(html: bytes) -> Article:
    return extract_article(html, URL, hints=Hints(now=NOW, timezone="Asia/Riyadh"))


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_each_entry_keeps_its_time_and_heading(story: Story, markup: str) -> None:
    parts, written = MARKUPS[markup]
    article = read(page(story, "".join(map(written, entries(story)))))
    assert article.text.split("\n\n") == expected(story, parts)
    times = [block.text for block in article.blocks if block.kind == "time"]
    assert len(times) == 9
    assert times == [line for line in expected(story, parts) if line in times]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_entries_that_only_linked_data_have_stand_behind_the_page(story: Story) -> None:
    assert read(page(story, "", stated(story))).text.split("\n\n") == expected(story, "Thp")


def test_entries_without_a_time_get_the_stated_one() -> None:
    shown = "".join(f"<section><h3>{heading}</h3>{p(texts)}</section>" for _, heading, texts in entries(ENGLISH))
    assert read(page(ENGLISH, shown, stated(ENGLISH))).text.split("\n\n") == expected(ENGLISH, "Thp")


def test_stated_entries_of_a_paywalled_live_blog_are_left_alone() -> None:
    walled = stated(ENGLISH).replace('"headline"', '"isAccessibleForFree": false, "headline"', 1)
    assert read(page(ENGLISH, "", walled)).text == ENGLISH.paragraphs[11]


def test_a_live_blogs_date_is_not_its_newest_entrys() -> None:
    shown = "".join(map(MARKUPS["articles"][1], entries(ENGLISH)))
    article = read(page(ENGLISH, shown))
    assert (article.published_at, article.published_source) == (datetime(2025, 6, 1, 12, 3, tzinfo=UTC), "time")
    assert read(page(ENGLISH, shown, stated(ENGLISH))).published_at == datetime(2025, 6, 1, 5, tzinfo=UTC)


NO_LIVE_BLOG = {
    "an article with cards that have times": "".join(
        f"<p>{text}</p><div class=card><time>1{i}:05</time>{link(ENGLISH.headlines[i], i)}</div>"
        for i, text in enumerate(ENGLISH.paragraphs[:6])
    ),
    "an article with players between its paragraphs": "".join(
        f"<p>{text}</p><div class=player><span>0{length}</span></div>"
        for text, length in zip(ENGLISH.paragraphs, ("2:10", "1:05", "3:40", "0:30", "2:45", "1:50"), strict=False)
    ),
    "an article with two dates": f"<time>10:05</time><time>11:30</time>{p(ENGLISH.paragraphs)}",
    "an article with a short chronology": p(ENGLISH.paragraphs)
    + "".join(f"<div class=k><div class=l>{hour}:00</div><div class=m>{ENGLISH.headlines[hour]}</div></div>" for hour in range(10, 14)),
}  # fmt: skip


@pytest.mark.parametrize("inside", NO_LIVE_BLOG.values(), ids=NO_LIVE_BLOG.keys())
def test_other_pages_have_no_entries(inside: str) -> None:
    dated = '<meta property="article:published_time" content="2025-06-01T10:00:00+03:00">'
    article = read(page(ENGLISH, inside, dated))
    assert not [block for block in article.blocks if block.kind == "time"]
    assert all(text in article.text for text in ENGLISH.paragraphs[:6])


def test_the_memory_takes_no_time_for_boilerplate() -> None:
    memory = Memory()
    for number, story in enumerate(STORIES):
        shown = "".join(map(MARKUPS["hashed classes"][1], entries(story)))
        memory = memory.with_page(extract_article(page(story, shown), f"https://news.example/live/{number}"))
    article = read(page(ENGLISH, "".join(map(MARKUPS["hashed classes"][1], entries(ENGLISH)))))
    assert subtract(article, memory).text == article.text


def test_new_entries_are_an_ordinary_revision(tmp_path: Path) -> None:
    """The time of an entry is told by how long ago it was: what was there before is as it was."""
    outlet = Outlet("gazette", "Harbour Gazette", "https://news.example/", timezone="Asia/Riyadh")
    every = list(map(MARKUPS["how long ago"][1], entries(ENGLISH)))
    first = page(ENGLISH, "".join(every[2:]))
    aged = page(ENGLISH, "".join(every[2:]).replace("5 min", "2 h"))
    longer = page(ENGLISH, "".join(every).replace("5 min", "1 min", 1))
    db = open_archive(tmp_path / "news.db")
    with transaction(db):
        put_outlet(db, outlet)
        saved = [
            save_article(db, outlet, derived(read(html), {URL: identity(URL)}, None), NOW).change
            for html in (first, aged, longer)
        ]
    assert saved == [Change.NEW, Change.UNCHANGED, Change.MODIFIED]
    texts = [row["text"] for row in db.query("SELECT text FROM revisions ORDER BY id")]
    assert texts == [read(first).text, read(longer).text]
    lead = ENGLISH.paragraphs[11]
    assert texts[1].removeprefix(lead).endswith(texts[0].removeprefix(lead))
    db.close()

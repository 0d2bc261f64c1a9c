"""The site's clock before the headline, in the text's own container: told from a byline there in many languages and calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from lxml import html

from pipelines.items import Hints
from pipelines.metadata import read_metadata
from pipelines.weekdays import names_weekday

if TYPE_CHECKING:
    from pipelines.metadata import Metadata

TITLE = "Council votes to reopen the old harbour bridge"
TEXT = f"<p>{'The council decided on Monday evening after a long debate that the bridge opens again. ' * 3}</p>" * 4
DAY = date(2025, 6, 1)
# Each is the first of June 2025 as an outlet's clock writes it.
CLOCKS = {
    "zh": "2025年6月1日 星期日",
    "zh-TW": "民國114年6月1日 週日",
    "ja": "令和7年6月1日(日)",
    "ko": "2025년 6월 1일 일요일",
    "ar": "الأحد 1 يونيو 2025",
    "ar-SA": "الأحد 5 ذو الحجة 1446 هـ - 1 يونيو 2025 م",
    "fa": "یکشنبه ۱۱ خرداد ۱۴۰۴",
    "ur": "اتوار 1 جون 2025",
    "he": "יום ראשון, 1 ביוני 2025",
    "hi": "रविवार, 1 जून 2025",
    "bn": "রবিবার, ১ জুন ২০২৫",
    "ta": "ஞாயிறு, 1 ஜூன் 2025",
    "th": "วันอาทิตย์ที่ 1 มิถุนายน 2568",
    "ru": "Воскресенье, 1 июня 2025",
    "el": "Κυριακή 1 Ιουνίου 2025",
    "ka": "კვირა, 1 ივნისი 2025",
    "tr": "1 Haziran 2025 Pazar",
    "vi": "Chủ nhật, 1/6/2025",
    "hu": "2025. június 1., vasárnap",
    "fr": "dimanche 1 juin 2025",
    "de": "Sonntag, 1. Juni 2025",
    "en-GB": "Sun, 1 June 2025",
}
HOMES = {
    "in the article": "<article>{}<h1>{}</h1>{}</article>",
    "in its header": "<main><header>{}<h1>{}</h1></header>{}</main>",
    "in the text's container": "<div class=page>{}<h1>{}</h1>{}</div>",
}
MARKS = {
    "as a date": "<div class=date>{}</div>",
    "as a time": "<time>{}</time>",
    "as a day for machines": '<time datetime="2025-06-01">{}</time>',
    "as nothing": "<p>{}</p>",
}


def read(body: str, *, lang: str = "en", now: datetime | None = None, timezone: str = "UTC") -> Metadata:
    page = f"<html lang={lang}><head><title>{TITLE}</title></head><body>{body}</body></html>"
    return read_metadata(html.fromstring(page), "https://news.example/bridge", Hints(now=now, timezone=timezone))


@pytest.mark.parametrize(
    "now", [None, datetime(2025, 6, 1, 12, tzinfo=UTC), datetime(2025, 6, 9, 12, tzinfo=UTC)], ids=str
)
@pytest.mark.parametrize("lang", CLOCKS)
def test_a_clock_before_the_headline_is_no_date(lang: str, now: datetime | None) -> None:
    for where, home in HOMES.items():
        for how, mark in MARKS.items():
            body = home.format(mark.format(CLOCKS[lang]), TITLE, TEXT)
            assert read(body, lang=lang, now=now).published_at is None, (where, how)


@pytest.mark.parametrize("lang", [lang for lang in CLOCKS if lang != "ar-SA"])
def test_the_same_words_behind_the_headline_are_a_byline(lang: str) -> None:
    body = HOMES["in the article"].format("", TITLE, f"<div class=date>{CLOCKS[lang]}</div>{TEXT}")
    assert read(body, lang=lang).published_at == DAY


@pytest.mark.parametrize(
    "mark", ["<span class=post-date>{}</span>", "<p class=published>{}</p>", "<b itemprop=datePublished>{}</b>"]
)
@pytest.mark.parametrize("lang", [lang for lang in CLOCKS if lang != "ar-SA"])
def test_before_the_headline_they_are_one_where_the_marks_say_so(lang: str, mark: str) -> None:
    for where, home in HOMES.items():
        assert read(home.format(mark.format(CLOCKS[lang]), TITLE, TEXT), lang=lang).published_at == DAY, where


FETCHED = datetime(2025, 6, 1, 22, 30, tzinfo=UTC)
ABOVE = {
    "a day of the past": ("<div class=date>14 March 2025</div>", date(2025, 3, 14)),
    "the day of the fetch": ("<div class=date>2 June 2025</div>", None),
    "the day of the fetch, said to be of publication": ("<div class=date>Published 2 June 2025</div>", date(2025, 6, 2)),
    "a moment of the past": ("<div class=date>14 March 2025, 11:00</div>", datetime(2025, 3, 14, 8, tzinfo=UTC)),
    "a moment with its weekday": ("<div class=date>Friday, 14 March 2025, 11:00</div>", datetime(2025, 3, 14, 8, tzinfo=UTC)),
    "the moment of the fetch": ("<div class=date>Monday, 2 June 2025 01:28</div>", None),
    "a moment for machines": ('<time datetime="2025-03-14T08:00Z">Friday, 14 March 2025</time>', datetime(2025, 3, 14, 8, tzinfo=UTC)),
    "the moment of the fetch for machines": ('<time datetime="2025-06-01T22:29Z">01:29</time>', None),
    "a day in two calendars": ("<div class=date>24 خرداد 1404 / 14 June 2025</div>", None),
    "a weekday alone": ("<time datetime=2025-03-14>Friday</time>", None),
}  # fmt: skip


@pytest.mark.parametrize(("above", "expected"), ABOVE.values(), ids=ABOVE.keys())
def test_of_what_is_marked_as_a_date_in_the_article_before_its_headline(above: str, expected: date | None) -> None:
    body = HOMES["in the article"].format(above, TITLE, TEXT)
    assert read(body, now=FETCHED, timezone="Asia/Riyadh").published_at == expected


def test_a_clock_hides_no_date_behind_it() -> None:
    clock, byline = (
        f"<time>{CLOCKS['en-GB']}</time>",
        '<p>Ann Lee, <time datetime="2025-03-14T08:00Z">14 March</time></p>',
    )
    assert read(f"<article>{clock}<h1>{TITLE}</h1>{byline}{TEXT}</article>").published_at == datetime(
        2025, 3, 14, 8, tzinfo=UTC
    )
    late = f"<article>{clock}<h1>{TITLE}</h1>{TEXT}{byline}</article>"
    assert read(late).published_at == datetime(2025, 3, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("By Ann Lee", "en"),
        ("新华社北京电", "zh"),
        ("Buenos Aires", "es"),
        ("東京", "ja"),
        ("Von Max Freitagsmüller", "de"),
        ("", None),
    ],
)
def test_no_weekday_is_named(text: str, language: str | None) -> None:
    assert not names_weekday(text, language)

"""Dates as people and machines write them, and which of a page's dates is believed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from lxml import html

from pipelines.calendars import jalali_day
from pipelines.date_sources import DateCandidate, url_day
from pipelines.date_text import parse_date
from pipelines.dates import judge
from pipelines.items import Hints
from pipelines.machine_dates import read_machine_date
from pipelines.metadata import read_metadata

DAY = date(2025, 3, 14)

WRITTEN_DAYS = [
    ("en", "March 14, 2025"),
    ("en", "14 March 2025"),
    ("en", "Friday, 14th March, 2025"),
    ("en", "Mar. 14, 2025"),
    ("en-US", "3/14/2025"),
    ("en-GB", "14/03/2025"),
    (None, "March 14, 2025"),
    ("de", "14. März 2025"),
    ("de", "Freitag, den 14.03.2025"),
    ("de", "14.3.25"),
    ("de", "14. Mrz. 2025"),
    ("fr", "Publié le 14 mars 2025"),
    ("fr", "vendredi 14 mars 2025"),
    ("es", "14 de marzo de 2025"),
    ("es", "14 de marzo del 2025"),
    ("es", "14/03/2025"),
    ("pt", "14 de março de 2025"),
    ("it", "14 marzo 2025"),
    ("nl", "14 maart 2025"),
    ("nl", "14 mrt 2025"),
    ("da", "fredag 14. mar 2025"),
    ("no", "14. mars 2025"),
    ("sv", "14 mars 2025"),
    ("fi", "14. maaliskuuta 2025"),
    ("fi", "14.3.2025"),
    ("et", "14. märts 2025"),
    ("lv", "2025. gada 14. martā"),
    ("lt", "2025 m. kovo 14 d."),
    ("pl", "14 marca 2025"),
    ("cs", "14. března 2025"),
    ("sk", "14. marca 2025"),
    ("hu", "2025. március 14."),
    ("ro", "14 martie 2025"),
    ("sl", "14. marec 2025"),
    ("hr", "14. ožujka 2025."),
    ("sr", "14. март 2025."),
    ("bg", "14 март 2025 г."),
    ("ru", "14 марта 2025 года"),
    ("ru", "14.03.2025"),
    ("uk", "14 березня 2025"),
    ("el", "14 Μαρτίου 2025"),
    ("tr", "14 Mart 2025 Cuma"),
    ("ca", "14 de març de 2025"),
    ("gl", "14 de marzo de 2025"),
    ("eu", "2025eko martxoaren 14a"),
    ("sw", "14 Machi 2025"),
    ("af", "14 Maart 2025"),
    ("id", "Jumat, 14 Maret 2025"),
    ("ms", "14 Mac 2025"),
    ("fil", "Marso 14, 2025"),
    ("vi", "14/03/2025"),
    ("vi", "ngày 14 tháng 3 năm 2025"),
    ("zh", "2025年3月14日"),
    ("zh", "2025-03-14"),
    ("ja", "2025年03月14日"),
    ("ja", "令和7年3月14日"),
    ("zh", "民國114年3月14日"),
    ("ar", "الجمعة 14 رمضان 1446هـ 14 مارس 2025م"),
    ("fa", "۲۴ حوت ۱۴۰۳"),
    ("mn", "2025 оны 3 сарын 14"),
    ("en", "14-MAR-25"),
    ("en", "2025-Mar-14"),
    ("ko", "2025년 3월 14일"),
    ("ko", "2025.03.14."),
    ("th", "14 มีนาคม 2568"),
    ("th", "14 มี.ค. 2568"),
    ("th", "14 มี.ค. 68"),
    ("hi", "14 मार्च 2025"),
    ("bn", "১৪ মার্চ ২০২৫"),
    ("ta", "14 மார்ச் 2025"),
    ("ur", "14 مارچ 2025"),
    ("ar", "الجمعة 14 مارس 2025"),
    ("ar", "١٤ آذار ٢٠٢٥"),
    ("ar", "١٤ آذار/مارس ٢٠٢٥"),
    ("fa", "جمعه ۲۴ اسفند ۱۴۰۳"),
    ("fa", "۱۴۰۳/۱۲/۲۴"),
    ("he", "14 במרץ 2025"),
    ("ka", "14 მარტი 2025"),
    ("hy", "14 մարտի 2025"),
    ("am", "14 ማርች 2025"),
    (None, "14 марта 2025"),
    (None, "14 มีนาคม 2568"),
    (None, "14 marzo 2025"),
    (None, "14. maaliskuuta 2025"),
    ("en", "14. März 2025"),
]

OTHER_MONTHS = [
    ("ar", "5 كانون الثاني 2025", date(2025, 1, 5)),
    ("ar", "5 تشرين الأول 2024", date(2024, 10, 5)),
    ("ar", "5 جويلية 2024", date(2024, 7, 5)),
    ("ar", "5 غشت 2024", date(2024, 8, 5)),
    ("ar", "5 أغسطس 2024", date(2024, 8, 5)),
    ("hr", "5. listopada 2024.", date(2024, 10, 5)),
    ("cs", "5. listopadu 2024", date(2024, 11, 5)),
    ("hi", "1 फ़रवरी 2025", date(2025, 2, 1)),
    ("tr", "5 KASIM 2024", date(2024, 11, 5)),
    ("de", "5. Jänner 2025", date(2025, 1, 5)),
    ("fa", "۱ فروردین ۱۴۰۴", date(2025, 3, 21)),
]

UTC_TIMES = [
    ("en", "UTC", "March 14, 2025 9:54 a.m. EST", "14:54"),
    ("en", "UTC", "11:00 AM PDT • March 14, 2025", "18:00"),
    ("en", "Asia/Kolkata", "March 14, 2025 10:30 AM IST", "05:00"),
    ("en", "Europe/Dublin", "14 March 2025 at 12:30", "12:30"),
    ("en", "UTC", "14 March 2025 12:05 am", "00:05"),
    ("en", "UTC", "March 14, 2025 2pm GMT", "14:00"),
    ("de", "Europe/Berlin", "14.03.2025, 11.08 Uhr", "10:08"),
    ("de", "Europe/Berlin", "14. März 2025 um 18:41 Uhr", "17:41"),
    ("de", "UTC", "14.03.2025 11:08 MEZ", "10:08"),
    ("fr", "Europe/Paris", "14 mars 2025 à 10h30 et mis à jour à 12h00", "09:30"),
    ("da", "Europe/Copenhagen", "14. mar 2025 kl. 17.25", "16:25"),
    ("nl", "Europe/Amsterdam", "vrijdag 14 maart 2025, 11.00 uur", "10:00"),
    ("vi", "Asia/Ho_Chi_Minh", "Thứ Sáu, 14/3/2025, 11:00 (GMT+7)", "04:00"),
    ("ar", "Africa/Cairo", "الجمعة، ١٤ مارس ٢٠٢٥ - ١١:٠٠ ص", "09:00"),
    ("bn", "Asia/Dhaka", "প্রকাশ: ১৪ মার্চ ২০২৫, ১১:০০ এএম", "05:00"),
    ("th", "Asia/Bangkok", "14 มีนาคม พ.ศ. 2568 เวลา 11:00 น.", "04:00"),
    ("ja", "Asia/Tokyo", "2025年3月14日（金）11時00分", "02:00"),
    ("hi", "Asia/Kolkata", "Updated Fri, 14 Mar 2025 11:00 AM (IST)", "05:30"),
    ("el", "Europe/Athens", "14 Μαρ 2025, 11:00 π.μ.", "09:00"),
    ("tr", "Europe/Istanbul", "14 Mart 2025 - 11:00 | Son Güncelleme : 14 Mart 2025 - 12:00", "08:00"),
    ("pt", "America/Sao_Paulo", "14 de mar. de 2025 às 11:00", "14:00"),
    ("hu", "Europe/Budapest", "2025. március 14., péntek 11:00", "10:00"),
    ("en", "Europe/London", "11:00, 14 MAR 2025 Updated 12:00, 14 MAR 2025", "11:00"),
    ("en", "America/New_York", "Mar 14, 2025 at 11:00 a.m. ET", "15:00"),
    ("vi", "Asia/Ho_Chi_Minh", "14/03/2025 10:30 (GMT+7)", "03:30"),
    ("id", "UTC", "14 Maret 2025 10.30 WIB", "03:30"),
    ("ja", "Asia/Tokyo", "2025年3月14日 21時37分", "12:37"),
    ("zh", "Asia/Shanghai", "2025年03月14日23:52 | 来源：某某", "15:52"),
    ("zh", "Asia/Shanghai", "2025年3月14日 下午3:20", "07:20"),
    ("ko", "Asia/Seoul", "2025년 3월 14일 오후 3:20", "06:20"),
    ("th", "Asia/Bangkok", "14 มี.ค. 2568 15:30 น.", "08:30"),
    ("fa", "Asia/Tehran", "۲۴ اسفند ۱۴۰۳ ساعت ۱۲:۳۰", "09:00"),
    ("ru", "Europe/Moscow", "14 марта 2025, 15:10 МСК", "12:10"),
    ("en", "UTC", "2025-03-14 10:07:11 +02:00", "08:07:11"),
    ("en", "UTC", "Fri, 14 Mar 2025 10:07:11 +0200", "08:07:11"),
    ("en", "UTC", "2025-03-14T10:07:11+02:00[Europe/Berlin]", "08:07:11"),
    ("en", "UTC", "1741939631000", "08:07:11"),
]

NO_DATES = [
    ("en", "2 hours ago"),
    ("fi", "Julkaistu 14.3. 11:00"),
    ("ar", "الجمعة 14 رمضان 1446 هـ"),
    ("ne", "२०८१ चैत १, शुक्रबार"),
    ("en", "3/4/2024"),
    (None, "03/04/2024"),
    (None, "25.4.24"),
    ("en", "Updated yesterday at 10:30"),
    ("en", "© 2025 The Example"),
    ("en", "31 February 2025"),
    ("en", "March 2025"),
    ("en", "18:41"),
    ("en", "24/7/365"),
    ("en", "P 3 M"),
    ("en", "Mayor 14, 2025 votes"),
    ("de", "vor 28 Minuten"),
    ("fa", "۳۱ اسفند ۱۴۰۳"),
    ("en", ""),
]


@pytest.mark.parametrize(("language", "text"), WRITTEN_DAYS)
def test_a_day_is_read_as_its_language_writes_it(language: str | None, text: str) -> None:
    assert parse_date(text, timezone="UTC", language=language) == DAY


@pytest.mark.parametrize(("language", "text", "day"), OTHER_MONTHS)
def test_a_month_is_read_as_its_country_names_it(language: str, text: str, day: date) -> None:
    assert parse_date(text, timezone="UTC", language=language) == day


@pytest.mark.parametrize(("language", "zone", "text", "clock"), UTC_TIMES)
def test_a_time_is_read_with_its_zone_or_in_the_outlets(language: str, zone: str, text: str, clock: str) -> None:
    assert parse_date(text, timezone=zone, language=language) == datetime.fromisoformat(f"2025-03-14T{clock}+00:00")


@pytest.mark.parametrize(("language", "text"), NO_DATES)
def test_what_is_ambiguous_relative_or_impossible_is_no_date(language: str | None, text: str) -> None:
    assert parse_date(text, timezone="UTC", language=language) is None


def test_the_first_of_two_dates_is_the_one() -> None:
    text = "Published 5 May 2024 Updated 6 May 2024 10:30"
    assert parse_date(text, timezone="UTC", language="en") == date(2024, 5, 5)


def test_a_machine_date_is_only_a_whole_text() -> None:
    assert read_machine_date("2025-03-14") == DAY
    assert read_machine_date("20250314") == DAY
    assert read_machine_date("2025-03-14 10:07") == datetime(2025, 3, 14, 10, 7)  # noqa: DTZ001 - the text names no zone
    assert read_machine_date("on 2025-03-14") is None
    assert read_machine_date("2025-13-14") is None


@pytest.mark.parametrize(
    ("jalali", "day"),
    [
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1403, 12, 30), date(2025, 3, 20)),  # a leap year
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1378, 10, 11), date(2000, 1, 1)),
        ((1404, 12, 30), None),
        ((1404, 13, 1), None),
    ],
)
def test_a_persian_day_is_the_gregorian_one(jalali: tuple[int, int, int], day: date | None) -> None:
    assert jalali_day(*jalali) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.org/2025/03/14/slug/", DAY),
        ("https://x.org/news/2025-03-14-slug", DAY),
        ("https://x.org/articles/20250314/k00", DAY),
        ("https://x.org/n1/2025/0314/c1001-1.html", DAY),
        ("https://x.org/world/2025/mar/14/slug", DAY),
        ("https://x.org/2025/03/slug", None),
        ("https://x.org/id_20251399/slug", None),
        ("https://x.org/story?d=2025/03/14", None),
        ("https://x.org/120250314/slug", None),
    ],
)
def test_a_day_in_the_path_is_the_urls(url: str, day: date | None) -> None:
    assert url_day(url) == day


NOW = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)


def _at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2025, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("candidates", "best"),
    [
        pytest.param([], None, id="nothing is known"),
        pytest.param(
            [(_at(9), "json-ld"), (_at(8), "meta")], (_at(9), "json-ld"), id="linked data before metas of the same day"
        ),
        pytest.param([(DAY, "json-ld"), (_at(8), "meta")], (_at(8), "meta"), id="a time before the bare day"),
        pytest.param(
            [(_at(15), "json-ld"), (_at(8), "feed")], (_at(8), "feed"), id="nothing is published after it was fetched"
        ),
        pytest.param([(_at(12, 59), "json-ld")], (_at(12, 59), "json-ld"), id="an hour of grace for clocks"),
        pytest.param([(date(1989, 1, 1), "meta")], None, id="nothing is older than the web"),
        pytest.param(
            [(_at(11, 58), "json-ld"), (_at(8, day=10), "feed"), (date(2025, 3, 10), "url")],
            (_at(8, day=10), "feed"),
            id="a page that says now is not believed against others",
        ),
        pytest.param(
            [(_at(9, day=12), "json-ld"), (date(2018, 3, 10), "url")],
            (_at(9, day=12), "json-ld"),
            id="an old address loses",
        ),
        pytest.param(
            [(_at(9).replace(tzinfo=None), "json-ld"), (_at(9).replace(tzinfo=timezone(timedelta(hours=2))), "meta")],
            (_at(9).replace(tzinfo=timezone(timedelta(hours=2))), "meta"),
            id="the same clock with a zone",
        ),
        pytest.param(
            [(_at(9), "json-ld"), (_at(9).replace(tzinfo=timezone(timedelta(hours=2))), "meta")],
            (_at(9).replace(tzinfo=timezone(timedelta(hours=2))), "meta"),
            id="the same clock with a zone that is not UTC's",
        ),
        pytest.param(
            [(_at(4, 58, day=13), "json-ld"), (datetime(2025, 3, 12, 20, 58), "meta"), (date(2025, 3, 12), "url")],  # noqa: DTZ001 - names no zone
            (_at(4, 58, day=13), "json-ld"),
            id="a night in UTC is the evening before elsewhere",
        ),
        pytest.param([(date(2025, 3, 15), "meta"), (_at(8), "feed")], (_at(8), "feed"), id="a day that is yet to come"),
        pytest.param(
            [(_at(8), "feed"), (date(2025, 3, 12), "json-ld"), (date(2025, 3, 12), "url")],
            (date(2025, 3, 12), "json-ld"),
            id="the source does not outvote page and address",
        ),
        pytest.param(
            [(DAY, "json-ld"), (_at(8), "feed")], (_at(8), "feed"), id="the source adds the time to the page's day"
        ),
        pytest.param(
            [(_at(7), "json-ld"), (_at(8), "feed")],
            (_at(7), "json-ld"),
            id="the page's time before the source's of that day",
        ),
    ],
)
def test_one_candidate_is_believed(
    candidates: list[tuple[datetime | date, str]], best: tuple[datetime | date, str] | None
) -> None:
    found = judge([DateCandidate(value, source) for value, source in candidates], Hints(now=NOW))
    assert (found and (found.value, found.source)) == best


NAIVE_EIGHT = datetime(2025, 3, 14, 8)  # noqa: DTZ001 - names no zone


@pytest.mark.parametrize(
    ("candidates", "best"),
    [
        pytest.param([(_at(8), "json-ld"), (_at(5), "feed")], NAIVE_EIGHT, id="where the feed says what that is"),
        pytest.param(
            [(_at(14), "json-ld")], NAIVE_EIGHT.replace(hour=14), id="where it is yet to come, and here is not"
        ),
        pytest.param([(_at(8), "json-ld"), (_at(6), "feed")], _at(8), id="not where the feed says something else"),
        pytest.param([(_at(8), "json-ld"), (_at(5), "feed"), (_at(8), "meta")], _at(8), id="nor where another agrees"),
        pytest.param([(_at(8), "json-ld")], _at(8), id="nor where nobody says anything"),
        pytest.param([(_at(18), "json-ld")], None, id="nor where it is yet to come here too"),
    ],
)
def test_a_local_time_with_the_sign_of_utc_is_read_as_local(
    candidates: list[tuple[datetime, str]], best: datetime | None
) -> None:
    found = judge(
        [DateCandidate(value, source) for value, source in candidates], Hints(now=NOW, timezone="Asia/Riyadh")
    )
    assert (found and found.value) == best


TITLE = "Council votes to reopen the old harbour bridge"
BODY = f"<p>{'The council decided on Monday evening after a long debate that the bridge opens again. ' * 3}</p>" * 4


def _dated(
    body: str, *, head: str = "", hints: Hints | None = None, lang: str = "en"
) -> tuple[datetime | date | None, str | None]:
    page = f"<html lang={lang}><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    found = read_metadata(html.fromstring(page), "https://news.example/harbour-bridge", hints or Hints())
    return found.published_at, found.published_source


CLOCK = "<div class='top'>Example Post</div><div>Sunday, Jun 01, 2025</div>"
CARDS = "<div class='x1'><h2>Related</h2><p>Other story</p><time datetime='2024-01-05T10:00Z'>Jan 5, 2024</time><p>Jan 6, 2024</p></div>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"{CLOCK}<h1>{TITLE}</h1>{BODY}{CARDS}", (None, None), id="the site's clock is no date"),
        pytest.param(
            f"{CLOCK}<div class=a7>{TITLE}</div><div>{BODY}</div>{CARDS}",
            (None, None),
            id="nor where the headline is a div",
        ),
        pytest.param(
            f"<table><tr><td>Sunday, Jun 01, 2025</td></tr><tr><td><b>{TITLE}</b><br>{'Text of it. ' * 90}</td></tr></table>",
            (None, None),
            id="nor in tables with line breaks",
        ),
        pytest.param(
            f"<time datetime='2025-06-01T10:00Z'>Jun 1, 2025</time><h1>{TITLE}</h1>{BODY}",
            (None, None),
            id="nor where it is a time element",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{BODY}<footer>© 2025 Published 1 June 2025</footer>", (None, None), id="nor the footer's"
        ),
        pytest.param(
            f"<h1>{TITLE}</h1><figure><figcaption>Photo of 3 May 2021</figcaption></figure>{BODY}",
            (None, None),
            id="nor a caption's",
        ),
        pytest.param(f"<h1>{TITLE}</h1><p>Updated: 5 May 2024</p>{BODY}", (None, None), id="nor that of a change"),
        pytest.param(
            f"{CLOCK}<h1>{TITLE}</h1><p>By Ann Lee | 14 March 2025</p>{BODY}{CARDS}",
            (DAY, "text"),
            id="a byline's date is",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1><p>{'A long summary of what follows. ' * 6}</p><div>Published 14 March 2025, 10:30 GMT</div>{BODY}",
            (_at(10, 30), "text"),
            id="also below a summary",
        ),
        pytest.param(
            f"{CLOCK}<h1>{TITLE}</h1><div class=m>By <time datetime='2025-03-14T10:00:00+02:00'>today</time></div>{BODY}{CARDS}",
            (_at(8), "time"),
            id="a time element beside the headline is",
        ),
        pytest.param(
            f"{CLOCK}<article><time datetime='2025-03-14T08:00Z'>x</time><h1>{TITLE}</h1>{BODY}</article>",
            (_at(8), "time"),
            id="and before it in its own article",
        ),
    ],
)
def test_only_a_date_beside_the_headline_is_taken_from_what_a_page_shows(
    body: str, expected: tuple[date | None, str | None]
) -> None:
    assert _dated(body) == expected


def test_visible_dates_are_read_in_the_pages_language() -> None:
    assert _dated(f"<div>الأحد 1 يونيو 2025</div><h1>{TITLE}</h1><p>نشر في 14 مارس 2025</p>{BODY}", lang="ar") == (
        DAY,
        "text",
    )
    assert _dated(f"<div>2025年6月1日</div><h1>{TITLE}</h1><p>2025年3月14日 来源：某某</p>{BODY}", lang="zh") == (
        DAY,
        "text",
    )


@pytest.mark.parametrize(
    "written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59", "9999-12-31"]
)
def test_a_date_from_the_ends_of_time_is_none(written: str) -> None:
    meta = f"<meta property='article:published_time' content='{written}'><meta property='article:modified_time' content='{written}'>"
    for hints in (Hints(), Hints(now=NOW), Hints(timezone="Pacific/Auckland")):
        assert _dated(f"<h1>{TITLE}</h1>{BODY}", head=meta, hints=hints) == (None, None)


def test_a_time_without_zone_is_the_outlets() -> None:
    meta = "<meta property='article:published_time' content='2025-03-14T10:00:00'>"
    assert _dated(f"<h1>{TITLE}</h1>{BODY}", head=meta, hints=Hints(timezone="Asia/Riyadh")) == (_at(7), "meta")


def test_a_midnight_that_is_another_day_in_the_outlets_zone_is_a_day() -> None:
    meta = "<meta property='article:published_time' content='2025-03-14T00:00:00Z'>"
    assert _dated(f"<h1>{TITLE}</h1>{BODY}", head=meta, hints=Hints(timezone="America/New_York")) == (DAY, "meta")
    assert _dated(f"<h1>{TITLE}</h1>{BODY}", head=meta, hints=Hints(timezone="Europe/Berlin")) == (_at(0), "meta")


def test_the_source_is_believed_where_the_page_says_nothing() -> None:
    hints = Hints(published_at=_at(8), source="feed", now=NOW)
    assert _dated(f"{CLOCK}<h1>{TITLE}</h1>{BODY}", hints=hints) == (_at(8), "feed")


@pytest.mark.parametrize(
    ("modified", "expected"),
    [
        pytest.param("2025-03-14T11:00:00Z", _at(11), id="a later change"),
        pytest.param("2025-03-14T09:00:00Z", None, id="a change before the publication is none"),
        pytest.param("2025-03-15T11:00:00Z", None, id="a change after the fetch is none"),
        pytest.param("soon", None, id="not a date"),
    ],
)
def test_the_last_change_follows_the_publication(modified: str, expected: datetime | None) -> None:
    page = html.fromstring(
        f"<html><head><meta property='article:published_time' content='2025-03-14T10:00Z'>"
        f"<meta property='article:modified_time' content='{modified}'></head><body><h1>{TITLE}</h1></body></html>"
    )
    assert read_metadata(page, "https://news.example/a", Hints(now=NOW)).modified_at == expected

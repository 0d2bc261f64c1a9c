from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from db.errors import BroadsheetError
from db.migrations import migrations
from db.search_text import excerpt, match_query, search_text

if TYPE_CHECKING:
    from collections.abc import Iterator

NORMAL_FORMS = {
    "capitals": ("The Harbour", "the harbour"),
    "paragraphs and tabs become spaces": ("One\n\nTwo\tthree", "one two three"),
    "full-width and ligatures": ("ＮＡＴＯ ﬁnal №5", "nato final no5"),
    "sharp s": ("Straße", "strasse"),
    "soft hyphens": ("Bundes\u00adtag", "bundestag"),
    "Arabic vowel signs and tatweel": ("صَحِيفَةٌ الســلام", "صحيفه السلام"),
    "Arabic alef, ya and ta marbuta": ("أحمد إلى آخر مدرسة", "احمد الي اخر مدرسه"),
    "Arabic presentation forms": ("ﻻ إله", "لا اله"),
    "Persian ya and kaf": ("کتابی", "كتابي"),
    "Arabic and Persian digits": ("٢٠٣٠ ۲۰۳۰", "2030 2030"),
    "Hebrew points": ("שָׁלוֹם", "שלום"),
    "Chinese with Latin letters": ("中国A股上涨", "中 国 a 股 上 涨"),
    "Japanese": ("東京タワー", "東 京 タ ワ ー"),
    "half-width kana": ("ﾄﾞﾙ", "ド ル"),
    "a rare Han character": ("𠮷野家", "𠮷 野 家"),
    "Thai keeps signs with their letter": ("ที่นี่", "ที่ นี่"),
    "Lao": ("ລາວ", "ລ າ ວ"),
    "Khmer": ("ខ្មែរ", "ខ្ មែ រ"),
    "Myanmar": ("မြန်မာ", "မြ န် မာ"),
    "Hindi keeps its words": ("हिन्दी समाचार", "हिन्दी समाचार"),
    "Korean keeps its words": ("한국 경제", "한국 경제"),
}


@pytest.mark.parametrize(("text", "normal"), NORMAL_FORMS.values(), ids=NORMAL_FORMS.keys())
def test_search_text_is_the_normal_form_of_title_and_text(text: str, normal: str) -> None:
    assert (search_text(text, ""), search_text("", text)) == (normal, normal)
    assert search_text("Title", text) == f"title {normal}"


QUERIES = {
    "one word": ("Election", '"election"'),
    "words are ANDed": ("new york", '"new" AND "york"'),
    "a phrase": ('"New York" times', '"new york" AND "times"'),
    "a phrase in other quotation marks": ("“New York” «à Paris»", '"new york" AND "à paris"'),
    "a phrase that does not end": ('"new york', '"new york"'),
    "a phrase inside a word": ('a"b c"d', '"a" AND "b c" AND "d"'),
    "the beginning of a word": ("elect*", '"elect*" *'),
    "the beginning of a phrase's last word": ('"new yo"*', '"new yo" *'),
    "an excluded word": ("-sport football", '("football") NOT ("sport")'),
    "excluded words and phrases": ('cup -"world cup" -rugby', '("cup") NOT ("world cup" OR "rugby")'),
    "a word with a hyphen inside": ("e-mail", '"e-mail"'),
    "a minus and nothing": ("a - b", '"a" AND "b"'),
    "signs alone are left out": ("a ??? ☃ b", '"a" AND "b"'),
    "operators are words": ("a OR b NOT c NEAR d", '"a" AND "or" AND "b" AND "not" AND "c" AND "near" AND "d"'),
    "a column filter is a word": ("title:x", '"title:x"'),
    "Chinese is a phrase": ("北京奥运会", '"北 京 奥 运 会"'),
    "Chinese and Latin": ("北京 WTO", '"北 京" AND "wto"'),
    "Thai is a phrase": ("ข่าว", '"ข่ า ว"'),
    "Arabic in its normal form": ("الصَّلاة", '"الصلاه"'),
    "full-width signs": ("－ａ ＂ｂ ｃ＂", '("b c") NOT ("a")'),
    "a null character": ("a\0b", '"a" AND "b"'),
    "bytes that are no UTF-8": ("a\udcffb", '"a?b"'),
}


@pytest.mark.parametrize(("query", "expression"), QUERIES.values(), ids=QUERIES.keys())
def test_match_query_quotes_what_a_user_typed(query: str, expression: str) -> None:
    assert match_query(query) == expression


@pytest.mark.parametrize("query", ["", "  ", '""', "*", "-sport", '-"a b" ???', "☃", "\0"])
def test_a_query_without_a_word_to_find_is_refused(query: str) -> None:
    with pytest.raises(BroadsheetError) as caught:
        match_query(query)
    assert str(caught.value) == f"nothing to search for in: {query!r} (give at least one word without a minus)"


@pytest.fixture
def index() -> Iterator[Database]:
    """An archive with one article of each of several languages."""
    texts = {
        1: ("Köln baut", "Die Straße am Rhein wird für den Verkehr gesperrt."),
        2: ("مدرسة جديدة", "افتتح الوزير المَدْرَسَة الأولى في الرياض عام ٢٠٢٥."),
        3: ("北京新闻", "人民银行宣布下调存款准备金率。"),
        4: ("ข่าววันนี้", "ราคาน้ำมันปรับขึ้นวันพรุ่งนี้"),
        5: ("東京の天気", "明日はタワーの近くで雨が降るでしょう。"),
        6: ("Harbour news", "The ferry to New York will cost more, the council said."),
        7: ("समाचार", "दिल्ली में आज बारिश होगी।"),
    }
    db = Database(memory=True)
    migrations.apply(db)
    db.table("outlets").insert(
        {"slug": "a", "name": "A", "homepage": "https://a.example/", "timezone": "UTC", "schedule": "", "enabled": 1}
    )
    unused = {"authors": "[]", "keywords": "[]", "topics": "[]", "access": "free", "word_count": 1, "content_hash": ""}
    seen = {"first_seen_at": "2026-01-01T00:00:00Z", "last_checked_at": "2026-01-01T00:00:00Z", "extractor_version": 1}
    for key, (title, text) in texts.items():
        own = {"id": key, "outlet": "a", "url": f"https://a.example/{key}", "title": title, "text": text}
        db.table("articles").insert({**own, **unused, **seen, "search_text": search_text(title, text)})
    yield db
    db.close()


def found(db: Database, query: str) -> list[int]:
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid"
    return [row[0] for row in db.execute(sql, [match_query(query)])]


FINDS = {
    "umlauts as they are": ("köln", [1]),
    "umlauts without dots": ("koln fur", [1]),
    "sharp s as ss": ("strasse", [1]),
    "a German beginning": ("verk*", [1]),
    "Arabic without vowel signs": ("المدرسة", [2]),
    "Arabic with a plain alef": ("الاولى", [2]),
    "Arabic with its own digits": ("٢٠٢٥", [2]),
    "Arabic with Latin digits": ("2025", [2]),
    "a Chinese word within a sentence": ("银行", [3]),
    "a Chinese word of the title": ("新闻", [3]),
    "Chinese characters in another order": ("行银", []),
    "a Thai word within a sentence": ("น้ำมัน", [4]),
    "a Thai word of the title": ("ข่าว", [4]),
    "a Japanese word": ("タワー", [5]),
    "half-width kana": ("ﾀﾜｰ", [5]),
    "a Hindi word": ("बारिश", [7]),
    "two words apart": ("ferry council", [6]),
    "two words as a phrase that is there": ('"new york"', [6]),
    "two words as a phrase that is not there": ('"york new"', []),
    "an excluded word that is there": ("ferry -council", []),
    "an excluded word that is not there": ("ferry -train", [6]),
    "signs between words": ("ferry & council!", [6]),
}


@pytest.mark.parametrize(("query", "articles"), FINDS.values(), ids=FINDS.keys())
def test_a_query_finds_the_articles_that_it_means(index: Database, query: str, articles: list[int]) -> None:
    assert found(index, query) == articles


@pytest.mark.parametrize(
    "query",
    [
        'ferry"; DROP TABLE articles; --',
        "ferry') OR 1=1 --",
        "NEAR(ferry council, 2)",
        "{title text}: ferry",
        "^ferry + council",
        "ferry AND (council",
        '"""ferry',
        "ferry**",
        "*ferry",
        "- - ferry",
        "ferry\0council",
        "ferry \\ ' % _ ; : , . ( ) [ ] { } ^ + ~ ` | < > = @ # $ &",
        "--ferry council",
        "ferry\ud800",
        "ferry" * 5000,
        "ferry " * 500,
    ],
)
def test_nothing_that_is_typed_is_a_syntax_error(index: Database, query: str) -> None:
    assert set(found(index, query)) <= {6}


def test_raw_text_would_be_a_syntax_error(index: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        index.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", ["ferry AND (council"]).fetchall()


def test_an_excerpt_is_the_text_itself_where_it_is_short() -> None:
    assert excerpt("The ferry.\n\nIt costs more.", "costs") == "The ferry. It costs more."


LONG = f"{'before ' * 60}Die Bundesregierung in Köln {'after ' * 60}"


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        pytest.param(LONG, None, f"{'before ' * 27}before…", id="without a query: the beginning"),
        pytest.param(LONG, "absent", f"{'before ' * 27}before…", id="a query that the text has not: the beginning"),
        pytest.param(
            LONG,
            "KOLN",
            f"…before before before Die Bundesregierung in Köln {'after ' * 24}after…",
            id="a word without its dots",
        ),
        pytest.param(
            LONG, "bundes*", f"…{'before ' * 6}Die Bundesregierung in Köln {'after ' * 20}after…", id="a beginning"
        ),
        pytest.param(
            LONG, '-die "in koln"', f"…{'before ' * 4}Die Bundesregierung in Köln {'after ' * 23}after…", id="a phrase"
        ),
        pytest.param("天" * 300 + "北京" + "地" * 300, "北京", f"…{'天' * 50}北京{'地' * 148}…", id="Chinese"),
        pytest.param(
            f"{'كلمة ' * 60}مُحَمَّد {'كلمة ' * 60}",
            "محمد",
            f"…{'كلمة ' * 9}مُحَمَّد {'كلمة ' * 28}كلمة…",
            id="Arabic with vowel signs",
        ),
    ],
)
def test_an_excerpt_stands_around_the_first_match(text: str, query: str | None, shown: str) -> None:
    assert excerpt(text, query) == shown

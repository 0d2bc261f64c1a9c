"""Teasers before a paywall that nothing states, in many languages; and short free news with much that looks like one behind it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipelines.explain import explain_fields
from pipelines.extract import extract_article
from pipelines.items import Hints
from tests.pages import ENGLISH, GERMAN, STORIES, Story, link, portal

if TYPE_CHECKING:
    from db.records import Article

URL = "https://news.example/2025/ferry"
HINTS = Hints(now=datetime(2025, 6, 2, tzinfo=UTC))
DATED = '<meta property="article:published_time" content="2025-06-01T10:00:00+03:00">'
# What a wall says: read on, subscribe, log in, and a price.
WALLS = {
    "en": ("Read on as a subscriber", "Subscribe now", "Log in", "from $4 a month"),
    "de": ("Weiterlesen im Abo", "Jetzt abonnieren", "Anmelden", "ab 4,99 € im Monat"),
    "fr": ("La suite est réservée aux lecteurs", "S’abonner", "Se connecter", "dès 2,50 € par mois"),
    "es": ("Contenido para lectores", "Suscríbete", "Iniciar sesión", "desde 3 € al mes"),
    "pt": ("Continue lendo", "Assine já", "Entrar", "R$ 9,90 por mês"),
    "it": ("Per leggere tutto", "Abbonati", "Accedi", "a 1 € al mese"),
    "sv": ("Läs hela artikeln", "Bli prenumerant", "Logga in", "99 kr i månaden"),
    "pl": ("Czytaj dalej", "Kup prenumeratę", "Zaloguj się", "19 zł miesięcznie"),
    "ru": ("Читайте дальше", "Оформить подписку", "Войти", "299 руб в месяц"),
    "tr": ("Devamını oku", "Abone ol", "Giriş yap", "ayda 49 TL"),
    "el": ("Διαβάστε τη συνέχεια", "Γίνετε συνδρομητής", "Σύνδεση", "4 € τον μήνα"),
    "ar": ("لقراءة المقال كاملا", "اشترك الآن", "تسجيل الدخول", "5 $ شهريا"),
    "fa": ("ادامه مطلب", "اشتراک بگیرید", "ورود", "۵۰ ریال"),
    "he": ("להמשך קריאה", "לרכישת מנוי", "התחברות", "₪ 19 לחודש"),
    "hi": ("पूरी खबर पढ़ें", "सदस्यता लें", "लॉग इन", "₹ 99 प्रति माह"),
    "zh": ("阅读全文", "立即订阅", "登录", "每月30元"),
    "ja": ("続きを読む", "購読を申し込む", "ログイン", "月額980円"),
    "ko": ("전체 기사 읽기", "구독하기", "로그인", "월 4,900 원"),
    "th": ("อ่านต่อ", "สมัครสมาชิก", "เข้าสู่ระบบ", "฿ 99 ต่อเดือน"),
    "vi": ("Đọc tiếp", "Đăng ký gói", "Đăng nhập", "50 ₫"),
}  # fmt: skip


def read(text: str, behind: str, *, story: Story = ENGLISH, head: str = DATED) -> Article:
    """Return the article of a page with this text, this behind it in its container, and a portal around."""
    menu = "".join(f"<li>{link(subject, i)}</li>" for i, subject in enumerate(story.subjects))
    cards = "".join(f"<li>{link(title, i)}</li>" for i, title in enumerate(story.headlines[:6]))
    body = (
        f"<header><nav><a href=/login>Log in</a> <a href=/subscribe>Subscribe</a><ul>{menu}</ul></nav></header>"
        f"<main><h1>{story.title}</h1><div class=body>{text}{behind}</div></main>"
        f"<section><h3>{story.related}</h3><ul>{cards}</ul></section>"
        f"<footer><a href=/login>Log in</a> <a href=/subscribe>Subscribe</a> from $1 a month</footer>"
    )
    html = portal(story, body).replace(b"</head>", f"{head}</head>".encode())
    return extract_article(html, URL, hints=HINTS)


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


WHOLE = p(*ENGLISH.paragraphs[:4])
CUT = p(*ENGLISH.paragraphs[:3], f"{ENGLISH.paragraphs[3][:90]}…")
MIDWORD = p(*ENGLISH.paragraphs[:3], ENGLISH.paragraphs[3][:91])


@pytest.mark.parametrize("lang", WALLS)
def test_a_box_with_a_subscription_and_a_way_in_behind_a_short_text_is_a_wall(lang: str) -> None:
    lead, subscribe, login, price = WALLS[lang]
    box = f"<div class=x><h3>{lead}</h3><p>{price}</p><a href=/x1>{subscribe}</a> <a href=/x2>{login}</a></div>"
    article = read(WHOLE, box)
    assert (article.access, article.text) == ("paywalled", "\n\n".join(ENGLISH.paragraphs[:4]))


@pytest.mark.parametrize("lang", WALLS)
def test_behind_a_text_that_is_cut_off_one_of_them_is_enough(lang: str) -> None:
    lead, subscribe, login, _ = WALLS[lang]
    for words in (subscribe, login):
        article = read(CUT, f"<div class=x><h3>{lead}</h3><button>{words}</button></div>")
        assert article.access == "paywalled", words
        assert article.text.endswith("…")


FADING = WHOLE.replace("<p>The boat", '<p style="background: linear-gradient(#0, #f)">The boat')
WALLED = {
    "in the middle of a word": (MIDWORD, "<div><a href=/login>Log in</a> to read on</div>"),
    "fading": (FADING, "<div><a href=/subscribe/>Go on</a></div>"),
    "before fields for a name and a password": (WHOLE, "<form><a href=/subscribe>Subscribe</a><input name=n><input type=password></form>"),
    "with the wall beside the text's paragraphs": (CUT, "<p>To read on, <a href=/subscribe>subscribe</a>.</p>"),
}  # fmt: skip


def stated(**facts: object) -> str:
    """Return linked data that state these facts of the article."""
    node = json.dumps({"@type": "NewsArticle", "headline": ENGLISH.title, **facts})
    return f'{DATED}<script type="application/ld+json">{node}</script>'


@pytest.mark.parametrize(("text", "behind"), WALLED.values(), ids=WALLED.keys())
def test_a_text_is_cut_off(text: str, behind: str) -> None:
    article = read(text, behind)
    assert article.access == "paywalled"
    assert article.text.startswith("\n\n".join(ENGLISH.paragraphs[:3]))


def test_a_text_of_which_most_words_are_missing_is_cut_off() -> None:
    wall = "<div>Read on <a href=/subscribe/>here</a></div>"
    found = [read(WHOLE, wall, head=stated(wordCount=count)).access for count in (640, "640", 90)]
    assert found == ["paywalled", "paywalled", "unknown"]


MAIL = "<form><p>Subscribe to our newsletter</p><input type=email><button>Subscribe</button></form>"
FREE = {
    "nothing": (WHOLE, ""),
    "a newsletter": (WHOLE, MAIL),
    "a newsletter behind a text that ends with dots": (CUT, MAIL),
    "a newsletter's page behind an author's initials": (
        p(*ENGLISH.paragraphs[:3], f"{ENGLISH.paragraphs[3]} / al"),
        "<div><a href=/newsletter-anmeldung>Newsletter</a></div>",
    ),
    "comments for members": (WHOLE, "<div><a href=/login>Log in</a> or <a href=/register>register</a> to post a comment</div>"),
    "a plea for money": (WHOLE, "<div><p>Support our journalism from $5 a month.</p><a href=/membership>Become a member</a></div>"),
    "a plea in the middle": (
        p(ENGLISH.paragraphs[0]) + "<div><a href=/subscribe>Subscribe</a> <a href=/login>Log in</a></div>" + p(*ENGLISH.paragraphs[1:4]),
        "",
    ),
    "a footer": (WHOLE, "<footer><a href=/subscribe>Subscribe</a> <a href=/login>Log in</a></footer>"),
    "a long text": (p(*ENGLISH.paragraphs, *GERMAN.paragraphs), "<div><a href=/subscribe>Subscribe</a> <a href=/login>Log in</a></div>"),
    "another site's way in": (WHOLE, "<p><a href=https://social.example/share?u=x>Share</a></p>"),
    "prices in a short text": (p(*ENGLISH.paragraphs[5:8]), MAIL),
}  # fmt: skip


@pytest.mark.parametrize(("text", "behind"), FREE.values(), ids=FREE.keys())
def test_a_free_text_is_not_flagged(text: str, behind: str) -> None:
    assert read(text, behind).access == "unknown"


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_short_news_of_any_language_is_not_flagged(story: Story) -> None:
    assert (
        read(
            p(*story.paragraphs[:3]), f"<div>{story.newsletter}<form><input type=email></form></div>", story=story
        ).access
        == "unknown"
    )


def test_what_the_page_states_is_believed() -> None:
    wall = "<div><a href=/subscribe>Subscribe</a> <a href=/login>Log in</a></div>"
    assert read(CUT, wall, head=stated(isAccessibleForFree=True)).access == "free"
    more = "<div><p>Go on reading <a href=/subscribe>here</a></p></div>"
    paid = read(WHOLE, more, head=stated(isAccessibleForFree=False))
    assert (paid.access, paid.text) == ("paywalled", "\n\n".join(ENGLISH.paragraphs[:4]))


def test_explain_says_that_it_is_the_structure() -> None:
    wall = "<div><a href=/subscribe>Subscribe</a> <a href=/login>Log in</a></div>"
    html = portal(ENGLISH, f"<main><h1>{ENGLISH.title}</h1>{CUT}{wall}</main>")
    article = extract_article(html, URL, hints=HINTS)
    told = [one for one in explain_fields(html, URL, HINTS, article) if one.field == "access"]
    assert told == [("access", "paywalled", "structure", "chosen")]

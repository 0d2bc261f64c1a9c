"""Pages that are no articles, in several languages, and articles that look like them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipelines.extract import extract_article
from pipelines.items import Hints, RejectedPage
from pipelines.page_words import says, title_parts
from tests.pages import ARABIC, CHINESE, ENGLISH, GERMAN, STORIES, Story

URL = "https://harbour.example/news/evening-ferry.html"
FEED = Hints(published_at=datetime(2025, 4, 1, 6, 15, tzinfo=UTC), source="feed")
DATED = '<meta property="article:published_time" content="2025-04-01T08:15:00+02:00">'
MENU = "<nav><a href=/>Home</a> <a href=/world>World</a> <a href=/coast>Coast</a></nav>"
FOOT = "<footer><p>© Harbour Gazette</p><a href=/imprint>Imprint</a></footer>"
SCRIPT = "<script src=/app.js></script>"
TURN_ON = "You need to enable JavaScript to run this app."


def page(title: str, body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def linked_data(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **values})}</script>'


def graph(kind: str) -> str:
    return f'<meta property="og:type" content="{kind}">'


def links(story: Story, count: int = 20) -> str:
    return "".join(f"<li><a href=/story/{i}.html>{text}</a></li>" for i, text in enumerate(story.headlines[:count]))


def teasers(story: Story, count: int = 10) -> str:
    cards = zip(story.headlines, story.paragraphs, strict=False)
    return "".join(
        f"<div class=card><h2><a href=/story/{i}.html>{headline}</a></h2><p>{text}</p></div>"
        for i, (headline, text) in enumerate(list(cards)[:count])
    )


def error(title: str, heading: str, text: str, body: str = "") -> bytes:
    return page(f"{title} | Harbour Gazette", f"{MENU}<main><h1>{heading}</h1><p>{text}</p>{body}</main>{FOOT}")


def wall(title: str, heading: str, text: str, *buttons: str) -> bytes:
    choices = "".join(f"<button>{label}</button>" for label in buttons)
    return page(title, f"<main><h1>{heading}</h1><p>{text}</p><form method=post>{choices}</form></main>")


def text(story: Story, start: int = 0, stop: int = 12) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs[start:stop])


SECTIONS = {
    "headlines alone": page("Coast", f"{MENU}<h1>Coast</h1><ul>{links(ENGLISH)}</ul>{FOOT}"),
    "Arabic teasers": page("الساحل", f"<h1>الساحل</h1>{teasers(ARABIC)}"),
    "Chinese teasers": page("海岸", f"<h1>海岸</h1>{teasers(CHINESE)}"),
    "German teasers, of which one is longer": page("Küste", f"<h1>Küste</h1>{teasers(GERMAN)}{text(GERMAN, 0, 2)}"),
    "three teasers of an author": page("Ada Lindqvist", f"{MENU}<h1>Ada Lindqvist</h1>{teasers(ENGLISH, 3)}{FOOT}"),
    "a collection, by its own word, with an introduction": page(
        "Ferries", f"<h1>Ferries</h1>{text(ENGLISH, 0, 4)}<ul>{links(ENGLISH, 5)}</ul>", linked_data(**{"@type": "CollectionPage"})
    ),
    "a category that calls itself an article, as some systems do": page(
        "Ferries", f"<h1>Ferries</h1>{teasers(ENGLISH)}", graph("article") + linked_data(**{"@graph": [{"@type": "CollectionPage"}]})
    ),
}  # fmt: skip
SOFT_404 = {
    "English": error("Page not found", "Sorry, page not found", "The page you asked for has moved or never was."),
    "a number alone": error("404", "404", "There is nothing here. Go back to the front page and begin again from there."),
    "the title alone, with proposals": error("404 – Page Not Found", "Oops!", "Perhaps one of these helps:", f"<ul>{links(ENGLISH)}</ul>"),
    "German": error("Seite nicht gefunden", "Fehler 404", "Die gewünschte Seite gibt es nicht mehr, oder ihre Adresse ist falsch."),
    "German, a sentence": error("Hafenblatt", "Die von Ihnen gesuchte Seite existiert leider nicht", "Bitte nutzen Sie unsere Suche."),
    "French": error("Page introuvable", "Oups !", "Le lien que vous avez suivi est sans doute rompu, ou l’article a été retiré du site."),
    "Spanish": error("Error 404", "Página no encontrada", "El enlace está roto o el artículo ya no existe; pruebe con el buscador."),
    "Russian": error("Ошибка 404", "Страница не найдена", "Возможно, она была удалена или вы ошиблись в адресе. Вернитесь на главную."),
    "Arabic": error("خطأ 404", "الصفحة غير موجودة", "ربما حذفت الصفحة أو تغير عنوانها. عد إلى الصفحة الرئيسية وابحث من جديد."),
    "Japanese": error("404", "ページが見つかりません", "ページは削除されたか、アドレスが変わった可能性があります。"),
    "Chinese": error("页面不存在", "404", "您要找的内容可能已经删除或者移动，请返回首页重新开始查找，谢谢您的理解与支持。"),
}  # fmt: skip
CONSENT = {
    "English": wall("Gazette", "Before you continue to the Gazette", "We and our partners use cookies.", "Reject all"),
    "English, by its words": wall(
        "Evening ferry returns - Harbour Gazette",
        "Harbour Gazette",
        "We and our 212 partners store cookies and read personal data to show advertising. You may consent, or read about privacy first.",
        "Accept all",
    ),
    "German": wall(
        "Hafenblatt",
        "Weiterlesen mit Werbung",
        "Besuchen Sie uns wie gewohnt mit Werbung und Cookies. Ihre Zustimmung gilt auch für unsere Partner; mehr im Datenschutz.",
        "Akzeptieren und weiter",
    ),
    "French": wall(
        "La Gazette du Port",
        "Bienvenue",
        "Avec nos partenaires, nous utilisons des cookies pour la publicité. Votre vie privée compte : vos données, votre consentement.",
        "Tout accepter",
    ),
    "Spanish": wall("Tu privacidad", "Tu privacidad es importante para nosotros", "Usamos cookies propias y de terceros.", "Aceptar"),
    "Dutch": wall("Privacy Gate", "Jouw privacy", "Wij en onze partners gebruiken cookies voor advertenties.", "Akkoord"),
    "Japanese": wall(
        "港新聞",
        "お知らせ",
        "当社とパートナーはクッキーで広告を表示します。プライバシーについてご確認のうえ、同意してください。",
        "同意する",
    ),
}  # fmt: skip
BLOCKED = {
    "a challenge of scripts": page("Just a moment...", f"<noscript>Enable JavaScript and cookies</noscript>{SCRIPT}"),
    "a captcha in a frame": page("harbour.example", "<iframe src=https://geo.captcha-delivery.com/captcha/?id=1></iframe>"),
    "a challenge form": page("One more step", "<form id=challenge-form action='/?__cf_chl_f_tk=1'><input type=hidden></form>"),
    "access denied": page("Access Denied", "<h1>Access Denied</h1><p>You don't have permission to see this. Reference #18.2f.1</p>"),
    "a question in English": page("Gazette", "<h1>Are you a robot?</h1><p>Click the box to go on.</p><form><input type=checkbox></form>"),
    "German": page("Zugriff verweigert", "<h1>Zugriff verweigert</h1><p>Ihre Anfrage wurde aus Sicherheitsgründen gesperrt.</p>"),
    "French": page("Accès refusé", "<h1>Accès refusé</h1><p>Votre adresse a envoyé trop de demandes. Réessayez plus tard.</p>"),
    "Russian": page("Доступ ограничен", "<h1>Подтвердите, что вы не робот</h1><p>Запросы с вашего адреса похожи на автоматические.</p>"),
    "Chinese": page("安全验证", "<h1>安全验证</h1><p>请完成下面的验证以后继续访问本网站。</p>"),
}  # fmt: skip
SHELLS = {
    "a root and a notice": page("Gazette", f"<noscript>{TURN_ON}</noscript><div id=root></div>{SCRIPT}"),
    "a root without a notice": page("Gazette", f"<div id=app></div>{SCRIPT}"),
    "a root with a spinner": page("Gazette", f"<div id=app><div class=spinner></div></div><p>Loading</p>{SCRIPT}"),
    "a visible notice": page("Gazette", f"<div id=root></div><p>{TURN_ON}</p>{SCRIPT}"),
    "a shell that states its article": page("Evening ferry", f"<main id=main></main>{SCRIPT}", DATED + graph("article")),
    "German": page("Hafenblatt", f"<noscript>Bitte aktivieren Sie JavaScript.</noscript><div id=a></div>{SCRIPT}"),
    "Japanese": page("港新聞", f"<div id=root></div><p>このサイトを見るにはJavaScriptを有効にしてください。</p>{SCRIPT}"),
}  # fmt: skip
LINE = "Watch the evening ferry leave the old quay for the first time in two years."
DESCRIPTION = f'<meta name="description" content="{LINE}">'
FIGURES = "".join(
    f"<figure><img src=/{i}.jpg><figcaption>{line}.</figcaption></figure>"
    for i, line in enumerate(ENGLISH.headlines[:6])
)
PLAYER = "<video src=/ferry.mp4></video>"
AUDIO = "<audio controls src=/ferry.mp3></audio>"
VIDEOS = {
    "by its og:type": page("Ferry", f"<h1>The ferry leaves</h1>{PLAYER}<p>{ENGLISH.paragraphs[0]}</p>", graph("video.other")),
    "by its linked data": page("Ferry", f"<h1>The ferry leaves</h1>{PLAYER}<p>{LINE}</p>", linked_data(**{"@type": "VideoObject"})),
    "with a date, and its description as all its text": page(
        "Ferry", f"<h1>The ferry leaves</h1>{PLAYER}<p>{LINE}</p>", DATED + DESCRIPTION + linked_data(**{"@type": "VideoObject"})
    ),
    "German": page("Fähre", f"<h1>Die Fähre legt ab</h1>{PLAYER}<p>{GERMAN.paragraphs[0]}</p>", graph("video.episode")),
    "Arabic": page("عبّارة", f"<h1>{ARABIC.title}</h1>{PLAYER}<p>{ARABIC.paragraphs[0]}</p>", graph("video.other")),
    "a gallery, by its linked data": page("Pictures", f"<h1>Ferry in pictures</h1>{FIGURES}", linked_data(**{"@type": "ImageGallery"})),
    "a gallery, by its captions": page("Ferry in pictures", f"<h1>Ferry in pictures</h1>{FIGURES}"),
    "a gallery above others with teasers": page("Ferry", f"<h1>Ferry in pictures</h1><p>{LINE}</p>{FIGURES}{teasers(ENGLISH, 3)}"),
    "a podcast, by its player": page("The ferry hour", f"<h1>The ferry hour</h1>{AUDIO}<p>{LINE} {LINE}</p>{links(ENGLISH, 3)}"),
    "a podcast, by its linked data": page(
        "The ferry hour", f"<h1>The ferry hour</h1><p>{ENGLISH.paragraphs[0]}</p>", linked_data(**{"@type": "PodcastEpisode"})
    ),
}  # fmt: skip
CARDS = "".join(
    f"<a href=/story/{i}.html><b>News</b><span>{line}</span><span>{line} again</span></a>"
    for i, line in enumerate(ENGLISH.headlines[:9])
)
EVENTS = {
    "an event, by its linked data": page(
        "Quay concert", f"<h1>Quay concert</h1><p>{ENGLISH.paragraphs[0]}</p>", linked_data(**{"@type": "MusicEvent"})
    ),
}  # fmt: skip
SHORT = {
    "an event of few words with its day": page("Quay concert", f"<h1>Quay concert</h1><p>12 June 2025, 19:30</p><p>{LINE}</p>"),
    "few words above teasers of others": page("Quay concert", f"<h1>Quay concert</h1><p>{LINE}</p><div class=row>{CARDS}</div>"),
}  # fmt: skip
KINDS = {
    f"{reason}, {name}": (html, reason)
    for reason, pages in (
        ("section", SECTIONS), ("soft_404", SOFT_404), ("consent", CONSENT),
        ("blocked", BLOCKED), ("script_shell", SHELLS), ("video", VIDEOS), ("no_article", EVENTS),
    )
    for name, html in pages.items()
}  # fmt: skip


def reason_of(html: bytes, url: str = URL, hints: Hints | None = None) -> str:
    try:
        extract_article(html, url, hints=hints)
    except RejectedPage as rejected:
        return rejected.reason
    return "article"


@pytest.mark.parametrize("hints", [None, FEED], ids=["found on a page", "dated by a feed"])
@pytest.mark.parametrize(("html", "reason"), KINDS.values(), ids=KINDS.keys())
def test_a_page_that_is_no_article_is_named(html: bytes, reason: str, hints: Hints | None) -> None:
    assert reason_of(html, hints=hints) == reason


@pytest.mark.parametrize("html", SHORT.values(), ids=SHORT.keys())
def test_a_few_words_without_a_date_of_their_own_are_no_article(html: bytes) -> None:
    assert reason_of(html) == "too_short"


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_a_home_page_is_a_section(story: Story) -> None:
    html = page(story.site, f"<h1>{story.site}</h1>{text(story, 0, 4)}<ul>{links(story, 4)}</ul>", DATED)
    assert (reason_of(html, "https://harbour.example/"), reason_of(html)) == ("section", "article")


POSTS = "".join(
    f"<section id=post-{i}><h3><a href='{URL}#post-{i}'>{headline}</a></h3><time>0{i}:15</time><p>{paragraph}</p></section>"
    for i, (headline, paragraph) in enumerate(zip(ENGLISH.headlines[:9], ENGLISH.paragraphs, strict=False))
)
FLASH = f"<h1>{ENGLISH.title}</h1><p>{ENGLISH.paragraphs[0]} {ENGLISH.paragraphs[4]} {ENGLISH.paragraphs[3]}</p>"
NEWS = linked_data(**{"@type": "NewsArticle", "headline": ENGLISH.title, "isAccessibleForFree": False})
KEPT = {
    "a short flash of one paragraph": page(ENGLISH.title, f"{MENU}<article>{FLASH}</article>{FOOT}"),
    "a short flash above fifty other headlines": page(ENGLISH.title, f"<article>{FLASH}</article><ul>{links(ENGLISH, 50)}</ul>"),
    "a short flash below a ticker of headlines": page(ENGLISH.title, f"<ul>{links(ENGLISH, 9)}</ul><article>{FLASH}</article>"),
    "a flash of one line with a date": page(ENGLISH.title, f"<article><h1>{ENGLISH.title}</h1><p>{LINE}</p></article>", DATED),
    "an article with a big related list": page(ENGLISH.title, f"<h1>{ENGLISH.title}</h1>{text(ENGLISH)}<ul>{links(ENGLISH, 50)}</ul>"),
    "an article with headlines between its paragraphs": page(
        ENGLISH.title,
        f"<h1>{ENGLISH.title}</h1>" + "".join(text(ENGLISH, i, i + 4) + f"<div>{links(ENGLISH, i + 1)}</div>" for i in (0, 4, 8)),
    ),
    "a live blog that states it": page(
        ENGLISH.title, f"<h1>{ENGLISH.title}</h1>{POSTS}", linked_data(**{"@type": "LiveBlogPosting", "headline": ENGLISH.title})
    ),
    "a live blog that states nothing": page(ENGLISH.title, f"<h1>{ENGLISH.title}</h1>{POSTS}"),
    "an article about cookies": page(
        "Cookies: what partners do with personal data",
        "<article><h1>Cookies: what partners do with personal data</h1><p>Most sites ask for consent to cookies and advertising. "
        "The privacy office found that nine in ten share personal data with partners at once.</p></article><button>Accept all</button>",
        DATED,
    ),
    "an article about a missing page": page(
        "Page not found: how the harbour council lost its archive | Harbour Gazette",
        f"<article><h1>Page not found: how the harbour council lost its archive</h1>{text(ENGLISH, 0, 3)}</article>",
    ),
    "an article whose headline is an error": page("404", f"<article><h1>404</h1>{text(ENGLISH)}</article>", DATED),
    "an article about a denied access": page(
        "Access denied at the old quay", f"<article><h1>Access denied at the old quay</h1>{text(ENGLISH, 0, 3)}</article>"
    ),
    "an article behind a protected login form": page(
        ENGLISH.title, f"<article><h1>{ENGLISH.title}</h1>{text(ENGLISH, 0, 3)}</article><script src=//g.example/recaptcha/api.js></script>"
    ),
    "an article about JavaScript with a notice": page(
        "JavaScript turns thirty",
        f"<noscript>{TURN_ON}</noscript><h1>JavaScript turns thirty</h1><p>JavaScript was written in ten days in May 1995.</p>{SCRIPT}",
        DATED,
    ),
    "a teaser before a paywall": page(
        ENGLISH.title, f"<article><h1>{ENGLISH.title}</h1><p>{ENGLISH.paragraphs[0]} {ENGLISH.paragraphs[1]}</p></article>", NEWS
    ),
    "a photograph with its caption as the story": page(
        ENGLISH.title,
        f"<article><h1>{ENGLISH.title}</h1><img src=/ferry.jpg><p>{ENGLISH.paragraphs[3]}</p></article>",
        DATED + graph("article"),
    ),
    "an opinion below a video": page(
        ENGLISH.title, f"<article><h1>{ENGLISH.title}</h1>{PLAYER}{text(ENGLISH)}</article>", linked_data(**{"@type": "VideoObject"})
    ),
    "a news item below a video that it is not about": page(
        ENGLISH.title,
        f"<article><h1>{ENGLISH.title}</h1>{PLAYER}{text(ENGLISH, 0, 3)}</article>",
        DATED + linked_data(**{"@type": "VideoObject"}),
    ),
    "an article that is read aloud": page(ENGLISH.title, f"<article><h1>{ENGLISH.title}</h1>{AUDIO}{text(ENGLISH, 0, 6)}</article>"),
    "a flash that is read aloud": page(ENGLISH.title, f"<article><h1>{ENGLISH.title}</h1>{AUDIO}<p>{LINE}</p></article>", DATED),
    "an article with many pictures below a headline of another": page(
        ENGLISH.title, f"<h1>{ENGLISH.title}</h1>{text(ENGLISH, 0, 1)}<ul>{links(ENGLISH, 1)}</ul>{text(ENGLISH, 1)}{FIGURES}"
    ),
    "an article about an event": page(ENGLISH.title, f"<article>{text(ENGLISH, 0, 6)}</article>", linked_data(**{"@type": "Event"})),
    "an article with many pictures": page(ENGLISH.title, f"<article><h1>{ENGLISH.title}</h1>{text(ENGLISH, 0, 6)}{FIGURES}</article>"),
}  # fmt: skip


@pytest.mark.parametrize("hints", [None, FEED], ids=["found on a page", "dated by a feed"])
@pytest.mark.parametrize("html", KEPT.values(), ids=KEPT.keys())
def test_an_article_that_looks_like_another_kind_is_kept(html: bytes, hints: Hints | None) -> None:
    assert reason_of(html, hints=hints) == "article"


def test_a_teaser_before_a_paywall_is_marked() -> None:
    found = extract_article(KEPT["a teaser before a paywall"], URL)
    assert (found.access, found.text) == ("paywalled", f"{ENGLISH.paragraphs[0]} {ENGLISH.paragraphs[1]}")


@pytest.mark.parametrize(
    ("html", "message"),
    [
        (SECTIONS["headlines alone"], "section: 20 headlines"),
        (SOFT_404["Spanish"], "soft_404: Página no encontrada"),
        (CONSENT["German"], "consent: Akzeptieren und weiter"),
        (BLOCKED["a challenge form"], "blocked: cf_chl"),
        (SHELLS["a root and a notice"], f"script_shell: {TURN_ON}"),
        (VIDEOS["by its og:type"], "video: og:video.other"),
    ],
)
def test_the_detail_says_what_was_seen(html: bytes, message: str) -> None:
    with pytest.raises(RejectedPage) as rejected:
        extract_article(html, URL)
    assert str(rejected.value) == message


@pytest.mark.parametrize(
    ("headline", "reason", "said"),
    [
        ("404", "soft_404", True),
        ("ERROR 404!", "soft_404", True),
        ("Sorry, page not found.", "soft_404", True),
        ("We can’t find that page", "soft_404", True),
        ("Aradığınız sayfa bulunamadı", "soft_404", True),
        ("", "soft_404", False),
        ("Error", "soft_404", False),
        ("404 guests at the lake festival", "soft_404", False),
        ("Lost boat not found", "soft_404", False),
        ("Sorry", "consent", False),
        ("Avant de continuer vers la Gazette", "consent", True),
        ("Just a moment...", "blocked", True),
        ("Just a moment of silence", "blocked", False),
    ],
)
def test_a_headline_is_held_against_its_table(headline: str, reason: str, said: bool) -> None:
    assert says(headline, reason) is said


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Page not found | Harbour Gazette", ("Page not found", "Harbour Gazette")),
        ("404 - Page not found - Gazette", ("Page not found", "Gazette")),
        ("ページが見つかりません｜港新聞", ("ページが見つかりません", "港新聞")),
        ("Page not found - how it came about - Gazette", ()),
        ("", ()),
    ],
)
def test_a_title_has_parts(title: str, parts: tuple[str, ...]) -> None:
    assert title_parts(title) == parts

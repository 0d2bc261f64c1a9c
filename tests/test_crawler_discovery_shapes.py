"""What is learned of an outlet's addresses, and front pages that are hard to read without it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from crawler.discovery import Shapes, learn, read_source
from db.records import SourceKind
from pipelines.urls import identity, normalise

O = "https://outlet.example"  # noqa: E741  # stands in each line of the tables


def examples(pattern: str, count: int) -> list[str]:
    return [O + pattern.format(n=number) for number in range(1_000_000, 1_000_000 + count)]


NEWS, VIDEOS = examples("/news/{n}", 30), examples("/video/{n}", 8)
LEARNED = learn(NEWS, VIDEOS)


def test_nothing_is_known_before_anything_is_learned() -> None:
    assert [Shapes().score(f"{O}/news/1234567"), learn([], []).score(f"{O}/"), LEARNED.score(f"{O}/about-us")] == [
        0,
        0,
        0,
    ]


def test_an_address_that_cannot_be_taken_apart_is_unknown() -> None:
    assert learn(["http://[::1"], []).score("http://[::1") == 0


ALIKE = {
    "another number": ("/news/{n}", "/news/7654321"),
    "another slug": ("/news/mill-burns-down-in-the-night-{n}.html", "/news/council-votes-on-the-old-mill-7654321.html"),
    "another day": ("/2026/11/10/mill-vote-{n}", "/2025/01/02/late-goal-1234567"),
    "another day in one part": ("/a/20261110/{n}.html", "/a/20250102/1234567.html"),
    "a month's name": ("/world/2026/nov/10/mill-vote-{n}", "/sport/2025/jan/02/late-goal-1234567"),
    "another value in the query": ("/story.php?id={n}", "/story.php?id=7654321"),
    "parameters in another order": ("/story.php?id={n}&p=4", "/story.php?p=4&id=7654321"),
    "another section": ("/politics/mill-vote-{n}", "/sport/late-goal-7654321"),
    "no www": ("/news/{n}", "/news/7654321"),
    "another uuid": ("/a/ddf690bb-e433-4a75-a479-260732{n}", "/a/644d356f-0cce-5b2c-9526-c4d231277ddd"),
    "a script of its own": ("/новости/пожар-на-мельнице-{n}", "/новости/совет-закрыл-мельницу-7654321"),
    "a slug that is encoded": ("/%D0%B0/{n}", "/а/7654321"),
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "other"), ALIKE.values(), ids=ALIKE.keys())
def test_counts_addresses_of_one_shape_together(pattern: str, other: str) -> None:
    known = examples(pattern, 20)
    url = O + other if other != "/news/7654321" else f"https://www.outlet.example{other}"
    assert learn(known, []).score(url) == 3.0
    assert learn([], known).score(url) < -6


def test_the_folder_decides_between_addresses_of_one_kind() -> None:
    assert LEARNED.score(f"{O}/news/7654321") == 3.0
    assert LEARNED.score(f"{O}/video/7654321") < -3
    assert 0 < learn(NEWS[:10], VIDEOS).score(f"{O}/sport/7654321") < 1


def test_the_host_decides_between_addresses_of_one_kind() -> None:
    shapes = learn(NEWS, [url.replace("outlet", "podcast.outlet") for url in NEWS[:8]])
    assert shapes.score("https://podcast.outlet.example/news/7654321") < -3 < 2 < shapes.score(f"{O}/news/7654321")


def test_a_deeper_folder_decides_under_a_language_s() -> None:
    shapes = learn(examples("/en/news/{n}", 30), examples("/en/video/{n}", 8))
    assert shapes.score(f"{O}/en/video/7654321") < -3 < 2 < shapes.score(f"{O}/en/news/7654321")


def test_one_wrong_example_does_no_harm() -> None:
    assert learn(NEWS, [*VIDEOS, f"{O}/news/999999"]).score(f"{O}/news/7654321") > 2.9
    assert -2.5 < learn([], [f"{O}/news/999999"]).score(f"{O}/news/7654321") < 0
    assert learn([*NEWS, f"{O}/video/999999"], VIDEOS).score(f"{O}/video/7654321") < 0


def test_more_examples_say_more() -> None:
    scores = [learn([], VIDEOS[:count]).score(f"{O}/video/7654321") for count in (0, 1, 2, 4)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_three_of_a_folder_that_agree_are_enough_against_a_link_that_looks_like_an_article() -> None:
    stories = examples("/news/mill-burns-down-in-the-night-{n}.html", 30)
    films = examples("/films/mill-burns-down-in-the-night-{n}.html", 3)
    assert learn(stories, films).score(f"{O}/films/council-votes-on-the-old-mill-7654321.html") < -4


def test_the_word_before_a_number_says_what_it_is_a_number_of() -> None:
    uuid = "ddf690bb-e433-4a75-a479-26073{n}"
    stories, films = (
        examples(f"/news/local/old-mill-burns-down-tonight/{word}_{uuid}.html", 8) for word in ("article", "video")
    )
    shapes = learn(stories, films)
    scores = [
        shapes.score(f"{O}/news/local/council-votes-on-new-bridge/{word}_644d356f-0cce-5b2c-9526-c4d231277ddd.html")
        for word in ("article", "video")
    ]
    assert scores[1] < -4 < 2 < scores[0]


@dataclass(frozen=True, slots=True)
class Paper:
    """An outlet with a hard front page: how its addresses are made, and the words of its language.

    In an address `{slug}` is the headline, `{n}` a number, `{d}` the day, `{name}` two words.
    """

    article: str
    others: tuple[
        str, ...
    ]  # videos, podcasts, galleries, promotions: headlines of their own in cards like the articles'
    lists: tuple[str, ...]  # of an author and of a tag
    sections: tuple[tuple[str, str], ...]
    who: tuple[str, ...]
    what: tuple[str, ...]
    join: str = " "

    def headlines(self) -> list[str]:
        """Return headlines of four parts, and some of two, as front pages have them."""
        full = [self.join.join(words) for words in product(self.who, self.what, self.who[::-1], self.what[::-1])]
        short = [self.join.join(words) for words in product(self.who, self.what)]
        return [title for pair in zip(full[::5], (short * len(full))[: len(full) // 5], strict=False) for title in pair]


ENGLISH = (
    ("The council", "Two ministers", "River towns", "A judge", "Farmers in the valley"),
    ("close old mill", "vote on the budget", "warn of floods", "win appeal", "say the toll must go"),
)
GERMAN = (
    ("Der Stadtrat", "Zwei Minister", "Die Bauern", "Ein Richter", "Die Gemeinden am Fluss"),
    (
        "schließt die Mühle",
        "stimmt über den Haushalt ab",
        "warnt vor Hochwasser",
        "gewinnt vor Gericht",
        "fordert mehr Geld",
    ),
)
RUSSIAN = (
    ("Городской совет", "Два министра", "Жители долины", "Судья", "Фермеры у реки"),
    (
        "закрывает старую мельницу",
        "голосует за бюджет",
        "предупреждает о паводке",
        "выигрывает дело",
        "требует отменить сбор",
    ),
)
ARABIC = (
    ("مجلس المدينة", "وزيران", "سكان الوادي", "القاضي", "المزارعون"),
    ("يغلق الطاحونة القديمة", "يصوت على الميزانية", "يحذر من الفيضان", "يكسب القضية", "يطالب بإلغاء الرسوم"),
)
CHINESE = (
    ("市议会", "两名部长", "河谷居民", "法官", "农民协会"),
    ("决定关闭百年老磨坊", "投票通过年度预算", "警告洪水即将来临", "赢得上诉案件", "要求取消过桥费用"),
)
HINDI = (
    ("नगर परिषद", "दो मंत्री", "घाटी के लोग", "न्यायाधीश", "किसान संघ"),
    ("पुरानी मिल बंद करेगी", "बजट पर मतदान करेंगे", "बाढ़ की चेतावनी देते हैं", "मुकदमा जीतते हैं", "शुल्क हटाने की मांग करते हैं"),
)
JAPANESE = (
    ("市議会", "二人の大臣", "谷の住民", "裁判官", "農家の団体"),
    ("古い水車小屋の閉鎖を決定", "予算案を採決", "洪水への警戒を呼びかけ", "控訴審で勝訴", "通行料の廃止を要求"),
)
WORLD = (("/politics", "Politics"), ("/arts-and-culture", "Arts & Culture"), ("/sport/football/", "Football"))
PAPERS = {
    "slugs below the root": Paper(
        "/{slug}", ("/clips/{slug}", "/listen-now/{slug}", "/deals/{slug}"), ("/author/{name}", "/tag/{name}"), WORLD, *ENGLISH
    ),
    "dated slugs": Paper(
        "/{d}/{slug}/", ("/clip/{d}/{slug}/", "/quiz/{d}/{slug}/"), ("/byline/{name}", "/topic/{name}/"), WORLD, *ENGLISH
    ),
    "sections and numbers, German": Paper(
        "/politik/{slug}-{n}.html",
        ("/mediathek/{slug}-{n}.html", "/ratgeber-shop/{slug}-{n}.html", "/hoeren/{slug}-{n}.html"),
        ("/autoren/{name}-{n}.html", "/thema/{name}/"),
        (("/politik/", "Politik"), ("/wirtschaft/", "Wirtschaft"), ("/panorama/leute/", "Leute")),
        *GERMAN,
    ),
    "numbers alone": Paper(
        "/news/{n}", ("/watch-this/{n}", "/pictures/{n}"), ("/people/{name}", "/themes/{n}"), WORLD, *ENGLISH
    ),
    "numbers in the query": Paper(
        "/story.php?id={n}", ("/clip.php?id={n}", "/album.php?id={n}"), ("/author.php?name={name}", "/tag.php?name={name}"), WORLD, *ENGLISH
    ),
    "Cyrillic slugs": Paper(
        "/новости/{slug}",
        ("/видеосюжеты/{slug}", "/подкасты/{slug}"),
        ("/автор/{name}", "/тег/{name}"),
        (("/политика", "Политика"), ("/экономика", "Экономика")),
        *RUSSIAN,
    ),
    "Arabic slugs with numbers": Paper(
        "/article/{n}/{slug}",
        ("/مرئيات/{n}/{slug}", "/بودكاست/{n}/{slug}"),
        ("/كاتب/{name}", "/وسم/{name}"),
        (("/سياسة", "سياسة"), ("/اقتصاد", "اقتصاد")),
        *ARABIC,
    ),
    "Chinese with dates and numbers": Paper(
        "/a/{d}/{n}.html",
        ("/v/{d}/{n}.html", "/tu/{d}/{n}.html"),
        ("/zuozhe/{n}.html", "/zt/{n}/"),
        (("/world", "国际新闻"), ("/tech/", "科技")),
        *CHINESE,
        "",
    ),
    "Hindi with stories in states": Paper(
        "/uttar-pradesh/story-{n}.html",
        ("/reels/story-{n}.html", "/albums/story-{n}.html"),
        ("/author/{name}", "/tags/{name}"),
        (("/uttar-pradesh/", "उत्तर प्रदेश"), ("/khel/", "खेल")),
        *HINDI,
    ),
    "Japanese with codes": Paper(
        "/articles/ASV{n}.html",
        ("/movies/ASV{n}.html", "/albums/AS{n}.html"),
        ("/people/{n}.html", "/タグ/{name}"),
        (("/national", "社会"), ("/shogi", "将棋")),
        *JAPANESE,
        "",
    ),
}  # fmt: skip
ARTICLES, OTHERS = 40, 20  # of each crawl's front page


def address(pattern: str, title: str, number: int) -> str:
    words = "".join(sign if sign.isalnum() or sign in " ्ािीुूेैोौंँृ़" else "" for sign in title.lower()).split()
    day = f"2026/11/{number % 20 + 10}" if "html" not in pattern else f"202611{number % 20 + 10}"
    return pattern.format(slug="-".join(words), n=4_800_000 + number * 37, d=day, name="-".join(words[:2]))


def front_page(paper: Paper, crawl: int) -> tuple[str, set[str]]:
    """Return a front page whose articles and other pages no crawl before has seen, and its articles' identities."""
    start = crawl * (ARTICLES + OTHERS)
    titles = [f"{title}{paper.join}{number}" for number, title in enumerate(paper.headlines() * 3)][start:]
    articles = [(address(paper.article, titles[at], start + at), titles[at]) for at in range(ARTICLES)]
    others = [
        (
            address(paper.others[at % len(paper.others)], titles[ARTICLES + at], start + ARTICLES + at),
            titles[ARTICLES + at],
        )
        for at in range(OTHERS)
    ]
    author, tag = (address(pattern, titles[0], start) for pattern in paper.lists)
    # A few articles stand in "most read" alone, with the first words of their headlines.
    cards, teasers, most_read = articles[: ARTICLES // 2], articles[ARTICLES // 2 : -3], articles[-3:]
    menu = "".join(f'<a href="{url}">{name}</a> ' for url, name in paper.sections)
    body = f"""<meta charset="utf-8"><header><nav><a href="/">Outlet</a> {menu}</nav></header><main>
        {"".join(card(url, title, author, tag) for pair in zip(cards, others, strict=True) for url, title in pair)}
        <ul>{"".join(f'<li><a href="{url}#main">{title}</a> <time>08:15</time></li>' for url, title in teasers)}</ul>
        <ol class="most-read">{"".join(f'<li><a href="{url}">{title[:24]}</a></li>' for url, title in most_read)}</ol>
        <h3><a href="https://other.example/2026/11/10/{"-".join(titles[0].split())}">{titles[0]}</a></h3>
        <a href="?page=2">2</a> <a href="/page/3/">Next</a></main>
        <footer><a href="/about-us">About us</a><a href="/newsletters/the-morning">The Morning</a></footer>"""
    return body, {identity(O + url) for url, _ in articles}


def card(url: str, title: str, author: str, tag: str) -> str:
    return f"""<article class="card"><a href="{url}"><img src="/1.jpg" alt=""></a><h3><a href="{url}">{title}</a></h3>
        <p>{title}. {title}.</p><a href="{author}" rel="author">Anna Lee</a> <a href="{tag}">#mill</a>
        <a href="{url}#comments">12</a></article>"""


def crawled(paper: Paper, shapes: Shapes, crawl: int) -> tuple[set[str], set[str]]:
    """Return the articles of a crawl's front page and what is chosen of it, by identity."""
    body, articles = front_page(paper, crawl)
    reading = read_source(SourceKind.SECTION, body.encode(), f"{O}/", shapes=shapes)
    return articles, {identity(link.url) for link in reading.links}


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS.keys())
def test_the_third_crawl_finds_the_articles_and_little_else(paper: Paper) -> None:
    good: list[str] = []
    bad: list[str] = []
    for crawl in range(2):
        articles, chosen = crawled(paper, learn(good, bad), crawl)
        good += [normalise(f"https://{key}") or "" for key in chosen & articles]
        bad += [normalise(f"https://{key}") or "" for key in chosen - articles]
    articles, chosen = crawled(paper, learn(good, bad), 2)
    assert len(articles) == ARTICLES
    assert len(chosen & articles) >= 0.95 * len(articles)
    assert len(chosen - articles) <= 0.05 * len(chosen)


def test_these_front_pages_are_hard_without_learning() -> None:
    readings = [crawled(paper, Shapes(), 2) for paper in PAPERS.values()]
    wrong = [len(chosen - articles) / len(chosen) for articles, chosen in readings]
    assert min(wrong) > 0.2

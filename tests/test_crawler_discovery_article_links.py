from __future__ import annotations

import pytest

from crawler.discovery import article_score, looks_like_article

O = "https://www.outlet.example"  # noqa: E741  # stands in each line of the tables

ARTICLES = {
    "a slug of a headline": (f"{O}/council-votes-to-close-the-old-mill", "Council votes to close the old mill"),
    "a slug in a section": (f"{O}/politics/senate-passes-budget-after-long-night", "Senate passes budget"),
    "a dated address": (f"{O}/2026/11/10/mill-fire/", "Mill burns down"),
    "a dated address with a month's name": (f"{O}/world/2026/nov/10/talks-stall-again", "Talks stall"),
    "a date and nothing to read": (f"{O}/2026/11/10/mill-fire-spreads-to-forest/", ""),
    "a slug and nothing but 'read more'": (f"{O}/news/council-votes-to-close-old-mill-on-river", "Read more"),
    "an id after the slug": (f"{O}/local/old-mill-burns-down-12084164", "Old mill burns down"),
    "an id in its own segment": (f"{O}/old-mill-burns/12084164/", "Old mill in the valley burns down"),
    "a uuid": (f"{O}/article/local/mill/93-ddf690bb-e433-4a75-a479-2607329f7d8e", "Old mill burns down in the night"),
    "a number alone, with a headline": (f"{O}/news/12345678", "The council votes tonight on the old mill"),
    "a number in the query": (f"{O}/story.php?id=48213", "Council votes tonight: old mill to close"),
    "an article folder": (f"{O}/article/mill-fire-dead", "Two dead in mill fire"),
    "a question": (f"{O}/opinion/who-owns-the-river", "Who owns the river?"),
    "a relative address": ("/sport/late-goal-wins-derby-for-united", "Late goal wins derby"),
    "German": (f"{O}/politik/bundestag-beschliesst-neues-heizungsgesetz-a-1234567.html", "Bundestag beschließt Gesetz"),
    "French": (f"{O}/economie/la-hausse-des-prix-ralentit-en-novembre_6123456.html", "La hausse des prix ralentit"),
    "Turkish": (f"{O}/haber/meclis-yeni-butceyi-kabul-etti-41234", "Meclis yeni bütçeyi kabul etti"),
    "Russian, encoded": (
        f"{O}/news/%D0%BF%D0%BE%D0%B6%D0%B0%D1%80-%D0%BD%D0%B0-%D1%81%D1%82%D0%B0%D1%80%D0%BE%D0%B9-%D0%BC%D0%B5%D0%BB%D1%8C%D0%BD%D0%B8%D1%86%D0%B5",
        "Пожар на старой мельнице: двое погибших",
    ),
    "Arabic": (f"{O}/أخبار/المجلس-يصوت-على-إغلاق-الطاحونة-القديمة", "المجلس يصوت على إغلاق الطاحونة القديمة"),
    "Arabic with a number": (f"{O}/news/1234567", "المجلس يصوت على إغلاق الطاحونة القديمة غدا"),
    "Chinese": (f"{O}/a/20261110/48213377.html", "市议会投票决定关闭百年老磨坊引发居民抗议"),
    "Japanese": (f"{O}/articles/ASV1234567.html", "市議会、老朽化した水車小屋の閉鎖を決定「残念だ」と住民"),
    "Hindi": (f"{O}/uttar-pradesh/story-old-mill-fire-two-dead-9876543.html", "पुरानी मिल में आग, दो लोगों की मौत"),
    "Thai": (f"{O}/news/local/2712345", "สภาเมืองลงมติปิดโรงสีเก่าแก่ริมแม่น้ำ"),
    "a paid post's namesake in a slug": (
        f"{O}/business/who-sponsored-the-new-river-bridge-2026",
        "Who sponsored the bridge",
    ),
}

OTHERS = {
    "the home page": (f"{O}/", "Outlet"),
    "a section": (f"{O}/politics", "Politics"),
    "a section in a section": (f"{O}/sport/football/", "Football"),
    "a section with a long name": (f"{O}/arts-and-entertainment/", "Arts & Entertainment"),
    "a section page with an extension": (f"{O}/verkehr/index.html", "Verkehr"),
    "a tag": (f"{O}/tag/old-mill-on-the-river/", "Old mill on the river"),
    "a topic": (f"{O}/topics/climate-change-and-the-economy", "Climate change and the economy"),
    "an author": (f"{O}/author/maria-del-carmen-lopez-garcia/", "Maria del Carmen López García"),
    "an author's page in German": (f"{O}/autoren/anna-schmidt-123456", "Anna Schmidt"),
    "a category": (f"{O}/category/local/river-and-mill-news/", "River and mill"),
    "a search": (f"{O}/search?q=mill", "Search"),
    "a page of a list": (f"{O}/page/2/", "Next"),
    "about us": (f"{O}/about-us", "About Us"),
    "contact": (f"{O}/contact/", "Contact the newsroom"),
    "privacy": (f"{O}/privacy-policy", "Privacy Policy"),
    "do not sell": (f"{O}/privacy/do-not-sell-my-personal-information", "Do Not Sell My Personal Information"),
    "terms": (f"{O}/terms-and-conditions", "Terms and Conditions"),
    "log in": (f"{O}/users/login/?return=%2F", "Log In"),
    "subscribe": (f"{O}/subscribe/?campaign=123456", "Subscribe now"),
    "a newsletter": (f"{O}/newsletters/the-morning", "The Morning"),
    "a podcast": (f"{O}/podcasts/the-daily", "The Daily"),
    "videos": (f"{O}/video/", "Videos"),
    "obituaries": (f"{O}/obituaries/", "Obituaries"),
    "a paid post": (f"{O}/sponsored/why-now-is-the-time-to-buy-a-mill", "Why now is the time"),
    "a network": ("https://www.facebook.com/outlet.example", "Facebook"),
    "a network's post": ("https://x.com/outlet/status/1234567890123", "Follow us on X"),
    "a shop on a host of its own": ("https://shop.outlet.example/mugs", "Shop"),
    "mail": ("mailto:desk@outlet.example", "Write to us about the old mill on the river"),
    "a script": ("javascript:void(0)", "Show more of what happened today in the city"),
    "a place on the page": ("#comments", "Read what others have to say about this"),
    "a broken address": ("http://[::1", "Council votes to close the old mill on the river"),
    "a German imprint": (f"{O}/impressum", "Impressum"),
    "a Spanish legal notice": (f"{O}/aviso-legal", "Aviso legal"),
    "a Russian section": (f"{O}/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/", "Новости"),
    "a Russian tag": (f"{O}/тег/старая-мельница", "Старая мельница"),
    "an Arabic section": (f"{O}/اقتصاد", "اقتصاد"),
    "an Arabic author": (f"{O}/كاتب/أحمد-علي", "أحمد علي"),
    "a Chinese section": (f"{O}/world", "国际新闻"),
    "a Chinese login": (f"{O}/登录", "登录"),
}


@pytest.mark.parametrize(("url", "text"), ARTICLES.values(), ids=ARTICLES.keys())
def test_looks_like_an_article(url: str, text: str) -> None:
    assert looks_like_article(url, text)


@pytest.mark.parametrize(("url", "text"), OTHERS.values(), ids=OTHERS.keys())
def test_looks_like_something_else(url: str, text: str) -> None:
    assert not looks_like_article(url, text)


def test_more_signs_score_higher() -> None:
    text = "Council votes to close the old mill"
    steps = (
        "/mill",
        "/news/old-mill-vote",
        "/news/council-votes-old-mill",
        "/2026/11/10/council-votes-to-close-old-mill",
    )
    scores = [article_score(step, text) for step in steps]
    assert scores == sorted(scores)
    assert len(set(scores)) == len(scores)


def test_a_script_inside_of_a_link_is_not_its_text() -> None:
    script = "!function(){if (!document.hidden) {let e=document.currentScript;}}();"
    assert article_score("/politics", script) == article_score("/politics", "")


def test_another_host_of_the_site_is_a_weaker_sign() -> None:
    assert article_score("https://shop.outlet.example/a-b-c", "A") < article_score(
        "https://www.outlet.example/a-b-c", "A"
    )

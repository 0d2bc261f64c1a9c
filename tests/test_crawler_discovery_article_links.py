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
    "three long words": (
        f"{O}/umwelt/hochwasserschutzprogramm-einstimmig-verabschiedet",
        "Stadtrat verabschiedet Hochwasserschutzprogramm einstimmig",
    ),
    "a long slug and nothing but 'read more'": (f"{O}/council-votes-narrowly-to-close-the-old-mill", "Read full story"),
    "a count in a slug": (f"{O}/travel/20-ways-to-cross-rivers", "20 ways to cross a river"),
    "a quotation": (f"{O}/culture/mill-poet-dies", "Mill poet, 'voice of the valley', dies"),
    "a film with a name of its own": (f"{O}/video/mill-burns-down", "Watch: the old mill burns down"),
    "pictures with a name of their own": (f"{O}/galleries/river-floods-the-old-town", "River floods the old town"),
    "minutes before a headline": (f"{O}/life/who-owns-the-river", "5 min read Who owns the river, and who pays?"),
    "a section before a headline": (f"{O}/life/river-owners-speak", "Opinion Who owns the river we all drink from"),
    "Portuguese": (f"{O}/politica/camara-aprova-orcamento-da-cidade.ghtml", "Câmara aprova orçamento da cidade"),
    "Polish": (f"{O}/kraj/pozar-starego-mlyna-nad-rzeka,7654321", "Pożar starego młyna nad rzeką"),
    "Swedish": (f"{O}/a/kvarnen-brann-ner-i-natt", "Kvarnen brann ner i natt – två skadade"),
    "Finnish": (f"{O}/kotimaa/a/2026111012345", "Vanha mylly paloi yöllä, kaksi loukkaantui"),
    "Greek": (f"{O}/ellada/fotia-ston-palio-mylo-sto-potami", "Φωτιά στον παλιό μύλο, δύο νεκροί"),
    "Ukrainian": (f"{O}/news/2026/11/10/7654321/", "Рада ухвалила бюджет на наступний рік"),
    "Hebrew": (f"{O}/news/article/mill-98765", "המועצה תצביע הערב על סגירת הטחנה הישנה"),
    "Persian": (f"{O}/fa/news/1234567/آتش-سوزی-در-آسیاب-قدیمی", "آتش‌سوزی در آسیاب قدیمی دو کشته داد"),
    "Urdu": (f"{O}/urdu/pakistan-61234567", "پرانی چکی میں آگ لگنے سے دو افراد ہلاک"),
    "Bengali": (f"{O}/bangladesh/district/x7k2m9q4ab", "পুরোনো কলে আগুন, দুজনের মৃত্যু, তদন্ত কমিটি গঠন করা হয়েছে আজ"),
    "Tamil": (f"{O}/tamilnadu/2026/11/10/mill-fire", "பழைய ஆலையில் தீ: இருவர் பலி"),
    "Korean": (f"{O}/article/2026111012345", "시의회, 오래된 물레방앗간 폐쇄 결정"),
    "Vietnamese": (f"{O}/chay-nha-may-xay-cu-ben-song-4812345.html", "Cháy nhà máy xay cũ bên sông"),
    "Indonesian": (f"{O}/read/5123456/pabrik-tua-terbakar-dua-tewas", "Pabrik tua terbakar, dua tewas"),
    "Chinese slug": (f"{O}/news/市议会投票决定关闭百年老磨坊引发抗议", "市议会投票决定关闭百年老磨坊"),
    "Japanese quotation": (f"{O}/news/k10012345671000.html", "「水車小屋を残して」住民が市に要望"),
    "Amharic": (f"{O}/news/2026/11/10/1234", "ምክር ቤቱ የድሮውን ወፍጮ ለመዝጋት ወሰነ"),
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
    "do not sell, beside no privacy folder": (
        f"{O}/do-not-sell-my-personal-information",
        "Do Not Sell My Personal Information",
    ),
    "a station's public file": (f"{O}/about/fcc-public-file", "FCC Public File"),
    "a policy with a long name": (f"{O}/ownership-and-funding", "Ownership and Funding"),
    "guidelines": (f"{O}/community-guidelines/", "Community Guidelines"),
    "a service's name before a number": (f"{O}/news/local/mill-desk-12345", "Contact"),
    "a label above a section": (f"{O}/news/special-reports", "Special Reports"),
    "a film's list": (f"{O}/video/local", "Local"),
    "pictures": (f"{O}/fotos", "Fotos"),
    "a paid post with a long name": (
        f"{O}/branded-content/seven-ways-to-save-for-your-childs-university",
        "Seven ways to save",
    ),
    "a paid post by its text": (f"{O}/health/better-sleep-tonight", "SPONSORED: How to sleep better"),
    "a share's price": (f"{O}/markets/river-mills/", "River Mills 41.20 -0.8 %"),
    "the temperature": (f"{O}/weather/", "12 °C, rain"),
    "a French policy": (f"{O}/politique-de-confidentialite", "Politique de confidentialité"),
    "German terms": (f"{O}/service/agb", "Allgemeine Geschäftsbedingungen"),
    "a Polish policy": (f"{O}/polityka-prywatnosci", "Polityka prywatności"),
    "a Russian policy": (f"{O}/privacy", "Политика конфиденциальности"),
    "a Ukrainian contact": (f"{O}/про-нас", "Про нас"),
    "a Hindi section": (f"{O}/desh", "देश"),
    "a Hindi service": (f"{O}/about-us", "हमारे बारे में"),
    "a Japanese policy": (f"{O}/privacy/", "プライバシーポリシー"),
    "a Japanese section": (f"{O}/sports/", "スポーツ"),
    "a Korean login": (f"{O}/member/login", "로그인"),
    "a Thai section": (f"{O}/news/politic", "การเมือง"),
    "a Persian section": (f"{O}/fa/politics", "سیاست"),
    "a Hebrew section": (f"{O}/sport", "ספורט"),
    "an edition in another language": (f"{O}/arabic", "العربية"),
    "a country's edition": (f"{O}/pt-br/noticias", "Notícias"),
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


def test_a_name_of_its_own_lifts_a_film_out_of_its_list() -> None:
    assert article_score("/video/mill-burns", "") - article_score("/video/mill", "") > article_score(
        "/radio/mill-burns", ""
    ) - article_score("/radio/mill", "")


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (("/life/bridges-reopened", "'Never again'"), ("/life/bridges-reopened", "Never again")),
        (("/life/9-bridges-reopened", "Bridges"), ("/life/bridges-reopened", "Bridges")),
        (("/life/flood-protection-agreements-signed", "Flood"), ("/life/flood-guard-deals-signed", "Flood")),
        (("/life/水害対策計画可決住民投票実施へ議会", "水害"), ("/life/水害対策計画可決住民", "水害")),
        (("/news/editors-12345", "Editors"), ("/news/editors-12345", "Contact")),
        (("/news/editors-12345", "Mannschaft"), ("/news/editors-12345", "Über uns")),
    ],
    ids=["a quotation", "a count", "long words", "a long slug without spaces", "a service's name", "a German service"],
)
def test_a_sign_counts(more: tuple[str, str], less: tuple[str, str]) -> None:
    assert article_score(*more) > article_score(*less)


def test_another_host_of_the_site_is_a_weaker_sign() -> None:
    assert article_score("https://shop.outlet.example/a-b-c", "A") < article_score(
        "https://www.outlet.example/a-b-c", "A"
    )

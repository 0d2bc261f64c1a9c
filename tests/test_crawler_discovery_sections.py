from __future__ import annotations

from urllib.parse import quote

import pytest

from crawler.discovery import Reading, UnreadableSource, read_source
from db.records import FoundLink, SourceKind

URL = "https://www.outlet.example/local/"
HOME = "https://www.outlet.example"


def read(body: str, url: str = URL) -> Reading:
    return read_source(SourceKind.SECTION, body.encode(), url)


def links(body: str, url: str = URL) -> list[tuple[str, str | None]]:
    return [(link.url.removeprefix(HOME), link.title) for link in read(body, url).links]


MENU = """
<header><nav><a href="/">Outlet</a> <a href="/politics">Politics</a> <a href="/arts-and-culture">Arts & Culture</a>
<a href="/the-big-read-long-stories">The Big Read: Long Stories</a></nav></header>"""
FOOTER = """
<footer><a href="/about-us">About us</a> <a href="/privacy-policy">Privacy</a> <a href="https://www.facebook.com/outlet">Facebook</a>
<a href="/terms-of-use-for-readers">Terms of use for readers</a></footer>"""


def test_reads_headlines_in_a_list() -> None:
    body = f"""<!doctype html><body>{MENU}<main><h1>Local</h1><ul>
        <li><a href="/local/council-votes-to-close-old-mill">Council votes to close old mill</a> by <a href="/author/a-b">A B</a></li>
        <li><a href="river-flood-warning-for-weekend">Flood warning for the weekend</a></li>
        </ul><a href="?page=2">Older stories</a></main>{FOOTER}"""
    assert read(body) == Reading(
        SourceKind.SECTION,
        (
            FoundLink(f"{HOME}/local/council-votes-to-close-old-mill", "Council votes to close old mill"),
            FoundLink(f"{HOME}/local/river-flood-warning-for-weekend", "Flood warning for the weekend"),
        ),
    )


def test_takes_a_card_s_picture_headline_and_button_together() -> None:
    body = f"""<body>{MENU}<article class="card"><a href="/2026/11/mill-vote"><img src="1.jpg" alt="A mill"></a>
        <h3><a href="/2026/11/mill-vote">Council votes on mill</a></h3><p>Text</p>
        <a href="/2026/11/mill-vote#more">Read more</a></article>"""
    assert links(body) == [("/2026/11/mill-vote", "Council votes on mill")]


def test_reads_the_headline_of_a_card_that_is_one_link() -> None:
    body = """<a class="teaser" href="/local/mill-vote-tonight"><img alt=""><span>Local</span><h2>Council votes on <em>mill</em></h2>
        <p>The council will vote tonight. Residents are expected to protest in front of the town hall.</p></a>"""
    assert links(body) == [("/local/mill-vote-tonight", "Council votes on mill")]


def test_reads_the_headline_beside_a_link_over_the_card() -> None:
    body = '<div class="card"><h3>Council votes on the mill</h3><a class="stretched" href="/local/mill-vote-2026"></a></div>'
    assert links(body) == [("/local/mill-vote-2026", "Council votes on the mill")]


def test_reads_an_address_with_an_id_from_its_headline() -> None:
    body = '<div><h2><a href="/a/48213">Council votes to close old mill</a></h2></div>'
    assert links(body) == [("/a/48213", "Council votes to close old mill")]


def test_gives_no_title_to_a_link_that_has_none() -> None:
    assert links('<a href="/local/council-votes-to-close-old-mill-on-river">More</a>') == [
        ("/local/council-votes-to-close-old-mill-on-river", None)
    ]


def test_does_not_take_a_teaser_for_a_title() -> None:
    body = f'<a href="/local/council-votes-to-close-old-mill">{"Council votes again. " * 20}</a>'
    assert links(body) == [("/local/council-votes-to-close-old-mill", None)]


def test_keeps_the_order_and_each_article_once() -> None:
    body = """<a href="/2026/11/02/second-story-of-the-day">Second</a><a href="/2026/11/01/first-story-of-the-day">First</a>
        <a href="http://outlet.example/2026/11/02/second-story-of-the-day/?utm_source=x">Second story of the day</a>"""
    assert links(body) == [
        ("/2026/11/02/second-story-of-the-day", "Second story of the day"),
        ("/2026/11/01/first-story-of-the-day", None),
    ]


LEFT_OUT = {
    "another outlet's article": '<h3><a href="https://other.example/2026/11/10/mill-fire-kills-two">Mill fire kills two</a></h3>',
    "the page itself": '<h3><a href="/local/?utm_source=x">Local news: everything from the town today</a></h3>',
    "a place on the page": '<h3><a href="#mill-fire-kills-two-people">Mill fire kills two people in the town</a></h3>',
    "a link without address": "<h3><a>Mill fire kills two people in the town</a></h3>",
    "an unseen one": '<template><a href="/2026/11/10/mill-fire-kills-two">Mill fire kills two</a></template>',
    "one in a comment": '<p>x</p><!-- <a href="/2026/11/10/mill-fire-kills-two">Mill fire kills two</a> -->',
    "mail": '<a href="mailto:desk@outlet.example?subject=mill-fire-kills-two">Write to us about the mill fire</a>',
    "a menu's long name": '<nav><a href="/life/health-food-home">Health, food and home</a></nav>',
    "a menu by its class": '<div class="main-menu"><a href="/life/health-food-home">Health, food and home</a></div>',
    "a menu by its role": '<div role="navigation"><a href="/life/health-food-home">Health, food and home</a></div>',
    "an author in a heading": '<h4><a href="/author/maria-lopez">Maria Lopez</a></h4>',
    "a section in a heading": '<h2><a href="/politics">Politics</a></h2>',
}


@pytest.mark.parametrize("body", LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_leaves_out(body: str) -> None:
    assert read(f"<body>{body}</body>") == Reading(SourceKind.SECTION)


def test_a_body_with_a_menu_s_class_is_no_menu() -> None:
    body = '<body class="has-menu menu open"><a href="/life/health-food-home">Health, food and home</a></body>'
    assert links(body) == [("/life/health-food-home", "Health, food and home")]


def test_relative_links_follow_the_base_element() -> None:
    body = '<head><base href="/de/"></head><h2><a href="stadtrat-stimmt-ueber-muehle-ab">Stadtrat stimmt über Mühle ab</a></h2>'
    assert links(body) == [("/de/stadtrat-stimmt-ueber-muehle-ab", "Stadtrat stimmt über Mühle ab")]


SCRIPTS = {
    "Cyrillic": (
        "/новости/пожар-на-старой-мельнице-двое-погибших",
        "Пожар на старой мельнице",
        "/рубрика/общество",
        "Общество",
    ),
    "Arabic": (
        "/أخبار/المجلس-يصوت-على-إغلاق-الطاحونة",
        "المجلس يصوت على إغلاق الطاحونة",
        "/وسم/طاحونة",
        "الطاحونة القديمة",
    ),
    "Chinese": ("/新闻/市议会投票决定关闭百年老磨坊", "市议会投票决定关闭百年老磨坊", "/标签/磨坊", "磨坊"),
    "Japanese": ("/articles/202611100001.html", "市議会、水車小屋の閉鎖を決定", "/タグ/水車", "水車"),
    "Devanagari": ("/समाचार/पुरानी-मिल-में-आग-दो-लोगों-की-मौत", "पुरानी मिल में आग, दो की मौत", "/टैग/आग", "आग"),
    "Greek": ("/ellada/2026/11/10/fotia-ston-palio-mylo", "Φωτιά στον παλιό μύλο", "/tag/fotia", "Φωτιά"),
}


@pytest.mark.parametrize("is_encoded", [True, False], ids=["encoded", "as it is"])
@pytest.mark.parametrize(("article", "title", "tag", "name"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_reads_pages_in_any_script(article: str, title: str, tag: str, name: str, is_encoded: bool) -> None:
    written = quote(article).lower() if is_encoded else article
    body = f'<meta charset="utf-8"><div><h3><a href="{written}">{title}</a></h3><a href="{tag}">{name}</a></div>'
    assert read(body).links == (FoundLink(f"{HOME}{quote(article)}", title),)


def test_reads_a_page_in_its_own_encoding() -> None:
    body = '<html><head><meta charset="windows-1251"></head><h2><a href="/news/1234567.html">Пожар на старой мельнице</a></h2></html>'
    reading = read_source(SourceKind.SECTION, body.encode("cp1251"), URL)
    assert reading.links == (FoundLink(f"{HOME}/news/1234567.html", "Пожар на старой мельнице"),)


def test_reads_a_piece_of_a_page() -> None:
    assert links('<div><a href="/2026/11/10/mill-fire-kills-two">Mill fire kills two</a>') == [
        ("/2026/11/10/mill-fire-kills-two", "Mill fire kills two")
    ]


def test_a_page_of_nothing_but_a_comment_is_no_page() -> None:
    with pytest.raises(UnreadableSource, match="not html"):
        read("<!-- <html> -->")

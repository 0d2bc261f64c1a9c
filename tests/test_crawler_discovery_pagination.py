"""Where lists go on, in the forms of real sites and in several languages; and what only looks like a next page."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from crawler.discovery.pages import parse_page
from crawler.discovery.pagination import next_page

SITE = "https://paper.example"


@dataclass(frozen=True, slots=True)
class Case:
    """A page's links, which page of which list it is, and where it goes on."""

    links: str
    expected: str | None
    first: str = "/politics/"
    url: str | None = None
    number: int = 1


CASES = {
    "a link element in the head": Case('<link rel="next" href="/politics/?seite=2">', "/politics/?seite=2"),
    "a link with rel=next among others": Case(
        '<a href="/a" rel="prev">x</a><a href="/politics/more/b64c" rel="nofollow next">→</a>', "/politics/more/b64c"
    ),
    "WordPress: older posts in a div of its own": Case(
        '<div class="nav-previous"><a href="/politics/page/2/">Older posts</a></div>', "/politics/page/2/"
    ),
    "WordPress, third page: newer and older": Case(
        '<a href="/politics/">1</a><a href="/politics/page/2/">Newer</a><a href="/politics/page/4/">Older</a>',
        "/politics/page/4/",
        url="/politics/page/3/",
        number=3,
    ),
    "numbers without rel": Case(
        '<span>1</span><a href="?page=2">2</a><a href="?page=3">3</a><a href="?page=40">40</a>', "/politics/?page=2"
    ),
    "numbers from zero": Case(
        '<a href="?page=0">1</a><a href="?page=1">2</a><a href="?page=2">3</a>', "/politics/?page=1"
    ),
    "numbers from zero, on the second page": Case(
        '<a href="?page=0">1</a><a href="?page=2">3</a><a href="?page=3">4</a>',
        "/politics/?page=2",
        url="/politics/?page=1",
        number=2,
    ),
    "numbers from zero, an arrow alone": Case('<a href="?page=1">›</a>', "/politics/?page=1"),
    "the first page called by its own number": Case('<a href="?p=1">1</a><a href="?p=2">Weiter</a>', "/politics/?p=2"),
    "Joomla: an offset": Case(
        '<a href="?start=20">»</a><a href="?start=40">3</a><a href="?start=400">Ende</a>', "/politics/?start=20"
    ),
    "an offset on the second page": Case(
        '<a href="/politics/">1</a><a href="?start=40">Siguiente</a><a href="?start=400">Fin</a>',
        "/politics/?start=40",
        url="/politics/?start=20",
        number=2,
    ),
    "German: Ältere Beiträge": Case('<a href="/politics/seite/2">Ältere Beiträge</a>', "/politics/seite/2"),
    "Spanish: página in the path": Case('<a href="/politics/pagina-2/">Siguiente</a>', "/politics/pagina-2/"),
    "French: a bare number": Case('<a href="/politics/2">Page suivante</a>', "/politics/2"),
    "Russian: Дальше": Case('<a href="?PAGEN_1=2">Дальше</a>', "/politics/?PAGEN_1=2"),
    "Japanese: 次へ": Case('<a href="?pn=2">次へ</a>', "/politics/?pn=2"),
    "Chinese: files with a number": Case(
        '<a href="/politics/index_2.html">下一页</a><a href="/politics/index_9.html">尾页</a>', "/politics/index_2.html"
    ),
    "Arabic: the word and the number in the path": Case(
        '<a href="/politics/صفحة/2">التالي</a>', "/politics/%D8%B5%D9%81%D8%AD%D8%A9/2"
    ),
    "Arabic digits": Case('<a href="?page=2">٢</a><a href="?page=3">٣</a>', "/politics/?page=2"),
    "Hindi digits": Case('<a href="/politics/page/2">२</a><a href="/politics/page/3">३</a>', "/politics/page/2"),
    "Korean: a list with a query of its own": Case(
        '<a href="/list.php?sid=100&amp;page=2">다음</a><a href="/list.php?sid=101">세계</a>',
        "/list.php?sid=100&page=2",
        first="/list.php?sid=100",
    ),
    "Turkish: a suffix before the ending": Case(
        '<a href="/politics-2.html">Sonraki</a>', "/politics-2.html", first="/politics.html"
    ),
    "Italian: a comma": Case('<a href="/politics,2">Avanti</a>', "/politics,2", first="/politics"),
    "Polish: the second page of a bare number": Case(
        '<a href="/politics/1">1</a><a href="/politics/3">Następna</a>',
        "/politics/3",
        url="/politics/2",
        number=2,
    ),
    "numbers that lead to another address": Case(
        '<a href="/archive.php?cat=4&amp;s=2">2</a><a href="/archive.php?cat=4&amp;s=3">3</a>',
        "/archive.php?cat=4&s=2",
    ),
    "a cursor, by the name of its class": Case(
        '<a class="pager next" href="?after=abc9f">Xem thêm</a>',
        "/politics/?after=abc9f",
    ),
    "load more, an empty button": Case(
        '<a class="load-more" href="/politics/more?before=1773000000"></a>', "/politics/more?before=1773000000"
    ),
    "an aria-label": Case('<a aria-label="next page" href="?c=e7a"><svg></svg></a>', "/politics/?c=e7a"),
    "on the home page": Case('<a href="/page/2">Older</a>', "/page/2", first="/"),
    "the last page": Case('<a href="?page=8">8</a><a href="?page=7">7</a>', None, url="/politics/?page=9", number=9),
    "next is the page itself": Case('<a rel="next" href="?page=9">›</a>', None, url="/politics/?page=9", number=9),
    "next is the first page again": Case(
        '<a rel="next" href="/politics/">›</a>', None, url="/politics/?page=9", number=9
    ),
    "articles with numbers": Case(
        '<a href="/politics/123456">Budget passed</a><a href="/politics/123457-two-die">Two die</a>', None
    ),
    "articles by an id in the query": Case('<a href="?id=2">Two</a><a href="?article=20">Twenty</a>', None),
    "a headline that is a number of a list elsewhere": Case('<a href="/story/2">2</a>', None),
    "a long headline behind the list's own number": Case(
        '<a href="/politics/2">Two ministers leave the government after a long night of talks</a>', None
    ),
    "years of an archive": Case('<a href="/politics/2025">2025</a><a href="/politics/2024">2024</a>', None),
    "another section": Case('<a href="/world/page/2/">World</a>', None),
    "another site": Case('<a rel="next" href="https://elsewhere.example/politics/?page=2">2</a>', None),
    "next article of a slide show": Case('<a class="next" href="/sport/a-goal-in-the-last-minute">Next</a>', None),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_next_page(case: Case) -> None:
    url = SITE + (case.url or case.first)
    page = parse_page(f"<html><body><main>{case.links}</main></body></html>", url)
    assert page is not None
    found = next_page(page, url, SITE + case.first, case.number)
    assert found == (SITE + case.expected if case.expected else None)

"""What a page says of its article: titles, sections, keywords, access, and linked data that is hardly JSON."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree, html

from pipelines.items import Hints
from pipelines.jsonld import main_article, parse_linked_data
from pipelines.metadata import Metadata, read_metadata
from pipelines.titles import TitleCandidates, choose_title, site_names

URL = "https://www.harbourpost.example/news/2025/03/14/bridge?ref=rss"
TITLE = "Council votes to reopen the old harbour bridge"
SITES = site_names("https://www.harbourpost.example/a", "The Harbour Post")

WHOLE = f"""<html lang="en-GB"><head><title>{TITLE} - News | The Harbour Post</title>
<link rel="canonical" href="/news/2025/03/14/bridge">
<meta property="og:url" content="https://www.harbourpost.example/news/2025/03/14/bridge/">
<meta property="og:site_name" content="The Harbour Post">
<meta property="og:title" content="{TITLE} | The Harbour Post">
<meta property="og:description" content="The bridge &amp;amp; its toll.">
<meta property="og:image" content="/img/bridge.jpg">
<meta name="robots" content="index, noarchive">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
  {{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}},
  {{"@type": "WebSite", "name": "The Harbour Post"}},
  {{"@type": ["NewsArticle"], "headline": "{TITLE}", "author": {{"@id": "#ann"}},
    "datePublished": "2025-03-14T10:00:00+01:00", "dateModified": "2025-03-14T11:30:00+01:00", "inLanguage": "en",
    "articleSection": ["Harbour"], "keywords": "Bridge, harbour; Harbour | toll, The Harbour Post",
    "isAccessibleForFree": "False", "articleBody": "The council decided."}}]}}</script>
</head><body><h1>{TITLE}</h1><p>The council decided.</p></body></html>"""


def _read(page: str, url: str = URL, hints: Hints | None = None) -> Metadata:
    return read_metadata(html.fromstring(page), url, hints or Hints())


def _page(head: str = "", body: str = "") -> Metadata:
    return _read(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>")


def _script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_a_page_that_states_everything_is_read_whole() -> None:
    assert _read(WHOLE) == Metadata(
        declared_urls=(
            "https://www.harbourpost.example/news/2025/03/14/bridge",
            "https://www.harbourpost.example/news/2025/03/14/bridge/",
        ),
        title=TITLE,
        authors=("Ann Lee",),
        published_at=datetime(2025, 3, 14, 9, tzinfo=UTC),
        published_source="json-ld",
        modified_at=datetime(2025, 3, 14, 10, 30, tzinfo=UTC),
        language="en",
        section="Harbour",
        keywords=("Bridge", "harbour", "toll"),
        summary="The bridge & its toll.",
        image_url="https://www.harbourpost.example/img/bridge.jpg",
        access="paywalled",
        noarchive=True,
        body="The council decided.",
        site_name="The Harbour Post",
    )


def test_the_page_is_only_read() -> None:
    tree = html.fromstring(WHOLE)
    before = etree.tostring(tree)
    read_metadata(tree, URL, Hints())
    assert etree.tostring(tree) == before


def test_a_page_that_states_nothing_has_nothing() -> None:
    assert _read("<html><body><p>Hello</p></body></html>", "https://x.example/a") == Metadata()


@pytest.mark.parametrize(
    ("candidates", "title"),
    [
        pytest.param(TitleCandidates(page=f"{TITLE} | The Harbour Post"), TITLE, id="the site's name behind a bar"),
        pytest.param(TitleCandidates(page=f"{TITLE} – Harbour Post"), TITLE, id="without its article behind a dash"),
        pytest.param(TitleCandidates(page=f"Harbour Post: {TITLE}"), TITLE, id="before a colon"),
        pytest.param(
            TitleCandidates(page=f"{TITLE}：harbourpost.example"), TITLE, id="the host's name behind a wide colon"
        ),
        pytest.param(
            TitleCandidates(page=f"{TITLE} - World - Harbour Post", headings=(TITLE,)),
            TITLE,
            id="a section that nobody else names",
        ),
        pytest.param(
            TitleCandidates(page="Bridge - or tunnel?"), "Bridge - or tunnel?", id="a dash of the title's own"
        ),
        pytest.param(TitleCandidates(headings=("The Harbour Post", TITLE)), TITLE, id="a logo is no headline"),
        pytest.param(
            TitleCandidates(headline="Mayor&amp;#8217;s &quot;last&quot; word"),
            'Mayor’s "last" word',
            id="entities escaped twice",
        ),
        pytest.param(
            TitleCandidates(headline="The   old\n bridge\u200b re\u00adopens"),
            "The old bridge reopens",
            id="white space and hidden signs",
        ),
        pytest.param(TitleCandidates(headline="Das <em>alte</em> Haus"), "Das alte Haus", id="mark-up"),
        pytest.param(
            TitleCandidates(headline="Council votes to reopen the old…", social=(TITLE,), headings=(TITLE,)),
            TITLE,
            id="cut short",
        ),
        pytest.param(
            TitleCandidates(headline="Weather for today", social=(TITLE,), headings=(TITLE,), page=TITLE),
            TITLE,
            id="the others agree",
        ),
        pytest.param(
            TitleCandidates(
                headline=TITLE, social=("Old harbour bridge: what comes next",), headings=("Bridge to reopen",)
            ),
            TITLE,
            id="the page's own headline before versions for others",
        ),
        pytest.param(TitleCandidates(source=TITLE), TITLE, id="only the source says one"),
        pytest.param(TitleCandidates(page="The Harbour Post"), "", id="only the site's name"),
        pytest.param(TitleCandidates(), "", id="nothing"),
        pytest.param(
            TitleCandidates(headings=("宮崎県で震度5弱　気象庁",), page="宮崎県で震度5弱　気象庁：The Harbour Post"),
            "宮崎県で震度5弱 気象庁",
            id="Japanese",
        ),
    ],
)
def test_the_title_is_the_articles_own(candidates: TitleCandidates, title: str) -> None:
    assert choose_title(candidates, SITES) == title


ARTICLE = '"@type":"NewsArticle","headline":"A bridge"'


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(f"{{{ARTICLE}}}", id="an object"),
        pytest.param(f"[{{{ARTICLE}}}]", id="a list"),
        pytest.param(f"[[{{{ARTICLE}}}]]", id="a list in a list"),
        pytest.param(f'{{"@graph":[{{"@type":"WebSite"}},{{{ARTICLE}}}]}}', id="a graph"),
        pytest.param(f'{{"@type":"WebPage","mainEntity":{{{ARTICLE}}}}}', id="a page's main entity"),
        pytest.param(f'{{"@type":"WebSite"}};\n{{{ARTICLE}}}', id="several objects"),
        pytest.param(f"<!-- {{{ARTICLE}}} -->", id="in a comment"),
        pytest.param(f"//<![CDATA[\n{{{ARTICLE}}}\n//]]>", id="in CDATA"),
        pytest.param(f"{{{ARTICLE},}}", id="a comma too many"),
        pytest.param(f'{{{ARTICLE},"description":"two\nlines\tand a tab"}}', id="control characters in a text"),
        pytest.param(
            '{"@type":"http://schema.org/ReportageNewsArticle","headline":"A bridge"}', id="the vocabulary's address"
        ),
        pytest.param('{"@type":["LiveBlogPosting","Thing"],"headline":"A bridge"}', id="several types"),
    ],
)
def test_linked_data_is_read_leniently(script: str) -> None:
    assert main_article(parse_linked_data([script]), [], [])["headline"] == "A bridge"


@pytest.mark.parametrize(
    "script", ["", "null", "{", "[" * 100_000, '{"a":' * 50_000, "not json", '{"@type":"Recipe"}', "1" * 5_000]
)
def test_what_is_no_article_gives_none(script: str) -> None:
    assert main_article(parse_linked_data([script]), [], []) == {}


def test_of_several_articles_the_pages_own_is_read() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Rain on Sunday",
        "url": "https://x.example/rain",
        "datePublished": "2025-01-01",
    }
    own = '{"@type":"NewsArticle","headline":"A bridge","url":"http://x.example/bridge/"}'
    more = '{"@type":"Article","headline":"A bridge","keywords":"toll"}'
    data = parse_linked_data([str(other).replace("'", '"'), own, more])
    assert main_article(data, ["https://www.x.example/bridge?a=1"], ["A bridge"]) == {
        "@type": "NewsArticle",
        "headline": "A bridge",
        "url": "http://x.example/bridge/",
        "keywords": "toll",
    }
    assert (
        main_article(parse_linked_data([str(other).replace("'", '"')]), ["https://x.example/bridge"], ["A bridge"])
        == {}
    )


@pytest.mark.parametrize(
    ("head", "access"),
    [
        (_script('{"@type":"Article","isAccessibleForFree":false}'), "paywalled"),
        (_script('{"@type":"Article","isAccessibleForFree":"False"}'), "paywalled"),
        (
            _script(
                '{"@type":"Article","isAccessibleForFree":true,"hasPart":{"isAccessibleForFree":"http://schema.org/False"}}'
            ),
            "paywalled",
        ),
        (_script('{"@type":"Article","isAccessibleForFree":"True"}'), "free"),
        ("<meta property='article:content_tier' content='metered'>", "paywalled"),
        ("<meta property='article:content_tier' content='free'>", "free"),
        ("", "unknown"),
    ],
)
def test_access_is_what_the_page_says(head: str, access: str) -> None:
    assert _page(head).access == access


@pytest.mark.parametrize(
    ("head", "keywords"),
    [
        ("<meta name=keywords content='Brücke, Hafen;Maut|Stadt'>", ("Brücke", "Hafen", "Maut", "Stadt")),
        ("<meta name=keywords content='桥，港口、收费'>", ("桥", "港口", "收费")),
        (
            "<meta property='article:tag' content='Toll'><meta property='article:tag' content='Bridge'>",
            ("Toll", "Bridge"),
        ),
        ("<meta name=keywords content='Toll, toll, TOLL'>", ("Toll",)),
        (
            "<meta name=keywords content='Subject: Toll, WC: 1000-1999, editors_pick, 26157981-b4f7-4929-adc1-e860c6f03636'>",
            ("Toll",),
        ),
        ("<meta name=keywords content='harbourpost.example, 1&amp;1, 100312362'>", ("1&1",)),
        ("", ()),
    ],
)
def test_keywords_are_the_publishers_own(head: str, keywords: tuple[str, ...]) -> None:
    assert _page(head).keywords == keywords


CRUMBS = (
    '{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"item":{"name":"World"}},'
    f'{{"name":"{TITLE}"}}]}}'
)

HOME = '{"name":"Start","item":"https://harbourpost.example/"}'


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (_script('{"@type":"Article","articleSection":["Politics","News"]}'), "Politics"),
        ("<meta property='article:section' content='World'>", "World"),
        (_script(CRUMBS), "World"),
        (_script(CRUMBS.replace('{"name":"Home"},{"item":{"name":"World"}}', HOME)), None),
        (_script(CRUMBS.replace('{"name":"Home"},{"item":{"name":"World"}}', f'{HOME},{{"name":"World"}}')), "World"),
        ("", None),
    ],
)
def test_the_section_is_stated_or_the_last_crumb(head: str, section: str | None) -> None:
    assert _page(head).section == section


MENU = (
    "<nav><a href=/>Home</a><a href=https://www.post.example/world/>World</a><a href=/world/europe/>Europe <b>East</b></a>"
    "<a href=/2025/>Archive</a>"
    "<a href=https://other.example/sport/>Their sport</a><a href=/sport/>Home</a><a href=/sport/>Sport</a><a href=/%D8%B9/>العالم</a></nav>"
)


@pytest.mark.parametrize(
    ("path", "section"),
    [
        pytest.param("world/toll-a-b-c", "World", id="its folder's"),
        pytest.param("world/europe/toll-a-b-c", "Europe East", id="the innermost's"),
        pytest.param("world/asia/toll-a-b-c", "World", id="one above where none leads to it"),
        pytest.param("2025/toll-a-b-c", None, id="a folder of numbers is a date"),
        pytest.param("sport/toll-a-b-c", "Sport", id="the name that is like the folder's"),
        pytest.param("ع/toll-a-b-c", "العالم", id="in any script"),
        pytest.param("culture/toll-a-b-c", None, id="none"),
        pytest.param("toll-a-b-c", None, id="no folder"),
    ],
)
def test_else_the_section_is_what_a_link_calls_the_addresss_folder(path: str, section: str | None) -> None:
    page = f"<html><body>{MENU}<h1>{TITLE}</h1><p>x</p></body></html>"
    assert read_metadata(html.fromstring(page), f"https://post.example/{path}", Hints()).section == section


@pytest.mark.parametrize(
    ("selector", "access"),
    [
        pytest.param("h1", "paywalled", id="is there"),
        pytest.param(".wall", "unknown", id="is not there"),
        pytest.param("h1[", "paywalled", id="cannot be read"),
    ],
)
def test_a_part_that_is_not_free_counts_where_the_page_has_it(selector: str, access: str) -> None:
    part = f'{{"isAccessibleForFree":false,"cssSelector":"{selector}"}}'
    page = f"<h1>{TITLE}</h1>" + _script(f'{{"@type":"Article","headline":"{TITLE}","hasPart":{part}}}')
    assert _read(page).access == access


@pytest.mark.parametrize(
    ("attributes", "head", "language"),
    [
        ("lang='pt-BR'", "", "pt"),
        ("", "<meta property='og:locale' content='de_DE'>", "de"),
        ("", "<meta http-equiv='Content-Language' content='fr'>", "fr"),
        ("", _script('{"@type":"Article","inLanguage":"es-419"}'), "es"),
        ("", "<meta name='language' content='utf-8'>", None),
        ("lang=''", "", None),
    ],
)
def test_the_language_is_the_stated_one(attributes: str, head: str, language: str | None) -> None:
    assert _read(f"<html {attributes}><head>{head}</head><body><p>x</p></body></html>").language == language


def test_the_outlets_language_is_taken_where_the_page_states_none() -> None:
    assert _read("<html><body><p>x</p></body></html>", hints=Hints(language="sw")).language == "sw"


def test_hostile_pages_cost_little() -> None:
    deep = f"<h1>{TITLE}</h1>" + "<div class=title><b>" * 20_000 + "<i>x" * 20_000
    parser = html.HTMLParser(huge_tree=True)
    found = read_metadata(
        html.fromstring(f"<html><head><link rel=canonical href='https://[broken'></head><body>{deep}", parser=parser),
        URL,
        Hints(),
    )
    assert (found.title, found.declared_urls) == (TITLE, ())

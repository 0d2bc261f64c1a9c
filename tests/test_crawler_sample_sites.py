"""The sample outlets' pages hold what their data says, and all that makes real pages hard."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from crawler.sample.articles import SampleArticle, SampleOutlet, load_outlets
from crawler.sample.sites import sample_sites

OUTLETS = {outlet.slug: outlet for outlet in load_outlets()}
SITES = {site.host: site for site in sample_sites()}
PORTAL, PAPER, ARABIC = (OUTLETS[slug] for slug in ("gulf-meridian", "harbour-post", "al-manara"))
ARTICLES = [
    pytest.param(outlet, article, id=f"{outlet.slug}: {article.title}")
    for outlet in OUTLETS.values()
    for article in outlet.articles
]
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def fetch(outlet: SampleOutlet, path: str, edition: int = 1) -> bytes:
    sites = SITES if edition == 1 else {site.host: site for site in sample_sites(edition)}
    answer = sites[outlet.host].answer(path)
    assert answer is not None, f"{outlet.host}{path} is not found"
    return answer.body


def soup_of(outlet: SampleOutlet, article: SampleArticle) -> BeautifulSoup:
    # The path as a crawler sends it: percent-encoded.
    return BeautifulSoup(fetch(outlet, urlsplit(article.url).path), "lxml")


def links_of(outlet: SampleOutlet, path: str) -> set[str]:
    """Return the paths that a page links to, on its own host."""
    hrefs = [urlsplit(str(link["href"])) for link in BeautifulSoup(fetch(outlet, path), "lxml").select("a[href]")]
    return {parts.path for parts in hrefs if parts.netloc in {"", outlet.host}}


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=list(OUTLETS))
def test_an_outlet_has_a_dozen_articles_of_the_length_of_news(outlet: SampleOutlet) -> None:
    assert len(outlet.articles) >= 12
    for article in outlet.articles:
        paragraphs, words = len(article.paragraphs), len(article.text.split())
        if article.access == "paywalled":
            assert paragraphs == 3
        else:
            assert paragraphs >= 6, article.title
            assert 240 <= words <= 600, f"{article.title}: {words} words"


def test_addresses_titles_and_paragraphs_are_unlike_each_other() -> None:
    articles = [article for outlet in OUTLETS.values() for article in outlet.articles]
    assert len({article.url for article in articles}) == len({article.title for article in articles}) == len(articles)
    assert all(len(set(article.paragraphs)) == len(article.paragraphs) for article in articles)


def test_the_portal_carries_a_copy_of_a_text_of_the_paper() -> None:
    texts = {article.text: article.path for article in PAPER.articles}
    copies = [
        (article.path, path)
        for article in PORTAL.articles
        for text, path in texts.items()
        if text.startswith(article.text)
    ]
    assert copies == [
        ("/science/cold-water-reef-found-off-northern-coast", "/2025/05/cold-water-reef-the-size-of-a-city/")
    ]


@pytest.mark.parametrize(("outlet", "article"), ARTICLES)
def test_a_page_holds_its_title_and_every_paragraph_in_order(outlet: SampleOutlet, article: SampleArticle) -> None:
    soup = soup_of(outlet, article)
    text = soup.body.get_text("\n") if soup.body else ""
    places = [text.find(f"\n{paragraph}\n") if text.count(paragraph) == 1 else -1 for paragraph in article.paragraphs]
    assert soup.h1 and soup.h1.get_text() == article.title
    assert soup.title and article.title in soup.title.get_text() and outlet.name in soup.title.get_text()
    assert -1 not in places, "a paragraph is missing, or stands there twice"
    assert places == sorted(places)


@pytest.mark.parametrize(("outlet", "article"), ARTICLES)
def test_a_time_is_in_the_outlets_zone_and_before_the_sites_own(outlet: SampleOutlet, article: SampleArticle) -> None:
    zone = ZoneInfo(outlet.timezone)
    for moment in (article.published_at, article.modified_at):
        if isinstance(moment, datetime):
            assert moment.utcoffset() == moment.astimezone(zone).utcoffset()
            assert moment < outlet.now
        elif moment is not None:
            assert moment < outlet.now.date()


@pytest.mark.parametrize("article", PORTAL.articles, ids=lambda article: article.title)
def test_a_page_of_the_portal_buries_its_article_among_fifty_headlines(article: SampleArticle) -> None:
    soup = soup_of(PORTAL, article)
    body = soup.select_one("div.txt")
    assert body and body.find("p") is None
    assert len(body.select("a")) == 1
    assert [clock.get_text() for clock in soup.select("div.clock")] == ["Sunday, Jun 01, 2025"]
    headlines = [str(link["href"]) for link in soup.select("div.more a")]
    others = {other.path for other in PORTAL.articles} - {article.path}
    assert len(headlines) == len(set(headlines)) == 50
    assert others < set(headlines)
    assert all((SITES[PORTAL.host].answer(path) is not None) == (path in others) for path in headlines)


def test_the_portal_shows_dates_on_two_thirds_of_its_pages_and_in_no_metadata() -> None:
    dated = [article for article in PORTAL.articles if article.published_at]
    assert len(dated) / len(PORTAL.articles) == pytest.approx(2 / 3, abs=0.05)
    for article in PORTAL.articles:
        soup = soup_of(PORTAL, article)
        line = soup.select_one("div.ln")
        assert (line.get_text() if line else None) == article.dateline
        assert bool(article.dateline) == bool(article.published_at)
        assert soup.select('script, time, meta[property], meta[name="date"], link[rel="alternate"]') == []


def test_the_portals_home_and_section_pages_alone_lead_to_every_article() -> None:
    reached = set.union(*(links_of(PORTAL, path) for path in ("/", *PORTAL.sections)))
    assert {article.path for article in PORTAL.articles} <= reached
    assert {info.path for info in PORTAL.pages} <= reached
    assert b"itemap" not in fetch(PORTAL, "/robots.txt")
    assert [SITES[PORTAL.host].answer(path) for path in ("/feed", "/rss.xml", "/sitemap.xml")] == [None, None, None]


@pytest.mark.parametrize("edition", [1, 2])
def test_the_papers_feed_names_exactly_its_articles(edition: int) -> None:
    feed = etree.fromstring(fetch(PAPER, "/feed/", edition))
    paper = load_outlets(edition)[1]
    named = {
        item.findtext("link"): (
            item.findtext("title"),
            datetime.strptime(item.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z"),
            item.findtext("atom:updated", namespaces=NAMESPACES),
            tuple(creator.text for creator in item.findall("dc:creator", NAMESPACES)),
            tuple(category.text for category in item.findall("category")),
            item.findtext("description"),
        )
        for item in feed.iter("item")
    }
    assert named == {
        article.url: (
            article.title,
            article.published_at,
            article.modified_at.isoformat() if article.modified_at else None,
            article.authors,
            (article.section, *article.keywords),
            article.summary,
        )
        for article in paper.articles
    }


def test_the_papers_home_page_names_the_feed_and_every_article() -> None:
    alternate = BeautifulSoup(fetch(PAPER, "/"), "lxml").select_one('link[rel="alternate"]')
    assert alternate and alternate["href"] == "http://harbour-post.example/feed/"
    assert {article.path for article in PAPER.articles} <= links_of(PAPER, "/")


@pytest.mark.parametrize("article", PAPER.articles, ids=lambda article: article.title)
def test_a_page_of_the_paper_says_in_json_ld_what_its_data_says(article: SampleArticle) -> None:
    script = soup_of(PAPER, article).select_one('script[type="application/ld+json"]')
    assert script
    node = json.loads(script.get_text())["@graph"][0]
    assert isinstance(article.published_at, datetime)
    said = (
        node["@type"],
        node["headline"],
        node["datePublished"],
        node["dateModified"],
        tuple(person["name"] for person in node["author"]),
        node["articleSection"],
        tuple(node["keywords"]),
        node["isAccessibleForFree"],
        node["image"]["url"],
    )
    assert said == (
        "LiveBlogPosting" if article.live else "NewsArticle",
        article.title,
        article.published_at.isoformat(),
        (article.modified_at or article.published_at).isoformat(),
        article.authors,
        article.section,
        article.keywords,
        article.access == "free",
        article.image,
    )


def test_the_arabic_papers_news_sitemap_names_exactly_its_articles() -> None:
    assert b"Sitemap: http://al-manara.example/news-sitemap.xml\n" in fetch(ARABIC, "/robots.txt")
    sitemap = etree.fromstring(fetch(ARABIC, "/news-sitemap.xml"))
    named = {
        entry.findtext("map:loc", namespaces=NAMESPACES): (
            entry.findtext("news:news/news:title", namespaces=NAMESPACES),
            entry.findtext("news:news/news:publication_date", namespaces=NAMESPACES),
            entry.findtext("map:lastmod", namespaces=NAMESPACES),
        )
        for entry in sitemap
    }
    assert named == {
        article.url: (
            article.title,
            article.published_at.isoformat(),
            (article.modified_at or article.published_at).isoformat(),
        )
        for article in ARABIC.articles
        if isinstance(article.published_at, datetime)
    }
    assert len(named) == len(ARABIC.articles)


@pytest.mark.parametrize("article", ARABIC.articles, ids=lambda article: article.title)
def test_a_page_of_the_arabic_paper_says_its_date_in_arabic_alone(article: SampleArticle) -> None:
    soup = soup_of(ARABIC, article)
    line = soup.select_one("div.date")
    assert line and line.get_text() == article.dateline
    assert soup.html and soup.html["dir"] == "rtl"
    assert [tag["property"] for tag in soup.select("meta[property]")] == ["og:site_name", "og:title", "og:image"]
    assert soup.select("script, time") == []
    assert len(soup.select("p.read-also a")) == 2


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=list(OUTLETS))
def test_what_a_page_shows_of_its_outlet_leads_somewhere(outlet: SampleOutlet) -> None:
    site = SITES[outlet.host]
    for path in ("/", "/robots.txt", *outlet.sections, *(info.path for info in outlet.pages)):
        assert site.answer(path) is not None, path
    assert site.answer("/no/such/page") is None
    assert site.answer("/?utm_source=mail") == site.answer("/")


def test_the_second_edition_changes_one_article_and_what_the_feed_says_of_it() -> None:
    first, second = (
        {(site.host, path): answer for site in sample_sites(edition) for path, answer in site.answers.items()}
        for edition in (1, 2)
    )
    corrected = ("harbour-post.example", "/2025/05/maternity-ward-at-st-brannocks-to-close-at-night/")
    feed = ("harbour-post.example", "/feed/")
    assert first.keys() == second.keys()
    assert {key for key in first if first[key] != second[key]} == {corrected, feed}
    at = datetime(2025, 6, 1, 10, 15, tzinfo=timezone(timedelta(hours=1)))
    assert (second[corrected].changed_at, second[feed].changed_at) == (at, at)
    assert first[corrected].changed_at == datetime(2025, 5, 29, 11, 0, tzinfo=UTC)


def test_the_correction_changes_one_paragraph_and_adds_one() -> None:
    path = "/2025/05/maternity-ward-at-st-brannocks-to-close-at-night/"
    old, new = (
        next(article for article in load_outlets(edition)[1].articles if article.path == path) for edition in (1, 2)
    )
    assert [at for at, paragraph in enumerate(new.paragraphs) if paragraph not in old.paragraphs] == [2, 8]
    assert len(new.paragraphs) == len(old.paragraphs) + 1
    assert (old.modified_at, new.published_at) == (None, old.published_at)


def test_marks_in_the_data_become_kinds_and_not_text() -> None:
    swimming = next(article for article in PAPER.articles if "winter sea" in article.title)
    assert Counter(block.kind for block in swimming.blocks) == {"paragraph": 5, "heading": 1, "item": 5}
    assert swimming.blocks[2].text == "Five rules"
    assert swimming.image == "http://harbour-post.example/wp-content/uploads/2025/01/winter-swimmers.jpg"


def test_what_the_data_says_of_an_article_arrives_whole() -> None:
    article = PORTAL.articles[1]
    assert (article.url, article.published_at, article.authors, article.access, article.modified_at) == (
        "http://gulf-meridian.example/article/10482",
        date(2025, 4, 2),
        (),
        "unknown",
        None,
    )

"""What is taken for an outlet's name, slug, country, clock and language, and what is left open."""

from __future__ import annotations

import pytest

from crawler.discovery.pages import Page, parse_page
from crawler.outlet_facts import common_language, country_timezone, free_slug, outlet_country, outlet_name, outlet_slug


def page(head: str = "", lang: str = "") -> Page | None:
    return parse_page(f'<html lang="{lang}"><head>{head}</head><body>x</body></html>', "https://valley-post.example/")


@pytest.mark.parametrize(
    ("head", "feed", "name"),
    [
        pytest.param('<meta property="og:site_name" content="Valley Post"><title>News</title>', b"", "Valley Post", id="og:site_name"),
        pytest.param("<title>x</title>", b"<title><![CDATA[Post &amp; Mail]]></title><item>", "Post & Mail", id="a feed's title"),
        pytest.param("", b"<rss><channel><title>Home - The Valley Post</title>", "The Valley Post", id="its part that the domain spells"),
        pytest.param("", b"<rss><item><title>A headline</title>", "valley-post.example", id="not the title of an entry"),
        pytest.param("<title>World news | ValleyPost</title>", b"", "ValleyPost", id="the part of the page's title that the domain spells"),
        pytest.param("<title>World news today</title>", b"", "valley-post.example", id="the domain"),
        pytest.param(f'<meta property="og:site_name" content="{"News " * 20}">', b"", "valley-post.example", id="a slogan is no name"),
    ],
)  # fmt: skip
def test_the_name(head: str, feed: bytes, name: str) -> None:
    assert outlet_name(page(head), feed or None, "https://www.valley-post.example/") == name


@pytest.mark.parametrize(
    ("homepage", "slug"),
    [
        ("https://www.valley-post.example/", "valley-post"),
        ("https://news.valley.co.uk/en/", "valley"),
        ("http://127.0.0.1:8000/", "127-0-0-1"),
        ("https://xn--b1amnebsh.xn--p1ai/", "xn--b1amnebsh"),
    ],
)
def test_the_slug(homepage: str, slug: str) -> None:
    assert outlet_slug(homepage) == slug


@pytest.mark.parametrize(
    ("homepage", "taken", "slug"),
    [
        pytest.param("https://sport.valley.example/", (), "valley", id="nobody has it"),
        pytest.param("https://sport.valley.example/", ("valley",), "sport-valley", id="the whole host"),
        pytest.param("https://sport.valley.example/", ("valley", "sport-valley"), "sport-valley-2", id="the whole host and a number"),
        pytest.param("https://www.valley.example/", ("valley", "valley-2"), "valley-3", id="www says nothing"),
    ],
)  # fmt: skip
def test_a_slug_that_is_taken_gives_way(homepage: str, taken: tuple[str, ...], slug: str) -> None:
    assert free_slug(outlet_slug(homepage), homepage, taken) == slug


@pytest.mark.parametrize(
    ("homepage", "head", "country", "timezone"),
    [
        pytest.param("https://valley.ke/", "", "KE", "Africa/Nairobi", id="a country's domain"),
        pytest.param("https://valley.co.uk/", "", "GB", "Europe/London", id="uk is Great Britain"),
        pytest.param("https://valley.com.au/", "", "AU", None, id="a country of several clocks"),
        pytest.param("https://valley.com/", "", None, None, id="a domain of no country"),
        pytest.param("https://valley.tv/", "", None, None, id="a domain that is sold to everyone"),
        pytest.param("https://valley.com/", '<meta name="geo.region" content="eg-C">', "EG", "Africa/Cairo", id="a geo tag"),
        pytest.param("https://valley.com/", '<meta name="geo.region" content="??">', None, None, id="a geo tag of nowhere"),
    ],
)  # fmt: skip
def test_the_country_and_its_clock(homepage: str, head: str, country: str | None, timezone: str | None) -> None:
    found = outlet_country(page(head), homepage)
    assert (found, country_timezone(found)) == (country, timezone)


@pytest.mark.parametrize(
    ("articles", "lang", "language"),
    [
        pytest.param(["ar", "en", "ar-EG"], "en", "ar", id="what most articles are in"),
        pytest.param([None], "en-GB", "en", id="what the home page declares"),
        pytest.param([], "", None, id="nothing is known"),
        pytest.param([], "english", None, id="a word that is no tag"),
    ],
)
def test_the_language(articles: list[str | None], lang: str, language: str | None) -> None:
    assert common_language(articles, page(lang=lang)) == language

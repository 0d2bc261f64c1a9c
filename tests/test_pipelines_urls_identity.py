"""When two addresses are one article, and when they are not."""

from __future__ import annotations

import pytest

from pipelines.urls import identity

ARTICLE = "https://www.outlet.example/news/story-1"
SAME = {
    "http": "http://www.outlet.example/news/story-1",
    "no www": "https://outlet.example/news/story-1",
    "a numbered www": "https://www2.outlet.example/news/story-1",
    "a mobile host": "https://m.outlet.example/news/story-1",
    "a mobile host in words": "https://mobile.outlet.example/news/story-1",
    "an AMP host": "https://amp.outlet.example/news/story-1",
    "two prefixes": "https://www.m.outlet.example/news/story-1",
    "a trailing slash": "https://www.outlet.example/news/story-1/",
    "a doubled slash": "https://www.outlet.example//news/story-1",
    "an AMP suffix": "https://www.outlet.example/news/story-1/amp",
    "an AMP suffix with a slash": "https://www.outlet.example/news/story-1/amp/",
    "an AMP page": "https://www.outlet.example/news/story-1/amp.html",
    "an AMP extension": "https://www.outlet.example/news/story-1.amp",
    "an AMP folder": "https://www.outlet.example/amp/news/story-1",
    "amp=1": "https://www.outlet.example/news/story-1?amp=1",
    "amp without a value": "https://www.outlet.example/news/story-1?amp",
    "outputType=amp": "https://www.outlet.example/news/story-1?outputType=amp",
    "an index file": "https://www.outlet.example/news/story-1/index.html",
    "a default page": "https://www.outlet.example/news/story-1/Default.aspx",
    "tracking": "https://www.outlet.example/news/story-1?utm_source=feed#top",
    "https with its port": "https://www.outlet.example:443/news/story-1",
    "http with its port": "http://outlet.example:80/news/story-1",
    "capitals in the host": "HTTPS://WWW.Outlet.Example/news/story-1",
    "a dot after the host": "https://www.outlet.example./news/story-1",
    "a user": "https://reader@www.outlet.example/news/story-1",
    "a touch host": "https://touch.outlet.example/news/story-1",
    "a WAP host": "https://wap.outlet.example/news/story-1",
    "a host for pocket computers": "https://pda.outlet.example/news/story-1",
    "a light host": "https://lite.outlet.example/news/story-1",
    "an AMP host and suffix": "https://amp.outlet.example/news/story-1/amp/",
    "an AMP folder within": "https://www.outlet.example/news/amp/story-1",
    "an AMP folder in capitals": "https://www.outlet.example/AMP/news/story-1",
    "an AMP page in capitals": "https://www.outlet.example/news/story-1.AMP",
    "_amp=true": "https://www.outlet.example/news/story-1?_amp=true",
    "mode=amp": "https://www.outlet.example/news/story-1?mode=amp",
    "an AMP cache": "https://www-outlet-example.cdn.ampproject.org/c/s/www.outlet.example/news/story-1?amp",
    "an AMP viewer": "https://www.google.com/amp/s/amp.outlet.example/news/story-1",
    "a redirect": "https://www.google.com/url?q=https%3A%2F%2Foutlet.example%2Fnews%2Fstory-1&sa=U",
    "for print": "https://www.outlet.example/news/story-1?print=1",
    "for print without a value": "https://www.outlet.example/news/story-1?print",
    "a view for print": "https://www.outlet.example/news/story-1?view=print",
    "on one page": "https://www.outlet.example/news/story-1?page=all",
    "its first page": "https://www.outlet.example/news/story-1/?page=1",
    "an index file of PHP": "https://www.outlet.example/news/story-1/index.php",
    "many slashes at the end": "https://www.outlet.example/news/story-1///",
    "dot segments": "https://www.outlet.example/news/./x/../story-1",
    "encoded letters": "https://www.outlet.example/n%65ws/story%2D1",
    "an empty query and fragment": "https://www.outlet.example/news/story-1?#",
    "a comment's place": "https://www.outlet.example/news/story-1#comment-55",
    "an answer to a comment": "https://www.outlet.example/news/story-1?replytocom=55",
    "a session in the path": "https://www.outlet.example/news/story-1;jsessionid=0A1B2C",
    "an ASP.NET session": "https://www.outlet.example/(S(lit3py55t21z5v55vlm25s55))/news/story-1",
    "two campaigns": "https://www.outlet.example/news/story-1?fbclid=x&gclid=y",
    "a source by word": "https://www.outlet.example/news/story-1?ref=homepage&from=rss",
    "a gift": "https://www.outlet.example/news/story-1?unlocked_article_code=1.aU4",
    "an escaped campaign": "https://www.outlet.example/news/story-1?utm_source=a&amp;utm_medium=b",
    "space around": " https://www.outlet.example/news/story-1 ",
    "backslashes": "https:\\\\www.outlet.example\\news\\story-1",
}
OTHER = {
    "another case": "https://www.outlet.example/news/Story-1",
    "another slug": "https://www.outlet.example/news/story-2",
    "another parameter": "https://www.outlet.example/news/story-1?id=2",
    "another subdomain": "https://sport.outlet.example/news/story-1",
    "another port": "https://www.outlet.example:8443/news/story-1",
    "another domain": "https://www.other.example/news/story-1",
    "a word that ends in amp": "https://www.outlet.example/news/story-1-lamp",
    "a folder that begins with amp": "https://www.outlet.example/ampere/news/story-1",
    "its second page": "https://www.outlet.example/news/story-1?page=2",
    "its second page in the path": "https://www.outlet.example/news/story-1/2",
    "another section": "https://www.outlet.example/sport/story-1",
    "a deeper page": "https://www.outlet.example/news/story-1/gallery",
    "the section": "https://www.outlet.example/news/",
    "the home page": "https://www.outlet.example/",
    "another language": "https://www.outlet.example/de/news/story-1",
    "another ending": "https://www.outlet.example/news/story-1.html",
    "a printed edition": "https://www.outlet.example/news/story-1?print=2026-11-10",
    "a reference by number": "https://www.outlet.example/news/story-1?ref=42",
    "a suffix of the host": "https://outlet.example.com/news/story-1",
    "a host that ends alike": "https://m-outlet.example/news/story-1",
    "an encoded slash": "https://www.outlet.example/news%2Fstory-1",
    "an encoded question mark": "https://www.outlet.example/news/story-1%3Fid=2",
}


@pytest.mark.parametrize("url", SAME.values(), ids=SAME.keys())
def test_is_the_same_article(url: str) -> None:
    assert identity(url) == identity(ARTICLE)


@pytest.mark.parametrize("url", OTHER.values(), ids=OTHER.keys())
def test_is_another_article(url: str) -> None:
    assert identity(url) != identity(ARTICLE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://outlet.example/a.amp.html", "https://outlet.example/a.html"),
        ("https://outlet.example/?b=1&a=2", "https://outlet.example/index.php?a=2&b=1"),
        ("https://outlet.example/a%2C1", "https://outlet.example/a,1"),
        ("https://outlet.example/?q=a+b", "https://outlet.example/?q=a%20b"),
        ("https://outlet.example/%D0%B0", "http://outlet.example/а/"),
        ("https://outlet.example/%d0%b0", "https://outlet.example/%D0%B0"),
        ("https://новости.example/a", "https://xn--b1amnebsh.example/a"),
        ("https://outlet.example/a%28b%29", "https://outlet.example/a(b)"),
        ("https://outlet.example/a:b", "https://outlet.example/a%3Ab"),
        ("https://outlet.example/?id=5&print=1", "https://m.outlet.example/?id=5"),
        ("https://outlet.example/story.php?id=5&PHPSESSID=0a1b", "https://outlet.example/story.php?id=5"),
        ("https://outlet.example", "http://www.outlet.example/index.html"),
        ("http://127.0.0.1:8000/a/", "http://127.0.0.1:8000/a"),
    ],
)
def test_are_one_article(one: str, other: str) -> None:
    assert identity(one) == identity(other)


def test_a_domain_that_looks_like_a_prefix_is_kept() -> None:
    assert [identity("https://amp.dev/a"), identity("https://m.co.uk/a")] == ["amp.dev/a", "m.co.uk/a"]


def test_what_is_no_address_is_its_own_key() -> None:
    assert identity("mailto:desk@outlet.example") == "mailto:desk@outlet.example"

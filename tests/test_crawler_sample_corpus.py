"""Outlets made of a corpus folder: a tiny one of hand-written pages, played as a client sees it."""

from __future__ import annotations

import gzip
import json
import re
import signal
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import httpx
import pytest

from crawler.sample.corpus import FEED_LIMIT, SPACING, START, CorpusError, CorpusSite, corpus_sites
from crawler.sample.server import LocalWeb

if TYPE_CHECKING:
    from pathlib import Path

ROOT = "http://outlet01.example"
LONG = "The council met for the third time this week to hear what had become of the harbour wall, {0} said."
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>{title} | Tidings</title>
<meta property="og:title" content="{title}">
<meta content='https://tidings.example/{slug}?ref=og' property='og:url'/>
<link rel=canonical href=https://tidings.example/{slug}>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}", "url": "https://tidings.example/{slug}"}}</script>
<script>var decoy = '<h1>Not a heading</h1><p>{decoy}</p>';</script>
</head><body><svg><title>Logo</title></svg>
<h1 class="top"><span>{title}</span></h1>
<p>Short.</p>
<p>{first}</p>
<p class="last">{second}</p>
</body></html>
"""


def page(title: str) -> str:
    first, second = LONG.format(f"the mayor of {title}"), LONG.format(f"somebody at the long quay of {title}")
    slug = title.lower().replace(" ", "-")
    return PAGE.format(title=title, slug=slug, first=first, second=second, decoy=LONG.format("nobody") * 9)


def write_corpus(folder: Path, pages: dict[str, list[bytes]]) -> Path:
    rows = []
    for outlet, bodies in pages.items():
        for body in bodies:
            file = f"{len(rows)}.html.gz"
            (folder / file).write_bytes(gzip.compress(body))
            rows.append(json.dumps({"file": file, "outlet": outlet, "gold": {}}))
    (folder / "gold.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    pages = {"a": ["Sea wall", "Müller & Söhne", "Night train"], "b": ["Old mill", "New bridge"], "c": ["Last ferry"]}
    return write_corpus(
        tmp_path, {outlet: [page(title).encode() for title in titles] for outlet, titles in pages.items()}
    )


def body(site: CorpusSite, path: str) -> str:
    answer = site.answer(path)
    assert answer is not None
    packed = ("Content-Encoding", "gzip") in answer.headers
    return (gzip.decompress(answer.body) if packed else answer.body).decode()


def listed(site: CorpusSite, path: str) -> list[tuple[str, str]]:
    """Return the links of a listing in order, with their texts."""
    return re.findall(r'<h2><a href="([^"]+)">([^<]+)</a></h2>', body(site, path))


def sitemap(site: CorpusSite) -> list[tuple[str, str, str]]:
    """Return address, title and publication date of each entry of the news sitemap."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
    entries = ET.fromstring(body(site, "/news-sitemap.xml")).findall("s:url", names)  # noqa: S314 - our own text
    fields = ("s:loc", "n:news/n:title", "n:news/n:publication_date")
    return [tuple(entry.findtext(name, "", names) for name in fields) for entry in entries]  # type: ignore[misc]  # three each


def path_of(url: str) -> str:
    return url.removeprefix(f"http://{url.split('/')[2]}")


def test_an_article_is_its_real_page_at_its_own_address(corpus: Path) -> None:
    site = corpus_sites(corpus, 1, 1)[0]
    url = f"{ROOT}/news/politics/sea-wall-100000.html"
    real = page("Sea wall")
    expected = real.replace("href=https://tidings.example/sea-wall", f"href={url}")
    assert body(site, path_of(url)) == expected.replace("https://tidings.example/sea-wall?ref=og", url)


def test_the_listings_name_every_article_newest_first(corpus: Path) -> None:
    site = corpus_sites(corpus, 1, 3)[0]
    urls = [
        f"{ROOT}/news/business/night-train-100002.html",
        f"{ROOT}/news/world/m-ller-s-hne-100001.html",
        f"{ROOT}/news/politics/sea-wall-100000.html",
    ]
    titles = ["Night train", "Müller & Söhne", "Sea wall"]
    times = ["2026-01-05T06:00:00Z", "2026-01-05T05:55:00Z", "2026-01-05T05:50:00Z"]
    assert sitemap(site) == list(zip(urls, titles, times, strict=True))
    channel = ET.fromstring(body(site, "/feed.xml"))  # noqa: S314 - our own text
    items = [(item.findtext("link"), item.findtext("title"), item.findtext("pubDate")) for item in channel.iter("item")]
    clock = ["Mon, 05 Jan 2026 06:00:00 GMT", "Mon, 05 Jan 2026 05:55:00 GMT", "Mon, 05 Jan 2026 05:50:00 GMT"]
    assert items == list(zip(urls, titles, clock, strict=True))
    assert listed(site, "/") == list(zip(urls, ["Night train", "Müller &amp; Söhne", "Sea wall"], strict=True))
    assert listed(site, "/world/") == [(urls[1], "Müller &amp; Söhne")]
    assert listed(site, "/sport/") == []


def test_the_home_page_leads_to_the_feed_and_the_sections_and_robots_to_the_sitemap(corpus: Path) -> None:
    site = corpus_sites(corpus, 1, 3)[0]
    assert re.findall(r'href="(/[^"]*)"', body(site, "/")) == [
        "/feed.xml",
        "/politics/",
        "/world/",
        "/business/",
        "/sport/",
        "/culture/",
    ]
    assert body(site, "/robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {ROOT}/news-sitemap.xml\n"


@pytest.mark.parametrize(
    "path",
    [
        "/news/politics/sea-wall-100003.html",
        "/news/politics/another-100000.html",
        "/news/politics/sea-wall-000000.html",
        "/news/world/sea-wall-100000.html",
        "/weather/",
        "/politics",
    ],
    ids=["not yet out", "another slug", "before the first", "another section", "no such section", "without its slash"],
)
def test_nothing_stands_elsewhere(corpus: Path, path: str) -> None:
    assert corpus_sites(corpus, 1, 3)[0].answer(path) is None


def test_a_page_that_comes_round_again_is_another_article(corpus: Path) -> None:
    site = corpus_sites(corpus, 1, 8)[0]
    first, again = (body(site, f"/news/{path}.html") for path in ("politics/sea-wall-100000", "world/sea-wall-100006"))
    mark = re.findall(r"<title>Sea wall \| Tidings( \([a-z]+\))</title>", again)
    assert len(mark) == 1
    for shown in ('content="Sea wall{}">', '"headline": "Sea wall{}"', "<span>Sea wall</span>{}</h1>"):
        assert (shown.format("") in first, shown.format(mark[0]) in again) == (True, True)
    own = set(re.findall(r"<p[^>]*>(.*)</p>", first))
    added = [text for text in re.findall(r"<p[^>]*>(.*)</p>", again) if text not in own]
    vocabulary = {word for text in own for word in text.split()}
    assert len(added) == len(set(added)) == 2
    assert all(text.endswith(mark[0]) for text in added)
    assert {word for text in added for word in text.removesuffix(mark[0]).split()} <= vocabulary
    assert "<title>Logo</title>" in again
    assert "'<h1>Not a heading</h1><p>The council" in again


def test_no_two_articles_are_the_same_whatever_the_number_of_outlets(corpus: Path) -> None:
    sites = corpus_sites(corpus, 8, 4)
    pages = [re.sub(r"http://[^\"' >]+", "", body(site, path_of(url))) for site in sites for url, _, _ in sitemap(site)]
    assert len(pages) == len(set(pages)) == 32
    assert len({title for site in sites for _, title, _ in sitemap(site)}) == 32


def test_outlets_are_dealt_the_same_way_every_time(corpus: Path) -> None:
    ones, others = corpus_sites(corpus, 3, 5), corpus_sites(corpus, 3, 5)
    assert [sitemap(site) for site in ones] == [sitemap(site) for site in others]
    paths = [path_of(url) for url, _, _ in sitemap(ones[0])]
    assert [ones[0].answer(path) for path in paths] == [others[0].answer(path) for path in paths]


@pytest.mark.parametrize(
    ("outlets", "articles", "titles"),
    [
        (2, 2, [["Sea wall", "Müller & Söhne"], ["Old mill", "New bridge"]]),
        (3, 2, [["Sea wall", "Old mill"], ["Müller & Söhne", "New bridge"], ["Night train", "Last ferry"]]),
    ],
    ids=["one outlet of the corpus each, where those have enough pages", "else all pages in turn"],
)
def test_an_outlet_has_the_pages_of_one_outlet_where_it_can(
    corpus: Path, outlets: int, articles: int, titles: list[list[str]]
) -> None:
    dealt = [[title for _, title, _ in reversed(sitemap(site))] for site in corpus_sites(corpus, outlets, articles)]
    assert dealt == titles


def test_publishing_adds_articles_to_the_top_of_every_listing(corpus: Path) -> None:
    site = corpus_sites(corpus, 1, 2)[0]
    before = sitemap(site)
    assert site.answer("/news/business/night-train-100002.html") is None
    site.publish(1)
    assert sitemap(site) == [
        (f"{ROOT}/news/business/night-train-100002.html", "Night train", "2026-01-05T06:05:00Z"),
        *before,
    ]
    assert listed(site, "/")[0] == listed(site, "/business/")[0] == (sitemap(site)[0][0], "Night train")
    answers = [
        site.answer(path) for path in ("/news/business/night-train-100002.html", "/feed.xml", "/news-sitemap.xml", "/")
    ]
    assert [answer and answer.changed_at for answer in answers] == [START + SPACING] * 4


def test_a_feed_holds_the_newest_articles_and_the_sitemap_all(corpus: Path) -> None:
    site = corpus_sites(corpus, 1, FEED_LIMIT + 50)[0]
    links = re.findall(r"<link>(http://outlet01.example/news/[^<]+)", body(site, "/feed.xml"))
    entries = sitemap(site)
    assert links == [url for url, _, _ in entries][:FEED_LIMIT]
    assert len(entries) == FEED_LIMIT + 50
    assert entries[-1][2] == f"{START - timedelta(minutes=5) * (FEED_LIMIT + 49):%Y-%m-%dT%H:%M:%SZ}"


def test_an_outlet_with_nothing_out_yet_has_empty_listings(corpus: Path) -> None:
    site = corpus_sites(corpus, 1, 0)[0]
    assert (sitemap(site), listed(site, "/")) == ([], [])
    site.publish(1)
    assert [title for _, title, _ in sitemap(site)] == ["Sea wall"]


@pytest.mark.parametrize(
    ("raw", "content_type", "title"),
    [
        (
            "<title>Çatı</title><p>ünlü</p>".encode("iso-8859-9"),
            "text/html",
            "\N{REPLACEMENT CHARACTER}at\N{REPLACEMENT CHARACTER}",
        ),
        (b"<p>no title</p>", "text/html; charset=utf-8", "Untitled"),
        (b"", "text/html; charset=utf-8", "Untitled"),
        (
            b'<title> </title><meta name="og:title" content="Say &quot;aye&quot;\n twice\x02">',
            "text/html; charset=utf-8",
            'Say "aye" twice',
        ),
    ],
    ids=[
        "in a charset that the page alone knows",
        "without a title",
        "empty",
        "with what XML would not bear in its title",
    ],
)
def test_a_page_of_any_make_is_played(tmp_path: Path, raw: bytes, content_type: str, title: str) -> None:
    site = corpus_sites(write_corpus(tmp_path, {"a": [raw]}), 1, 1)[0]
    url, listed_title, _ = sitemap(site)[0]
    answer = site.answer(path_of(url))
    assert answer is not None
    assert (gzip.decompress(answer.body), answer.content_type, listed_title) == (raw, content_type, title)


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_the_local_web_plays_a_corpus(corpus: Path, accepted: str) -> None:
    sites = corpus_sites(corpus, 2, 9)
    with (
        LocalWeb(sites) as web,
        httpx.Client(proxy=web.proxy, trust_env=False, headers={"Accept-Encoding": accepted}) as client,
    ):
        for site in sites:
            for url, _, _ in sitemap(site):
                answer = client.get(url)
                again = client.get(url, headers={"If-None-Match": answer.headers["etag"]})
                assert (answer.status_code, answer.text, again.status_code) == (200, body(site, path_of(url)), 304)


@pytest.mark.parametrize(
    ("gold", "told"),
    [
        (None, "{folder}/gold.jsonl: cannot be read as text: "),
        ("\n", "{folder}/gold.jsonl, line 1: not an object with `outlet` and `file`"),
        ('{"outlet": "a"}', "{folder}/gold.jsonl, line 1: not an object with `outlet` and `file`"),
        ('["a"]', "{folder}/gold.jsonl, line 1: not an object with `outlet` and `file`"),
        ("", "{folder}/gold.jsonl: names no page"),
        ('{"outlet": "a", "file": "missing.gz"}', "{folder}/missing.gz: not a gzipped page: "),
        ('{"outlet": "a", "file": "plain.html"}', "{folder}/plain.html: not a gzipped page: "),
        ('{"outlet": "a", "file": "cut.gz"}', "{folder}/cut.gz: not a gzipped page: "),
        ('{"outlet": "a", "file": "spoilt.gz"}', "{folder}/spoilt.gz: not a gzipped page: "),
    ],
    ids=[
        "no gold",
        "a line that is not JSON",
        "a row without its file",
        "a row that is not an object",
        "no rows",
        "a page that is not there",
        "a page that is not gzipped",
        "a page that ends early",
        "a page that is not deflate within",
    ],
)
def test_a_corpus_that_cannot_be_read_names_the_file(tmp_path: Path, gold: str | None, told: str) -> None:
    packed = gzip.compress(page("Sea wall").encode())
    (tmp_path / "plain.html").write_text("<p>plain</p>", encoding="utf-8")
    (tmp_path / "cut.gz").write_bytes(packed[:-20])
    (tmp_path / "spoilt.gz").write_bytes(packed[:10] + b"\xff" * 50)
    if gold is not None:
        (tmp_path / "gold.jsonl").write_text(gold, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        corpus_sites(tmp_path, 1, 1)
    assert str(caught.value).startswith(told.format(folder=tmp_path))


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_plays_a_corpus_until_it_is_told_to_stop(corpus: Path, ending: signal.Signals) -> None:
    command = [sys.executable, "-m", "crawler.sample", "--corpus", str(corpus), "--outlets", "2", "--articles", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(3)]
        answer = httpx.get(f"{ROOT}/robots.txt", proxy=told[0].removeprefix("http_proxy="), trust_env=False)
        process.send_signal(ending)
        rest = process.communicate(timeout=10)
    assert answer.status_code == 200
    assert told[1:] == ["http://outlet01.example/", "http://outlet02.example/"]
    assert (process.returncode, rest) == (0, ("", ""))


def test_the_command_says_what_is_wrong_with_a_corpus(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawler.sample", "--corpus", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {tmp_path}/gold.jsonl: cannot be read as text: ")

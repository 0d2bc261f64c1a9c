"""Sitemaps as a back-fill walks them: whole, whatever their size, packed or not, in bounded memory."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from crawler.discovery import SitemapChild, UnreadableSource, walk_sitemap
from db.records import FoundLink

URL = "https://paper.example/sitemap.xml"
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
MEMORY = """
import gzip
from crawler.discovery import walk_sitemap
entry = "<url><loc>https://paper.example/2026/03/14/{}-" + "x" * 900 + "</loc><lastmod>2026-03-14</lastmod></url>"
urls = "".join(entry.format(number) for number in range(50_000))
body = gzip.compress(f"<urlset>{urls}</urlset>".encode(), 1)
size = len(urls)
del urls
open("/proc/self/clear_refs", "w").write("5")
before = next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]
count = sum(1 for _ in walk_sitemap(body, "https://paper.example/sitemap.xml"))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(count, size, int(peak) - int(before))
"""


def urlset(*paths: str) -> str:
    entries = "".join(f"<url><loc>https://paper.example/{path}</loc></url>" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {XMLNS}>{entries}</urlset>'


def links(*paths: str) -> list[FoundLink]:
    return [FoundLink(f"https://paper.example/{path}") for path in paths]


BODIES = {
    "plain": urlset("a", "b").encode(),
    "gzip": gzip.compress(urlset("a", "b").encode()),
    "gzip twice": gzip.compress(gzip.compress(urlset("a", "b").encode())),
    "gzip in two members": gzip.compress(urlset("a", "b")[:100].encode())
    + gzip.compress(urlset("a", "b")[100:].encode()),
    "UTF-16": urlset("a", "b").replace("UTF-8", "UTF-16").encode("utf-16"),
    "torn": urlset("a", "b", "half-an-addr").encode()[:-30],
    "text": b"https://paper.example/a\nhttps://paper.example/b\n",
    "bare ampersands": urlset("a", "b").replace("</urlset>", "<url><note>Q & A</note></url></urlset>").encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_every_link_however_it_is_packed(body: bytes) -> None:
    assert list(walk_sitemap(body, URL)) == links("a", "b")


def test_gzip_that_is_torn_gives_what_is_whole() -> None:
    paths = [f"story-{number}-{number * 7919 % 10007}" for number in range(3000)]
    packed = gzip.compress(urlset(*paths).encode())
    found = list(walk_sitemap(packed[: len(packed) // 2], URL))
    assert len(found) > 1000
    assert found == links(*paths)[: len(found)]


def test_all_children_of_an_index_but_itself() -> None:
    children = "".join(
        f"<sitemap><loc>https://paper.example/{name}</loc><lastmod>2026-03-{day:02}T10:00:00Z</lastmod></sitemap>"
        for day, name in enumerate(["one.xml", "two.xml", "sitemap.xml", *(f"{n}.xml" for n in range(9))], start=1)
    )
    found = list(walk_sitemap(f"<sitemapindex {XMLNS}>{children}</sitemapindex>".encode(), URL))
    assert len(found) == 11
    assert found[0] == SitemapChild("https://paper.example/one.xml", datetime(2026, 3, 1, 10, tzinfo=UTC))


def test_an_empty_sitemap_is_one() -> None:
    assert list(walk_sitemap(urlset().encode(), URL)) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"", "empty"), (b"<html><body>Not found</body></html>", "not_a_sitemap"), (b"hello", "not_a_sitemap")],
    ids=["empty", "a page", "words"],
)
def test_what_is_no_sitemap(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        list(walk_sitemap(body, URL))
    assert caught.value.reason == reason


def test_the_largest_sitemap_there_may_be_takes_little_memory() -> None:
    out = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True).stdout
    count, size, peak = map(int, out.split())
    assert (count, size > 45_000_000) == (50_000, True)
    assert peak < 40_000  # kB

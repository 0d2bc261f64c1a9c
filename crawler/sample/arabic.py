"""Al-Manara: an Arabic paper, right to left, that names its articles in a news sitemap and says little about them in metadata."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from crawler.sample.pages import SampleSite, changed_at, info_pages, others, page, robots, teaser
from crawler.sample.site import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.sample.articles import SampleArticle, SampleOutlet

_SITEMAP = "news-sitemap.xml"
_ON_HOME = 8


def arabic_site(outlet: SampleOutlet) -> SampleSite:
    """Return the paper's site."""
    robots_txt = f"User-agent: *\nDisallow: /search/\n\nSitemap: {outlet.homepage}{_SITEMAP}\n"
    answers = {
        "/robots.txt": robots(outlet, robots_txt),
        "/": _listing(outlet, None, outlet.articles[-_ON_HOME:]),
        f"/{_SITEMAP}": Answer(_news_sitemap(outlet).encode(), "application/xml", changed_at=outlet.now),
    }
    for path, label in outlet.sections.items():
        answers[path] = _listing(outlet, label, [article for article in outlet.articles if article.section == label])
    answers |= dict(info_pages("arabic/info.html", outlet))
    answers |= {article.path: _article(article, outlet) for article in outlet.articles}
    return SampleSite(outlet.host, answers)


def _listing(outlet: SampleOutlet, label: str | None, articles: Sequence[SampleArticle]) -> Answer:
    """Return the home page (no label) or a section page, the newest first."""
    entries = [(article, teaser(article)) for article in reversed(articles)]
    return page("arabic/listing.html", outlet, label=label, entries=entries, most_read=outlet.articles[2:7])


def _article(article: SampleArticle, outlet: SampleOutlet) -> Answer:
    rest = others(article, outlet)
    return page(
        "arabic/article.html",
        outlet,
        changed_at(article, outlet),
        article=article,
        section_path=next(path for path, label in outlet.sections.items() if label == article.section),
        read_also=rest[:2],
        related=[(other, teaser(other)) for other in rest[2:6]],
        most_read=rest[-5:],
    )


def _news_sitemap(outlet: SampleOutlet) -> str:
    """Return the news sitemap of all articles, the newest first."""
    entries = "".join(_entry(article, outlet) for article in reversed(outlet.articles))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{entries}</urlset>
"""


def _entry(article: SampleArticle, outlet: SampleOutlet) -> str:
    if not isinstance(article.published_at, datetime):
        raise TypeError(f"{article.path}: published_at is no time")
    return f"""  <url>
    <loc>{article.url}</loc>
    <lastmod>{changed_at(article, outlet).isoformat()}</lastmod>
    <news:news>
      <news:publication><news:name>{escape(outlet.name)}</news:name><news:language>ar</news:language></news:publication>
      <news:publication_date>{article.published_at.isoformat()}</news:publication_date>
      <news:title>{escape(article.title)}</news:title>
    </news:news>
  </url>
"""

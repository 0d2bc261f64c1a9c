"""Harbour Post: a paper in the manner of a WordPress site, with RSS, JSON-LD and everything that stands around an article."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime
from itertools import chain
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from crawler.sample.pages import SampleSite, changed_at, info_pages, others, page, robots, teaser
from crawler.sample.site import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.sample.articles import SampleArticle, SampleOutlet

_ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"


def paper_site(outlet: SampleOutlet) -> SampleSite:
    """Return the paper's site."""
    answers = {
        "/robots.txt": robots(outlet, _ROBOTS),
        "/": _listing(outlet, None, outlet.articles),
        "/feed/": Answer(_feed(outlet).encode(), "application/rss+xml; charset=UTF-8", changed_at=_built_at(outlet)),
    }
    answers |= dict(_archives(outlet))
    answers |= dict(info_pages("paper/info.html", outlet))
    answers |= {article.path: _article(article, outlet) for article in outlet.articles}
    return SampleSite(outlet.host, answers)


def archive_path(kind: str, name: str) -> str:
    """Return where the archive of an author or tag stands, as `/author/eleanor-pask/`."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower().replace("’", "")).split()
    return f"/{kind}/{'-'.join(words)}/"


def _archives(outlet: SampleOutlet) -> Iterator[tuple[str, Answer]]:
    """Yield path and page of every section, author and tag."""
    for path, label in outlet.sections.items():
        yield path, _listing(outlet, label, [article for article in outlet.articles if article.section == label])
    for author in outlet.bios:
        filed = [article for article in outlet.articles if author in article.authors]
        yield archive_path("author", author), _listing(outlet, author, filed)
    for tag in set(chain.from_iterable(article.keywords for article in outlet.articles)):
        filed = [article for article in outlet.articles if tag in article.keywords]
        yield archive_path("tag", tag), _listing(outlet, tag, filed)


def _listing(outlet: SampleOutlet, label: str | None, articles: Sequence[SampleArticle]) -> Answer:
    """Return the home page (no label) or the archive of a section, author or tag."""
    return page("paper/listing.html", outlet, label=label, entries=[(article, teaser(article)) for article in articles])


def _article(article: SampleArticle, outlet: SampleOutlet) -> Answer:
    rest = others(article, outlet)
    return page(
        "paper/article.html",
        outlet,
        changed_at(article, outlet),
        article=article,
        section_path=next(path for path, label in outlet.sections.items() if label == article.section),
        json_ld=_json_ld(article, outlet),
        archive_path=archive_path,
        read_also=rest[:2],
        more=[(other, teaser(other)) for other in rest[2:8]],
    )


def _json_ld(article: SampleArticle, outlet: SampleOutlet) -> str:
    """Return the page's schema.org graph, safe to stand in a script element."""
    graph = [
        {
            "@type": "LiveBlogPosting" if article.live else "NewsArticle",
            "@id": f"{article.url}#article",
            "headline": article.title,
            "description": article.summary,
            "datePublished": published(article).isoformat(),
            "dateModified": changed_at(article, outlet).isoformat(),
            "author": [_person(author, outlet) for author in article.authors],
            "publisher": {"@id": f"{outlet.homepage}#organization"},
            "articleSection": article.section,
            "keywords": list(article.keywords),
            "isAccessibleForFree": article.access == "free",
            "image": {"@type": "ImageObject", "url": article.image},
            "mainEntityOfPage": article.url,
            "inLanguage": "en-GB",
        },
        {"@type": "WebSite", "@id": f"{outlet.homepage}#website", "name": outlet.name, "url": outlet.homepage},
        {"@type": "NewsMediaOrganization", "@id": f"{outlet.homepage}#organization", "name": outlet.name},
    ]
    document = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return document.replace("<", "\\u003c")  # "<" is the only way out of a script element


def _person(author: str, outlet: SampleOutlet) -> dict[str, str]:
    return {"@type": "Person", "name": author, "url": outlet.homepage.rstrip("/") + archive_path("author", author)}


def published(article: SampleArticle) -> datetime:
    """Return when the paper published an article; each of its articles has a time."""
    if not isinstance(article.published_at, datetime):
        raise TypeError(f"{article.path}: published_at is no time")
    return article.published_at


def _built_at(outlet: SampleOutlet) -> datetime:
    return max(outlet.now, *(changed_at(article, outlet) for article in outlet.articles))


def _feed(outlet: SampleOutlet) -> str:
    """Return the RSS 2.0 feed of all articles, the newest first."""
    items = "".join(_item(article) for article in sorted(outlet.articles, key=published, reverse=True))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
  <title>{escape(outlet.name)}</title>
  <atom:link href="{outlet.homepage}feed/" rel="self" type="application/rss+xml" />
  <link>{outlet.homepage}</link>
  <description>{escape(outlet.slogan)}</description>
  <lastBuildDate>{format_datetime(_built_at(outlet))}</lastBuildDate>
  <language>en-GB</language>
{items}</channel>
</rss>
"""


def _item(article: SampleArticle) -> str:
    creators = "".join(f"    <dc:creator>{escape(author)}</dc:creator>\n" for author in article.authors)
    tags = "".join(f"    <category>{escape(tag)}</category>\n" for tag in (article.section, *article.keywords))
    updated = f"    <atom:updated>{article.modified_at.isoformat()}</atom:updated>\n" if article.modified_at else ""
    return f"""  <item>
    <title>{escape(article.title)}</title>
    <link>{article.url}</link>
    <guid isPermaLink="true">{article.url}</guid>
    <pubDate>{format_datetime(published(article))}</pubDate>
{updated}{creators}{tags}    <description>{escape(teaser(article))}</description>
  </item>
"""

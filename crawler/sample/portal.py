"""Gulf Meridian: a portal without feed, sitemap or dates in its metadata, its pages plain divs full of other headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from crawler.sample.pages import SampleSite, changed_at, info_pages, others, page, robots, teaser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.sample.articles import SampleArticle, SampleOutlet
    from crawler.sample.site import Answer

_ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /player\n"
_ON_HOME = 6  # the rest stands on the section pages


def portal_site(outlet: SampleOutlet) -> SampleSite:
    """Return the portal's site."""
    answers = {"/robots.txt": robots(outlet, _ROBOTS), "/": _listing(outlet, None, outlet.articles[:_ON_HOME])}
    for path, label in outlet.sections.items():
        filed = [article for article in outlet.articles if article.section == label]
        answers[path] = _listing(outlet, label, filed)
    answers |= dict(info_pages("portal/info.html", outlet))
    answers |= {article.path: _article(article, outlet) for article in outlet.articles}
    return SampleSite(outlet.host, answers)


def headlines(article: SampleArticle, outlet: SampleOutlet) -> list[tuple[str, str]]:
    """Return path and headline of all that the page lists below its article: the outlet's others, and many long gone."""
    known = [(other.path, other.title) for other in others(article, outlet)]
    # Mixed, but in the same order on every page, as on real ones.
    return sorted([*known, *outlet.gone.items()], key=lambda headline: crc32(headline[1].encode()))


def _listing(outlet: SampleOutlet, label: str | None, articles: Sequence[SampleArticle]) -> Answer:
    """Return the home page (no label) or a section page."""
    entries = [(article, teaser(article)) for article in articles]
    most_read = [*[(article.path, article.title) for article in outlet.articles[-3:]], *list(outlet.gone.items())[:4]]
    return page("portal/listing.html", outlet, label=label, entries=entries, most_read=most_read)


def _article(article: SampleArticle, outlet: SampleOutlet) -> Answer:
    rest = others(article, outlet)
    return page(
        "portal/article.html",
        outlet,
        changed_at(article, outlet),
        article=article,
        interruption=rest[0],
        # After the second paragraph on some pages and after the fifth on others.
        interrupted_after=2 + crc32(article.path.encode()) % 4,
        related=rest[1:6],
        headlines=headlines(article, outlet),
    )

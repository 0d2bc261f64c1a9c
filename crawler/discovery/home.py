"""An outlet's sources, found from its home page and robots.txt, and which of them to poll."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.discovery.content import decoded, unpacked
from crawler.discovery.pages import Anchor, Page, anchors, parse_page
from crawler.discovery.path_words import ACTIONS, KINDS, LISTS, PAID, SERVICE_PARTS, SERVICES
from crawler.discovery.reading import FoundSource, UnreadableSource
from crawler.discovery.sections import is_article
from crawler.discovery.sitemaps import sitemap_kind
from db.records import SourceKind
from pipelines.urls import identity, normalise, same_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_SECTIONS = 12
MOST_FEEDS = 4
MOST_SITEMAPS = 3

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
_FEED_PATH = re.compile(
    r"(?:^|/)(?:rss|feeds?|atom)(?:\d*\.(?:xml|rdf|json|php|aspx?))?/?$|\.(?:rss|atom|rdf)$|/rss[/_-].+\.xml$"
)
_FEED_HOST = re.compile(r"^(?:feeds?|rss)\d?\.")
_COMMENTS = re.compile(r"comment|kommentar|coment|replies|discussion|yorum", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
# Sections by their words where the whole segment is one of these: lists, yes, but of articles.
_SECTIONS_TOO = {"category", "categoria", "categorie", "kategorie", "rubrik", "rubrique", "section", "seccion", "sezione",
                 "topic", "topics", "thema", "tema", "kategori", "rubrika", "rubric", "channel", "рубрика", "تصنيف", "قسم"}  # fmt: skip
_SHORT_QUERY = re.compile(r"\w{1,12}=[\w-]{1,16}")  # `cid=101`, as systems without readable addresses name a section
_ADDRESS_ENDS = re.compile(r"\.(?:html?|php|aspx?)$")


def find_sources(home: bytes, url: str, robots: bytes | None, encoding: str | None = None) -> tuple[FoundSource, ...]:
    """Return what a home page and robots.txt (None: there is none) name: feeds, sitemaps, the home page, sections.

    `encoding` is the charset of the home page's HTTP header. A page that is no HTML, or too large, names itself alone.
    """
    try:
        page = parse_page(decoded(unpacked(home), encoding), url)
    except UnreadableSource:  # as the home page it will be asked for again, and named
        page = None
    known = normalise(url) or url
    links = anchors(page) if page else ()
    found = [
        *(_feeds(page, links, known) if page else ()),
        *_sitemaps(robots, known),
        FoundSource(SourceKind.SECTION, known),
    ]
    found += _sections(links, known)
    return _unique(found)


def choose(found: Sequence[FoundSource]) -> tuple[FoundSource, ...]:
    """Return the sources to poll: feeds and news sitemaps, where there are any; else sitemaps and all sections.

    The home page, the first section found, is always among them.
    """
    by_kind = {kind: [source for source in found if source.kind is kind] for kind in SourceKind}
    news, sections = by_kind[SourceKind.NEWS_SITEMAP], by_kind[SourceKind.SECTION]
    # A news sitemap names everything of the last two days, a feed its latest entries: one of the first comes before all.
    current = [*news[:1], *by_kind[SourceKind.FEED], *news[1:]]
    if current:
        return (*current[:MOST_FEEDS], *sections[:1])
    return (*by_kind[SourceKind.SITEMAP][:MOST_SITEMAPS], *sections)


def _unique(found: Iterable[FoundSource]) -> tuple[FoundSource, ...]:
    first: dict[str, FoundSource] = {}
    for source in found:
        first.setdefault(identity(source.url), source)
    return tuple(first.values())


def _feeds(page: Page, links: Sequence[Anchor], url: str) -> Iterator[FoundSource]:
    """Yield the feeds that a page declares, then those that it shows; not those of comments or of a single article."""
    for link in page.root.iter("link"):
        if "alternate" in (link.get("rel") or "").lower().split() and (link.get("type") or "").lower() in _FEED_TYPES:
            address = normalise(link.get("href") or "", page.base)
            if address and not _COMMENTS.search(f"{address} {link.get('title') or ''}"):
                yield FoundSource(SourceKind.FEED, address)
    for anchor in links:
        if _is_shown_feed(anchor, url):
            yield FoundSource(SourceKind.FEED, anchor.url)


def _is_shown_feed(anchor: Anchor, url: str) -> bool:
    parts = urlsplit(anchor.url)
    host_is_for_feeds = _FEED_HOST.match(parts.netloc) is not None and parts.path != "/"
    is_ours = same_site(anchor.url, url) and _FEED_PATH.search(parts.path.lower())
    if not (is_ours or host_is_for_feeds) or _COMMENTS.search(anchor.url):
        return False
    return len(parts.path.split("/")) <= 5 and parts.path.count("-") < 4  # deeper or wordier, it is an article's own


def _sitemaps(robots: bytes | None, url: str) -> Iterator[FoundSource]:
    """Yield the sitemaps that robots.txt names (sitemaps.org), news first."""
    text = decoded(unpacked(robots), None) if robots else ""
    addresses = [known for match in _SITEMAP_LINE.finditer(text) if (known := normalise(match[1], url))]
    found = [FoundSource(sitemap_kind(address), address) for address in addresses]
    yield from sorted(found, key=lambda source: source.kind is not SourceKind.NEWS_SITEMAP)


def _sections(links: Sequence[Anchor], url: str) -> list[FoundSource]:
    """Return the section pages that the navigation names, those with a block of their own on the page first; of a page without
    navigation, those that any link names.
    """
    candidates = [anchor for anchor in links if _is_section(anchor, url)]
    chosen = (
        sorted((anchor for anchor in candidates if anchor.in_menu), key=lambda anchor: anchor.is_menu) or candidates
    )
    return [FoundSource(SourceKind.SECTION, anchor.url) for anchor in chosen[:MOST_SECTIONS]]


def _is_section(anchor: Anchor, url: str) -> bool:
    """Say whether a link has a section's short name and short address, and neither a service's nor an article's."""
    parts = urlsplit(anchor.url)
    segments = [_ADDRESS_ENDS.sub("", segment) for segment in unquote(parts.path).lower().split("/") if segment]
    words = anchor.text.lower().split()
    if not 1 <= len(segments) <= 3 or not words or len(words) > 5 or not same_site(anchor.url, url):
        return False
    if parts.query and not (anchor.in_menu and _SHORT_QUERY.fullmatch(parts.query)):
        return False
    other = (LISTS - _SECTIONS_TOO) | SERVICES | KINDS | PAID
    parts_of_last = re.split(r"[-_]", segments[-1])
    if not other.isdisjoint(segments) or not SERVICE_PARTS.isdisjoint(parts_of_last) or ACTIONS.issuperset(words):
        return False
    return not is_article(anchor, url) and not _FEED_PATH.search(parts.path.lower()) and anchor.key != identity(url)

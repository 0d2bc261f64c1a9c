"""What kind of page is it that is no article? General signs of structure and of what the page states, none of one outlet.

    blocked        a bot check, or no access       section        headlines of other pages, with teasers or without
    consent        a consent wall                  video          a video or a gallery without running text of its own
    soft_404       says that nothing is there      no_article     no running text, or no headline
    script_shell   empty without JavaScript        too_short      a few words without a date

A page that is refused by mistake is news lost, a page kept by mistake is one row: whatever speaks for an article wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml.etree import XPath

from pipelines.body import weight
from pipelines.items import RejectedPage
from pipelines.jsonld import parse_linked_data, types_of
from pipelines.page_words import CHOICES, PRIVACY, says, title_parts
from pipelines.statements import collect_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.html import HtmlElement

    from db.records import Block
    from pipelines.blocks import PageBlock
    from pipelines.metadata import Metadata

_SHORTEST = 150  # letters; below it a page is a stub, unless a date says that it is an article
_TEASER = 400  # letters between two headlines; the one of 174 real articles whose longest run has fewer states its date
_SHORT_TEASER = 250
_OWN_TEXT = 600  # letters; what says so much has running text of its own
_PLAINLY = 1_000  # letters in one run on a page that states its date: an article, without another look
_BARE = 1_500  # letters of a whole page, menus too; walls and error pages have fewer, articles hardly
_HEADLINE, _HEADLINES = 25, 8  # letters of one, and how many make a list
_STATED = frozenset({"json-ld", "meta"})  # where a page itself states its date
_UNDATED = frozenset({None, "feed", "news_sitemap"})  # a source's word is not the page's

_ARTICLE = ("article", "posting", "report", "review")
_LISTING = {"collectionpage", "searchresultspage", "profilepage", "offercatalog"}
_MEDIA = {"videoobject", "imagegallery", "mediagallery", "videogallery", "clip", "movie", "tvepisode"}
_CHALLENGE = re.compile(
    r"captcha-delivery\.com|cdn-cgi/challenge-platform/h/|cf[-_]chl|_incapsula_resource|px-captcha|awswaf|hcaptcha\.com"
    r"|recaptcha/(?:api|enterprise)|challenges\.cloudflare\.com|ddos-guard|sgcaptcha|geetest|anubis_challenge",
    re.IGNORECASE,
)
_HOLLOW = XPath("//body//*[self::div or self::main or self::section][@id][not(normalize-space())]")
_JAVASCRIPT = re.compile(r"java\s?script|جافا\s?سكر[يب]", re.IGNORECASE)


def refusal(
    tree: HtmlElement, metadata: Metadata, page: Sequence[PageBlock], blocks: Sequence[Block], url: str
) -> RejectedPage | None:
    """Return why a page is no article, None where it is one.

    `page` and `blocks` are the page's blocks before and after cleaning, in the same order; `url` is where the page was found. The tree is
    only read. A page that states its date and has running text is an article at once: 0.05 ms; any other costs about 1 ms.
    """
    shape = _shape(page, blocks, url)
    if metadata.title and shape.longest >= _PLAINLY and metadata.published_source in _STATED:
        return None
    seen = _Seen(tree, metadata, page, blocks, url, shape)
    if metadata.access != "paywalled" or not shape.text:  # a stub before a paywall is kept, and marked
        for reason, rule in _RULES.items():
            if detail := rule(seen):
                return RejectedPage(reason, detail)
    return _too_little(metadata, shape)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the article's text (in letters) and headlines of other pages alternate.

    `runs` are the stretches of text without such a headline, `longest` is the longest of them, `lead` what stands under the page's own
    headline before any other.
    """

    text: int
    longest: int
    lead: int
    runs: int
    headlines: int


def _shape(page: Sequence[PageBlock], blocks: Sequence[Block], url: str) -> _Shape:
    runs, links, lead, leads = [0], set(), 0, False
    here = {"", url, "/" + url.partition("://")[2].partition("/")[2]}
    for block, cleaned in zip(page, blocks, strict=True):
        linked = block.link_density >= 0.8
        if cleaned.reason is None:
            runs[-1] += weight(block.text)
            lead += leads * weight(block.text)
        elif linked and weight(block.text) >= _HEADLINE and (target := block.hrefs[0].partition("#")[0]) not in here:
            links.add(target)
            runs.append(0)
            leads = False
        elif not linked and (cleaned.reason == "title" or block.element.tag == "h1"):
            leads = True
    return _Shape(sum(runs), max(runs), lead, sum(map(bool, runs)), len(links))


@dataclass(frozen=True)  # no slots: what has been computed is kept beside the fields
class _Seen:
    """A page with what is asked of it more than once, each computed when a rule first asks."""

    tree: HtmlElement
    metadata: Metadata
    page: Sequence[PageBlock]
    blocks: Sequence[Block]
    url: str
    shape: _Shape

    @cached_property
    def types(self) -> frozenset[str]:
        """Return what the page states that it is: the types of its linked data, and its og:type after `og:`."""
        statements = collect_statements(self.tree)
        nodes = parse_linked_data(statements.linked_data).nodes
        said = (f"og:{value.lower()}" for value in statements.all("og:type"))
        return frozenset((*said, *(name for node in nodes for name in types_of(node))))

    @cached_property
    def says_article(self) -> bool:
        """Say whether linked data state that the page is an article."""
        return any(name.endswith(_ARTICLE) and not name.startswith("og:") for name in self.types)

    @cached_property
    def is_article(self) -> bool:
        """Say whether anything states that the page is an article: linked data, its date, or og:type, which is often wrong."""
        if self.says_article or self.types & _LISTING or self.is_home:
            return self.says_article
        return self.metadata.published_source in _STATED or "og:article" in self.types

    @property
    def is_home(self) -> bool:
        """Say whether the page stands at the root of its host."""
        return self.url.partition("://")[2].partition("/")[2] == ""

    @cached_property
    def headlines(self) -> tuple[str, ...]:
        """Return the page's own: every `<h1>`, its title, and where that is no `<h1>` the title's parts."""
        title = " ".join((self.tree.findtext("head/title") or "").split())
        headings = tuple(block.text for block in self.page if block.element.tag == "h1")
        return (*headings, title, *(() if title in headings else title_parts(title)))

    @cached_property
    def letters(self) -> int:
        """Return how many letters the whole page has, menus and all."""
        return sum(weight(block.text) for block in self.page)

    @cached_property
    def is_bare(self) -> bool:
        """Say whether the page has little but one message."""
        return not self.is_article and self.letters < _BARE and self.shape.headlines < _HEADLINES

    def says(self, reason: str) -> str:
        """Return the headline that pages of this kind have, or the empty string."""
        return next((text for text in self.headlines if says(text, reason)), "")


def _blocked(seen: _Seen) -> str:
    if not seen.is_bare:
        return ""
    return seen.says("blocked") or (_challenge(seen.tree) if seen.shape.text < _SHORTEST else "")


def _challenge(tree: HtmlElement) -> str:
    """Return the sign of a bot check among a page's scripts, frames and forms."""
    for element in tree.iter("script", "iframe", "form", "input", "div"):
        said = " ".join((*element.attrib.values(), element.text or "" if element.tag == "script" else ""))
        if found := _CHALLENGE.search(said):
            return found[0]
    return ""


def _consent(seen: _Seen) -> str:
    if seen.is_article or seen.shape.headlines >= _HEADLINES or seen.letters > 4 * _BARE:
        return ""
    if said := seen.says("consent"):
        return said if seen.shape.longest < _BARE else ""
    text = " ".join(block.text for block in seen.page).casefold()
    stems = [text.count(stem) for stem in PRIVACY]
    dense = sum(map(bool, stems)) >= 4 and 120 * sum(stems) >= len(text)
    return _choice(seen.tree) if dense else ""


def _choice(tree: HtmlElement) -> str:
    """Return the label of the first button, or link that may be one, with which a reader consents."""
    for element in tree.iter("button", "a", "input"):
        label = " ".join((element.get("value") or element.text_content()).split())
        if len(label) < 40 and label.casefold().startswith(CHOICES):
            return label
    return ""


def _soft_404(seen: _Seen) -> str:
    stated = seen.says_article or seen.metadata.published_source in _STATED
    return "" if stated or seen.shape.longest >= _OWN_TEXT else seen.says("soft_404")


def _script_shell(seen: _Seen) -> str:
    if seen.letters >= 3 * _SHORTEST or seen.shape.headlines > 2 or not _has(seen.tree, "script"):
        return ""
    kept = [block.text for block in seen.blocks if block.reason is None]
    if _JAVASCRIPT.search(seen.metadata.title) or not all(map(_JAVASCRIPT.search, kept)):
        return ""
    notices = (" ".join(element.text_content().split()) for element in seen.tree.iter("noscript"))
    texts = (*(block.text for block in seen.page), *notices)
    asks = next((text for text in texts if _JAVASCRIPT.search(text)), "")
    return asks[:80] or ("an empty container" if _is_hollow(seen) else "")


def _is_hollow(seen: _Seen) -> bool:
    """Say whether there is next to nothing but an element with a name, which waits for a script to fill it."""
    return seen.letters < _SHORTEST and not _has(seen.tree, "form") and bool(_HOLLOW(seen.tree))


def _has(tree: HtmlElement, *tags: str) -> bool:
    return next(tree.iter(*tags), None) is not None


def _video(seen: _Seen) -> str:
    if seen.says_article or seen.types & _LISTING:
        return ""
    media = next((name for name in sorted(seen.types) if name in _MEDIA or name.startswith("og:video")), "")
    if media:
        sure = media.startswith("og:video") or not seen.is_article
        alone = seen.shape.longest < _OWN_TEXT if sure else seen.shape.text < _SHORTEST or _is_summary(seen)
        return media if alone else ""
    captions = sum(block.kind == "caption" for block in seen.page)
    return f"{captions} captions" if captions >= 4 and seen.shape.text < _SHORTEST and not seen.is_article else ""


def _is_summary(seen: _Seen) -> bool:
    """Say whether the page's text is what it gives as its description, and no more."""
    summary = " ".join((seen.metadata.summary or "").split())
    return all(block.text in summary for block in seen.blocks if block.reason is None)


def _section(seen: _Seen) -> str:
    shape = seen.shape
    if seen.is_article or shape.longest >= _PLAINLY:
        return ""
    stated = shape.headlines > 2 and (seen.is_home or seen.types & _LISTING)
    return f"{shape.headlines} headlines" if stated or _is_list(shape, seen.metadata) else ""


def _is_list(shape: _Shape, metadata: Metadata) -> bool:
    """Say whether a page reads as teasers under headlines. Where text stands under its own headline first, more is asked.

    One or two pieces of text may be a flash beside other headlines: teasers only without a date, under a label for a title.
    """
    undated, short = metadata.published_source in _UNDATED, shape.longest < _SHORT_TEASER
    if shape.lead:
        return undated and short and shape.runs >= 4
    many = shape.headlines >= _HEADLINES and shape.longest < _TEASER
    if not shape.runs:
        return many
    labelled = undated and weight(metadata.title) < _HEADLINE
    return (shape.runs >= 3 or labelled) and (many or (undated and short and shape.runs >= 2))


def _too_little(metadata: Metadata, shape: _Shape) -> RejectedPage | None:
    if not shape.text or not metadata.title:
        return RejectedPage("no_article", "no headline" if shape.text else "no running text")
    if shape.text < _SHORTEST and not metadata.published_at:
        return RejectedPage("too_short", f"{shape.text} letters of text and no date")
    return None


_RULES: dict[str, Callable[[_Seen], str]] = {
    "blocked": _blocked,
    "consent": _consent,
    "soft_404": _soft_404,
    "video": _video,
    "section": _section,
    "script_shell": _script_shell,
}

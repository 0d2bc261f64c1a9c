"""What kind of page is it that is no article? General signs of structure and of what the page states, none of one outlet.

    blocked        a bot check, or no access       section        headlines of other pages, with teasers or without
    consent        a consent wall                  video          a video, a recording or a gallery without running text of its own
    soft_404       says that nothing is there      no_article     no running text, or no headline; an event
    script_shell   empty without JavaScript        too_short      a few words without a date

A page that is refused by mistake is news lost, a page kept by mistake is one row: whatever speaks for an article wins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.etree import XPath

from pipelines.body import weight
from pipelines.items import RejectedPage
from pipelines.page_seen import BARE, HEADLINE, HEADLINES, LISTING, STATED, Seen, Shape, shape_of
from pipelines.page_words import CHOICES, PRIVACY

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
_BLURB = 400  # letters; as much is said of a recording or an event at most
_PLAINLY = 1_000  # letters in one run on a page that states its date: an article, without another look
_CAPTIONS = 4  # make a gallery
_GUESSED = frozenset({None, "text"})  # a date in a few words may be that of an event
_UNDATED = frozenset({None, "feed", "news_sitemap"})  # a source's word is not the page's

_EVENT = ("event", "festival")
_MEDIA = {
    "videoobject",
    "imagegallery",
    "mediagallery",
    "videogallery",
    "clip",
    "movie",
    "tvepisode",
    "podcastepisode",
    "radioepisode",
}
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
    shape = shape_of(page, blocks, url)
    if metadata.title and shape.longest >= _PLAINLY and metadata.published_source in STATED:
        return None
    seen = Seen(tree, metadata, page, blocks, url, shape)
    if metadata.access != "paywalled" or not shape.text:  # a stub before a paywall is kept, and marked
        for reason, rule in _RULES.items():
            if detail := rule(seen):
                return RejectedPage(reason, detail)
    return _too_little(metadata, shape)


def _blocked(seen: Seen) -> str:
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


def _consent(seen: Seen) -> str:
    if seen.is_article or seen.shape.headlines >= HEADLINES or seen.letters > 4 * BARE:
        return ""
    if said := seen.says("consent"):
        return said if seen.shape.longest < BARE else ""
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


def _soft_404(seen: Seen) -> str:
    stated = seen.says_article or seen.metadata.published_source in STATED
    return "" if stated or seen.shape.longest >= _OWN_TEXT else seen.says("soft_404")


def _script_shell(seen: Seen) -> str:
    if seen.letters >= 3 * _SHORTEST or seen.shape.headlines > 2 or not _has(seen.tree, "script"):
        return ""
    kept = [block.text for block in seen.blocks if block.reason is None]
    if _JAVASCRIPT.search(seen.metadata.title) or not all(map(_JAVASCRIPT.search, kept)):
        return ""
    notices = (" ".join(element.text_content().split()) for element in seen.tree.iter("noscript"))
    texts = (*(block.text for block in seen.page), *notices)
    asks = next((text for text in texts if _JAVASCRIPT.search(text)), "")
    return asks[:80] or ("an empty container" if _is_hollow(seen) else "")


def _is_hollow(seen: Seen) -> bool:
    """Say whether there is next to nothing but an element with a name, which waits for a script to fill it."""
    return seen.letters < _SHORTEST and not _has(seen.tree, "form") and bool(_HOLLOW(seen.tree))


def _has(tree: HtmlElement, *tags: str) -> bool:
    return next(tree.iter(*tags), None) is not None


def _video(seen: Seen) -> str:
    if seen.says_article or seen.types & LISTING:
        return ""
    media = next((name for name in sorted(seen.types) if name in _MEDIA or name.startswith("og:video")), "")
    if media:
        sure = media.startswith("og:video") or not seen.is_article
        alone = seen.shape.longest < _OWN_TEXT if sure else seen.shape.text < _SHORTEST or _is_summary(seen)
        return media if alone else ""
    return "" if seen.is_article else _gallery(seen) or _player(seen)


def _gallery(seen: Seen) -> str:
    """Return how many captions a page has, where they say more than its running text."""
    captions = [block for block in seen.page if block.kind == "caption" and block.link_density < 0.8]
    if len(captions) < _CAPTIONS:
        return ""
    said = sum(weight(block.text) for block in captions)
    return f"{len(captions)} captions" if _own_text(seen) < min(_OWN_TEXT, max(_SHORTEST, said)) else ""


def _player(seen: Seen) -> str:
    """Return the player of a page that has a few words on what it plays."""
    player = next((element.tag for element in seen.tree.iter("audio", "video")), "")
    return f"a player of {player}" if player and _own_text(seen) < _BLURB else ""


def _own_text(seen: Seen) -> int:
    """Return how many letters stand under the page's own headline and in no caption; the longest text where that is long, or none is."""
    shape = seen.shape
    if not shape.lead or shape.longest >= _OWN_TEXT:
        return shape.longest
    captions = sum(weight(block.text) for block in seen.blocks if block.reason is None and block.kind == "caption")
    return max(0, shape.lead - captions)


def _is_summary(seen: Seen) -> bool:
    """Say whether the page's text is what it gives as its description, and no more."""
    summary = " ".join((seen.metadata.summary or "").split())
    return all(block.text in summary for block in seen.blocks if block.reason is None)


def _section(seen: Seen) -> str:
    shape = seen.shape
    if seen.is_article or shape.longest >= _PLAINLY:
        return ""
    stated = shape.headlines > 2 and (seen.is_home or seen.types & LISTING)
    return f"{shape.headlines} headlines" if stated or _is_list(shape, seen.metadata) else ""


def _event(seen: Seen) -> str:
    """Return the kind of event that linked data state the page to announce, where it has no running text of its own."""
    event = next((name for name in sorted(seen.types) if name.endswith(_EVENT)), "")
    return event if event and not seen.is_article and seen.shape.longest < _BLURB else ""


def _is_list(shape: Shape, metadata: Metadata) -> bool:
    """Say whether a page reads as teasers under headlines. Where text stands under its own headline first, more is asked.

    One or two pieces of text may be a flash beside other headlines: teasers only without a date, under a label for a title.
    """
    undated, short = metadata.published_source in _UNDATED, shape.longest < _SHORT_TEASER
    if shape.lead:
        return undated and short and shape.runs >= 4
    many = shape.headlines >= HEADLINES and shape.longest < _TEASER
    if not shape.runs:
        return many
    labelled = undated and weight(metadata.title) < HEADLINE
    return (shape.runs >= 3 or labelled) and (many or (undated and short and shape.runs >= 2))


def _too_little(metadata: Metadata, shape: Shape) -> RejectedPage | None:
    if not shape.text or not metadata.title:
        return RejectedPage("no_article", "no headline" if shape.text else "no running text")
    if shape.longest < _SHORTEST and metadata.published_source in _GUESSED:
        return RejectedPage("too_short", f"{shape.longest} letters of text and no date")
    return None


_RULES: dict[str, Callable[[Seen], str]] = {
    "blocked": _blocked,
    "consent": _consent,
    "soft_404": _soft_404,
    "video": _video,
    "section": _section,
    "no_article": _event,
    "script_shell": _script_shell,
}

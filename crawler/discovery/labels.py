"""What stands beside a link in its card: a label that says that the card is paid for, as the law of most countries asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import html

_LEVELS = 4  # how far above a link its card may end
_LONGEST = 40  # letters of a label
_CARDS = {"article", "li", "td"}
# The usual labels of advertising that looks like news, written from general knowledge.
_PAID = re.compile(
    r"""(?:sponsored|sponsor|advertis(?:ement|ing)|advertorial|promoted|paid\ (?:post|content|for|partnership)
    |partner\ content|branded\ content
    |anzeige|werbung|gesponsert|publicit[éàa]|publicidade?|sponsoris[ée]|contenu\ sponsoris[ée]|publi-?r[ée]portage|patrocinad[oa]|promovido
    |contenido\ (?:patrocinado|promocionado)|conte[úu]do\ (?:patrocinado|de\ marca)|pubblicit[àa]|sponsorizzat[oaie]|pubbliredazionale
    |advertentie|gesponsord|annons[eø]?|annonce|sponsoreret|sponsrad|mainos|kaupallinen|reklam[aeı]?|materia[łl]\ sponsorowany
    |artyku[łl]\ sponsorowany|komer[čc]n[íi]|hirdet[ée]s|szponzor|publicitate|oglas|sponzor|ilan|sponsorlu|quảng\ cáo|tài\ trợ|iklan
    |реклама|на\ правах\ рекламы|партн[её]рский\ материал|спецпроект|διαφήμιση|χορηγούμενο
    |إعلان|محتوى\ (?:مدفوع|برعاية|ممول)|ممول|برعاية|آگهی
    |פרסומת|תוכן\ שיווקי|ממומן|प्रायोजित|विज्ञापन|广告|推广|赞助|廣告|贊助|広告|提供：|スポンサー|광고|협찬|โฆษณา)(?![^\W\d_])""",
    re.IGNORECASE | re.VERBOSE,
)


def is_paid(text: str) -> bool:
    """Say whether a text begins as a label of advertising does."""
    return _PAID.match(text) is not None


def is_labelled_paid(link: html.HtmlElement) -> bool:
    """Say whether a link is marked as paid for: by its `rel`, by the first words in it, or by a short text before it in its card."""
    if "sponsored" in (link.get("rel") or "").lower().split():
        return True
    return any(is_paid(text) for text in _labels(link))


def _labels(link: html.HtmlElement) -> Iterator[str]:
    """Yield the short texts that may be a link's label, the nearest first."""
    for element in link.iter():
        if isinstance(element.tag, str) and (text := _short(element.text)):
            yield text
            break  # only the first words
    node = link
    for _ in range(_LEVELS):
        if node.tag in _CARDS or _is_repeated(node):
            return
        for before in node.itersiblings(preceding=True):
            if before.tag not in ("a", "img") and next(before.iter("a"), None) is None:
                yield from filter(None, [_short("".join(before.itertext()))])
        node = node.getparent()
        if node is None:
            return
        yield from filter(None, [_short(node.text)])


def _is_repeated(element: html.HtmlElement) -> bool:
    """Say whether an element stands beside others of its kind with links: then it is a card, and what stands before it another's."""
    kind = element.tag, element.get("class")
    if kind[1] is None and element.tag != "a":
        return False
    beside = (other for way in (True, False) for other in element.itersiblings(preceding=way))
    return any((other.tag, other.get("class")) == kind for other in beside)


def _short(text: str | None) -> str:
    plain = " ".join((text or "").split())
    return plain if len(plain) <= _LONGEST else ""

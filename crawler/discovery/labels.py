"""What stands beside a link in its card: a label that says that the card is paid for, as the law of most countries asks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import html

_LEVELS = 4  # how far above a link its card may end
_LONGEST = 40  # letters of a label
_MOST_PIECES = 60  # of text in a label, and elements in a link before its first words
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


@dataclass(frozen=True, slots=True)
class _Children:
    """What an element's children tell of one another: how often each kind is among them, and which stand behind a paid label."""

    kinds: Counter[tuple[str, str | None]]
    behind_label: frozenset[html.HtmlElement]

    @classmethod
    def of(cls, parent: html.HtmlElement) -> _Children:
        """Look at all children once."""
        children = list(parent)
        first = next((place for place, child in enumerate(children) if _is_label(child)), len(children))
        return cls(Counter(map(_kind, children)), frozenset(children[first + 1 :]))


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a page: the children of each element are looked at once, however many links are among them."""

    _known: dict[html.HtmlElement, _Children] = field(default_factory=dict)

    def is_paid(self, link: html.HtmlElement) -> bool:
        """Say whether a link is marked as paid for: by its `rel`, by the first words in it, or by a short text before it in its card."""
        if "sponsored" in (link.get("rel") or "").lower().split():
            return True
        return is_paid(_first_words(link)) or self._is_behind_label(link)

    def _is_behind_label(self, link: html.HtmlElement) -> bool:
        node = link
        for _ in range(_LEVELS):
            parent = node.getparent()
            if parent is None or node.tag in _CARDS:
                return False
            if parent not in self._known:
                self._known[parent] = _Children.of(parent)
            beside = self._known[parent]
            if _is_repeated(node, beside):
                return False
            if node in beside.behind_label or is_paid(_short(parent.text)):
                return True
            node = parent
        return False


def _first_words(link: html.HtmlElement) -> str:
    return next((text for element in islice(link.iter(), _MOST_PIECES) if (text := _short(element.text))), "")


def _kind(element: html.HtmlElement) -> tuple[str, str | None]:
    return element.tag, element.get("class")


def _is_repeated(element: html.HtmlElement, beside: _Children) -> bool:
    """Say whether an element stands beside others of its kind: then it is a card, and what stands before it another's."""
    kind = _kind(element)
    return (kind[1] is not None or element.tag == "a") and beside.kinds[kind] > 1


def _is_label(element: html.HtmlElement) -> bool:
    """Say whether an element is the label of what follows: a short text of the kind, without a link."""
    if element.tag in ("a", "img") or next(element.iter("a"), None) is not None:
        return False
    pieces = list(islice(element.itertext(), _MOST_PIECES + 1))
    return len(pieces) <= _MOST_PIECES and is_paid(_short("".join(pieces)))


def _short(text: str | None) -> str:
    plain = " ".join((text or "").split())
    return plain if len(plain) <= _LONGEST else ""

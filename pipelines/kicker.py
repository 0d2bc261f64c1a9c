"""The section's name above a headline, where a page states it nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from pipelines.plain_text import clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.headline import Headline

_ABOVE = etree.XPath("preceding::text()[normalize-space()][not(parent::script or parent::style)][position() <= 3]")
_LINKS_OF_NAME = etree.XPath("//a[@href][normalize-space() = $name]")
_LONGEST = 40  # characters
_MOST_LINKS = 2  # in a kicker's line; a menu has more


def kicker(headline: Headline) -> str | None:
    """Return the short line just above the headline that names a section: one that a link elsewhere on the page, as in the menu,
    is called too. None where there is no such line.
    """
    if headline.element is None:
        return None
    lines = _ABOVE(headline.element)
    return next((name for text in reversed(lines) if (name := _section_name(text, headline.element))), None)


def _section_name(text: etree._ElementUnicodeResult, headline: HtmlElement) -> str | None:
    name, parent = clean_text(text), text.getparent()
    if parent is None or not 1 < len(name) <= _LONGEST:
        return None
    line = _line_of(parent, headline)
    inside = list(line.iter("a"))
    if len(inside) > _MOST_LINKS or len(clean_text(line.text_content())) > 2 * _LONGEST:
        return None
    elsewhere = [link for link in _LINKS_OF_NAME(headline, name=name) if link not in inside]
    return name if elsewhere else None


def _line_of(element: HtmlElement, headline: HtmlElement) -> HtmlElement:
    """Return the largest element around a text that does not hold the headline too."""
    above = set(headline.iterancestors())
    line = element
    for ancestor in element.iterancestors():
        if ancestor in above:
            break
        line = ancestor
    return line

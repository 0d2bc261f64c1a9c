"""Whether a CSS selector can be used; apart from what uses it, so that who only checks outlets.toml need not load lxml."""

from __future__ import annotations

from cssselect import HTMLTranslator, SelectorError


def selector_problem(selector: str) -> str | None:
    """Return what is wrong with a CSS selector, None where it can be used."""
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        return str(error)
    return None

"""The names of weekdays in all languages, from CLDR (Babel): a date that is written with one may be a clock's."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.locale_data import own_data
from pipelines.month_names import fold_date_text, languages_of_script, script_of

_SIGNS = re.compile(r"[\W_\d]+")
# Beside CLDR's: Chinese weeks have three names, and Japan puts the day in brackets alone.
_EAST = re.compile(
    r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|[日月火水木金土月]曜|(?:^|\s)[日月火水木金土](?:\s|$)|[일월화수목금토]요일"
)
_UNSPACED = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


def names_weekday(text: str, language: str | None) -> bool:
    """Say whether a text beside a date names a weekday: by its whole name in any language of the script, by a short one in `language`
    (BCP 47) and English.
    """
    folded = f" {_SIGNS.sub(' ', fold_date_text(text))} "
    if _EAST.search(folded):
        return True
    script = script_of(text)
    base = (language or "en").replace("_", "-").split("-")[0].lower()
    names = weekday_names(script) | _names(base, "abbreviated") | _names("en", "abbreviated")
    return any((name if script in _UNSPACED else f" {name} ") in folded for name in names)


@lru_cache(maxsize=32)
def weekday_names(script: str) -> frozenset[str]:
    """Return the folded whole names of weekdays in all languages of a script, as Unicode names it."""
    return frozenset(name for language in languages_of_script(script) for name in _names(language, "wide"))


@lru_cache(maxsize=256)
def _names(locale: str, width: str) -> frozenset[str]:
    contexts = own_data(locale).get("days", {}).values()
    widths = (context.get(width) for context in contexts if isinstance(context, dict))
    names = (name for names in widths if isinstance(names, dict) for name in names.values())
    folded = (_SIGNS.sub(" ", fold_date_text(name)).strip() for name in names)
    return frozenset(name for name in folded if len(name) > 1)

"""Check the values of outlets.toml: a table of its keys, each with the check of its value.

A check takes a value and returns what is wrong with it, with the way out, or None.
"""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import available_timezones

from apscheduler.triggers.cron import CronTrigger
from babel import Locale
from babel.core import get_global

from db.errors import suggest
from db.rechecks import age_of
from db.records import Selectors
from pipelines.selector_check import selector_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Check = Callable[[Any], str | None]
    TextCheck = Callable[[str], str | None]

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8})*")  # BCP 47, RFC 5646 section 2.1, without private tags
_DAY_NUMBER = re.compile(r"(?<![/\d])\d")
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # in Unicode's list, not in ISO 3166-1
_SOURCES = ("feeds", "news_sitemaps", "sitemaps", "sections")


def _hint(better: str) -> str:
    return f' (did you mean "{better}"?)' if better else ""


def check_slug(slug: str) -> str | None:
    """Check an outlet's short name, which is its key in the archive and on the command line."""
    if _SLUG.fullmatch(slug):
        return None
    better = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")
    return f'may hold only a-z, 0-9 and "-"{_hint(better)}'


def type_of(value: object) -> str:
    """Name a value's type as a person would."""
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date or time")


def text_problem(check: TextCheck | None, value: object) -> str | None:
    """Check that a value is a string, not empty, and what `check` says of it."""
    if not isinstance(value, str):
        return f"must be a string, is {type_of(value)}"
    if not value.strip():
        return "is empty"
    return check(value) if check else None


def texts_problem(check: TextCheck | None, value: object) -> str | None:
    """Check that a value is a list of strings, and each of them."""
    if not isinstance(value, list):
        way_out = f' (write ["{value}"])' if isinstance(value, str) else ""
        return f"must be a list of strings, is {type_of(value)}{way_out}"
    if others := [item for item in value if not isinstance(item, str)]:
        return f"must be a list of strings, holds {type_of(others[0])}"
    return "; ".join(problem for item in value if (problem := text_problem(check, item))) or None


def _yes_or_no(value: object) -> str | None:
    return None if isinstance(value, bool) else f"must be true or false, is {type_of(value)}"


def _delay(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"must be a number, is {type_of(value)}"
    return None if 0 <= value <= 3600 else f"must be 0 to 3600 seconds, is {value}"


def _daily_limit(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"must be a whole number, is {value if isinstance(value, float) else type_of(value)}"
    return None if value >= 1 else f"must be 1 or more pages, is {value} (enabled = false pauses an outlet)"


def _keep_pages(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"must be a whole number, is {value if isinstance(value, float) else type_of(value)}"
    return None if 0 <= value <= 3650 else f"must be 0 to 3650 days, is {value} (0 keeps no page)"


# What strings mean.


def _age(text: str) -> str | None:
    return None if age_of(text) else f'"{text}" is not an age such as "90m", "6h", "7d" or "2w"'


def check_address(url: str, base: str = "") -> str | None:
    """Check that a string is a web address with its host; `base` completes one without."""
    if "://" not in url:
        return f'"{url}" is not a full address{_hint(_full_address(url, base))}'
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:  # brackets that do not close, a port that is no number
        usable = False
    if not usable:
        return f'"{url}" is not an address (write one such as "https://example.com/")'
    return None if parts.scheme in {"http", "https"} else f'"{url}" does not begin with "https://" or "http://"'


def _full_address(url: str, base: str) -> str:
    """Return what an address without its scheme most likely means, the empty string where that cannot be told."""
    if url.startswith("//"):
        return f"https:{url}"
    first, slash, _ = url.partition("/")
    if "." in first.strip(".") and (slash or not base):
        return f"https://{url}"
    return urljoin(base, url) if base else ""


def _schedule(schedule: str) -> str | None:
    try:
        CronTrigger.from_crontab(schedule, timezone="UTC")
    except ValueError as error:
        return f'"{schedule}" is not a cron schedule such as "*/30 * * * *": {error}'
    # Cron's 0 is Sunday, APScheduler's is Monday: names mean the same to both.
    numbered = _DAY_NUMBER.search(schedule.split()[4])
    return f'"{schedule}" numbers the days of the week (write names: "mon-fri")' if numbered else None


def _timezone(name: str) -> str | None:
    zones = _timezones()
    if name in zones:
        return None
    return f'unknown time zone "{name}"' + (suggest(name, zones) or ' (write one such as "Europe/Paris")')


@cache  # it reads the folders of the time zone database
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _language(tag: str) -> str | None:
    languages = Locale("en").languages
    match = _LANGUAGE_TAG.fullmatch(tag)
    if match and match[1].lower() in languages:
        return None
    codes = {name: code for code, name in languages.items()}
    return f'unknown language "{tag}"' + (_code_of(tag, codes) or ' (write a code such as "en" or "pt-BR")')


def _country(code: str) -> str | None:
    territories = Locale("en").territories
    countries = {key: name for key, name in territories.items() if len(key) == 2 and key not in _NO_COUNTRY}
    if code in countries:
        return None
    codes = {name: key for key, name in countries.items()} | {key: key for key in countries}
    codes |= {old: new[0] for old, new in get_global("territory_aliases").items()}
    return f'unknown country "{code}"' + (_code_of(code, codes) or ' (write a two-letter code such as "FR")')


def _code_of(name: str, codes: Mapping[str, str]) -> str:
    """Suggest the code of a name, whatever its case."""
    wanted = name.casefold()
    return next((_hint(code) for known, code in codes.items() if known.casefold() == wanted), "")


def _pattern(pattern: str) -> str | None:
    try:
        re.compile(pattern)
    except re.error as error:
        return f'"{pattern}" is not a regular expression: {error}'
    return None


def _selectors(value: object) -> str | None:
    """Check an outlet's table of CSS selectors, all of it at once."""
    if not isinstance(value, dict):
        return f'must be a table, is {type_of(value)} (write selectors.text = "article p")'
    known = [field.name for field in fields(Selectors)]
    found = (
        (key, text_problem(_selector, selector) if key in known else f"unknown key{suggest(key, known)}")
        for key, selector in value.items()
    )
    return "; ".join(f"{key}: {problem}" for key, problem in found if problem) or None


def _selector(selector: str) -> str | None:
    problem = selector_problem(selector)
    return f'"{selector}" is not a CSS selector: {problem}' if problem else None


# What `[defaults]` may hold, and every outlet.
DEFAULT_CHECKS: dict[str, Check] = {
    "schedule": partial(text_problem, _schedule),
    "delay": _delay,
    "country": partial(text_problem, _country),
    "language": partial(text_problem, _language),
    "timezone": partial(text_problem, _timezone),
    "enabled": _yes_or_no,
    "allow": partial(texts_problem, _pattern),
    "deny": partial(texts_problem, _pattern),
    "tags": partial(texts_problem, None),
    "daily_limit": _daily_limit,
    "recheck": partial(texts_problem, _age),
    "keep_pages": _keep_pages,
    "respect_noarchive": _yes_or_no,
    "respect_tdm": _yes_or_no,
    "allow_private": _yes_or_no,
}


def outlet_checks(homepage: str) -> dict[str, Check]:
    """Return what an outlet may hold; `homepage`, where it is known, completes addresses in suggestions."""
    own: dict[str, Check] = {
        "name": partial(text_problem, None),
        "homepage": partial(text_problem, check_address),
        "selectors": _selectors,
    }
    sources: dict[str, Check] = dict.fromkeys(_SOURCES, partial(texts_problem, partial(check_address, base=homepage)))
    return {**own, **sources, **DEFAULT_CHECKS}

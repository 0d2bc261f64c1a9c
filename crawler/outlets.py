"""Read outlets.toml: which outlets there are, in the file's order, every mistake in it told at once."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.outlets_check import DEFAULT_CHECKS, check_address, check_slug, outlet_checks, type_of
from db.errors import BroadsheetError, UnknownOutlet, suggest
from db.records import Outlet, Selectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from crawler.outlets_check import Check


class OutletsFileError(BroadsheetError):
    """An outlets file that cannot be used; `problems` are all its mistakes, one line each, in the file's order."""

    def __init__(self, *problems: str) -> None:
        """Take the problems, each with the file's name before it."""
        super().__init__("\n".join(problems))
        self.problems = problems


def read_outlets(path: Path) -> tuple[Outlet, ...]:
    """Return the outlets that a file names, in its order.

    Raises OutletsFileError where there is no such file, it cannot be read, or something in it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows' Notepad begins a file with a byte order mark
    except FileNotFoundError:
        raise OutletsFileError(f"{path}: there is no such file (make one with `broadsheet init`)") from None
    except UnicodeDecodeError as error:
        raise OutletsFileError(f"{path}: not UTF-8 at byte {error.start} (save it as UTF-8)") from None
    except OSError as error:
        raise OutletsFileError(f"{path}: cannot be read: {error.strerror}") from error
    return parse_outlets(text, path.name)


def parse_outlets(text: str, name: str) -> tuple[Outlet, ...]:
    """Return the outlets of a TOML text, each with what `[defaults]` says where it says nothing itself.

    `name` is the file's, and begins each line of the OutletsFileError that is raised where something is wrong.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OutletsFileError(f"{name}: not valid TOML: {error}") from None
    if problems := _problems(document):
        raise OutletsFileError(*(f"{name}: {problem}" for problem in problems))
    defaults = document.get("defaults", {})
    return tuple(_outlet(slug, {**defaults, **table}) for slug, table in document["outlets"].items())


def _outlet(slug: str, table: dict[str, Any]) -> Outlet:
    """Make an outlet of a checked table."""
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    values["selectors"] = Selectors(**table.get("selectors", {}))
    return Outlet(slug=slug, **values)


def select(outlets: Sequence[Outlet], slugs: Sequence[str]) -> tuple[Outlet, ...]:
    """Return the outlets that `slugs` name, each once and in that order, paused ones too.

    With none named, return all that are enabled. Raises UnknownOutlet.
    """
    if not slugs:
        return tuple(outlet for outlet in outlets if outlet.enabled)
    known = {outlet.slug: outlet for outlet in outlets}
    for slug in slugs:
        if slug not in known:
            raise UnknownOutlet(slug, known)
    return tuple(known[slug] for slug in dict.fromkeys(slugs))


def shipped_outlets() -> str:
    """Return the text of the outlets.toml that `broadsheet init` writes."""
    return resources.files("crawler.data").joinpath("outlets.toml").read_text(encoding="utf-8")


def _problems(document: Mapping[str, Any]) -> list[str]:
    """Return every mistake in a parsed outlets.toml, in its order, as `dotted.path: what (the way out)`."""
    problems = [*_top_level(document)]
    defaults, outlets = document.get("defaults", {}), document.get("outlets", {})
    if isinstance(defaults, dict):
        problems += _table("defaults", defaults, DEFAULT_CHECKS)
    if isinstance(outlets, dict):
        problems += [problem for slug, table in outlets.items() for problem in _outlet_problems(slug, table)]
        problems += _shared_homepages(outlets)
    return problems


def _top_level(document: Mapping[str, Any]) -> Iterator[str]:
    """Say which tables do not belong there, and that there is no outlet."""
    for name, value in document.items():
        if name not in {"defaults", "outlets"}:
            yield f"{_path(name)}: {_unknown_top_level(name, value)}"
        elif not isinstance(value, dict):
            yield f"{name}: must be a table, is {type_of(value)}"
    if document.get("outlets", {}) == {}:
        yield "outlets: there are none (begin one with [outlets.its-name], or see what `broadsheet init` writes)"


def _unknown_top_level(name: str, value: object) -> str:
    if isinstance(value, dict):
        return f"unknown table{suggest(name, ('defaults', 'outlets'))}"
    return "belongs below [defaults] or an outlet" if name in outlet_checks("") else "unknown key"


def _outlet_problems(slug: str, table: object) -> Iterator[str]:
    """Say what is wrong with one `[outlets.slug]`."""
    path = _path("outlets", slug)
    if problem := check_slug(slug):
        yield f"{path}: {problem}"
    if not isinstance(table, dict):
        yield f"{path}: must be a table, is {type_of(table)}"
        return
    for key, example in (("name", "The Example"), ("homepage", "https://example.com/")):
        if key not in table:
            yield f'{path}.{key}: is missing (add {key} = "{example}")'
    homepage = table.get("homepage")
    base = homepage if isinstance(homepage, str) and check_address(homepage) is None else ""
    yield from _table(path, table, outlet_checks(base))


def _table(path: str, table: Mapping[str, Any], checks: Mapping[str, Check]) -> Iterator[str]:
    """Check every key of a table."""
    for key, value in table.items():
        problem = checks[key](value) if key in checks else _unknown(key, checks)
        if problem:
            yield f"{path}.{_path(key)}: {problem}"


def _unknown(key: str, known: Iterable[str]) -> str:
    if key in outlet_checks(""):
        return "is an outlet's own, not a default (move it below the outlet)"
    return f"unknown key{suggest(key, known)}"


def _shared_homepages(outlets: Mapping[str, Any]) -> Iterator[str]:
    """Say which outlets have the homepage of one before them."""
    first: dict[tuple[str, str, str], str] = {}
    for slug, table in outlets.items():
        homepage = table.get("homepage") if isinstance(table, dict) else None
        if not isinstance(homepage, str) or check_address(homepage):
            continue
        parts = urlsplit(homepage)
        other = first.setdefault((parts.netloc.lower(), parts.path.rstrip("/"), parts.query), slug)
        if other != slug:
            same = _path("outlets", other)
            yield f"{_path('outlets', slug)}.homepage: is that of {same} too (remove one of the two)"


def _path(*keys: str) -> str:
    """Return keys as TOML writes them: joined by dots, quoted where they are not bare."""
    return ".".join(key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"' for key in keys)

"""`extract`: the article on a saved page."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from db.errors import BroadsheetError
from scheduler.options import json_option, outlets_option

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from db.records import Outlet
    from pipelines.items import Hints


def _checked(key: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Return a check of an option by the rule that outlets.toml has for the key."""

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        from crawler.outlets_check import outlet_checks

        if value is not None and (problem := outlet_checks("")[key](value)):
            raise click.BadParameter(problem, ctx, param)
        return value

    return check


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--url", required=True, callback=_checked("homepage"), help="Where the page is from.")
@click.option(
    "--outlet",
    "slug",
    metavar="SLUG",
    help="The outlet that the page is of; else the one of that address, if there is one.",
)
@outlets_option
@click.option("--language", metavar="TAG", callback=_checked("language"), help="The outlet's language, as en.")
@click.option(
    "--timezone",
    metavar="ZONE",
    callback=_checked("timezone"),
    help="The outlet's time zone, UTC where none is known.",
)
@json_option
@click.option(
    "--explain",
    is_flag=True,
    help="Say for every field what the page states and why one was chosen, and for every block left out the reason.",
)
def extract(file: Path, as_json: bool, explain: bool, **about: Any) -> None:
    """Extract the article from a saved page: FILE, as it is or packed by gzip, or - for standard input.

    What outlets.toml says of the page's outlet (language, time zone, name, selectors) holds as in a crawl; without the file, and for an
    outlet that is not in it, all is found on the page.

    Prints it for a person, or with --json as one object: url, title, authors, published_at, published_precision, published_source,
    modified_at, language, section, keywords, topics, summary, text, image_url, access, and removed, the blocks that were left out; with
    --explain also explain: for each field the candidates with value, source and verdict.
    """
    from db.links import utc_now
    from pipelines.explain import explain_fields
    from pipelines.extract import extract_article
    from pipelines.items import RejectedPage
    from scheduler.console import Screen, print_json
    from scheduler.json_views import article_object, explain_object
    from scheduler.views import show_article, show_fields, show_removed

    outlet = _outlet(about["outlets_file"], about["slug"], about["url"])
    hints = _hints(outlet, about["timezone"], about["language"], utc_now())
    try:
        html = _read(file)
        article = extract_article(html, about["url"], hints=hints)
    except RejectedPage as error:
        raise BroadsheetError(f"{file}: {error}") from error
    explained = explain_fields(html, about["url"], hints, article) if explain else ()
    if as_json:
        print_json(article_object(article) | ({"explain": explain_object(explained)} if explain else {}))
        return
    screen = Screen()
    show_article(screen, article)
    if explain:
        show_fields(screen, explained)
        show_removed(screen, article)


def _outlet(path: Path, slug: str | None, url: str) -> Outlet | None:
    """Return the outlet of that name in outlets.toml, else the one of the page's address; None where there is none or no such file.

    Raises OutletsFileError, and UnknownOutlet for a name.
    """
    from crawler.outlets import read_outlets, select

    if slug is None and not path.exists():
        return None
    outlets = read_outlets(path)
    return select(outlets, [slug])[0] if slug else outlet_of(outlets, url)


def outlet_of(outlets: Sequence[Outlet], url: str) -> Outlet | None:
    """Return the outlet on whose host an address is, of several the one with the longest path of it; else the only one of its site."""
    from pipelines.urls import host_and_site

    host, site = host_and_site(url)
    path = urlsplit(url).path
    here = [
        one
        for one in outlets
        if host_and_site(one.homepage)[0] == host and path.startswith(urlsplit(one.homepage).path.rstrip("/"))
    ]
    if here:
        return max(here, key=lambda one: len(urlsplit(one.homepage).path))
    near = [one for one in outlets if site and host_and_site(one.homepage)[1] == site]
    return near[0] if len(near) == 1 else None


def _hints(outlet: Outlet | None, timezone: str | None, language: str | None, now: datetime) -> Hints:
    """Return what is known of a saved page: an option overrules its outlet; what a page reserves is no matter, as nothing is archived."""
    from crawler.hints import outlet_hints
    from pipelines.items import Hints

    known = outlet_hints(outlet, now) if outlet else Hints(now=now)
    return replace(
        known,
        timezone=timezone or known.timezone,
        language=language or known.language,
        respect_noarchive=False,
        respect_tdm=False,
    )


def _read(path: Path) -> bytes:
    """Return a page's bytes, unpacked where they are gzip, no more than tell that it is too large. Raises BroadsheetError, RejectedPage."""
    from pipelines.gzip_body import gunzip, is_packed
    from pipelines.items import MAX_BYTES

    try:
        if str(path) == "-":
            page = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as file:
                page = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BroadsheetError(f"{path}: cannot be read: {error.strerror}") from error
    return gunzip(page, MAX_BYTES) if is_packed(page) else page

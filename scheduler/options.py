"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.filters import Filters

F = TypeVar("F", bound="Callable[..., Any]")


def day(value: str) -> date:
    """Return a day written as YYYY-MM-DD. Raises BadParameter with the way out."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write it as 2026-03-14") from None


db_option = click.option(
    "--db",
    type=click.Path(path_type=Path),
    default=Path("news.db"),
    envvar="BROADSHEET_DB",
    show_default=True,
    show_envvar=True,
    help="The archive.",
)
outlets_option = click.option(
    "--outlets",
    "outlets_file",
    type=click.Path(path_type=Path),
    default=Path("outlets.toml"),
    envvar="BROADSHEET_OUTLETS",
    show_default=True,
    show_envvar=True,
    help="The outlets file.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")


def filter_options(command: F) -> F:
    """Add --outlet, --topic, --language, --since and --until; the command is handed them as `filters`."""

    @wraps(command)
    def with_filters(
        *args: Any,
        outlet: tuple[str, ...],
        topic: tuple[str, ...],
        language: tuple[str, ...],
        since: date | None,
        until: date | None,
        **others: Any,
    ) -> Any:
        return command(*args, filters=_filters(outlet, topic, language, since, until), **others)

    options = (
        click.option("--outlet", multiple=True, metavar="SLUG", help="Only this outlet's; may be given again."),
        click.option("--topic", multiple=True, metavar="TOPIC", help="Only of this topic: its code or name."),
        click.option("--language", multiple=True, metavar="TAG", help="Only in this language, as en."),
        click.option("--since", type=day, metavar="DATE", help="Published on this day or later."),
        click.option("--until", type=day, metavar="DATE", help="Published on this day or earlier."),
    )
    decorated: Any = with_filters
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]  # click's decorators keep the type


def _filters(
    outlets: tuple[str, ...],
    topics: tuple[str, ...],
    languages: tuple[str, ...],
    since: date | None,
    until: date | None,
) -> Filters:
    from db.filters import Filters
    from pipelines.language import primary_tag

    return Filters(outlets, topics, tuple(map(primary_tag, languages)), since, until)

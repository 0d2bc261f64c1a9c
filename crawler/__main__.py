"""`python -m crawler [SLUG...] --db FILE --outlets FILE`: the child process that the service starts; works on its own too."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.child import crawl_and_report


@click.command()
@click.argument("slugs", nargs=-1)
@click.option("--db", type=click.Path(path_type=Path), default=Path("news.db"), show_default=True, help="The archive.")
@click.option(
    "--outlets",
    type=click.Path(path_type=Path),
    default=Path("outlets.toml"),
    show_default=True,
    help="The outlets file.",
)
@click.option("--scheduled", is_flag=True, hidden=True)  # the service's: sources that bring something seldom may rest
def main(slugs: tuple[str, ...], db: Path, outlets: Path, *, scheduled: bool) -> None:
    """Crawl the named outlets once, or all that are enabled."""
    sys.exit(crawl_and_report(slugs, db, outlets, scheduled=scheduled))


if __name__ == "__main__":
    main()

"""`python -m crawler.sample`: play the bundled outlets, or a corpus folder, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.sample.corpus import corpus_sites
from crawler.sample.server import LocalWeb
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.sample.site import Site


@click.command()
@click.option(
    "--corpus", type=click.Path(path_type=Path), help="Folder of real pages (gold.jsonl and the pages it names)."
)
@click.option(
    "--outlets", type=click.IntRange(1, 999), default=10, show_default=True, help="Outlets that share the corpus."
)
@click.option(
    "--articles", type=click.IntRange(0, 9999), default=15, show_default=True, help="Articles of each outlet."
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; a free one if not given.")
def main(corpus: Path | None, outlets: int, articles: int, port: int) -> None:
    """Play the bundled sample outlets on this machine, or those that a corpus folder makes."""
    try:
        play(corpus_sites(corpus, outlets, articles) if corpus else bundled_sites(), port)
    except BroadsheetError as error:
        raise click.ClickException(str(error)) from error


def bundled_sites() -> Sequence[Site]:
    """Return the sample outlets' sites."""
    from crawler.sample.sites import sample_sites  # noqa: PLC0415 - building them is not needed to play a corpus

    return tuple(sample_sites())


def play(sites: Sequence[Site], port: int) -> None:
    """Serve the sites until SIGINT or SIGTERM. Raise BroadsheetError where the port cannot be had."""
    ends = {signal.SIGINT, signal.SIGTERM}
    # Blocked before the server's thread starts, which inherits it: a signal then waits for sigwait instead of interrupting.
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with LocalWeb(sites, port) as web:
        click.echo(f"http_proxy={web.proxy}")
        for site in sites:
            click.echo(f"http://{site.host}/")
        signal.sigwait(ends)


if __name__ == "__main__":
    main()

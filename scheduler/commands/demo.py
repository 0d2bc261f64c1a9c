"""`demo`: the main job on the bundled sample outlets, through the very same path as real ones, with no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from db.errors import BroadsheetError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.sample.articles import SampleOutlet

_PER_OUTLET = """
    SELECT outlets.name, count(links.id) AS found, sum(links.state = 'fetched') AS stored,
        (SELECT count(DISTINCT article) FROM revisions JOIN articles ON articles.id = article
            WHERE articles.outlet = outlets.slug) AS corrected,
        (SELECT group_concat(reason || ' ' || n, ', ') FROM (SELECT reason, count(*) AS n FROM links AS rejected
            WHERE rejected.outlet = outlets.slug AND reason IS NOT NULL GROUP BY reason)) AS reasons
    FROM outlets LEFT JOIN links ON links.outlet = outlets.slug GROUP BY outlets.slug ORDER BY outlets.slug"""
_PER_TOPIC = """
    SELECT topics.name, count(*) AS articles FROM article_topics JOIN topics ON code = topic
    GROUP BY code ORDER BY articles DESC, name"""
_SHOWN = "SELECT * FROM articles WHERE outlet = 'gulf-meridian' ORDER BY url LIMIT 1"


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Where it puts its two files.",
)
def demo(folder: Path) -> None:
    """Crawl three bundled sample outlets into demo/news.db and show what came of it.

    They are served on this machine and crawled by the very same path as real ones; then one article is corrected and they are crawled
    again. Run again, it ends with the same archive.
    """
    from crawler.sample.articles import load_outlets
    from crawler.sample.server import LocalWeb
    from crawler.sample.sites import sample_sites

    outlets_file, db = folder / "outlets.toml", folder / "news.db"
    _write_outlets(outlets_file, load_outlets())
    with LocalWeb(sample_sites()) as web:
        click.secho("Crawling three sample outlets, played on this machine", bold=True)
        _crawl(outlets_file, db, web.proxy)
        web.replace(sample_sites(edition=2))
        click.secho("One article is corrected; crawling again", bold=True)
        _crawl(outlets_file, db, web.proxy)
    _show(db, outlets_file)


def _write_outlets(path: Path, outlets: tuple[SampleOutlet, ...]) -> None:
    lines = [
        "# The sample outlets of `broadsheet demo`; their host names exist only while it runs.",
        "[defaults]",
        "delay = 0",
        "",
    ]
    for outlet in outlets:
        lines += [
            f"[outlets.{outlet.slug}]",
            f'name     = "{outlet.name}"',
            f'homepage = "{outlet.homepage}"',
            f'language = "{outlet.language}"',
            f'timezone = "{outlet.timezone}"',
            'tags     = ["sample"]',
            "",
        ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    except OSError as error:
        raise BroadsheetError(
            f"{path} cannot be written: {error.strerror}; name another folder with --folder"
        ) from error


def _crawl(outlets_file: Path, db: Path, proxy: str) -> None:
    """Crawl as the service does, in a child process; the user's own proxy settings do not reach it."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    command = [sys.executable, "-P", "-m", "crawler", "--db", str(db), "--outlets", str(outlets_file)]
    if subprocess.run(command, env=environment | {"http_proxy": proxy}, check=False).returncode:  # noqa: S603 - our own command
        raise BroadsheetError("the sample crawl failed; its lines above say why")


def _show(path: Path, outlets_file: Path) -> None:
    from db.archive import read_archive

    db = read_archive(path)
    console = Console()
    console.print(
        _table(db, "What each outlet gave", _PER_OUTLET, ("outlet", "links found", "stored", "corrected", "left out"))
    )
    console.print(_table(db, "Articles by topic", _PER_TOPIC, ("topic", "articles")))
    _show_article(db, console)
    db.close()
    _say_what_next(path, outlets_file)


def _say_what_next(db: Path, outlets_file: Path) -> None:
    me = "broadsheet" if shutil.which("broadsheet") else os.path.relpath(sys.argv[0])
    lines = (
        (f"{me} search harbour --db {db}", "or: a topic, a name, a word in any script"),
        (f"{me} show 1 --db {db}", "one article with its topics and where its date is from"),
        (f"{me} status --db {db} --outlets {outlets_file}", "how each outlet does"),
        (f"{me} serve --db {db}", "browse the archive in Datasette"),
        (f"{me} init", f"then name your own outlets, and: {me} run"),
    )
    width = max(len(command) for command, _ in lines)
    click.secho("\nWhat next", bold=True)
    for command, why in lines:
        click.echo(f"  {command:{width}}  # {why}")


def _table(db: Database, title: str, sql: str, names: tuple[str, ...]) -> Table:
    table = Table(*names, title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for row in db.execute(sql):
        table.add_row(*("" if value is None else str(value) for value in row))
    return table


def _show_article(db: Database, console: Console) -> None:
    row = next(db.query(_SHOWN))
    removed = db.execute("SELECT count(*) FROM removed_blocks WHERE article = ?", [row["id"]]).fetchone()[0]
    click.secho(f"\nOne article as it stands in the archive (number {row['id']})", bold=True)
    console.print(row["title"], style="bold", markup=False)
    console.print(f"{row['outlet']} · {row['published_at'] or 'no date'} · {row['word_count']} words", markup=False)
    console.print()
    console.print(row["text"], markup=False)
    console.print(
        f"\n({removed} other blocks of its page were left out; `broadsheet show {row['id']} --blocks` lists them.)",
        markup=False,
    )

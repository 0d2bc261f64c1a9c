"""`topics`: what the archive has of them; try a topic of one's own, give topics anew, take in a release of IPTC's."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from db.archive import open_archive, read_archive, transaction
from db.counts import count_articles, topic_counts
from db.errors import BroadsheetError
from db.records import OwnTopic
from scheduler.console import Screen, one_line, print_json, progress
from scheduler.options import db_option, filter_options, json_option, outlets_option
from scheduler.words import counted

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from db.counts import TopicCount
    from db.filters import Filters
    from db.topics import TaggedArticle

_MOST_CHANGES = 12  # topics named in a summary


@click.group(invoke_without_command=True)
@db_option
@json_option
@click.pass_context
def topics(ctx: click.Context, db: Path, as_json: bool) -> None:
    """List the topics that articles have, with how many; a topic counts the articles of those below it too.

    With --json one object a line: code, name, parent, scheme (iptc, or own for your topics and tags), articles.
    """
    if ctx.invoked_subcommand:
        ctx.obj = db
        return
    with closing(read_archive(db)) as archive:
        counts = topic_counts(archive)
    if as_json:
        for topic in counts:
            print_json(asdict(topic))
        return
    screen = Screen()
    if not counts:
        screen.print("No article has a topic yet.")
        return
    for title, scheme in (("Topics", "iptc"), ("Your topics and tags", "own")):
        if some := [topic for topic in counts if topic.scheme == scheme]:
            screen.print(_table(title, some))
            screen.print()


@topics.command()
@click.argument("phrases", nargs=-1, required=True)
@click.option("--required", multiple=True, metavar="PHRASE", help="Only with this too; may be given again.")
@click.option("--excluded", multiple=True, metavar="PHRASE", help="Only without this; may be given again.")
@filter_options
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="List at most so many articles."
)
@db_option
def test(
    phrases: tuple[str, ...],
    required: tuple[str, ...],
    excluded: tuple[str, ...],
    filters: Filters,
    limit: int,
    db: Path,
) -> None:
    """Show which articles a topic of these phrases would match, before it stands in topics.toml.

    A phrase stands for all forms of its words in each article's language, word* for all words that begin so; any of them is enough.
    """
    from db.filters import condition
    from db.topics import all_articles
    from pipelines.own_topics import matches
    from pipelines.tagger import subject_of

    topic = OwnTopic("test", "test", _with_words(phrases), _with_words(required), _with_words(excluded))
    screen, found = Screen(), 0
    with closing(read_archive(_archive(db))) as archive:
        total = count_articles(archive, filters)
        with progress("Reading the archive", total) as done:
            for number, article in enumerate(all_articles(archive, *condition(archive, filters)), start=1):
                done(number)
                if held := matches(subject_of(article, article.outlet, article.topics), [topic]):
                    found += 1
                    if found <= limit:
                        _show_match(screen, article, held[0].evidence)
    screen.print(f"{counted(found, 'article')} of {total:,} would have it.", style="dim", soft_wrap=True)


@topics.command()
@db_option
@outlets_option
def apply(db: Path, outlets_file: Path) -> None:
    """Give all articles their topics anew: after a change of topics.toml, of an outlet's tags, or of Broadsheet.

    Looks only at articles whose topics were decided otherwise, in short steps beside a crawl; if it is ended it goes on from there.
    """
    from crawler.outlets import read_outlets
    from crawler.own_topics_file import read_own_topics, topics_file
    from pipelines.retag import retag
    from pipelines.vocabulary_update import load_vocabulary

    own = read_own_topics(topics_file(outlets_file))
    tags = {outlet.slug: outlet.tags for outlet in read_outlets(outlets_file)} if outlets_file.exists() else {}
    db = _archive(db)
    _must_exist(db)
    with closing(open_archive(db)) as archive, progress("Tagging", 1) as done:
        load_vocabulary(archive)
        result = retag(archive, own, tags, lambda some, all_of_them: done(some / all_of_them))
    click.echo(f"{counted(result.articles, 'article')} looked at, {result.changed:,} changed")
    for sign, counts in (("+", result.gained), ("-", result.lost)):
        for line in _changes(sign, counts):
            click.echo(line)


@topics.command()
@click.argument("file", type=click.Path(path_type=Path))
@db_option
def update(file: Path, db: Path) -> None:
    """Take names and hierarchy of a release of IPTC Media Topics from FILE, the JSON that IPTC publishes, into the archive."""
    from db.topics import put_vocabulary, vocabulary_release
    from pipelines.vocabulary_update import VocabularyFileError, load_vocabulary, read_release

    try:
        release, terms = read_release(file.read_text("utf-8"))
    except OSError as error:
        raise BroadsheetError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BroadsheetError(f"{file}: not UTF-8 at byte {error.start}") from error
    except VocabularyFileError as error:
        raise VocabularyFileError(f"{file}: {error}") from error
    db = _archive(db)
    _must_exist(db)
    with closing(open_archive(db)) as archive:
        load_vocabulary(archive)
        known = vocabulary_release(archive)
        if known is not None and release < known:
            raise BroadsheetError(f"{file}: is the release of {release}; the archive has that of {known}")
        with transaction(archive):
            put_vocabulary(archive, terms, release)
    click.echo(f"IPTC Media Topics of {release}: {len(terms):,} terms")


def _archive(db: Path) -> Path:
    """Return the archive: the subcommand's --db, else the one that `topics` was given."""
    ctx = click.get_current_context()
    given = ctx.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    return db if given or not isinstance(ctx.obj, Path) else ctx.obj


def _must_exist(db: Path) -> None:
    """Raise ArchiveError where there is no archive: what changes one should not make it."""
    if not db.is_file():
        read_archive(db)


def _with_words(phrases: Sequence[str]) -> tuple[str, ...]:
    from pipelines.phrases import words_of

    for phrase in phrases:
        if not words_of(phrase):
            raise click.UsageError(f"{phrase!r} holds no word")
    return tuple(phrases)


def _show_match(screen: Screen, article: TaggedArticle, phrases: Sequence[str]) -> None:
    screen.lines(one_line(article.title), label=f"{article.id:4}", indent=6, style="bold")
    screen.lines(one_line(f"{article.outlet} · {', '.join(phrases)}"), indent=6)


def _changes(sign: str, counts: Counter[str]) -> Iterator[str]:
    for name, number in counts.most_common(_MOST_CHANGES):
        yield f"  {sign}{number:,} {one_line(name)}"
    if len(counts) > _MOST_CHANGES:
        yield f"  {sign} and {len(counts) - _MOST_CHANGES} other topics"


def _table(title: str, counts: Sequence[TopicCount]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("topic")
    table.add_column("articles", justify="right")
    table.add_column("code", justify="right", no_wrap=True)
    known = {topic.code for topic in counts}
    for topic, level in _tree(counts, [topic for topic in counts if topic.parent not in known]):
        table.add_row(Text("  " * level + one_line(topic.name)), f"{topic.articles:,}", Text(one_line(topic.code)))
    return table


def _tree(counts: Sequence[TopicCount], some: Sequence[TopicCount], level: int = 0) -> Iterator[tuple[TopicCount, int]]:
    """Yield topics, each with its level and followed by those below it."""
    for topic in some:
        yield topic, level
        yield from _tree(counts, [below for below in counts if below.parent == topic.code], level + 1)

"""Write pipelines/data/learned_<language>.tsv: `python tools/learned_words.py LANGUAGE FILE...`.

Each FILE holds short news items that were invented for this, one a line: codes of two digits with the main topic's first, the headline,
the first sentences, with tabs between. Kept are the terms of twenty or more items that speak for some topic; no item can be had back.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.learned_words import UNIT, spoken_terms
from pipelines.lexicon import STEMMERS
from pipelines.phrases import stemmer
from pipelines.vocabulary import top_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DATA = Path(__file__).parents[1] / "pipelines/data"
FEWEST = 20  # items that a term must stand in
CLEAREST = 0.5  # the log ratio that a term must have for one topic
HEAD = "# In how many of {items} invented news items of each topic a term stands (in quarters). Made by tools/learned_words.py."

Item = tuple[list[str], str, str]  # codes, the main topic's first; headline; first sentences


def read_items(lines: Iterable[str]) -> Iterator[Item]:
    """Yield the items of a file's lines. Raises ValueError for a line that is none, and names it."""
    tops = {code[:2] for code in top_codes().values()}
    for number, line in enumerate(lines, 1):
        match line.rstrip("\n").split("\t"):
            case [codes, title, text] if codes.split() and tops.issuperset(codes.split()):
                yield codes.split(), title, text
            case _:
                raise ValueError(f"line {number} is not codes, headline and text with tabs between: {line[:60]!r}")


def table(items: Iterable[Item], language: str) -> Iterator[str]:
    """Yield the lines of the table: the topics' items, then each term that is kept."""
    stem = stemmer(STEMMERS[language])
    of_topic: Counter[str] = Counter()
    of_term: defaultdict[str, Counter[str]] = defaultdict(Counter)
    met: Counter[str] = Counter()
    for codes, title, text in items:
        counts = {code: UNIT if code == codes[0] else 1 for code in codes}
        of_topic.update(counts)
        for term, _ in spoken_terms(title, text, stem):
            met[term] += 1
            of_term[term].update(counts)
    yield _line("", of_topic)
    yield from (
        _line(term, of_term[term])
        for term in sorted(of_term)
        if met[term] >= FEWEST and _clearest(of_term[term], of_topic) >= CLEAREST
    )


def _clearest(counts: Mapping[str, int], of_topic: Counter[str]) -> float:
    usual = sum(counts.values()) / of_topic.total()
    return max(math.log(count / of_topic[code] / usual) for code, count in counts.items())


def _line(term: str, counts: Mapping[str, int]) -> str:
    return f"{term}\t{' '.join(f'{code}={counts[code]}' for code in sorted(counts))}"


@click.command()
@click.argument("language", type=click.Choice(sorted(STEMMERS)))
@click.argument("files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1, required=True)
def main(language: str, files: tuple[Path, ...]) -> None:
    """Write LANGUAGE's table of learned words from the items in FILES."""
    items: list[Item] = []
    for file in files:
        try:
            items += read_items(file.read_text("utf-8").splitlines())
        except ValueError as error:  # of a line, or of bytes that are no UTF-8
            raise click.ClickException(f"{file}: {error}") from error
    if not items:
        raise click.ClickException("the files hold no items")
    written = DATA / f"learned_{language}.tsv"
    written.write_text("\n".join((HEAD.format(items=len(items)), *table(items, language))) + "\n", "utf-8")
    click.echo(f"{written}: of {len(items)} items")


if __name__ == "__main__":
    main()

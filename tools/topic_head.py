"""Write pipelines/data/topic_head.toml: `python tools/topic_head.py FOLDER LABELS...`.

FOLDER is a corpus, LABELS are files of its pages' topics. Needs the extra `topics`; embeds the lexicons' words first, some minutes of CPU.
Only numbers are written: sums over all titles, from which no title can be had back.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from crawler.evaluation.opinion_fit import fit_fusion, fit_head
from crawler.evaluation.topic_fit import fit_words
from crawler.evaluation.topic_labels import labelled_pages
from pipelines.fusion import FUSED_FIGURES
from pipelines.lexicon import STEMMERS, listed_words
from pipelines.model import installed_model, vector
from pipelines.opinion import packed
from pipelines.vocabulary import top_codes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

WRITTEN = Path(__file__).parents[1] / "pipelines/data/topic_head.toml"
GROUP = 6  # words: as long as a title
HEAD = """# The optional model's head (pipelines/opinion.py): numbers in half precision, little-endian, base64. Made by
# tools/topic_head.py with {model} from the lexicons of {languages} languages and hand labels of {pages} pages."""


def word_groups(language: str) -> dict[str, list[str]]:
    """Return for each topic at the top texts of some of its sections' names and words in a language."""
    words = defaultdict(list)
    for kind in ("sections", "words"):
        for word, code in listed_words(f"lexicon_{language}", kind):
            words[top_codes()[code]].append(word.strip("*="))
    return {code: list(_grouped(mine)) for code, mine in words.items()}


def _grouped(words: Sequence[str]) -> Iterator[str]:
    """Yield texts of about GROUP words, each from all parts of the list."""
    count = -(-len(words) // GROUP)
    yield from (", ".join(words[i::count]) for i in range(count))


def directions(languages: Iterable[str]) -> dict[str, tuple[float, ...]]:
    """Return for each topic where its words lie, seen from the middle of their language: what all words of one share is no topic."""
    sums: dict[str, np.ndarray] = {code: np.zeros(()) for code in sorted(set(top_codes().values()))}
    for language in languages:
        means = {
            code: np.mean([vector(text) for text in texts], axis=0) for code, texts in word_groups(language).items()
        }
        middle = np.mean(list(means.values()), axis=0)
        for code, mean in means.items():
            sums[code] = sums[code] + _unit(mean - middle)
    return {code: tuple(_unit(total).tolist()) for code, total in sums.items()}


def _unit(values: np.ndarray) -> np.ndarray:
    return values / np.linalg.norm(values)


def table(corpus: Path, files: Iterable[Path], languages: Collection[str]) -> Iterator[str]:
    """Yield the lines of the table; its prior is of the lexicons of `languages`."""
    pages = [(page, vector(page.title)) for file in files for page in labelled_pages(corpus, file) if page.title]
    prior = directions(languages)
    weights = fit_words([page for page, _ in pages])
    head, fusion = fit_head(pages, prior), fit_fusion(pages, prior, weights.scores)
    yield HEAD.format(model=installed_model(), languages=len(languages), pages=len(pages))
    yield f'centre = "{packed(head.centre)}"'
    yield from ("", "[fusion]", *(f"{name} = {weight:.3f}" for name, weight in zip(FUSED_FIGURES, fusion, strict=True)))
    yield from ("", "[prior]", *_lines(prior))
    yield from ("", "[directions]", *_lines(head.directions))


def _lines(of: Mapping[str, tuple[float, ...]]) -> Iterator[str]:
    return (f'{code} = "{packed(values)}"' for code, values in of.items())


if __name__ == "__main__":
    lines = list(table(Path(sys.argv[1]), map(Path, sys.argv[2:]), STEMMERS))
    WRITTEN.write_text("\n".join(lines) + "\n", "utf-8")

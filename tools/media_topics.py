"""Write pipelines/data/media_topics.tsv from IPTC's published JSON: `python tools/media_topics.py FILE > pipelines/data/media_topics.tsv`.

FILE is the vocabulary in all languages; RELEASE in pipelines/vocabulary.py is then to be set to the day that is printed in its first line.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.vocabulary_update import read_release

# The language of each column, and the tags under which IPTC publishes it.
COLUMNS = {
    "en": ("en-GB",),
    "ar": ("ar",),
    "da": ("da", "dk"),
    "de": ("de",),
    "es": ("es",),
    "fr": ("fr",),
    "no": ("no-NB", "nb", "nb-NO"),
    "pt": ("pt-BR", "pt-PT"),
    "sv": ("sv", "se"),
    "zh": ("zh-Hans",),
}
HEAD = """# IPTC Media Topics, release {release}: https://iptc.org/standards/media-topics/
# Copyright International Press Telecommunications Council (IPTC), licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
# Codes, the code above each, and names as published, without the terms that are retired. Written by tools/media_topics.py."""


def table(text: str) -> str:
    """Return the table of a release, given as IPTC's JSON."""
    release, terms = read_release(text)
    lines = [HEAD.format(release=release), "\t".join(("code", "parent", *COLUMNS))]
    for term in sorted(terms, key=lambda term: term.code):
        names = (next((term.names[tag] for tag in tags if term.names.get(tag)), "") for tags in COLUMNS.values())
        lines.append("\t".join((term.code, term.parent or "", *(" ".join(name.split()) for name in names))))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1]).read_text("utf-8")))

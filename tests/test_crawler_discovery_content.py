"""Feeds in any encoding and packing, whatever they or their headers say."""

from __future__ import annotations

import gzip

import pytest

from crawler.discovery import Reading, read_source
from crawler.discovery.content import decoded
from db.records import FoundLink, SourceKind

ONE = "https://outlet.example/story-1"


def read(body: bytes, encoding: str | None = None) -> Reading:
    return read_source(SourceKind.FEED, body, "https://outlet.example/feed.xml", encoding)


TITLED = f"<rss><channel><item><title>Müller wählt</title><link>{ONE}</link></item></channel></rss>"
DECLARED = '<?xml version="1.0" encoding="{}"?>'
ENCODED = {
    "UTF-8 that says so": ((DECLARED.format("utf-8") + TITLED).encode(), None),
    "UTF-8 that says Latin-1": ((DECLARED.format("iso-8859-1") + TITLED).encode(), None),
    "UTF-8 with a byte order mark": ((DECLARED.format("utf-8") + TITLED).encode("utf-8-sig"), None),
    "UTF-8 against the header": (TITLED.encode(), "iso-8859-1"),
    "Latin-1 that says so": ((DECLARED.format("iso-8859-1") + TITLED).encode("latin-1"), None),
    "Latin-1 that says UTF-8": ((DECLARED.format("utf-8") + TITLED).encode("latin-1"), None),
    "Latin-1 by the header": (TITLED.encode("latin-1"), "iso-8859-1"),
    "Latin-1 that says nothing": (TITLED.encode("latin-1"), None),
    "UTF-8 with one torn character": ((TITLED + "<!-- éééééééééé -->").encode() + b"\xc3", "iso-8859-1"),
    "UTF-16": ((DECLARED.format("utf-16") + TITLED).encode("utf-16"), None),
    "UTF-16 without its mark": ((DECLARED.format("utf-16") + TITLED).encode("utf-16-le"), None),
    "UTF-16 without its mark, the other way round": ((DECLARED.format("utf-16") + TITLED).encode("utf-16-be"), None),
    "an encoding that does not exist": ((DECLARED.format("utf-9") + TITLED).encode(), "x-none"),
    "packed": (gzip.compress(TITLED.encode()), None),
    "packed twice": (gzip.compress(gzip.compress(TITLED.encode())), None),
}


@pytest.mark.parametrize(("body", "header"), ENCODED.values(), ids=ENCODED.keys())
def test_reads_text_in_any_encoding(body: bytes, header: str | None) -> None:
    assert read(body, header).links == (FoundLink(ONE, "Müller wählt"),)


@pytest.mark.parametrize(
    ("codec", "title"),
    [
        ("windows-1251", "Мельница сгорела"),
        ("shift_jis", "水車小屋が焼失"),
        ("gb18030", "磨坊被烧毁"),
        ("iso2022_jp", "水車小屋が焼失"),
    ],
)
def test_reads_the_encodings_of_other_scripts(codec: str, title: str) -> None:
    name = "iso-2022-jp" if codec == "iso2022_jp" else codec
    body = (DECLARED.format(name) + TITLED.replace("Müller wählt", title)).encode(codec)
    assert read(body).links == (FoundLink(ONE, title),)


def test_a_seven_bit_encoding_is_not_believed_of_eight_bits() -> None:
    assert decoded("水車小屋 café".encode(), "iso-2022-jp") == "水車小屋 café"
    assert decoded("水車小屋".encode("iso2022_jp"), "iso-2022-jp") == "水車小屋"

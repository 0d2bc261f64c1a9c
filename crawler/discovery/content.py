"""From the bytes of an answer to text and XML, however they were packed, encoded or broken."""

from __future__ import annotations

import codecs
import re
import zlib
from functools import partial
from html.entities import html5
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree
from w3lib.encoding import html_body_declared_encoding, resolve_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 65_536  # bytes
MOST_BYTES = 50_000_000  # of a decompressed body: the limit of the sitemap protocol
_GZIP = b"\x1f\x8b"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BARE_UTF16 = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}  # without its mark (XML 1.0, appendix F)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # by XML 1.0, whichever way they are written
_PROLOG = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?s:.)*?-->\s*+)*+(?:<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>)?", re.IGNORECASE
)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
_BARE_AMPERSAND = re.compile(r"&(?!#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]*;)")
_MARKUP = re.compile(r"</?(?:(br|hr|p)|[biu]|em|strong|span|font|su[bp]|small|img|wbr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_STRAY_BRACKET = re.compile(r"<(?=[\s\d=<])")  # "5 < 6" in a title
# References to the halves of a character as UTF-16 has it, which XML forbids and libxml2 turns into broken UTF-8.
_HALVES = re.compile(r"(?:&#(?:5[5-7]\d{3}|[xX][dD][89a-fA-F][0-9a-fA-F]{2});){1,64}")
_HALF = re.compile(r"&#(?:([xX])([0-9a-fA-F]+)|(\d+));")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)  # one that is left open goes to the end


def unpacked(body: bytes) -> bytes:
    """Return a body without gzip, also where it was packed twice; at most `MOST_BYTES`, and what there is of a torn one."""
    return b"".join(unpacked_pieces(body)) if body.startswith(_GZIP) else body[:MOST_BYTES]


def unpacked_pieces(body: bytes) -> Iterator[bytes]:
    """Yield a body piece by piece without gzip, also where it was packed twice, up to the bound; of a torn one what there is."""
    pieces: Iterator[bytes] = iter(partial(BytesIO(body).read, PIECE), b"")
    for _ in range(2):
        head = next(pieces, b"")
        pieces = chain((head,), pieces) if head else iter(())
        if head.startswith(_GZIP):
            pieces = _gunzipped(pieces)
    left = MOST_BYTES
    for piece in pieces:
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


def decoded(body: bytes, encoding: str | None) -> str:
    """Return a body as text. What is UTF-8 is read as that whatever was declared; else the header's word, the document's.

    Only the seven-bit encodings (ISO-2022-JP) are believed first, as their bytes are valid UTF-8 too: where there are no others.
    """
    for bom, name in _BOMS.items():
        if body.startswith(bom):
            return body.decode(name, "replace")
    if body[:2] in _BARE_UTF16:
        return body.decode(_BARE_UTF16[body[:2]], "replace")
    declared = [
        known for name in (encoding, html_body_declared_encoding(body)) if name and (known := resolve_encoding(name))
    ]
    seven_bit = next((name for name in declared if name.startswith("iso2022")), None)
    if seven_bit is not None and body.isascii():
        return body.decode(seven_bit, "replace")
    text = body.decode("utf-8", "replace")
    if _is_mostly_whole(text):
        return text
    return body.decode(next((name for name in declared if name != "utf-8"), "cp1252"), "replace")


def without_torn_end(text: str, *entries: str) -> str:
    """Return XML up to the end of its last whole entry of these names: of one that was cut off, half an address is wrong."""
    ends = [at + len(entry) + 1 for entry in entries if (at := text.rfind(f"{entry}>")) >= 0]
    return text[: max(ends)] if ends else text


def xml_root(text: str, base: str) -> etree._Element | None:
    """Parse XML that may be broken; None where nothing can be made of it. No entity is expanded and nothing is fetched."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    return etree.fromstring(xml_bytes(text), parser, base_url=base)


def xml_bytes(text: str) -> bytes:
    """Return XML text as UTF-8 that libxml2 reads: without its declaration and DTD, with HTML's entities and stray signs made good."""
    text = _PROLOG.sub("", _FORBIDDEN.sub("", text), count=1)
    text = "".join(part if part.startswith("<![CDATA[") else _well_formed(part) for part in _CDATA.split(text))
    return text.encode("utf-8", "replace")


def _is_mostly_whole(text: str) -> bool:
    """Say whether bytes read as UTF-8 were that, but for a few: a single torn character does not make a page Latin-1."""
    broken = text.count("\ufffd")
    return not broken or broken * 10 < len(text) - len(text.encode("ascii", "ignore"))


def _well_formed(text: str) -> str:
    """Return XML outside of CDATA without what most often breaks it: markup of pages, signs and entities that it does not know."""
    text = _STRAY_BRACKET.sub("&lt;", _MARKUP.sub(lambda match: " " if match[1] else "", text))
    if "&" not in text:
        return text
    text = _HALVES.sub(_whole_characters, text)
    return _BARE_AMPERSAND.sub("&amp;", _NAMED.sub(_plain_entity, text))


def _whole_characters(match: re.Match[str]) -> str:
    """Return the characters that a row of UTF-16 halves makes; a half alone is left out."""
    halves = [int(half[2], 16) if half[1] else int(half[3]) for half in _HALF.finditer(match[0])]
    units = b"".join(half.to_bytes(2, "big") for half in halves if half < 0xE000)
    return units.decode("utf-16-be", "ignore")


def _plain_entity(match: re.Match[str]) -> str:
    return html5.get(match[1] + ";", f"&amp;{match[1]};")


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what the members of a gzip file hold; where it is torn or corrupt, what came before."""
    member = zlib.decompressobj(wbits=31)
    for packed in pieces:
        rest = packed
        while rest:
            try:
                out = member.decompress(rest, PIECE)
            except zlib.error:
                return
            rest = member.unconsumed_tail or member.unused_data
            if member.eof:
                member = zlib.decompressobj(wbits=31)
            if out:
                yield out

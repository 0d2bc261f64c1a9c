"""From bytes to one parsed tree, which every later step reads and none alters."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes
from lxml import etree
from lxml import html as lxml_html
from w3lib.encoding import resolve_encoding

from pipelines.items import MAX_BYTES, RejectedPage

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAX_ELEMENTS = 200_000
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_SIGNATURES = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"PK\x03\x04": "ZIP archive",
    b"GIF8": "GIF image",
}
_ISO_2022 = b"\x1b$"  # begins Japanese in a charset whose bytes are all ASCII
_CODEC = re.compile(
    r"utf|cp\d|iso|koi8|gb|big5|euc|shift|mac|hz|johab|tis|ptcp|kz"
)  # text in bytes, unlike Python's `hex` or `idna`
_CONTROL_REFERENCE = re.compile(rb"&#(?:0*(?:[1-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F]));")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))


def parse_page(html: bytes, encoding: str | None = None) -> HtmlElement:
    """Parse a page of at most MAX_BYTES bytes; `encoding` is the charset of its HTTP header.

    Raises RejectedPage: empty, not_html (a known binary signature, too large, or no element in it).
    """
    _refuse(html)
    try:
        tree = lxml_html.document_fromstring(to_utf8(html, encoding), parser=_parser())
    except etree.ParserError as error:
        raise RejectedPage("empty", "no markup in the page") from error
    if tree.xpath("count(//*)") > _MAX_ELEMENTS:
        raise RejectedPage("not_html", f"more than {_MAX_ELEMENTS} elements")
    return tree


def _parser() -> lxml_html.HTMLParser:
    """Return a parser whose elements are all of one class: lxml.html asks a Python function for the class of each, 3,600 times a page."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    return parser


def _refuse(html: bytes) -> None:
    start = html.lstrip()[:8]
    if not start:
        raise RejectedPage("empty", f"{len(html)} bytes of nothing")
    for signature, what in _SIGNATURES.items():
        if start.startswith(signature):
            raise RejectedPage("not_html", f"a {what}")
    if len(html) > MAX_BYTES:
        raise RejectedPage("not_html", f"{len(html)} bytes, at most {MAX_BYTES} are read")


def to_utf8(html: bytes, encoding: str | None = None) -> bytes:
    """Return a page as UTF-8 without control characters: as it is where it is UTF-8, whatever is declared; else read as the header,
    the page or its bytes say.

    Text in another charset passes as UTF-8 by chance almost never, while declared charsets are often wrong.
    """
    try:
        if _ISO_2022 in html:
            html = _decode_declared(html, encoding).encode("utf-8", "replace")
        html.decode("utf-8")
    except UnicodeDecodeError:
        html = _decode_declared(html, encoding).encode("utf-8", "replace")
    return _CONTROL_REFERENCE.sub(b"", html.removeprefix(BOM_UTF8).translate(None, _CONTROLS))


def _decode_declared(html: bytes, encoding: str | None) -> str:
    meta = _META_CHARSET.search(html[:4096])
    named = [codec for name in (encoding, meta and meta.group(1).decode("ascii")) if (codec := _codec(name or ""))]
    for codec in named:
        try:
            return html.decode(codec)
        except UnicodeDecodeError:
            continue
    for codec in named:  # a few broken bytes, as cut by a careless template
        text = html.decode(codec, "replace")
        if text.count("\ufffd") <= max(3, len(text) / 200):
            return text
    best = from_bytes(html[:65536]).best()
    return html.decode(best.encoding if best else "utf-8", "replace")


def _codec(name: str) -> str | None:
    """Return the codec that browsers use for a declared charset (they read windows-1252 for Latin-1); None for an unknown name."""
    codec = resolve_encoding(name.strip().replace("\0", ""))
    return codec if codec and _CODEC.match(codec) else None

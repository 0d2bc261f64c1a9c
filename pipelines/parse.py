"""From bytes to one parsed tree, which every later step reads and none alters."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from functools import cache
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes
from lxml import etree
from lxml import html as lxml_html
from w3lib.encoding import resolve_encoding

from pipelines.items import MAX_BYTES, RejectedPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

# Of 174 real pages the largest has 1,900 elements and 4,000 tags; a live blog of a thousand entries has some 15,000 elements.
_MAX_ELEMENTS = 20_000
# Elements within elements: each is asked for all that is in it, so that time grows with both. Real pages are up to 33 deep; the unclosed
# elements of a careless template may make hundreds, on a page that is not long. What is deeper is not read, as in browsers (512).
_MANY_TAGS = 5_000
_MAX_DEPTH, _MAX_DEPTH_OF_MANY = 500, 100
_MAX_TAGS = 500_000  # opening brackets, those in scripts too: each may become 240 bytes of memory
_MAX_GAPS = 300_000  # between attributes and around their values, each of 216 bytes; real pages have up to 20,000
_MAX_CROWDING = 4e9  # gaps of a tag squared, which libxml2 takes for its attributes: 4 s; real pages have up to 7e7
_LONG_PAGE, _LONG_TAG = 600_000, 8_000  # bytes; in shorter ones there is no room for harm
_MAX_NAME = 2_000  # characters of class or id
_LONG_NAMES = etree.XPath(f"//*[string-length(@class) > {_MAX_NAME} or string-length(@id) > {_MAX_NAME}]")
_TAG = re.compile(rb"""<[A-Za-z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_GAPS = b" \t\n\r\f/\"'"
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
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|meta|title|div|p|article|h1)[\s>/]", re.IGNORECASE)
_CONTROL_REFERENCE = re.compile(rb"&#(?:0*(?:[1-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F]));")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))


def parse_page(html: bytes, encoding: str | None = None) -> HtmlElement:
    """Parse a page of at most MAX_BYTES bytes; `encoding` is the charset of its HTTP header.

    Raises RejectedPage: empty, not_html (a known binary signature, or more bytes, tags, attributes or elements than any news page has).
    """
    tags = _refuse(html)
    try:
        tree = lxml_html.document_fromstring(to_utf8(html, encoding), parser=_parser())
    except etree.ParserError as error:
        raise RejectedPage("empty", "no markup in the page") from error
    if 2 * tags > _MAX_ELEMENTS and tree.xpath("count(//*)") > _MAX_ELEMENTS:
        raise RejectedPage("not_html", f"more than {_MAX_ELEMENTS} elements")
    most = _MAX_DEPTH if tags <= _MANY_TAGS else _MAX_DEPTH_OF_MANY
    for deepest in _with_children(most)(tree):
        del deepest[:]
    if len(html) > _LONG_PAGE:
        _cut_names(tree)
    return tree


def _cut_names(tree: HtmlElement) -> None:
    """Cut classes and ids that are longer than any: the witness searches each a hundred times, 4 s for one of 9 MB."""
    for element in _LONG_NAMES(tree):
        for name in ("class", "id"):
            if name in element.attrib:
                element.set(name, element.get(name)[:_MAX_NAME])


@cache
def _with_children(depth: int) -> etree.XPath:
    """Return what finds the elements at this depth that hold others; it looks once at each element above."""
    return etree.XPath(f"{'/*' * depth}[*]")


def _parser() -> lxml_html.HTMLParser:
    """Return a parser whose elements are all of one class: lxml.html asks a Python function for the class of each, 3,600 times a page."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    return parser


def _refuse(html: bytes) -> int:
    """Return how many tags a page has at most; raises RejectedPage where it is none, or one that is made to cost."""
    start = html.lstrip()[:8]
    if not start:
        raise RejectedPage("empty", f"{len(html)} bytes of nothing")
    for signature, what in _SIGNATURES.items():
        if start.startswith(signature):
            raise RejectedPage("not_html", f"a {what}")
    if _is_binary(html):
        raise RejectedPage("not_html", "bytes that are no text")
    if len(html) > MAX_BYTES:
        raise RejectedPage("not_html", f"{len(html)} bytes, at most {MAX_BYTES} are read")
    tags = html.count(b"<")
    if tags > _MAX_TAGS:
        raise RejectedPage("not_html", f"more than {_MAX_TAGS} tags")
    if has_crowded_tags(html):
        raise RejectedPage("not_html", "tags with too many attributes")
    return tags


def _is_binary(html: bytes) -> bool:
    """Say whether a page begins with text of which a twentieth is control characters, and without mark-up (UTF-16 has NUL and mark-up)."""
    start = html[:4096]
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return 20 * controls > len(start) > controls and not _MARKUP.search(html[:65536].replace(b"\0", b""))


def has_crowded_tags(html: bytes, most: float = _MAX_GAPS) -> bool:
    """Say whether a page has more attributes than any news page, in all (`most` gaps) or in one tag, so that parsing it would cost."""
    gaps = _gaps(html)
    return sum(gaps) > most or sum(number * number for number in gaps) > _MAX_CROWDING


def _gaps(html: bytes) -> list[int]:
    """Return how many gaps each tag has in which an attribute may begin; of pages that are not long only in the longest tags.

    A bracket in quotes hides a long tag in a page that is not long; text of a script may count as a tag.
    """
    parts = [html] if len(html) > _LONG_PAGE else _long_parts(html)
    return [len(tag) - len(tag.translate(None, _GAPS)) for part in parts for tag in _TAG.findall(part)]


def _long_parts(html: bytes) -> Iterator[bytes]:
    """Yield the parts between closing brackets that are longer than _LONG_TAG, without a look at each bracket of the others."""
    start = 0
    while start + _LONG_TAG < len(html):
        end = html.rfind(b">", start, start + _LONG_TAG + 1)
        if end < 0:
            end = html.find(b">", start)
            end = len(html) if end < 0 else end
            yield html[start:end]
        start = end + 1


def to_utf8(html: bytes, encoding: str | None = None) -> bytes:
    """Return a page as UTF-8 without control characters: as it is where it is UTF-8, whatever is declared; else read as the header,
    the page or its bytes say.

    Text in another charset passes as UTF-8 by chance almost never, while declared charsets are often wrong.
    """
    try:
        if b"\x1b" in html and _ISO_2022 in html:  # one byte is looked for twenty times as fast
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

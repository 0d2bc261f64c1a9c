"""The ways in which the local web misbehaves, as real sites do: some change the answer, some how it is sent."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import replace
from enum import StrEnum

from crawler.sample.site import Answer

HUGE_BYTES = 50_000_000
PRIVATE_TARGET = (
    "http://169.254.169.254/latest/"  # where clouds keep their metadata: the address such redirects are after
)
_DRIP_BYTES, _DRIP_SECONDS = 20, 0.1  # 200 bytes a second: a page of 3 kB takes 15 s
_HUGE_BLOCK = b"<p>" + b"Nothing of interest happened, and at length. " * 1500 + b"</p>\n"


class Fault(StrEnum):
    """What goes wrong with a path until it is mended."""

    ERROR500 = "error500"
    ERROR503 = "error503"  # with Retry-After
    TOO_MANY = "too_many"  # 429 with Retry-After
    GONE = "gone"  # 410
    HANG = "hang"  # the request is read and never answered
    DRIP = "drip"  # the body comes at 200 bytes a second
    RESET = "reset"  # the connection is reset (RST) instead of an answer
    TRUNCATED_GZIP = "truncated_gzip"  # the compressed body stops half way; Content-Length agrees with what is sent
    REDIRECT_LOOP = "redirect_loop"  # to the same path with `?again`, and back
    REDIRECT_AWAY = "redirect_away"  # to PRIVATE_TARGET
    WRONG_CHARSET = "wrong_charset"  # the header says iso-2022-jp
    HUGE = "huge"  # HUGE_BYTES of HTML without Content-Length
    PDF = "pdf"  # a one-page PDF as application/pdf
    EMPTY = "empty"  # 200 with no body
    NO_VALIDATORS = "no_validators"  # neither ETag nor Last-Modified, hence never 304


SILENT = frozenset({Fault.HANG, Fault.RESET})
STREAMED = frozenset({Fault.DRIP, Fault.HUGE})
_FAILURES = {
    Fault.ERROR500: (500, "internal error"),
    Fault.ERROR503: (503, "down for a moment"),
    Fault.TOO_MANY: (429, "too many requests"),
    Fault.GONE: (410, "taken down"),
}


def spoil(answer: Answer, fault: Fault, path: str, retry_after: int) -> Answer:
    """Return what stands at `path` under a fault; unchanged where only the sending is at fault.

    `retry_after` is in seconds.
    """
    if fault in _FAILURES:
        status, text = _FAILURES[fault]
        return plain(status, text, (("Retry-After", str(retry_after)),) if status in (429, 503) else ())
    match fault:
        case Fault.REDIRECT_LOOP | Fault.REDIRECT_AWAY:
            bare, question, _ = path.partition("?")
            loop = bare if question else f"{bare}?again"
            return plain(302, "moved", (("Location", loop if fault is Fault.REDIRECT_LOOP else PRIVATE_TARGET),))
        case Fault.WRONG_CHARSET:
            return replace(answer, content_type="text/html; charset=iso-2022-jp")
        case Fault.PDF:
            return Answer(small_pdf(), "application/pdf")
        case Fault.EMPTY | Fault.HUGE:
            return Answer(b"")
    return answer


def plain(status: int, text: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """Return a short answer in plain text."""
    return Answer(f"{text}\n".encode(), "text/plain; charset=utf-8", status, headers)


def small_pdf() -> bytes:
    """Return a valid PDF of one empty page (ISO 32000-1, 7.5: objects, cross-reference table, trailer)."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    )
    document, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, content in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(document)
        document += b"%d 0 obj%sendobj\n" % (number, content)
    trailer = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(document)
    return document + b"xref\n0 4\n" + table + trailer


async def keep_silent(fault: Fault, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Give no answer: wait until the client leaves (HANG), or reset the connection (RESET)."""
    if fault is Fault.HANG:
        await reader.read()
        return
    # A linger time of zero makes closing send RST instead of FIN (socket(7), SO_LINGER).
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def send(fault: Fault | None, head: bytes, body: bytes, writer: asyncio.StreamWriter) -> None:
    """Send an answer at once, or in the manner of DRIP or HUGE. Raise ConnectionError where the client leaves."""
    pieces, pause = [head + body], 0.0
    if fault is Fault.DRIP:
        starts = range(0, len(body), _DRIP_BYTES)
        pieces, pause = [head, *(body[start : start + _DRIP_BYTES] for start in starts)], _DRIP_SECONDS
    elif fault is Fault.HUGE:
        whole, rest = divmod(HUGE_BYTES, len(_HUGE_BLOCK))
        pieces = [head, *[_HUGE_BLOCK] * whole, _HUGE_BLOCK[:rest]]
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        if pause:
            await asyncio.sleep(pause)

"""Unpack a gzip body, whole or not at all; Scrapy unpacks what there is of a truncated one and says nothing."""

from __future__ import annotations

import zlib

from pipelines.items import RejectedPage

_MAGIC = b"\x1f\x8b"
_GZIP = 31  # zlib's name for gzip with its header and trailer, whose checksum it compares


def is_packed(raw: bytes) -> bool:
    """Say whether bytes begin as gzip does."""
    return raw.startswith(_MAGIC)


def gunzip(raw: bytes, limit: int) -> bytes:
    """Return a body of one or more members (RFC 1952); what is no member behind them is left alone, as browsers do.

    Raises RejectedPage: truncated (it breaks off before its end), broken_encoding, too_large (more than `limit` bytes).
    """
    parts, left = [], limit
    while raw:
        member = zlib.decompressobj(_GZIP)
        try:
            parts.append(member.decompress(raw, left + 1))
        except zlib.error as error:
            raise RejectedPage("broken_encoding", str(error)) from error
        left -= len(parts[-1])
        if left < 0:
            raise RejectedPage("too_large", f"more than {limit} bytes unpacked")
        if not member.eof:
            raise RejectedPage("truncated", f"{len(raw)} bytes of gzip without an end")
        raw = member.unused_data if member.unused_data.startswith(_MAGIC) else b""
    return b"".join(parts)

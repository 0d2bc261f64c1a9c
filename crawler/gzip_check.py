"""Whether a gzip body came whole; Scrapy unpacks what there is of a truncated one and says nothing."""

from __future__ import annotations

import zlib


def is_truncated(raw: bytes, unpacked: int) -> bool:
    """Say whether a gzip body breaks off before its end; `unpacked` is the size that it was unpacked to, in bytes.

    RFC 1952: a member ends with the size of its data modulo 2**32. Where that agrees, nothing is unpacked again.
    """
    if unpacked and int.from_bytes(raw[-4:], "little") == unpacked % 2**32:
        return False
    while raw:
        member = zlib.decompressobj(31)
        while raw and not member.eof:
            try:
                member.decompress(raw, 1_000_000)
            except zlib.error:
                return True
            raw = member.unconsumed_tail
        if not member.eof:
            return True
        raw = member.unused_data if member.unused_data[:2] == b"\x1f\x8b" else b""
    return False

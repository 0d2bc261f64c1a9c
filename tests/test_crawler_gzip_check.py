"""Whether a gzip body came whole."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from contextlib import suppress

import pytest

from crawler.gzip_check import is_truncated

TEXT = hashlib.shake_128(b"noise").digest(3000) + b"and the same again, " * 500
WHOLE = gzip.compress(TEXT, mtime=0)
NAMED = gzip.compress(b"", mtime=1)[:3] + b"\x08" + gzip.compress(TEXT, mtime=1)[4:10] + b"page.html\0" + WHOLE[10:]


def unpacked(raw: bytes) -> int:
    """Return the size of what can be unpacked of the first members."""
    size = 0
    while raw[:2] == b"\x1f\x8b":
        member = zlib.decompressobj(31)
        with suppress(zlib.error):
            size += len(member.decompress(raw))
        raw = member.unused_data
    return size


@pytest.mark.parametrize(
    ("raw", "size"),
    [
        pytest.param(b"", 0, id="no body at all"),
        pytest.param(gzip.compress(b""), 0, id="an empty page"),
        pytest.param(WHOLE, len(TEXT), id="one member"),
        pytest.param(NAMED, len(TEXT), id="a member with its file's name"),
        pytest.param(WHOLE + gzip.compress(b"more"), len(TEXT) + 4, id="two members"),
        pytest.param(WHOLE * 3, 3 * len(TEXT), id="three members"),
        pytest.param(WHOLE + bytes(512), len(TEXT), id="zeros behind it, as tape blocks have"),
        pytest.param(WHOLE + b"<!-- served by x -->", len(TEXT), id="a comment behind it"),
        pytest.param(gzip.compress(bytes(9_000_000)), 9_000_000, id="nine megabytes of zeros"),
    ],
)
def test_a_whole_body(raw: bytes, size: int) -> None:
    assert unpacked(raw) == size
    assert not is_truncated(raw, size)


@pytest.mark.parametrize("raw", [WHOLE, NAMED, gzip.compress(b""), gzip.compress(b"a short page", mtime=0)])
def test_a_body_that_breaks_off_anywhere(raw: bytes) -> None:
    wrong = [end for end in range(1, len(raw)) if not is_truncated(raw[:end], unpacked(raw[:end]))]
    assert wrong == []


def test_a_second_member_that_breaks_off() -> None:
    second = gzip.compress(TEXT[::-1])
    for end in range(2, len(second), 97):
        raw = WHOLE + second[:end]
        assert is_truncated(raw, unpacked(raw))


@pytest.mark.parametrize("at", [12, 500, len(WHOLE) - 6])
def test_a_byte_that_was_changed_on_the_way(at: int) -> None:
    raw = WHOLE[:at] + bytes([WHOLE[at] ^ 0xFF]) + WHOLE[at + 1 :]
    assert is_truncated(raw, len(TEXT) - 1)

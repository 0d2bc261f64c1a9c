"""A gzip body is unpacked whole or not at all."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from pipelines.gzip_body import gunzip
from pipelines.items import RejectedPage

TEXT = hashlib.shake_128(b"noise").digest(3000) + b"and the same again, " * 500
WHOLE = gzip.compress(TEXT, mtime=0)
NAMED = gzip.compress(b"", mtime=1)[:3] + b"\x08" + gzip.compress(TEXT, mtime=1)[4:10] + b"page.html\0" + WHOLE[10:]


def reason(raw: bytes, limit: int = 100_000) -> str | None:
    """Return why a body is refused, None where it is unpacked."""
    try:
        gunzip(raw, limit)
    except RejectedPage as rejected:
        return rejected.reason
    return None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(b"", b"", id="no body at all"),
        pytest.param(gzip.compress(b""), b"", id="an empty page"),
        pytest.param(WHOLE, TEXT, id="one member"),
        pytest.param(NAMED, TEXT, id="a member with its file's name"),
        pytest.param(WHOLE + gzip.compress(b"more"), TEXT + b"more", id="two members"),
        pytest.param(WHOLE * 3, 3 * TEXT, id="three members"),
        pytest.param(WHOLE + bytes(512), TEXT, id="zeros behind it, as tape blocks have"),
        pytest.param(WHOLE + b"<!-- served by x -->", TEXT, id="a comment behind it"),
    ],
)
def test_a_whole_body(raw: bytes, text: bytes) -> None:
    assert gunzip(raw, 100_000) == text


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(WHOLE, id="a member"),
        pytest.param(NAMED, id="a member with its file's name"),
        pytest.param(gzip.compress(b""), id="nothing"),
        pytest.param(gzip.compress(b"a short page"), id="a short member"),
    ],
)
def test_a_body_that_breaks_off_anywhere(raw: bytes) -> None:
    assert {reason(raw[:end]) for end in range(1, len(raw))} == {"truncated"}


def test_a_second_member_that_breaks_off() -> None:
    second = gzip.compress(TEXT[::-1])
    assert {reason(WHOLE + second[:end]) for end in range(2, len(second), 97)} == {"truncated"}


@pytest.mark.parametrize("at", [500, len(WHOLE) - 6])
def test_a_byte_that_was_changed_on_the_way(at: int) -> None:
    assert reason(WHOLE[:at] + bytes([WHOLE[at] ^ 0xFF]) + WHOLE[at + 1 :]) == "broken_encoding"


def test_what_is_no_gzip_at_all() -> None:
    assert reason(b"<html>not packed</html>") == "broken_encoding"


def test_a_bomb_is_unpacked_to_the_limit_at_most() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert (len(bomb) < 60_000, reason(bomb)) == (True, "too_large")
    assert gunzip(gzip.compress(bytes(100_000)), 100_000) == bytes(100_000)
    assert reason(gzip.compress(bytes(60_000)) * 2) == "too_large"

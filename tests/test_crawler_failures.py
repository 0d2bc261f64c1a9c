"""Every expected failure of the web has a name; a bug has none."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import pytest
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, NoRouteError, TCPTimedOutError

from crawler.compression import BrokenBody
from crawler.failures import reason_of, retry_after
from crawler.public_addresses import PrivateAddress
from pipelines.items import RejectedPage

NOW = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PrivateAddress("10.0.0.1"), "private_address"),
        (CannotResolveHostError("no such name"), "no_such_host"),
        (DownloadConnectionRefusedError("111"), "refused"),
        (DownloadTimeoutError("took longer than 30 seconds"), "timeout"),
        (TCPTimedOutError(), "timeout"),
        (NoRouteError(), "unreachable"),
        (ConnectError(), "unreachable"),
        (TunnelError("502"), "proxy_failed"),
        (DownloadCancelledError("larger than download max size"), "too_large"),
        (IgnoreRequest("its body exceeded DOWNLOAD_MAXSIZE during decompression"), "too_large"),
        (ResponseDataLossError(), "truncated"),
        (BrokenBody(RejectedPage("truncated", "12 bytes of gzip without an end")), "truncated"),
        (DownloadFailedError("lost"), "connection_lost"),
        (UnsupportedURLSchemeError("gopher"), "not_http"),
        (NotSupported("gopher"), "not_http"),
        (gzip.BadGzipFile("Not a gzipped file"), "broken_encoding"),
        (zlib.error("incorrect header check"), "broken_encoding"),
        (UnicodeError("label empty or too long"), "bad_address"),
        (ValueError("Invalid IPv6 URL"), "bad_address"),
        (HttpError(Response("http://x.example/", status=301)), "http_301"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots"),
        (IgnoreRequest("max redirections reached"), "redirect_loop"),
        (IgnoreRequest("something else"), "ignored"),
        (AttributeError("a bug"), None),
        (KeyError("a bug"), None),
        (AssertionError(), None),
    ],
    ids=lambda value: f"{type(value).__name__} {value}" if isinstance(value, Exception) else str(value),
)
def test_the_name_of_a_failure(error: Exception, reason: str | None) -> None:
    assert reason_of(error) == reason


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        pytest.param(429, "120", 120.0, id="seconds"),
        pytest.param(503, "0", 0.0, id="at once"),
        pytest.param(503, "Sun, 01 Jun 2025 12:10:00 GMT", 600.0, id="a date"),
        pytest.param(429, "Sun, 01 Jun 2025 11:00:00 GMT", 0.0, id="a date that is over"),
        pytest.param(429, "Sun, 01 Jun 2035 12:00:00 GMT", 86_400.0, id="at most a day"),
        pytest.param(429, "9" * 30, 86_400.0, id="an absurd number"),
        pytest.param(429, "Sun, 01 Jun 2025 12:10:00 -0000", None, id="a date without a zone"),
        pytest.param(429, "soon", None, id="neither"),
        pytest.param(429, "-5", None, id="a negative number"),
        pytest.param(429, "²", None, id="a digit that is no number"),
        pytest.param(429, None, None, id="nothing said"),
        pytest.param(500, "120", None, id="another status"),
        pytest.param(200, "120", None, id="no failure at all"),
    ],
)
def test_how_long_an_answer_asks_to_wait(status: int, header: str | None, seconds: float | None) -> None:
    headers = {} if header is None else {"Retry-After": header.encode("latin-1")}
    assert retry_after(Response("http://x.example/", status=status, headers=headers), NOW) == seconds

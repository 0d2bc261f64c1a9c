"""What went wrong with a request, as one word from a fixed list and the detail that there is."""

from __future__ import annotations

import zlib
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

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
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, TCPTimedOutError

from crawler.compression import BrokenBody
from crawler.public_addresses import PrivateAddress

if TYPE_CHECKING:
    from scrapy.http import Response


class CrawlStopped(IgnoreRequest):  # type: ignore[misc]  # scrapy has no types
    """A request that was never made, because the crawl was told to stop: no failure, its link still waits."""


class SiteWaits(IgnoreRequest):  # type: ignore[misc]  # scrapy has no types
    """A request that was never made, because its site has asked to wait: no failure, its link still waits."""


class RobotsUnreachable(IgnoreRequest):  # type: ignore[misc]  # scrapy has no types
    """A request that was never made, because its host's robots.txt cannot be read: then all is forbidden (RFC 9309, 2.3.1.4)."""

    def __init__(self, reason: str) -> None:
        """Take the reason why it cannot."""
        super().__init__(f"robots.txt: {reason}")


class TdmReserved(IgnoreRequest):  # type: ignore[misc]  # scrapy has no types
    """A request that was never made, because its page's text and data mining is reserved, and its outlet's user respects that."""


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (PrivateAddress, "private_address"),
    (TdmReserved, "tdm_reserved"),
    (RobotsUnreachable, "robots_unreachable"),
    (CannotResolveHostError, "no_such_host"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "truncated"),
    (UnsupportedURLSchemeError, "not_http"),
    (NotSupported, "not_http"),
    (DownloadFailedError, "connection_lost"),
    (TCPTimedOutError, "timeout"),
    (ConnectError, "unreachable"),
    (TunnelError, "proxy_failed"),
    (OSError, "broken_encoding"),
    (zlib.error, "broken_encoding"),
    (ValueError, "bad_address"),  # of a redirect: nothing else that the web wrote is parsed on a request's way
)
EXPECTED = (IgnoreRequest, HttpError, *(kind for kind, _ in _REASONS))  # what `reason_of` has names for
_IGNORED = (("robots.txt", "robots"), ("redirections", "redirect_loop"), ("DOWNLOAD_MAXSIZE", "too_large"))
_LONGEST_WAIT = 86_400.0  # seconds


def reason_of(error: BaseException) -> str | None:
    """Return the name of an expected failure of the web; None for anything else, which is a bug and to be raised."""
    if isinstance(error, HttpError):
        return f"http_{error.response.status}"
    if isinstance(error, BrokenBody):
        return error.reason
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    if isinstance(error, IgnoreRequest):
        return next((reason for words, reason in _IGNORED if words in str(error)), "ignored")
    return None


def retry_after(response: Response, now: datetime) -> float | None:
    """Return how many seconds a 429 or 503 asks to wait (RFC 9110, 10.2.3: a number or a date); 0..86,400, None where it does not say."""
    if response.status not in {429, 503}:
        return None
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    try:
        seconds = float(text) if text.isdigit() else (parsedate_to_datetime(text) - now).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(_LONGEST_WAIT, max(0.0, seconds))

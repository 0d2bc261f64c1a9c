"""Compressed answers: unpacked here for sources, and for articles by the workers that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from pipelines.gzip_body import gunzip
from pipelines.items import RejectedPage

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class BrokenBody(IgnoreRequest):  # type: ignore[misc]  # scrapy has no types
    """A body that cannot be unpacked; `reason` is one of `gunzip`'s."""

    def __init__(self, rejected: RejectedPage) -> None:
        """Take over what was found."""
        super().__init__(rejected.detail)
        self.reason = rejected.reason


class Unpack(HttpCompressionMiddleware):  # type: ignore[misc]  # scrapy has no types
    """Scrapy's, but for two things: gzip comes whole or not at all, and a page's gzip is left to the worker.

    To hand a page on packed is a fifth of the bytes to copy between processes, and takes the unpacking off the reactor.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the answer unpacked; a request's `leave_packed` leaves its gzip as it is."""
        if request.meta.get("leave_packed") and is_gzip(response):
            return response
        return super().process_response(request, response)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding not in {b"gzip", b"x-gzip"}:
            unpacked: bytes = HttpCompressionMiddleware._decode(body, encoding, max_size)
            return unpacked
        try:
            return gunzip(body, max_size)
        except RejectedPage as rejected:
            raise BrokenBody(rejected) from rejected


def is_gzip(response: Response) -> bool:
    """Say whether an answer's body is still packed, by gzip alone."""
    return [encoding.strip().lower() for encoding in response.headers.getlist("Content-Encoding")] == [b"gzip"]

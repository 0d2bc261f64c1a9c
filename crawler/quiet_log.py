"""Scrapy's log without its two lines a page, which would be put together and then thrown away at our level."""

from __future__ import annotations

from scrapy.logformatter import LogFormatter


class QuietLog(LogFormatter):  # type: ignore[misc]  # scrapy has no types
    """Failures are logged as Scrapy logs them; a page that came, or was handed on, is not."""

    def crawled(self, *_: object) -> None:
        """Say nothing of an answer."""

    def scraped(self, *_: object) -> None:
        """Say nothing of a result."""

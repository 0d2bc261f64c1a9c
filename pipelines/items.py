"""What goes into the pipeline and how a page is turned away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db.errors import BroadsheetError
from db.records import Selectors

if TYPE_CHECKING:
    from datetime import date, datetime

    from db.records import Article

MAX_BYTES = 10_000_000  # of a page, unpacked; the longest real news page of 3,500 had 4.1 MB
MAX_TEXT = 500_000  # characters that a page shows, ten times the most of 174 real ones; every block is looked for in the witness's text


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a page before it is read; every field may be missing.

    `title` and `published_at` are what the source said (`source` names its kind), `timezone` (IANA) and `language` are the outlet's,
    `encoding` is the charset of the HTTP header, `now` the time of the fetch: nothing is published after it.
    `outlet_name` is taken off titles and is never an author. `respect_noarchive`: a page that asks not to be archived is rejected;
    `respect_tdm`: one that reserves text and data mining. Of an article that goes over several pages, `part` is which of them this is,
    `first_page` the address of its first. `selectors` are the
    outlet's own.
    """

    title: str | None = None
    published_at: datetime | date | None = None
    source: str | None = None
    timezone: str = "UTC"
    language: str | None = None
    encoding: str | None = None
    now: datetime | None = None
    outlet_name: str | None = None
    respect_noarchive: bool = False
    respect_tdm: bool = False
    part: int = 1
    first_page: str | None = None
    selectors: Selectors = field(default_factory=Selectors)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as the web gave it: `url` is where it was found after redirects, `requested_url` what the link said.

    `html` is still packed by gzip where `packed` says so; `keep` asks for the page back, to be kept.
    """

    outlet: str
    link: int
    url: str
    requested_url: str
    html: bytes = field(repr=False)
    hints: Hints
    packed: bool = False
    keep: bool = False
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of a fetched page: an article, or the reason why it is none; `html` of `page` is empty by then.

    `kept` is the page packed by gzip, empty where it is not to be kept.
    """

    page: FetchedPage
    article: Article | None
    reason: str | None = None
    detail: str | None = None
    kept: bytes = field(default=b"", repr=False)


class RejectedPage(BroadsheetError):
    """A page that is not an article; `reason` is from a fixed list, `detail` says what was seen.

    Reasons: empty, not_html, noarchive, tdm_reserved; by the kind of page that it is (pipelines/page_kind.py) section, video, soft_404,
    consent, blocked, script_shell, too_short, no_article; truncated, broken_encoding, too_large where the body did not come whole.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        """Say the reason, and the detail where there is one."""
        return f"{self.reason}: {self.detail}" if self.detail else self.reason

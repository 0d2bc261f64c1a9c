"""The values that every package passes on: frozen, compared by content, a stage returns a new one.

Times are aware datetimes in UTC; a day that is known without its time is a `date`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class SourceKind(StrEnum):
    """What a source is; `section` is any page of links, the home page too."""

    FEED = "feed"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP = "sitemap"
    SECTION = "section"


class LinkState(StrEnum):
    """Where a link stands: waiting, stored, to be tried again, not an article, or no longer there."""

    NEW = "new"
    FETCHED = "fetched"
    FAILED = "failed"
    REJECTED = "rejected"
    GONE = "gone"


class Change(StrEnum):
    """What storing an article did to the archive."""

    NEW = "new"
    MODIFIED = "modified"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for an outlet whose pages need a hand: of the fields they are named after, and of what is to be taken off its pages."""

    title: str | None = None
    text: str | None = None
    date: str | None = None
    authors: str | None = None
    remove: str | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """One news outlet as outlets.toml names it; empty source lists mean: found from the home page."""

    slug: str
    name: str
    homepage: str
    country: str | None = None  # ISO 3166-1 alpha-2
    language: str | None = None  # BCP 47 primary tag
    timezone: str = "UTC"  # IANA name
    schedule: str = "*/30 * * * *"  # cron, five fields, in the outlet's zone
    enabled: bool = True
    delay: float = 5.0  # seconds between two requests to one host
    feeds: tuple[str, ...] = ()
    news_sitemaps: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()  # regular expressions; a link must match one, where there are any
    deny: tuple[str, ...] = ()  # a link that matches one is left alone
    tags: tuple[str, ...] = ()  # the user's own, given to every article
    daily_limit: int | None = None  # pages fetched in 24 hours
    recheck: tuple[
        str, ...
    ] = ()  # ages (`6h`, `7d`) at which an article is looked at again; none: its corrections cost no request
    keep_pages: int = 30  # days that the HTML of its pages is kept, 0 for not at all
    respect_noarchive: bool = False
    respect_tdm: bool = True  # a page that reserves text and data mining is rejected
    allow_private: bool = False
    selectors: Selectors = Selectors()


@dataclass(frozen=True, slots=True)
class Source:
    """A place where an outlet names its new articles, with the validators of its last answer."""

    id: int
    outlet: str
    kind: SourceKind
    url: str
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    failures: int = 0  # in a row
    page: int = 1  # of a list that goes on; above 1 only in the crawl that follows it
    first: str | None = None  # then the address of its first page


@dataclass(frozen=True, slots=True)
class FoundLink:
    """What one source said of one article. `changed_at` is the latest time that the source names for it."""

    url: str
    title: str | None = None
    published_at: datetime | date | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be an article, as the archive remembers it."""

    id: int
    outlet: str
    url: str
    state: LinkState
    attempts: int = 0
    title: str | None = None
    published_at: datetime | date | None = None
    source: SourceKind | None = None  # the kind of source that named it
    article: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days of publication, both included; `until` None: up to now."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that an article has: a code of IPTC Media Topics (`11000000`), a topic of the user's (`own:energy`) or a tag (`tag:energy`).

    `score` is 0..1, `method` says which evidence spoke (section, url, keyword, lexicon, phrase, tag), `evidence` is the words themselves.
    """

    code: str
    name: str
    score: float
    method: str
    evidence: tuple[str, ...] = ()


BOILERPLATE = "boilerplate"  # the reason of what an outlet's memory removed
TIME = "time"  # kind of the line with which an entry of a live blog begins
VALUE_KINDS = ("image", "author", "section", "date")  # of blocks that are none: values that it rejected


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """A topic of the user's as topics.toml names it: an article has it that has one of the phrases and all that is required.

    A phrase stands for all forms of its words in the article's language; `word*` is a beginning. Where outlets are named, only theirs
    count; where topics of IPTC's are named (by code), only articles that have one of these, or one below it.
    """

    slug: str
    name: str
    phrases: tuple[str, ...]
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    iptc: tuple[str, ...] = ()


class Block(NamedTuple):
    """One block of a page's text in its order. `reason` is None where the block is part of the article.

    A tuple because a page has some two hundred, and they pass between processes: a dataclass took 0.7 ms a page to pack and unpack.

    `kind` is one of paragraph, heading, quote, item, row, code, caption, time (with which an entry of a live blog begins), or of
    VALUE_KINDS at the end; `fingerprint` is equal for texts that are the same but for case, spacing and digits.
    """

    text: str
    kind: str
    fingerprint: int
    reason: str | None = None

    @property
    def is_body(self) -> bool:
        """Say whether it is the article's text, but for what the outlet's memory says of it."""
        return (self.reason is None or self.reason == BOILERPLATE) and self.kind not in VALUE_KINDS


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article. `text` has one paragraph a line with a blank line between; the outlet is named when it is stored.

    `published_at` is an aware datetime where the time is known, a `date` where only the day is, else None;
    `published_source` says who said so (feed, news_sitemap, json-ld, meta, time, url, text, selector).
    `access` is free, paywalled or unknown. `next_page` is the address of the article's next page where its outlet spreads it over
    several and this is not yet the whole; it is not stored.
    """

    url: str
    title: str
    text: str
    authors: tuple[str, ...] = ()
    published_at: datetime | date | None = None
    published_source: str | None = None
    modified_at: datetime | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    summary: str | None = None
    image_url: str | None = None
    access: str = "unknown"
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    next_page: str | None = None

    @property
    def published_precision(self) -> str | None:
        """Return `time`, `day`, or None where no date is known."""
        if self.published_at is None:
            return None
        return "time" if isinstance(self.published_at, datetime) else "day"


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page with all that extracting it again asks for: `html` is packed by gzip, `article` None where it was turned away.

    `url`, `requested_url`, `link` and what the source said (`title`, `published_at`, `source`) are as in `pipelines.items`; `encoding` is
    the charset of the HTTP header; `stored_at` is when the archive stored what was read from it.
    """

    link: int
    article: int | None
    outlet: str
    url: str
    requested_url: str
    fetched_at: datetime
    stored_at: datetime
    html: bytes = field(repr=False)
    encoding: str | None = None
    title: str | None = None
    published_at: datetime | date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of one page: `article` is its id, None where it was rejected for `reason`."""

    change: Change
    article: int | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A page or source that failed, with a reason from a fixed list and the detail that the web gave."""

    url: str
    reason: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What one crawl of one outlet did; requests and bytes count every answer of the outlet's hosts."""

    found: int = 0
    new: int = 0
    modified: int = 0
    unchanged: int = 0
    rejected: int = 0
    failed: int = 0
    requests: int = 0
    bytes: int = 0

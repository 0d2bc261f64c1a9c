"""What several tests share: the `browser` and `model` markers, and a small archive in which everything there is happens once."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from db.archive import open_archive
from db.search_text import search_text
from pipelines.model import installed_model

if TYPE_CHECKING:
    from pathlib import Path


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# What a marker needs: whether it is there, what must be set where it has to be, and what to say where it is not.
NEEDS = {
    "browser": (CHROMIUM is not None, "BROADSHEET_REQUIRE_BROWSER", "no Chromium here"),
    "model": (installed_model() is not None, "BROADSHEET_REQUIRE_MODEL", "no model here, see make setup EXTRAS=topics"),
}
_LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    for marker, (there, variable, why) in NEEDS.items():
        if not there and os.environ.get(variable) == "1":
            raise pytest.UsageError(f"{variable}=1, but the tests marked {marker} cannot run: {why}")
    config.stash[_LEFT_OUT] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for marker, (there, _, _) in NEEDS.items():
        left_out = [] if there else [item for item in items if item.get_closest_marker(marker)]
        config.stash[_LEFT_OUT][marker] = len(left_out)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    told: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if told is not None:  # one of several processes: the first of them prints
        told["left_out"] = session.config.stash[_LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[_LEFT_OUT] = node.workeroutput["left_out"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for marker, count in config.stash[_LEFT_OUT].items():
        if count:
            terminalreporter.write_line(f"{marker} tests left out: {NEEDS[marker][2]} ({count} tests)")


@pytest.fixture
def chromium() -> str:
    """Return the path of the browser; only for tests with the `browser` marker."""
    assert CHROMIUM is not None
    return CHROMIUM


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A live archive `news.db`: two outlets, four articles (2 is Arabic, 3 repeats 1, 4 is hostile), a revision, removed blocks, runs."""
    path = tmp_path / "news.db"
    db = open_archive(path)
    for table, rows in _rows(datetime.now(UTC)).items():
        db[table].insert_all(rows)
    db.close()
    return path


def _rows(now: datetime) -> dict[str, list[dict[str, object]]]:
    lately, before = (f"{now - timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (1, 50))
    return {
        "outlets": [
            _outlet("harbour", "The Harbour Post", "en", "Europe/Lisbon"),
            _outlet("nahar", "صحيفة الميناء", "ar", "Asia/Riyadh"),
        ],
        "sources": [
            {"id": 1, "outlet": "harbour", "kind": "feed", "url": "https://harbour.example/feed", "origin": "found"}
        ],
        "articles": [
            _article(
                1,
                "harbour",
                "Ferry fares rise in spring",
                "The ferry will cost more.\n\nThe council voted on Monday.",
                before,
            )
            | {
                "authors": json.dumps(["Ana Reis", "Tom Hale"]),
                "published_at": "2024-03-02T08:15:00Z",
                "published_day": "2024-03-02",
                "published_precision": "time",
                "published_source": "json-ld",
                "topics": json.dumps(["transport", "economy"]),
                "summary": "Passengers pay a tenth more from April.",
                "image_url": "https://harbour.example/ferry.jpg",
                "access": "free",
            },
            _article(
                2,
                "nahar",
                "ارتفاع أسعار العبارات",
                "سترتفع أسعار العبارات في الربيع.\n\nصوت المجلس يوم الاثنين.",
                lately,
            )
            | {
                "language": "ar",
                "published_at": "2024-03-03",
                "published_day": "2024-03-03",
                "published_precision": "day",
                "published_source": "url",
                "access": "paywalled",
            },
            _article(3, "nahar", "Ferry fares rise", "The ferry will cost more.", lately) | {"duplicate_of": 1},
            _article(4, "harbour", "<script>alert(1)</script>", "<img src=x onerror=alert(2)>", lately)
            | {
                "url": "javascript:alert(3)",
                "image_url": "javascript:alert(4)",
                "authors": json.dumps(["<b>Eve</b>"]),
                "topics": json.dumps(["<i>x</i>"]),
            },
        ],
        "article_urls": [
            {"url": "https://harbour.example/1", "article": 1},
            {"url": "https://harbour.example/1?print", "article": 1},
        ],
        "links": [
            {
                "outlet": "harbour",
                "url": "https://harbour.example/1",
                "state": "fetched",
                "discovered_at": before,
                "article": 1,
            },
        ],
        "blocks": [
            {
                "article": 1,
                "position": 0,
                "kind": "item",
                "text": "Share this",
                "fingerprint": 1,
                "reason": "boilerplate",
            },
            {
                "article": 1,
                "position": 1,
                "kind": "paragraph",
                "text": "The ferry will cost more.",
                "fingerprint": 2,
                "reason": None,
            },
            {
                "article": 4,
                "position": 0,
                "kind": "item",
                "text": "<script>alert(5)</script>",
                "fingerprint": 3,
                "reason": "related",
            },
        ],
        "topics": [
            {"code": "04000000", "name": "economy", "parent": None, "scheme": "iptc"},
            {"code": "20000332", "name": "transport", "parent": "04000000", "scheme": "iptc"},
        ],
        "article_topics": [
            {
                "article": 1,
                "topic": "20000332",
                "score": 0.82,
                "method": "lexicon",
                "evidence": json.dumps(["ferry", "fares"]),
            },
        ],
        "boilerplate": [
            {
                "outlet": "harbour",
                "fingerprint": 1,
                "sample": "Share this",
                "pages": 9,
                "first_seen_at": before,
                "last_seen_at": lately,
            },
        ],
        "revisions": [
            _revision(1, before, "Ferry fares rise", "The ferry may cost more.\n\nThe council voted on Monday."),
            _revision(
                1, lately, "Ferry fares rise in spring", "The ferry will cost more.\n\nThe council voted on Monday."
            ),
        ],
        "runs": [
            {
                "id": 1,
                "outlet": "harbour",
                "started_at": before,
                "outcome": "failed",
                "new": 0,
                "failed": 1,
                "detail": "no source",
            },
            {"id": 2, "outlet": "nahar", "started_at": lately, "outcome": "ok", "new": 2, "failed": 0, "detail": None},
        ],
        "problems": [
            {
                "run": 1,
                "outlet": "harbour",
                "url": "https://harbour.example/feed",
                "reason": "timeout",
                "detail": "30 s",
                "at": before,
            },
        ],
    }


def _outlet(slug: str, name: str, language: str, timezone: str) -> dict[str, object]:
    return {
        "slug": slug,
        "name": name,
        "homepage": f"https://{slug}.example/",
        "language": language,
        "timezone": timezone,
        "schedule": "*/30 * * * *",
        "enabled": 1,
    }


def _article(article: int, outlet: str, title: str, text: str, seen: str) -> dict[str, object]:
    """Return an article's row without what only some articles have; those are given as None, so that all rows have the same columns."""
    unknown = (
        "published_at",
        "published_day",
        "published_precision",
        "published_source",
        "summary",
        "image_url",
        "duplicate_of",
    )
    return dict.fromkeys(unknown) | {
        "id": article,
        "outlet": outlet,
        "url": f"https://{outlet}.example/{article}",
        "title": title,
        "authors": "[]",
        "keywords": "[]",
        "topics": "[]",
        "language": "en",
        "text": text,
        "access": "unknown",
        "word_count": len(text.split()),
        "first_seen_at": seen,
        "last_checked_at": seen,
        "content_hash": f"hash of {text}",
        "extractor_version": 1,
        "search_text": search_text(title, text),
    }


def _revision(article: int, seen: str, title: str, text: str) -> dict[str, object]:
    return {"article": article, "seen_at": seen, "title": title, "text": text, "content_hash": f"hash of {text}"}

from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from db.archive import open_archive, read_archive
from db.errors import BroadsheetError, NoSuchArticle, UnknownOutlet
from db.queries import (
    Filters,
    Hit,
    OutletStatus,
    StoredArticle,
    TopicError,
    article,
    export_rows,
    latest,
    outlet_statuses,
    search,
)
from db.records import Article, Block, Topic
from db.search_text import search_text
from db.statuses import LastRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

ALL = Filters()
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


def text_of(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def add_outlet(db: Database, slug: str, name: str, *, enabled: bool = True) -> None:
    row = {"homepage": f"https://{slug}.example/", "timezone": "UTC", "schedule": "*/30 * * * *"}
    db.table("outlets").insert({"slug": slug, "name": name, "enabled": int(enabled), **row})


def add_article(db: Database, key: int, outlet: str, title: str, text: str, **more: Any) -> None:
    row = {
        "id": key,
        "outlet": outlet,
        "url": f"https://{outlet}.example/{key}",
        "title": title,
        "text": text,
        "authors": "[]",
        "keywords": "[]",
        "topics": "[]",
        "access": "free",
        "word_count": len(text.split()),
        "first_seen_at": f"2026-03-{key:02}T10:00:00Z",
        "last_checked_at": "2026-03-19T10:00:00Z",
        "content_hash": f"hash {key}",
        "extractor_version": 1,
        "search_text": search_text(title, text),
    }
    db.table("articles").insert(row | more)


def tag(db: Database, key: int, *topics: str) -> None:
    rows = ({"article": key, "topic": topic, "score": 0.5, "method": "lexicon", "evidence": "[]"} for topic in topics)
    db.table("article_topics").insert_all(rows)


def add_press(db: Database) -> None:
    """Add three outlets with six articles of five languages, and topics on two levels."""
    add_outlet(db, "harbour", "The Harbour Post")
    add_outlet(db, "nahar", "صحيفة النهار")
    add_outlet(db, "renmin", "人民报")
    topics: list[dict[str, Any]] = [
        {"code": "04000000", "name": "economy, business and finance", "parent": None, "scheme": "iptc"},
        {"code": "20000170", "name": "Tourism", "parent": "04000000", "scheme": "iptc"},
        {"code": "11000000", "name": "politics", "parent": None, "scheme": "iptc"},
        {"code": "15000000", "name": "sport", "parent": None, "scheme": "iptc"},
        {"code": "20000822", "name": "sports event", "parent": None, "scheme": "iptc"},
        {"code": "tag:ports", "name": "Häfen", "parent": None, "scheme": "own"},
    ]
    db.table("topics").insert_all(topics)
    add_article(
        db,
        1,
        "harbour",
        "Ferry fares rise",
        "The council voted on Monday.\n\nBoats will cost more.",
        language="en",
        published_at="2026-03-01T08:15:00Z",
        published_day="2026-03-01",
        topics='["Tourism"]',
    )
    add_article(
        db,
        2,
        "harbour",
        "Council meets",
        f"{'The meeting went on and on. ' * 20}At last the ferry was named.",
        language="en-GB",
        published_at="2026-03-05",
        published_day="2026-03-05",
        topics='["politics", "Häfen"]',
    )
    add_article(db, 3, "nahar", "ارتفاع الأسعار", "قالت الحكومة إن أسعار الخبز ارتفعت في المدينة.", language="ar")
    add_article(db, 4, "renmin", "经济新闻", "人民银行宣布下调利率。", language="zh", published_day="2026-02-27")
    add_article(db, 5, "renmin", "ข่าวเศรษฐกิจ", "ราคาน้ำมันปรับขึ้นวันนี้", language="th")
    add_article(db, 6, "harbour", "Hafen in Köln", "Die Fähre fährt über den Rhein nach Düsseldorf.", language="de")
    tag(db, 1, "20000170")
    tag(db, 2, "11000000", "tag:ports")
    tag(db, 6, "15000000")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An archive that the command line would read, with what `add_press` puts there."""
    path = tmp_path / "news.db"
    writer = open_archive(path)
    add_press(writer)
    writer.close()
    reader = read_archive(path)
    yield reader
    reader.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = open_archive(tmp_path / "empty.db")
    yield database
    database.close()


def test_search_returns_whole_hits_with_the_title_before_the_text(db: Database) -> None:
    assert search(db, "ferry", ALL, 10) == [
        Hit(
            id=1,
            outlet="harbour",
            title="Ferry fares rise",
            url="https://harbour.example/1",
            published_at=datetime(2026, 3, 1, 8, 15, tzinfo=UTC),
            language="en",
            topics=("Tourism",),
            excerpt="The council voted on Monday. Boats will cost more.",
        ),
        Hit(
            id=2,
            outlet="harbour",
            title="Council meets",
            url="https://harbour.example/2",
            published_at=date(2026, 3, 5),
            language="en-GB",
            topics=("politics", "Häfen"),
            excerpt=f"…{'The meeting went on and on. ' * 6}At last the ferry was named.",
        ),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("council", [2, 1], id="in a title before in a text"),
        pytest.param("ferry -boats", [2], id="an excluded word"),
        pytest.param('"cost more"', [1], id="a phrase"),
        pytest.param("الاسعار", [3], id="Arabic with a plain alef"),
        pytest.param("银行", [4], id="Chinese"),
        pytest.param("น้ำมัน", [5], id="Thai"),
        pytest.param("fahre koln", [6], id="German without dots"),
        pytest.param('x" OR rowid > 0 --', [], id="an injection"),
        pytest.param("absent", [], id="a word that is nowhere"),
    ],
)
def test_search_finds(db: Database, query: str, found: list[int]) -> None:
    assert [hit.id for hit in search(db, query, ALL, 10)] == found


def test_search_keeps_to_its_limit_and_filters(db: Database) -> None:
    assert [hit.id for hit in search(db, "ferry", ALL, 1)] == [1]
    assert [hit.id for hit in search(db, "ferry", Filters(topics=("politics",)), 10)] == [2]


def test_search_for_nothing_is_refused(db: Database) -> None:
    with pytest.raises(BroadsheetError, match="nothing to search for in"):
        search(db, " ", ALL, 10)


def test_latest_is_by_publication_else_by_first_sight(db: Database) -> None:
    hits = latest(db, ALL, 5)
    assert [hit.id for hit in hits] == [6, 5, 2, 4, 3]
    assert hits[2].excerpt.startswith("The meeting went on and on. The meeting")


FILTERS = {
    "all": (ALL, [1, 2, 3, 4, 5, 6]),
    "an outlet": (Filters(outlets=("renmin",)), [4, 5]),
    "two outlets": (Filters(outlets=("nahar", "renmin")), [3, 4, 5]),
    "a topic by its code": (Filters(topics=("11000000",)), [2]),
    "a topic by its name": (Filters(topics=("tourism",)), [1]),
    "a topic by the beginning of its name": (Filters(topics=("pol",)), [2]),
    "a topic and those below it": (Filters(topics=("Economy",)), [1]),
    "a whole name that begins another": (Filters(topics=("Sport",)), [6]),
    "a tag by its name in capitals": (Filters(topics=("HÄFEN",)), [2]),
    "a topic that nothing has": (Filters(topics=("sports event",)), []),
    "two topics": (Filters(topics=("sport", "tag:ports")), [2, 6]),
    "a language": (Filters(languages=("ar",)), [3]),
    "a language with its regions": (Filters(languages=("EN",)), [1, 2]),
    "a language that nothing has": (Filters(languages=("e",)), []),
    "since a day": (Filters(since=date(2026, 3, 5)), [2, 5, 6]),
    "until a day": (Filters(until=date(2026, 3, 1)), [1, 4]),
    "one day": (Filters(since=date(2026, 3, 3), until=date(2026, 3, 3)), [3]),
    "all of them together": (
        Filters(("harbour",), ("politics",), ("en", "de"), date(2026, 3, 1), date(2026, 3, 31)),
        [2],
    ),
}


@pytest.mark.parametrize(("filters", "kept"), FILTERS.values(), ids=FILTERS.keys())
def test_filters_keep(db: Database, filters: Filters, kept: list[int]) -> None:
    assert [row["id"] for row in export_rows(db, filters)] == kept
    assert sorted(hit.id for hit in latest(db, filters, 10)) == kept


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        (Filters(outlets=("harbor",)), UnknownOutlet, 'no such outlet: harbor (did you mean "harbour"?)'),
        (Filters(topics=("polytics",)), TopicError, 'no such topic: polytics (did you mean "politics"?)'),
        (Filters(topics=("xyz",)), TopicError, "no such topic: xyz (see `broadsheet topics`)"),
        (Filters(topics=("",)), TopicError, "no such topic:  (see `broadsheet topics`)"),
        (Filters(topics=("sp",)), TopicError, "more than one topic begins with sp: sport, sports event"),
    ],
)
def test_an_unknown_name_in_a_filter_is_refused(
    db: Database, filters: Filters, error: type[BroadsheetError], message: str
) -> None:
    with pytest.raises(error) as caught:
        latest(db, filters, 1)
    assert str(caught.value) == message


@pytest.fixture
def full(empty: Database) -> Database:
    """An archive with one article that has everything, and one of another outlet that repeats it."""
    add_outlet(empty, "harbour", "The Harbour Post")
    add_outlet(empty, "copy", "The Copy")
    add_article(
        empty,
        1,
        "harbour",
        "Ferry fares rise",
        "Boats will cost more.",
        authors='["Ana Reis", "محمد علي"]',
        published_at="2026-03-01T08:15:00Z",
        published_day="2026-03-01",
        published_precision="time",
        published_source="json-ld",
        modified_at="2026-03-01T09:00:00Z",
        language="en",
        section="Transport",
        keywords='["ferry"]',
        topics='["transport", "politics"]',
        summary="Dearer boats.",
        image_url="https://harbour.example/1.jpg",
    )
    add_article(empty, 2, "copy", "Ferry fares", "Boats will cost more.", duplicate_of=1)
    empty.table("article_urls").insert_all(
        {"url": f"https://harbour.example/{path}", "article": 1} for path in ("1", "1?print", "amp/1")
    )
    empty.table("blocks").insert_all(
        {"article": 1, "position": i, "kind": kind, "text": text, "fingerprint": i, "reason": reason}
        for i, (kind, text, reason) in enumerate(
            (
                ("item", "Share", "boilerplate"),
                ("paragraph", "Boats will cost more.", None),
                ("item", "More", "related"),
            )
        )
    )
    empty.table("topics").insert_all(
        {"code": code, "name": name, "parent": None, "scheme": "iptc"}
        for code, name in (("11000000", "politics"), ("20000337", "transport"))
    )
    empty.table("article_topics").insert_all(
        [
            {"article": 1, "topic": "11000000", "score": 0.4, "method": "lexicon", "evidence": '["council"]'},
            {
                "article": 1,
                "topic": "20000337",
                "score": 0.9,
                "method": "section",
                "evidence": '["Transport", "عبّارة"]',
            },
        ]
    )
    empty.table("revisions").insert_all(
        {"article": 1, "seen_at": "2026-03-01T10:00:00Z", "title": "F", "text": text, "content_hash": text}
        for text in ("Boats may cost more.", "Boats will cost more.")
    )
    return empty


WHOLE = StoredArticle(
    id=1,
    outlet="harbour",
    article=Article(
        url="https://harbour.example/1",
        title="Ferry fares rise",
        text="Boats will cost more.",
        authors=("Ana Reis", "محمد علي"),
        published_at=datetime(2026, 3, 1, 8, 15, tzinfo=UTC),
        published_source="json-ld",
        modified_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
        language="en",
        section="Transport",
        keywords=("ferry",),
        topics=(
            Topic("20000337", "transport", 0.9, "section", ("Transport", "عبّارة")),
            Topic("11000000", "politics", 0.4, "lexicon", ("council",)),
        ),
        summary="Dearer boats.",
        image_url="https://harbour.example/1.jpg",
        access="free",
        blocks=(
            Block("Share", "item", 0, "boilerplate"),
            Block("Boats will cost more.", "paragraph", 1, None),
            Block("More", "item", 2, "related"),
        ),
    ),
    word_count=4,
    first_seen_at=datetime(2026, 3, 1, 10, tzinfo=UTC),
    last_checked_at=datetime(2026, 3, 19, 10, tzinfo=UTC),
    duplicate_of=None,
    revisions=2,
    removed_blocks=2,
    other_urls=("https://harbour.example/1?print", "https://harbour.example/amp/1"),
)


@pytest.mark.parametrize("which", ["1", " 1\n", "https://harbour.example/1", "https://harbour.example/amp/1"])
def test_an_article_is_found_by_its_id_and_by_each_of_its_addresses(full: Database, which: str) -> None:
    assert article(full, which) == WHOLE


def test_an_article_with_little_known_of_it(full: Database) -> None:
    assert article(full, "2") == StoredArticle(
        id=2,
        outlet="copy",
        article=Article("https://copy.example/2", "Ferry fares", "Boats will cost more.", access="free"),
        word_count=4,
        first_seen_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
        last_checked_at=datetime(2026, 3, 19, 10, tzinfo=UTC),
        duplicate_of=1,
        revisions=0,
        removed_blocks=0,
        other_urls=(),
    )


@pytest.mark.parametrize("which", ["3", "-1", "", "1 OR 1=1", "https://harbour.example/", "9" * 30, "١"])
def test_an_article_that_is_not_there_is_refused(full: Database, which: str) -> None:
    with pytest.raises(NoSuchArticle) as caught:
        article(full, which)
    assert str(caught.value) == f"no such article: {which} (see `broadsheet search`)"


def test_export_yields_whole_articles_with_lists_as_lists(full: Database) -> None:
    assert next(export_rows(full, Filters(outlets=("harbour",)))) == {
        "id": 1,
        "outlet": "harbour",
        "url": "https://harbour.example/1",
        "title": "Ferry fares rise",
        "authors": ["Ana Reis", "محمد علي"],
        "published_at": "2026-03-01T08:15:00Z",
        "published_day": "2026-03-01",
        "published_precision": "time",
        "published_source": "json-ld",
        "modified_at": "2026-03-01T09:00:00Z",
        "language": "en",
        "section": "Transport",
        "keywords": ["ferry"],
        "topics": ["transport", "politics"],
        "summary": "Dearer boats.",
        "text": "Boats will cost more.",
        "image_url": "https://harbour.example/1.jpg",
        "access": "free",
        "word_count": 4,
        "first_seen_at": "2026-03-01T10:00:00Z",
        "last_checked_at": "2026-03-19T10:00:00Z",
        "content_hash": "hash 1",
        "duplicate_of": None,
        "story": None,
        "extractor_version": 1,
        "gone_at": None,
        "topics_mark": None,
    }


def test_export_holds_every_column_but_the_indexed_text(full: Database) -> None:
    assert set(next(export_rows(full, ALL))) == set(full.table("articles").columns_dict) - {"search_text"}


def test_export_holds_one_article_at_a_time(empty: Database) -> None:
    add_outlet(empty, "harbour", "The Harbour Post")
    for key in range(1, 29):
        add_article(empty, key, "harbour", "Long", "word " * 50_000, search_text="")
    tracemalloc.start()
    read = sum(len(str(row["text"])) for row in export_rows(empty, ALL))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == 28 * 250_000
    assert most < 4 * 250_000


def add_runs(db: Database, outlet: str, new: dict[float, int], outcome: str = "ok") -> None:
    """Add a run that many days before NOW, with so many new articles, each of which is stored."""
    for days, count in new.items():
        start = NOW - timedelta(days=days)
        db.table("runs").insert({"outlet": outlet, "started_at": text_of(start), "outcome": outcome, "new": count})
        for _ in range(count):
            key = db.execute("SELECT coalesce(max(id), 0) + 1 FROM articles").fetchone()[0]
            add_article(db, key, outlet, f"Article {key}", "Text.", first_seen_at=text_of(start))


def test_a_status_tells_everything_of_an_outlet(empty: Database) -> None:
    add_outlet(empty, "harbour", "The Harbour Post")
    add_runs(empty, "harbour", {15.5: 90, 3.2: 4, 3.1: 2, 2.1: 6, 1.1: 3, 0.5: 2})
    started = NOW - timedelta(hours=1)
    run = {"outlet": "harbour", "started_at": text_of(started), "outcome": "failed", "new": 0, "failed": 4}
    empty.table("runs").insert(run | {"detail": "no source could be read"})
    reasons = ["robots", "timeout", "http_500", "timeout", "too_short", "empty", "dns"]
    for number, reasons_of_run in ((6, ["old"]), (7, reasons)):
        empty.table("problems").insert_all(
            {
                "run": number,
                "outlet": "harbour",
                "url": "https://harbour.example/",
                "reason": reason,
                "at": text_of(NOW),
            }
            for reason in reasons_of_run
        )
    empty.table("links").insert_all(
        {
            "outlet": "harbour",
            "url": f"https://harbour.example/{i}",
            "state": state,
            "discovered_at": "",
            "next_try_at": at,
        }
        for i, (state, at) in enumerate((("new", "2026"), ("failed", "2026"), ("fetched", None), ("rejected", None)))
    )
    empty.table("sources").insert_all(
        {
            "outlet": "harbour",
            "kind": "feed",
            "url": f"https://harbour.example/{i}",
            "origin": "file",
            "failures": failures,
        }
        for i, failures in enumerate((0, 7, 3, 2))
    )
    assert outlet_statuses(empty, NOW) == [
        OutletStatus(
            slug="harbour",
            name="The Harbour Post",
            enabled=True,
            last_run=LastRun(
                started_at=started,
                outcome="failed",
                new=0,
                failed=4,
                detail="no source could be read",
                problems=(("dns", 1), ("empty", 1), ("too_short", 1), ("timeout", 2), ("http_500", 1)),
            ),
            articles=107,
            new_last_day=2,
            usual_per_day=5.0,
            waiting=2,
            wrong=(
                "last run failed: no source could be read",
                "sources fail: 2 of 4, 7 in a row: https://harbour.example/1",
            ),
        )
    ]


def test_an_outlet_that_was_never_crawled_has_nothing_to_tell(empty: Database) -> None:
    add_outlet(empty, "new", "New")
    assert outlet_statuses(empty, NOW) == [OutletStatus("new", "New", True, None, 0, 0, None, 0, ())]


SILENCES: dict[str, tuple[dict[float, int], tuple[str, ...]]] = {
    "new articles today": ({4.5: 12, 3.5: 12, 2.5: 12, 0.5: 1}, ()),
    "none for some days, where many are usual": (
        {8.5: 16, 7.5: 16, 6.5: 16, 3.5: 12, 2.5: 0, 0.1: 0},
        ("no new articles for 3 days, usually 12 a day",),
    ),
    "none for a day, where many are usual": (
        {5.5: 20, 3.5: 10, 2.5: 20, 1.5: 30, 0.1: 0},
        ("no new articles for 1 day, usually 20 a day",),
    ),
    "none for some days, where few are usual": ({6.5: 2, 5.5: 2, 4.5: 2, 3.5: 2, 0.1: 0}, ()),
    "no crawl for some days": ({6.5: 30, 5.5: 30, 4.5: 30}, ()),
    "too few days to know": ({3.5: 30, 2.5: 30, 0.1: 0}, ()),
    "none for weeks": ({40.0: 5, 10.0: 0, 9.0: 0, 8.0: 0, 0.5: 0}, ("no new articles for 39 days",)),
}


@pytest.mark.parametrize(("new", "wrong"), SILENCES.values(), ids=SILENCES.keys())
def test_silence_is_wrong_where_it_is_longer_than_chance(
    empty: Database, new: dict[float, int], wrong: tuple[str, ...]
) -> None:
    add_outlet(empty, "harbour", "The Harbour Post")
    add_runs(empty, "harbour", new)
    assert [status.wrong for status in outlet_statuses(empty, NOW)] == [wrong]


def test_nothing_is_wrong_with_a_paused_outlet_or_with_others_runs(empty: Database) -> None:
    for slug, enabled in (("good", True), ("paused", False)):
        add_outlet(empty, slug, slug, enabled=enabled)
    add_runs(empty, "paused", {1.0: 0}, "failed")
    add_runs(empty, "good", {1.0: 1})
    assert [(status.slug, status.enabled, status.wrong) for status in outlet_statuses(empty, NOW)] == [
        ("good", True, ()),
        ("paused", False, ()),
    ]


def test_a_failed_run_without_a_detail_points_to_its_problems(empty: Database) -> None:
    add_outlet(empty, "harbour", "The Harbour Post")
    add_runs(empty, "harbour", {0.1: 0}, "failed")
    assert [status.wrong for status in outlet_statuses(empty, NOW)] == [("last run failed: see its problems",)]

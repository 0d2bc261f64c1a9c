"""`search`, `show` and the list of `topics`, on a real archive that was filled as a crawl fills it."""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db.archive import open_archive, transaction
from db.records import Article, Block, Outlet, Topic
from db.search_text import search_text
from db.sources import put_outlet
from db.store import NewText, put_topics, save_article
from pipelines.dedupe import content_hash
from pipelines.urls import identity
from scheduler.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

HARBOUR = Outlet("harbour", "The Harbour Post", "https://harbour.example/", language="en", timezone="Europe/Lisbon")
NAHAR = Outlet("nahar", "صحيفة النهار", "https://nahar.example/", language="ar", timezone="Asia/Riyadh")
SEEN = datetime(2026, 3, 15, 10, tzinfo=UTC)
CHANGED = datetime(2026, 3, 15, 12, tzinfo=UTC)

FERRY = Article(
    url="https://harbour.example/ferry",
    title="Ferry fares rise in spring",
    text="The ferry will cost more from April.\n\nThe council voted on Monday.",
    authors=("Ana Reis", "Tom Hale"),
    published_at=datetime(2026, 3, 14, 9, 20, tzinfo=UTC),
    published_source="json-ld",
    modified_at=datetime(2026, 3, 14, 11, tzinfo=UTC),
    language="en",
    section="City",
    keywords=("ferries", "fares"),
    topics=(
        Topic("20001234", "ferries", 0.91, "section+lexicon", ("ferry", "fares")),
        Topic("tag:sea", "sea", 1.0, "tag"),
    ),
    summary="Passengers pay a tenth more.",
    image_url="https://harbour.example/ferry.jpg",
    access="free",
    blocks=(
        Block("Share this", "item", 1, "boilerplate"),
        Block("The ferry will cost more from April.", "paragraph", 2),
        Block("The council voted on Monday.", "paragraph", 3),
        Block("More from the harbour", "heading", 4, "related"),
    ),
)
BREAD = Article(
    url="https://nahar.example/bread",
    title="ارتفاع أسعار الخبز",
    text="قالت الحكومة إن أسعار الخبز ارتفعت في المدينة.",
    published_at=date(2026, 3, 13),
    published_source="text",
    language="ar",
    access="paywalled",
)
COPY = Article(url="https://nahar.example/ferry", title="Ferry fares to rise", text=FERRY.text, language="en")
HOSTILE = Article(
    url="https://harbour.example/x",
    title="[red]x[/red] \x1b[2J\x9b5m\u202e:smile:",
    text="[bold]text[/bold] \x1b]0;owned\x07\n\nhttps://a.example/ 'quoted' 12:30",
    blocks=(Block("[link=https://a.example]\x1b[8mhidden", "item", 1, "card"),),
)


def save(db: Database, outlet: Outlet, article: Article, now: datetime, *also: str) -> None:
    new = NewText(
        article=article,
        addresses={url: identity(url) for url in (article.url, *also)},
        content_hash=content_hash(article.text),
        word_count=len(article.text.split()),
        search_text=search_text(article.title, article.text),
        extractor_version=1,
    )
    with transaction(db):
        put_outlet(db, outlet)
        save_article(db, outlet, new, now)


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of four articles in the working folder: 1 was corrected once, 2 is Arabic, 3 repeats 1, 4 is hostile."""
    monkeypatch.chdir(tmp_path)
    with closing(open_archive(tmp_path / "news.db")) as db:
        put_topics(db, [("13000000", "transport", None), ("20001234", "ferries", "13000000")])
        save(db, HARBOUR, replace(FERRY, text="The ferry may cost more."), SEEN, "https://harbour.example/ferry/print")
        save(db, NAHAR, BREAD, SEEN)
        save(db, HARBOUR, FERRY, CHANGED)
        save(db, NAHAR, COPY, CHANGED)
        save(db, HARBOUR, HOSTILE, CHANGED)
    return tmp_path / "news.db"


def broadsheet(*args: str, **environment: str) -> str:
    """Run a command that succeeds in this process, and return what it prints."""
    result = CliRunner().invoke(main, args, env=environment, catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def objects(*args: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in broadsheet(*args, "--json").splitlines()]


def test_search_lists_the_best_matches_for_a_person(press: Path) -> None:
    assert broadsheet("search", "ferry", "council").splitlines() == [
        "   3  Ferry fares to rise",
        "      nahar · no date",
        "      The ferry will cost more from April. The council voted on Monday.",
        "",
        "   1  Ferry fares rise in spring",
        "      harbour · 2026-03-14 · ferries, sea",
        "      The ferry will cost more from April. The council voted on Monday.",
        "",
        "2 articles. Open one: broadsheet show 3",
    ]


def test_search_for_machines_prints_an_object_a_line(press: Path) -> None:
    assert objects("search", "الاسعار") == []
    assert objects("search", "اسعار") == [
        {
            "id": 2,
            "outlet": "nahar",
            "title": BREAD.title,
            "url": BREAD.url,
            "published_at": "2026-03-13",
            "language": "ar",
            "topics": [],
            "excerpt": BREAD.text,
        }
    ]


SEARCHES = {
    "without words it lists the latest": ((), [4, 3, 1, 2]),
    "an excluded word is no option": (("ferry", "-spring"), [3]),
    "an excluded word may come first": (("-hotel", "ferry"), [3, 1]),
    "an excluded phrase": (("ferry", '-"in spring"'), [3]),
    "words after two minus signs": (("--limit", "5", "--", "ferry", "-spring"), [3]),
    "a beginning": (("coun*",), [3, 1]),
    "an outlet": (("ferry", "--outlet", "harbour"), [1]),
    "two outlets": (("--outlet", "harbour", "--outlet", "nahar"), [4, 3, 1, 2]),
    "a topic above": (("--topic", "transport"), [1]),
    "a tag of one's own": (("--topic", "tag:sea"), [1]),
    "a language": (("--language", "ar"), [2]),
    "a language by another of its tags": (("--language", "arb-EG"), [2]),
    "days": (("--since", "2026-03-13", "--until", "2026-03-14"), [1, 2]),
    "at most so many": (("--limit", "1"), [4]),
}


@pytest.mark.parametrize(("args", "found"), SEARCHES.values(), ids=SEARCHES.keys())
def test_search_finds(press: Path, args: tuple[str, ...], found: list[int]) -> None:
    assert [
        hit["id"] for hit in objects("search", *(["--json", *args] if "--" in args else args))[: len(found) + 1]
    ] == found


@pytest.mark.parametrize(
    ("args", "ending"),
    [
        (("search", "absent"), "No article matches."),
        (("search", "bold"), "1 article. Open one: broadsheet show 4"),
        (("search", "ferry", "--limit", "1"), "The first 1 (--limit for more). Open one: broadsheet show 3"),
        (("search", "bold", "--db", "news.db"), "1 article. Open one: broadsheet show 4 --db news.db"),
    ],
)
def test_search_ends_with_the_way_on(press: Path, args: tuple[str, ...], ending: str) -> None:
    assert broadsheet(*args).splitlines()[-1] == ending


def test_show_tells_everything_with_the_reasons(press: Path) -> None:
    assert broadsheet("show", "1").splitlines() == [
        "Ferry fares rise in spring",
        "",
        "article     1 of harbour, 12 words",
        "by          Ana Reis, Tom Hale",
        "published   14 March 2026, 09:20 UTC (time from JSON-LD)",
        "modified    14 March 2026, 11:00 UTC",
        "language    en",
        "section     City",
        "access      free",
        "topics      ferries 0.91 by section+lexicon: ferry, fares",
        "            sea 1.00 by tag",
        "keywords    ferries, fares",
        "summary     Passengers pay a tenth more.",
        "image       https://harbour.example/ferry.jpg",
        "address     https://harbour.example/ferry",
        "also at     https://harbour.example/ferry/print",
        "revisions   2 texts, this is the latest",
        "checked     first seen 15 March 2026, 10:00 UTC, last 15 March 2026, 12:00 UTC",
        "left out    2 blocks of the page",
        "",
        "The ferry will cost more from April.",
        "",
        "The council voted on Monday.",
    ]


def test_show_says_what_is_not_known(press: Path) -> None:
    assert broadsheet("show", "2").splitlines()[2:8] == [
        "article     2 of nahar, 8 words",
        "published   13 March 2026 (day only, from the text)",
        "language    ar",
        "access      paywalled",
        "topics      none found",
        "address     https://nahar.example/bread",
    ]
    copy = broadsheet("show", COPY.url).splitlines()
    assert "published   no date: the page states none that can be trusted" in copy
    assert "repeats     article 1 of another outlet" in copy
    assert "left out    0 blocks of the page" in copy


def test_show_lists_removed_blocks_when_asked(press: Path) -> None:
    assert broadsheet("show", "https://harbour.example/ferry/print", "--blocks").splitlines()[-4:] == [
        "",
        "2 blocks of the page left out",
        "boilerplate     Share this",
        "related         More from the harbour",
    ]


def test_show_for_machines(press: Path) -> None:
    (shown,) = objects("show", "1")
    assert shown == {
        "id": 1,
        "outlet": "harbour",
        "url": "https://harbour.example/ferry",
        "title": "Ferry fares rise in spring",
        "authors": ["Ana Reis", "Tom Hale"],
        "published_at": "2026-03-14T09:20:00Z",
        "published_precision": "time",
        "published_source": "json-ld",
        "modified_at": "2026-03-14T11:00:00Z",
        "language": "en",
        "section": "City",
        "keywords": ["ferries", "fares"],
        "topics": [
            {
                "code": "20001234",
                "name": "ferries",
                "score": 0.91,
                "method": "section+lexicon",
                "evidence": ["ferry", "fares"],
            },
            {"code": "tag:sea", "name": "sea", "score": 1.0, "method": "tag", "evidence": []},
        ],
        "summary": "Passengers pay a tenth more.",
        "text": FERRY.text,
        "image_url": "https://harbour.example/ferry.jpg",
        "access": "free",
        "word_count": 12,
        "first_seen_at": "2026-03-15T10:00:00Z",
        "last_checked_at": "2026-03-15T12:00:00Z",
        "gone_at": None,
        "duplicate_of": None,
        "revisions": 2,
        "removed_blocks": 2,
        "other_urls": ["https://harbour.example/ferry/print"],
    }
    (with_blocks,) = objects("show", "1", "--blocks")
    removed = [
        {"kind": "item", "reason": "boilerplate", "text": "Share this"},
        {"kind": "heading", "reason": "related", "text": "More from the harbour"},
    ]
    assert with_blocks == shown | {"removed": removed}


def test_a_page_cannot_act_on_a_terminal(press: Path) -> None:
    terminal = {"FORCE_COLOR": "1", "COLUMNS": "60", "TERM": "xterm"}
    shown = broadsheet("show", "4", "--blocks", **terminal) + broadsheet("search", "bold", **terminal)
    assert "\x1b[1m[red]x[/red] [2J5m:smile:\x1b[0m" in shown
    assert "[bold]text[/bold] ]0;owned" in shown
    assert "[link=https://a.example][8mhidden" in shown
    assert set(re.findall(r"\x1b.[\d;]*.", shown)) == {"\x1b[1m", "\x1b[0m", "\x1b[2m", "\x1b[36m"}
    assert not set("\x07\x9b\u202e") & set(shown)


def test_a_pipe_gets_no_styles(press: Path) -> None:
    assert "\x1b" not in "".join(broadsheet(*args) for args in (("search",), ("show", "4", "--blocks"), ("topics",)))
    assert "\x1b" not in broadsheet("show", "4", "--json")


def test_topics_are_listed_with_those_below_and_tags_apart(press: Path) -> None:
    assert [line.rstrip() for line in broadsheet("topics").splitlines()] == [
        "Topics",
        "topic      articles      code",
        "transport         1  13000000",
        "  ferries         1  20001234",
        "",
        "Your topics and tags",
        "topic  articles     code",
        "sea           1  tag:sea",
        "",
    ]
    assert objects("topics") == [
        {"code": "20001234", "name": "ferries", "parent": "13000000", "scheme": "iptc", "articles": 1},
        {"code": "tag:sea", "name": "sea", "parent": None, "scheme": "own", "articles": 1},
        {"code": "13000000", "name": "transport", "parent": None, "scheme": "iptc", "articles": 1},
    ]


def test_an_empty_archive_is_no_failure(tmp_path: Path) -> None:
    open_archive(tmp_path / "empty.db").close()
    db = str(tmp_path / "empty.db")
    assert broadsheet("search", "--db", db) == "No article matches.\n"
    assert broadsheet("search", "--db", db, "--json") == ""
    assert broadsheet("topics", "--db", db) == "No article has a topic yet.\n"

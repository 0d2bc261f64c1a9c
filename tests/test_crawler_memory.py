"""A paper's boilerplate through real crawls: learned, taken out of what is stored, given back, and never an edit of the paper's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from db.archive import open_archive, transaction
from db.records import Article, Block, Outlet
from db.sources import put_outlet
from pipelines.blocks import fingerprint
from pipelines.items import FetchedPage, Hints, PageResult
from pipelines.learn import load_memory
from pipelines.memory import Memory
from pipelines.store import store_results
from tests.crawls import crawl, entry, paper, rows, story_page, story_text, story_title, story_url, write_outlets

NOON = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
HOST = "www.herald.test"
STORIES = ("bridge", "lighthouse", "market", "theatre", "windmill", "station")
NOTE = "The Herald is read in forty towns along the coast, and printed on paper from its own mill."
ENTRY = entry("herald", f"http://{HOST}/", f'feeds = ["http://{HOST}/feed"]')
TEXTS = "SELECT articles.url, text FROM articles ORDER BY id"


def noted(*with_note: str, edited: str = "") -> dict[str, Answer]:
    """Return pages of stories with the note behind their text; of one the second paragraph is edited."""
    pages = {}
    for story in with_note:
        body = story_page(HOST, story).body.replace(b"</article>", f"<p>{NOTE}</p></article>".encode())
        body = body.replace(b"eleven months", b"twelve months") if story == edited else body
        pages[story_url(HOST, story).removeprefix(f"http://{HOST}")] = Answer(body)
    return pages


def run(folder: Path, *stories: str, note: tuple[str, ...] = (), edited: str = "") -> dict[str, str]:
    """Crawl the paper with these stories in its feed and return the texts of the archive by story."""
    with LocalWeb([paper(HOST, stories, answers=noted(*note, edited=edited))]) as web:
        done = crawl(web, folder)
    assert done.code == 0, done.errors
    texts = dict(rows(folder, TEXTS))
    return {story: texts[story_url(HOST, story)] for story in STORIES if story_url(HOST, story) in texts}


def clean(*stories: str) -> dict[str, str]:
    return {story: story_text(HOST, story) for story in stories}


def due_again(folder: Path) -> None:
    """Make every page due, as a source does that says that it changed."""
    with closing(open_archive(folder / "news.db")) as db, transaction(db):
        db.execute("UPDATE links SET next_try_at = '2020-01-01T00:00:00Z', etag = NULL, last_modified = NULL")


def test_three_pages_teach_it_and_those_stored_before_are_cleaned(tmp_path: Path) -> None:
    write_outlets(tmp_path, ENTRY)
    first = run(tmp_path, *STORIES[:2], note=STORIES)
    assert first == {story: f"{text}\n\n{NOTE}" for story, text in clean(*STORIES[:2]).items()}
    assert run(tmp_path, *STORIES[:4], note=STORIES) == clean(*STORIES[:4])
    assert rows(
        tmp_path, "SELECT article, reason, text FROM removed_blocks WHERE reason = 'boilerplate' ORDER BY article"
    ) == [(i, "boilerplate", NOTE) for i in (1, 2, 3, 4)]
    assert rows(tmp_path, "SELECT outlet, sample, kind, pages FROM boilerplate") == [("herald", NOTE, "paragraph", 4)]
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'forty'") == [(0,)]
    words = [(len(text.split()),) for text in clean(*STORIES[:4]).values()]
    assert rows(tmp_path, "SELECT word_count FROM articles ORDER BY id") == words


def test_a_page_that_is_fetched_again_is_unchanged_and_an_edit_is_an_edit(tmp_path: Path) -> None:
    write_outlets(tmp_path, ENTRY)
    run(tmp_path, *STORIES[:4], note=STORIES)
    due_again(tmp_path)
    assert run(tmp_path, *STORIES[:4], note=STORIES) == clean(*STORIES[:4])
    due_again(tmp_path)
    after = run(tmp_path, *STORIES[:4], note=STORIES, edited="market")
    assert after == clean(*STORIES[:4]) | {"market": story_text(HOST, "market").replace("eleven", "twelve")}
    counts = rows(tmp_path, "SELECT new, modified, unchanged FROM runs ORDER BY id")
    assert counts == [(4, 0, 0), (0, 0, 4), (0, 1, 3)]
    assert rows(tmp_path, "SELECT instr(title, 'market') > 0, instr(text, 'forty') FROM revisions") == [(1, 0), (1, 0)]


def test_what_three_articles_shared_by_chance_is_given_back(tmp_path: Path) -> None:
    write_outlets(tmp_path, ENTRY)
    assert run(tmp_path, *STORIES[:3], note=STORIES[:3]) == clean(*STORIES[:3])
    more = (
        "granary",
        "brewery",
        "foundry",
        "library",
        "aquarium",
        "tramway",
        "pier",
        "cinema",
        "stadium",
        "abbey",
        "mill",
        "tower",
    )
    run(tmp_path, *STORIES[:3], *more[:4], note=STORIES[:3])
    assert rows(tmp_path, "SELECT count(*) FROM boilerplate") == [(1,)]
    after = run(tmp_path, *STORIES[:3], *more, note=STORIES[:3])
    assert after == {story: f"{text}\n\n{NOTE}" for story, text in clean(*STORIES[:3]).items()}
    assert rows(tmp_path, "SELECT count(*) FROM boilerplate") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(0,)]


def test_an_archive_of_before_is_migrated_and_cleaned_with_the_next_page(tmp_path: Path) -> None:
    write_outlets(tmp_path, ENTRY)
    assert NOTE in run(tmp_path, *STORIES[:2], note=STORIES)["bridge"]
    with closing(sqlite3.connect(tmp_path / "news.db")) as db, db:
        db.execute("ALTER TABLE boilerplate DROP COLUMN kind")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm006_kinds_of_boilerplate'")
    assert run(tmp_path, *STORIES[:3], note=STORIES) == clean(*STORIES[:3])


def test_what_is_learned_and_what_is_stored_stand_or_fall_together(tmp_path: Path) -> None:
    blocks = [
        [Block(text, "paragraph", fingerprint(text)) for text in (*story_text(HOST, story).split("\n\n"), NOTE)]
        for story in STORIES[:3]
    ]
    results = [
        PageResult(
            FetchedPage("herald", 0, url, url, b"", Hints()),
            Article(url, story_title(story), "\n\n".join(block.text for block in some), blocks=tuple(some)),
        )
        for story, some in zip(STORIES, blocks, strict=False)
        for url in [story_url(HOST, story)]
    ]
    outlet = Outlet("herald", "Herald", f"http://{HOST}/")
    memories: dict[str, Memory] = {}
    with closing(open_archive(tmp_path / "news.db")) as db:
        with transaction(db):
            put_outlet(db, outlet)
        store_results(db, results[:2], {"herald": outlet}, NOON, memories)
        before = dict(memories)
        db.execute("CREATE TRIGGER no_memory BEFORE INSERT ON boilerplate BEGIN SELECT raise(ABORT, 'full'); END")
        with pytest.raises(sqlite3.IntegrityError, match="full"):
            store_results(db, results[2:], {"herald": outlet}, NOON, memories)
        assert (memories, db.execute("SELECT count(*) FROM articles").fetchone()[0]) == (before, 2)
        db.execute("DROP TRIGGER no_memory")
        store_results(db, results[2:], {"herald": outlet}, NOON, memories)
        assert dict(load_memory(db, outlet).known) == dict(memories["herald"].known) == {fingerprint(NOTE): 3}
        assert load_memory(db, outlet).pages == memories["herald"].pages
        texts = [row[0] for row in db.execute("SELECT text FROM articles ORDER BY id")]
    assert texts == [story_text(HOST, story) for story in STORIES[:3]]


def test_topics_of_the_users_follow_the_text_that_is_left(tmp_path: Path) -> None:
    write_outlets(tmp_path, ENTRY)
    (tmp_path / "topics.toml").write_text('[topics.coast]\nphrases = ["towns along the coast"]\n', encoding="utf-8")
    tagged = "SELECT url FROM articles JOIN article_topics ON article = id WHERE topic = 'own:coast' ORDER BY url"
    run(tmp_path, *STORIES[:2], note=STORIES)
    assert rows(tmp_path, tagged) == [(story_url(HOST, story),) for story in sorted(STORIES[:2])]
    marks = rows(tmp_path, "SELECT DISTINCT topics_mark FROM articles")
    run(tmp_path, *STORIES[:3], note=STORIES)
    assert rows(tmp_path, tagged) == []
    assert rows(tmp_path, "SELECT DISTINCT topics_mark FROM articles") == marks

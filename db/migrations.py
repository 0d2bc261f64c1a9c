"""The archive's schema, append-only: a migration that has landed is never edited, a change is a new one below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("broadsheet")

_TABLES = (
    """CREATE TABLE outlets (
        slug TEXT PRIMARY KEY, name TEXT NOT NULL, homepage TEXT NOT NULL, country TEXT, language TEXT,
        timezone TEXT NOT NULL, schedule TEXT NOT NULL, enabled INTEGER NOT NULL)""",
    """CREATE TABLE sources (
        id INTEGER PRIMARY KEY, outlet TEXT NOT NULL REFERENCES outlets(slug), kind TEXT NOT NULL, url TEXT NOT NULL,
        origin TEXT NOT NULL, etag TEXT, last_modified TEXT, content_hash TEXT, interval INTEGER, last_polled_at TEXT,
        failures INTEGER NOT NULL DEFAULT 0, next_poll_at TEXT, UNIQUE (outlet, url))""",
    """CREATE TABLE articles (
        id INTEGER PRIMARY KEY, outlet TEXT NOT NULL REFERENCES outlets(slug), url TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        authors TEXT NOT NULL, published_at TEXT, published_day TEXT, published_precision TEXT, published_source TEXT,
        modified_at TEXT, language TEXT, section TEXT, keywords TEXT NOT NULL, topics TEXT NOT NULL, summary TEXT,
        text TEXT NOT NULL, image_url TEXT, access TEXT NOT NULL, word_count INTEGER NOT NULL, first_seen_at TEXT NOT NULL,
        last_checked_at TEXT NOT NULL, content_hash TEXT NOT NULL, duplicate_of INTEGER REFERENCES articles(id) ON DELETE SET NULL,
        story INTEGER, extractor_version INTEGER NOT NULL, search_text TEXT NOT NULL)""",
    "CREATE INDEX idx_articles_outlet ON articles(outlet, first_seen_at)",
    "CREATE INDEX idx_articles_published_day ON articles(published_day)",
    "CREATE INDEX idx_articles_content_hash ON articles(content_hash)",
    "CREATE INDEX idx_articles_duplicate_of ON articles(duplicate_of)",
    """CREATE TABLE links (
        id INTEGER PRIMARY KEY, outlet TEXT NOT NULL REFERENCES outlets(slug), url TEXT NOT NULL, identity TEXT,
        source INTEGER REFERENCES sources(id) ON DELETE SET NULL, state TEXT NOT NULL, reason TEXT,
        attempts INTEGER NOT NULL DEFAULT 0, next_try_at TEXT, discovered_at TEXT NOT NULL,
        article INTEGER REFERENCES articles(id) ON DELETE SET NULL, title TEXT, published_at TEXT, changed_at TEXT,
        fetched_at TEXT, etag TEXT, last_modified TEXT, UNIQUE (outlet, url))""",
    "CREATE INDEX idx_links_waiting ON links(outlet, next_try_at) WHERE next_try_at IS NOT NULL",
    "CREATE INDEX idx_links_identity ON links(outlet, identity)",
    "CREATE INDEX idx_links_article ON links(article)",
    """CREATE TABLE article_urls (
        url TEXT PRIMARY KEY, identity TEXT, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE)""",
    "CREATE INDEX idx_article_urls_identity ON article_urls(identity)",
    "CREATE INDEX idx_article_urls_article ON article_urls(article)",
    """CREATE TABLE blocks (
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, position INTEGER NOT NULL, kind TEXT NOT NULL,
        text TEXT NOT NULL, fingerprint INTEGER NOT NULL, reason TEXT, PRIMARY KEY (article, position))""",
    """CREATE VIEW removed_blocks AS
        SELECT articles.outlet, articles.title, blocks.article, blocks.position, blocks.kind, blocks.reason, blocks.text
        FROM blocks JOIN articles ON articles.id = blocks.article WHERE blocks.reason IS NOT NULL""",
    """CREATE TABLE topics (
        code TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT REFERENCES topics(code), scheme TEXT NOT NULL)""",
    """CREATE TABLE article_topics (
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, topic TEXT NOT NULL REFERENCES topics(code),
        score REAL NOT NULL, method TEXT NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY (article, topic))""",
    "CREATE INDEX idx_article_topics_topic ON article_topics(topic)",
    """CREATE TABLE boilerplate (
        outlet TEXT NOT NULL REFERENCES outlets(slug), fingerprint INTEGER NOT NULL, sample TEXT NOT NULL, pages INTEGER NOT NULL,
        first_seen_at TEXT NOT NULL, last_seen_at TEXT NOT NULL, PRIMARY KEY (outlet, fingerprint))""",
    """CREATE TABLE revisions (
        id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, seen_at TEXT NOT NULL,
        title TEXT NOT NULL, text TEXT NOT NULL, content_hash TEXT NOT NULL)""",
    "CREATE INDEX idx_revisions_article ON revisions(article)",
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY, outlet TEXT NOT NULL REFERENCES outlets(slug), started_at TEXT NOT NULL, ended_at TEXT,
        outcome TEXT NOT NULL, found INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0,
        modified INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0, requests INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, detail TEXT)""",
    "CREATE INDEX idx_runs_outlet ON runs(outlet, started_at)",
    """CREATE TABLE problems (
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
        outlet TEXT NOT NULL REFERENCES outlets(slug), url TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT, at TEXT NOT NULL)""",
    "CREATE INDEX idx_problems_run ON problems(run)",
)

# By default SQLite takes the vowel signs of Indic and Thai scripts for separators: one word would match another.
# Full-text search by hand rather than with enable_fts: the indexed text is `search_text`, not `text`, and an UPDATE that touches none
# of the three columns must not write to the index.
_SEARCH = (
    """CREATE VIRTUAL TABLE articles_fts USING fts5 (
        title, authors, search_text, content='articles', content_rowid='id',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")""",
    """CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
        INSERT INTO articles_fts (rowid, title, authors, search_text)
        VALUES (new.id, new.title, new.authors, new.search_text); END""",
    """CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, authors, search_text)
        VALUES ('delete', old.id, old.title, old.authors, old.search_text); END""",
    """CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, authors, search_text ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, authors, search_text)
        VALUES ('delete', old.id, old.title, old.authors, old.search_text);
        INSERT INTO articles_fts (rowid, title, authors, search_text)
        VALUES (new.id, new.title, new.authors, new.search_text); END""",
)


@migrations()
def m001_first_schema(db: Database) -> None:
    """Create every table, view, index and trigger of the first version."""
    for statement in _TABLES + _SEARCH:
        db.execute(statement)


@migrations()
def m002_pace_and_end_of_sources(db: Database) -> None:
    """Note how often sources bring something, which are gone, and when an outlet's sources were last looked for."""
    for column in ("entries INTEGER", "links_per_day REAL", "gone_since TEXT", "retired_at TEXT"):
        db.execute(f"ALTER TABLE sources ADD COLUMN {column}")
    db.execute("ALTER TABLE outlets ADD COLUMN sources_found_at TEXT")


@migrations()
def m003_robots_and_waits(db: Database) -> None:
    """Keep each host's robots.txt, and until when an outlet asked to be left alone."""
    db.execute(
        "CREATE TABLE robots (host TEXT PRIMARY KEY, fetched_at TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL)"
    )
    db.execute("ALTER TABLE outlets ADD COLUMN wait_until TEXT")


@migrations()
def m004_back_fills(db: Database) -> None:
    """Note how far each back-fill has walked, and which links and runs belong to one: the schedule passes over them."""
    for statement in (
        """CREATE TABLE back_fills (
            id INTEGER PRIMARY KEY, outlet TEXT NOT NULL REFERENCES outlets(slug), since TEXT NOT NULL, until TEXT NOT NULL,
            started_at TEXT NOT NULL, ended_at TEXT, UNIQUE (outlet, since, until))""",
        """CREATE TABLE back_fill_pages (
            id INTEGER PRIMARY KEY, back_fill INTEGER NOT NULL REFERENCES back_fills(id) ON DELETE CASCADE, kind TEXT NOT NULL,
            url TEXT NOT NULL, first TEXT NOT NULL, number INTEGER NOT NULL, changed_at TEXT, state TEXT NOT NULL, reason TEXT,
            attempts INTEGER NOT NULL DEFAULT 0, next_try_at TEXT, UNIQUE (back_fill, url))""",
        "ALTER TABLE links ADD COLUMN back_fill INTEGER REFERENCES back_fill_pages(id) ON DELETE SET NULL",
        "CREATE INDEX idx_links_back_fill ON links(back_fill) WHERE back_fill IS NOT NULL",
        "ALTER TABLE runs ADD COLUMN back_fill INTEGER REFERENCES back_fills(id) ON DELETE SET NULL",
    ):
        db.execute(statement)


@migrations()
def m005_manners(db: Database) -> None:
    """Keep each host's tdmrep.json; note when an article's page was gone, when a home page may be looked at again, and which
    addresses pages declare as theirs that are not.
    """
    db.execute(
        "CREATE TABLE tdm_files (host TEXT PRIMARY KEY, fetched_at TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL)"
    )
    db.execute(
        "CREATE TABLE false_canonicals (outlet TEXT NOT NULL REFERENCES outlets(slug), identity TEXT NOT NULL, seen_at TEXT NOT NULL,"
        " PRIMARY KEY (outlet, identity))"
    )
    db.execute("ALTER TABLE articles ADD COLUMN gone_at TEXT")
    db.execute("ALTER TABLE outlets ADD COLUMN looks INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE outlets ADD COLUMN next_look_at TEXT")


@migrations()
def m006_kinds_of_boilerplate(db: Database) -> None:
    """Say of what an outlet repeats whether it is a paragraph, a heading, an image and so on."""
    db.execute("ALTER TABLE boilerplate ADD COLUMN kind TEXT")


@migrations()
def m008_topics_by_release_and_mark(db: Database) -> None:
    """Keep IPTC's names by language and the release they are of, and for each article a mark of what decided its topics."""
    db.execute("ALTER TABLE topics ADD COLUMN names TEXT")
    db.execute("ALTER TABLE topics ADD COLUMN release TEXT")
    db.execute("ALTER TABLE articles ADD COLUMN topics_mark TEXT")
    db.execute("CREATE INDEX idx_articles_topics_mark ON articles(outlet, topics_mark)")

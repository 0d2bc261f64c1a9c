import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from db.archive import open_archive
from db.errors import ArchiveError
from db.manners import put_wait
from db.records import Outlet
from db.sources import put_outlet
from scheduler.glance import idle, last_starts
from scheduler.plan import next_run
from scheduler.service import make_jobs, make_scheduler

# Stands in for the crawl: takes the same command and locks, writes a row for each run and prints a line. What it does with
# an outlet is said by the first part of its slug; each start and end is a line of journal.jsonl beside the archive.
CRAWL = """
import json, os, signal, sqlite3, sys, time
from datetime import UTC, datetime
from pathlib import Path
from crawler.locks import OutletBusy, outlet_lock

slugs, db = sys.argv[1:sys.argv.index("--db")], Path(sys.argv[sys.argv.index("--db") + 1])
stop = []
signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf-1" in slugs else lambda *_: stop.append(1))

def note(what, **more):
    with open(db.parent / "journal.jsonl", "a") as journal:
        journal.write(json.dumps({"what": what, "pid": os.getpid(), **more}) + "\\n")

def crawl(slug):
    kind = slug.partition("-")[0]
    with sqlite3.connect(db, timeout=5) as archive:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        archive.execute("INSERT INTO runs (outlet, started_at, outcome) VALUES (?, ?, 'running')", (slug, now))
    if kind == "dying":
        os.kill(os.getpid(), signal.SIGKILL)
    end = time.monotonic() + {"slow": 30, "deaf": 30}.get(kind, 0)
    while time.monotonic() < end and not stop:
        time.sleep(0.02)
    outcome = "stopped" if stop else "failed" if kind == "failing" else "ok"
    print(f"{slug}: {outcome}", flush=True)
    return outcome

note("start", slugs=slugs)
outcomes = []
for slug in slugs:
    try:
        with outlet_lock(db, slug):
            outcomes.append(crawl(slug))
    except OutletBusy as busy:
        note("busy", slugs=[slug])
        print(busy, flush=True)
note("end", slugs=slugs)
sys.exit(int("failed" in outcomes))
"""

SERVICE = """
import json, sys, threading, time
from datetime import UTC, datetime
from pathlib import Path
from scheduler.service import Service, Timing, log_events

outlets, db, crawl, mode, timing, fire = sys.argv[1:]
log_events(sys.stderr)
command = (sys.executable, crawl)
service = Service(Path(outlets), Path(db), command=command, timing=Timing(**json.loads(timing)))

def bring_forward():
    while not service.scheduler.running:
        time.sleep(0.02)
    for pause, slug in json.loads(fire):
        time.sleep(pause)
        service.scheduler.modify_job(slug, next_run_time=datetime.now(UTC))

threading.Thread(target=bring_forward, daemon=True).start()
sys.exit(service.run_once() if mode == "once" else service.run_forever())
"""

QUICK = {"gather": 0.3, "jitter": 0, "watch": 0.2, "limit": 20, "grace": 0.5}


class Newsroom:
    """A folder with an outlets.toml and an archive, and the services that run there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.db, self.outlets = folder, folder / "news.db", folder / "outlets.toml"
        (folder / "crawl.py").write_text(CRAWL)
        open_archive(self.db).close()
        self.services: list[subprocess.Popen[bytes]] = []

    def write(self, *slugs: str, hosts: dict[str, str] | None = None) -> None:
        """Name the outlets, due at new year."""
        tables = [
            f'[outlets.{slug}]\nname = "{slug}"\nhomepage = "https://{(hosts or {}).get(slug, slug + ".example")}/"\n'
            for slug in slugs
        ]
        self.outlets.write_text('[defaults]\nschedule = "0 0 1 1 *"\n' + "\n".join(tables))

    def have_run(self, *slugs: str) -> None:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with closing(sqlite3.connect(self.db)) as archive, archive:
            rows = [(slug, now) for slug in slugs]
            archive.executemany("INSERT INTO runs (outlet, started_at, outcome) VALUES (?, ?, 'ok')", rows)

    def start(
        self, mode: str = "forever", *, fire: Sequence[tuple[float, str]] = (), **timing: float
    ) -> "subprocess.Popen[bytes]":
        """Start a service; `fire` brings cron jobs forward, each so many seconds after the one before."""
        arguments = [
            self.outlets,
            self.db,
            self.folder / "crawl.py",
            mode,
            json.dumps(QUICK | timing),
            json.dumps(fire),
        ]
        with (self.folder / "log").open("ab") as log:
            service = subprocess.Popen([sys.executable, "-c", SERVICE, *map(str, arguments)], stderr=log)
        self.services.append(service)
        return service

    def log(self) -> str:
        """What the services logged, without the times."""
        text = (self.folder / "log").read_text()
        return "\n".join(line.partition(" ")[2] for line in text.splitlines())

    def journal(self, what: str) -> list[list[str]]:
        """The outlets of each start, end or busy lock, in the order that these came."""
        return [entry["slugs"] for entry in self._entries() if entry["what"] == what]

    def crawls(self) -> list[psutil.Process]:
        """The children that were started and still run."""
        pids = {entry["pid"] for entry in self._entries() if entry["what"] == "start"}
        return [psutil.Process(pid) for pid in sorted(pids) if psutil.pid_exists(pid)]

    def _entries(self) -> list[dict[str, object]]:
        journal = self.folder / "journal.jsonl"
        return [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path)
    yield room
    for process in (*room.services, *room.crawls()):
        process.kill()
    for service in room.services:
        service.wait()


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < deadline, "it did not happen within 10 s"
        time.sleep(0.02)


def end(service: "subprocess.Popen[bytes]") -> int:
    service.terminate()
    return service.wait(timeout=10)


def test_overdue_outlets_run_at_the_start_in_one_child(newsroom: Newsroom) -> None:
    newsroom.write("times", "post", "herald")
    newsroom.have_run("post")
    service = newsroom.start()
    until(lambda: "crawl ended" in newsroom.log())

    assert end(service) == 0
    assert newsroom.journal("start") == [["times", "herald"]]
    assert newsroom.log().splitlines()[0] == "service started: 3 outlets, 2 due now"
    assert newsroom.log().splitlines()[2:4] == ["times: ok", "herald: ok"]
    assert newsroom.log().splitlines()[-1] == "service stopped"


def test_outlets_due_together_by_cron_share_one_child(newsroom: Newsroom) -> None:
    newsroom.write("times", "post", "herald")
    newsroom.have_run("times", "post", "herald")
    service = newsroom.start(fire=[(0.7, "herald"), (0.2, "times")], gather=1)
    until(lambda: len(newsroom.journal("end")) == 1)

    assert end(service) == 0
    assert newsroom.journal("start") == [["times", "herald"]]


def test_outlets_due_together_share_one_child_while_another_waits(newsroom: Newsroom) -> None:
    newsroom.write("slow-1", "times", "post")
    newsroom.have_run("times", "post")
    service = newsroom.start(fire=[(0.7, "slow-1"), (1.5, "times"), (0.2, "post")], gather=1)
    until(lambda: newsroom.journal("end") == [["times", "post"]])

    assert end(service) == 0
    assert newsroom.journal("start") == [["slow-1"], ["times", "post"]]


def test_paused_outlets_never_run(newsroom: Newsroom) -> None:
    newsroom.write("times", "post")
    newsroom.outlets.write_text(newsroom.outlets.read_text() + "enabled = false\n")

    assert newsroom.start("once").wait(timeout=10) == 0
    assert newsroom.journal("start") == [["times"]]


def test_outlet_added_to_the_file_is_run_and_one_taken_out_is_forgotten(newsroom: Newsroom) -> None:
    newsroom.write("times", "post")
    newsroom.have_run("times", "post")
    service = newsroom.start()
    until(lambda: "service started" in newsroom.log())
    newsroom.write("post", "herald")
    until(lambda: "herald: ok" in newsroom.log())

    assert end(service) == 0
    assert "outlets read again: 2 outlets, 1 due now" in newsroom.log()
    assert newsroom.journal("start") == [["herald"]]


def test_broken_file_is_told_once_and_the_old_outlets_stay(newsroom: Newsroom) -> None:
    newsroom.write("times")
    newsroom.have_run("times")
    service = newsroom.start(fire=[(0.7, "times")])
    until(lambda: "service started" in newsroom.log())
    newsroom.outlets.write_text("[outlets.times]\nnam = 'Times'\n")
    until(lambda: "times: ok" in newsroom.log())
    time.sleep(0.5)  # more than twice `watch`

    assert end(service) == 0
    told = [line for line in newsroom.log().splitlines() if line.startswith("outlets")]
    assert len(told) == 1
    assert told[0].startswith("outlets kept as they were: outlets.toml: outlets.times.name: is missing")


def test_file_that_is_broken_at_the_start_ends_the_service(newsroom: Newsroom) -> None:
    newsroom.outlets.write_text("[outlets")

    assert newsroom.start().wait(timeout=10) == 1
    assert "OutletsFileError: outlets.toml: not valid TOML" in (newsroom.folder / "log").read_text()


def test_outlet_under_way_is_not_started_again(newsroom: Newsroom) -> None:
    newsroom.write("slow-1")
    service = newsroom.start(fire=[(0.7, "slow-1")])
    until(lambda: newsroom.journal("start") == [["slow-1"]])
    newsroom.write("slow-1", "times")  # times is due at once, slow-1 is by the cron job brought forward
    until(lambda: "times: ok" in newsroom.log())

    assert end(service) == 0
    assert newsroom.journal("start") == [["slow-1"], ["times"]]


def test_outlet_that_a_shared_child_has_finished_may_run_again(newsroom: Newsroom) -> None:
    newsroom.write("times", "slow-1")
    service = newsroom.start(fire=[(0.7, "times"), (0, "slow-1")])
    until(lambda: newsroom.journal("start") == [["times", "slow-1"], ["times"]])

    assert end(service) == 0


def test_two_children_at_most_and_one_for_a_domain(newsroom: Newsroom) -> None:
    newsroom.write("slow-1")
    service = newsroom.start()
    until(lambda: newsroom.journal("start") == [["slow-1"]])
    hosts = {"slow-3": "www.slow-1.example"}
    newsroom.write("slow-1", "slow-2", "slow-3", hosts=hosts)
    until(lambda: newsroom.journal("start") == [["slow-1"], ["slow-2"]])
    newsroom.write("slow-1", "slow-2", "slow-3", "times", hosts=hosts)
    until(lambda: "4 outlets, 2 due now" in newsroom.log())
    time.sleep(0.5)
    waiting = newsroom.journal("start")
    newsroom.crawls()[0].terminate()
    until(lambda: len(newsroom.journal("start")) == 3)

    assert waiting == [["slow-1"], ["slow-2"]]
    assert end(service) == 0


def test_two_services_never_crawl_one_outlet_at_once(newsroom: Newsroom) -> None:
    newsroom.write("slow-1")
    newsroom.have_run("slow-1")
    services = [newsroom.start(fire=[(0, "slow-1")]) for _ in range(2)]
    until(lambda: newsroom.journal("busy") == [["slow-1"]])

    assert [end(service) for service in services] == [0, 0]
    with closing(sqlite3.connect(newsroom.db)) as archive:
        assert archive.execute("SELECT outlet, outcome FROM runs").fetchall() == [
            ("slow-1", "ok"),
            ("slow-1", "running"),
        ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_lets_the_crawl_stop_politely(newsroom: Newsroom, number: int) -> None:
    newsroom.write("slow-1")
    service = newsroom.start(grace=30)
    until(lambda: newsroom.journal("start") == [["slow-1"]])
    service.send_signal(number)

    assert service.wait(timeout=5) == 0
    assert newsroom.journal("end") == [["slow-1"]]
    assert newsroom.log().splitlines()[2:4] == ["stopping: 1 crawls under way", "slow-1: stopped"]


def test_crawl_that_hears_no_signal_is_killed_after_the_grace(newsroom: Newsroom) -> None:
    newsroom.write("deaf-1")
    service = newsroom.start(grace=0.5)
    until(lambda: newsroom.journal("start") == [["deaf-1"]])
    (crawl,) = newsroom.crawls()
    asked = time.monotonic()

    assert end(service) == 0
    assert 0.5 <= time.monotonic() - asked < 4
    assert (crawl.is_running(), newsroom.journal("end")) == (False, [])


def test_second_signal_kills_at_once(newsroom: Newsroom) -> None:
    newsroom.write("deaf-1")
    service = newsroom.start(grace=60)
    until(lambda: newsroom.journal("start") == [["deaf-1"]])
    service.terminate()
    until(lambda: "stopping" in newsroom.log())

    assert end(service) == 0
    assert newsroom.crawls() == []


def test_crawl_that_takes_too_long_is_stopped_and_told(newsroom: Newsroom) -> None:
    newsroom.write("slow-1")
    service = newsroom.start(limit=1.5)
    until(lambda: "crawl took too long: " in newsroom.log())

    assert end(service) == 0
    assert "slow-1: stopped" in newsroom.log()


def test_crawl_that_dies_is_told_with_the_outlets_it_left(newsroom: Newsroom) -> None:
    newsroom.write("times", "dying-1", "post")
    service = newsroom.start()
    until(lambda: "crawl died" in newsroom.log())
    newsroom.write("times", "dying-1", "post", "herald")
    until(lambda: "herald: ok" in newsroom.log())

    assert end(service) == 0
    (told,) = (line for line in newsroom.log().splitlines() if line.startswith("crawl died"))
    assert told.startswith("crawl died: dying-1, post (process ")
    assert told.endswith(", signal 9); run again at their next time")


def test_crawl_that_cannot_be_started_is_told(newsroom: Newsroom) -> None:
    newsroom.write("times")
    program = SERVICE.replace("(sys.executable, crawl)", "('/no/such/python', crawl)")
    arguments = [newsroom.outlets, newsroom.db, "crawl.py", "once", json.dumps(QUICK), "[]"]
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, timeout=10, check=False
    )

    assert done.returncode == 1
    assert "crawl not started: times: [Errno 2] No such file or directory: '/no/such/python'" in done.stderr


ROUNDS = {
    "all went well": (["times", "post"], [], 0, [["times", "post"]]),
    "nothing is due": (["times"], ["times"], 0, []),
    "one failed": (["times", "failing-1"], [], 1, [["times", "failing-1"]]),
    "the crawl died": (["dying-1"], [], 1, [["dying-1"]]),
}


@pytest.mark.parametrize(("outlets", "have_run", "code", "started"), ROUNDS.values(), ids=ROUNDS.keys())
def test_run_once(
    newsroom: Newsroom, outlets: list[str], have_run: list[str], code: int, started: list[list[str]]
) -> None:
    newsroom.write(*outlets)
    newsroom.have_run(*have_run)

    assert newsroom.start("once").wait(timeout=10) == code
    assert newsroom.journal("start") == started


def test_run_once_runs_many_outlets_in_two_children(newsroom: Newsroom) -> None:
    newsroom.write(*(f"outlet-{number}" for number in range(22)))

    assert newsroom.start("once").wait(timeout=15) == 0
    assert [len(slugs) for slugs in newsroom.journal("start")] == [11, 11]


def test_run_once_that_is_stopped_has_not_done_its_round(newsroom: Newsroom) -> None:
    newsroom.write("slow-1")
    service = newsroom.start("once")
    until(lambda: newsroom.journal("start") == [["slow-1"]])

    assert end(service) == 1
    assert newsroom.journal("end") == [["slow-1"]]


def test_log_lines_begin_with_the_time_in_utc(newsroom: Newsroom) -> None:
    newsroom.write("times")
    newsroom.start("once").wait(timeout=10)
    times = [line.split(" ")[0] for line in (newsroom.folder / "log").read_text().splitlines()]
    now = datetime.now(UTC)

    assert len(times) == 4
    assert all(now - timedelta(seconds=15) < datetime.fromisoformat(text) <= now for text in times)


def test_jobs_come_at_the_outlets_times_and_are_made_anew() -> None:
    riyadh = Outlet("riyadh", "R", "https://r.example/", schedule="0 7 * * *", timezone="Asia/Riyadh")
    berlin = Outlet("berlin", "B", "https://b.example/", schedule="*/15 * * * mon-fri", timezone="Europe/Berlin")
    due: list[str] = []
    scheduler = make_scheduler()
    scheduler.start(paused=True)
    make_jobs(scheduler, [riyadh], due.append)
    make_jobs(scheduler, [berlin, riyadh], due.append)
    now = datetime.now(UTC)
    times = {job.id: job.next_run_time for job in scheduler.get_jobs()}
    scheduler.modify_job("berlin", next_run_time=now - timedelta(hours=5))  # as after a sleep of five hours
    scheduler.resume()
    until(lambda: due != [])
    scheduler.shutdown()

    assert times == {outlet.slug: next_run(outlet, now) for outlet in (riyadh, berlin)}
    assert due == ["berlin"]


def test_last_starts(newsroom: Newsroom) -> None:
    rows = [("times", "2026-11-22T08:00:00Z"), ("times", "2026-11-22T08:30:00Z"), ("post", "2026-11-21T08:00:00Z")]
    with closing(sqlite3.connect(newsroom.db)) as archive, archive:
        archive.executemany("INSERT INTO runs (outlet, started_at, outcome) VALUES (?, ?, 'running')", rows)

        walk = ("times", "2026-11-22T08:45:00Z", 1)
        archive.execute("INSERT INTO runs (outlet, started_at, outcome, back_fill) VALUES (?, ?, 'running', ?)", walk)

    assert last_starts(newsroom.db) == {
        "times": datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
        "post": datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
    }


def test_last_starts_of_an_archive_from_before_back_fills(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "news.db")) as archive, archive:
        archive.execute("CREATE TABLE runs (outlet TEXT, started_at TEXT)")
        archive.execute("INSERT INTO runs VALUES ('times', '2026-11-22T08:00:00Z')")

    assert last_starts(tmp_path / "news.db") == {"times": datetime(2026, 11, 22, 8, 0, tzinfo=UTC)}


def test_last_starts_before_there_is_an_archive(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    assert (last_starts(tmp_path / "news.db"), last_starts(tmp_path / "empty.db")) == ({}, {})
    assert not (tmp_path / "news.db").exists()


def test_last_starts_of_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_text("not a database, and long enough to be seen as something else " * 10)

    with pytest.raises(ArchiveError, match=r"news\.db: file is not a database"):
        last_starts(tmp_path / "news.db")


def test_service_stays_small() -> None:
    heavy = ["scrapy", "twisted", "trafilatura", "lxml", "sqlite_utils", "numpy"]
    program = f"import sys, scheduler.service; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_what_has_nothing_to_ask_for_is_told_by_the_archive(newsroom: Newsroom, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    outlets = [Outlet(slug, slug, f"https://{slug}.example/") for slug in ("waits", "new")]
    put_wait_for(newsroom, "waits")
    assert idle(newsroom.db, outlets, now) == {"waits"}
    assert idle(newsroom.db, outlets, now + timedelta(hours=2)) == set()
    assert idle(tmp_path / "none.db", outlets, now) == set()
    newsroom.outlets.write_text("no database")
    assert idle(newsroom.outlets, outlets, now) == set()


def test_no_child_is_started_for_an_outlet_that_has_nothing_to_ask_for(newsroom: Newsroom) -> None:
    newsroom.write("waits", "quick")
    put_wait_for(newsroom, "waits")
    assert newsroom.start("once").wait(timeout=10) == 0
    assert newsroom.journal("start") == [["quick"]]
    assert "nothing to ask for: waits" in newsroom.log()


def put_wait_for(newsroom: Newsroom, slug: str) -> None:
    """Let an outlet that is known have asked to be left alone for an hour."""
    db = open_archive(newsroom.db)
    put_outlet(db, Outlet(slug, slug, f"https://{slug}.example/"))
    put_wait(db, [slug], datetime.now(UTC) + timedelta(hours=1))
    db.close()

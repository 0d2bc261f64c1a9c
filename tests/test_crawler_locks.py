import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from crawler.locks import OutletBusy, SiteBusy, SiteLocks, is_busy, is_wanted, outlet_lock
from crawler.sample.server import LocalWeb
from db.errors import ArchiveError
from tests.crawls import crawl, entry, finish, paper, start, wait_until, write_outlets

HOLDER = """
import sys, time
from pathlib import Path
from crawler.locks import outlet_lock
with outlet_lock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""

FORKING_HOLDER = """
import os, sys, time
from pathlib import Path
from crawler.locks import outlet_lock
with outlet_lock(Path(sys.argv[1]), sys.argv[2]):
    worker = os.fork()
    if not worker:
        time.sleep(60)
    print(worker, flush=True)
    sys.stdin.read()
"""

GIVER = """
import sys, time
from pathlib import Path
from crawler.locks import is_wanted, outlet_lock
with outlet_lock(Path(sys.argv[1]), sys.argv[2], gives_way=True):
    print("held", flush=True)
    while not is_wanted(Path(sys.argv[1]), sys.argv[2]):
        time.sleep(0.01)
"""

ASKER = """
import sys, time
from pathlib import Path
from crawler.locks import is_busy
print("up", flush=True)
while True:
    is_busy(Path(sys.argv[1]), sys.argv[2])
    time.sleep(0.001)
"""


@contextmanager
def holder(db: Path, slug: str, program: str = HOLDER) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A process that holds a lock until the block ends, with the first line that it printed."""
    command = [sys.executable, "-c", program, str(db), slug]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_held_lock_is_refused_with_the_outlet_and_the_holder_named(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with holder(db, "times") as (process, _), pytest.raises(OutletBusy) as caught, outlet_lock(db, "times"):
        pass

    assert (caught.value.slug, caught.value.holder) == ("times", process.pid)
    assert str(caught.value) == f"times is being crawled by process {process.pid} (wait until it ends, or end it)"


def test_lock_is_one_outlets_and_one_archives(tmp_path: Path) -> None:
    with (
        holder(tmp_path / "news.db", "times"),
        outlet_lock(tmp_path / "news.db", "post"),
        outlet_lock(tmp_path / "other.db", "times"),
    ):
        busy = [is_busy(tmp_path / name, slug) for name in ("news.db", "other.db") for slug in ("times", "post")]

    assert busy == [True, True, True, False]


def test_lock_is_freed_at_the_end_and_by_an_error(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with outlet_lock(db, "times"):
        held = is_busy(db, "times")
    with pytest.raises(ZeroDivisionError), outlet_lock(db, "times"):
        raise ZeroDivisionError

    assert (held, is_busy(db, "times")) == (True, False)
    assert (tmp_path / "news.db.locks" / "times.lock").read_text() == ""


def test_lock_is_held_once_within_a_process_too(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with outlet_lock(db, "times"), pytest.raises(OutletBusy) as caught, outlet_lock(db, "times"):
        pass

    assert caught.value.holder == os.getpid()


def test_kill_9_frees_the_lock(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with holder(db, "times") as (process, _):
        before = is_busy(db, "times")
        process.send_signal(signal.SIGKILL)
        process.wait()
        with outlet_lock(db, "times"):
            written = (tmp_path / "news.db.locks" / "times.lock").read_text()

    assert (before, written) == (True, str(os.getpid()))


def test_kill_9_frees_the_lock_though_a_forked_worker_lives_on(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with holder(db, "times", FORKING_HOLDER) as (process, line):
        worker = psutil.Process(int(line))
        before = is_busy(db, "times")
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = (worker.is_running(), is_busy(db, "times"))
        worker.kill()

    assert (before, after) == (True, (True, False))


def test_asking_does_not_get_in_the_way_of_taking(tmp_path: Path) -> None:
    db, taken = tmp_path / "news.db", 0
    with holder(db, "times", ASKER):
        end = time.monotonic() + 1
        while time.monotonic() < end:
            with outlet_lock(db, "times"):
                taken += 1

    assert taken > 10


def test_two_names_of_one_archive_share_their_locks(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "news.db")
    with outlet_lock(tmp_path / "link.db", "times"):
        assert is_busy(tmp_path / "news.db", "times")


def test_asking_leaves_no_files(tmp_path: Path) -> None:
    assert not is_busy(tmp_path / "news.db", "times")
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    db = tmp_path / "gone" / "news.db"

    with pytest.raises(ArchiveError) as caught, outlet_lock(db, "times"):
        pass
    assert str(caught.value) == (
        f"cannot write {db}.locks/times.lock: No such file or directory (outlets are locked beside the archive)"
    )


def test_a_holder_that_gives_way_is_told_and_waited_for(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with holder(db, "times", GIVER):
        assert not is_wanted(db, "times")
        with outlet_lock(db, "times"):
            assert is_busy(db, "times")
    assert not is_wanted(db, "times")


def test_two_that_give_way_do_not_wait_for_each_other(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with holder(db, "times", GIVER) as (other, _):
        with pytest.raises(OutletBusy) as caught, outlet_lock(db, "times", gives_way=True):
            pass
        assert caught.value.holder == other.pid


def test_a_holder_that_does_not_give_way_is_not_waited_for(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with outlet_lock(db, "times"):
        began = time.monotonic()
        with pytest.raises(OutletBusy), outlet_lock(db, "times"):
            pass
        assert time.monotonic() - began < 5
        assert not is_wanted(db, "times")


def test_a_site_is_held_as_long_as_one_of_its_outlets_is_under_way(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    sites, busy = SiteLocks(db), []
    with sites.hold("shared.example", "news"):
        with sites.hold("shared.example", "sport"), sites.hold("other.example", "other"):
            busy.append([is_busy(db, f"{site}.site") for site in ("shared.example", "other.example")])
        busy.append([is_busy(db, f"{site}.site") for site in ("shared.example", "other.example")])
    busy.append([is_busy(db, "shared.example.site")])
    assert busy == [[True, True], [True, False], [False]]


def test_a_site_that_another_process_asks_is_refused_with_all_names(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with (
        holder(db, "shared.example.site") as (process, _),
        pytest.raises(SiteBusy) as caught,
        SiteLocks(db).hold("shared.example", "news"),
    ):
        pass
    assert (caught.value.slug, caught.value.site, caught.value.holder) == ("news", "shared.example", process.pid)
    said = f"news: its site shared.example is being asked by process {process.pid} (wait until it ends, or end it)"
    assert str(caught.value) == said


def test_two_crawls_never_ask_one_site_at_once_and_neither_does_a_look_at_it(tmp_path: Path) -> None:
    outlets = tuple(entry(slug, f"http://{slug}.shared.example/") for slug in ("news", "sport"))
    write_outlets(tmp_path, *outlets, delay=10)  # seconds: the first crawl lasts longer than all else here
    with LocalWeb([paper(f"{slug}.shared.example") for slug in ("news", "sport")]) as web:
        first = start(web, tmp_path, "news")
        wait_until(lambda: bool(web.requests))
        second = crawl(web, tmp_path, "sport")
        files = ["--outlets", str(tmp_path / "outlets.toml"), "--db", str(tmp_path / "news.db")]
        command = [str(Path(sys.executable).with_name("broadsheet")), "check", "--fetch", "sport", *files]
        look = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        still = first.poll()
        first.terminate()
        finish(first)
        hosts = {request.host for request in web.requests}
    assert still is None
    assert hosts == {"news.shared.example"}
    assert (second.code, second.lines) == (
        1,
        (f"sport: skipped, process {first.pid} is asking its site shared.example",),
    )
    said = f"sport: its site shared.example is being asked by process {first.pid} (wait until it ends, or end it)"
    assert (look.returncode, look.stdout, look.stderr) == (1, "", f"error: {said}\n")
    write_outlets(tmp_path, *outlets)
    with LocalWeb([paper("sport.shared.example")]) as web:
        assert crawl(web, tmp_path, "sport").code == 0

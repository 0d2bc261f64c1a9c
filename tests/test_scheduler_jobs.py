import os
import signal
import sys
import time
from collections.abc import Callable

import psutil
import pytest

from scheduler.jobs import Child, Outcome

SLEEPER = "import time; print('up', flush=True); time.sleep(60)"
POLITE = "import signal, sys; signal.signal(15, lambda *_: sys.exit(1)); print('up', flush=True); signal.pause()"
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
STUBBORN = """
import signal, sys
asked = []
def hear(*_):
    asked.append(1)
    print("asked", flush=True)
    if len(asked) == 2:
        sys.exit(1)
signal.signal(15, hear)
print("up", flush=True)
while True:
    signal.pause()
"""


class Run:
    """A child that runs a Python program, with the lines that it printed."""

    def __init__(self, program: str, *, limit: float = 30, grace: float = 30) -> None:
        self.lines: list[str] = []
        self.child = Child([sys.executable, "-c", program], self.lines.append, limit=limit, grace=grace)

    def until_it_says(self, line: str) -> None:
        until(lambda: line in self.lines)

    def end(self) -> Outcome:
        until(lambda: self.child.poll() is not None)
        outcome = self.child.poll()
        assert outcome is not None
        return outcome


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline, "it did not happen within 5 s"
        time.sleep(0.01)


ENDINGS = {
    "all went well": ("pass", Outcome(0)),
    "an outlet failed": ("raise SystemExit(1)", Outcome(1)),
    "killed from outside": ("import os; os.kill(os.getpid(), 9)", Outcome(-9)),
}


@pytest.mark.parametrize(("program", "expected"), ENDINGS.values(), ids=ENDINGS.keys())
def test_outcome_of_a_child_that_ends_by_itself(program: str, expected: Outcome) -> None:
    assert Run(program).end() == expected


@pytest.mark.parametrize(("outcome", "text"), [(Outcome(2), "exit code 2"), (Outcome(-9, killed=True), "signal 9")])
def test_outcome_says_what_ended_the_child(outcome: Outcome, text: str) -> None:
    assert str(outcome) == text


def test_lines_are_relayed_while_the_child_runs() -> None:
    run = Run(SLEEPER)
    run.until_it_says("up")

    assert run.child.poll() is None
    run.child.kill()
    assert run.end() == Outcome(-9, killed=True)


def test_all_lines_are_there_when_the_child_has_ended() -> None:
    run = Run("import sys; sys.stdout.buffer.write(b'caf\\xc3\\xa9\\nbroken \\xff\\n' + b'x\\n' * 20_000 + b'last')")
    run.end()

    assert run.lines == ["café", "broken \ufffd", *["x"] * 20_000, "last"]


def test_child_has_a_session_of_its_own_and_no_input() -> None:
    run = Run("import os, sys; print(os.getsid(0) == os.getpid(), repr(sys.stdin.read()))")
    run.end()

    assert run.lines == ["True ''"]


def test_child_that_takes_too_long_is_asked_to_stop() -> None:
    run = Run(POLITE, limit=1.5)

    assert run.end() == Outcome(1, timed_out=True)


def test_child_that_takes_too_long_and_hears_nothing_is_killed() -> None:
    run = Run(DEAF, limit=1.5, grace=0.3)

    assert run.end() == Outcome(-9, killed=True, timed_out=True)


def test_stop_lets_a_polite_child_end_by_itself() -> None:
    run = Run(POLITE)
    run.until_it_says("up")
    run.child.stop(30)

    assert run.end() == Outcome(1)


def test_stop_asks_a_second_time_before_it_kills() -> None:
    run = Run(STUBBORN)
    run.until_it_says("up")
    run.child.stop(3)

    assert (run.end(), run.lines) == (Outcome(1), ["up", "asked", "asked"])


def test_stop_kills_a_child_that_hears_nothing_after_its_grace() -> None:
    run = Run(DEAF)
    run.until_it_says("up")
    asked = time.monotonic()
    run.child.stop(0.4)
    run.child.stop(60)  # the first grace holds

    assert run.end() == Outcome(-9, killed=True)
    assert 0.4 <= time.monotonic() - asked < 3


def test_stop_and_kill_do_nothing_to_a_child_that_has_ended() -> None:
    run = Run("pass")
    run.end()
    run.child.stop(0)
    run.child.kill()

    assert run.child.poll() == Outcome(0)


def test_workers_of_a_killed_child_are_killed_with_it() -> None:
    run = Run(
        "import subprocess, sys, time\n"
        f"worker = subprocess.Popen([sys.executable, '-c', {DEAF!r}])\n"
        "print(worker.pid, flush=True)\n"
        "time.sleep(60)"
    )
    run.until_it_says("up")
    worker = psutil.Process(int(next(line for line in run.lines if line != "up")))
    os.kill(run.child.pid, signal.SIGKILL)

    assert run.end() == Outcome(-9)
    until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)


def test_nothing_is_left_open() -> None:
    own = psutil.Process()
    before = (own.num_fds(), own.num_threads(), own.children())
    for _ in range(3):
        Run("print('line')").end()

    assert (own.num_fds(), own.num_threads(), own.children()) == before


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        Child(["/no/such/program"], print, limit=1, grace=1)

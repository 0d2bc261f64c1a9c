"""One child process: started in a session of its own, its lines passed on, its time bounded, nothing of it left behind."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a child ended. `exit_code` is negative where a signal ended it, as in `subprocess`.

    `timed_out` says that its time was up, `killed` that it had to be killed by us.
    """

    exit_code: int
    killed: bool = False
    timed_out: bool = False

    def __str__(self) -> str:
        """Say what ended it."""
        return f"signal {-self.exit_code}" if self.exit_code < 0 else f"exit code {self.exit_code}"


class Child:
    """A running child process; its owner calls `poll` some times a second until that returns an outcome.

    `relay` is called, in a thread of its own, with each line of the child's standard output. After `limit` seconds the child
    is asked to stop (SIGTERM), half of `grace` seconds later once more, and at their end it and all of its process group are
    killed. Scrapy, asked once, waits for the answers that are under way, and asked twice does not.
    """

    def __init__(self, command: Sequence[str], relay: Callable[[str], None], *, limit: float, grace: float) -> None:
        """Start the child. Raises OSError where the system cannot."""
        self._process = subprocess.Popen(  # noqa: S603  (our own command, no shell; slugs are checked in outlets.toml)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._deadline = time.monotonic() + limit
        self._grace = grace
        self._insist_at = self._kill_at = math.inf
        self._killed = self._timed_out = False
        self._outcome: Outcome | None = None
        assert self._process.stdout is not None  # noqa: S101  (PIPE was asked for)
        self._output = self._process.stdout
        self._reader = Thread(target=_relay, args=(self._output, relay), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Return its process id, which is that of its group too."""
        return self._process.pid

    def poll(self) -> Outcome | None:
        """Return how the child ended, all its lines relayed; None while it runs. Stops or kills it when it is time to."""
        if self._outcome is None:
            exit_code = self._process.poll()
            if exit_code is None:
                self._enforce(time.monotonic())
            else:
                self._tidy()
                self._outcome = Outcome(exit_code, self._killed, self._timed_out)
        return self._outcome

    def stop(self, grace: float) -> None:
        """Ask the child to stop, to be killed in `grace` seconds; its workers are left to it. A second time does nothing."""
        if self._kill_at == math.inf:
            now = time.monotonic()
            self._insist_at, self._kill_at = now + grace / 2, now + grace
            self._process.terminate()

    def kill(self) -> None:
        """Kill the child and its process group at once."""
        if self._process.poll() is None:
            self._killed = True
            self._kill_group()

    def _enforce(self, now: float) -> None:
        """Stop a child whose time is up, ask again one that has not stopped, kill one whose grace is over."""
        if now >= self._kill_at:
            self.kill()
        elif now >= self._insist_at:
            self._insist_at = math.inf
            self._process.terminate()
        elif now >= self._deadline and self._kill_at == math.inf:
            self._timed_out = True
            self.stop(self._grace)

    def _tidy(self) -> None:
        """End what the child left running, which would hold its output open, and close that."""
        self._kill_group()
        self._reader.join(timeout=1)
        if not self._reader.is_alive():
            self._output.close()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def _relay(output: IO[str], relay: Callable[[str], None]) -> None:
    """Pass on each line until the other end is closed."""
    for line in output:
        relay(line.rstrip())

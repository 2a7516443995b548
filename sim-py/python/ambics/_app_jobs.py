"""What the local page has been asked to simulate: how far each has come, and its report."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from typing import Literal

# Reports that are kept, and runs that may wait: a page of this machine alone has one reader.
MOST_KEPT = 12

Report = Callable[[Callable[[int, int], None]], str]


class StoppedError(Exception):
    """The reader has pressed Stop."""


class Job:
    """One simulation in a thread of its own."""

    def __init__(self, report: Report, turn: threading.Lock) -> None:
        self.name: str = secrets.token_urlsafe(12)
        self.page: str = ""
        self.fault: str = ""
        self.state: Literal["waiting", "running", "done", "stopped", "fault"] = "waiting"
        self._told: tuple[int, int] = (0, 0)
        self._begun: float = 0.0
        self._stop: bool = False
        self._report: Report = report
        self._turn: threading.Lock = turn
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        # One after the other: two at once would each take twice as long.
        with self._turn:
            self._begun = time.monotonic()
            try:
                self._tell(0, 0)
                self.state = "running"
                self.page = self._report(self._tell)
                self.state = "done"
            except StoppedError:
                self.state = "stopped"
            except Exception as fault:
                # Whatever it is, it is told on the page; the thread has nobody else to tell.
                self.fault, self.state = str(fault) or type(fault).__name__, "fault"

    def _tell(self, done: int, total: int) -> None:
        if self._stop:
            raise StoppedError
        self._told = (done, total)

    def stop(self) -> None:
        """Stop at the next look, within a tenth of a second or so."""
        self._stop = True

    def told(self) -> dict[str, object]:
        """State, share done, and seconds left as far as they can be told."""
        done, total = self._told
        share = done / total if total else 0.0
        passed = time.monotonic() - self._begun
        left = round(passed * (1 - share) / share) if share > 0.02 else None
        return {"state": self.state, "share": round(share, 4), "seconds_left": left}


class Jobs:
    """The last simulations, by name."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._turn: threading.Lock = threading.Lock()

    def begin(self, report: Report) -> Job:
        """Begin one; the oldest that is over is forgotten."""
        over = [name for name, job in self._jobs.items() if job.state not in ("waiting", "running")]
        for name in over[: max(0, len(self._jobs) - MOST_KEPT + 1)]:
            del self._jobs[name]
        if len(self._jobs) >= MOST_KEPT:
            raise ValueError(f"{len(self._jobs)} simulations are under way: wait for one, or stop it")
        job = Job(report, self._turn)
        self._jobs[job.name] = job
        return job

    def find(self, name: str) -> Job | None:
        """The job of that name."""
        return self._jobs.get(name)

"""Running one command: its output is shown as it comes and kept for the readers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finished:
    """How a command ended; `stopped` says that it ran out of time."""

    code: int
    lines: list[str]
    seconds: float
    stopped: bool

    @property
    def tail(self) -> str:
        """The last lines, for a failure message."""
        return "\n".join(self.lines[-15:])


def stop_group(process: subprocess.Popen[str]) -> None:
    """End the command and everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def stop_late(process: subprocess.Popen[str], stopped: threading.Event) -> None:
    """End a command that ran out of time, and say so."""
    stopped.set()
    stop_group(process)


def stream(command: Sequence[str | Path], cwd: Path, limit_s: float, **variables: str) -> Finished:
    """Run `command` without input, showing its output, for at most `limit_s` seconds."""
    words = [str(word) for word in command]
    print("$", " ".join(words), flush=True)
    start = time.monotonic()
    process = subprocess.Popen(
        words,
        cwd=cwd,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    stopped = threading.Event()
    timer = threading.Timer(limit_s, stop_late, (process, stopped))
    timer.start()
    try:
        lines = list(shown(process))
        code = process.wait()
    except BaseException:
        stop_group(process)
        raise
    finally:
        timer.cancel()
    return Finished(code, lines, time.monotonic() - start, stopped.is_set())


def shown(process: subprocess.Popen[str]) -> Iterator[str]:
    """The lines of a running command, each printed before it is given on."""
    assert process.stdout is not None, "the pipe was asked for"
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        yield line.rstrip("\n")

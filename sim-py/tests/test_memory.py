"""Thousands of runs in one process: memory stays where it was after the first hundred."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("growth.py")
FIRST = 100  # not counted by the program
MEGABYTE = 1_000_000
KINDS = pytest.mark.parametrize("kind", ["bare", "pools", "tables"])

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


def growth(runs: int, kind: str, **variables: str) -> int:
    """Bytes that a process grows by from its hundredth run to its last."""
    command = [sys.executable, str(PROGRAM), str(runs), kind]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | variables)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@KINDS
def test_some_hundred_runs_grow_by_less_than_a_kilobyte_each(kind: str) -> None:
    """What is lost with each run shows here; less than that cannot be told from pages that settle.

    One thread: a second one comes into its own heap at any time, once, and that is no loss. Pages that settle once
    take a quarter of a megabyte, so there must be runs enough to tell.
    """
    runs = 600
    assert growth(runs, kind, AMBICS_THREADS="1") < (runs - FIRST) * 1_000


@pytest.mark.long
@KINDS
def test_ten_thousand_runs_grow_by_less_than_a_megabyte(kind: str) -> None:
    """Who reads all tables makes objects of the interpreter, which takes memory for them by 1 MiB at a time."""
    arena = 1 << 20 if kind == "tables" else 0
    assert growth(10_000, kind) < MEGABYTE + arena

"""Thousands of runs in one process: memory stays where it was after the first hundred."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("growth.py")
MEGABYTE = 1_000_000

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


def growth(runs: int, kind: str) -> int:
    """Bytes that a process grows by from its hundredth run to its last."""
    command = [sys.executable, str(PROGRAM), str(runs), kind]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["bare", "pools", "tables"])
def test_ten_thousand_runs_grow_by_less_than_a_megabyte(kind: str) -> None:
    assert growth(10_000, kind) < MEGABYTE

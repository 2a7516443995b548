"""The stub says what the compiled core is. That the package keeps to its types is asked by `make check`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import ambics._core  # without it stubtest finds nothing, and nothing wrong
import pytest

# Libraries that other modules of the package name: reading their types too takes four times as long and says nothing here.
LEFT_OUT = """[mypy]
strict = True
[mypy-altair.*,polars.*,numpy.*,pandas.*,geopandas.*]
follow_imports = skip
ignore_missing_imports = True
"""


def stubtest(module: str, folder: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What `mypy.stubtest` says of a module; `path` holds it if no wheel does."""
    config = folder / "stubtest.ini"
    config.write_text(LEFT_OUT, encoding="utf-8")
    command = [sys.executable, "-m", "mypy.stubtest", module, "--mypy-config-file", str(config)]
    return subprocess.run(command, capture_output=True, text=True, cwd=path or folder)


def test_the_stub_is_what_the_core_has(tmp_path: Path) -> None:
    told = stubtest(ambics._core.__name__, tmp_path)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("stub", ["def f(x: int) -> int: ...\n", "def f(x: int) -> int: ...\ng: int\n"])
def test_a_stub_that_is_wrong_is_told(stub: str, tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("def f(y):\n    return y\n", encoding="utf-8")
    (tmp_path / "own.pyi").write_text(stub, encoding="utf-8")
    assert stubtest("own", tmp_path).returncode == 1

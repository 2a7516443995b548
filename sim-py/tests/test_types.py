"""The stub says what the compiled core is, and every public name has its type. That code keeps to them is asked by `make check`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import ambics
import ambics._core  # without it stubtest finds nothing, and nothing wrong

# Libraries that other modules of the package name: reading their types too takes four times as long and says nothing here.
LEFT_OUT = """[mypy]
strict = True
[mypy-altair.*,polars.*,numpy.*,pandas.*,geopandas.*]
follow_imports = skip
ignore_missing_imports = True
"""


def stubtest(module: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `mypy.stubtest` says of a module."""
    config = folder / "stubtest.ini"
    config.write_text(LEFT_OUT, encoding="utf-8")
    command = [sys.executable, "-m", "mypy.stubtest", module, "--mypy-config-file", str(config)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


def test_the_stub_is_what_the_core_has(tmp_path: Path) -> None:
    told = stubtest(ambics._core.__name__, tmp_path)
    assert told.returncode == 0, told.stdout


def test_a_stub_that_is_wrong_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("def f(y):\n    return y\n", encoding="utf-8")
    (tmp_path / "own.pyi").write_text("def f(x: int) -> int: ...\n", encoding="utf-8")
    assert stubtest("own", tmp_path).returncode == 1


def completeness(package: Path) -> subprocess.CompletedProcess[str]:
    """What the checker says of the types that a package gives to others."""
    command = [sys.executable, "-m", "basedpyright", "--pythonpath", sys.executable, "--ignoreexternal"]
    path = {**os.environ, "PYTHONPATH": str(package.parent)}
    return subprocess.run(
        [*command, "--verifytypes", package.name], capture_output=True, text=True, cwd=package.parent, env=path
    )


def test_every_public_name_has_a_type(tmp_path: Path) -> None:
    source = Path(ambics.__file__).parent
    # A copy: what is installed may be a link, which the checker does not follow.
    package = tmp_path / "ambics"
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    told = completeness(package)
    assert told.returncode == 0 and "completeness score: 100%" in told.stdout, told.stdout
    (package / "_ambsys.py").write_text(
        "AmbSys = Sum = read_ambsys = __import__('json').loads('1')\n", encoding="utf-8"
    )
    assert completeness(package).returncode == 1

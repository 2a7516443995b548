"""The pages of the documentation that hold Python: every block runs, in order, in one namespace a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = ["first-five-minutes.md", "coming-from.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_block_runs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    blocks = BLOCK.findall((root / "docs" / page).read_text(encoding="utf-8"))
    assert len(blocks) >= 3
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"{page}, block {number}", "exec"), names)


def test_the_commands_of_the_first_minutes_are_known(root: Path, ambics_command: str) -> None:
    """Each command that the page shows has a help of its own."""
    import subprocess

    text = (root / "docs" / "first-five-minutes.md").read_text(encoding="utf-8")
    commands = re.findall(r"^ambics ([a-z-]+)", text, re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        assert subprocess.run([ambics_command, command, "--help"], capture_output=True).returncode == 0, command

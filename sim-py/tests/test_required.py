"""What would have to be true, from Python."""

import json
import subprocess

import ambics
import polars
import pytest


def test_it_is_what_the_command_prints(ambics_command: str, tmp_path) -> None:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    found = ambics.required(tiny, 20, replications=2, progress=False)
    command = [
        ambics_command,
        "required",
        "tiny/tiny",
        "--replications=2",
        "--set",
        "run.days=7",
        "--faster=20 s",
        "--json",
    ]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert polars.DataFrame(found.table).to_dicts() == printed["required"]
    assert "No public evidence" in found.report()
    assert "<h1" in found.page(tmp_path / "page.html").read_text(encoding="utf-8")


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(ValueError, match="above 0"):
        ambics.required(ambics.Scenario.shipped("tiny/tiny"), 0, progress=False)
    with pytest.raises(ambics.ScenarioError, match="one whole ambulance service"):
        ambics.required(ambics.Scenario.shipped("england-2023"), progress=False)

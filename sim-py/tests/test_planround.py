"""The planning round in Python: the same exhibits as the command, as tables and as a page."""

import json
import subprocess

import ambics
import polars as pl
import pytest


@pytest.fixture(scope="module")
def tiny() -> ambics.Scenario:
    return ambics.Scenario.shipped("tiny/tiny").with_({"run.replications": 2, "run.days": 7})


@pytest.fixture(scope="module")
def planned(tiny: ambics.Scenario) -> ambics.PlanRound:
    return ambics.planround(tiny, progress=False)


def test_the_exhibits_add_up(planned: ambics.PlanRound) -> None:
    bridge = pl.DataFrame(planned.bridge)
    change = bridge["published_after_s"][0] - bridge["published_before_s"][0]
    assert bridge["change_s"].sum() == change and bridge.height == 7
    leakage = pl.DataFrame(planned.leakage)
    whole = leakage.filter(pl.col("ics_code") == "all")["saved_ms"].sum()
    assert leakage.filter(pl.col("ics_code") != "all")["saved_ms"].sum() == whole
    assert pl.DataFrame(planned.rates).height == 80
    assert planned.complete and planned.replications == 2 and planned.took_nobody == {}


def test_it_is_what_the_command_prints(planned: ambics.PlanRound, ambics_command: str, tmp_path) -> None:
    command = [ambics_command, "planround", "tiny/tiny", "--replications=2", "--set", "run.days=7", "--json"]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert printed["bridge"] == pl.DataFrame(planned.bridge).to_dicts()
    assert printed["manifest"]["identity"] == planned.manifest["identity"]
    page = planned.page(tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg ") == 3 and "leakage matrix" in page and "Exchange rates" in planned.report()


def test_periods_steps_and_hours_are_the_users(tiny: ambics.Scenario, tmp_path) -> None:
    days = {"2023-10": 31, "2023-11": 30, "2023-12": 31, "2024-01": 31, "2024-02": 29, "2024-03": 31}
    hours = {month: n * 300 if month.startswith("2023") else n * 330 for month, n in days.items()}
    asked = {"steps": [5], "progress": False}
    own = ambics.planround(tiny, before="2023-10", after="2024-01", winter="2023-12", hours=hours, **asked)
    bridge = pl.DataFrame(own.bridge)
    assert "hours" in bridge["bar"].to_list() and bridge["before"][0] == "2023-10"
    assert set(pl.DataFrame(own.rates)["steps"]) == {5.0}
    file = tmp_path / "hours.csv"
    file.write_text("month,hours\n" + "".join(f"{m},{h}\n" for m, h in hours.items()), encoding="utf-8")
    same = ambics.planround(tiny, before="2023-10", after="2024-01", winter="2023-12", hours=file, **asked)
    assert pl.DataFrame(same.bridge).equals(bridge)


def test_what_cannot_be_asked_is_told(tiny: ambics.Scenario) -> None:
    with pytest.raises(TypeError, match="both periods"):
        ambics.planround(tiny, before="2023-10", progress=False)
    with pytest.raises(ambics.ScenarioError, match="no row for"):
        ambics.planround(tiny, hours={"2023-10": 9300}, progress=False)
    with pytest.raises(ambics.ScenarioError, match="no uplift"):
        ambics.planround(ambics.Scenario.shipped("tiny/tiny-lead"), progress=False)

"""Who gets what, from Python."""

import json
import subprocess

import ambics
import polars
import pytest


def test_it_is_what_the_command_prints(ambics_command: str, tmp_path) -> None:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    found = ambics.allocate(
        tiny, ["exchange", "need-weighted"], hours=170, safeguard=0.0, screening=2, replications=2, progress=False
    )
    command = [ambics_command, "allocate", "tiny/tiny", "--method=exchange", "--method=need-weighted", "--hours=170"]
    command += ["--safeguard=0", "--screening=2", "--replications=2", "--set", "run.days=7", "--json"]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for table in ("allocation", "allocation_method", "allocation_equity"):
        assert polars.DataFrame(found.table(table)).to_dicts() == printed[table]
    assert "<h1" in found.page(tmp_path / "page.html").read_text(encoding="utf-8")
    assert found.scenario is not None
    assert found.scenario.run(replications=1, progress=False).complete


def test_what_sharing_saves_adds_up() -> None:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    found = ambics.pooling(tiny, replications=2, progress=False)
    shares = polars.DataFrame(found.table("pooling"))["shapley"].sum()
    everyone = polars.DataFrame(found.table("pooling_coalition"))["value"][-1]
    assert shares == pytest.approx(everyone)
    assert "not a proposal of payment" in found.report()


def test_what_cannot_be_asked_is_said() -> None:
    tiny = ambics.Scenario.shipped("tiny/tiny")
    with pytest.raises(ValueError, match="one of hours"):
        ambics.allocate(tiny, hours=100, pounds=100, progress=False)
    with pytest.raises(ambics.ScenarioError, match="magic"):
        ambics.allocate(tiny, "magic", hours=100, progress=False)
    with pytest.raises(ambics.ScenarioError, match="NOWHERE"):
        ambics.allocate(tiny, hours=100, most={"NOWHERE": 1}, screening=2, replications=2, progress=False)


OFFERS = """
[[offer]]
name = "a line"
lines_in = "QT1"
gbp_per_week = 7000
most = 2
[[offer]]
name = "shorter drives"
gbp_per_week = 9000
set = { "travel.time_factor" = "x0.9" }
"""


def test_what_a_sum_buys_is_what_the_command_prints(ambics_command: str, tmp_path) -> None:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    file = tmp_path / "offers.toml"
    file.write_text(OFFERS, encoding="utf-8")
    found = ambics.portfolio(tiny, file, 16000, screening=2, replications=2, progress=False)
    command = [ambics_command, "portfolio", "tiny/tiny", "--offers", str(file), "--budget", "£16000"]
    command += ["--screening=2", "--replications=2", "--set", "run.days=7", "--json"]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for table in ("portfolio", "portfolio_place"):
        assert polars.DataFrame(found.table(table)).to_dicts() == printed[table]
    rows = polars.DataFrame(found.table("portfolio"))
    assert rows["offer"].to_list() == ["a line", "shorter drives", "mix"]
    assert rows["gbp_per_week"].max() <= 16000
    with pytest.raises(ambics.ScenarioError, match="enough for one unit"):
        ambics.portfolio(tiny, OFFERS, 10, screening=2, replications=2, progress=False)


def test_vehicles_at_stations_are_what_the_command_prints(ambics_command: str) -> None:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    found = ambics.stations(tiny, busy=0.4, simulate=True, replications=2, progress=False)
    command = [ambics_command, "stations", "tiny/tiny", "--busy=40%", "--simulate", "--replications=2"]
    command += ["--set", "run.days=7", "--json"]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for table in ("stations", "placing"):
        assert polars.DataFrame(found.table(table)).to_dicts() == printed[table]
    assert found.scenario is not None and "station_ratio" in found.scenario.canonical
    with pytest.raises(ambics.ScenarioError, match="p-median"):
        ambics.stations(tiny, "magic")


def test_published_indices_stand_in_the_report() -> None:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    need = "source = 'allocations'\nyears = '2025/26'\n[need]\nQT1 = 1.1\nQT2 = 0.9"
    said = {"hours": 200, "screening": 2, "replications": 2, "progress": False}
    assert "allocations (2025/26)" in ambics.allocate(tiny, "need-weighted", need=need, **said).report()
    assert "no published need index" in ambics.allocate(tiny, "need-weighted", **said).report()

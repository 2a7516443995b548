"""A scenario under every set of a fit."""

from pathlib import Path

import ambics
import polars as pl
import pytest

FIT = "member,weight,key,value\n0,0.75,fleet.hours_per_week.TNY,2100\n1,0.25,fleet.hours_per_week.TNY,1900\n"


def test_the_sets_count_by_their_weights_and_settings_stand_over_them(tmp_path: Path) -> None:
    fit = tmp_path / "fit.csv"
    fit.write_text(FIT, encoding="utf-8")
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    run = ambics.ensemble(tiny, fit, replications=2, seed=3, progress=False)
    assert run.weights == [0.75, 0.25]
    table = pl.DataFrame(run.table)
    shares = table["parameters_share"] + table["chance_share"]
    assert table["n_members"].unique().to_list() == [2] and shares.min() == pytest.approx(1.0) == shares.max()
    assert "parameters" in run.report() and "SYNTHETIC" in run.report()
    assert run.save(tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    same = ambics.ensemble(tiny, fit, {"fleet.hours_per_week.TNY": 2100}, replications=2, progress=False)
    assert set(pl.DataFrame(same.table)["parameters_share"]) == {0.0}


def test_a_fit_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ambics.ScenarioError):
        ambics.ensemble(ambics.Scenario.shipped("tiny/tiny"), tmp_path / "no-fit.csv", progress=False)

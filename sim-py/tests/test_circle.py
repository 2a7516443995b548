"""The circle: tables that add up, assumptions that are obeyed, faults that are told."""

import ambics
import polars as pl
import pytest

FALLS = [{"name": "falls_community"}, {"name": "carehome_ehch"}]


@pytest.fixture(scope="module")
def tiny() -> ambics.Scenario:
    return ambics.Scenario.shipped("tiny/tiny").with_({"intervention": FALLS})


@pytest.fixture(scope="module")
def circle(tiny: ambics.Scenario) -> ambics.Circle:
    return ambics.circle(tiny, budget=50_000, days=7, draws=100, replications=4, progress=False)


def test_its_tables_hold_every_programme_month_and_split(circle: ambics.Circle) -> None:
    months, splits = pl.DataFrame(circle.months), pl.DataFrame(circle.splits)
    assert months.height == 3 * 60 and splits.height == 3 * 3 * 11
    best = splits.group_by("programme", "years").agg(pl.col("best_share").sum())["best_share"]
    assert (best - 1).abs().max() < 1e-9
    assert (months["budget_low_gbp"] <= months["budget_gbp"]).all()
    assert pl.DataFrame(circle.response).height == 9
    first = months.filter(month=0)["budget_gbp"].unique().to_list()
    assert first == pytest.approx([50_000] * len(first)) and circle.budget_gbp == 50_000


def test_nothing_reinvested_is_a_budget_that_only_fades(tiny: ambics.Scenario) -> None:
    known = {"assumption.reinvested_share": 0.0, "assumption.prevention_fading": 0.12}
    faded = ambics.circle(tiny.with_(known), budget=50_000, days=7, draws=40, replications=4, progress=False)
    months = pl.DataFrame(faded.months).filter(month=12)
    assert months["budget_gbp"].to_list() == pytest.approx([44_000] * 3) and faded.grows_share == 0


def test_it_tells_and_writes(circle: ambics.Circle, tmp_path) -> None:
    mean, low, high = circle.returns
    assert low <= mean <= high and "Does it feed itself?" in circle.report() and "grows in" in repr(circle)
    assert "<svg" in circle.page(tmp_path / "circle.html").read_text(encoding="utf-8")
    assert circle.manifest["identity"]


def test_faults_come_in_one_list() -> None:
    with pytest.raises(ambics.ScenarioError) as told:
        ambics.circle(ambics.Scenario.shipped("tiny/tiny"), budget=-1, replications=2, progress=False)
    assert "an intervention that prevents incidents" in str(told.value) and "above 0" in str(told.value)

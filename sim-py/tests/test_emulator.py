"""The emulator: a surface that answers at once, says how well, and refuses what it does not know."""

import math

import ambics
import polars as pl
import pytest


@pytest.fixture(scope="module")
def tiny() -> ambics.Scenario:
    return ambics.Scenario.shipped("tiny/tiny").with_({"run.replications": 2, "run.days": 7})


@pytest.fixture(scope="module")
def emulator(tiny: ambics.Scenario) -> ambics.Emulator:
    return ambics.emulate(tiny, points=40, progress=False)


def test_it_answers_with_intervals(emulator: ambics.Emulator) -> None:
    told = emulator.predict(hours="+2%", incidents="-1%", handover="-5 min")
    assert told.low_s < told.c2_mean_s < told.high_s and told.change_s < 0
    assert told.change_low_s < told.change_s < told.change_high_s
    assert told.document["ratios"]["hours"] == 1.02
    assert emulator.predict(hours=1.02).c2_mean_s == emulator.predict(hours="+2%").c2_mean_s
    assert "not the effect of a handover intervention" in " ".join(repr(told).split())


def test_it_says_how_well_it_foretells(emulator: ambics.Emulator) -> None:
    assert isinstance(emulator.q2, float) and 0.5 < emulator.q2 < 1
    frame = emulator.frame()
    assert len(frame) == 49 and (frame.iloc[0][["hours_ratio", "incidents_ratio", "handover_ratio"]] == 1).all()
    # Q2 is what the table's own columns give: each run against what was foretold of it without it.
    run, told = (pl.DataFrame(emulator.table)[name].log() for name in ("c2_mean_s", "left_out_s"))
    q2 = 1 - ((told - run) ** 2).sum() / ((run - run.mean()) ** 2).sum()
    assert math.isclose(q2, emulator.q2, rel_tol=1e-9)


def test_saved_and_read_again_it_is_the_same(emulator: ambics.Emulator, tiny: ambics.Scenario, tmp_path) -> None:
    again = ambics.Emulator.load(emulator.save(tmp_path / "emulator.json"))
    assert again.predict(handover="-10%").document == emulator.predict(handover="-10%").document
    assert again.manifest["scenario_hash"] == tiny.hash and again.services == ["TNY"]
    page = emulator.page(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<svg" in page and "SYNTHETIC" in page and "Agreement check" in emulator.report()


def test_it_refuses_what_it_does_not_know(emulator: ambics.Emulator, tiny: ambics.Scenario, tmp_path) -> None:
    with pytest.raises(ambics.ScenarioError, match="not known there"):
        emulator.predict(hours="+30%")
    with pytest.raises(ambics.ScenarioError, match="one of TNY"):
        emulator.predict(of="RYF")
    with pytest.raises(ValueError, match="ranges are of hours"):
        ambics.emulate(tiny, ranges={"scene": (0.9, 1.1)}, progress=False)
    with pytest.raises(ambics.ScenarioError, match="a range of ratios with 1 inside"):
        ambics.emulate(tiny, ranges={"hours": (1.1, 1.3)}, progress=False)
    (tmp_path / "broken.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ambics.ScenarioError, match="an emulator that ambics wrote"):
        ambics.Emulator.load(tmp_path / "broken.json")

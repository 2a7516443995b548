"""Goal-seek: the answer, its interval, what was tried, and what gets no answer."""

import ambics
import polars as pl
import pytest

HOURS = "fleet.hours_per_week.TNY"


@pytest.fixture(scope="module")
def tiny() -> ambics.Scenario:
    return ambics.Scenario.shipped("tiny/tiny").with_({"run.replications": 6})


@pytest.fixture(scope="module")
def sought(tiny: ambics.Scenario) -> ambics.Seek:
    return ambics.seek(tiny, change=HOURS, goal="C2 mean", target="20 min", progress=False)


def test_the_answer_reproduces_the_target(sought: ambics.Seek) -> None:
    assert sought.found == "answer" and sought.unit == "hours a week"
    assert sought.low < sought.value < sought.high
    summary = pl.DataFrame(sought.scenario.run(progress=False).summary)
    row = summary.filter(level="trust", category="C2", statistic="mean").row(0, named=True)
    assert row["low_s"] <= 1200.0 <= row["high_s"]
    assert row["mean_s"] == sought.document["answer"]["gives_s"]


def test_what_was_tried_is_a_table_in_order(sought: ambics.Seek) -> None:
    points = pl.DataFrame(sought.points)
    assert points["value"].is_sorted() and points["mean_s"].is_sorted(descending=True)
    assert sought.value in points["value"].to_list()
    assert set(points["key"]) == {HOURS}


def test_it_is_shown_and_saved(sought: ambics.Seek, tmp_path) -> None:
    assert "Answer" in repr(sought) and "effective hours" in repr(sought)
    assert "<table" in sought._repr_html_() and "How to read this" in sought.report()
    page = sought.save(tmp_path / "seek.html").read_text(encoding="utf-8")
    assert "<svg" in page and "SYNTHETIC" in page


def test_a_target_out_of_reach_has_no_value(tiny: ambics.Scenario) -> None:
    sought = ambics.seek(
        tiny, change="travel.time_factor", goal="C2 p90", target="1 min", between=(0.5, 2.0), progress=False
    )
    assert (sought.found, sought.value, sought.scenario) == ("out_of_reach", None, None)
    assert "out of reach" in repr(sought)


def test_a_wrong_question_names_every_fault(tiny: ambics.Scenario) -> None:
    with pytest.raises(ambics.ScenarioError) as error:
        ambics.seek(tiny, change="fleet.hour", goal="C2 median", target="30", progress=False)
    assert {problem["path"] for problem in error.value.problems} == {"fleet.hour", "goal", "target"}

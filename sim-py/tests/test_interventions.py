"""Interventions: the library as a table, entries as mappings, and what a run says of them."""

import datetime

import ambics
import polars as pl
import pytest

ENTRY = {"name": "falls_community", "where": ["QT1"], "from": datetime.date(2023, 1, 2), "reach": 1.0}


@pytest.fixture(scope="module")
def tiny() -> ambics.Scenario:
    return ambics.Scenario.shipped("tiny/tiny").with_({"run.replications": 2, "prevention.inner": 1})


def test_the_library_is_a_table_with_a_row_each() -> None:
    library = pl.DataFrame(ambics.interventions())
    assert library.height == 25 and set(library["grade"]) <= set("ABCD")
    falls = library.row(by_predicate=pl.col("name") == "falls_community", named=True)
    assert (falls["incidents_ratio"], falls["incidents_ratio_low"], falls["incidents_ratio_high"]) == (0.6, 0.4, 0.92)
    assert falls["incidents_used_ratio"] == pytest.approx(0.6**0.8)
    assert falls["reach_share"] == 0.2 and falls["conveyed_ratio"] is None
    assert falls["cohort"] == "conditions falls; ages 60_64 65_79 80_plus; origins 999"
    assert library["source"].str.len_chars().min() > 0 and library["notes"].str.len_chars().min() > 0
    assert ambics.interventions().describe()["cost_gbp"]["unit"] == "GBP"


def test_an_entry_is_a_mapping(tiny: ambics.Scenario) -> None:
    changed = tiny.with_({"intervention": [ENTRY, {"name": "ucr_2h", "offer": "proactive"}]})
    assert changed.hash != tiny.hash
    for part in ['name = "falls_community"', 'where = ["QT1"]', "from = 2023-01-02", 'offer = "proactive"']:
        assert part in changed.canonical
    assert changed.with_({"intervention": []}).hash == tiny.hash


def test_what_it_did_is_a_table(tiny: ambics.Scenario) -> None:
    result = ambics.compare(tiny, tiny.with_({"intervention": [ENTRY], "name": "falls"}), progress=False)
    prevented = pl.DataFrame(result.prevention)
    assert set(prevented["arm"]) == {"falls"} and set(prevented["ics_code"]) == {"QT1"}
    assert prevented["prevented_n"].sum() > 0
    assert (prevented["prevented_n"] <= prevented["cohort_n"]).all()
    with pytest.raises(AttributeError):
        _ = tiny.run(1, progress=False).prevention


def test_faults_of_an_entry_are_told(tiny: ambics.Scenario) -> None:
    with pytest.raises(ambics.ScenarioError) as told:
        tiny.with_({"intervention": [{"name": "falls_comunity"}, {"name": "ucr_2h", "reach": 2}]})
    hints = {problem["path"]: problem["hint"] for problem in told.value.problems}
    assert hints == {"intervention[0].name": "did you mean `falls_community`?", "intervention[1].reach": ""}
    with pytest.raises(TypeError, match="list of them or of mappings"):
        tiny.with_({"intervention": [{"name": object()}]})

"""The log of a run, and one incident's story told from it."""

from pathlib import Path

import ambics
import polars as pl
import pytest

TINY = {"run.days": 2, "run.replications": 2}


@pytest.fixture(scope="module")
def result() -> ambics.Result:
    return ambics.Scenario.shipped("tiny/tiny").with_(TINY).run(log=True, progress=False)


def test_an_incidents_story_is_told(result: ambics.Result) -> None:
    log = pl.DataFrame(result.log)
    ended = log.filter((pl.col("reason") == "conveyed_ed") & (pl.col("replication") == 1))
    incident = ended["incident_id"][0]
    story = result.trace(incident, replication=1)
    assert repr(story) == story.text
    assert all(part in story.text for part in ("called, ", "assigned, ", "at the scene", "handed over", "clear"))
    lines = pl.DataFrame(story.table)
    assert lines["replication"].unique().to_list() == [1]
    assert lines.filter(pl.col("to") == "ended").height == 1


def test_without_a_log_there_is_no_story(result: ambics.Result) -> None:
    with pytest.raises(ambics.AmbicsError, match="no incident"):
        result.trace("nobody")
    bare = ambics.Scenario.shipped("tiny/tiny").with_(TINY).run(1, progress=False)
    with pytest.raises(ambics.AmbicsError, match="log=True"):
        bare.trace("nobody")


def test_a_checkpoint_is_gone_on_with_and_branched(result: ambics.Result, tmp_path: Path) -> None:
    scenario = ambics.Scenario.shipped("tiny/tiny").with_(TINY)
    noon = result.manifest["arms"][0]["start"] + " 17:45"
    made = scenario.run(until=noon, log=True)
    loaded = ambics.Checkpoint.load(made.save(tmp_path / "noon.json"), scenario)
    resumed = ambics.resume(loaded, log=True, progress=False)
    assert pl.DataFrame(resumed.log).equals(pl.DataFrame(result.log))
    assert pl.DataFrame(resumed.response).equals(pl.DataFrame(result.response))
    other = scenario.with_({"name": "near", "policy.dispatch.reach": "5 min"})
    both = ambics.resume(loaded, scenario, other, progress=False)
    assert len(both.arms) == 2 and len(both.difference) > 0
    with pytest.raises(ambics.ScenarioError, match="ground"):
        ambics.resume(loaded, scenario.with_({"run.days": 3}), progress=False)
    with pytest.raises(ambics.AmbicsError, match="local time"):
        scenario.run(until="never")


def test_a_scenario_may_begin_in_the_middle_of_things() -> None:
    live = ambics.Scenario.shipped("tiny/tiny-live").with_({"run.replications": 1}).run(log=True, progress=False)
    given = pl.DataFrame(live.log).filter((pl.col("reason") == "log_begins") & (pl.col("to") == "triage"))
    assert given["incident_id"].n_unique() == 6

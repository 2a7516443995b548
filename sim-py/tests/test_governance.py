"""Studies of arrangements: the same as the command, reproducible, and no winner."""

import ambics
import polars as pl
import pytest

STUDY = "south-west-arrangements"


@pytest.fixture(scope="module")
def found() -> ambics.Governance:
    return ambics.governance(STUDY, draws=40, brief=True)


def test_every_arrangement_stands_at_every_number_of_hours(found: ambics.Governance) -> None:
    summary = pl.DataFrame(found.summary)
    assert summary.height == len(found.arrangements) * len(found.team_hours) == 25
    best = summary.group_by("team_hours_per_week").agg(pl.col("best").sum())
    assert best["best"].to_list() == pytest.approx([1.0] * 5)


def test_dates_become_interventions_of_a_scenario(found: ambics.Governance) -> None:
    text = found.interventions("bilateral", 1000.0)
    assert text.count("[[intervention]]") + text.count("not live") == 21
    with pytest.raises(ValueError):
        found.interventions("none", 1000.0)


def test_real_packages_stand_beside_today(found: ambics.Governance) -> None:
    real = pl.DataFrame(found.real_packages)
    assert real.filter(pl.col("within") != "unknown")["package"].n_unique() >= 4
    assert pl.DataFrame(found.themes).height == 0 and pl.DataFrame(found.workforce).height == 0


def test_it_is_the_same_for_any_threads_and_another_with_another_seed(found: ambics.Governance) -> None:
    again = ambics.governance(STUDY, draws=40, brief=True, threads=1)
    assert again.report() == found.report()
    assert ambics.governance(STUDY, draws=40, seed=2, brief=True).report() != found.report()


def test_it_is_shown_and_saved(found: ambics.Governance, tmp_path) -> None:
    page = found.save(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<svg" in page and "ASSUMPTIONS" in page and "trust-wide" in page
    assert "lead" in repr(found)


def test_a_study_that_is_wrong_says_all_of_it(tmp_path) -> None:
    (tmp_path / "own.toml").write_text(
        'kind = "arrangements"\nregion = "england-2022"\nservice = "RYF"\n[[proposal]]\nname = "x"\nwork_ratio = "much"\n'
        '[[arrangement]]\nlike = "leed"\n[[arrangement]]\nlike = "lead"\ntailoring = 3\nlead = "QXX"\n'
    )
    with pytest.raises(ambics.ScenarioError) as error:
        ambics.governance(tmp_path / "own.toml")
    assert len(error.value.problems) >= 4


def test_waits_are_split_over_channels_that_add_up() -> None:
    base = ambics.demo("RYF").with_({"run.days": 1})
    found = ambics.waits("south-west-channels", base, years=1, channels=True, replications=2, progress=False)
    whole = pl.DataFrame(found.waits).filter(
        (pl.col("level") == "trust") & (pl.col("category") == "C2") & (pl.col("statistic") == "mean")
    )
    shares = pl.DataFrame(found.channels).filter(pl.col("level") == "trust")
    sums = shares.group_by("arrangement", maintain_order=True).agg(pl.col("share_s").sum())["share_s"].to_list()
    assert sums == pytest.approx(whole["against_first_s"].to_list()[1:], abs=1e-6)
    assert pl.DataFrame(found.services).height == len(found.arrangements) == 5
    assert "trust-wide" in found.report() and "lead" in repr(found)
    with pytest.raises(ambics.ScenarioError, match="interventions"):
        ambics.waits("south-west-channels", ambics.Scenario.shipped("dorset-prevention"), progress=False)

"""Published indicators, and results in their codes."""

from pathlib import Path

import ambics
import polars as pl
import pytest

CUT = Path(__file__).parents[2] / "sim-core/tests/data/ambsys/AmbSYS_cut.csv"
MONTH = {"run.start": "2023-02-01", "run.days": 28, "run.replications": 2}


@pytest.fixture(scope="module")
def cut() -> ambics.AmbSys:
    return ambics.read_ambsys(CUT)


def test_figures_leave_as_a_table(cut: ambics.AmbSys) -> None:
    figures = pl.DataFrame(cut.figures)
    assert figures.columns == ["month", "level", "org_code", "item_code", "item", "kind", "value"]
    one = figures.filter(month="2024-03", org_code="RYF", item="c1_response_p90_s")
    assert one["value"].to_list() == [1108]
    assert len(cut.dropped) == 15
    assert len(cut.breaches) == 8
    assert len(cut.organisations) == 19
    assert len(cut.items) == 148
    assert set(pl.DataFrame(cut.renamed)["org_code"]) == {"RYA"}
    assert "RRU" in set(pl.DataFrame(cut.gaps)["org_code"])
    assert cut.not_checked == []
    assert "9746 figures of 19 organisations from 2017-08 to 2024-03, 15 rows dropped" in repr(cut)


def test_counts_add_up_and_centiles_do_not(cut: ambics.AmbSys) -> None:
    october = cut.total("A8", months="2022-10")
    assert (october.value, october.missing) == (70772, [("RRU", "2022-10")])
    mean = cut.mean("c2_response_mean_s", "RYF", "2022-10..2024-03")
    assert (mean.total, mean.base) == (391346456, 113219)
    assert mean.value == pytest.approx(3456.544, abs=1e-3)
    for ask in (cut.total, cut.mean):
        with pytest.raises(ambics.AmbicsError, match="neither by adding nor by averaging"):
            ask("A26")
    with pytest.raises(ambics.AmbicsError, match="count twice"):
        cut.total("A7", ["Eng", "RYF"])
    with pytest.raises(ambics.AmbicsError, match="a month as 2024-03"):
        cut.total("A7", months="winter")


def test_faults_of_a_file_are_listed(tmp_path: Path) -> None:
    wrong = tmp_path / "x.csv"
    wrong.write_text("Year,Month,Org Code,A7\n2024,3,RYF,many\n")
    with pytest.raises(ambics.ScenarioError) as caught:
        ambics.read_ambsys(wrong)
    assert caught.value.problems[0]["path"] == "row 2, A7"


def test_results_come_in_the_same_codes_and_are_read_back(tmp_path: Path) -> None:
    scenario = ambics.Scenario.shipped("tiny/tiny").with_(MONTH)
    result = scenario.run(metrics="ambsys", progress=False)
    months = pl.DataFrame(result.ambsys)
    assert set(months["level"]) == {"england", "trust", "icb"}
    written = tmp_path / "model.csv"
    written.write_text(result.ambsys_csv())
    read = ambics.read_ambsys(written)
    assert len(read.breaches) == 0
    own = months.filter(org_code="TNY", item_code="A10")["value"]
    assert abs(read.total("A10", "TNY").value - own.mean()) <= 0.5
    assert "QT1" in result.ambsys_csv(boards=True)
    with pytest.raises(ValueError, match="no arm 'other'"):
        result.ambsys_csv("other")


def test_results_by_month_need_whole_months() -> None:
    scenario = ambics.Scenario.shipped("tiny/tiny")
    with pytest.raises(ambics.ScenarioError, match="whole calendar months"):
        scenario.run(metrics="ambsys", progress=False)
    with pytest.raises(ValueError, match="metrics are"):
        scenario.run(metrics="other", progress=False)  # type: ignore[arg-type]
    with pytest.raises(ambics.AmbicsError, match="run with metrics"):
        scenario.run(1, progress=False).ambsys_csv()

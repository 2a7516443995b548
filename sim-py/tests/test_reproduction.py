"""Precision, reproduction and warm-up from Python: the same as the command."""

from __future__ import annotations

from pathlib import Path

import ambics
import polars as pl
import pyarrow.compute as compute
import pyarrow.parquet as parquet
import pytest

TINY = ambics.Scenario.shipped("tiny/tiny")


def test_a_precise_run_is_the_run_of_as_many_replications() -> None:
    precise = TINY.run(precision=0.2, progress=False)
    plain = TINY.run(precise.replications, progress=False)
    assert precise.replications > 10
    assert pl.DataFrame(precise.response).equals(pl.DataFrame(plain.response))
    told = pl.DataFrame(precise.precision)
    assert set(told["reached"]) == {"reached"} and told["share"].max() <= 0.2 and set(told["target_share"]) == {0.2}
    assert "precision" not in plain.tables and "Precision asked: 20.00%" in precise.report()


def test_what_is_out_of_reach_is_said_so() -> None:
    rough = ambics.compare(TINY, TINY.with_({"name": "same"}), precision=0.0001, most=10, progress=False)
    assert rough.replications == 10 and "not met within 10 replications" in rough.report()
    assert "too wide" in set(pl.DataFrame(rough.precision)["reached"])


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"precision": 0.02, "replications": 5}, TypeError, "precision decides"),
        ({"precision": 0.02, "until": "2024-01-12 04:00"}, TypeError, "precision decides"),
        ({"precision": 2.0}, ValueError, "0.0001 to 0.5"),
        ({"precision": 0.02, "most": 0}, ValueError, "at least 1 replication"),
    ],
)
def test_a_precision_that_makes_no_sense_is_refused(
    asked: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        TINY.run(**asked, progress=False)  # type: ignore[arg-type]


def test_a_changed_figure_is_found_out(tmp_path: Path) -> None:
    TINY.run(2, progress=False).write(tmp_path, csv=True)
    assert ambics.reproduce(tmp_path / "manifest.json", progress=False).identical
    table = parquet.read_table(tmp_path / "response.parquet")
    column = table.schema.get_field_index("mean_s")
    field = table.schema.field(column)
    changed = table.set_column(column, field, compute.add(table[column], 1.0))
    parquet.write_table(changed, tmp_path / "response.parquet")
    found = ambics.reproduce(tmp_path, progress=False)
    assert not found.identical and any(line.startswith("response.parquet: row 1") for line in found.differs)
    assert repr(found).startswith("DIFFERENT") and "response.parquet" in found._repr_html_()


def test_a_table_that_something_else_has_written_is_told(tmp_path: Path) -> None:
    TINY.run(2, progress=False).write(tmp_path)
    table = pl.read_parquet(tmp_path / "response.parquet")
    table.write_parquet(tmp_path / "response.parquet", compression="uncompressed")
    (said,) = ambics.reproduce(tmp_path, progress=False).differs
    assert said.startswith("response.parquet: other columns")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ambics.AmbicsError, match="ambics did not write"):
        TINY.run(2, progress=False).write(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(ambics.AmbicsError, match="cannot read"):
        ambics.reproduce(tmp_path, progress=False)


def test_a_window_is_looked_at_day_by_day() -> None:
    found = ambics.warm_up(TINY.with_({"run.days": 56}), replications=3, progress=False)
    days = pl.DataFrame(found.table)
    assert days.height == 56 and days["date"][0] == "2024-01-10"
    assert days["smoothed_s"].null_count() == 3
    assert found.first_week_s is not None
    own = days["c2_mean_s"][:7].mean() - days["c2_mean_s"][7:].mean()
    assert found.first_week_s[0] == pytest.approx(own)
    with pytest.raises(ambics.ScenarioError, match="at least 50 days"):
        ambics.warm_up(TINY, progress=False)


def test_a_sweep_that_cannot_end_is_refused_before_it_begins(tmp_path: Path) -> None:
    file = ambics.example_sweep(tmp_path)
    text = "".join(
        "replications = 4000000000\n" if line.startswith("replications") else line
        for line in file.read_text(encoding="utf-8").splitlines(keepends=True)
    )
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ambics.ScenarioError, match="steps"):
        ambics.sweep(file, tmp_path / "runs", progress=False)
    assert not (tmp_path / "runs").exists()

"""The backtest: predictions, scores and rivals of a small published file."""

from pathlib import Path

import ambics
import polars as pl
import pytest

ITEMS = {
    "A7": 3376, "A8": 354, "A9": 253, "A10": 1840, "A11": 557, "A12": 20, "A15": 45, "A16": 85, "A17": 405,
    "A25": 419, "A26": 741, "A31": 878, "A32": 1706, "A34": 2535, "A35": 5850, "A53": 1756, "A54": 168, "A55": 1047,
    "A56": 2971, "A140": 1756, "A142": 1521, "A143": 3022, "A144": 1054, "A145": 421, "A146": 123,
}  # fmt: skip


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = ["Year,Month,Region,Org Code,Org Name," + ",".join(ITEMS)]
    for row, (year, month) in enumerate([(2024, 3), (2024, 4), (2024, 5)]):
        figures = {**ITEMS, "A31": 878 + 10 * row}
        lines.append(f"{year},{month},Y58,TNY,TINY," + ",".join(map(str, figures.values())))
    path = tmp_path_factory.mktemp("observed") / "AmbSYS.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_month_after_the_region_is_predicted_and_scored(observed: Path, tmp_path: Path) -> None:
    tiny = ambics.Scenario.shipped("tiny/tiny")
    backtest = ambics.backtest(
        tiny, observed=observed, months="2024-05", fit_months="2024-03..2024-04", replications=2, progress=False
    )
    rows = pl.DataFrame(backtest.predictions).filter(measure="C2_mean_s", score="frozen")
    row = rows.row(0, named=True)
    assert row["low"] < row["predicted"] < row["high"] and row["observed"] == 898.0 and row["last_month"] == 888.0
    assert set(pl.DataFrame(backtest.scores)["name"]) == {"frozen", "rolling", "last_month"}
    assert len(backtest.hours) == 1 and len(backtest.skipped) == 0
    assert "Three scores" in backtest.report()
    page = backtest.save(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<svg" in page and "SYNTHETIC" in page


def test_wrong_questions_name_every_fault(observed: Path) -> None:
    with pytest.raises(ambics.ScenarioError) as error:
        ambics.backtest(
            ambics.Scenario.shipped("tiny/tiny"), observed=observed, months="May", hours="no.csv", progress=False
        )
    assert {problem["file"] for problem in error.value.problems} == {"--months", "no.csv"}

"""The page of validation: what is written between its marks, and only there."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

import validate

ASKED = Namespace(months="2023-10..2023-11", replications=2, fit=None, backtest=None)


def row(name: str, measure: str, ratio: float, **more: str) -> dict[str, str]:
    """A figure as the scorecard writes it."""
    level = "england" if name == "England" else "trust"
    known = {"level": level, "area_name": name, "measure": measure, "unit": "s", "ratio": str(ratio)}
    known |= {"off": str(ratio - 1), "model": "110", "published": "100", "within": "true", "scored": "true"}
    return known | more


FIGURES = [
    row("LAS", "C2 mean", 1.02),
    row("SWASFT", "C2 mean", 1.2, within="false"),
    row("IOW", "C4 mean", 1.5, within="false", scored="false"),
    row("England", "C2 mean", 1.1, within="false"),
]
PLACES = [
    {"area_code": "urban", "category": "C1", "mean_s": "400"},
    {"area_code": "rural", "category": "C1", "mean_s": "600"},
]


def test_a_service_holds_unless_a_scored_figure_does_not() -> None:
    hold, services = validate.holding(FIGURES)
    assert (hold, services) == (["LAS", "IOW"], ["LAS", "SWASFT", "IOW"])


def test_the_section_marks_what_does_not_hold() -> None:
    text = validate.section(FIGURES, PLACES, ASKED)
    assert "2 of 3 services hold" in text
    assert "| C2 mean | 1.02 | **1.20** | - | **1.10** |" in text
    assert "| C4 mean | - | - | (1.50) | - |" in text
    assert "110 s against 100 s, +10.0%: outside 5%" in text and "1.50; 1.35 to 1.80" in text


def test_only_what_stands_between_the_marks_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "validation.md"
    page.write_text(f"before\n{validate.MARKS[0]}\nold\n{validate.MARKS[1]}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(validate, "PAGE", page)
    assert validate.rewrite("new", write=False) and "old" in page.read_text(encoding="utf-8")
    assert validate.rewrite("new", write=True) and not validate.rewrite("new", write=True)
    written = page.read_text(encoding="utf-8")
    assert written.startswith("before\n") and written.endswith("\nafter\n") and "\nnew\n" in written
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit):
        validate.rewrite("new", write=True)


def test_backtests_are_told_by_score_and_months(tmp_path: Path) -> None:
    text = "service_code,month,measure,score,predicted,low,high,observed\n"
    text += "RYF,2024-01,C2_mean_s,frozen,110,90,120,100\nRYF,2024-02,C2_mean_s,frozen,90,80,95,100\n"
    file = tmp_path / "backtest.csv"
    file.write_text(text + "RYF,2024-03,C2_mean_s,frozen,90,,,\n", encoding="utf-8")
    alone = validate.backtest(Namespace(backtest=[file]))
    assert "| frozen | C2_mean_s | 2 | 10.0 | +0.0 | 50 |" in alone and not validate.backtest(ASKED)
    about = {
        "months": ["2024-01", "2024-03"],
        "fit_months": ["2023-10"],
        "level_is_found_here": True,
        "replications": 6,
    }
    (tmp_path / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    both = validate.backtest(Namespace(backtest=[file, tmp_path]))
    said = "2024-01 to 2024-03 predicted from hours found on 2023-10 to 2023-10, 6 replications of each month:"
    assert both.count("| frozen |") == 2 and both.count(said) == 2


def test_rivals_of_the_c2_mean_stand_below_the_scores(tmp_path: Path) -> None:
    text = "service_code,month,measure,score,predicted,low,high,observed,last_month\n"
    text += "RYF,2024-01,C2_mean_s,frozen,110,90,120,100,120\nRYF,2024-02,C2_mean_s,frozen,90,80,95,100,\n"
    (tmp_path / "backtest.csv").write_text(text, encoding="utf-8")
    said = validate.backtest(Namespace(backtest=[tmp_path]))
    assert "| rival: last month | C2_mean_s | 1 | 20.0 | +20.0 | |" in said and "regression" not in said

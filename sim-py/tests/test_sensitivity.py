"""Which keys matter: known answers through the functions that a sweep goes through, and one sweep of tiny."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ambics
import pytest
from ambics._sensitivity import drawn, problem_of, scaled, told

KEYS = ["fleet.a", "fleet.b", "demand.c"]


def run(method: str, function: Callable[..., float], by: str = "key") -> dict[str, dict[str, Any]]:
    """A function of the keys in place of a sweep."""
    problem = problem_of(KEYS, by)
    sample = drawn(problem, method, (20, 4, 512, 1))
    y = [function(*row) for row in sample]
    return {row["key"]: row for row in told(problem, (method, 4, 1), (sample, y), ("C2 mean", 0.0))}


def test_the_elementary_effects_of_a_line_are_its_slopes() -> None:
    found = run("morris", lambda a, b, c: 30.0 * a - 10.0 * b)
    assert [round(found[key]["mu_star"], 6) for key in KEYS] == [30.0, 10.0, 0.0]
    assert all(found[key]["sigma"] < 1e-9 for key in KEYS)
    assert [found[key]["told"] for key in KEYS] == [True, True, False]
    together = run("morris", lambda a, b, c: 30.0 * a + 30.0 * b + 5.0 * c, by="module")
    assert set(together) == {"fleet", "demand"} and together["fleet"]["mu_star"] > together["demand"]["mu_star"]


def test_shares_of_variance_are_those_of_ishigami() -> None:
    def ishigami(*units: float) -> float:
        a, b, c = (-math.pi + 2 * math.pi * unit for unit in units)
        return math.sin(a) + 7 * math.sin(b) ** 2 + 0.1 * c**4 * math.sin(a)

    found = run("sobol", ishigami)
    for key, s1, st in zip(KEYS, (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)):
        assert abs(found[key]["S1"] - s1) < 0.06 and abs(found[key]["ST"] - st) < 0.06, found[key]


def test_a_range_in_even_ratios_has_its_middle_at_the_root() -> None:
    assert scaled(0.5, 1.0, 100.0, True) == pytest.approx(10.0) and scaled(0.25, 2.0, 4.0, False) == 2.5


def test_a_sweep_of_tiny_tells_what_moves_it(tmp_path: Path) -> None:
    file = ambics.example_sweep(tmp_path)
    file.write_text(
        'kind = "sweep"\nbase = "tiny.toml"\ndesign = "latin_hypercube"\npoints = 1\nreplications = 4\n'
        '[vary]\n"travel.time_factor" = { low = 0.7, high = 1.5 }\n"cycle.on_scene_ratio" = { low = 0.999, high = 1.001 }\n',
        encoding="utf-8",
    )
    found = ambics.sensitivity(file, tmp_path / "study", trajectories=4, progress=False)
    c1 = {row["key"]: row for row in found.table.to_dicts() if row["measure"] == "C1 mean"}
    assert c1["travel.time_factor"]["told"] and c1["travel.time_factor"]["mu_star"] > 60.0
    assert c1["cycle.on_scene_ratio"]["mu_star"] < c1["travel.time_factor"]["mu_star"] / 5
    assert len(found.runs.points()) <= 12 and {"C1 mean", "C4 P90"} <= set(found.table["measure"])
    chart = found.tornado("C1 mean").to_dict()
    assert "travel.time_factor" in chart["description"]
    with pytest.raises(ambics.AmbicsError, match=r"C2 mean"):
        found.tornado("nothing")
    again = ambics.sensitivity(file, tmp_path / "study", trajectories=4, progress=False)
    assert again.table.equals(found.table), "what is there is not run again"
    listed = ambics.example_sweep(tmp_path)
    with pytest.raises(ambics.AmbicsError, match=r"vary.cycle.on_scene_ratio has a list"):
        ambics.sensitivity(listed, tmp_path / "other", progress=False)

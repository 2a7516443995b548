"""Instructions by step: where what was moved, called or lent is counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import cost_table
from bench_check import Workload
from cost_table import SET_UP, Place, Run

FUNCTIONS = {"place", "seconds_at", "drive_s"}
WRITTEN = """\
# callgrind format
events: Ir

ob=(1) /release/ambics
fl=(1) sim-core/src/engine/moves.rs
fn=(1) ambics::engine::moves::<impl ambics::engine::Engine>::assign
10 100
fi=(2) sim-core/src/calendar/mod.rs
+2 30
fi=(3) sim-core/src/units.rs
-1 4
fe=(1)
* 5
cob=(2) /lib/libc.so.6
cfi=(4) ./string/memmove.S
cfn=(2) memcpy
calls=1 50
11 60
cfn=(3) ambics::policy::view::View::place
calls=1 9
12 900

fl=(5) /rustc/library/core/src/slice.rs
fn=(3)
9 800
fi=(6) sim-core/src/policy/view.rs
9 100

ob=(2)
fl=(4)
fn=(2)
50 60

ob=(1)
fl=(7) /registry/csv-core/src/reader.rs
fn=(5) csv_core::reader::read
1 7
"""


def test_instructions_are_counted_where_the_code_stands() -> None:
    """Moved code at its file, lent code and the C library at the function, what is called never twice."""
    counted = cost_table.count(WRITTEN.splitlines())
    assert counted == Counter(
        {
            "handlers and state": 100 + 4 + 5 + 60,
            "calendar": 30,
            "place of a vehicle on the road": 900,
            SET_UP: 7,
        }
    )


@pytest.mark.parametrize(
    ("file", "function", "step"),
    [
        ("sim-core/src/rng/mod.rs", "ambics::tape::record::record", "marks and quantiles"),
        (
            "/rustc/core/src/cmp.rs",
            "<ambics::policy::queue::x::X as ambics::policy::queue::QueueRule>::next",
            "look through those who wait",
        ),
        ("sim-core/src/policy/view.rs", "ambics::policy::diversion::by_gain::ByGain::diverts", "diversion and swaps"),
        ("sim-core/src/world/raster.rs", "ambics::world::raster::Raster::compile", SET_UP),
        ("sim-core/src/outcome/recorder.rs", "<(A,B) as ambics::engine::fact::Observer>::see", "records and facts"),
        ("sim-core/src/outcome/response.rs", "ambics::outcome::measure::measure", "measures"),
    ],
)
def test_a_place_has_its_step(file: str, function: str, step: str) -> None:
    """By the file if it is a step's own, else by the function."""
    assert cost_table.step(Place("/release/ambics", file, function)) == step


def test_every_module_of_a_step_exists() -> None:
    """A module that is renamed would count as reading and printing, and nobody would notice."""
    source = Path(cost_table.ROOT) / "sim-core" / "src"
    planned = {"state::waiting"}
    for _, modules in cost_table.STEPS:
        for name in set(modules) - planned:
            path = source.joinpath(*(word for word in name.split("::") if word[0].islower() and word not in FUNCTIONS))
            assert path.is_dir() or path.with_suffix(".rs").is_file(), name


def test_what_both_runs_need_is_no_incidents_cost() -> None:
    """500 once, 30 an incident, of which 10 the calendar."""
    run = lambda n: Run(Counter({SET_UP: 500, "calendar": 10 * n, "tape": 20 * n}), n)
    cost = cost_table.cost(run(7), run(15))
    assert cost.once == pytest.approx(500)
    assert cost.each == pytest.approx({SET_UP: 0, "calendar": 10, "tape": 20})
    assert cost_table.table({"tiny": cost})[-2:] == ["| all | 30 |", "| once a run, millions | 0 |"]


def test_a_workload_says_its_days() -> None:
    """From its arguments, or as its scenario has them."""
    days = [cost_table.days_of(Workload(name, words, 0)) for name, words in (("tiny", ["run"]), ("x", ["run.days=28"]))]
    assert days == [7, 28]

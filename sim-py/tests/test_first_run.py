"""The first minutes of an analyst: demo, run, tables, comparison, errors."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import ambics
import pytest

SMALL = {"run.days": 7, "run.replications": 2}


@pytest.fixture(scope="module")
def result() -> ambics.Result:
    return ambics.demo("RYF").with_(SMALL).run(progress=False)


@pytest.mark.parametrize("name", ["RYF", "ryf", "SWASFT", "South Western Ambulance Service NHS Foundation Trust"])
def test_a_service_goes_by_code_name_or_short_name(name: str) -> None:
    assert ambics.demo(name).hash == ambics.demo("RYF").hash


def test_an_unknown_service_gets_a_hint() -> None:
    with pytest.raises(ambics.ScenarioError, match="did you mean") as error:
        ambics.demo("SWASTF")
    assert error.value.problems[0]["rule"]


def test_all_frames_read_the_tables(result: ambics.Result) -> None:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    arrow = pa.table(result.response)
    assert arrow.column_names[:6] == ["arm", "replication", "level", "area_code", "category", "incidents"]
    frame = pl.DataFrame(result.response)
    assert frame.height == len(result.response) == arrow.num_rows
    from_arrow = getattr(pd.DataFrame, "from_arrow", None)
    pandas = from_arrow(result.response) if from_arrow else arrow.to_pandas()
    assert len(pandas) == arrow.num_rows
    count = duckdb.sql("select sum(incidents) from arrow where level = 'trust' and category = 'all'").fetchall()
    trust = frame.filter((pl.col("level") == "trust") & (pl.col("category") == "all"))
    assert count[0][0] == trust["incidents"].sum()


def test_ics_counts_add_up_to_the_trust(result: ambics.Result) -> None:
    import polars as pl

    frame = pl.DataFrame(result.response).filter(pl.col("category") == "all")
    sums = frame.group_by("level").agg(pl.col("incidents").sum())
    totals = dict(sums.iter_rows())
    assert len({totals[level] for level in ("trust", "ics", "patch", "district", "imd_quintile", "rural_urban")}) == 1


def test_the_same_seed_gives_the_same_bytes_for_any_thread_count() -> None:
    import pyarrow as pa

    scenario = ambics.demo("R1F").with_(SMALL)
    one, two = (pa.table(scenario.run(progress=False, threads=n).response) for n in (1, 2))
    assert one.equals(two)


def test_a_result_can_be_read(result: ambics.Result, tmp_path: Path) -> None:
    text = repr(result)
    assert "C2" in text and "synthetic" in text.lower()
    assert "<table" in result._repr_html_()
    page = result.save(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in page
    with pytest.raises(AttributeError, match="its tables"):
        result.no_such_table  # noqa: B018


def test_equal_channels_give_no_difference() -> None:
    import polars as pl

    base = ambics.demo("R1F").with_(SMALL)
    arm = base.with_({"name": "lead without uplift", "arrangement.method": "lead"})
    comparison = ambics.compare(base, arm, progress=False)
    differences = pl.DataFrame(comparison.difference)["difference_s"].drop_nulls()
    assert len(differences) > 0 and (differences == 0).all()


def test_arms_on_other_ground_are_refused() -> None:
    base = ambics.demo("R1F").with_(SMALL)
    with pytest.raises(ambics.ScenarioError) as error:
        ambics.compare(base, base.with_({"name": "short", "run.days": 2}), ambics.demo("RX6").with_(SMALL))
    assert [problem["path"] for problem in error.value.problems] == ["run", "select"]
    with pytest.raises(TypeError, match="at least one arm"):
        ambics.compare(base)
    with pytest.raises(TypeError, match="takes scenarios"):
        ambics.compare(base, "south-west")  # type: ignore[arg-type]


def test_all_faults_come_at_once() -> None:
    with pytest.raises(ambics.ScenarioError) as error:
        ambics.demo("RYF").with_({"run.dayz": 3, "run.lead_in": 5, "fleet.hours_per_week.RYG": 10})
    assert {problem["path"] for problem in error.value.problems} >= {"run.dayz", "run.lead_in"}


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    ambics.demo("R1F").with_(SMALL).run(progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_ctrl_c_keeps_what_is_finished() -> None:
    program = textwrap.dedent("""
        import warnings, ambics
        warnings.simplefilter("ignore")
        print("ready", flush=True)
        result = ambics.demo("RYF").run(replications=100_000, progress=False)
        print(result.complete, result.replications > 0, flush=True)
    """)
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=3)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=10)
    assert out.strip() == "False True"


def test_the_command_is_part_of_the_wheel(capfd: pytest.CaptureFixture[str]) -> None:
    from ambics._core import main

    assert main(["ambics", "doctor"]) == 0
    assert ambics.__version__ in capfd.readouterr().out


def test_the_readme_runs(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    program = text.split("```python\n")[1].split("```")[0]
    assert "ambics.demo" in program
    exec(compile(program, "README.md", "exec"), {})

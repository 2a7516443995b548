"""A replay gives what its rules say: random traces against an oracle that knows nothing of the engine."""

from __future__ import annotations

import random
from pathlib import Path

import ambics
import pyarrow as pa
import pytest
import trace_oracle

SHIPPED = Path(__file__).resolve().parents[2] / "scenarios" / "trace" / "trace.toml"
AREAS = 15
INCIDENTS = 200
TRACES = 300
INSTANTS = ("assigned", "mobilised", "reached", "left_scene", "at_hospital", "freed", "home")


def write(path: Path, head: str, rows: list[tuple[object, ...]]) -> None:
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")


def write_ground(folder: Path, luck: random.Random) -> None:
    """Areas on a plane or a sphere, some at one point; drives that differ by direction, some equal, some of no time."""
    planar = luck.random() < 0.5
    head = luck.choice(["x_m,y_m", "x_km,y_km"]) if planar else "lon,lat"
    tied = luck.random() < 0.5
    rows = []
    for n in range(AREAS):
        if planar:
            point = (luck.randrange(6), luck.randrange(6)) if tied else (luck.uniform(0, 9e3), luck.uniform(0, 9e3))
        else:
            point = (round(luck.uniform(-4, -2), 2 if tied else 9), round(luck.uniform(50, 52), 2 if tied else 9))
        rows.append((f"A{n}", *point))
    write(folder / "areas.csv", f"area_code,{head}", rows)
    unit = luck.choice(["minutes", "seconds"])
    size = 1 if unit == "minutes" else 60
    times = [0, 0.5, 1, 2, 7.25, 10] if luck.random() < 0.5 else None
    drives = [(a, b, luck.choice(times) if times else luck.uniform(0, 25)) for a in range(AREAS) for b in range(AREAS)]
    luck.shuffle(drives)
    own_given = luck.random() < 0.7
    rows = [(f"A{a}", f"A{b}", size * (t if own_given or a != b else 0)) for a, b, t in drives]
    write(folder / "matrix.csv", f"from,to,{unit}", rows)


def write_people(folder: Path, luck: random.Random) -> None:
    """A fleet that is too small for what is called, some of it at one instant, some out of order."""
    area = lambda: f"A{luck.randrange(AREAS)}"
    hospitals = [(f"H{n}", area()) for n in range(luck.randint(1, 4))]
    write(folder / "hospitals.csv", "hospital_code,area_code", hospitals)
    span_s = luck.choice([9e3, 5e4, 3e6])
    shifts = luck.random() < 0.3
    fleet = []
    for n in range(luck.randint(1, 7)):
        start, end = sorted(luck.sample(range(int(1.5 * span_s)), 2))
        fleet.append((f"V{n}", area(), start if luck.random() < 0.6 else "", end if luck.random() < 0.6 else ""))
    head = "vehicle,station_code" + (",shift_start_s,shift_end_s" if shifts else "")
    write(folder / "vehicles.csv", head, [row if shifts else row[:2] for row in fleet])
    whole = luck.random() < 0.5
    length = lambda most: luck.choice([0, 30, 60, 600]) if whole else luck.uniform(0, most)
    at = sorted(
        float(30 * luck.randrange(int(span_s / 30))) if whole else luck.uniform(0, span_s) for _ in range(INCIDENTS)
    )
    if luck.random() < 0.3:
        luck.shuffle(at)
    rows = []
    for n in range(INCIDENTS):
        convey, handover = luck.choice(["1", "1", "0", ""]), luck.choice([length(1800), length(1800), ""])
        hospital = luck.choice(["", "", luck.choice(hospitals)[0]])
        rows.append((f"i{n}", at[n], area(), f"C{luck.randint(1, 4)}", length(2400), convey, handover, hospital))
    head = "incident_id,at_s,area_code,category,on_scene_s,convey,handover_s,hospital_code"
    write(folder / "incidents.csv", head, rows)


def both(folder: Path, seed: int) -> tuple[list[dict], list[dict | None]]:
    """What ambics gives and what the oracle gives for the random trace of a seed."""
    luck = random.Random(seed)
    write_ground(folder, luck)
    write_people(folder, luck)
    rules = {
        "mobilisation_s": luck.choice([0, 0, 45.5]),
        "to_scene": luck.choice([1.0, 1.3]),
        "convey": luck.choice([1.0, 1.1]),
        "back": luck.choice([1.0, 0.95]),
        "by_category": luck.random() < 0.3,
    }
    (folder / "trace.toml").write_text(
        f"mobilisation_s = {rules['mobilisation_s']}\n"
        f"to_scene_factor = {rules['to_scene']}\n"
        f"convey_factor = {rules['convey']}\n"
        f"return_factor = {rules['back']}\n"
        f'queue = "{"by_category" if rules["by_category"] else "first_in_first_out"}"\n',
        encoding="utf-8",
    )
    table = pa.table(ambics.replay(folder / "trace.toml")).to_pylist()
    return table, trace_oracle.Replay(folder, **rules).run()


def differences(got: list[dict], expected: list[dict | None]) -> list[str]:
    found = []
    for row, oracle in zip(got, expected, strict=True):
        if oracle is None:
            names = ("vehicle", *(f"{name}_ms" for name in INSTANTS))
            wanted = dict.fromkeys(names, None) | {"queued": True, "hospital_code": None}
        else:
            wanted = {"home_ms": None} | oracle
        wanted["handed_over_ms"] = wanted["freed_ms"] if wanted["at_hospital_ms"] is not None else None
        found += [
            f"{row['incident_id']} {key}: {row[key]}, not {wanted[key]}" for key in wanted if row[key] != wanted[key]
        ]
    return found


def test_random_traces_differ_by_no_millisecond(tmp_path: Path) -> None:
    seen = {"queued": 0, "from_road": 0, "conveyed": 0, "unanswered": 0}
    for seed in range(TRACES):
        got, expected = both(tmp_path, seed)
        found = differences(got, expected)
        assert not found, f"seed {seed}: {len(found)} differences, first {found[:5]}"
        seen["queued"] += sum(row["queued"] for row in got)
        seen["from_road"] += sum(row["from_road"] for row in got)
        seen["conveyed"] += sum(row["at_hospital_ms"] is not None for row in got)
        seen["unanswered"] += sum(row["vehicle"] is None for row in got)
    assert min(seen.values()) > 500, f"the traces reach every rule: {seen}"


def test_the_oracle_and_the_engine_agree_on_the_shipped_trace() -> None:
    oracle = trace_oracle.Replay(SHIPPED.parent, back=0.95, stations=True).run()
    assert not differences(pa.table(ambics.replay(SHIPPED)).to_pylist(), oracle)


def test_every_column_says_what_it_is() -> None:
    table = ambics.replay(SHIPPED)
    assert len(table) == 12
    assert all(about["doc"].endswith(".") for about in table.describe().values())
    assert table.describe()["reached_ms"]["unit"] == "ms"


def test_faults_come_all_at_once(tmp_path: Path) -> None:
    both(tmp_path, 1)
    (tmp_path / "incidents.csv").write_text("incident_id,at_s,area_code,category,on_scene_s,convey\nx,-1,A0,C2,3,1\n")
    (tmp_path / "matrix.csv").write_text("from,to,time\nA0,A1,3\n")
    with pytest.raises(ambics.ScenarioError) as raised:
        ambics.replay(tmp_path / "trace.toml")
    told = {(problem["file"], problem["path"]) for problem in raised.value.problems}
    assert {("incidents.csv", "handover_s"), ("incidents.csv", "row 1, at_s"), ("matrix.csv", "")} <= told

"""Charts of a result: drawn without a browser, with words, with the figures of the tables."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import ambics
import polars as pl
import pytest
import vl_convert
from ambics import charts
from ambics.charts import _control, _week

OF_A_RESULT = ["availability", "differences", "flows", "handover", "hours_of_week", "queue", "responses", "waits"]
DAY_MS = 86_400_000
CUT = Path(__file__).parents[2] / "sim-core/tests/data/ambsys/AmbSYS_cut.csv"


@pytest.fixture(scope="module")
def both() -> ambics.Result:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7, "run.replications": 3})
    more = tiny.with_({"name": "more", "fleet.hours_per_week.TNY": "+10%"})
    return ambics.compare(tiny, more, records=True, log=True, progress=False)


@pytest.fixture(scope="module")
def arranged() -> ambics.Governance:
    return ambics.governance("south-west-arrangements", draws=20, brief=True)


@pytest.fixture(scope="module")
def shared() -> ambics.Shared:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
    return ambics.allocate(tiny, hours=168, screening=2, replications=2, frontier=True, progress=False)


@pytest.fixture(scope="module")
def sensed() -> ambics.Sensitivity:
    row = {"measure": "C2 mean", "mu_star": 80.0, "mu_star_half": 9.0, "chance": 4.0, "told": True}
    rows = [{**row, "key": "travel.time_factor"}, {**row, "key": "cycle.on_scene_ratio", "mu_star": 3.0, "told": False}]
    return ambics.Sensitivity("morris", pl.DataFrame(rows), None)


def series(values: list[float | None]) -> pl.DataFrame:
    """Made-up months from January 2022 on."""
    months = [f"{2022 + row // 12}-{1 + row % 12:02d}" for row in range(len(values))]
    return pl.DataFrame({"month": months, "value": values})


def drawn(chart: object) -> dict:
    """A chart's specification, once it is a picture, has a title, and has figures in its words."""
    spec = chart.to_dict()
    title = spec["title"]["text"] if isinstance(spec["title"], dict) else spec["title"]
    assert len(title) > 10 and any(sign.isdigit() for sign in spec["description"]), "figures stand in the words"
    picture = vl_convert.vegalite_to_png(spec)
    assert picture[:4] == b"\x89PNG" and len(picture) > 5_000
    return spec


def rows_of(spec: dict) -> list[dict]:
    """The rows that most layers of a chart share."""
    return max((own["data"]["values"] for own in [spec, *spec["layer"]] if "data" in own), key=len)


@pytest.mark.parametrize("name", OF_A_RESULT)
def test_each_is_drawn_and_said_in_words(both: ambics.Result, name: str) -> None:
    assert "synthetic stations" in drawn(getattr(charts, name)(both))["description"]


def test_every_chart_is_one_of_these() -> None:
    assert sorted([*OF_A_RESULT, "control", "frontier", "governance", "pictures", "tornado"]) == charts.__all__


def test_a_chart_holds_the_figures_of_its_table(both: ambics.Result) -> None:
    (values,) = {str(own): own for own in _values(charts.differences(both).to_dict())}.values()
    drawn = pl.DataFrame(values)
    told = pl.DataFrame(both.difference).filter(
        (pl.col("category") == "C2") & (pl.col("statistic") == "mean") & (pl.col("level") == "ics")
    )
    assert sorted(drawn["difference_s"]) == sorted(told["difference_s"])


def _values(spec: dict) -> list:
    found = [spec["data"]["values"]] if "data" in spec else []
    for layer in spec.get("layer", []):
        found += _values(layer)
    return [values for values in found if "difference_s" in values[0]]


def test_shares_reach_most_and_never_fall(both: ambics.Result) -> None:
    rows = pl.DataFrame(charts.responses(both, "C1").to_dict()["data"]["values"])
    for arm in both.arms:
        shares = rows.filter(pl.col("arm") == arm).sort("minutes")["share"]
        assert (shares.diff().drop_nulls() >= 0).all() and shares[-1] > 0.99


def test_what_is_lacking_is_said() -> None:
    alone = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 1, "run.replications": 1}).run(progress=False)
    lacks = {
        "differences": "ambics.compare",
        "responses": "records=True",
        "hours_of_week": "records=True",
        "queue": "log=True",
    }
    for name, words in lacks.items():
        with pytest.raises(ambics.AmbicsError, match=words):
            getattr(charts, name)(alone)
    with pytest.raises(ambics.AmbicsError, match="today"):
        charts.flows(alone, "nobody")


def test_who_waits_is_what_the_board_table_has(both: ambics.Result) -> None:
    """The peak of each day, mean over days: counted by the engine, and here from the log."""
    _, start, end = _week.window(both, "more")
    steps = _week.stack(both, "more")
    board = pl.DataFrame(both.board).filter(arm="more", level="trust")
    for replication, told in board.select("replication", "stack_at_peak").iter_rows():
        own = steps.filter(replication=replication)
        peaks = []
        for day in range(start, end, DAY_MS):
            before = own.filter(pl.col("at_ms") < day)["waiting"].to_list() or [0]
            within = own.filter(pl.col("at_ms").is_between(day, day + DAY_MS, closed="left"))["waiting"].to_list()
            peaks.append(max(before[-1:] + within))
        assert sum(peaks) / len(peaks) == pytest.approx(told)


def test_the_mean_of_the_week_is_the_time_that_was_waited(both: ambics.Result) -> None:
    _, start, end = _week.window(both, "more")
    log = pl.DataFrame(both.log).filter(arm="more", subject="incident").sort("replication", "component", "row")
    log = log.with_columns(pl.col("at_ms").shift(-1, fill_value=end).over("replication", "incident_id").alias("until"))
    stays = log.filter(pl.col("to") == "waiting").select(pl.col("at_ms", "until").clip(start, end))
    waited = (stays["until"] - stays["at_ms"]).sum() / (end - start) / both.replications
    hours = _week.stack_by_hour(both, "more")
    assert len(hours) == 168 * both.replications and hours["value"].mean() == pytest.approx(waited) and waited > 0


def test_busy_is_neither_free_nor_on_a_break_nor_off_the_road(both: ambics.Result) -> None:
    hours = _week.busy_by_hour(both, "today").join(
        pl.DataFrame(both.availability)
        .filter(arm="today", kind="dca")
        .group_by("replication", "hour_of_week")
        .agg(pl.col("on_duty_h").sum()),
        on=["replication", "hour_of_week"],
    )
    busy = (hours["value"] * hours["on_duty_h"]).sum() / hours["on_duty_h"].sum()
    fleet = pl.DataFrame(both.vehicle).filter(arm="today", level="trust", kind="dca")
    assert busy == pytest.approx((fleet["unit_hour_utilisation"] * fleet["on_duty_h"]).sum() / fleet["on_duty_h"].sum())


def test_hours_are_those_of_the_place(both: ambics.Result) -> None:
    zero, start, end = _week.window(both, "today")
    log = pl.DataFrame(both.log).filter(arm="today", subject="incident")
    local = log["local_time"].str.to_datetime()
    told = log.select(_week.local_hour_of_week(pl.col("at_ms"), zero).alias("hour"))["hour"]
    assert (told == (local.dt.weekday().cast(int) - 1) * 24 + local.dt.hour()).all()
    assert end - start == 7 * DAY_MS and log["at_ms"].max() >= end
    summer = pl.DataFrame({"at_ms": [0]}).select(
        _week.local_hour_of_week(pl.col("at_ms"), zero.replace(year=2024, month=7, day=1, hour=4))
    )
    assert summer.item() == 5


def test_incidents_an_hour_add_up_and_few_responses_have_no_mean(both: ambics.Result) -> None:
    own = pl.DataFrame(both.incidents).filter(arm="today", category="C2")
    table = _week.by_hour_of_week(both, "C2", "today")
    assert (table["incidents_per_hour"] * table["hours"]).sum() * both.replications == pytest.approx(len(own))
    assert table["n"].sum() == own["response_ms"].count()
    tiles, dots = (layer["data"]["values"] for layer in charts.hours_of_week(both).to_dict()["layer"])
    assert len(tiles) + len(dots) == 168 and min(row["n"] for row in tiles) >= 5 > max(row["n"] for row in dots)
    assert len(drawn(charts.hours_of_week(both, "C3", show="incidents"))["layer"][0]["data"]["values"]) == 168


def test_handover_is_that_of_the_hospitals_in_minutes_or_hours_a_week(both: ambics.Result) -> None:
    table = pl.DataFrame(both.handover).filter(level="hospital", arm=both.arms[0])
    rows = {row["area_code"]: row for row in rows_of(drawn(charts.handover(both))) if row["arm"] == both.arms[0]}
    for code, name, mean in table.group_by("area_code", "area_name").agg(pl.col("mean_s").mean()).iter_rows():
        assert rows[code]["value"] == pytest.approx(mean / 60) and rows[code]["area_name"] == name != code
        assert rows[code]["low"] <= rows[code]["value"] <= rows[code]["high"]
    lost = {
        row["area_code"]: row for row in rows_of(drawn(charts.handover(both, "lost"))) if row["arm"] == both.arms[0]
    }
    weeks = both.manifest["arms"][0]["days"] / 7
    whole = table["lost_over_15_h"].sum() / both.replications / weeks
    assert sum(row["value"] for row in lost.values()) == pytest.approx(whole)
    with pytest.raises(ambics.AmbicsError, match="mean or lost"):
        charts.handover(both, "all")


def test_the_frontier_has_a_mark_for_each_allocation(shared: ambics.Shared) -> None:
    spec = drawn(charts.frontier(shared))
    table = pl.DataFrame(shared.table("allocation_frontier"))
    rows = rows_of(spec)
    assert len(rows) == table["lines"].n_unique() and rows[0]["mean_change_s"] == table["mean_change_s"][0]
    assert rows[0]["part"].startswith("0.0") and "95% intervals" in spec["description"]


def test_dates_of_arrangements_are_months_with_their_range(arranged: ambics.Governance) -> None:
    spec = drawn(charts.governance(arranged))
    table = pl.DataFrame(arranged.go_live).filter(team_hours_per_week=250.0, proposal="falls_community")
    rows = rows_of(spec)
    assert len(rows) == len(table) == 5 * 7 and "none fitted" in spec["description"]
    months = [row["live_month"] for row in rows if not row["beyond"]]
    assert months == pytest.approx((table["live_day"].drop_nulls() * 12 / 365.25).to_list())
    assert all(row["live_low_month"] <= row["live_month"] <= row["live_high_month"] for row in rows)
    late = drawn(charts.governance(arranged, "care_coordination_hub", 60.0))
    assert "beyond the horizon in 7 of 7 ICSs" in late["description"]
    with pytest.raises(ambics.AmbicsError, match="falls_community"):
        charts.governance(arranged, "no such proposal")


def test_a_tornado_is_that_of_the_sensitivity(sensed: ambics.Sensitivity) -> None:
    ours, own = drawn(charts.tornado(sensed)), sensed.tornado().to_dict()
    assert (ours["title"], ours["description"], ours["layer"]) == (own["title"], own["description"], own["layer"])


def test_limits_are_the_mean_and_266_moving_ranges_of_the_baseline_alone() -> None:
    figures = [600.0, 660.0, 630.0, 690.0, 600.0, 630.0, 2400.0, 620.0]
    spec = drawn(charts.control(series(figures), "c2_response_mean_s", "Made up", baseline="2022-01..2022-06"))
    rows = rows_of(spec)
    moving = [abs(a - b) for a, b in zip(figures[:5], figures[1:6])]
    mean, width = sum(figures[:6]) / 6 / 60, 3 / 1.128 * sum(moving) / 5 / 60
    assert rows[0]["mean"] == pytest.approx(mean) and rows[7]["ucl"] == pytest.approx(mean + width)
    assert [row["signal"] for row in rows] == [*["no signal"] * 6, "beyond a limit", "no signal"]
    told = " ".join(spec["title"]["subtitle"])
    assert "2022-01 to 2022-06, 6 months" in told and "never rebased" in told and "abspc 1." in told
    assert "provisional" in told and "2022-07 beyond a limit" in spec["description"]


def test_the_rules_that_the_chart_names_are_those_that_are_counted() -> None:
    """The words of each rule against the shortest run that it counts, and a run that is one shorter."""
    flat = [62.0, 60.0] * 8
    falling = [61.9, 61.5, 61.2, 60.9, 60.6, 60.3]
    for run, end, rule in [([61.5] * 8, 60.0, "rule2"), (falling, 61.0, "rule3")]:
        for length, counts in [(len(run), True), (len(run) - 1, False)]:
            figures = series([*flat, *run[:length], end])
            _, _, judged = _control._judged(figures, figures.head(16))
            assert (_control.SIGNALS[rule] in judged["signal"].to_list()) == counts, (rule, length)
            assert str(len(run)) in _control.SIGNALS[rule]


def test_no_run_goes_across_a_missing_month() -> None:
    figures = series([*[62.0, 60.0] * 8, *[61.5] * 4, None, *[61.5] * 4, 60.0])
    _, _, judged = _control._judged(figures, figures.head(16))
    assert set(judged["signal"]) == {"no signal"} and judged["value"].null_count() == 1


def test_a_published_series_is_drawn_and_what_cannot_be_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = ambics.read_ambsys(CUT)
    spec = drawn(charts.control(cut, "A31", "RYF"))
    rows = [row for row in rows_of(spec) if row["value"] is not None]
    assert (
        len(rows) == 5 and rows[0]["value"] == pytest.approx(2236 / 60) and "Published figures" in spec["description"]
    )
    wrong = [
        ({"item": "no"}, "no series"),
        ({"rules": "seven"}, "abspc"),
        ({"months": "2022-10..2022-11"}, "three months"),
    ]
    for asked, said in wrong:
        with pytest.raises(ambics.AmbicsError, match=said):
            charts.control(cut, **{"organisation": "RYF", **asked})
    monkeypatch.setitem(__import__("sys").modules, "abspc", None)
    with pytest.raises(ambics.AmbicsError, match=r"pip install .*spc"):
        charts.control(cut, organisation="RYF")


def test_hours_outside_the_window_stay_blank() -> None:
    two_days = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 2})
    spec = charts.queue(two_days.run(replications=1, log=True, progress=False)).to_dict()
    for panel in spec["vconcat"]:
        rows = spec["datasets"][panel["data"]["name"]] if "datasets" in spec else panel["data"]["values"]
        # A window begins at 04:00, and its last vehicles are busy a little longer.
        known = [row for row in rows if row["mean"] is not None]
        assert len(rows) == 168 and 48 <= len(known) < 60
    assert "One replication" in spec["title"]["subtitle"]


def test_a_long_change_is_told_in_minutes_and_a_short_one_in_seconds(both: ambics.Result) -> None:
    for category in ("C1", "C4"):
        spec = charts.differences(both, category).to_dict()
        (values,) = {str(own): own for own in _values(spec)}.values()
        scale = 60 if "minutes against" in str(spec) else 1
        assert all(row["change"] * scale == pytest.approx(row["difference_s"]) for row in values)
        longest = max(abs(row[name]) for row in values for name in ("low", "high")) * scale
        assert (longest >= 120) == (scale == 60)


def test_a_picture_in_a_notebook_has_words_for_those_who_do_not_see_it() -> None:
    chart = alt.Chart(alt.Data(values=[{"a": 1}])).mark_point().encode(x="a:Q")
    before = alt.renderers.active
    try:
        charts.pictures(72)
        shown = [
            chart.properties(description="One dot.", title="A")._repr_mimebundle_(),
            chart.properties(title="A")._repr_mimebundle_(),
        ]
    finally:
        alt.renderers.enable(before)
    for (bundle, told), words in zip(shown, ["One dot.", "A"]):
        assert bundle["image/png"].startswith(b"\x89PNG") and told["image/png"]["alt"] == words

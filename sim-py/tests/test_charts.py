"""Charts of a result: drawn without a browser, with words, with the figures of the tables."""

from __future__ import annotations

import ambics
import polars as pl
import pytest
import vl_convert
from ambics import charts


@pytest.fixture(scope="module")
def both() -> ambics.Result:
    tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7, "run.replications": 3})
    more = tiny.with_({"name": "more", "fleet.hours_per_week.TNY": "+10%"})
    return ambics.compare(tiny, more, records=True, progress=False)


@pytest.mark.parametrize("name", charts.__all__)
def test_each_is_drawn_and_said_in_words(both: ambics.Result, name: str) -> None:
    spec = getattr(charts, name)(both).to_dict()
    assert len(spec["title"]) > 10 and "synthetic stations" in spec["description"]
    assert any(sign.isdigit() for sign in spec["description"]), "figures stand in the words"
    picture = vl_convert.vegalite_to_png(spec)
    assert picture[:4] == b"\x89PNG" and len(picture) > 5_000


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
    for draw, words in [(charts.differences, "ambics.compare"), (charts.responses, "records=True")]:
        with pytest.raises(ambics.AmbicsError, match=words):
            draw(alone)
    with pytest.raises(ambics.AmbicsError, match="today"):
        charts.flows(alone, "nobody")

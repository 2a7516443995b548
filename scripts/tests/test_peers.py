"""The programs of benches/peers on small cities: each must say what ambics says, and a wrong rule must show."""

from __future__ import annotations

import statistics
import sysconfig
from dataclasses import replace
from pathlib import Path

import city
import city_ambics
import city_ciw
import city_simpy
import pytest
from agreement import Interval, compare
from city_simpy_tuned import TunedReplication

AMBICS = Path(sysconfig.get_path("scripts")) / "ambics"
# Nobody waits, so that responses are sharp; and some do, so that waits are there to compare.
QUIET = replace(city.city(), days=8)
BUSY = replace(city.busy_city(), days=7, replications=12)
ONE_PLACE = replace(city.one_place(), days=7, replications=8)
CITIES = {here.name: here for here in (QUIET, BUSY)}


@pytest.fixture(scope="module")
def ours() -> dict[str, list[list[tuple[int, float, float]]]]:
    """Both cities in ambics: 106,000 incidents."""
    return {name: city_ambics.simulate(here, AMBICS) for name, here in CITIES.items()}


@pytest.mark.parametrize("kind", [city_simpy.Replication, TunedReplication])
@pytest.mark.parametrize("name", CITIES)
def test_simpy_says_the_same(ours: dict, name: str, kind: type[city_simpy.Replication]) -> None:
    """Numbers, responses and waits of all categories: both 95% intervals over 12 replications meet."""
    lines = compare(ours[name], city_simpy.simulate(CITIES[name], 1, kind))
    assert [line for line in lines if not line.agrees] == []


def test_ciw_says_the_same() -> None:
    """The same city without space: a queue with four priorities."""
    lines = compare(city_ambics.simulate(ONE_PLACE, AMBICS), city_ciw.simulate(ONE_PLACE, 1))
    assert [line for line in lines if not line.agrees] == []
    assert lines[-1].ours.mean > 1.0, "nobody waits, so nothing was compared"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("city", {"mobilise_s": 70}), ("busy-city", {"ambulances": 56})],
)
def test_a_wrong_rule_shows(ours: dict, name: str, wrong: dict[str, int]) -> None:
    """Ten seconds more to set off, or four ambulances fewer, and the means lie apart."""
    lines = compare(ours[name], city_simpy.simulate(replace(CITIES[name], **wrong), 1))
    assert not all(line.agrees for line in lines if line.measure != "incidents")


def test_the_cities_are_what_they_are_called() -> None:
    """Sizes as the issue of comparison has them; four cities are four times one."""
    one, four = city.city(), city.four_cities()
    sizes = [len(one.areas), len(one.stations), len(one.homes), len(one.hospitals), one.per_day]
    assert sizes == [100, 20, 60, 5, 360]
    assert [len(four.areas), len(four.stations), len(four.homes), len(four.hospitals), four.per_day] == [
        4 * size for size in sizes
    ]
    assert sum(city.hour_shares()) == pytest.approx(1.0, abs=1e-5)


def test_the_law_of_handover_has_the_published_mean() -> None:
    """The tail is made so; the mean over 100,000 even marks is off by its cut alone."""
    law = city.handover(city.city())
    mean = statistics.fmean(law.at((k + 0.5) / 100_000) for k in range(100_000))
    assert mean == pytest.approx(city.HANDOVER_S, rel=1e-3)


def test_an_interval_is_that_of_student() -> None:
    """Three values 1, 2, 3: the half is 4.303 times 1 over the root of 3."""
    interval = Interval.over([1.0, 2.0, 3.0])
    assert interval.mean == 2.0
    assert interval.half == pytest.approx(4.303 / 3**0.5)

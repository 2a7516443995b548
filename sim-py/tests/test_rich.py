"""What a notebook shows: every object of the package has a form in HTML, and a result stands against its standards."""

from __future__ import annotations

import inspect
import re
from html.parser import HTMLParser

import ambics
import polars as pl
import pytest

CLASSES = [
    name
    for name in ambics.__all__
    if inspect.isclass(getattr(ambics, name)) and not issubclass(getattr(ambics, name), Exception)
]


class Balance(HTMLParser):
    """Elements that were opened and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def well_formed(page: str) -> bool:
    """Whether every element is closed in its order."""
    balance = Balance()
    balance.feed(page)
    return not balance.opened


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_has_a_form_for_notebooks(name: str) -> None:
    assert callable(getattr(getattr(ambics, name), "_repr_html_", None))


@pytest.fixture(scope="module")
def tiny() -> ambics.Scenario:
    return ambics.Scenario.shipped("tiny/tiny")


def test_a_result_stands_against_its_standards(tiny: ambics.Scenario) -> None:
    result = tiny.run(5, progress=False)
    page = result._repr_html_()
    assert well_formed(page)
    held = pl.DataFrame(result.standard).filter(level="trust", name="national", category="C1", statistic="mean")
    c1 = next(row for row in re.findall(r"<tr>.*?</tr>", page) if "C1 mean" in row and "national" in row)
    assert f"{held['met'].sum()} of 5" in c1 and "7:00" in c1
    mean = pl.DataFrame(result.summary).filter(level="trust", category="C1", statistic="mean")["mean_s"][0]
    assert ("met<" in c1) == (mean <= 420)
    assert len(re.findall("(?:met|missed)</td>", page)) == 7
    for told in (result.manifest["data_hash"][:12], tiny.with_({"run.replications": 5}).hash[:12], "seed 1", "5 of 5"):
        assert told in page


def test_each_arm_and_each_service_is_told(tiny: ambics.Scenario) -> None:
    more = tiny.with_({"name": "more & more", "fleet.hours_per_week.TNY": "+10%"})
    page = ambics.compare(tiny, more, replications=2, progress=False)._repr_html_()
    assert page.count("more &amp; more</td>") == 7 and well_formed(page)
    two = ambics.demo("IOW").with_({"select.trusts": ["R1F", "RX6"], "run.days": 2})
    several = two.run(1, progress=False)._repr_html_()
    assert len(re.findall("(?:met|missed)</td>", several)) == 14 and ">R1F</td>" in several


def test_a_scenario_shows_what_is_in_force(tiny: ambics.Scenario) -> None:
    page = tiny.with_({"name": "a < b"})._repr_html_()
    assert well_formed(page) and "a &lt; b" in page and "border.ring_fence" in page


def test_long_reports_are_folded_away(tiny: ambics.Scenario) -> None:
    falls = tiny.with_({"intervention": [{"name": "falls_community"}]})
    circle = ambics.circle(falls, budget=50_000, days=7, draws=20, replications=4, progress=False)
    found = ambics.governance("south-west-arrangements", draws=2, brief=True)
    for page in (circle._repr_html_(), found._repr_html_()):
        assert well_formed(page) and page.index("<details>") < page.index("<pre")
    checkpoint = tiny.run(2, until="2024-01-12 04:00", progress=False)
    assert well_formed(checkpoint._repr_html_()) and "2 replications" in checkpoint._repr_html_()


def test_a_table_shows_its_first_rows_and_says_what_its_columns_are(tiny: ambics.Scenario) -> None:
    result = tiny.run(2, progress=False)
    page = result.standard._repr_html_()
    frame = pl.DataFrame(result.standard)
    assert well_formed(page)
    assert f"standard: {frame.height} rows; the first 10" in page
    assert page.count("<tr>") == 11
    assert 'title="The bound. Unit: s."' in page
    assert f">{frame['name'][0]}</td>" in page and ">420</td>" in page
    # What has no value is empty, not a word.
    assert "null" not in page and "None" not in page and "nan" not in page.lower()


def test_numbers_of_a_table_have_the_digits_that_tell_something(tiny: ambics.Scenario) -> None:
    page = tiny.run(2, progress=False).summary._repr_html_()
    numbers = re.findall(r'text-align:right">([^<]+)<', page)
    assert numbers and all(re.fullmatch(r"-?\d+(\.\d{1,3})?", own) for own in numbers)
    assert not any(own.endswith((".0", "0")) for own in numbers if "." in own)

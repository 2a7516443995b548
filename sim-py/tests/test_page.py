"""The HTML page of a comparison in a real browser, offline: what a board member opens."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import ambics
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

pytestmark = pytest.mark.browser
# A page that is sent on by mail and opened on a phone.
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    today = ambics.demo("RYF").with_({"run.days": 7, "run.replications": 3})
    uplift = {"arrangement.uplift_hours_per_week": 1000}
    arms = [today.with_({"name": name, "arrangement.method": name, **uplift}) for name in ("lead", "bilateral")]
    return ambics.compare(today, *arms, progress=False).save(tmp_path_factory.mktemp("page") / "report.html")


def test_the_page_asks_for_nothing_and_complains_of_nothing(page: Page, report: Path) -> None:
    requests: list[str] = []
    complaints: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(report.as_uri())
    assert requests == [report.as_uri()]
    assert complaints == []


def test_the_page_says_what_a_reader_must_see_first(page: Page, report: Path) -> None:
    page.goto(report.as_uri())
    assert page.locator("h1").count() == 1
    assert "SYNTHETIC" in page.locator(".label").first.inner_text()
    text = page.locator("main").inner_text()
    assert "does not estimate the effect of any existing organisation" in text
    assert page.locator("table caption").count() == page.locator("table").count() >= 5


def test_the_chart_is_drawn_and_described(page: Page, report: Path) -> None:
    page.goto(report.as_uri())
    chart = page.locator("figure svg").first
    box = chart.bounding_box()
    assert box is not None and box["width"] > 300 and box["height"] > 150
    assert chart.locator("title, desc").count() >= 1 or chart.get_attribute("aria-label")


def test_the_page_fits_a_narrow_screen(page: Page, report: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_of_england_with_every_map_is_small(tmp_path: Path, ambics_command: str) -> None:
    """309 districts on a map for each category: no shipped scenario tells more. A day makes as large a page as a month does."""
    maps = [part for category in ("C1", "C2", "C3", "C4") for part in ("--map", category)]
    run = [ambics_command, "run", "england-2023", "--set", "run.days=1", *maps, "--out", str(tmp_path)]
    subprocess.run(run, check=True, capture_output=True)
    file = tmp_path / "report.html"
    text = file.read_text(encoding="utf-8")
    assert text.count("<svg ") >= 4 and text.count("<title>") >= 4 * 309, "every district of every map"
    assert file.stat().st_size <= MOST_BYTES

"""Take the pictures of docs/pictures: the report, the player, an allocation, the app; the map, the charts.

Use: pictures.py [NAME...], with a Python that has ambics with all its extras, playwright and pillow.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ambics
import polars as pl
from ambics import charts, maps
from ambics._core import main as command
from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
# A reader on a slow line waits for no picture longer than this.
MOST_BYTES = 200_000
REPLICATIONS = 40
GAP = 24


def report(page: Any, folder: Path, name: str = "south-west", replications: int = REPLICATIONS) -> None:
    """The first screen of a report: what it is, its warnings, its response times."""
    out = folder / name
    command(["ambics", "run", name, "--replications", str(replications), "--out", str(out)])
    page.set_viewport_size({"width": 1100, "height": 1130})
    page.goto((out / "report.html").as_uri())


def report_of_england(page: Any, folder: Path) -> None:
    """The same of every service."""
    report(page, folder, "england-2023", 10)


def allocation(page: Any, folder: Path) -> None:
    """Lines by ICS, and what became of waits."""
    file = folder / "allocation.html"
    command(["ambics", "allocate", "RYF", "--uplift", "1%", "--safeguard", "0%", "--page", str(file)])
    page.set_viewport_size({"width": 1100, "height": 1130})
    page.goto(file.as_uri())


def player(page: Any, folder: Path, of: str = "RYF") -> None:
    """Midday of a simulated day."""
    file = folder / f"{of}.html"
    command(["ambics", "player", of, "--date", "2024-01-16", "--out", str(file)])
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(file.as_uri())
    page.wait_for_timeout(1000)
    at = "e => { e.value = +e.min + (e.max - e.min) / 2; e.dispatchEvent(new Event('input', { bubbles: true })) }"
    page.locator("input[type=range]").first.evaluate(at)
    page.wait_for_timeout(1000)


def player_of_england(page: Any, folder: Path) -> None:
    """The same of every service."""
    player(page, folder, "england-2023")


def app(page: Any, folder: Path) -> None:
    """The form as it opens."""
    from ambics._app import serve

    server = serve(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page.set_viewport_size({"width": 1000, "height": 1150})
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/")


RANGES = """
kind = "sweep"
name = "the first days of 2024"
base = "today.toml"
replications = 16
design = "latin_hypercube"
points = 8

[vary]
"fleet.hours_per_week.RYF" = { low = 30_000, high = 31_500 }
"cycle.on_scene_ratio" = { low = 0.95, high = 1.05 }
"cycle.wrap_up_ratio" = { low = 0.8, high = 1.2 }
"travel.time_factor" = { low = 0.95, high = 1.05 }
"""

PAGES: dict[str, Callable[[Any, Path], None]] = {
    "report-south-west": report,
    "report-england": report_of_england,
    "allocation-south-west": allocation,
    "player-south-west": player,
    "player-england": player_of_england,
    "app": app,
}


def map_of_change(file: Path) -> None:
    """The change of the C2 mean by district with 5% more hours."""
    south_west = ambics.demo("RYF")
    more = south_west.with_({"name": "5% more hours", "fleet.hours_per_week.RYF": "+5%"})
    both = ambics.compare(south_west, more, replications=REPLICATIONS, progress=False)
    maps.of(both, "C2", level="district", arm="5% more hours", change=True).save(file)


def first_charts(file: Path) -> None:
    """The first six charts, side by side."""
    today = ambics.demo("RYF").with_({"name": "today"})
    more = today.with_({"name": "5% more hours", "fleet.hours_per_week.RYF": "+5%"})
    sooner = today.with_({"name": "handover 5 min shorter", "handover.mean.RYF": "-5 min"})
    both = ambics.compare(today, more, sooner, replications=10, records=True, progress=False)
    drawn = [
        charts.waits(both),
        charts.differences(both, "C2"),
        charts.responses(both, "C2"),
        charts.availability(both),
        charts.flows(both),
        charts.handover(both),
    ]
    sheet_of(drawn).save(file)


def other_charts(file: Path) -> None:
    """The others, side by side: those of a week, of plans, and of published figures (made-up ones here)."""
    today = ambics.demo("RYF").with_({"name": "today"})
    result = today.run(10, records=True, log=True, progress=False)
    shared = ambics.allocate(today, hours=588, objective="worst", frontier=True, progress=False)
    study = ambics.governance("south-west-arrangements", draws=100, brief=True)
    with tempfile.TemporaryDirectory() as folder:
        sweep = Path(folder) / "sweep.toml"
        sweep.write_text(RANGES, encoding="utf-8")
        sweep.with_name("today.toml").write_text(today.canonical, encoding="utf-8")
        found = ambics.sensitivity(sweep, Path(folder) / "study", trajectories=4, progress=False)
    seconds = [
        2310,
        2250,
        2400,
        2190,
        2280,
        2340,
        2220,
        2370,
        2300,
        2260,
        2330,
        2270,
        2380,
        2240,
        2290,
        2900,
        2350,
        2310,
    ]
    months = [f"{2023 + row // 12}-{1 + row % 12:02d}" for row in range(len(seconds))]
    made_up = pl.DataFrame({"month": months, "value": seconds})
    drawn = [
        charts.queue(result),
        charts.governance(study, "falls_community", team_hours=250),
        charts.hours_of_week(result, "C2"),
        charts.control(made_up, "c2_response_mean_s", "Made up", baseline="2023-01..2024-03"),
        charts.frontier(shared),
        charts.tornado(found),
    ]
    sheet_of(drawn).save(file)


def sheet_of(drawn: list[Any]) -> Image.Image:
    """Charts in rows of two."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, chart in enumerate(drawn):
            chart.save(Path(folder) / f"{number}.png")
            parts.append(Image.open(Path(folder) / f"{number}.png").convert("RGB"))
    rows = [parts[row : row + 2] for row in range(0, len(parts), 2)]
    wide = max(sum(part.width + GAP for part in row) for row in rows)
    sheet = Image.new("RGB", (wide, sum(max(part.height for part in row) + GAP for row in rows)), "white")
    down = 0
    for row in rows:
        across = 0
        for part in row:
            sheet.paste(part, (across, down))
            across += part.width + GAP
        down += max(part.height for part in row) + GAP
    return sheet


DRAWN = {"map-south-west": map_of_change, "charts": first_charts, "charts-2": other_charts}


def shrink(file: Path) -> None:
    """Fewer colours: pages have few, and a picture of them is a third of its size."""
    with Image.open(file) as whole:
        whole.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    if file.stat().st_size > MOST_BYTES:
        sys.exit(f"{file.name} has {file.stat().st_size} bytes, more than {MOST_BYTES}")


def main() -> None:
    """Take those that are named, or all."""
    wanted = sys.argv[1:] or [*PAGES, *DRAWN]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name in wanted:
            file = PICTURES / f"{name}.png"
            if name in PAGES:
                page = browser.new_page()
                PAGES[name](page, Path(folder))
                page.screenshot(path=file)
                page.close()
            else:
                DRAWN[name](file)
            shrink(file)
        browser.close()


if __name__ == "__main__":
    main()

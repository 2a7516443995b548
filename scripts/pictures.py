"""Take the pictures of docs/pictures that show a page: the report, the player, the app; the map, the charts.

Use: pictures.py [NAME...], with a Python that has ambics, playwright and pillow. The second picture of charts is made by hand.
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
from ambics import charts, maps
from ambics._core import main as command
from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
# A reader on a slow line waits for no picture longer than this.
MOST_BYTES = 200_000
REPLICATIONS = 40
GAP = 24


def report(page: Any, folder: Path) -> None:
    """The first screen of the South West's report: what it is, its warnings, its response times."""
    command(["ambics", "run", "south-west", "--replications", str(REPLICATIONS), "--out", str(folder)])
    page.set_viewport_size({"width": 1100, "height": 1130})
    page.goto((folder / "report.html").as_uri())


def player(page: Any, folder: Path) -> None:
    """Midday of a simulated day."""
    file = folder / "day.html"
    command(["ambics", "player", "RYF", "--date", "2024-01-16", "--out", str(file)])
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(file.as_uri())
    page.wait_for_timeout(1000)
    at = "e => { e.value = +e.min + (e.max - e.min) / 2; e.dispatchEvent(new Event('input', { bubbles: true })) }"
    page.locator("input[type=range]").first.evaluate(at)
    page.wait_for_timeout(1000)


def app(page: Any, folder: Path) -> None:
    """The form as it opens."""
    from ambics._app import serve

    server = serve(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page.set_viewport_size({"width": 1000, "height": 1150})
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/")


PAGES: dict[str, Callable[[Any, Path], None]] = {
    "report-south-west": report,
    "player-south-west": player,
    "app": app,
}


def map_of_change(file: Path) -> None:
    """The change of the C2 mean by district with 5% more hours."""
    south_west = ambics.demo("RYF")
    more = south_west.with_({"name": "5% more hours", "fleet.hours_per_week.RYF": "+5%"})
    both = ambics.compare(south_west, more, replications=REPLICATIONS, progress=False)
    maps.of(both, "C2", level="district", arm="5% more hours", change=True).save(file)


def five_charts(file: Path) -> None:
    """The first five charts, side by side."""
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
    ]
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, chart in enumerate(drawn):
            chart.save(Path(folder) / f"{number}.png")
            parts.append(Image.open(Path(folder) / f"{number}.png").convert("RGB"))
    rows = [parts[:2], parts[2:4], parts[4:]]
    wide = max(sum(part.width + GAP for part in row) for row in rows)
    sheet = Image.new("RGB", (wide, sum(max(part.height for part in row) + GAP for row in rows)), "white")
    down = 0
    for row in rows:
        across = 0
        for part in row:
            sheet.paste(part, (across, down))
            across += part.width + GAP
        down += max(part.height for part in row) + GAP
    sheet.save(file)


DRAWN = {"map-south-west": map_of_change, "charts": five_charts}


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

"""The player of a day in a real browser, offline: it opens, plays, seeks, and counts what the log holds."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
MOST_BYTES = 5_000_000
# Since the lead-in began: the window begins after eight days.
START_S = 8 * 86_400
DAY = ["--set", "run.start=2024-01-16", "--set", "run.days=1"]
FREE = ["at_station", "returning", "relocating", "on_standby"]
INSTANTS = [0, 31_234, 50_400, 86_399]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, ambics_command: str) -> Path:
    """The page of a day of the South West, and the log and the incidents of the same run beside it."""
    folder = tmp_path_factory.mktemp("player")
    run = [
        ambics_command,
        "run",
        "RYF",
        *DAY,
        "--replications",
        "1",
        "--log",
        "--records",
        "--out",
        str(folder / "out"),
    ]
    subprocess.run(run, check=True, capture_output=True)
    play = [ambics_command, "player", "RYF", *DAY, "--out", str(folder / "player.html")]
    subprocess.run(play, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def log(made: Path) -> pl.DataFrame:
    return pl.read_parquet(made / "out" / "log.parquet")


@pytest.fixture
def player(page: Page, made: Path) -> Page:
    page.goto((made / "player.html").as_uri())
    expect(page.locator("#hour")).not_to_be_empty()
    return page


def seek(page: Page, second: int) -> None:
    slider = "e => { e.value = SECOND; e.dispatchEvent(new Event('input', { bubbles: true })); }"
    page.locator("#time").evaluate(slider.replace("SECOND", str(second)))


def second(page: Page) -> int:
    return int(page.locator("#time").input_value())


def numbers(page: Page, table: str) -> dict[str, list[str]]:
    rows = page.locator(f"#{table} tbody tr").all()
    return {row.locator("th").inner_text().strip(): row.locator("td").all_inner_texts() for row in rows}


def picture(page: Page) -> str:
    return str(page.locator("#map").evaluate("canvas => canvas.toDataURL()"))


def test_it_opens_from_a_file_and_asks_for_nothing(page: Page, made: Path) -> None:
    file = made / "player.html"
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    expect(page.locator("#hour")).not_to_be_empty()
    page.click("#play")
    page.wait_for_timeout(500)
    page.click("#play")
    assert requests == [file.as_uri()]
    assert complaints == []
    assert file.stat().st_size <= MOST_BYTES


def test_the_page_forbids_what_it_does_not_need(player: Page) -> None:
    policy = player.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "default-src 'none'" in policy and "script-src 'sha256-" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1]
    ran = "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); return window.ran; }"
    assert player.evaluate(ran) is None


def test_it_stands_still_until_asked_and_then_plays(player: Page) -> None:
    seek(player, 30_000)
    before = picture(player)
    player.wait_for_timeout(400)
    assert second(player) == 30_000 and picture(player) == before
    player.keyboard.press("Space")
    player.wait_for_timeout(1500)
    player.keyboard.press("Space")
    stopped = second(player)
    # 120 seconds of the day a second; a slow machine draws fewer pictures, and not fewer seconds.
    assert 30_060 <= stopped <= 30_480 and picture(player) != before
    player.wait_for_timeout(400)
    assert second(player) == stopped and player.locator("#play").inner_text() == "Play"


def test_it_seeks_by_slider_keys_and_buttons(player: Page) -> None:
    seek(player, 50_400)
    assert player.locator("#hour").inner_text() == "18:00:00"
    for keys, expected in [("ArrowRight", 50_460), ("Shift+ArrowRight", 51_360), ("ArrowLeft", 51_300)]:
        player.keyboard.press(keys)
        assert second(player) == expected
    player.locator("#time").focus()
    player.keyboard.press("ArrowRight")
    assert second(player) == 51_360
    player.click("[data-step='-900']")
    assert second(player) == 50_460
    seek(player, 86_400)
    player.keyboard.press("ArrowRight")
    assert second(player) == 86_400 and player.locator("#hour").inner_text() == "04:00:00"


def test_keys_change_the_speed_and_can_be_switched_off(player: Page) -> None:
    assert player.locator("#speed").inner_text().startswith("120×")
    player.keyboard.press("+")
    assert player.locator("#speed").inner_text().startswith("300×")
    player.keyboard.press("-")
    player.keyboard.press("-")
    assert player.locator("#speed").inner_text().startswith("60×")
    player.uncheck("#keys")
    player.locator("#map").focus()
    player.keyboard.press("+")
    assert player.locator("#speed").inner_text().startswith("60×")


def test_a_control_keeps_its_own_keys(player: Page) -> None:
    seek(player, 50_400)
    player.locator("#mode").focus()
    player.keyboard.press("ArrowRight")
    assert second(player) == 50_400
    player.locator("[data-step='60']").focus()
    player.keyboard.press("Space")
    assert second(player) == 50_460 and player.locator("#play").inner_text() == "Play"


def test_a_vehicle_is_followed_and_let_go(player: Page, log: pl.DataFrame) -> None:
    seek(player, 50_400)
    steps = log.filter((pl.col("subject") == "vehicle") & (pl.col("from") != pl.col("to")))
    last = (
        steps.filter(pl.col("at_ms") < (START_S + 50_401) * 1000)
        .group_by("component", "vehicle", maintain_order=True)
        .last()
    )
    one = last.filter((pl.col("to") == "on_scene") & pl.col("station_code").is_not_null()).row(0, named=True)
    signs = player.locator("#follow option").all_inner_texts()
    fleet = log.filter(pl.col("vehicle").is_not_null() & (pl.col("station_code") == one["station_code"]))
    order = fleet["vehicle"].unique().sort().to_list().index(one["vehicle"]) + 1
    sign = f"{one['station_code']}-{order} ({one['kind']})"
    assert sign in signs
    player.select_option("#follow", label=sign)
    said = player.locator("#followed").inner_text()
    assert "on scene" in said and one["incident_id"] in said and one["category"] in said
    whole = picture(player)
    player.locator("#map").focus()
    player.keyboard.press("Escape")
    assert player.locator("#follow").input_value() == "" and not player.locator("#followed").is_visible()
    assert picture(player) != whole


def test_a_click_on_the_map_follows_a_vehicle(player: Page) -> None:
    seek(player, 50_400)
    for x in range(60, 800, 12):
        player.mouse.click(*place_on_map(player, x, 300))
        if player.locator("#followed").is_visible():
            return
    pytest.fail("a row of clicks over the whole map meets no vehicle")


def place_on_map(page: Page, x: float, y: float) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + x, box["y"] + y


def test_the_ground_is_the_published_outlines(player: Page) -> None:
    """The name of each ICS stands inside its own outline and no other; the source stands below the map."""
    lands = "day.ground.lands.filter(([, path]) => pen.isPointInPath(path, x, y, 'evenodd')).map(([ics]) => ics)"
    script = f"() => {{ const pen = document.createElement('canvas').getContext('2d'); return day.icses.map(([, , , x, y]) => {lands}); }}"
    assert player.evaluate(script) == [[ics] for ics in range(7)]
    said = player.locator("#outlined").inner_text()
    assert "published outlines" in said and "Open Government Licence" in said


def test_one_ics_fills_the_map_when_asked(player: Page) -> None:
    scale = "() => view.scale"
    whole = player.evaluate(scale)
    player.select_option("#show", label="Dorset")
    assert player.evaluate(scale) > 1.5 * whole
    player.select_option("#show", label="the whole map")
    assert player.evaluate(scale) == whole


def test_each_colouring_and_switch_changes_the_picture(player: Page) -> None:
    seek(player, 50_400)
    seen = {picture(player)}
    for mode in ["home", "served"]:
        player.select_option("#mode", mode)
        seen.add(picture(player))
    assert len(seen) == 3
    for switch in ["waiting", "hospitals", "idle"]:
        player.uncheck(f"#{switch}")
        seen.add(picture(player))
    assert len(seen) == 6
    ground = "canvas => canvas.toDataURL()"
    before = player.locator("#ground").evaluate(ground)
    player.check("#stations")
    assert player.locator("#ground").evaluate(ground) != before


def standing(log: pl.DataFrame, second: int, subject: str) -> pl.DataFrame:
    """The last row of each that steps, once the second is over."""
    until = log.filter((pl.col("subject") == subject) & (pl.col("at_ms") < (START_S + second + 1) * 1000))
    keys = ["component", "vehicle"] if subject == "vehicle" else ["incident_id"]
    return until.sort("component", "row").group_by(keys, maintain_order=True).last()


@pytest.mark.parametrize("at", INSTANTS)
def test_the_counts_are_those_of_the_log(player: Page, log: pl.DataFrame, at: int) -> None:
    seek(player, at)
    vehicles = standing(log, at, "vehicle")["to"]
    shown = [int(cells[0]) for cells in numbers(player, "states").values()]
    each = ["to_scene", "on_scene", "to_hospital", "at_hospital", "wrap_up"]
    expected = [vehicles.is_in(FREE).sum(), *((vehicles == status).sum() for status in each)]
    expected.append(vehicles.is_in(["on_break", "off_road"]).sum())
    assert shown == expected and sum(shown) > 50
    incidents = standing(log, at, "incident")
    for category, cells in numbers(player, "queue").items():
        those = incidents.filter(pl.col("category") == category)["to"]
        assert cells[:2] == [str(those.is_in(["triage", "ready"]).sum()), str((those == "waiting").sum())], category


def on_another_ics(log: pl.DataFrame, vehicles: pl.DataFrame, region: Path) -> int:
    """Vehicles on an incident of another ICS than that of their station; of their first area where they have none."""
    tables = {name: pl.read_csv(region / f"{name}.csv", infer_schema_length=None) for name in ("areas", "stations")}
    of_area = dict(tables["areas"].select("area_code", "ics_code").iter_rows())
    of_station = dict(tables["stations"].select("station_code", "ics_code").iter_rows())
    of_vehicle = (
        log.filter(pl.col("subject") == "vehicle").group_by("component", "vehicle", maintain_order=True).first()
    )
    home = {
        (row["component"], row["vehicle"]): of_station.get(row["station_code"]) or of_area[row["area_code"]]
        for row in of_vehicle.iter_rows(named=True)
    }
    place = dict(log.filter(pl.col("subject") == "incident").select("incident_id", "area_code").iter_rows())
    busy = vehicles.filter((pl.col("to") != "off_duty") & pl.col("incident_id").is_not_null())
    return sum(
        of_area[place[row["incident_id"]]] != home[row["component"], row["vehicle"]]
        for row in busy.iter_rows(named=True)
    )


@pytest.mark.parametrize("at", INSTANTS)
def test_systems_and_hospitals_are_those_of_the_log(player: Page, log: pl.DataFrame, root: Path, at: int) -> None:
    seek(player, at)
    vehicles, incidents = standing(log, at, "vehicle"), standing(log, at, "incident")
    on_duty, busy, away, for_others, waiting = (
        sum(map(int, c)) for c in zip(*numbers(player, "systems").values(), strict=True)
    )
    assert on_duty == (vehicles["to"] != "off_duty").sum()
    assert busy == ((vehicles["to"] != "off_duty") & vehicles["incident_id"].is_not_null()).sum()
    assert waiting == (incidents["to"] == "waiting").sum()
    assert away == for_others == on_another_ics(log, vehicles, root / "scenarios/data/england-2022") > 5
    queues = vehicles.filter(pl.col("to") == "at_hospital").group_by("hospital_code").len()["len"].sort(descending=True)
    assert [int(cells[0]) for cells in numbers(player, "busiest").values()] == queues.head(5).to_list()


@pytest.mark.parametrize("at", [50_400, 86_399])
def test_the_c2_mean_is_that_of_the_records(player: Page, made: Path, at: int) -> None:
    """The records hold the day's own incidents, so that the instants are late in it."""
    records = pl.read_parquet(made / "out" / "incidents.parquet")
    until = (START_S + at + 1) * 1000
    hour = records.filter(
        (pl.col("category") == "C2")
        & (pl.col("clock_stop_ms") < until)
        & (pl.col("clock_stop_ms") >= until - 3_600_000)
    )
    seek(player, at)
    said = player.locator("#c2").inner_text()
    minutes, seconds = said.split(" ")[0].split(":")
    assert said.endswith(f", {hour.height} incidents") and hour.height > 10
    assert abs(int(minutes) * 60 + int(seconds) - hour["response_ms"].mean() / 1000) <= 1


def test_it_is_said_to_those_who_do_not_see_it(player: Page) -> None:
    seek(player, 50_400)
    expect(player.locator("#said")).to_have_text(re.compile(r"^18:00\. \d+ vehicles on duty"))
    unnamed = "() => [...document.querySelectorAll('button, input, select, canvas:not([aria-hidden])')].filter(e => !(e.labels?.length || e.textContent.trim() && e.tagName === 'BUTTON' || e.getAttribute('aria-label'))).map(e => e.outerHTML)"
    assert player.evaluate(unnamed) == []
    assert player.locator("table caption").count() == player.locator("table").count() == 4


def test_those_who_ask_for_less_motion_see_a_picture_a_second(player: Page) -> None:
    player.emulate_media(reduced_motion="reduce")
    seek(player, 30_000)
    drawn = "() => new Promise(done => { const seen = new Set(); const map = document.getElementById('hour'); const look = () => { seen.add(map.textContent); performance.now() < end ? requestAnimationFrame(look) : done(seen.size); }; const end = performance.now() + 2500; document.getElementById('play').click(); look(); })"
    assert 2 <= player.evaluate(drawn) <= 4


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen(player: Page, width: int) -> None:
    player.set_viewport_size({"width": width, "height": 800})
    seek(player, 50_400)
    assert player.evaluate("document.documentElement.scrollWidth") <= width


def test_no_name_can_become_markup(player: Page, made: Path) -> None:
    """Whatever a name holds, the data have no sign that ends their element."""
    data = (made / "player.html").read_text(encoding="utf-8").split('type="application/json">')[1].split("</script>")[0]
    assert "<" not in data and player.locator("#trouble").is_hidden()


def test_what_it_is_stands_on_it(player: Page) -> None:
    text = player.locator("main").inner_text()
    for part in [
        "SIMULATED",
        "SYNTHETIC stations",
        "straight line",
        "made up",
        "never for live dispatch",
        "Seed",
        "Replication",
        "Data hash",
    ]:
        assert part in text, part

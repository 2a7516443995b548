"""The local page in a real browser: the form, a run, and what it refuses."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import ambics
import pytest
from ambics._app import NUMBERS, edits, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = serve(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_the_form_runs_and_shows_the_report(page: Page, address: str) -> None:
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.context.set_offline(False)
    page.goto(address)
    assert page.locator("input[type=range]").count() == len(NUMBERS) + 1
    unnamed = (
        "() => [...document.querySelectorAll('input:not([type=hidden]), select')].filter(e => !e.labels.length).length"
    )
    assert page.evaluate(unnamed) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.locator("[name=service] option:checked").inner_text().startswith("South Western")
    page.select_option("[name=service]", "R1F")
    for name, value in [("run.days", 7), ("run.replications", 3), ("hours", 10)]:
        page.locator(f"[name='{name}']").evaluate(
            "(e, value) => { e.value = value; e.dispatchEvent(new Event('input')); }", value
        )
    page.check("[value=falls_community]")
    page.click("button")
    page.wait_for_url("**/report")
    text = page.locator("main").inner_text()
    assert "what if less" in text and "Isle of Wight" in text and "3, seed" in text
    assert complaints == [] and all(url.startswith(address) for url in requests)


def asked(address: str, method: str, path: str, headers: dict[str, str], body: str = "") -> tuple[int, str]:
    host = address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, path, body, {"Host": host, **headers})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_it_answers_only_its_own_page_on_its_own_machine(address: str) -> None:
    assert asked(address, "GET", "/", {"Host": "example.org"})[0] == 403
    assert asked(address, "GET", "/etc/passwd", {})[0] == 404
    assert asked(address, "POST", "/run", {}, "service=RYF")[0] == 403
    assert asked(address, "POST", "/run", {}, "token=x&" + 30_000 * "a")[0] == 403
    token = asked(address, "GET", "/", {})[1].split('name="token" value="')[1].split('"')[0]
    status, said = asked(address, "POST", "/run", {}, f"token={token}&service=<b>")
    assert status == 422 and "<b>" not in said and "&lt;b&gt;" in said


def test_a_long_simulation_tells_how_far_it_is_and_stops(page: Page, address: str) -> None:
    page.context.set_offline(False)
    page.goto(address)
    for name, value in [("run.days", 56), ("run.replications", 60)]:
        page.locator(f"[name='{name}']").evaluate("(e, value) => { e.value = value; }", value)
    page.click("button")
    page.get_by_text(re.compile(r"^[1-9]\d*% simulated")).wait_for()
    assert page.locator("progress").evaluate("bar => bar.value") > 0
    begun = time.monotonic()
    page.click("button")
    page.wait_for_selector("[role=alert]")
    assert "Stopped" in page.locator("[role=alert]").inner_text() and time.monotonic() - begun < 5
    job = page.url.split("/job/")[1].split("/")[0]
    assert asked(address, "GET", f"/job/{job}/state", {})[1].startswith('{"state": "stopped"')
    assert asked(address, "GET", f"/job/{job}x", {})[0] == 404
    assert asked(address, "POST", f"/job/{job}/stop", {}, "token=x")[0] == 403


def test_what_is_asked_becomes_edits() -> None:
    form = {
        "service": ["RYF"],
        "run.days": ["7"],
        "run.replications": ["2"],
        "arrangement.method": ["lead"],
        "arrangement.uplift_hours_per_week": ["84"],
        "demand.hear_and_treat_more": ["0"],
        "hours": ["-5"],
        "handover": ["30"],
    }
    service, shared, own = edits(form)
    assert (service, shared) == ("RYF", {"run.days": 7, "run.replications": 2})
    assert own["fleet.hours_per_week.RYF"] == "-5%" and own["handover.mean.RYF"] == "30 min"
    assert "demand.hear_and_treat_more" not in own
    ambics.demo(service).with_(shared).with_(own)

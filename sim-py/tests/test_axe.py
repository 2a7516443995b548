"""Every kind of page before axe-core in a real browser: no rule of accessibility is broken, wide or narrow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ambics
import pytest
from ambics._app import serve
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
FALLS = [{"name": "falls_community"}, {"name": "carehome_ehch"}]
HOURS = "fleet.hours_per_week.TNY"
# Axe cannot see the colour of paper behind the shadows of a wide table, nor behind the words of a drawing.
PLAIN = ".scroll, figure { background: none !important }"
MAY_BE_UNDECIDED = ("<text", "<button")


def tiny(**settings: Any) -> ambics.Scenario:
    return ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 2, "run.replications": 2, **settings})


def comparison(path: Path) -> Path:
    """Four arms, so that tables are split and captions come twice."""
    arms = [tiny(**{"name": more, HOURS: more, "intervention": FALLS}) for more in ("+5%", "+10%", "+15%")]
    return ambics.compare(tiny(), *arms, progress=False).save(path)


def allocation(path: Path) -> Path:
    asked = {"hours": 168, "screening": 2, "frontier": True, "progress": False}
    return ambics.allocate(tiny(), ["exchange", "need-weighted"], **asked).page(path)


def governance(path: Path) -> Path:
    return ambics.governance("south-west-arrangements", draws=20, brief=True).save(path)


def circle(path: Path) -> Path:
    prevented = tiny(intervention=FALLS)
    return ambics.circle(prevented, budget=50_000, days=7, draws=20, replications=4, progress=False).page(path)


def sought(path: Path) -> Path:
    return ambics.seek(tiny(), change=HOURS, goal="C2 mean", target="20 min", progress=False).save(path)


def player(path: Path) -> Path:
    start = {"run.start": "2024-01-16", "run.replications": 1}
    return tiny(**start).run(records=True, log=True, progress=False).player("2024-01-16", path)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Page]:
    """A page whose own policy does not keep axe out."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def faults(page: Page, contrast: bool = True) -> list[str]:
    # What is folded away is read too.
    page.evaluate("document.querySelectorAll('details').forEach(own => { own.open = true; })")
    """Each element that breaks a rule, and each colour that axe leaves undecided though it has no reason to."""
    page.add_style_tag(content=PLAIN)
    rules = {"color-contrast": {"enabled": contrast}}
    found = Axe().run(page, options={"resultTypes": ["violations", "incomplete"], "rules": rules}).response
    told = [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]
    colours = (rule["nodes"] for rule in found["incomplete"] if rule["id"] == "color-contrast")
    undecided = [node["html"] for nodes in colours for node in nodes]
    return told + [f"undecided: {html}" for html in undecided if not html.startswith(MAY_BE_UNDECIDED)]


def faults_wide_and_narrow(page: Page) -> list[str]:
    wide = faults(page)
    page.set_viewport_size({"width": 390, "height": 844})
    # Colours do not depend on the width, and are most of the work.
    narrow = faults(page, contrast=False)
    page.set_viewport_size({"width": 1280, "height": 720})
    return wide + narrow


@pytest.mark.parametrize("make", [comparison, governance, player])
def test_a_page_breaks_no_rule(watched: Page, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    watched.context.set_offline(True)
    watched.goto(make(tmp_path / "page.html").as_uri())
    assert faults_wide_and_narrow(watched) == []


@pytest.mark.parametrize("make", [allocation, circle, sought])
def test_reports_of_the_same_style_break_no_rule(watched: Page, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    watched.goto(make(tmp_path / "page.html").as_uri())
    assert faults(watched, contrast=False) == []


def test_the_form_and_its_answer_break_no_rule(watched: Page) -> None:
    server = serve(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        watched.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        told = faults_wide_and_narrow(watched)
        watched.select_option("[name=service]", "R1F")
        for name, value in [("run.days", 1), ("run.replications", 2)]:
            watched.locator(f"[name='{name}']").evaluate("(e, value) => { e.value = value; }", value)
        watched.click("button")
        watched.wait_for_url("**/report")
        assert watched.locator("h1").inner_text().startswith("ambics compare")
        assert told + faults(watched) == []
    finally:
        server.shutdown()
        server.server_close()


def test_what_breaks_a_rule_is_told(watched: Page) -> None:
    watched.set_content("<main><h1>x</h1><img src='x'><p style='color:#bbb'>pale</p></main>")
    told = [fault.split(":")[0] for fault in faults(watched)]
    assert {"image-alt", "color-contrast", "html-has-lang"} <= set(told)

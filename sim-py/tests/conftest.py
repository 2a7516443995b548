"""What every Python test shares: the `long` switch, the installed command and a browser page."""

from __future__ import annotations

import os
import shutil
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked `long` to `make test-long`: they are deselected, not skipped."""
    if os.environ.get("AMBICS_LONG") == "1":
        return
    long_tests = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long_tests)
    items[:] = [item for item in items if item not in long_tests]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds scenarios/, notebooks/ and README.md."""
    return ROOT


@pytest.fixture(scope="session")
def ambics_command() -> str:
    """The path of the `ambics` command that the wheel installed."""
    command = shutil.which("ambics", path=sysconfig.get_path("scripts"))
    assert command is not None, "the wheel under test installed no `ambics` command"
    return command


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium that asks the network for nothing; skips where there is none."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.skip("needs chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh offline page: whatever a report needs, it must bring itself."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()

"""Open every page of the built site in Chromium, from its folder, and say what it asked the network for.

Use: check_site.py FOLDER. It fails on a request that is no file of the folder, on an error in a page's scripts, on a
request for a file that is not there, and if search finds nothing. Needs playwright and a Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
SOUGHT = "handover"


def main() -> int:
    """Check the folder and report."""
    folder = Path(sys.argv[1]).resolve()
    # 404.html is what a web server shows, with paths from the server's root.
    pages = sorted(path for path in folder.rglob("*.html") if path.name != "404.html")
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not pages or chromium is None:
        print(f"There is no page in {folder}." if not pages else "This check needs chromium.", file=sys.stderr)
        return 1
    faults = look(folder, pages, chromium)
    print("\n".join([*faults, f"{len(pages)} pages opened, {len(faults)} faults"]))
    return int(bool(faults))


def look(folder: Path, pages: list[Path], chromium: str) -> list[str]:
    """The faults of all pages and of search."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        faults = [fault for path in pages for fault in open_page(browser, folder, path)]
        faults += search(browser, folder)
        browser.close()
    return faults


def watched(browser: Browser, folder: Path, faults: list[str]) -> Page:
    """A fresh page that notes what it should not do."""
    page = browser.new_page()
    inside = (folder.as_uri() + "/", "data:", "blob:", "about:")

    def asked(url: str) -> None:
        if not url.startswith(inside):
            faults.append(f"{page.url}: asks for {url}")

    page.on("request", lambda request: asked(request.url))
    page.on("requestfailed", lambda request: faults.append(f"{page.url}: {request.url} is not there"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    return page


def open_page(browser: Browser, folder: Path, path: Path) -> list[str]:
    """What is wrong with one page."""
    faults: list[str] = []
    page = watched(browser, folder, faults)
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    return faults


def search(browser: Browser, folder: Path) -> list[str]:
    """Search for a word that the site holds."""
    faults: list[str] = []
    page = watched(browser, folder, faults)
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type(SOUGHT)
    try:
        page.wait_for_selector(".md-search-result__item", timeout=10_000)
    except Exception as error:
        faults.append(f"search for {SOUGHT!r} shows nothing: {type(error).__name__}")
    page.close()
    return faults


if __name__ == "__main__":
    sys.exit(main())

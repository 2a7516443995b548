"""What mkdocs asks before it builds the site: the decisions, in order of their number, for the menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def on_config(config: Any) -> Any:
    """Put every file of docs/adr into the menu, so that a new decision needs no line in mkdocs.yml."""
    folder = Path(config["docs_dir"])
    decisions = [path.relative_to(folder).as_posix() for path in sorted((folder / "adr").glob("*.md"))]
    fill(config["nav"], "Decisions", decisions)
    return config


def fill(entries: list[Any], title: str, pages: list[str]) -> None:
    """Give the pages to the menu's entry of that title, at whatever depth it stands."""
    for entry in entries:
        if isinstance(entry, dict):
            for name, inside in entry.items():
                if name == title:
                    inside[:] = pages
                elif isinstance(inside, list):
                    fill(inside, title, pages)

"""Reading JUnit files, as cargo-nextest and pytest write them."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from runner.case import FAILED, PASSED, SKIPPED, Case, skip_reason


def read_junit(path: Path) -> list[Case]:
    """Every test of a JUnit file."""
    return [read_case(element) for element in ElementTree.parse(path).iter("testcase")]


def read_case(element: ElementTree.Element) -> Case:
    """One `<testcase>`; an expected failure of pytest counts as passed."""
    name = f"{element.get('classname', '')} {element.get('name', '')}".strip()
    outcome, message = verdict(element)
    return Case(name, outcome, float(element.get("time", "0")), message)


def verdict(element: ElementTree.Element) -> tuple[str, str]:
    """The outcome of a `<testcase>` and its message."""
    for tag in ("failure", "error"):
        broken = element.find(tag)
        if broken is not None:
            return FAILED, "\n".join(filter(None, [broken.get("message"), broken.text])) or broken.get("type", "")
    skipped = element.find("skipped")
    if skipped is not None and skipped.get("type") != "pytest.xfail":
        return SKIPPED, f"SKIPPED {skipped.get('message', '')}"
    output = "\n".join(element.findtext(tag) or "" for tag in ("system-out", "system-err"))
    reason = skip_reason(output)
    return (SKIPPED, reason) if reason else (PASSED, "")

"""C1 to C4 against the standards, and where figures come from: what a notebook shows beneath a result."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from ambics import _core
from ambics._rows import rows

CATEGORIES = ("C1", "C2", "C3", "C4")
MOST_ROWS = 40
Key = tuple[str, str, str, str]


def minutes(seconds: float) -> str:
    """Seconds as m:ss or h:mm:ss."""
    whole = round(seconds)
    hours, rest = divmod(abs(whole), 3600)
    sign = "-" if whole < 0 else ""
    return f"{sign}{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{sign}{rest // 60}:{rest % 60:02d}"


def standards(tables: Mapping[str, _core.Table]) -> str:
    """A row for each arm, place and standard: simulated, its interval, the bound, in how many replications it was met."""
    held, summary = rows(tables["standard"]), rows(tables["summary"])
    if not held or not summary:
        return ""
    # England is told as a whole, a part of it service by service.
    services = {row["area_code"] for row in held if row["level"] == "trust"}
    whole = len(services) > 1 and any(row["level"] == "england" for row in held)
    level = "england" if whole else "trust"
    told = {_key(row): row for row in summary if row["level"] == level}
    met: dict[tuple[Key, str, float], list[bool]] = {}
    for row in held:
        if row["level"] == level and row["category"] in CATEGORIES:
            met.setdefault((_key(row), row["name"], row["standard_s"]), []).append(bool(row["met"]))
    body = [_row(key, name, bound, each, told[key]) for (key, name, bound), each in met.items() if key in told]
    arms = list(dict.fromkeys(row["arm"] for row in held))
    body.sort(key=lambda row: (arms.index(row[0][0]), row[0]))
    if not body:
        return ""
    head = "".join(
        f'<th scope="col">{title}</th>'
        for title in ("arm", "place", "measure", "simulated", "95% interval", "standard", "met in", "on average")
    )
    lines = "".join(cells for _, cells in body[:MOST_ROWS])
    more = (
        f"<p>{len(body) - MOST_ROWS} more are in the table <code>standard</code>.</p>" if len(body) > MOST_ROWS else ""
    )
    return (
        '<table><caption style="text-align:left">Against the standards, m:ss or h:mm:ss; the interval covers chance only; c2_recovery binds a year'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{more}"
    )


def _key(row: Mapping[str, Any]) -> Key:
    return (row["arm"], row["area_code"], row["category"], row["statistic"])


def _row(key: Key, name: str, bound: float, met: list[bool], told: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """What rows are ordered by, and the cells."""
    arm, place, category, statistic = key
    mean, low, high = (told[column] for column in ("mean_s", "low_s", "high_s"))
    interval = "" if low is None or high is None else f"{minutes(max(low, 0.0))} to {minutes(high)}"
    kept = mean is not None and mean <= bound
    cells = [
        arm,
        place,
        f"{category} {'P90' if statistic == 'p90' else statistic}",
        "" if mean is None else minutes(mean),
        interval,
        f"{minutes(bound)} ({name})",
        f"{sum(met)} of {len(met)}",
        "\u2713 met" if kept else "\u2717 missed",
    ]
    return (arm, place, category, statistic, name), "<tr>" + "".join(
        f'<td style="text-align:{"left" if at < 3 else "right"}">{html.escape(cell)}</td>'
        for at, cell in enumerate(cells)
    ) + "</tr>"


def provenance(manifest: Mapping[str, Any]) -> str:
    """What would give the same figures again."""
    hashes = ", ".join(str(arm.get("scenario_hash", ""))[:12] for arm in manifest["arms"])
    told = (
        f"ambics {manifest['ambics_version']}; region {manifest['region']}, data {str(manifest['data_hash'])[:12]}; scenario {hashes}; "
        f"seed {manifest['seed']}; {len(manifest['replications'])} of {manifest['replications_asked']} replications"
    )
    return f'<p style="font-size:85%">{html.escape(told)}. <code>.manifest</code> has all of it.</p>'

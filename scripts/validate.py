"""Hold the release build against published figures, and write what comes of it into docs/validation.md.

Run by `make validate`. The scorecard is the command `ambics scorecard`; this script runs it, rewrites the section of
docs/validation.md between its two marks, prints the verdict, and fails if fewer services hold than the bound asks
for. `--check` leaves the page as it is and says whether it would change.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

MONTHS = "2023-10..2024-03"
SCENARIO = "england-2023"
REPLICATIONS = 48
PAGE = Path("docs/validation.md")
OUT = Path("target/validation")
# What was asked for; less is a step back.
FEWEST_HOLD = 10
# What a prediction of the C2 mean has to beat, by its column of the backtest.
RIVALS = {
    "last_month": "rival: last month",
    "last_year": "rival: the same month a year before",
    "regression": "rival: regression on incidents and handover, frozen",
    "regression_updated": "rival: the same, level updated",
}
MARKS = (
    "<!-- scorecard: written by scripts/validate.py, do not edit -->",
    "<!-- scorecard: end -->",
)


def main() -> None:
    """Run, write, print."""
    asked = arguments()
    OUT.mkdir(parents=True, exist_ok=True)
    command("scorecard", SCENARIO, *scorecard_options(asked))
    figures = table(OUT / "scorecard" / "scorecard.csv")
    places = table(OUT / "scorecard" / "rurality_response.csv")
    text = section(figures, places, asked) + backtest(asked)
    changed = rewrite(text, write=not asked.check)
    hold, services = holding(figures)
    print(f"{len(hold)} of {len(services)} services hold; the page is {OUT / 'validation.html'}")
    print(f"{PAGE} {'would change' if changed and asked.check else 'was rewritten' if changed else 'stays as it is'}")
    sys.exit(len(hold) < asked.fewest)


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", default=MONTHS)
    parser.add_argument("--replications", type=int, default=REPLICATIONS)
    parser.add_argument("--fit", type=Path, help="a fit file, of which the best set is taken")
    parser.add_argument(
        "--backtest",
        type=Path,
        action="append",
        help="backtest.csv of `ambics backtest`, or its folder; may stand twice",
    )
    parser.add_argument("--fewest", type=int, default=FEWEST_HOLD, help="services that must hold")
    parser.add_argument("--check", action="store_true", help="leave docs/validation.md as it is")
    return parser.parse_args()


def scorecard_options(asked: argparse.Namespace) -> list[str]:
    """The options of the scorecard."""
    options = [f"--months={asked.months}", f"--replications={asked.replications}"]
    options += [f"--out={OUT / 'scorecard'}", f"--page={OUT / 'validation.html'}"]
    options += [f"--fit={asked.fit}"] if asked.fit else []
    return options + ([f"--backtest={asked.backtest[0]}"] if asked.backtest else [])


def command(*arguments: str) -> None:
    """Run the release build; its report goes to the terminal."""
    binary = Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release" / "ambics"
    done = subprocess.run([str(binary), *arguments], check=False)
    if done.returncode:
        sys.exit(done.returncode)


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def holding(figures: list[dict[str, str]]) -> tuple[list[str], list[str]]:
    """Services of which every scored figure lies within its bound, and all services."""
    own = [row for row in figures if row["level"] == "trust"]
    services = list(dict.fromkeys(row["area_name"] for row in own))
    fails = {row["area_name"] for row in own if is_outside(row)}
    return [name for name in services if name not in fails], services


def is_outside(row: dict[str, str]) -> bool:
    """Whether a figure counts and lies beyond its bound."""
    return row["scored"] == "true" and row["within"] != "true"


def section(figures: list[dict[str, str]], places: list[dict[str, str]], asked: argparse.Namespace) -> str:
    """The scorecard as Markdown: services across, figures down, bold where a figure does not hold."""
    names = list(dict.fromkeys(row["area_name"] for row in figures))
    measures = list(dict.fromkeys(row["measure"] for row in figures))
    known = {(row["measure"], row["area_name"]): row for row in figures}
    hold, services = holding(figures)
    fitted = f", the best set of `{asked.fit.name}`" if asked.fit else ""
    lines = [
        f"{len(hold)} of {len(services)} services hold, {asked.months}, {asked.replications} replications of each month"
        f"{fitted}. Model over published; for shares of incidents, points of difference. Bold does not hold; brackets "
        "are told and not scored.",
        "",
        "| figure | " + " | ".join(names) + " |",
        "|---|" + "---:|" * len(names),
    ]
    for measure in measures:
        cells = [cell(known.get((measure, name))) for name in names]
        lines.append(f"| {measure.replace('_', ' ')} | " + " | ".join(cells) + " |")
    lines += ["", national(known), contrast(places), ""]
    return "\n".join(lines)


def cell(row: dict[str, str] | None) -> str:
    """One figure of one service."""
    if row is None:
        return "-"
    shown = f"{float(row['off']) * 100:+.1f}" if row["unit"] == "share" else f"{float(row['ratio']):.2f}"
    return f"({shown})" if row["scored"] != "true" else f"**{shown}**" if is_outside(row) else shown


def national(known: dict[tuple[str, str], dict[str, str]]) -> str:
    """England's C2 mean in one sentence; nothing if England was not run."""
    row = known.get(("C2 mean", "England"))
    if row is None:
        return ""
    verdict = "within" if row["within"] == "true" else "outside"
    return (
        f"- **England** as the sum of its services: C2 mean {float(row['model']):.0f} s against "
        f"{float(row['published']):.0f} s, {float(row['off']) * 100:+.1f}%: {verdict} 5%."
    )


def contrast(places: list[dict[str, str]]) -> str:
    """C1 of rural over urban areas in one sentence."""
    mean = {row["area_code"]: float(row["mean_s"]) for row in places if row["category"] == "C1"}
    if len(mean) < 2:
        return ""
    return f"- **C1, rural over urban areas**: {mean['rural'] / mean['urban']:.2f}; 1.35 to 1.80 is expected."


def backtest(asked: argparse.Namespace) -> str:
    """What stored backtests say, as Markdown: mean absolute error, bias and intervals of each score and measure."""
    return "".join(one_backtest(given) for given in asked.backtest or [])


def one_backtest(given: Path) -> str:
    """One stored backtest; the manifest beside it says which months it predicted from which."""
    path = given / "backtest.csv" if given.is_dir() else given
    groups: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    rows_of = table(path)
    for row in rows_of:
        if row["predicted"] and row["observed"]:
            observed = float(row["observed"])
            held = bool(row["low"]) and float(row["low"]) <= observed <= float(row["high"])
            figures = groups.setdefault((row["score"], row["measure"]), [])
            figures.append((float(row["predicted"]) / observed - 1, held))
    lines = ["", predicted_months(path.with_name("manifest.json")), ""]
    lines += [
        "| score | measure | service-months | mean absolute error, % | bias, % | in 90% interval, % |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for (score, measure), rows in sorted(groups.items()):
        n = len(rows) / 100
        error, bias, held = (sum(of) / n for of in zip(*((abs(off), off, held) for off, held in rows)))
        lines.append(f"| {score} | {measure} | {len(rows)} | {error:.1f} | {bias:+.1f} | {held:.0f} |")
    return "\n".join([*lines, *rivals(rows_of), ""])


def rivals(backtest_rows: list[dict[str, str]]) -> list[str]:
    """Rows of the C2 mean as the rivals have it; each by the service-months in which it has a value."""
    lines = []
    for column, name in RIVALS.items():
        own = [row for row in backtest_rows if (row["score"], row["measure"]) == ("frozen", "C2_mean_s")]
        off = [float(row[column]) / float(row["observed"]) - 1 for row in own if row.get(column) and row["observed"]]
        if off:
            n = len(off) / 100
            lines.append(f"| {name} | C2_mean_s | {len(off)} | {sum(map(abs, off)) / n:.1f} | {sum(off) / n:+.1f} | |")
    return lines


def predicted_months(manifest: Path) -> str:
    """What a backtest predicted from what, in one sentence; nothing without its manifest."""
    if not manifest.exists():
        return "Months that were predicted:"
    about = json.loads(manifest.read_text(encoding="utf-8"))
    months, fit = (f"{about[key][0]} to {about[key][-1]}" for key in ("months", "fit_months"))
    how = "hours found on" if about["level_is_found_here"] else "a fit to"
    return f"{months} predicted from {how} {fit}, {about['replications']} replications of each month:"


def rewrite(text: str, *, write: bool) -> bool:
    """Put a text between the marks of the page; say whether that changes it."""
    page = PAGE.read_text(encoding="utf-8")
    between = re.compile(re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1]), re.DOTALL)
    if not between.search(page):
        sys.exit(f"{PAGE} has lost its marks: {MARKS[0]} and {MARKS[1]}")
    body = re.sub(r"\n{3,}", "\n\n", f"\n\n{text.strip()}\n\n")
    new = between.sub(lambda _: f"{MARKS[0]}{body}{MARKS[1]}", page)
    if write and new != page:
        PAGE.write_text(new, encoding="utf-8")
    return new != page


if __name__ == "__main__":
    main()

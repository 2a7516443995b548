"""What the reader sees at the end: minutes, slowest, failures, skips and the one line."""

from __future__ import annotations

from runner.case import FAILED, PASSED, SKIPPED, Suite

SLOWEST = 10
MESSAGE_LINES = 12


def report(suites: list[Suite]) -> list[str]:
    """The whole report, without its last line."""
    lines = ["", *minutes(suites), "", *slowest(suites)]
    for section in (failures(suites), skips(suites)):
        if section:
            lines += ["", *section]
    return [*lines, ""]


def minutes(suites: list[Suite]) -> list[str]:
    """One row per suite: minutes spent and allowed."""
    rows = [f"{'suite':<12}{'minutes':>8}{'budget':>8}{'tests':>8}"]
    for suite in suites:
        spent = suite.seconds / 60
        note = "  over budget" if spent > suite.budget_minutes else ""
        rows.append(f"{suite.name:<12}{spent:>8.1f}{suite.budget_minutes:>8.1f}{len(suite.cases):>8}{note}")
    total, budget = sum(s.seconds for s in suites) / 60, sum(s.budget_minutes for s in suites)
    return [*rows, f"{'all':<12}{total:>8.1f}{budget:>8.1f}{sum(len(s.cases) for s in suites):>8}"]


def slowest(suites: list[Suite]) -> list[str]:
    """The ten slowest tests; where the tool times only a whole binary, that binary."""
    times = [(c.seconds, s.name, c.name) for s in suites for c in s.cases if c.seconds is not None]
    times += [(seconds, s.name, name) for s in suites for name, seconds in s.whole_runs]
    rows = [f"{seconds:8.2f} s  {suite}: {name}" for seconds, suite, name in sorted(times, reverse=True)[:SLOWEST]]
    return ["The ten slowest:", *(rows or ["  nothing ran"])]


def failures(suites: list[Suite]) -> list[str]:
    """Every failure with the last lines of its message."""
    lines: list[str] = []
    for suite in suites:
        for case in suite.cases:
            if case.outcome == FAILED:
                lines.append(f"FAILED {suite.name}: {case.name}")
                lines += [f"    {line}" for line in case.message.strip().splitlines()[-MESSAGE_LINES:]]
    return lines


def skips(suites: list[Suite]) -> list[str]:
    """Every skip by what it needs."""
    return [f"{case.message}  ({s.name}: {case.name})" for s in suites for case in s.cases if case.outcome == SKIPPED]


def last_line(suites: list[Suite]) -> str:
    """The line that a machine reads."""
    counts = [f"{sum(suite.count(outcome) for suite in suites)} {outcome}" for outcome in (PASSED, FAILED, SKIPPED)]
    return ", ".join(counts)

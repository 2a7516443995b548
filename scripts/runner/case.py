"""One test and what became of it; one suite and what it cost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
SKIP_LINE = re.compile(r"^\s*(SKIPPED needs .+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One test: `outcome` is PASSED, FAILED or SKIPPED; `seconds` is None where the tool does not say."""

    name: str
    outcome: str
    seconds: float | None = None
    message: str = ""


@dataclass
class Suite:
    """The tests of one budget line, and the seconds it took in all."""

    name: str
    budget_minutes: float
    seconds: float = 0.0
    cases: list[Case] = field(default_factory=list)
    whole_runs: list[tuple[str, float]] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many tests ended in `outcome`."""
        return sum(case.outcome == outcome for case in self.cases)

    def fail(self, name: str, message: str) -> None:
        """Add a failure that no single test owns, such as a build that broke."""
        self.cases.append(Case(name, FAILED, message=message))

    @property
    def failed(self) -> bool:
        """Whether anything in the suite failed."""
        return self.count(FAILED) > 0


def skip_reason(output: str) -> str | None:
    """The `SKIPPED needs …` line that a test printed, if it printed one."""
    found = SKIP_LINE.search(output)
    return found.group(1) if found else None


def over_limit(case: Case, limit_s: float) -> Case:
    """The case itself, or a failure if it passed in more than `limit_s` seconds."""
    if case.outcome != PASSED or case.seconds is None or case.seconds <= limit_s:
        return case
    return replace(case, outcome=FAILED, message=f"took {case.seconds:.0f} s; the limit is {limit_s:.0f} s")

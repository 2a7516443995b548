"""Reading the text that `cargo test` prints, where there is no JUnit file to read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from runner.case import FAILED, PASSED, SKIP_LINE, SKIPPED, Case, Suite

BINARY = re.compile(r"^\s+(?:Running (?:unittests )?(\S+) \(|Doc-tests (\S+))")
TEST = re.compile(r"^test (.+?)(?: - should panic| - compile fail| - compile)? \.\.\. (?:.*?)(ok|FAILED|ignored)\b")
SLOW = re.compile(r"^test (.+) has been running for over 60 seconds")
SECTION = re.compile(r"^---- (.+) stdout ----$")
RESULT = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; .*finished in ([\d.]+)s")


class LibtestReader:
    """Follows the lines of one `cargo test` and gathers cases, counts and the seconds of each binary."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self.cases: list[Case] = []
        self.whole_runs: list[tuple[str, float]] = []
        self.binary, self.section = "", ""
        self.forget()

    def forget(self) -> None:
        """Start a new binary."""
        self.outcomes: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.slow: set[str] = set()
        self.section = ""

    def read(self, line: str) -> None:
        """Take one line."""
        if found := BINARY.match(line):
            self.binary = found.group(1) or f"doc {found.group(2)}"
            self.forget()
        elif found := SLOW.match(line):
            self.slow.add(found.group(1))
        elif found := SECTION.match(line):
            self.section = found.group(1)
        elif found := RESULT.match(line):
            self.close(int(found.group(1)), int(found.group(2)), float(found.group(3)))
        elif (found := TEST.match(line)) and not self.section:
            self.outcomes[found.group(1)] = found.group(2)
        elif self.section:
            self.messages[self.section] = self.messages.get(self.section, "") + line + "\n"

    def close(self, passed: int, failed: int, seconds: float) -> None:
        """End a binary: what the result line counts and no line named is added without a name."""
        cases = [self.case(name, outcome) for name, outcome in self.outcomes.items() if outcome != "ignored"]
        named_failed = sum(outcome == "FAILED" for outcome in self.outcomes.values())
        unnamed = failed - named_failed, passed + failed - len(cases) - max(0, failed - named_failed)
        for count, outcome in zip(unnamed, (FAILED, PASSED), strict=True):
            cases += [Case(f"{self.binary} (unnamed)", outcome) for _ in range(count)]
        self.cases += cases
        if cases:
            self.whole_runs.append((f"{self.binary} (all its {len(cases)} tests)", seconds))
        self.forget()

    def case(self, name: str, outcome: str) -> Case:
        """One named test of the present binary."""
        message = self.messages.get(name, "")
        full_name = f"{self.binary} {name}"
        if outcome == "FAILED":
            return Case(full_name, FAILED, message=message)
        if name in self.slow and self.limit_s <= 60:
            return Case(full_name, FAILED, message="took over 60 s; the limit is 60 s")
        if found := SKIP_LINE.search(message):
            return Case(full_name, SKIPPED, message=found.group(1))
        return Case(full_name, PASSED)


def read_libtest(suite: Suite, lines: Iterable[str], limit_s: float) -> None:
    """Add the tests of one `cargo test` to the suite."""
    reader = LibtestReader(limit_s)
    for line in lines:
        reader.read(line)
    suite.cases += reader.cases
    suite.whole_runs += reader.whole_runs

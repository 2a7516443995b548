"""The five suites, in the order in which they run."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from runner.case import FAILED, PASSED, Case, Suite, over_limit
from runner.place import NOTEBOOK_LIMIT_S, TEST_LIMIT_S, Place
from runner.process import Finished, stream
from runner.read_junit import read_junit
from runner.read_libtest import read_libtest

HANG_FACTOR = 4
# The bindings need a Python to link against: pytest tests them, on the wheel.
WORKSPACE = ["--workspace", "--exclude", "ambics-py"]
NO_TESTS = 5  # the exit code of pytest where it finds nothing to run


class Runner:
    """Runs the suites of one place."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def run(self, suite: Suite, command: Sequence[str | Path]) -> Finished:
        """Run one command of a suite and charge its seconds; a hanging suite is stopped."""
        limit_s = self.place.limit_s(suite.budget_minutes * 60 * HANG_FACTOR)
        finished = stream(command, self.place.root, limit_s, **self.place.variables)
        suite.seconds += finished.seconds
        if finished.stopped:
            suite.fail(f"{suite.name} suite", f"stopped after {finished.seconds / 60:.0f} minutes")
        return finished

    def build(self) -> Suite:
        """Core, command and wheel, once, with the profile that the tests run."""
        suite = Suite("build", budget_minutes=5)
        cargo = ["cargo", "build", "--profile", "ci", *WORKSPACE, "--lib", "--bins", "--tests", "--examples"]
        finished = self.run(suite, cargo)
        if finished.code:
            suite.fail("build of the workspace", finished.tail)
            return suite
        self.build_wheel(suite)
        return suite

    def build_wheel(self, suite: Suite) -> None:
        """The wheel, in the same target folder, installed where the Python tests run."""
        wheels = self.place.target / "wheels-ci"
        shutil.rmtree(wheels, ignore_errors=True)
        build = ["-m", "maturin", "build", "--profile", "ci", "--compatibility", "linux", "--out", str(wheels)]
        manifest = ["--manifest-path", "sim-py/Cargo.toml", "--interpreter", self.place.python]
        finished = self.run(suite, [self.place.python, *build, *manifest])
        if finished.code:
            suite.fail("build of the wheel", finished.tail)
            return
        install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall"]
        finished = self.run(suite, [self.place.python, *install, *sorted(wheels.glob("*.whl"))])
        if finished.code:
            suite.fail("installation of the wheel", finished.tail)

    def rust(self) -> Suite:
        """Unit, integration and doc tests, and every example."""
        suite = Suite("rust", budget_minutes=5)
        if self.place.has_nextest:
            self.nextest(suite)
        else:
            print("cargo-nextest is not here: plain cargo test, which times whole binaries only", flush=True)
            self.cargo_test(suite, ["--lib", "--bins", "--tests"])
        self.cargo_test(suite, ["--doc"])
        for example in self.place.examples:
            self.example(suite, example)
        return suite

    def nextest(self, suite: Suite) -> None:
        """The Rust tests, each in its own process, timed one by one."""
        profile = "long" if self.place.long else "ci"
        ignored = ["--run-ignored", "all"] if self.place.long else []
        # Its store is in the workspace, wherever the builds are.
        junit = self.place.root / "target" / "nextest" / profile / "junit.xml"
        junit.unlink(missing_ok=True)
        command = ["cargo", "nextest", "run", "--cargo-profile", "ci", "--profile", profile, "--no-tests", "pass"]
        finished = self.run(suite, [*command, *WORKSPACE, *ignored])
        self.take_junit(suite, finished, junit, TEST_LIMIT_S)

    def cargo_test(self, suite: Suite, targets: list[str]) -> None:
        """Tests that only cargo itself can run, read from its text."""
        ignored = ["--include-ignored"] if self.place.long and targets != ["--doc"] else []
        command = ["cargo", "test", "--profile", "ci", *WORKSPACE, *targets, "--no-fail-fast"]
        finished = self.run(suite, [*command, "--", "--show-output", *ignored])
        known = suite.count(FAILED)
        read_libtest(suite, finished.lines, self.place.limit_s(TEST_LIMIT_S))
        if finished.code and suite.count(FAILED) == known:
            suite.fail(f"cargo test {' '.join(targets)}", finished.tail)

    def example(self, suite: Suite, name: str) -> None:
        """An example is a test: it must end well, and in time."""
        before = suite.seconds
        finished = self.run(suite, [self.place.target / "ci" / "examples" / name])
        outcome = FAILED if finished.code else PASSED
        case = Case(f"example {name}", outcome, suite.seconds - before, finished.tail if finished.code else "")
        suite.cases.append(over_limit(case, self.place.limit_s(TEST_LIMIT_S)))

    def python(self) -> Suite:
        """The Python tests that need no browser."""
        return self.pytest(Suite("python", budget_minutes=3), ["-m", "not browser", "sim-py/tests", "scripts/tests"])

    def browser(self) -> Suite:
        """The tests that open a page."""
        return self.pytest(Suite("browser", budget_minutes=2), ["-m", "browser", "sim-py/tests"])

    def notebooks(self) -> Suite:
        """Every notebook, from its text source, run from top to bottom."""
        suite = Suite("notebooks", budget_minutes=4)
        sources = sorted((self.place.root / "notebooks").glob("*.py"))
        if not sources:
            return suite
        folder = self.place.root / "notebooks" / "_run"
        shutil.rmtree(folder, ignore_errors=True)
        converted = self.run(suite, [self.place.python, "scripts/notebook_sources.py", folder, *sources])
        if converted.code:
            suite.fail("reading of the notebooks", converted.tail)
            return suite
        cell_limit = int(self.place.limit_s(TEST_LIMIT_S))
        options = ["--nbmake", f"--nbmake-timeout={cell_limit}", "--nbmake-kernel=python3", "notebooks/_run"]
        return self.pytest(suite, options, NOTEBOOK_LIMIT_S)

    def pytest(self, suite: Suite, options: list[str], limit_s: float = TEST_LIMIT_S) -> Suite:
        """Run pytest with the settings of sim-py and take its results."""
        junit = self.place.target / f"junit-{suite.name}.xml"
        junit.unlink(missing_ok=True)
        settings = ["-c", "sim-py/pyproject.toml", "--rootdir", ".", f"--junitxml={junit}"]
        limit = f"--timeout={self.place.limit_s(TEST_LIMIT_S):.0f}"
        finished = self.run(suite, [self.place.python, "-m", "pytest", *settings, limit, *options])
        if finished.code != NO_TESTS:
            self.take_junit(suite, finished, junit, limit_s)
        return suite

    def take_junit(self, suite: Suite, finished: Finished, junit: Path, limit_s: float) -> None:
        """Add the tests of a JUnit file; a run that broke without naming a test, or left no file, is one failure."""
        known = suite.count(FAILED)
        if junit.exists():
            limit_s = self.place.limit_s(limit_s)
            suite.cases += [over_limit(case, limit_s) for case in read_junit(junit)]
        elif not finished.code:
            suite.fail(f"{suite.name} suite left no {junit.name}", finished.tail)
        if finished.code and suite.count(FAILED) == known:
            suite.fail(f"{suite.name} suite ended with code {finished.code}", finished.tail)

"""The runner itself: a test that it miscounts is a test that nobody ran."""

from __future__ import annotations

from pathlib import Path

import pytest

from runner.case import FAILED, PASSED, SKIPPED, Case, Suite, over_limit
from runner.process import stream
from runner.read_junit import read_junit
from runner.read_libtest import read_libtest
from runner.report import last_line, report

JUNIT = """<testsuites><testsuite>
<testcase classname="ambics" name="good" time="0.5"/>
<testcase classname="ambics" name="bad" time="0.1"><failure message="boom">at line 3</failure></testcase>
<testcase classname="ambics" name="broken" time="0.1"><error message="collection failure"/></testcase>
<testcase classname="t" name="no_tool" time="0.0"><skipped type="pytest.skip" message="needs chromium"/></testcase>
<testcase classname="t" name="expected" time="0.0"><skipped type="pytest.xfail" message="known"/></testcase>
<testcase classname="ambics" name="says_so" time="0.0"><system-out>a
SKIPPED needs gnuplot
b</system-out></testcase>
</testsuite></testsuites>"""

LIBTEST = """\
   Compiling ambics v0.1.0
     Running unittests src/lib.rs (target/ci/deps/ambics-0123)
running 6 tests
test calendar::keeps_order ... ok
test tape::slow has been running for over 60 seconds
test tape::long ... ignored, an hour
test tape::slow ... ok
test tape::panics - should panic ... ok
test tape::wrong ... FAILED
test tape::tool ... ok

successes:

---- tape::tool stdout ----
SKIPPED needs chromium
test in a message ... ok

failures:

---- tape::wrong stdout ----
thread 'tape::wrong' panicked: left 1, right 2

failures:
    tape::wrong

test result: FAILED. 4 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 61.25s

   Doc-tests ambics
running 2 tests
test sim-core/src/lib.rs - demo (line 3) ... ok
test sim-core/src/lib.rs - demo (line 9) - compile ... ok
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.50s
"""


def outcomes(cases: list[Case]) -> dict[str, str]:
    """The outcome of each case by the last word of its name."""
    return {case.name.split()[-1]: case.outcome for case in cases}


def test_junit_counts_each_kind(tmp_path: Path) -> None:
    path = tmp_path / "junit.xml"
    path.write_text(JUNIT, encoding="utf-8")
    cases = read_junit(path)
    expected = {"good": PASSED, "bad": FAILED, "broken": FAILED}
    expected |= {"no_tool": SKIPPED, "expected": PASSED, "says_so": SKIPPED}
    assert outcomes(cases) == expected
    assert [case.message for case in cases if case.outcome == SKIPPED] == [
        "SKIPPED needs chromium",
        "SKIPPED needs gnuplot",
    ]
    assert "boom" in cases[1].message and "at line 3" in cases[1].message


def libtest_suite() -> Suite:
    suite = Suite("rust", 5)
    read_libtest(suite, LIBTEST.splitlines(), limit_s=60)
    return suite


def test_libtest_counts_each_kind() -> None:
    suite = libtest_suite()
    assert [suite.count(outcome) for outcome in (PASSED, FAILED, SKIPPED)] == [5, 2, 1]
    by_name = {case.name.split()[-1]: case for case in suite.cases}
    assert by_name["tape::slow"].message == "took over 60 s; the limit is 60 s"
    assert "left 1, right 2" in by_name["tape::wrong"].message
    assert "tape::long" not in by_name


def test_libtest_adds_what_no_line_names() -> None:
    assert [case.name for case in libtest_suite().cases if "unnamed" in case.name] == ["doc ambics (unnamed)"]


def test_libtest_times_binaries() -> None:
    assert [seconds for _, seconds in libtest_suite().whole_runs] == [61.25, 0.5]


@pytest.mark.parametrize(("seconds", "outcome"), [(59.9, PASSED), (60.1, FAILED), (None, PASSED)])
def test_a_slow_test_fails(seconds: float | None, outcome: str) -> None:
    assert over_limit(Case("slow", PASSED, seconds), 60).outcome == outcome


def test_report_names_skips_and_ends_on_the_counts() -> None:
    suite = libtest_suite()
    suite.cases.append(Case("other", PASSED, 3.5))
    text = report([suite])
    assert "SKIPPED needs chromium  (rust: src/lib.rs tape::tool)" in text
    assert any(line.startswith("    3.50 s") or line.strip().startswith("3.50 s") for line in text)
    assert last_line([suite]) == "6 passed, 2 failed, 1 skipped"


def test_a_hanging_command_is_stopped(tmp_path: Path) -> None:
    finished = stream(["sleep", "30"], tmp_path, limit_s=0.2)
    assert finished.stopped and finished.code != 0 and finished.seconds < 10

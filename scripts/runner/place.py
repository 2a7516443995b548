"""Where the suites run: folders, programs, scale."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TEST_LIMIT_S = 60.0
NOTEBOOK_LIMIT_S = 20.0
NO_LIMIT_S = 6 * 3600.0


@dataclass(frozen=True)
class Place:
    """The workspace as cargo sees it; `long` takes the limits off and runs the long tests too."""

    root: Path
    target: Path
    examples: list[str]
    long: bool

    @classmethod
    def find(cls, root: Path, long: bool) -> Place:
        """Ask cargo for the target folder and the examples."""
        command = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
        answer = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        facts = json.loads(answer.stdout)
        targets = [target for package in facts["packages"] for target in package["targets"]]
        examples = sorted(target["name"] for target in targets if target["kind"] == ["example"])
        return cls(root, Path(facts["target_directory"]), examples, long)

    @property
    def python(self) -> str:
        """The interpreter of the virtual environment, which runs this program too."""
        return sys.executable

    @property
    def has_nextest(self) -> bool:
        """Whether `cargo nextest` is there."""
        return shutil.which("cargo-nextest") is not None

    @property
    def variables(self) -> dict[str, str]:
        """What every suite finds in its environment."""
        return {
            "AMBICS_LONG": "1" if self.long else "0",
            "AMBICS_SCALE": "full" if self.long else "small",
            "CARGO_TERM_COLOR": "never",
            "CARGO_TERM_PROGRESS_WHEN": "never",
            "JUPYTER_PLATFORM_DIRS": "1",
            "JUPYTER_PREFER_ENV_PATH": "1",
            "NO_COLOR": "1",
            "PYO3_PYTHON": self.python,
            "PYTHONUNBUFFERED": "1",
            "VIRTUAL_ENV": sys.prefix,
        }

    def limit_s(self, usual_s: float) -> float:
        """A limit in seconds, which a long run does not have."""
        return NO_LIMIT_S if self.long else usual_s

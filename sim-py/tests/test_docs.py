"""The pages of the site that show how a thing is done: every block of them runs, from top to bottom."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import ambics
import pytest

import scenario_reference

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("tutorials", "how-to", "coming-from")
PAGES = sorted(page for room in ROOMS for page in (ROOT / "docs" / room).glob("*.md"))
FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="([^"/\\]+)"')
LEFT_ALONE = ("text", "sh")  # shown and not run: output, and what needs an installation


class Block(NamedTuple):
    """A fenced block: its language, its file's name if it is one, its text, its line."""

    language: str
    title: str | None
    text: str
    line: int


def blocks(text: str) -> Iterator[Block]:
    """Every fenced block of a page, in order."""
    for found in FENCE.finditer(text):
        info = found["info"]
        title = TITLE.search(info)
        line = text.count("\n", 0, found.start()) + 2
        yield Block(info.split(" ")[0], title and title[1], found["body"], line)


def run_page(text: str, name: str, command: str) -> int:
    """Run the blocks of a page in the present folder, Python in one namespace; give the number that ran."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    ran = 0
    for block in blocks(text):
        if block.language == "python":
            # Empty lines before it, so that an error names the line of the page.
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile("\n" * (block.line - 1) + block.text, name, "exec"), namespace)
            ran += 1
        elif block.language == "console":
            ran += run_commands(block, name, command)
        elif block.language == "toml" and block.title:
            Path(block.title).write_text(block.text, encoding="utf-8")
        else:
            assert block.language in LEFT_ALONE, f"{name}:{block.line}: a block of {block.language!r} is never run"
    return ran


def run_commands(block: Block, name: str, command: str) -> int:
    """Run each line `$ ambics …` of a console block; any other prompt is a fault of the page."""
    asked = [line[2:] for line in block.text.splitlines() if line.startswith("$ ")]
    assert asked, f"{name}:{block.line}: a console block asks nothing"
    for line in asked:
        program, *arguments = shlex.split(line)
        assert program == "ambics", f"{name}:{block.line}: only `ambics` is run, not {program!r}"
        done = subprocess.run([command, *arguments], capture_output=True, text=True, timeout=50)
        assert done.returncode == 0, f"{name}:{block.line}: `{line}` ended with {done.returncode}\n{done.stderr}"
    return len(asked)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_every_block_of_a_page_runs(
    page: Path, ambics_command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_page(page.read_text(encoding="utf-8"), f"{page.parent.name}/{page.name}", ambics_command) > 0


def test_the_rooms_are_not_empty() -> None:
    assert {page.parent.name for page in PAGES} == set(ROOMS)


@pytest.mark.parametrize(
    "page",
    [
        "```python\nassert False\n```\n",
        "```python\nx = 1\n```\n\n```python\nassert x == 2\n```\n",
        "```console\n$ ambics run no-such-scenario\n```\n",
        "```console\n$ rm -r /\n```\n",
        "```console\nambics doctor\n```\n",
        "```pyhton\n1\n```\n",
        "```\n1\n```\n",
        '```toml title="a.toml"\nregion = "tiny"\nnaem = "x"\n```\n\n```console\n$ ambics check a.toml\n```\n',
    ],
)
def test_a_page_that_is_wrong_fails(
    page: str, ambics_command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError):
        run_page(page, "wrong.md", ambics_command)


def test_no_block_is_overlooked() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        fences = sum(line.lstrip().startswith(("```", "~~~")) for line in text.splitlines())
        assert fences == 2 * len(list(blocks(text))), f"{page.name}: a fence that no block begins or ends with"


def test_the_page_of_keys_is_what_the_script_writes() -> None:
    committed = (ROOT / "docs" / "reference" / "scenario.md").read_text(encoding="utf-8")
    written = scenario_reference.page(ambics.schema())
    assert committed == written, "write it again: ambics schema | python scripts/scenario_reference.py"


def test_the_page_of_names_holds_every_name() -> None:
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    listed = re.findall(r"^(?:::: ambics\.|\| `)(\w+)", page, re.MULTILINE)
    source = (ROOT / "sim-py" / "python" / "ambics" / "__init__.py").read_text(encoding="utf-8")
    names = ast.literal_eval(source.split("__all__ = ")[1])
    # Charts and maps are modules of their own, which are read when they are asked for.
    assert sorted(listed) == sorted({*names, "charts", "maps"} - {"__version__"})


def test_every_page_is_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    docs = ROOT / "docs"
    pages = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md") if page.parent.name != "adr"}
    assert pages == set(re.findall(r"- (?:Home: )?(\S+\.md)$", menu, re.MULTILINE))

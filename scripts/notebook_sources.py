"""Turn notebooks/*.py (jupytext, percent format) into .ipynb files that run as if they lay beside their source.

Use: notebook_sources.py FOLDER SOURCE...
"""

from __future__ import annotations

import sys
from pathlib import Path

import jupytext
import nbformat


def convert(source: Path, folder: Path) -> None:
    """Write `source` to `folder`, starting in the folder of the source."""
    notebook = jupytext.read(source)
    start = nbformat.v4.new_code_cell(f"import os\n\nos.chdir({str(source.parent)!r})")
    notebook.cells.insert(0, start)
    nbformat.write(notebook, folder / f"{source.stem}.ipynb")


def main() -> None:
    """Convert every source named on the command line."""
    folder, *sources = map(Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        convert(source.resolve(), folder)


if __name__ == "__main__":
    main()

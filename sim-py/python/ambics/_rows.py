"""Rows of a table by whichever library of tables is there: the package itself needs none."""

from __future__ import annotations

import importlib
from typing import Any, cast

from ambics import _core


def rows(table: _core.Table) -> list[dict[str, Any]] | None:
    """A mapping for each row; None where neither polars nor pyarrow nor pandas is installed."""
    for name in ("polars", "pyarrow", "pandas"):
        try:
            library = cast(Any, importlib.import_module(name))
        except ImportError:
            continue
        if name == "polars":
            return cast("list[dict[str, Any]]", library.DataFrame(table).to_dicts())
        if name == "pyarrow":
            return cast("list[dict[str, Any]]", library.table(table).to_pylist())
        if hasattr(library.DataFrame, "from_arrow"):
            return cast("list[dict[str, Any]]", library.DataFrame.from_arrow(table).to_dict("records"))
    return None

"""Write docs/reference/scenario.md, the keys of a scenario file, from the JSON Schema that `ambics schema` prints.

ambics schema | python scripts/scenario_reference.py > docs/reference/scenario.md
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

HEAD = """# The scenario file

Every key that a scenario file takes, made from the schema that `ambics schema` prints. Do not edit this page: run
`ambics schema | python scripts/scenario_reference.py > docs/reference/scenario.md`.

A scenario is a TOML file. `region` or `extends` is needed; all other keys have a default or may be left out. A
duration states its unit: `"22 min"`. A key that is not known is an error, with a hint. `CODE` stands for the code of a
service, a patch, a hospital and so on: the text says which. In Python the same keys go to `Scenario.with_`, in the
terminal to `--set`.

Other methods of `[policy]` have settings of their own, which the schema does not list. `ambics check` knows them, and
[the glossary](../glossary.md) names the methods.
"""


def main() -> None:
    """Read the schema from the input and print the page."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    print(page(json.load(sys.stdin)), end="")


def page(schema: Schema) -> str:
    """The page, a section for each table of the file; the first is for keys outside all tables."""
    tables: dict[str, list[tuple[str, Schema]]] = {}
    for table, key, told in keys("", schema):
        tables.setdefault(table, []).append((key, told))
    return HEAD + "".join(section(table, rows) for table, rows in sorted(tables.items()))


def keys(table: str, schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Every key with the table that it stands in, in alphabetical order."""
    for name, told in sorted(schema.get("properties", {}).items()):
        path = f"{table}.{name}" if table else name
        if "properties" in told:
            yield from keys(path, told)
        elif isinstance(told.get("additionalProperties"), dict):
            yield table, f"{name}.CODE" if table else f"{name}.NAME", {**told["additionalProperties"], **shown(told)}
        else:
            yield table, name, told


def shown(told: Schema) -> Schema:
    """What a table of values says of all of them."""
    return {name: told[name] for name in ("description", "unit") if name in told}


def section(table: str, rows: list[tuple[str, Schema]]) -> str:
    """A heading and a row for each key."""
    title = f"`[{table}]`" if table else "Outside all tables"
    lines = [f"| `{key}` | {values(told)} | {default(told)} | {text(told)} |" for key, told in rows]
    return "\n".join(["", f"## {title}", "", "| key | value | default | what it is |", "|---|---|---|---|", *lines, ""])


def values(told: Schema) -> str:
    """What may stand there, with its unit and range."""
    if "enum" in told:
        return ", ".join(code(choice) for choice in told["enum"])
    kind = told.get("unit") or {"boolean": "true or false", "array": "a list"}.get(told.get("type", ""), "")
    if told.get("format") == "date":
        kind = "a day"
    low, high = told.get("minimum"), told.get("maximum")
    bounds = f"{number(low)} to {number(high)}" if low is not None and high is not None else ""
    kind = kind or {"string": "a text"}.get(told.get("type", ""), "a number or a text")
    return "; ".join(part for part in (kind, bounds) if part)


def default(told: Schema) -> str:
    """What holds if the key is left out; nothing where the region or nobody says it."""
    return code(told["default"]) if "default" in told else ""


def text(told: Schema) -> str:
    """The sentence of the key, safe in a table."""
    return str(told.get("description", "")).translate(str.maketrans({"|": "\\|", "<": "&lt;", "[": "\\[", "\n": " "}))


def number(value: float) -> str:
    """A bound without needless digits."""
    return f"{value:,.15g}"


def code(value: Any) -> str:
    """A value as it is written in the file."""
    return f"`{json.dumps(value, ensure_ascii=False)}`"


if __name__ == "__main__":
    main()

"""A scenario as an Excel workbook and back, without loss; needs openpyxl (`pip install ambics[excel]`)."""

# Libraries without types give what is unknown here: held to the basic rules, and to mypy's strict ones.
# pyright: basic
from __future__ import annotations

import datetime
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from ambics import _core
from ambics._libraries import untyped
from ambics._scenario import Scenario
from ambics._settings import schema, spelt

_HEAD = ("key", "value", "kind", "unit", "default", "allowed", "what it is")
_WIDTHS = (34, 28, 14, 18, 18, 26, 80)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
# Excel keeps 15 digits of a number; a longer one is written as text.
_EXACT = 10**15
# A spreadsheet of another maker saves a truth value as a function without arguments.
_CONSTANTS = {"=TRUE()": True, "=FALSE()": False}
_ABOUT = (
    "A scenario of ambics: what is decided about a region. It is for planning, not for live dispatch.",
    "Edit the column `value` of the sheet `scenario`; a new row may name any key of the sheet `keys`.",
    "Leave a value empty, or delete its row, and the default holds. Durations carry a unit: 22 min, 1.5 h.",
    "Formulas are refused and never evaluated: paste their values. Columns right of `kind` are not read.",
    'Lists stand as in a scenario file: ["RYF", "RYE"]. The sheet `intervention` has one row an intervention.',
    "Tables that a key names (fleet.extra_rota, fleet.rota, ...) are not in this workbook; they stay beside the file.",
    "Values are decisions and assumptions, not published figures; docs/data.md says which data are published.",
)


def _openpyxl() -> Any:
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ImportError as error:
        raise ImportError("Excel workbooks need openpyxl: pip install ambics[excel]") from error
    return openpyxl


def _parse(text: str) -> dict[str, Any]:
    reader = untyped("tomllib" if sys.version_info >= (3, 11) else "tomli")
    return cast("dict[str, Any]", reader.loads(text))


def _settings(canonical: str) -> Iterator[tuple[str, Any]]:
    """Key and value of each line: the canonical text has one setting a line, and a table as a value stays whole."""
    for line in filter(None, canonical.splitlines()):
        key, _, value = line.partition(" = ")
        parsed = _parse(f"v = {value}")["v"]
        # A shape that a method brings with it: the canonical text tells it, a scenario file cannot set it.
        if not isinstance(parsed, Mapping):
            yield key, parsed
        elif not key.endswith(".lognormal"):
            raise _core.AmbicsError(f"{key} is a table, which a workbook cannot hold: keep this scenario as a file")


def _rules(node: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, rule in node.get("properties", {}).items():
        more = rule.get("additionalProperties")
        if "properties" in rule:
            yield from _rules(rule, f"{prefix}{name}.")
        elif isinstance(more, Mapping):
            yield f"{prefix}{name}.CODE", {**{k: rule[k] for k in ("description", "unit") if k in rule}, **more}
        else:
            yield prefix + name, rule


def _rule(rules: Mapping[str, Mapping[str, Any]], key: str) -> Mapping[str, Any]:
    return rules.get(key) or rules.get(f"{key.rpartition('.')[0]}.CODE") or {}


def _kind(value: Any) -> str:
    for types, kind in ((bool, "true or false"), (int, "whole number"), (float, "number"), (str, "text")):
        if isinstance(value, types):
            return kind
    return "date" if isinstance(value, datetime.date) else "list"


def _kind_of_rule(rule: Mapping[str, Any]) -> str:
    if rule.get("format") == "date":
        return "date"
    kinds = {
        "boolean": "true or false",
        "integer": "whole number",
        "number": "number",
        "array": "list",
        "string": "text",
    }
    return kinds.get(str(rule.get("type")), "")


def _allowed(rule: Mapping[str, Any]) -> str:
    if "enum" in rule:
        return ", ".join(map(str, rule["enum"]))
    low, high = rule.get("minimum"), rule.get("maximum")
    return "" if low is None or high is None else f"{low} to {high}"


def _shown(value: Any) -> Any:
    """What a cell holds: a list, or a text that would read as one, in the spelling of TOML."""
    if isinstance(value, str):
        odd = value != value.strip() or value[:1] in ("[", "{", '"') or not value
        return spelt(value) if odd else value
    if isinstance(value, (bool, float, datetime.date)):
        return value
    if isinstance(value, int):
        return value if abs(value) < _EXACT else str(value)
    return spelt(value)


def _put(sheet: Any, row: int, values: tuple[Any, ...]) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            # A text that begins with = + - @ stays a text, also when somebody edits the cell.
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _layout(sheet: Any, widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]

    sheet.freeze_panes = "A2"
    for cell, width in zip(sheet[1], widths):
        sheet.column_dimensions[cell.column_letter].width = width
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="12436D")
    wrapped = Alignment(wrap_text=True, vertical="top", horizontal="left")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = wrapped


def _choices(sheet: Any, row: int, rule: Mapping[str, Any]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

    words = ["TRUE", "FALSE"] if rule.get("type") == "boolean" else [str(w) for w in rule.get("enum", ())]
    if words and len(",".join(words)) < 250:
        check = DataValidation(type="list", formula1='"' + ",".join(words) + '"', allow_blank=True)
    elif rule.get("type") in ("integer", "number") and "minimum" in rule and "maximum" in rule:
        form = "whole" if rule["type"] == "integer" else "decimal"
        check = DataValidation(type=form, operator="between", formula1=rule["minimum"], formula2=rule["maximum"])
    else:
        return
    check.showErrorMessage, check.error = True, f"allowed: {_allowed(rule) or 'TRUE or FALSE'}"
    sheet.add_data_validation(check)
    check.add(f"B{row}")


def to_excel(scenario: Scenario, path: str | os.PathLike[str]) -> Path:
    """Write a scenario as a workbook for editing; give its path. `Scenario.to_excel` is the public name."""
    book = _openpyxl().Workbook()
    about, sheet, keys = book.active, book.create_sheet("scenario"), book.create_sheet("keys")
    about.title = "read me"
    rules, table = dict(_rules(schema())), dict(_settings(scenario.canonical))
    lists = table.pop("intervention", [])
    lines = (*_ABOUT, f"ambics {_core.__version__}; scenario {scenario.name}; blake3 {scenario.hash}")
    for row, line in enumerate(("read me", *lines), 1):
        _put(about, row, (line,))
    _put(sheet, 1, _HEAD)
    for row, (key, value) in enumerate(table.items(), 2):
        rule = _rule(rules, key)
        default = rule.get("default", "")
        words = (rule.get("unit", ""), _shown(default) if default != "" else "", _allowed(rule))
        _put(sheet, row, (key, _shown(value), _kind(value), *words, rule.get("description", "")))
        _choices(sheet, row, rule)
    _put(keys, 1, ("key", "kind", "unit", "default", "allowed", "what it is"))
    for row, (key, rule) in enumerate(rules.items(), 2):
        default = _shown(rule["default"]) if "default" in rule else ""
        told = (_kind_of_rule(rule), rule.get("unit", ""), default, _allowed(rule))
        _put(keys, row, (key, *told, rule.get("description", "")))
    if lists:
        columns = tuple(dict.fromkeys(name for entry in lists for name in entry))
        extra = book.create_sheet("intervention", 2)
        _put(extra, 1, columns)
        for row, entry in enumerate(lists, 2):
            _put(extra, row, tuple(_shown(entry[name]) if name in entry else None for name in columns))
        _layout(extra, (30,) * len(columns))
    _layout(about, (110,))
    _layout(sheet, _WIDTHS)
    _layout(keys, (34, 14, 18, 18, 26, 80))
    keys.protection.sheet = True
    book.save(Path(path))
    return Path(path)


class _CellError(Exception):
    pass


def _number(cell: Any, rule: Mapping[str, Any]) -> float | int:
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    text = str(value).strip()
    share = text.endswith("%")
    if share and rule.get("maximum", 2) > 1:
        raise _CellError("a percentage where no share is meant; write the number itself")
    text = text[:-1].strip() if share else text
    text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    try:
        number = int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)
    except ValueError:
        raise _CellError("not a number; write digits with a point, such as 1234.5") from None
    return number / 100 if share else number


def _toml_of(cell: Any, kind: str, rule: Mapping[str, Any]) -> str:
    value = cell.value
    if cell.data_type == "f" and value in _CONSTANTS:
        cell.value = value = _CONSTANTS[value]
    if cell.data_type == "f":
        raise _CellError("a formula, which is never evaluated; paste its value")
    if cell.data_type == "e":
        raise _CellError("an error of the spreadsheet; write the value itself")
    if kind in ("number", "whole number"):
        if isinstance(value, (bool, datetime.date)):
            raise _CellError("not a number; write digits and set the cell's format to General")
        number = _number(cell, rule)
        if kind == "number":
            return repr(float(number))
        if number != int(number) or (isinstance(value, (int, float)) and abs(number) >= _EXACT):
            raise _CellError(
                "not a whole number that Excel keeps exactly; write whole digits, as text beyond 15 of them"
            )
        return str(int(number))
    if kind == "true or false":
        word = str(value).strip().lower()
        if word not in ("true", "false"):
            raise _CellError("neither TRUE nor FALSE; write one of them")
        return word
    return _text_of(cell, kind)


def _text_of(cell: Any, kind: str) -> str:
    value = cell.value
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            raise _CellError("a date with a time; write the day alone")
        value = value.date()
    if kind == "date" or isinstance(value, datetime.date):
        text = value.isoformat() if isinstance(value, datetime.date) else str(value).strip()
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise _CellError("not a date; write it as 2024-01-31")
        return text if kind in ("date", "") else spelt(text)
    if isinstance(value, bool) or (isinstance(value, (int, float)) and kind in ("", "list")):
        return spelt(value)
    if isinstance(value, (int, float, datetime.time, datetime.timedelta)):
        raise _CellError(
            "a number or a time of the clock where a text is meant; format the cell as Text, such as 22 min or +5%"
        )
    text = str(value).strip()
    if text[:1] in ("[", "{", '"'):
        try:
            _parse(f"v = {text}")
        except ValueError:
            raise _CellError('not a list as in a scenario file; write ["RYF", "RYE"]') from None
        return text
    if kind == "list":
        raise _CellError('not a list; write ["RYF", "RYE"]')
    return spelt(text)


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _head(sheet: Any, wanted: tuple[str, ...]) -> dict[str, int]:
    names = {str(c.value).strip(): c.column - 1 for c in sheet[1] if not _empty(c.value)}
    if missing := [name for name in wanted if name not in names]:
        raise _core.AmbicsError(f"{sheet.title}!A1: no column {', '.join(missing)}; give row 1 the names of `to_excel`")
    return names


def _lines(book: Any, faults: list[str], where: str) -> list[tuple[str, str]]:
    """What the cells say as lines of a scenario file, each with the cell that it comes from."""
    rules = dict(_rules(schema()))
    lines: list[tuple[str, str]] = []
    seen: dict[str, str] = {}
    sheet = book["scenario"]
    names = _head(sheet, ("key", "value"))

    def take(cell: Any, kind: str, rule: Mapping[str, Any]) -> str | None:
        try:
            return _toml_of(cell, kind, rule)
        except _CellError as fault:
            faults.append(f"{where}: {cell.parent.title}!{cell.coordinate}: {fault}")
            return None

    for row in sheet.iter_rows(min_row=2):
        key, value = row[names["key"]], row[names["value"]]
        if _empty(key.value):
            if not _empty(value.value):
                faults.append(f"{where}: scenario!{key.coordinate}: a value without a key; name the key")
            continue
        name = str(key.value).strip()
        if not re.fullmatch(r'[A-Za-z0-9_-]+(\.([A-Za-z0-9_-]+|"[^"\n]*"))*', name):
            faults.append(f"{where}: scenario!{key.coordinate}: not a key; take one of the sheet `keys`")
        elif name in seen:
            faults.append(f"{where}: scenario!{key.coordinate}: the key of {seen[name]} again; keep one row")
        elif not _empty(value.value):
            seen[name] = key.coordinate
            rule = _rule(rules, name)
            told = row[names["kind"]].value if "kind" in names else None
            text = take(value, str(told or _kind_of_rule(rule)).strip(), rule)
            lines += [] if text is None else [(f"{name} = {text}", f"scenario!{value.coordinate}")]
    if "intervention" in book.sheetnames:
        heads = {i: n for n, i in _head(book["intervention"], ("name",)).items()}
        for row in book["intervention"].iter_rows(min_row=2):
            cells = [(heads[i], c) for i, c in enumerate(row) if i in heads and not _empty(c.value)]
            if cells:
                at = f"intervention!{cells[0][1].coordinate}"
                lines.append(("[[intervention]]", at))
                told = [(n, c, take(c, "", {})) for n, c in cells]
                lines += [(f"{spelt(n)} = {t}", f"intervention!{c.coordinate}") for n, c, t in told if t is not None]
    return lines


def from_excel(path: str | os.PathLike[str], out: str | os.PathLike[str]) -> Scenario:
    """Read a workbook of `Scenario.to_excel`, write it as a scenario file and load it.

    Parameters
    ----------
    path : path
        The workbook.
    out : path
        The scenario file to make, which must not exist; tables that the scenario names stand in the same folder.

    Returns
    -------
    Scenario
        The scenario of the file.

    Raises
    ------
    AmbicsError
        With all cells that cannot be read, each as workbook, sheet and cell, what is wrong and what to do.
    ScenarioError
        If the cells can be read but the scenario is not valid: faults name sheet and cell; no file is left then.

    Examples
    --------
    >>> import ambics, tempfile
    >>> out, tiny = tempfile.mkdtemp(), ambics.Scenario.shipped("tiny/tiny")
    >>> ambics.from_excel(tiny.to_excel(f"{out}/tiny.xlsx"), f"{out}/again.toml").hash == tiny.hash
    True
    """
    path, out = Path(path), Path(out)
    if out.exists():
        raise _core.AmbicsError(f"{out} is there already; name another file")
    book = _openpyxl().load_workbook(path)
    if "scenario" not in book.sheetnames:
        raise _core.AmbicsError(f"{path.name}: no sheet `scenario`; begin with Scenario.to_excel")
    faults: list[str] = []
    lines = _lines(book, faults, path.name)
    if faults:
        raise _core.AmbicsError("\n".join(faults))
    out.write_text("\n".join(line for line, _ in lines) + "\n", encoding="utf-8")
    try:
        return Scenario.load(out)
    except _core.ScenarioError as error:
        out.unlink()
        raise _by_cell(error, out, [f"{path.name}: {cell}" for line, cell in lines for _ in line.split("\n")]) from None
    except _core.AmbicsError:
        out.unlink()
        raise


def _by_cell(error: _core.ScenarioError, out: Path, cells: list[str]) -> _core.ScenarioError:
    """The same faults, by the cell of the workbook in place of the line of a file that is gone."""
    problems = []
    for problem in error.problems:
        line = problem["line"] if problem["file"] == str(out) else None
        problems.append({**problem, "file": cells[line - 1], "line": None} if line else problem)
    told = [f"{len(problems)} fault{'s' if len(problems) > 1 else ''}"]
    for own in problems:
        line = "" if own["line"] is None else f":{own['line']}"
        hint = f" ({own['hint']})" if own["hint"] else ""
        told.append(f"  {own['file']}{line}: {own['path']}: found {own['found']}; {own['rule']}{hint}")
    renamed = _core.ScenarioError("\n".join(told))
    renamed.problems = problems
    return renamed

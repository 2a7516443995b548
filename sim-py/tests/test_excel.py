"""A scenario goes to Excel and back without loss; what a spreadsheet does to cells is read right or refused."""

import datetime
import os
import shutil
from pathlib import Path

import ambics
import openpyxl
import pytest
from ambics._cli import excel

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the tables that shipped scenarios name."""
    folder = tmp_path_factory.mktemp("excel")
    for table in [*SCENARIOS.glob("*.csv"), *SCENARIOS.glob("tiny/*.csv")]:
        shutil.copy(table, folder)
    for inner in (SCENARIOS / "tiny/data", SCENARIOS / "data"):
        shutil.copytree(inner, folder / "data", dirs_exist_ok=True)
    return folder


# All of them in `make test-long`; each takes a quarter of a second.
@pytest.mark.parametrize("name", ambics.shipped()[:: 1 if os.environ.get("AMBICS_LONG") == "1" else 5])
def test_every_shipped_scenario_comes_back_with_its_hash(name, folder):
    there = ambics.Scenario.shipped(name)
    stem = name.replace("/", "-")
    back = ambics.from_excel(there.to_excel(folder / f"{stem}.xlsx"), folder / f"{stem}-back.toml")
    assert back.canonical == there.canonical
    assert back.hash == there.hash


def edited(folder, changes):
    path = ambics.Scenario.shipped("tiny/tiny").to_excel(folder / "edit.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["scenario"]
    cells = {row[0].value: row[1] for row in sheet.iter_rows(min_row=2)}
    for key, value in changes.items():
        if key not in cells:
            sheet.append([])
            sheet.append([f"  {key} ", None])
            cells[key] = sheet.cell(sheet.max_row, 2)
        cells[key].value = value
    book.save(path)
    out = folder / "edit.toml"
    out.unlink(missing_ok=True)
    return cells, lambda: ambics.from_excel(path, out)


def test_habits_of_a_spreadsheet_are_read(folder):
    days = datetime.datetime(2024, 2, 5)
    changes = {
        "run.seed": "1,234",
        "run.start": days,
        "aid.gain": " 3 min  ",
        "fleet.responders": "FALSE",
        "border.ring_fence": "5%",
        "demand.day_effect": False,
        "demand.special_days": "=FALSE()",  # as LibreOffice saves it
        "fleet.hours_per_week.TNY": None,
    }
    _, read = edited(folder, changes)
    text = read().canonical
    for line in ("run.seed = 1234", "run.start = 2024-02-05", 'aid.gain = "180 s"', "fleet.responders = false"):
        assert line in text
    assert "border.ring_fence = 0.05" in text
    assert "demand.day_effect = false" in text
    assert "demand.special_days = false" in text


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("run.days", "=3+4", "formula"),
        ("run.days", "1,5", "not a number"),
        ("run.days", 2.5, "whole number"),
        ("run.days", datetime.datetime(1900, 1, 7), "not a number"),
        ("cycle.on_scene_ratio", "90%", "no share"),
        ("aid.gain", 0.05, "text is meant"),
        ("fleet.responders", "yes", "neither TRUE"),
        ("run.start", "05/02/2024", "not a date"),
    ],
)
def test_what_cannot_be_read_names_its_cell(folder, key, value, rule):
    cells, read = edited(folder, {key: value})
    with pytest.raises(ambics.AmbicsError) as error:
        read()
    assert f"edit.xlsx: scenario!{cells[key].coordinate}: " in str(error.value)
    assert rule in str(error.value)
    assert not (folder / "edit.toml").exists()


def test_no_text_runs_as_a_formula(folder):
    there = ambics.Scenario.shipped("tiny/tiny").with_({"name": "=1+1"})
    path = there.to_excel(folder / "formula.xlsx")
    cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    assert ambics.from_excel(path, folder / "formula.toml").hash == there.hash


def test_a_file_that_is_there_is_kept(folder):
    (folder / "mine.toml").write_text("# mine\n")
    with pytest.raises(ambics.AmbicsError, match="there already"):
        ambics.from_excel(folder / "edit.xlsx", folder / "mine.toml")
    assert (folder / "mine.toml").read_text() == "# mine\n"


def test_a_fault_of_the_scenario_names_its_cell(folder):
    path = ambics.demo("IOW").with_({"intervention": [{"name": "falls_community"}]}).to_excel(folder / "fault.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["scenario"]
    days = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "run.days")
    days[1].value = -3
    sheet.append(["fleet.hours_per_week.XYZ", 100.0])
    book["intervention"]["A2"].value = "falls_comunity"
    book.save(path)
    out = folder / "fault.toml"
    with pytest.raises(ambics.ScenarioError) as fault:
        ambics.from_excel(path, out)
    cells = [f"scenario!{days[1].coordinate}", f"scenario!B{sheet.max_row}", "intervention!A2"]
    found = [problem["file"] for problem in fault.value.problems]
    assert set(found) == {f"fault.xlsx: {cell}" for cell in cells}
    assert "fault.toml" not in str(fault.value) and not out.exists()
    assert f"{cells[0]}: run.days: found -3" in str(fault.value)


def test_the_command_writes_a_workbook_and_reads_it(folder, capsys):
    book, text = folder / "command.xlsx", folder / "command.toml"
    assert excel(["tiny/tiny", "--out", str(book)]) == 0
    assert excel(["tiny/tiny", "--out", str(book)]) == 74 and "is there already" in capsys.readouterr().err
    assert excel([str(book), "--out", str(text)]) == 0
    assert ambics.Scenario.load(text).hash == ambics.Scenario.shipped("tiny/tiny").hash
    assert excel(["Atlantis", "--out", str(folder / "no.xlsx")]) == 65 and "Atlantis" in capsys.readouterr().err
    assert excel([str(folder / "none.xlsx"), "--out", str(folder / "no.toml")]) == 74

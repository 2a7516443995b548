"""A service's own rota as a scenario: every row is read, left out by name, or told as a fault."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ambics import _core
from ambics._rich import pre
from ambics._scenario import Scenario


class ImportedRota:
    """A folder with a scenario, its rota, and a region with the service's own stations where it has brought any.

    `import_rota` gives one. The examples of its members go on from these.

    Examples
    --------
    >>> import ambics, tempfile
    >>> folder = tempfile.mkdtemp()
    >>> rota = "station,vehicle,start,finish,days\\nR1F-S001,DMA,07:00,19:00,daily\\nR1F-S001,DMA,19:00,07:00,Fri Sat\\n"
    >>> _ = open(f"{folder}/mine.csv", "w").write(rota)
    >>> imported = ambics.import_rota(f"{folder}/mine.csv", "R1F", f"{folder}/made", columns={"days": "days"})
    >>> print(str(imported).splitlines()[2].strip())
    dca: 108.0 rostered hours a week
    """

    __slots__ = ("_file", "_text")

    def __init__(self, file: Path, text: str) -> None:
        self._file: Path = file
        self._text: str = text

    @property
    def rota(self) -> Path:
        """The rota in the columns of a scenario: for `fleet.rota` of another one, or `import_incidents(rota=)`.

        Examples
        --------
        >>> imported.rota.read_text().splitlines()[1]
        'R1F-S001,dca,daily,07:00,19:00,1,,'
        """
        return self._file.parent / "rota.csv"

    def scenario(self) -> Scenario:
        """Load the scenario that runs on it.

        Returns
        -------
        Scenario
            Rostered hours as they stand in the rota, in place of the fitted effective ones.

        Examples
        --------
        >>> imported.scenario().name
        'own rota'
        """
        return Scenario.load(self._file)

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return pre(self._text)


def import_rota(
    rota: str | os.PathLike[str],
    service: str,
    out: str | os.PathLike[str],
    *,
    profile: str = "rota",
    columns: Mapping[str, str] | None = None,
    stations: str | os.PathLike[str] | None = None,
    look_up: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    base: str = "england-2022",
) -> ImportedRota:
    """Make a scenario of a service's own rota: shifts on dates or days, its own words for vehicles, its own stations.

    Parameters
    ----------
    rota : str or os.PathLike
        A CSV file in UTF-8 with one row a shift.
    service : str
        ODS code of the ambulance service, such as "RYF".
    out : str or os.PathLike
        The folder to make: new or empty.
    profile : str, default "rota"
        How columns and vehicles are called: the shipped profile, or a TOML file of your own.
    columns : Mapping[str, str], optional
        Fields and the columns that hold them, before those of the profile: {"date": "Shift date"}.
    stations : str or os.PathLike, optional
        Your own stations: `station`, and `longitude` and `latitude` or `area`. Without it, the rota names codes of the base's.
    look_up : path or list of paths, optional
        Look-ups of the Office for National Statistics from the codes of that column `area`, as in `import_incidents`.
    base : str, default "england-2022"
        The region on which the scenario stands.

    Returns
    -------
    ImportedRota
        Its text says what was read and left out, and hours by kind of vehicle.

    Raises
    ------
    ScenarioError
        With every row that cannot be read: file, row, column, what was found, the rule, a hint. Nothing is written then.
    AmbicsError
        If a file cannot be read or written.

    Examples
    --------
    >>> import ambics, tempfile
    >>> folder = tempfile.mkdtemp()
    >>> _ = open(f"{folder}/mine.csv", "w").write("station,vehicle,start,finish\\nR1F-S01,dca,07:00,19:00\\n")
    >>> try:
    ...     ambics.import_rota(f"{folder}/mine.csv", "R1F", f"{folder}/made")
    ... except ambics.ScenarioError as fault:
    ...     fault.problems[0]["hint"]
    'did you mean `R1F-S001`?'
    """
    named = [] if columns is None else [(field, name) for field, name in columns.items()]
    given = [look_up] if isinstance(look_up, (str, os.PathLike)) else look_up
    places = (None if stations is None else Path(stations), [Path(own) for own in given])
    file, text = _core.import_rota((Path(rota), profile, named), places, (service, base), Path(out))
    return ImportedRota(Path(file), text)

"""A trust's own extract as a profile pack: aggregates without small numbers, and a scenario that runs on them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ambics import _core
from ambics._rich import pre
from ambics._scenario import Scenario


class Pack:
    """A folder with a scenario, a region that holds what was counted, and `pack.json`, which says what stands behind it.

    `import_incidents` gives one. These examples import an extract that the model has made; the examples of its members go on from
    them.

    Examples
    --------
    >>> import ambics, tempfile
    >>> folder = tempfile.mkdtemp()
    >>> made = ambics.demo("RYF").with_({"run.days": 7}).run(1, log=True, progress=False)
    >>> extract = made.export(f"{folder}/extract.csv", shape="extract")
    >>> pack = ambics.import_incidents(extract, "RYF", f"{folder}/pack")
    >>> sorted(file.name for file in pack.dir.iterdir())[:3]
    ['data', 'handover.csv', 'pack.json']
    """

    __slots__ = ("_file", "_text")

    def __init__(self, file: Path, text: str) -> None:
        self._file: Path = file
        self._text: str = text

    @property
    def dir(self) -> Path:
        """The folder: nothing in it rests on fewer than eight incidents, so it may leave the trust.

        Examples
        --------
        >>> pack.dir.name
        'pack'
        """
        return self._file.parent

    def scenario(self) -> Scenario:
        """Load the scenario that runs on what was counted.

        Returns
        -------
        Scenario
            With the region of the folder.

        Examples
        --------
        >>> pack.scenario().name
        'as counted'
        """
        return Scenario.load(self._file)

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return pre(self._text)


def import_incidents(
    extract: str | os.PathLike[str],
    service: str,
    out: str | os.PathLike[str],
    *,
    profile: str = "ambics",
    columns: Mapping[str, str] | None = None,
    look_up: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    base: str = "england-2022",
    rota: str | os.PathLike[str] | None = None,
) -> Pack:
    """Make a profile pack from an extract with one row a response; no cell of it is written anywhere.

    Parameters
    ----------
    extract : str or os.PathLike
        A CSV file in UTF-8.
    service : str
        ODS code of the ambulance service, such as "RYF".
    out : str or os.PathLike
        The folder to make: new or empty.
    profile : str, default "ambics"
        How its columns are called: "ambics", "ads", or a TOML file of your own.
    columns : Mapping[str, str], optional
        Fields and the columns that hold them, before those of the profile: {"allocated": "Time allocated"}.
    look_up : path or list of paths, optional
        Look-ups of the Office for National Statistics as they are published, from the codes of the column `area` (postcodes, OA,
        LSOA, older MSOA) to LSOA or MSOA; several follow one another. A code that leads to several areas leaves its row out.
    base : str, default "england-2022"
        The region from which comes what an extract cannot say.
    rota : str or os.PathLike, optional
        A rota to take along: the folder that `import_rota` made, with your own stations, or a file in the scenario's columns;
        without it the base's fitted hours hold.

    Returns
    -------
    Pack
        Its text says every row that was left out, and why; it is for whoever holds the extract.

    Raises
    ------
    ScenarioError
        If a column is missing, or too little can be used; rows and columns are named, never what stands in them.
    AmbicsError
        If a file cannot be read or written.

    Examples
    --------
    >>> import ambics, tempfile
    >>> folder = tempfile.mkdtemp()
    >>> _ = open(f"{folder}/mine.csv", "w").write("incident_id,when\\n")
    >>> try:
    ...     ambics.import_incidents(f"{folder}/mine.csv", "RYF", f"{folder}/pack")
    ... except ambics.ScenarioError as fault:
    ...     "call_connect" in str(fault)
    True
    """
    named = [] if columns is None else [(field, name) for field, name in columns.items()]
    given = [look_up] if isinstance(look_up, (str, os.PathLike)) else look_up
    files = [Path(own) for own in given]
    file, text = _core.import_incidents((extract, profile, files), (service, base), named, (rota, out))
    return Pack(Path(file), text)

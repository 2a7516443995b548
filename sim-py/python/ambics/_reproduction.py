"""Results run again from their manifest."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ambics import _core
from ambics._progress import Progress, teller
from ambics._rich import pre
from ambics._threads import pool


@dataclass(frozen=True)
class Reproduced:
    """What came of running a result again; `reproduce` gives one.

    Parameters
    ----------
    text : str
        What `ambics reproduce` prints.
    differs : list of str
        Where it differs, a few lines each: identity, version, or the first row of a table, there and here.

    Examples
    --------
    >>> import ambics
    >>> ambics.Reproduced("DIFFERENT", ["response.parquet: row 3"]).identical
    False
    """

    text: str
    differs: list[str]

    @property
    def identical(self) -> bool:
        """Whether every table that lies beside the manifest came out the same, byte for byte.

        Examples
        --------
        >>> ambics.Reproduced("IDENTICAL", []).identical
        True
        """
        return not self.differs

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return pre(self.text)


def reproduce(
    manifest: str | os.PathLike[str],
    *,
    folder: str | os.PathLike[str] | None = None,
    threads: int = 0,
    progress: Progress = True,
) -> Reproduced:
    """Run a result again from its manifest and compare it, byte for byte, with the tables that lie beside it.

    Parameters
    ----------
    manifest : str or os.PathLike
        The manifest.json that `ambics run` or `ambics compare` wrote, or the folder that holds it.
    folder : str or os.PathLike, optional
        The folder of the scenario, if it has data files or a region of its own.
    threads : int, default 0
        As in `Scenario.run`; the result is the same for any number.
    progress : bool or callable, default True
        As in `Scenario.run`.

    Returns
    -------
    Reproduced
        Whether it is identical, and where it differs if not.

    Raises
    ------
    ScenarioError
        If the manifest, or a file that the run has read, is not what it was.
    AmbicsError
        If a file cannot be read.

    Examples
    --------
    >>> import ambics, tempfile
    >>> out = tempfile.mkdtemp()
    >>> ambics.Scenario.shipped("tiny/tiny").run(2, progress=False).write(out).name
    'manifest.json'
    >>> found = ambics.reproduce(out, progress=False)
    >>> found.identical, found.text[:32]
    (True, 'IDENTICAL: 2 replications of 1 a')
    """
    files = (Path(manifest), None if folder is None else Path(folder))
    return Reproduced(*_core.reproduce(files, pool(threads), teller(progress)))

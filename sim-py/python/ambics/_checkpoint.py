"""A run as it stands at one instant."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ambics import _core
from ambics._rich import listed

if TYPE_CHECKING:
    from ambics._scenario import Scenario


class Checkpoint:
    """Every replication of a scenario as it stands at one instant; `resume` goes on from it.

    `Scenario.run` with `until` gives one.

    Examples
    --------
    >>> import ambics
    >>> tiny = ambics.Scenario.shipped("tiny/tiny")
    >>> checkpoint = tiny.run(2, until="2024-01-12 04:00", progress=False)
    >>> ambics.resume(checkpoint, progress=False).replications
    2
    """

    __slots__ = ("_core", "_scenario")

    def __init__(self, core: _core.Checkpoint, scenario: Scenario) -> None:
        self._core: _core.Checkpoint = core
        self._scenario: Scenario = scenario

    @classmethod
    def load(cls, path: str | os.PathLike[str], scenario: Scenario) -> Checkpoint:
        """Read what `save` or `ambics run --checkpoint` has written.

        Parameters
        ----------
        path : str or os.PathLike
            The file.
        scenario : Scenario
            What goes on from it.

        Returns
        -------
        Checkpoint
            The same as was saved.

        Raises
        ------
        ScenarioError
            If the file holds no checkpoint.

        Examples
        --------
        >>> import tempfile
        >>> tiny = ambics.Scenario.shipped("tiny/tiny")
        >>> checkpoint = tiny.run(2, until="2024-01-12 04:00", progress=False)
        >>> file = checkpoint.save(f"{tempfile.mkdtemp()}/checkpoint.json")
        >>> ambics.Checkpoint.load(file, tiny).replications
        2
        """
        text = Path(path).read_text(encoding="utf-8")
        return cls(_core.Checkpoint.from_json(text, str(path)), scenario)

    @property
    def scenario(self) -> Scenario:
        """The scenario that goes on from it, if `resume` is given no other.

        Examples
        --------
        >>> checkpoint = ambics.Scenario.shipped("tiny/tiny").run(2, until="2024-01-12 04:00", progress=False)
        >>> checkpoint.scenario
        <ambics.Scenario today: 7 days from 2024-01-10, 2 replications, seed 1>
        """
        return self._scenario

    @property
    def replications(self) -> int:
        """Number of replications that it holds.

        Examples
        --------
        >>> checkpoint = ambics.Scenario.shipped("tiny/tiny").run(2, until="2024-01-12 04:00", progress=False)
        >>> checkpoint.replications
        2
        """
        return self._core.replications

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it to a JSON file.

        Parameters
        ----------
        path : str or os.PathLike
            The file.

        Returns
        -------
        pathlib.Path
            The file's path.

        Examples
        --------
        >>> import tempfile
        >>> checkpoint = ambics.Scenario.shipped("tiny/tiny").run(2, until="2024-01-12 04:00", progress=False)
        >>> checkpoint.save(f"{tempfile.mkdtemp()}/checkpoint.json").name
        'checkpoint.json'
        """
        path = Path(path)
        path.write_text(self._core.to_json(), encoding="utf-8")
        return path

    def _repr_html_(self) -> str:
        kept = {
            "scenario": repr(self._scenario).strip("<>"),
            "replications": self.replications,
            "goes on by": "ambics.resume(checkpoint)",
        }
        return listed("Checkpoint", kept)

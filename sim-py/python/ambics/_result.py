"""What a run gave: tables, texts, pages, and files for other tools."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ambics import _core
from ambics._rich import pre
from ambics._standards import provenance, standards


class Trace:
    """One incident's story: `table` holds its lines of the log, `text` tells them; printing it shows the text.

    `Result.trace` gives one.

    Attributes
    ----------
    table : Table
        Lines of the log; instants in milliseconds.
    text : str
        The same told in sentences.

    Examples
    --------
    >>> import ambics
    >>> result = ambics.Scenario.shipped("tiny/tiny").run(1, log=True, progress=False)
    >>> from polars import DataFrame
    >>> first = DataFrame(result.log).drop_nulls("incident_id")["incident_id"][0]
    >>> story = result.trace(first)
    >>> story.table.columns[:4]
    ['arm', 'replication', 'at_ms', 'local_time']
    >>> first in story.text
    True
    """

    __slots__ = ("table", "text")

    def __init__(self, table: _core.Table, text: str) -> None:
        self.table: _core.Table = table
        self.text: str = text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return pre(self.text)


class Result:
    """What a run or a comparison gave: tables, a manifest, a text and a page to look at.

    Every table is an attribute by its name; times are in seconds, and each column's name ends in its unit.

    Examples
    --------
    >>> import ambics
    >>> result = ambics.Scenario.shipped("tiny/tiny").run(3, progress=False)
    >>> result.complete, result.replications, result.arms
    (True, 3, ['today'])
    >>> result.summary.columns[4:10]
    ['category', 'statistic', 'n_replications', 'mean_s', 'low_s', 'high_s']
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Result) -> None:
        self._core: _core.Result = core

    @property
    def complete(self) -> bool:
        """Whether all replications asked for are there; false after an interruption.

        Examples
        --------
        >>> ambics.Scenario.shipped("tiny/tiny").run(2, progress=False).complete
        True
        """
        return self._core.complete

    @property
    def replications(self) -> int:
        """Number of replications that are there.

        Examples
        --------
        >>> ambics.Scenario.shipped("tiny/tiny").run(2, progress=False).replications
        2
        """
        return self._core.replications

    @property
    def arms(self) -> list[str]:
        """Names of the arms; the first is the baseline.

        Examples
        --------
        >>> tiny = ambics.Scenario.shipped("tiny/tiny")
        >>> ambics.compare(tiny, tiny.with_({"name": "again"}), replications=2, progress=False).arms
        ['today', 'again']
        """
        return self._core.arms

    @property
    def tables(self) -> dict[str, _core.Table]:
        """All tables by name.

        Examples
        --------
        >>> tables = ambics.Scenario.shipped("tiny/tiny").run(2, progress=False).tables
        >>> list(tables)[:4]
        ['response', 'ending', 'handover', 'vehicle']
        """
        return {name: self._core.table(name) for name in self._core.tables}

    @property
    def manifest(self) -> dict[str, Any]:
        """Version, scenario and data hashes, seed, assumptions in force, sources.

        Examples
        --------
        >>> manifest = ambics.Scenario.shipped("tiny/tiny").run(2, seed=7, progress=False).manifest
        >>> manifest["seed"], manifest["replications"], manifest["ambics_version"] == ambics.__version__
        (7, [0, 1], True)
        """
        manifest: dict[str, Any] = json.loads(self._core.manifest_json)
        return manifest

    def __getattr__(self, name: str) -> _core.Table:
        if name.startswith("_") or name not in self._core.tables:
            raise AttributeError(f"a result has no `{name}`; its tables: {', '.join(self._core.tables)}")
        return self._core.table(name)

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self._core.tables]

    def trace(self, incident_id: str, replication: int | None = None) -> Trace:
        """Tell one incident's story, from the log of a run with `log=True`.

        Parameters
        ----------
        incident_id : str
            As the tables `log` and `incidents` name it.
        replication : int, optional
            The first that has the incident if not given.

        Returns
        -------
        Trace
            The incident's lines of the log, and a text.

        Raises
        ------
        AmbicsError
            If the run kept no log, or the log does not hold the incident.

        Examples
        --------
        >>> from polars import DataFrame
        >>> result = ambics.Scenario.shipped("tiny/tiny").run(1, log=True, progress=False)
        >>> first = DataFrame(result.log).drop_nulls("incident_id")["incident_id"][0]
        >>> len(result.trace(first).table) > 3
        True
        """
        return Trace(*self._core.trace(incident_id, replication))

    def ambsys_csv(self, arm: str | None = None, *, boards: bool = False) -> str:
        """Give results by month as CSV in the shape of the published indicators, from a run with `metrics="ambsys"`.

        Values are averages over replications: whole counts and seconds, a mean as total over count.

        Parameters
        ----------
        arm : str, optional
            The first if not given.
        boards : bool, default False
            Integrated Care Boards instead of ambulance services and England.

        Returns
        -------
        str
            The text of a CSV file, a row for each month and organisation.

        Raises
        ------
        ValueError
            If there is no such arm.
        AmbicsError
            If no results by month were kept.

        Examples
        --------
        >>> month = ambics.Scenario.shipped("tiny/tiny").with_({"run.start": "2024-03-01", "run.days": 31})
        >>> result = month.run(2, metrics="ambsys", progress=False)
        >>> result.ambsys_csv(boards=True).splitlines()[1].split(",")[:4]
        ['2024', '3', 'YT1', 'QT1']
        """
        if arm is not None and arm not in self.arms:
            raise ValueError(f"there is no arm {arm!r}; its arms: {', '.join(self.arms)}")
        text = self._core.ambsys_csv(0 if arm is None else self.arms.index(arm), boards)
        if text is None:
            raise _core.AmbicsError('no results by month were kept: run with metrics="ambsys"')
        return text

    def export(self, path: str | os.PathLike[str], *, shape: str, replication: int = 0) -> Path:
        """Write the log of a replication in the shape of another tool.

        Parameters
        ----------
        path : str or os.PathLike
            The file.
        shape : {"extract", "csv", "xes", "vidigi"}
            "extract" (one row a response, as `import_incidents` reads it), "csv" (events for pm4py and bupaR), "xes", or
            "vidigi" (the columns of its event log).
        replication : int, default 0
            Its number, from 0.

        Returns
        -------
        pathlib.Path
            The file's path.

        Raises
        ------
        AmbicsError
            If the run kept no log, or there is no such replication or shape.

        Examples
        --------
        >>> import tempfile
        >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 1, "run.replications": 1})
        >>> events = tiny.run(log=True, progress=False).export(f"{tempfile.mkdtemp()}/events.csv", shape="csv")
        >>> events.read_text().split(",")[0]
        'case_id'
        """
        events = self._core.events(shape, replication)
        if events is None:
            raise _core.AmbicsError(
                f"nothing to write: shape {shape!r} (extract, csv, xes, vidigi), replication {replication}"
            )
        path = Path(path)
        path.write_bytes(events)
        return path

    def player(self, date: str, path: str | os.PathLike[str]) -> Path:
        """Write a page that plays a day of the first replication on a map.

        Parameters
        ----------
        date : str
            A day of the window, played from 04:00: "2024-01-16".
        path : str or os.PathLike
            The HTML file. It asks for nothing and opens from a disk.

        Returns
        -------
        pathlib.Path
            The file's path.

        Raises
        ------
        AmbicsError
            If the run kept no log and no incidents, or does not hold the day.

        Examples
        --------
        >>> import tempfile
        >>> day = {"run.start": "2024-01-16", "run.days": 1, "run.replications": 1}
        >>> result = ambics.demo("IOW").with_(day).run(records=True, log=True, progress=False)
        >>> result.player("2024-01-16", f"{tempfile.mkdtemp()}/day.html").name
        'day.html'
        """
        page = self._core.player(date)
        if page is None:
            raise _core.AmbicsError(
                f"no page of {date}: run with records=True and log=True, over a window that holds the day"
            )
        path = Path(path)
        path.write_text(page, encoding="utf-8")
        return path

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the HTML page that the command writes.

        Parameters
        ----------
        path : str or os.PathLike
            The file. It asks for nothing and opens from a disk.

        Returns
        -------
        pathlib.Path
            The file's path.

        Examples
        --------
        >>> import tempfile
        >>> result = ambics.Scenario.shipped("tiny/tiny").run(2, progress=False)
        >>> "<script" in result.save(f"{tempfile.mkdtemp()}/page.html").read_text(encoding="utf-8")
        False
        """
        path = Path(path)
        path.write_text(self._core.html(), encoding="utf-8")
        return path

    def write(self, folder: str | os.PathLike[str], *, csv: bool = False) -> Path:
        """Write all that `--out` of the command writes: manifest, a Parquet file per table, and the page.

        Parameters
        ----------
        folder : str or os.PathLike
            A folder that is new, empty, or holds a result of ambics, which is replaced.
        csv : bool, default False
            Write each table as CSV too.

        Returns
        -------
        pathlib.Path
            The manifest, which `ambics.reproduce` runs again.

        Raises
        ------
        AmbicsError
            If the folder holds something else, or cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> result = ambics.Scenario.shipped("tiny/tiny").run(2, progress=False)
        >>> folder = result.write(tempfile.mkdtemp()).parent
        >>> sorted(file.name for file in folder.iterdir())[:3]
        ['availability.parquet', 'board.parquet', 'crew.parquet']
        """
        folder = Path(folder)
        self._core.write(folder, csv)
        return folder / "manifest.json"

    def report(self) -> str:
        """Give the text that the command prints: every table, and how to read it.

        Returns
        -------
        str
            Text, with tables in columns.

        Examples
        --------
        >>> print(ambics.Scenario.shipped("tiny/tiny").run(2, progress=False).report().splitlines()[0])
        ambics run: today
        """
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.brief()

    def _repr_html_(self) -> str:
        return f"<div>{self._core.brief_html()}{standards(self.tables)}{provenance(self.manifest)}</div>"

"""The thin Python face of scenarios and results."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, overload

from ambics import _core
from ambics._progress import Progress, teller
from ambics._threads import pool

Metrics = Literal["ambsys"] | None


def _toml(value: Any) -> str:
    """The TOML spelling of a setting; a text goes as it is, so that "+5%" is a relative edit."""
    return value if isinstance(value, str) else _inner(value)


def _inner(value: Any) -> str:
    """The TOML spelling of a value inside another, where a text stands in quotes."""
    if isinstance(value, (str, bool, int, float)) or value is None:
        return json.dumps(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_inner(v) for v in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inner(v)}" for key, v in value.items()) + "}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(
        "a setting is a text, a number, a truth value, a date, or a list of them or of mappings, "
        f"not {type(value).__name__}"
    )


def _flat(settings: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in settings.items():
        if isinstance(value, Mapping):
            pairs.extend(_flat(value, f"{prefix}{key}."))
        else:
            pairs.append((f"{prefix}{key}", _toml(value)))
    return pairs


class Scenario:
    """A valid scenario: a region and what is decided about it. It never changes; `with_` gives another one."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Scenario) -> None:
        self._core = core

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Scenario:
        """Load a scenario file.

        Raises
        ------
        ScenarioError
            With all faults of the file and its region in `problems`.
        """
        return cls(_core.Scenario.load(Path(path)))

    @classmethod
    def shipped(cls, name: str) -> Scenario:
        """A scenario that ambics ships: `ambics.shipped()` lists their names."""
        return cls(_core.Scenario.shipped(name))

    @property
    def name(self) -> str:
        """Its name."""
        return self._core.name

    @property
    def hash(self) -> str:
        """BLAKE3 of its canonical text."""
        return self._core.hash

    @property
    def canonical(self) -> str:
        """All settings in force, as TOML in a fixed order."""
        return self._core.canonical

    @property
    def warnings(self) -> list[str]:
        """What is legal but unusual about it."""
        return self._core.warnings

    def with_(self, settings: Mapping[str, Any]) -> Scenario:
        """This scenario with some settings replaced.

        Parameters
        ----------
        settings
            Key to value, nested or dotted: `{"fleet.hours_per_week.RYF": "-5%"}`. "+5%", "-30 min" and "x1.2" are
            relative to the value in force. A list of mappings is a list of tables, as `ambics.interventions` shows.
        """
        return Scenario(self._core.edited(_flat(settings)))

    def to_excel(self, path: str | os.PathLike[str]) -> Path:
        """Write all settings in force as an Excel workbook to edit; give its path. `ambics.from_excel` reads it.

        Needs openpyxl: `pip install ambics[excel]`.
        """
        from ambics._excel import to_excel

        return to_excel(self, path)

    @overload
    def run(
        self,
        replications: int | None = None,
        *,
        seed: int | None = None,
        threads: int = 0,
        records: bool = False,
        log: bool = False,
        metrics: Metrics = None,
        progress: Progress = True,
        until: None = None,
    ) -> Result: ...

    @overload
    def run(
        self,
        replications: int | None = None,
        *,
        seed: int | None = None,
        threads: int = 0,
        records: bool = False,
        log: bool = False,
        metrics: Metrics = None,
        progress: Progress = True,
        until: str,
    ) -> Checkpoint: ...

    def run(
        self,
        replications: int | None = None,
        *,
        seed: int | None = None,
        threads: int = 0,
        records: bool = False,
        log: bool = False,
        metrics: Metrics = None,
        progress: Progress = True,
        until: str | None = None,
    ) -> Result | Checkpoint:
        """Simulate.

        An interruption (Ctrl-C) keeps the replications that are finished: the result comes back with a warning and
        `complete` false. If none is finished, KeyboardInterrupt is raised.

        Parameters
        ----------
        replications
            How often; the scenario's own number if not given.
        seed
            The scenario's own if not given. The same seed gives the same bytes for any number of threads.
        threads
            Threads of this call alone. 0 takes the process's share of the cores, in one pool for all calls made at
            once: what `AMBICS_THREADS` or `RAYON_NUM_THREADS` says; in a Dask worker its threads; what
            `OMP_NUM_THREADS` says, as joblib and job scripts set it; one in a process of `multiprocessing`; else all.
        records
            Keep every incident, in the table `incidents`.
        log
            Keep every step of every vehicle and incident, in the table `log`; `Result.trace` tells a story from it.
        metrics
            "ambsys" gives the results by calendar month too, in the codes of the Ambulance Systems Indicators: the table
            `ambsys`, and `Result.ambsys_csv`. Only for windows of whole months, else `ScenarioError`.
        progress
            A bar on stderr, nothing, or a function of units done and units in all.
        until
            Stop at this local time, "2024-01-12 04:00", and give a `Checkpoint` instead, for `resume`.
        """
        if until is not None:
            (scenario,) = _lucky((self,), replications, seed)
            return Checkpoint(_core.Checkpoint.make(scenario._core, until, pool(threads), log), scenario)
        return _go(_lucky((self,), replications, seed), (threads, records, log, _by_month(metrics)), None, progress)

    def __repr__(self) -> str:
        return repr(self._core)


class Checkpoint:
    """Every replication of a scenario as it stands at one instant; `resume` goes on from it."""

    __slots__ = ("_core", "_scenario")

    def __init__(self, core: _core.Checkpoint, scenario: Scenario) -> None:
        self._core = core
        self._scenario = scenario

    @classmethod
    def load(cls, path: str | os.PathLike[str], scenario: Scenario) -> Checkpoint:
        """Read what `save` or `ambics run --checkpoint` has written; `scenario` is what goes on from it."""
        text = Path(path).read_text(encoding="utf-8")
        return cls(_core.Checkpoint.from_json(text, str(path)), scenario)

    @property
    def replications(self) -> int:
        """Number of replications that it holds."""
        return self._core.replications

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it to a file; give its path."""
        path = Path(path)
        path.write_text(self._core.to_json(), encoding="utf-8")
        return path


class Trace:
    """One incident's story: `table` holds its lines of the log, `text` tells them; printing it shows the text."""

    __slots__ = ("table", "text")

    def __init__(self, table: _core.Table, text: str) -> None:
        self.table = table
        self.text = text

    def __repr__(self) -> str:
        return self.text


class Result:
    """What a run or a comparison gave: tables, a manifest, a text and a page to look at."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Result) -> None:
        self._core = core

    @property
    def complete(self) -> bool:
        """Whether all replications asked for are there; false after an interruption."""
        return self._core.complete

    @property
    def replications(self) -> int:
        """Number of replications that are there."""
        return self._core.replications

    @property
    def arms(self) -> list[str]:
        """Names of the arms; the first is the baseline."""
        return self._core.arms

    @property
    def tables(self) -> dict[str, _core.Table]:
        """All tables by name."""
        return {name: self._core.table(name) for name in self._core.tables}

    @property
    def manifest(self) -> dict[str, Any]:
        """Version, scenario and data hashes, seed, assumptions in force, sources."""
        manifest: dict[str, Any] = json.loads(self._core.manifest_json)
        return manifest

    def __getattr__(self, name: str) -> _core.Table:
        if name.startswith("_") or name not in self._core.tables:
            raise AttributeError(f"a result has no `{name}`; its tables: {', '.join(self._core.tables)}")
        return self._core.table(name)

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self._core.tables]

    def trace(self, incident_id: str, replication: int | None = None) -> Trace:
        """One incident's story, from the log of a run with `log=True`.

        Parameters
        ----------
        incident_id
            As the tables `log` and `incidents` name it.
        replication
            The first that has the incident if not given.
        """
        return Trace(*self._core.trace(incident_id, replication))

    def ambsys_csv(self, arm: str | None = None, *, boards: bool = False) -> str:
        """Results by month as CSV in the shape of the published indicators, from a run with `metrics="ambsys"`.

        Values are averages over replications: whole counts and seconds, a mean as total over count.

        Parameters
        ----------
        arm
            The first if not given.
        boards
            Integrated Care Boards instead of ambulance services and England.
        """
        if arm is not None and arm not in self.arms:
            raise ValueError(f"there is no arm {arm!r}; its arms: {', '.join(self.arms)}")
        text = self._core.ambsys_csv(0 if arm is None else self.arms.index(arm), boards)
        if text is None:
            raise _core.AmbicsError('no results by month were kept: run with metrics="ambsys"')
        return text

    def export(self, path: str | os.PathLike[str], *, shape: str, replication: int = 0) -> Path:
        """Write the log of a replication in the shape of another tool; give its path.

        Parameters
        ----------
        path
            The file.
        shape
            "extract" (one row a response, as `import_incidents` reads it), "csv" (events for pm4py and bupaR), "xes", or
            "vidigi" (the columns of its event log).
        replication
            Its number, from 0.

        Raises
        ------
        AmbicsError
            If the run kept no log, or there is no such replication or shape.

        Examples
        --------
        >>> import ambics, tempfile
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
        """Write a page that plays a day of the first replication on a map; give its path.

        Parameters
        ----------
        date
            A day of the window, played from 04:00: "2024-01-16".
        path
            The HTML file. It asks for nothing and opens from a disk.

        Raises
        ------
        AmbicsError
            If the run kept no log and no incidents, or does not hold the day.

        Examples
        --------
        >>> import ambics, tempfile
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
        """Write the HTML page; give its path."""
        path = Path(path)
        path.write_text(self._core.html(), encoding="utf-8")
        return path

    def report(self) -> str:
        """The text that the command prints: every table, and how to read it."""
        return self._core.text()

    def __repr__(self) -> str:
        return self._core.brief()

    def _repr_html_(self) -> str:
        return self._core.brief_html()


def demo(service: str) -> Scenario:
    """Today's arrangement of one ambulance service, by ODS code, name or short name."""
    return Scenario(_core.Scenario.demo(service))


def compare(
    *scenarios: Scenario,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 0,
    records: bool = False,
    log: bool = False,
    metrics: Metrics = None,
    progress: Progress = True,
) -> Result:
    """Run scenarios over the same replications on the same tapes; the first is the baseline.

    Parameters are those of `Scenario.run`. Scenarios must stand on the same region, selection and window, else
    `ScenarioError`. The tables `difference` and `channel` hold paired differences.
    """
    if len(scenarios) < 2:
        raise TypeError("compare needs a baseline and at least one arm; one scenario alone has `run`")
    for scenario in scenarios:
        if not isinstance(scenario, Scenario):
            raise TypeError(
                f"compare takes scenarios, not {type(scenario).__name__}: see demo, Scenario.load and Scenario.shipped"
            )
    return _go(_lucky(scenarios, replications, seed), (threads, records, log, _by_month(metrics)), None, progress)


def resume(
    checkpoint: Checkpoint,
    *arms: Scenario,
    threads: int = 0,
    records: bool = False,
    log: bool = False,
    progress: Progress = True,
) -> Result:
    """Go on from a checkpoint: with its own scenario if no arm is given, or in each of these arms.

    What comes after is the same to the byte as in a run that was never stopped. An arm may have other rules of
    operation and other borders; its region, selection, window, assumptions, demand, seed, replications and fleet are
    those of the checkpoint, else `ScenarioError`. Other parameters are those of `Scenario.run`.
    """
    chosen = arms or (checkpoint._scenario,)
    seeded = _lucky(chosen, checkpoint.replications, None)
    return _go(seeded, (threads, records, log, False), checkpoint._core, progress)


def _by_month(metrics: Metrics) -> bool:
    if metrics not in (None, "ambsys"):
        raise ValueError(f'metrics are "ambsys" or None, not {metrics!r}')
    return metrics == "ambsys"


def _lucky(scenarios: Sequence[Scenario], replications: int | None, seed: int | None) -> list[Scenario]:
    given = _luck(replications, seed)
    return [s.with_(given) if given else s for s in scenarios]


def _luck(replications: int | None, seed: int | None) -> dict[str, int]:
    run = {"run.replications": replications, "run.seed": seed}
    return {key: value for key, value in run.items() if value is not None}


def _go(
    chosen: Sequence[Scenario],
    how: tuple[int, bool, bool, bool],
    checkpoint: _core.Checkpoint | None,
    progress: Progress,
) -> Result:
    threads, records, log, by_month = how
    names: list[str] = []
    for scenario in chosen:
        name, number = scenario.name, 2
        while name in names:
            name, number = f"{scenario.name} ({number})", number + 1
        names.append(name)
    arms = [(name, s._core) for name, s in zip(names, chosen, strict=True)]
    told = teller(progress)
    result = Result(_core.compare(arms, (pool(threads), records, log, by_month), checkpoint, told))
    if not result.complete:
        warnings.warn(f"interrupted: only {result.replications} replications are finished", stacklevel=3)
    return result


def schema() -> dict[str, Any]:
    """The JSON Schema of scenario files."""
    document: dict[str, Any] = json.loads(_core.schema())
    return document

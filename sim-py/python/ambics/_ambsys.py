"""The thin Python face of published indicators."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ambics import _core
from ambics._rich import listed


class Sum(NamedTuple):
    """A sum over organisations and months."""

    value: int
    """A count, or seconds."""
    figures: int
    """How many figures it is the sum of."""
    missing: list[tuple[str, str]]
    """Organisations and months without a figure: left out, not taken as zero."""


class Ratio(NamedTuple):
    """A sum over another: a mean time, vehicles for an incident, or the share of a part."""

    value: float
    total: int
    base: int
    missing: list[tuple[str, str]]
    """Organisations and months where one of the two is not published: left out of both."""


class AmbSys:
    """The Ambulance Systems Indicators of NHS England as published; `read_ambsys` gives one.

    Its tables are read by pandas, polars and pyarrow as those of a result are. These examples read a model's own results in the
    published shape; the examples of its members go on from them.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from pathlib import Path
    >>> march = ambics.Scenario.shipped("tiny/tiny").with_({"run.start": "2024-03-01", "run.days": 31})
    >>> file = Path(tempfile.mkdtemp()) / "model.csv"
    >>> _ = file.write_text(march.run(2, metrics="ambsys", progress=False).ambsys_csv())
    >>> published = ambics.read_ambsys(file)
    >>> len(published.organisations)
    2
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.AmbSys) -> None:
        self._core: _core.AmbSys = core

    @property
    def figures(self) -> _core.Table:
        """A row for each figure: month, level, org_code, item_code, item, kind, value.

        Examples
        --------
        >>> published.figures.columns[:7]
        ['month', 'level', 'org_code', 'item_code', 'item', 'kind', 'value']
        """
        return self._core.table("ambsys")

    @property
    def items(self) -> _core.Table:
        """What each code stands for, and its first and last month.

        Examples
        --------
        >>> published.items.columns[:4]
        ['item_code', 'item', 'kind', 'item_unit']
        """
        return self._core.table("ambsys_item")

    @property
    def organisations(self) -> _core.Table:
        """Codes, levels, names and regions.

        Examples
        --------
        >>> published.organisations.columns[:4]
        ['org_code', 'level', 'org_name', 'region_code']
        """
        return self._core.table("ambsys_organisation")

    @property
    def dropped(self) -> _core.Table:
        """Every row of the file that gives no figure, and why.

        Examples
        --------
        >>> len(published.dropped)
        0
        """
        return self._core.table("ambsys_dropped")

    @property
    def breaches(self) -> _core.Table:
        """Figures that break a rule: a mean that is not total over count, a whole that is not the sum of its parts.

        Examples
        --------
        >>> len(published.breaches)
        0
        """
        return self._core.table("ambsys_breach")

    @property
    def gaps(self) -> _core.Table:
        """Months without figures that an organisation has before and after.

        Examples
        --------
        >>> len(published.gaps)
        0
        """
        return self._core.table("ambsys_gap")

    @property
    def renamed(self) -> _core.Table:
        """The names of organisations whose names change.

        Examples
        --------
        >>> published.renamed.columns[:4]
        ['org_code', 'org_name', 'months', 'first_month']
        """
        return self._core.table("ambsys_renamed")

    @property
    def not_checked(self) -> list[str]:
        """Rules that could not be checked, and why.

        Examples
        --------
        >>> published.not_checked
        []
        """
        return self._core.not_checked

    def total(self, item: str, organisations: str | Iterable[str] | None = None, months: str | None = None) -> Sum:
        """Add a count or total seconds up.

        Parameters
        ----------
        item : str
            A code or our name for it: `"A8"`, `"c2_response_total_s"`.
        organisations : str or Iterable[str], optional
            Codes of one level; every ambulance service of the file if not given.
        months : str, optional
            `"2023-10..2024-03"`, or one month; all if not given.

        Returns
        -------
        Sum
            `value`, a count or seconds; `figures`, of how many; `missing`, organisations and months without one.

        Raises
        ------
        AmbicsError
            If the item is a mean or a centile, or codes are of several levels.

        Examples
        --------
        >>> published.total("A8", "TNY", "2024-03").missing
        []
        """
        return Sum(*self._core.total(item, (_codes(organisations), months)))

    def mean(self, item: str, organisations: str | Iterable[str] | None = None, months: str | None = None) -> Ratio:
        """Make a mean anew, as total over count; of a count, what there is for one of its base.

        Parameters
        ----------
        item, organisations, months
            As in `total`.

        Returns
        -------
        Ratio
            `value`, seconds or a ratio; `total` and `base`; `missing`, organisations and months left out of both.

        Raises
        ------
        AmbicsError
            If the item is a centile.

        Examples
        --------
        >>> mean = published.mean("c2_response_mean_s", "TNY")
        >>> round(mean.value * mean.base) == mean.total
        True
        """
        return Ratio(*self._core.mean(item, (_codes(organisations), months)))

    def csv(self) -> str:
        """Give the table as CSV in the published shape.

        Returns
        -------
        str
            The text of a CSV file.

        Examples
        --------
        >>> published.csv().split(",")[:5]
        ['Year', 'Month', 'Region', 'Org Code', 'Org Name']
        """
        return self._core.csv()

    def __repr__(self) -> str:
        return repr(self._core)

    def _repr_html_(self) -> str:
        told = {
            "file": repr(self._core).strip("<>"),
            "rows dropped": len(self.dropped),
            "rules broken": len(self.breaches),
            "gaps": len(self.gaps),
        }
        return listed("Ambulance Systems Indicators", told)


def _codes(organisations: str | Iterable[str] | None) -> list[str]:
    if organisations is None:
        return []
    return [organisations] if isinstance(organisations, str) else list(organisations)


def read_ambsys(path: str | os.PathLike[str]) -> AmbSys:
    """Read the Ambulance Systems Indicators of NHS England, as published, or a file of the same shape.

    Parameters
    ----------
    path : str or os.PathLike
        A CSV file with a row for each month and organisation.

    Returns
    -------
    AmbSys
        Its figures, and what was dropped of it.

    Raises
    ------
    ScenarioError
        With all faults of the file in `problems`.

    Examples
    --------
    >>> import ambics, tempfile
    >>> from pathlib import Path
    >>> file = Path(tempfile.mkdtemp()) / "own.csv"
    >>> _ = file.write_text("Year,Month,Org Code,A7\\n2024,3,RYF,81234\\n")
    >>> ambics.read_ambsys(file).total("A7").value
    81234
    """
    return AmbSys(_core.AmbSys.load(Path(path)))

"""The thin Python face of published indicators."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ambics import _core


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

    Its tables are read by pandas, polars and pyarrow as those of a result are.
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.AmbSys) -> None:
        self._core = core

    @property
    def figures(self) -> _core.Table:
        """A row for each figure: month, level, org_code, item_code, item, kind, value."""
        return self._core.table("ambsys")

    @property
    def items(self) -> _core.Table:
        """What each code stands for, and its first and last month."""
        return self._core.table("ambsys_item")

    @property
    def organisations(self) -> _core.Table:
        """Codes, levels, names and regions."""
        return self._core.table("ambsys_organisation")

    @property
    def dropped(self) -> _core.Table:
        """Every row of the file that gives no figure, and why."""
        return self._core.table("ambsys_dropped")

    @property
    def breaches(self) -> _core.Table:
        """Figures that break a rule: a mean that is not total over count, a whole that is not the sum of its parts."""
        return self._core.table("ambsys_breach")

    @property
    def gaps(self) -> _core.Table:
        """Months without figures that an organisation has before and after."""
        return self._core.table("ambsys_gap")

    @property
    def renamed(self) -> _core.Table:
        """The names of organisations whose names change."""
        return self._core.table("ambsys_renamed")

    @property
    def not_checked(self) -> list[str]:
        """Rules that could not be checked, and why."""
        return self._core.not_checked

    def total(self, item: str, organisations: str | Iterable[str] | None = None, months: str | None = None) -> Sum:
        """Add a count or total seconds up. A mean or a centile is refused with `AmbicsError`.

        Parameters
        ----------
        item
            A code or our name for it: `"A8"`, `"c2_response_total_s"`.
        organisations
            Codes of one level; every ambulance service of the file if not given.
        months
            `"2023-10..2024-03"`, or one month; all if not given.
        """
        return Sum(*self._core.total(item, (_codes(organisations), months)))

    def mean(self, item: str, organisations: str | Iterable[str] | None = None, months: str | None = None) -> Ratio:
        """Make a mean anew, as total over count; of a count, what there is for one of its base.

        Parameters are those of `total`. A centile is refused with `AmbicsError`.
        """
        return Ratio(*self._core.mean(item, (_codes(organisations), months)))

    def csv(self) -> str:
        """The table as CSV in the published shape."""
        return self._core.csv()

    def __repr__(self) -> str:
        return repr(self._core)


def _codes(organisations: str | Iterable[str] | None) -> list[str]:
    if organisations is None:
        return []
    return [organisations] if isinstance(organisations, str) else list(organisations)


def read_ambsys(path: str | os.PathLike[str]) -> AmbSys:
    """Read the Ambulance Systems Indicators of NHS England, as published, or a file of the same shape.

    Raises
    ------
    ScenarioError
        With all faults of the file in `problems`.
    """
    return AmbSys(_core.AmbSys.load(Path(path)))

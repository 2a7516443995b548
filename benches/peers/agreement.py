"""Whether two programs say the same: means by category with their 95% intervals over replications."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

from city import CATEGORIES

# The 97.5% point of Student's t for 1 to 30 degrees of freedom.
STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
MEASURES = ("incidents", "response_s", "wait_s")

Replications = list[list[tuple[int, float, float]]]


@dataclass(frozen=True)
class Interval:
    """A mean and half its 95% interval."""

    mean: float
    half: float

    @classmethod
    def over(cls, values: list[float]) -> Interval:
        """Of one value for each replication; at least two."""
        t = STUDENT[min(len(values) - 1, len(STUDENT)) - 1]
        return cls(statistics.fmean(values), t * statistics.stdev(values) / math.sqrt(len(values)))

    def meets(self, other: Interval) -> bool:
        """Whether the two intervals have a point in common."""
        return abs(self.mean - other.mean) <= self.half + other.half

    def __str__(self) -> str:
        return f"{self.mean:,.1f} ± {self.half:,.1f}"


@dataclass(frozen=True)
class Line:
    """One measure of one category in ambics and in another program."""

    category: str
    measure: str
    ours: Interval
    theirs: Interval

    @property
    def agrees(self) -> bool:
        """Whether the intervals meet."""
        return self.ours.meets(self.theirs)


def compare(ours: Replications, theirs: Replications) -> list[Line]:
    """Number of incidents, mean response and mean wait, category by category."""
    return [
        Line(category, measure, *(Interval.over([row[c][m] for row in runs]) for runs in (ours, theirs)))
        for m, measure in enumerate(MEASURES)
        for c, category in enumerate(CATEGORIES)
    ]

"""Charts of a result, by Altair: each with words for those who do not see it, in the Government Analysis Function's palette.

They need the extra `plot` (altair, vl-convert-python) and polars; `control` needs the extra `spc` (abspc) too. PNG and SVG come
without a browser and without a network: `chart.save("waits.png")`.

>>> import ambics
>>> from ambics import charts
>>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 2, "run.replications": 3})
>>> more = tiny.with_({"name": "more", "fleet.hours_per_week.TNY": "+10%"})
>>> charts.differences(ambics.compare(tiny, more, progress=False)).to_dict()["title"]
'Change of the C2 mean by ICS'
"""

from ambics.charts._control import control
from ambics.charts._draw import PALETTE as PALETTE
from ambics.charts._draw import SYNTHETIC as SYNTHETIC
from ambics.charts._hospitals import handover
from ambics.charts._notebook import pictures
from ambics.charts._plans import frontier, governance, tornado
from ambics.charts._result import availability, differences, flows, responses, waits
from ambics.charts._week import hours_of_week, queue

__all__ = [
    "availability",
    "control",
    "differences",
    "flows",
    "frontier",
    "governance",
    "handover",
    "hours_of_week",
    "pictures",
    "queue",
    "responses",
    "tornado",
    "waits",
]

"""Ambulance demand and operations for England's 11 ambulance services across the Integrated Care Systems.

>>> import ambics
>>> scenario = ambics.demo("RYF").with_({"run.days": 7, "run.replications": 2})
>>> result = scenario.run(progress=False)
>>> result.complete
True
"""

from ambics._core import AmbicsError, ScenarioError, Table, __version__, replay, shipped, today
from ambics._scenario import Result, Scenario, compare, demo, schema

__all__ = [
    "AmbicsError",
    "Result",
    "Scenario",
    "ScenarioError",
    "Table",
    "__version__",
    "compare",
    "demo",
    "replay",
    "schema",
    "shipped",
    "today",
]

"""Ambulance demand and operations for England's 11 ambulance services across the Integrated Care Systems.

>>> import ambics
>>> scenario = ambics.demo("RYF").with_({"run.days": 7, "run.replications": 2})
>>> result = scenario.run(progress=False)
>>> result.complete
True
"""

from ambics._allocation import Shared, allocate, pooling, portfolio, stations
from ambics._ambsys import AmbSys, read_ambsys
from ambics._backtest import Backtest, backtest
from ambics._checkpoint import Checkpoint
from ambics._circle import Circle, circle
from ambics._compare import compare, resume
from ambics._core import AmbicsError, ScenarioError, Table, __version__, interventions, replay, services, shipped, today
from ambics._emulator import Emulator, Prediction, emulate
from ambics._ensemble import Ensemble, ensemble
from ambics._excel import from_excel
from ambics._governance import Governance, governance
from ambics._pack import Pack, import_incidents
from ambics._planround import PlanRound, planround
from ambics._reproduction import Reproduced, reproduce
from ambics._required import Required, required
from ambics._result import Result, Trace
from ambics._rota import ImportedRota, import_rota
from ambics._scenario import Scenario, demo
from ambics._seek import Seek, seek
from ambics._sensitivity import Sensitivity, sensitivity
from ambics._settings import schema
from ambics._sweep import Swept, example_sweep, resume_sweep, sweep
from ambics._waits import Waits, waits
from ambics._warm_up import WarmUp, warm_up

#: A set of replications, by the word that the HSMA course uses.
Trial = Result

__all__ = [
    "AmbSys",
    "AmbicsError",
    "Backtest",
    "Checkpoint",
    "Circle",
    "Emulator",
    "Ensemble",
    "Governance",
    "ImportedRota",
    "Pack",
    "PlanRound",
    "Prediction",
    "Reproduced",
    "Required",
    "Result",
    "Scenario",
    "ScenarioError",
    "Seek",
    "Sensitivity",
    "Shared",
    "Swept",
    "Table",
    "Trace",
    "Trial",
    "Waits",
    "WarmUp",
    "__version__",
    "allocate",
    "backtest",
    "circle",
    "compare",
    "demo",
    "emulate",
    "ensemble",
    "example_sweep",
    "from_excel",
    "governance",
    "import_incidents",
    "import_rota",
    "interventions",
    "planround",
    "pooling",
    "portfolio",
    "read_ambsys",
    "replay",
    "reproduce",
    "required",
    "resume",
    "resume_sweep",
    "schema",
    "seek",
    "sensitivity",
    "services",
    "shipped",
    "stations",
    "sweep",
    "today",
    "waits",
    "warm_up",
]

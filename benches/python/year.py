"""The South West's year as a script of a user's runs it: prints the seconds of the call, and what came out."""

import json
import time

import ambics

begun = time.perf_counter()
year = ambics.Scenario.shipped("south-west").with_({"run.days": 364})
made = time.perf_counter()
result = year.run(replications=1, threads=1, progress=False)
done = time.perf_counter()
print(json.dumps({"call_s": done - begun, "run_s": done - made, "report": result.report()}))

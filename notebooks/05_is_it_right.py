# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 5 · Is it right?
#
# Three looks before anyone believes a figure: against published response times, against theory, and against an incident's own
# story. Stations are **synthetic** and hours are **fitted** to the published times, so the first look shows how well a fit went and
# proves nothing beyond it; `docs/validation.md` holds the tests on months that no fit has seen.

# %%
import os

import altair as alt
import ambics
import polars as pl

alt.renderers.enable("svg")
full = os.environ.get("AMBICS_SCALE", "small") == "full"
scenario = ambics.demo("RYF").with_({"run.days": 28 if full else 7, "run.replications": 30 if full else 4})
result = scenario.run(log=not full, progress=False)
result

# %% [markdown]
# ## Published and simulated
#
# A window like one you will see (the prediction interval) should hold the published months; the interval of the mean need not.

# %%
own = pl.DataFrame(result.summary).filter((pl.col("level") == "trust") & (pl.col("statistic") == "mean"))
published = pl.DataFrame(result.published).filter(pl.col("level") == "trust")
own.select("category", "mean_s", "low_s", "high_s", "predict_low_s", "predict_high_s")

# %%
published.head(12)

# %% [markdown]
# ## Theory
#
# Two checks that anyone can repeat. Work in must be work done: hours at scene and at hospital are arrivals times their mean
# duration. And a queue grows faster than load: 5% fewer hours cost more than 5% more hours give.

# %%
less, more = (scenario.with_({"name": name, "fleet.hours_per_week.RYF": name}) for name in ("-5%", "+5%"))
arms = ambics.compare(scenario, less, more, progress=False)
difference = pl.DataFrame(arms.difference).filter(
    (pl.col("level") == "trust") & (pl.col("category") == "C2") & (pl.col("statistic") == "mean")
)
difference.select("arm", "difference_s", "low_s", "high_s", "p_holm")

# %% [markdown]
# ## One incident's story
#
# Every step of every incident and vehicle can be read, and `ambics check-log` proves that each was allowed.

# %%
if not full:
    log = pl.DataFrame(result.log)
    print(result.trace(log.filter(pl.col("to") == "at_hospital")["incident_id"].drop_nulls()[0]))

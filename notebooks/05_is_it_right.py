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
# Three looks before anyone believes a figure: against published response times, against what theory says of every queue, and an
# incident's own story. Stations are **synthetic** and hours are **fitted** to the published times, so the first look shows how well a fit went and
# proves nothing beyond it; `docs/validation.md` holds the tests on months that no fit has seen.

# %%
import os

import ambics
import polars as pl
from ambics import charts

charts.pictures()
pl.Config(tbl_rows=40, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, fmt_str_lengths=60)
full = os.environ.get("AMBICS_SCALE", "small") == "full"
scenario = ambics.demo("RYF").with_({"run.days": 28 if full else 7, "run.replications": 30 if full else 4})
result = scenario.run(progress=False)
result

# %% [markdown]
# ## Published and simulated
#
# A window like one you will see (the prediction interval) should hold the published months; the interval of the mean need not.

# %%
own = pl.DataFrame(result.summary).filter((pl.col("level") == "trust") & (pl.col("statistic") == "mean"))
published = pl.DataFrame(result.published).filter(pl.col("level") == "trust")
months = (
    published.group_by("category", maintain_order=True)
    .agg(pl.col("mean_s").min().alias("least_s"), pl.col("mean_s").max().alias("most_s"))
    .join(own.select("category", "mean_s", "predict_low_s", "predict_high_s"), on="category", maintain_order="left")
)
within = (pl.col("predict_low_s") <= pl.col("least_s")) & (pl.col("most_s") <= pl.col("predict_high_s"))
shown = {
    "least published month": "least_s",
    "most": "most_s",
    "simulated mean": "mean_s",
    "a window from": "predict_low_s",
    "to": "predict_high_s",
}
minutes = ((pl.col(name) / 60).round(1).alias(told) for told, name in shown.items())
months.select("category", *minutes, within.alias("all months within"))

# %% [markdown]
# In minutes, the six published months beside one simulated window. Where a month is outside, that category is not explained by
# chance alone.

# %% [markdown]
# ## Theory, of direction
#
# A check that anyone can repeat: a queue grows faster than load, so 5% fewer hours must cost more than 5% more hours give. It
# holds the direction, not the size: queues with known answers (Erlang and others) are in `docs/verification.md`, as tests. In minutes,
# with 95% intervals:

# %%
less, more = (scenario.with_({"name": name, "fleet.hours_per_week.RYF": name}) for name in ("-5%", "+5%"))
arms = ambics.compare(scenario, less, more, progress=False)
difference = pl.DataFrame(arms.difference).filter(
    (pl.col("level") == "trust") & (pl.col("category") == "C2") & (pl.col("statistic") == "mean")
)
columns = {"change, min": "difference_s", "from": "low_s", "to": "high_s"}
difference.select("arm", *((pl.col(name) / 60).round(1).alias(told) for told, name in columns.items()))

# %% [markdown]
# ## One incident's story
#
# Every step of every incident and vehicle can be read, and `ambics check-log` proves that each was allowed.

# %%
day = scenario.with_({"run.days": 1, "run.replications": 1}).run(log=True, progress=False)
conveyed = pl.DataFrame(day.log).filter(pl.col("to") == "at_hospital")["incident_id"].drop_nulls()
print(day.trace(conveyed[0]))

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
# # 1 · First run
#
# What do the residents of the South West's seven Integrated Care Systems experience today, and what does an uplift of
# 1,000 vehicle-hours a week do when one lead contract places it across the whole trust, or when each system rosters its
# own share? Dispatch is trust-wide in all three: only the place of the added hours differs.
#
# Nothing is downloaded: the region is part of the package. Stations are **synthetic** and hours are **fitted**: read
# the figures as a model's, not as published statistics.

# %%
import os

import ambics
import polars as pl

pl.Config(tbl_rows=30, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, fmt_str_lengths=60)
full = os.environ.get("AMBICS_SCALE", "small") == "full"
replications = 50 if full else 6

# %% [markdown]
# ## One service, as it is
#
# A service is named by its ODS code, its name or its short name.

# %%
south_west = ambics.demo("RYF")
south_west

# %%
result = south_west.run(replications=replications)
result

# %% [markdown]
# Every table goes to pandas, polars, pyarrow or DuckDB without a copy. Units are in the column names.

# %%
summary = pl.DataFrame(result.summary)
trust = summary.filter(pl.col("level") == "trust", pl.col("statistic") == "mean")
trust.select("category", pl.col("mean_s", "low_s", "high_s", "predict_low_s", "predict_high_s").round(0))

# %% [markdown]
# Two intervals, and they say different things: `low_s` to `high_s` is where the model's mean lies; `predict_low_s` to
# `predict_high_s` is where one more window like these would fall.

# %%
assert result.complete
c2 = trust.filter(pl.col("category") == "C2").row(0, named=True)
assert 0 < c2["low_s"] < c2["mean_s"] < c2["high_s"] < c2["predict_high_s"]

# %% [markdown]
# ## The same uplift, placed two ways

# %%
uplift = {"arrangement.uplift_hours_per_week": 1000}
lead = south_west.with_({"name": "lead", "arrangement.method": "lead", **uplift})
bilateral = south_west.with_({"name": "bilateral", "arrangement.method": "bilateral", **uplift})
comparison = ambics.compare(south_west, lead, bilateral, replications=replications)

# %%
wanted = (pl.col("level") == "ics") & (pl.col("category") == "C2") & (pl.col("statistic") == "mean")


def minutes(result: ambics.Result) -> pl.DataFrame:
    """The change of the C2 mean, ICS by ICS, in minutes."""
    own = pl.DataFrame(result.difference).filter(wanted).sort("area_name", "arm")
    ends = {"change, min": "difference_s", "from": "low_s", "to": "high_s"}
    return own.select("area_name", "arm", *((pl.col(name) / 60).round(1).alias(told) for told, name in ends.items()))


minutes(comparison)

# %% [markdown]
# Each arm stands against today: so the change is that of 1,000 more hours and of their place together, with its 95%
# interval. A row whose interval holds zero says that the comparison cannot tell.
#
# What the place alone does is the difference between the two arms, on the same incidents:

# %%
place = ambics.compare(lead, bilateral, replications=replications)
minutes(place)

# %% [markdown]
# Vehicle-hours in the 28 days: rostered at stations of the ICS, and spent on its residents by whichever vehicle came.

# %%
served = pl.DataFrame(comparison.served)
rostered = served.group_by("ics_code", "arm").agg(pl.col("rostered_h", "served_h").mean().round(0))
rostered.sort("ics_code", "arm")

# %% [markdown]
# ## What this does not say
#
# The comparison does not estimate the effect of any existing organisation. Differences arise only through the channel
# that was changed, and its size was an input.

# %% [markdown]
# These hashes name exactly what was run:

# %%
[(arm["name"], arm["scenario_hash"]) for arm in comparison.manifest["arms"]]

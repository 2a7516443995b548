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
# # 6 · Hours go in one ICS: what happens there, and next door?
#
# Four rota lines (one ambulance, twelve hours, every day) are taken out of Devon. Dispatch is trust-wide, so the loss does not stay
# there. Stations are **synthetic**: read the pattern, not a single figure.

# %%
import os

import ambics
import polars as pl
from ambics import charts

charts.pictures()
pl.Config(tbl_rows=40, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, fmt_str_lengths=60)
full = os.environ.get("AMBICS_SCALE", "small") == "full"
today = ambics.demo("RYF").with_({"run.days": 28 if full else 7, "run.replications": 30 if full else 4})
loss = {"fleet.lines_less.RYF-QJK": 4}
fewer = today.with_({"name": "four lines fewer in Devon", **loss})
kept = today.with_({"name": "kept at home (hypothetical)", "border.ring_fence": 1.0, **loss})
result = ambics.compare(today, fewer, kept, progress=False)
result

# %% [markdown]
# ## By ICS
#
# Paired on the same luck, with 95% intervals. A line that crosses zero is not told apart from nothing. "Kept at home" takes the
# same four lines and lets no vehicle leave its ICS: nobody works so, and the picture says why.

# %%
charts.differences(result, "C2")

# %% [markdown]
# The loss alone, in minutes:

# %%
difference = pl.DataFrame(result.difference).filter(
    (pl.col("level") == "ics") & (pl.col("category") == "C2") & (pl.col("statistic") == "mean")
)
columns = {"change, min": "difference_s", "from": "low_s", "to": "high_s"}
minutes = [(pl.col(name) / 60).round(1).alias(told) for told, name in columns.items()]
difference.filter(arm="four lines fewer in Devon").select("area_name", *minutes)

# %% [markdown]
# ## Who drives across
#
# Of the vehicle-hours that an ICS's residents took, the share that its own vehicles worked, arm by arm:

# %%
by_arm = pl.DataFrame(result.served).group_by("ics_code", "arm", maintain_order=True)
own = by_arm.agg((pl.col("served_by_own_h").sum() / pl.col("served_h").sum()).round(2).alias("own_share"))
own.pivot("arm", index="ics_code", values="own_share")

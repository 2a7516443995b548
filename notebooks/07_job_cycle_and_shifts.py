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
# # 7 · Minutes of a job, ends of shifts and meal breaks
#
# Two kinds of lever that a trust holds itself: minutes off a part of the job, and how it guards the end of a shift.

# %%
import os

import ambics
import polars as pl

pl.Config(tbl_rows=40, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, fmt_str_lengths=60)
full = os.environ.get("AMBICS_SCALE", "small") == "full"
today = ambics.demo("RYF").with_({"run.days": 28 if full else 7, "run.replications": 30 if full else 4})
levers = {
    "3 minutes less on scene": {"cycle.scene_shorter": "3 min"},
    "a tenth less to clear": {"cycle.wrap_up_ratio": 0.9},
    "5 minutes less handover": {"handover.mean.RYF": "-5 min"},
}
ambics.compare(today, *(today.with_({"name": name, **change}) for name, change in levers.items()), progress=False)

# %% [markdown]
# ## Ends of shifts
#
# Guarding the last half hour costs response and saves late finishes: both stand in the result, and which is worth more is no
# question for a model. Meal breaks are another matter: the fitted hours are those with which responses come out as published, so
# breaks are in them already and would be taken twice. The third arm gives 8% of hours back, about what a break of half an hour takes
# with the way to the crew's own station.

# %%
guards = {
    "last hour: C1 and C2 only": {"policy.shift_end.restricted": "60 min", "policy.shift_end.restricted_to": "C2"},
    "last half hour: nothing": {"policy.shift_end.protected": "30 min"},
    "meal breaks, 8% more hours": {
        "policy.breaks": {"method": "windowed", "length": "30 min", "from": "4 h", "to": "7 h", "interrupted_by": "C1"},
        "fleet.hours_per_week.RYF": "+8%",
    },
}
result = ambics.compare(
    today, *(today.with_({"name": name, **change}) for name, change in guards.items()), progress=False
)
result

# %%
board = pl.DataFrame(result.board).filter(pl.col("level") == "trust")
board.group_by("arm", maintain_order=True).agg(pl.col("late_finish_share", "c2_over_60min_share").mean().round(3))

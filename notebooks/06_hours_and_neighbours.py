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

import altair as alt
import ambics
import polars as pl

alt.renderers.enable("svg")
full = os.environ.get("AMBICS_SCALE", "small") == "full"
today = ambics.demo("RYF").with_({"run.days": 28 if full else 7, "run.replications": 30 if full else 4})
loss = {"fleet.lines_less.RYF-QJK": 4}
fewer = today.with_({"name": "four lines fewer in Devon", **loss})
kept = today.with_({"name": "the same, vehicles kept at home (hypothetical)", "border.ring_fence": 1.0, **loss})
result = ambics.compare(today, fewer, kept, progress=False)
result

# %% [markdown]
# ## By ICS
#
# Paired on the same luck, with 95% intervals. A bar that crosses zero is not told apart from nothing.

# %%
difference = pl.DataFrame(result.difference).filter(
    (pl.col("level") == "ics") & (pl.col("category") == "C2") & (pl.col("statistic") == "mean")
)
bars = (
    alt.Chart(difference)
    .mark_bar(color="#12436D")
    .encode(
        x=alt.X("difference_s:Q", title="change of the C2 mean, s"),
        y=alt.Y("area_name:N", title=None),
        row=alt.Row("arm:N", title=None),
    )
)
rules = bars.mark_rule(color="#801650").encode(x="low_s:Q", x2="high_s:Q")
bars.properties(width=420, description="Change of the C2 mean by ICS; the table below holds the figures")

# %%
difference.select("arm", "area_name", "difference_s", "low_s", "high_s")

# %% [markdown]
# ## Who drives across
#
# The table `served` counts whose residents were served by whose vehicles.

# %%
pl.DataFrame(result.served).head(20)

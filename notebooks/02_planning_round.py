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
# # 2 · The planning round
#
# Three questions that a planner of one ambulance service has before winter: what moved our C2 mean from last quarter to this
# one, what is each lever worth, and who gains if hours or handover change in one place? All three come from one run on the
# same simulated incidents, on public data alone.
#
# Stations are **synthetic** and hours are **effective**: those with which the model comes closest to the
# published means and 90th centiles of C1 to C4. Read the figures as a model's.

# %%
import os
import tempfile

import altair as alt
import ambics
import polars as pl

alt.renderers.enable("svg")
full = os.environ.get("AMBICS_SCALE", "small") == "full"
service = ambics.demo("RYF") if full else ambics.Scenario.shipped("tiny/tiny")

# %% [markdown]
# Here the service is the made-up one of two ICSs and two hospitals, which takes two seconds. With `AMBICS_SCALE=full` it is the
# South West, which takes about a minute, as `ambics planround RYF --out page.html` does.

# %%
planned = ambics.planround(service, replications=8)
planned

# %% [markdown]
# ## 1 · The C2 bridge
#
# From the published C2 mean of one quarter to that of the next, in seconds. A bar is the model's answer when that group of
# inputs alone is swapped. Interaction is what the groups do only together, and the residual is what the model does not
# explain. The bars add up to the published change, to the second.

# %%
bridge = pl.DataFrame(planned.bridge)
change_s = bridge["published_after_s"][0] - bridge["published_before_s"][0]
assert bridge["change_s"].sum() == change_s
end_s = bridge["published_before_s"] + bridge["change_s"].cum_sum()
falls = bridge.with_columns(end_s.alias("to_s"), (end_s - bridge["change_s"]).alias("from_s"))
falls = falls.with_columns(
    (pl.col("from_s") + pl.col("low_s")).alias("low"), (pl.col("from_s") + pl.col("high_s")).alias("high")
)

# %%
bars = alt.Chart(falls).encode(x=alt.X("bar:N", sort=None, title=None, axis=alt.Axis(labelAngle=-30)))
waterfall = bars.mark_bar().encode(
    y=alt.Y("from_s:Q", title="C2 mean, seconds", scale=alt.Scale(zero=False), axis=alt.Axis(minExtent=45)),
    y2="to_s:Q",
    color=alt.condition("datum.change_s > 0", alt.value("#801650"), alt.value("#12436D")),
)
intervals = bars.mark_rule(strokeWidth=2).encode(y="low:Q", y2="high:Q")
periods = f"{bridge['before'][0]} to {bridge['after'][0]}: {change_s:+.0f} s, 95% intervals"
title = alt.Title("SYNTHETIC stations", subtitle=periods, anchor="start")
(waterfall + intervals).properties(width=520, height=280, title=title)

# %% [markdown]
# **What cannot be known from it.** No trust publishes its vehicle-hours by month, so what hours did is inside the residual,
# with all else that is not published. With `planround(..., hours="hours.csv")` your own monthly hours get a bar of their own.

# %% [markdown]
# ## 2 · Exchange rates
#
# What some steps of each lever are worth in seconds of the C2 mean, at the present load and at winter load with the same
# hours.

# %%
rates = pl.DataFrame(planned.rates).filter(pl.col("statistic") == "mean", pl.col("steps") == 5)
rates.select("load", "step", "steps", pl.col("change_s", "low_s", "high_s").round(1))

# %%
levers = alt.Chart(rates).encode(
    y=alt.Y("step:N", sort=None, title=None, axis=alt.Axis(minExtent=140)),
    yOffset="load:N",
    color=alt.Color("load:N", scale=alt.Scale(range=["#12436D", "#28A197"])),
)
points = levers.mark_point(filled=True, size=70).encode(x=alt.X("change_s:Q", title="change of the C2 mean, seconds"))
lines = levers.mark_rule(strokeWidth=2).encode(x="low_s:Q", x2="high_s:Q")
title = alt.Title("SYNTHETIC stations", subtitle="Five steps of each lever, 95% intervals", anchor="start")
(lines + points).properties(width=480, height=240, title=title)

# %% [markdown]
# **What cannot be known from it.** A rate is the effect of changing that input alone in this model. How a department would come
# to shorter handovers, and what crews and callers would do about it, is not in it. Nor is it a regression's coefficient:
# handover and C2 both rise when the system is full.

# %% [markdown]
# ## 3 · Leakage
#
# A row adds 100 vehicle-hours a week in one ICS. A column is the ICS of the patients. A cell is C2 patient-hours of waiting
# saved a week. Dispatch is trust-wide, so a gain leaks.

# %%
leakage = pl.DataFrame(planned.leakage)
cells = leakage.filter(pl.col("source") == "hours", pl.col("ics_code") != "all")
whole = leakage.filter(pl.col("ics_code") == "all")
assert leakage.filter(pl.col("ics_code") != "all")["saved_ms"].sum() == whole["saved_ms"].sum()
cells = cells.with_columns(((pl.col("low_h") > 0) | (pl.col("high_h") < 0)).alias("certain"))

# %%
matrix = alt.Chart(cells).encode(
    x=alt.X("ics_code:N", title="ICS of the patients"), y=alt.Y("source_code:N", title="100 hours a week added in")
)
most_h = cells["saved_h"].abs().max()
scale = alt.Scale(scheme="blueorange", domain=[-most_h, most_h], reverse=True)
colour = alt.Color("saved_h:Q", title="hours", scale=scale)
numbers = matrix.mark_text().encode(
    text=alt.Text("saved_h:Q", format=".1f"), opacity=alt.condition("datum.certain", alt.value(1), alt.value(0.45))
)
title = alt.Title(
    "SYNTHETIC stations", subtitle="C2 patient-hours saved a week; pale: could be nothing", anchor="start"
)
(matrix.mark_rect().encode(color=colour) + numbers).properties(width=420, height=300, title=title)

# %%
whole.filter(pl.col("source") == "hours").select(
    "source_name", pl.col("saved_h", "low_h", "high_h").round(1), pl.col("home_share").round(2)
)

# %% [markdown]
# `home_share` is the diagonal: the part of a row's gain that stays with that ICS's own patients. It is told only where the gain
# of the row is certain.
#
# **What cannot be known from it.** Nobody publishes C2 by ICS, so no cell can be checked, and it depends on where stations
# stand: give your own rota (`fleet.rota`) and posts before you act on it. Whether an ICS pays its fair share is not a question
# that a simulation answers.

# %%
planned.took_nobody

# %% [markdown]
# Those departments take no simulated patient (one for children, in a model that knows no age), so they have no row.

# %% [markdown]
# ## The page
#
# The same three exhibits as one page that needs no network, to send to a colleague.

# %%
page = planned.page(os.path.join(tempfile.mkdtemp(), "planning-round.html"))
f"{page.stat().st_size // 1000} kB"

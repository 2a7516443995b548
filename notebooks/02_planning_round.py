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
from ambics import charts

charts.pictures()
pl.Config(tbl_rows=20, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, fmt_str_lengths=60)
full = os.environ.get("AMBICS_SCALE", "small") == "full"
service = ambics.demo("RYF") if full else ambics.Scenario.shipped("tiny/tiny")

# %% [markdown]
# Here the service is the made-up one of two ICSs and two hospitals, which takes two seconds. With `AMBICS_SCALE=full` it is the
# South West, which takes a minute and a half on two free cores, as `ambics planround RYF --out page.html` does.

# %%
planned = ambics.planround(service, replications=6 if full else 8)
planned

# %% [markdown]
# ## 1 · The C2 bridge
#
# From the published C2 mean of one quarter to that of the next, in minutes. A bar is the model's answer when that group of
# inputs alone is swapped. Interaction is what the groups do only together, and the residual is what the model does not
# explain. The bars add up to the published change, to the second.

# %%
bridge = pl.DataFrame(planned.bridge)
change_s = bridge["published_after_s"][0] - bridge["published_before_s"][0]
assert bridge["change_s"].sum() == change_s
end_s = bridge["published_before_s"] + bridge["change_s"].cum_sum()
start_s = end_s - bridge["change_s"]
falls = bridge.select(
    pl.col("bar").str.replace_all("_", " "),
    (pl.col("change_s") > 0).alias("slower"),
    (start_s / 60).alias("from"),
    (end_s / 60).alias("to"),
    ((start_s + pl.col("low_s")) / 60).alias("low"),
    ((start_s + pl.col("high_s")) / 60).alias("high"),
)

# %%
bars = alt.Chart(falls).encode(
    x=alt.X("bar:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, ' ')"))
)
waterfall = bars.mark_bar().encode(
    y=alt.Y("from:Q", title="C2 mean, minutes", scale=alt.Scale(zero=False), axis=alt.Axis(minExtent=45)),
    y2="to:Q",
    color=alt.condition("datum.slower", alt.value("#801650"), alt.value("#12436D")),
)
# Light beneath dark: the interval is seen on the bar and beside it.
rules = bars.mark_rule(strokeWidth=5, color="white") + bars.mark_rule(strokeWidth=2)
intervals = rules.encode(y="low:Q", y2="high:Q")
periods = (
    f"{bridge['before'][0]} to {bridge['after'][0]}: {change_s / 60:+.1f} min; red is slower; lines are 95% intervals"
)
title = alt.Title("SYNTHETIC stations", subtitle=periods, anchor="start")
words = "; ".join(f"{row['bar']} {row['to'] - row['from']:+.1f} min" for row in falls.to_dicts())
(waterfall + intervals).properties(width=560, height=280, title=title, description=f"{periods}. {words}.")

# %% [markdown]
# **What cannot be known from it.** No trust publishes its vehicle-hours by month, so what hours did is inside the residual,
# with all else that is not published. With `planround(..., hours="hours.csv")` your own monthly hours get a bar of their own.

# %% [markdown]
# ## 2 · Exchange rates
#
# What some steps of each lever are worth in minutes of the C2 mean, at the present load and at winter load with the same
# hours.

# %%
rates = pl.DataFrame(planned.rates).filter(pl.col("statistic") == "mean", pl.col("steps") == 5)
in_minutes = {"change": "change_s", "low": "low_s", "high": "high_s"}
rates = rates.with_columns((pl.col(name) / 60).round(1).alias(told) for told, name in in_minutes.items())
rates.select("load", "step", "steps", *in_minutes)

# %%
levers = alt.Chart(rates).encode(
    y=alt.Y("step:N", sort=None, title=None, axis=alt.Axis(minExtent=140)),
    yOffset="load:N",
    color=alt.Color("load:N", scale=alt.Scale(range=["#12436D", "#28A197"])),
)
points = levers.mark_point(filled=True, size=70, opacity=1).encode(
    x=alt.X("change:Q", title="change of the C2 mean, minutes")
)
lines = levers.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q")
title = alt.Title("SYNTHETIC stations", subtitle="Five steps of each lever, 95% intervals", anchor="start")
words = "; ".join(f"{row['load']}, {row['step']}: {row['change']:+.1f} min" for row in rates.to_dicts())
(lines + points).properties(width=480, height=240, title=title, description=f"Five steps of each lever. {words}.")

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
told = pl.format("{}{}", pl.col("saved_h").round(1), pl.when("certain").then(pl.lit("")).otherwise(pl.lit(" ?")))
cells = cells.with_columns(told.alias("told"))

# %%
matrix = alt.Chart(cells).encode(
    x=alt.X("ics_code:N", title="ICS of the patients", axis=alt.Axis(labelAngle=0)),
    y=alt.Y("source_code:N", title="100 hours a week added in"),
)
most_h = cells["saved_h"].abs().max()
scale = alt.Scale(range=["#F46A25", "#f7f7f7", "#12436D"], domain=[-most_h, 0, most_h], interpolate="rgb")
colour = alt.Color("saved_h:Q", title="hours", scale=scale)
numbers = matrix.mark_text().encode(
    text=alt.Text("told:N"),
    color=alt.condition(f"datum.saved_h > {most_h / 2}", alt.value("white"), alt.value("black")),
)
title = alt.Title(
    "SYNTHETIC stations",
    subtitle="C2 patient-hours saved a week; with a question mark: could be nothing",
    anchor="start",
)
best = cells.sort("saved_h").row(-1, named=True)
words = f"Most: {best['told']} hours in {best['ics_code']} for hours in {best['source_code']}."
(matrix.mark_rect().encode(color=colour) + numbers).properties(width=420, height=300, title=title, description=words)

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

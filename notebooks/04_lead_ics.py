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
# # 4 · Who holds the relationship
#
# NHS Dorset holds the 999 contract with the South Western ambulance service for seven Integrated Care Systems. What would a
# deeper lead, bilateral ties, a joint committee or a nested arrangement do to what patients wait?
#
# **Ambulances are dispatched trust-wide in every arrangement.** An arrangement reaches the patient through five channels only:
# where growth hours are rostered, handover, the days on which packages go live and how well they fit, a shared hub, and
# effort. Every size here is an **assumption**; stations are **synthetic**, hours are **effective**. Nothing below estimates what
# any existing organisation has done.

# %%
import os

import altair as alt
import ambics
import polars as pl
from ambics import charts

charts.pictures()
pl.Config(tbl_rows=40, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, fmt_str_lengths=60)
full = os.environ.get("AMBICS_SCALE", "small") == "full"
draws = 12 if full else 2
base = ambics.Scenario.shipped("south-west").with_({"run.days": 28 if full else 3})


# %% [markdown]
# ## 1 · First: what would have to be true
#
# For the C2 mean to fall by one minute, an arrangement would have to deliver one of these. No public evidence says that any
# arrangement delivers any of it.

# %%
service = ambics.demo("RYF") if full else ambics.demo("IOW").with_({"run.days": 14})
ambics.required(service, 60, replications=5 if full else 2, progress=False)

# %% [markdown]
# ## 2 · The process: days to go-live
#
# No trust publishes the hours of its partnership team, so the whole range is shown. At few hours a shared package is sooner;
# with ample hours there is no need to share. Live share is the part of five years in which what is wanted is live, weighted
# by fit and residents.

# %%
process = ambics.governance("south-west-arrangements", draws=1000 if full else 100, brief=True)
summary = pl.DataFrame(process.summary)
hours = alt.Axis(values=summary["team_hours_per_week"].unique().sort().to_list(), format="~f")
lines = alt.Chart(summary).encode(
    x=alt.X("team_hours_per_week:Q", scale=alt.Scale(type="log"), title="hours a week of the trust's team", axis=hours),
    y=alt.Y("live_share:Q", title="live share"),
    color=alt.Color("arrangement:N", scale=alt.Scale(range=["#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D"])),
    shape=alt.Shape("arrangement:N", legend=None),
)
title = alt.Title("Live share by hours of the trust's team", subtitle="ASSUMPTIONS, none fitted", anchor="start")
(lines.mark_line() + lines.mark_point(filled=True, size=60, opacity=1)).properties(width=420, height=260, title=title)

# %%
summary.pivot("team_hours_per_week", index="arrangement", values="best").with_columns(pl.selectors.float().round(2))

# %% [markdown]
# The table is the probability of being best over the beliefs drawn: it says what would have to be true, not what is. Which
# arrangement is best turns over with the hours of the team; even a 1 is certain only within these beliefs, which nobody measured.

# %% [markdown]
# ## 3 · The wait: a prevention package over three years
#
# Three packages (falls, co-ordination hub, care homes) wanted in each of the seven ICSs. Each draw has one belief, one luck
# and one stream of incidents for all five arrangements.

# %%
packages = ambics.waits("south-west-arrangements", base, years=3, replications=draws, progress=False)
waits = pl.DataFrame(packages.waits).filter((pl.col("category") == "C2") & (pl.col("statistic") == "mean"))
columns = ["against_first_s", "against_first_low_s", "against_first_high_s"]
whole = waits.filter((pl.col("level") == "trust") & (pl.col("arrangement") != "today"))
whole.select("arrangement", "year", *columns, "best", "regret_s").with_columns(pl.selectors.float().round(1))

# %%
by_ics = waits.filter((pl.col("level") == "ics") & (pl.col("year") == 3) & (pl.col("arrangement") != "today"))
dots = alt.Chart(by_ics).encode(
    y=alt.Y("area_code:N", title="ICS of the patient"),
    color=alt.Color("arrangement:N", scale=alt.Scale(range=["#28A197", "#801650", "#F46A25", "#3D3D3D"])),
    yOffset="arrangement:N",
)
ranges = dots.mark_rule(strokeWidth=2).encode(
    x=alt.X("against_first_low_s:Q", title="seconds against today"), x2="against_first_high_s:Q"
)
title = alt.Title(
    "C2 mean at the end of year 3, against today", subtitle="SYNTHETIC; 95%; not validated", anchor="start"
)
(ranges + dots.mark_point(filled=True, size=50, opacity=1).encode(x="against_first_s:Q")).properties(
    width=420, height=380, title=title
)

# %% [markdown]
# Where intervals cross zero these draws cannot tell the arrangements apart. ICSs whose intervals overlap are not ranked.

# %% [markdown]
# ## 4 · All five channels, and what each carries
#
# The study `south-west-channels` puts growth hours, a programme for handover, clinicians in hubs and the effort of ICSs' teams
# in play, with ranges that begin at nothing. Shares are Shapley shares over the 32 subsets of channels: they add to the
# difference from today. In brackets is the 95% interval, in seconds like the share; with so few draws it is wide.

# %%
split = ambics.waits(
    "south-west-channels", base, years=2 if full else 1, channels=True, replications=3 if full else 2, progress=False
)
channels = pl.DataFrame(split.channels).filter(pl.col("level") == "trust")
ends = pl.col("share_s", "share_low_s", "share_high_s").round(0).cast(pl.Int64)
told = channels.with_columns(ends).with_columns(
    pl.format("{} [{}, {}]", "share_s", "share_low_s", "share_high_s").alias("seconds")
)
told.pivot("channel", index="arrangement", values="seconds")

# %% [markdown]
# A hub is a part that some arrangements are given and others are not: what it carries is an input and no finding.

# %% [markdown]
# ## What nobody can know from this
#
# - Whether Dorset's lead has helped. There is no trial, and nothing to compare it with.
# - Whether another ICB would lead better. Nobody has skill or bias here.
# - How an acute trust will answer to a programme for handover.
# - How many hours a week your trust's team has: ask, and look at that column alone.

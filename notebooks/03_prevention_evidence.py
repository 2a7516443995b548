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
# # 3 · What the evidence on prevention supports
#
# For the board of an Integrated Care System. Which interventions have been seen to cut ambulance incidents, by how much, and
# what would that mean in this model? Most published evidence is of no effect, or has no control. This notebook says which.
#
# Stations are **synthetic**, hours are **effective**, and who calls (age, place, frequent callers) is nearly all assumption.

# %%
import os
from datetime import date

import altair as alt
import ambics
import numpy as np
import polars as pl
from ambics import charts

charts.pictures()
pl.Config(tbl_rows=40, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, fmt_str_lengths=120)
full = os.environ.get("AMBICS_SCALE", "small") == "full"

# %% [markdown]
# ## 1 · What was published, and what of it is used
#
# A ratio of 1 is no effect; below 1 there are fewer incidents among those reached. A is a randomised trial that counted
# ambulance calls (some marked A counted something else, and their notes say so). B counted something else, or matched. C is
# before and after. D is opinion. The diamond is what the model uses: the published ratio, shrunk by what is believed to carry over
# from a study to a whole service.

# %%
library = pl.DataFrame(ambics.interventions())
ratios = library.filter(pl.col("incidents_ratio").is_not_null()).sort("grade", "incidents_ratio")
base = alt.Chart(ratios).encode(
    y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, minExtent=190)),
    color=alt.Color("grade:N", scale=alt.Scale(range=["#12436D", "#28A197", "#F46A25", "#801650"])),
)
ends = alt.Scale(type="log", domain=[0.2, 1.4], nice=False)
intervals = base.mark_rule(strokeWidth=2).encode(
    x=alt.X("incidents_ratio_low:Q", title="ratio of incidents among those reached", scale=ends),
    x2="incidents_ratio_high:Q",
)
published = base.mark_point(filled=True, size=60).encode(x="incidents_ratio:Q")
used = base.mark_point(shape="diamond", size=90).encode(x="incidents_used_ratio:Q")
nothing = alt.Chart(pl.DataFrame({"one": [1.0]})).mark_rule(strokeDash=[4, 4]).encode(x="one:Q")
title = alt.Title(
    "Published effects on incidents", subtitle="dots with their ranges; diamonds: what is used", anchor="start"
)
(intervals + published + used + nothing).properties(width=420, height=360, title=title)

# %% [markdown]
# Where the range reaches 1 the evidence does not show an effect:

# %%
unsure = ratios.filter(pl.col("incidents_ratio_high") >= 1)
study = pl.col("source").str.extract("^([^,;:(]*)").alias("study")
bounds = {"ratio": "incidents_ratio", "low": "incidents_ratio_low", "high": "incidents_ratio_high"}
unsure.select("name", "grade", *(pl.col(own).alias(told) for told, own in bounds.items()), study)

# %% [markdown]
# Effect is not the whole of it: an intervention prevents nothing among those whom it does not reach. The share of a cohort's
# incidents that would go at full force is eligible × reach × (1 − ratio used).

# %%
most = (pl.col("eligible_share") * pl.col("reach_share") * (1 - pl.col("incidents_used_ratio"))).alias("most_share")
shares = ratios.select("name", "grade", "eligible_share", "reach_share", "incidents_used_ratio", most)
shares.sort("most_share", descending=True).with_columns(pl.col("incidents_used_ratio", "most_share").round(4))

# %% [markdown]
# Reach and eligible shares are assumptions. Nobody can hold a service to them but by counting.

# %% [markdown]
# ## 2 · Three interventions in a run
#
# Falls prevention (one randomised trial), support of care homes (matched, two places and two answers) and checks after discharge (matched, no
# effect). Here the place is one ICS of the made-up service, in a quarter that begins half a year after they do; with
# `AMBICS_SCALE=full` it is Dorset in the South West, over a year that begins half a year after they do.
# Two replications in a row believe the same of the effects, the next two something else, within their ranges: so what is belief
# can be told from what is chance.

# %%
three = ["falls_community", "carehome_ehch", "post_discharge_checks"]
if full:
    run = {"run.start": date(2023, 10, 2), "run.days": 364, "run.replications": 10}
    without, where, began = ambics.demo("RYF").with_(run), ["QVV"], date(2023, 4, 3)
else:
    run = {"run.days": 91, "run.replications": 40}
    without, where, began = ambics.Scenario.shipped("tiny/tiny").with_(run), ["QT1"], date(2023, 7, 10)
entries = [{"name": name, "where": where, "from": began} for name in three]
without = without.with_({"name": "without", "prevention.inner": 2})
result = ambics.compare(without, without.with_({"name": "three", "intervention": entries}))

# %%
by_replication = (
    pl.DataFrame(result.prevention)
    .group_by("intervention", "replication")
    .agg(pl.col("prevented_n", "reached_n", "cohort_n").sum())
)
chart = alt.Chart(by_replication).encode(
    y=alt.Y("intervention:N", sort=three, title=None, axis=alt.Axis(minExtent=150))
)
ticks = chart.mark_tick(color="#12436D", opacity=0.5).encode(
    x=alt.X("prevented_n:Q", title="incidents prevented in the window, a line for each replication")
)
means = chart.mark_point(color="#801650", filled=True, size=80).encode(x="mean(prevented_n):Q")
zero = alt.Chart(pl.DataFrame({"none": [0.0]})).mark_rule(strokeDash=[4, 4]).encode(x="none:Q")
title = alt.Title("SYNTHETIC stations", subtitle="Below zero: more incidents than without it", anchor="start")
(ticks + means + zero).properties(width=420, height=140, title=title)

# %%
prevented = by_replication.group_by("intervention").agg(
    pl.col("prevented_n").mean().alias("prevented"),
    pl.col("prevented_n").quantile(0.025).alias("low"),
    pl.col("prevented_n").quantile(0.975).alias("high"),
    pl.col("cohort_n").mean(),
)
prevented.with_columns(pl.exclude("intervention").round(1) + 0.0).sort("prevented", descending=True)

# %% [markdown]
# `low` and `high` hold 95% of the replications: what one window may show, with what is believed of effects and luck together.
# (An interval of the mean would shrink with more replications, and the evidence would be no surer for it.) The checks after
# discharge stand around zero because that is what the matched study found. The model would be wrong if it gave them more.

# %%
c2 = pl.DataFrame(result.prevention_c2)
assert c2["draws_n"].item() == run["run.replications"] // 2
seconds = pl.col("c2_change_s", "c2_change_low_s", "c2_change_high_s").round(1)
c2.select("ics_code", "draws_n", seconds, pl.col("belief_share", "chance_share").round(2))

# %% [markdown]
# All three together, on the C2 mean of the residents of that ICS, with its 95% interval; and of the variance of one window, how
# much is belief of effects and reach, and how much is chance. More replications narrow chance. Only better evidence narrows belief.
#
# An incident that does not happen frees vehicle-hours for other patients. It frees no cash.

# %% [markdown]
# ## 3 · Why before-and-after figures mislead
#
# Frequent callers are the clearest case. Give each of 20,000 people a rate of their own (counts are then negative binomial),
# choose those with five or more calls in one month, do **nothing**, and look at the next month.

# %%
luck = np.random.default_rng(1)
rates = luck.gamma(shape=0.25, scale=2.0, size=20_000)
months = luck.poisson(np.repeat(rates[:, None], 3, axis=1))
chosen = months[months[:, 1] >= 5]
peak = pl.DataFrame({"month": ["before", "when chosen", "after"], "calls": chosen.mean(axis=0)})
bars = (
    alt.Chart(peak)
    .mark_bar(color="#12436D")
    .encode(
        x=alt.X("month:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("calls:Q", title="calls a person and month"),
    )
)
title = alt.Title("Nobody did anything", subtitle=f"{len(chosen)} people chosen at five calls or more", anchor="start")
bars.properties(width=320, height=220, title=title)

# %%
fall = 1 - chosen[:, 2].mean() / chosen[:, 1].mean()
assert 0.1 < fall < 0.6 and abs(chosen[:, 0].mean() / chosen[:, 2].mean() - 1) < 0.15
f"a fall of {fall:.0%} from the month in which they were chosen, with no intervention"

# %% [markdown]
# A scheme that takes these people on and counts a month later would report this fall as its effect. The size is of these
# made-up rates; that there is a fall is of any. Five calls to none in 110 people is such a figure. With a control group (1,183
# people) no difference was reported. So `high_intensity_user` stands at 1, with a range to both sides.

# %% [markdown]
# ## 4 · Does it feed itself, and how much of a budget should it have?
#
# Two hopes are told of prevention: that what it frees pays for more of it, and that a pound is better spent on it than on crews.
# Both can be asked of the model. How waiting answers to hours and incidents is measured by runs; effects, unit costs and how
# much is reinvested are drawn from what is believed of them.

# %%
programme = without.with_({"name": "three", "intervention": entries})
budget, size = (2e6, {"days": 56, "draws": 1000}) if full else (100_000, {"days": 28, "draws": 200})
circle = ambics.circle(programme, budget=budget, replications=8, progress=False, **size)
mean, low, high = circle.returns
f"a pound spent releases £{mean:.2f} of vehicle-hours ({low:.2f} to {high:.2f}); the budget grows in {circle.grows_share:.0%} of draws"

# %%
splits = pl.DataFrame(circle.splits).filter(programme=" + ".join(three), years=5)
lines = alt.Chart(splits).encode(x=alt.X("prevention_share:Q", title="share of the budget for prevention"))
band = lines.mark_area(opacity=0.2, color="#12436D").encode(
    y=alt.Y("against_crews_low_s:Q", title="C2 mean against all crews, s"), y2="against_crews_high_s:Q"
)
line = lines.mark_line(color="#12436D").encode(y="against_crews_s:Q")
title = alt.Title("SYNTHETIC stations", subtitle="Five years; above zero is slower than all crews", anchor="start")
(band + line).properties(width=420, height=200, title=title)

# %%
assert abs(splits["best_share"].sum() - 1) < 1e-9
splits.select("prevention_share", pl.col("crews_h_per_week", "against_crews_s", "best_share", "regret_s").round(2))

# %% [markdown]
# `best_share` is the chance that no other split is better for the C2 mean, `regret_s` what a split is expected to miss. Only
# waiting is weighed here. A fall that does not happen is worth more than a shorter queue, and none of that is in this table: it
# says what prevention does **for waiting**, and it is no case for or against prevention. Hours released are not cash.

# %% [markdown]
# ## 5 · Sentences that a board can be held to
#
# **What the evidence supports**
#
# - One randomised trial of 204 people in one city found fewer ambulance calls for falls among people of 60 and over who had
#   called and were not conveyed: 0.60 (0.40 to 0.92). We use 80% of it, on the logarithm, and do not know whether it carries over.
# - Falls themselves were fewer in trials of home hazards and of care homes. That fewer calls follow is plausible and was not counted.
# - How many people we reach decides more than which of these we choose.
#
# **What it does not support**
#
# - We do not say that frequent-caller schemes, checks after discharge, social prescribing or a minimum price of alcohol cut ambulance
#   calls. Studies with a control, or with a long series, found no effect.
# - We do not say that co-ordination hubs, urgent community response, same-day emergency care, the 111 option for mental health or
#   Right Care Right Person change ambulance demand. We found nothing controlled.
# - We do not use a before-and-after figure of people chosen at their worst.
# - We do not count hours released as savings.
# - We do not say that prevention pays for its own growth: at the unit costs assumed here it returns less than it would need.
# - We do not move money from crews to prevention to shorten waiting. We spend on prevention for those whom it keeps well.
#
# **What we commit to**
#
# - Whatever we start gets a control and a count of ambulance incidents, and both are agreed before it starts.
# - We publish whom it reached, by deprivation quintile.
# - We report what was prevented with its interval, and say so when the interval holds zero.
# - We stop what has shown nothing by the date that we set beforehand.
#
# These are sentences about this evidence and this model. Stations, reach, unit costs and who calls are not known here: put in your own.

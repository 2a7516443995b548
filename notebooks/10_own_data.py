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
# # 10 · Bring your own data
#
# An extract with one row a response becomes a **profile pack**: aggregates in which nothing rests on fewer than eight incidents, and
# a scenario that runs on them. The pack may leave the trust; the extract does not. Here the engine writes the extract itself, so
# that the answer is known.

# %%
import os
import tempfile

import ambics
import polars as pl

pl.Config(tbl_rows=40, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, fmt_str_lengths=60)
full = os.environ.get("AMBICS_SCALE", "small") == "full"
folder = tempfile.mkdtemp()
engine = ambics.demo("RYF").with_({"run.start": "2024-01-08", "run.days": 28 if full else 7, "run.replications": 1})
extract = engine.run(log=True, progress=False).export(f"{folder}/extract.csv", shape="extract")
columns = ["incident_id", "category", "area_code", "ending", "clock_start", "clock_stop", "kind"]
pl.read_csv(extract, infer_schema_length=0).select(columns).head(5)

# %% [markdown]
# Your own columns have other names: copy the profile `ambics.toml` and change them, or say them with `columns={"allocated": "…"}`.
# Every row that is left out is counted; a fault names its row and never what stands in it.

# %%
pack = ambics.import_incidents(extract, "RYF", f"{folder}/pack")
pack

# %%
window = {"run.start": "2024-01-10", "run.days": 28 if full else 7, "run.replications": 20 if full else 4}
own = pack.scenario().with_(window).run(progress=False)


def minutes(result: ambics.Result, name: str) -> pl.DataFrame:
    """Mean response of the service with its 95% interval, in minutes."""
    told = pl.DataFrame(result.summary).filter((pl.col("level") == "trust") & (pl.col("statistic") == "mean"))
    told = told.select("category", (pl.col("mean_s", "low_s", "high_s") / 60).round(1))
    return told.select("category", pl.format("{} [{}, {}]", "mean_s", "low_s", "high_s").alias(name))


# %% [markdown]
# On the pack, and the engine that wrote the extract, over the same window, in minutes with 95% intervals. The pack has seen one month
# of one luck. Where intervals overlap these runs do not tell the two apart.

# %%
known = engine.with_(window).run(progress=False)
minutes(own, "on the pack").join(minutes(known, "the engine"), on="category", maintain_order="left")

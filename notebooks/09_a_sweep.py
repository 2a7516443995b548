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
# # 9 · A sweep
#
# Thousands of runs into a folder that survives a kill at any instant; the same file runs from the command line, on Dask, or on a
# cluster's scheduler (`docs/sweeps.md`).

# %%
import tempfile
from pathlib import Path

import ambics
import polars as pl

folder = tempfile.mkdtemp()
file = ambics.example_sweep(folder)
print(Path(file).read_text())

# %%
swept = ambics.sweep(file, f"{folder}/runs", progress=False)
swept

# %% [markdown]
# Going on with it costs nothing: what is there is not run again.

# %%
swept = ambics.resume_sweep(f"{folder}/runs", progress=False)
sound, said = swept.verify()
print(said)

# %%
points = swept.points()
runs = swept.runs().filter((pl.col("level") == "trust") & (pl.col("category") == "C2")).collect()
by_point = runs.join(points, on="point").group_by("cycle.on_scene_ratio", "travel.time_factor")
c2 = by_point.agg((pl.col("mean_s").mean() / 60).round(1).alias("C2 mean, min"), pl.len().alias("runs"))
c2.sort("cycle.on_scene_ratio", "travel.time_factor")

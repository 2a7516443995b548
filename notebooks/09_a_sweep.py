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
runs.join(points, on="point").with_columns(pl.selectors.float().round(2)).head(10)

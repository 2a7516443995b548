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
# # 8 · Who gets what
#
# An uplift of six rota lines in the South West, shared out by two methods and told from luck that no method has seen. No method
# is best by construction; where intervals overlap, say so.

# %%
import os

import ambics

full = os.environ.get("AMBICS_SCALE", "small") == "full"
few = {"replications": 10 if full else 3, "screening": 5 if full else 2}
scenario = ambics.demo("RYF") if full else ambics.demo("RYF").with_({"run.days": 3})
shared = ambics.allocate(scenario, method=["proportional-population", "exchange"], hours=504, progress=False, **few)
shared

# %% [markdown]
# ## What sharing vehicles saves, and how its worth is shared
#
# A hypothetical game: nobody is served alone today. It is an allocation of modelled benefit, not a proposal of payment.

# %%
tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 7})
ambics.pooling(scenario if full else tiny, replications=3 if full else 2, progress=False)

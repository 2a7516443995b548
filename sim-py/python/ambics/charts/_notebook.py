"""Charts in notebooks as pictures with words for those who do not see them."""

from __future__ import annotations

from typing import Any, cast

from ambics._libraries import untyped
from ambics.charts._draw import libraries


def pictures(ppi: int = 144) -> None:
    """Show charts in notebooks as PNG, each with its description as alternative text, which an exported page keeps.

    A notebook's own way of drawing leaves labels to the fonts of whoever opens the page, which may cut them off.

    Parameters
    ----------
    ppi : int, default 144
        Points an inch: 72 is the size on the page, 144 twice as fine.

    Returns
    -------
    None
        Every chart that is shown after it is such a picture.

    Raises
    ------
    AmbicsError
        If altair or polars is not there.

    Examples
    --------
    >>> import ambics
    >>> from ambics import charts
    >>> tiny = ambics.Scenario.shipped("tiny/tiny").with_({"run.days": 2, "run.replications": 2})
    >>> charts.pictures()
    >>> bundle, told = charts.waits(tiny.run(progress=False))._repr_mimebundle_()
    >>> told["image/png"]["alt"][:14]
    'Response, mean'
    """
    alt, _ = libraries()
    alt.renderers.register("ambics", _picture)
    alt.renderers.enable("ambics", ppi=ppi)


def _picture(spec: dict[str, Any], **how: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A picture and what is told of it: size, and the description or the title."""
    mimebundle = untyped("altair.utils.mimebundle")
    made = mimebundle.spec_to_mimebundle(spec, format="png", mode="vega-lite", **how)
    bundle, told = cast("tuple[dict[str, Any], dict[str, Any]]", made)
    title: Any = spec.get("title", "")
    words = cast("dict[str, Any]", title).get("text", "") if isinstance(title, dict) else title
    told["image/png"]["alt"] = spec.get("description") or str(words)
    return bundle, told

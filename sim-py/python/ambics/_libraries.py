"""Libraries that are there only if asked for, and as much of their types as is used: they have none, or some in part."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    import altair as alt


class Marks(Protocol):
    """A chart in the making: whatever is called on it gives it again, and `properties` ends it."""

    def properties(self, **how: Any) -> alt.Chart: ...

    def __getattr__(self, name: str) -> Callable[..., Marks]: ...


class Layers(Protocol):
    """Charts over each other."""

    def properties(self, **how: Any) -> alt.LayerChart: ...

    def __getattr__(self, name: str) -> Callable[..., Layers]: ...


class Panels(Protocol):
    """Charts below each other."""

    def properties(self, **how: Any) -> alt.VConcatChart: ...


class Altair(Protocol):
    """The library of charts."""

    def Chart(self, data: Any = None) -> Marks: ...  # noqa: N802 - Altair's own name

    def layer(self, *charts: Any, data: Any = None) -> Layers: ...

    def vconcat(self, *charts: Any) -> Panels: ...

    def __getattr__(self, name: str) -> Any: ...


def untyped(name: str) -> Any:
    """A library that has no types."""
    return importlib.import_module(name)


def altair() -> Altair:
    """Altair, whose types are in part unknown."""
    return cast("Altair", importlib.import_module("altair"))

"""Settings as the core reads them: keys with dots, and the TOML text of each value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ambics import _core

if TYPE_CHECKING:
    from ambics._scenario import Scenario


def flat(settings: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Pairs of a dotted key and the text of its value."""
    pairs: list[tuple[str, str]] = []
    for key, value in settings.items():
        if isinstance(value, Mapping):
            pairs.extend(flat(cast("Mapping[str, Any]", value), f"{prefix}{key}."))
        else:
            pairs.append((f"{prefix}{key}", _toml(value)))
    return pairs


def _toml(value: object) -> str:
    """The TOML spelling of a setting; a text goes as it is, so that "+5%" is a relative edit."""
    return value if isinstance(value, str) else spelt(value)


def spelt(value: object) -> str:
    """The TOML spelling of a value inside another, where a text stands in quotes."""
    if isinstance(value, (str, bool, int, float)) or value is None:
        return json.dumps(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(spelt(own) for own in cast("Sequence[object]", value)) + "]"
    if isinstance(value, Mapping):
        table = cast("Mapping[str, object]", value)
        return "{" + ", ".join(f"{json.dumps(key)} = {spelt(own)}" for key, own in table.items()) + "}"
    instant = getattr(value, "isoformat", None)
    if callable(instant):
        return str(instant())
    raise TypeError(
        "a setting is a text, a number, a truth value, a date, or a list of them or of mappings, "
        f"not {type(value).__name__}"
    )


def luck(replications: int | None, seed: int | None) -> dict[str, int]:
    """What is given of the two, as settings."""
    run = {"run.replications": replications, "run.seed": seed}
    return {key: value for key, value in run.items() if value is not None}


def lucky(scenarios: Sequence[Scenario], replications: int | None, seed: int | None) -> list[Scenario]:
    """The scenarios with what is given of replications and seed."""
    given = luck(replications, seed)
    return [scenario.with_(given) if given else scenario for scenario in scenarios]


def schema() -> dict[str, Any]:
    """Give the JSON Schema of scenario files.

    Returns
    -------
    dict
        As `ambics schema` prints it: types, bounds, units and sentences of every key.

    Examples
    --------
    >>> import ambics
    >>> ambics.schema()["properties"]["run"]["properties"]["days"]["minimum"]
    1
    """
    document: dict[str, Any] = json.loads(_core.schema())
    return document

"""The compiled object behind a class of the package: for the modules of the package alone."""

from __future__ import annotations

from typing import Protocol, TypeVar

Core_co = TypeVar("Core_co", covariant=True)


class Face(Protocol[Core_co]):
    """A class with a compiled object behind it."""

    @property
    def _core(self) -> Core_co: ...


def native(face: Face[Core_co]) -> Core_co:
    """The compiled object of a face."""
    # Type checkers know what is private to a class and not what is private to a package: this is told in one place.
    return face._core  # pyright: ignore[reportPrivateUsage]

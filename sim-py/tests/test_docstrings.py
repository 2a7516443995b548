"""Every public name says what it is, what it takes and gives, and shows it by an example that runs."""

from __future__ import annotations

import doctest
import functools
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import ambics
import pytest
from ambics import charts, maps

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SAME_THING = {"Trial"}  # another word for a class that has its own test
NO_CODE = {"__version__"}


def public_names() -> Iterator[tuple[str, Any]]:
    """Each public name, each public member of its class, and each chart."""
    for module in (ambics, charts, maps):
        for name in module.__all__:
            if name in SAME_THING | NO_CODE:
                continue
            own = getattr(module, name)
            path = f"{module.__name__}.{name}"
            yield path, own
            if inspect.isclass(own):
                yield from members(path, own)
    yield from (("ambics", ambics), ("ambics.charts", charts), ("ambics.maps", maps))


def members(path: str, own: type) -> Iterator[tuple[str, Any]]:
    """The public methods and properties that a class has of itself; what it only keeps (a slot) its own text tells."""
    for name, member in vars(own).items():
        if not name.startswith("_") and not inspect.ismemberdescriptor(member):
            yield f"{path}.{name}", member


def text_of(own: Any) -> str:
    """Its docstring, without the margin."""
    return inspect.getdoc(own) or ""


def sections(text: str) -> dict[str, str]:
    """The parts of a docstring by heading; what stands before them under nothing."""
    parts = re.split(r"^(\w+)\n-{3,}\n", text, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2]))}


def callable_of(own: Any) -> Any:
    """The function of a name that is called; nothing for a property or a class."""
    if isinstance(own, (classmethod, staticmethod)):
        return own.__func__
    return own if inspect.isroutine(own) and not inspect.isdatadescriptor(own) else None


def faults(name: str, own: Any) -> list[str]:
    """What a docstring lacks."""
    parts, found = sections(text_of(own)), []
    if not parts[""].strip():
        return [f"{name} has no docstring"]
    if not parts[""].split("\n")[0].endswith((".", ".]")):
        found.append(f"{name}: the first line is no sentence")
    tried = doctest.DocTestParser().get_examples(
        parts.get("Examples", text_of(own) if isinstance(own, ModuleType) else "")
    )
    if not any(example.want for example in tried):
        found.append(f"{name}: no example that shows what comes of it")
    function = callable_of(own)
    if function is not None:
        taken = [p for p in inspect.signature(function).parameters if p not in ("self", "cls")]
        listed = re.findall(r"^(\S[^:\n]*?)(?: :.*)?$", parts.get("Parameters", ""), re.MULTILINE)
        told = {word.strip(" *") for line in listed for word in line.split(",")}
        found += [f"{name}: the parameter {p} is not told" for p in taken if p not in told]
        found += [f"{name}: there is no parameter {p}" for p in told - set(taken)]
        if "Returns" not in parts:
            found.append(f"{name}: what it gives is not told")
    return found


def examples_of(name: str, own: Any, given: dict[str, Any]) -> doctest.DocTest:
    """The examples of a name, with what is there before them."""
    return doctest.DocTestParser().get_doctest(text_of(own), {"ambics": ambics, **given}, name, None, None)


def faults_of_run(test: doctest.DocTest) -> str:
    """What examples give that they do not show."""
    told: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=FLAGS).run(test, out=told.append, clear_globs=False)
    return "".join(told)


@functools.cache
def run_class(path: str) -> tuple[dict[str, Any], str]:
    """What the examples of a class leave behind, and their faults; run once."""
    test = examples_of(path, _named(path), {})
    return test.globs, faults_of_run(test)


def _named(path: str) -> Any:
    own: Any = ambics
    for part in path.split(".")[1:]:
        own = getattr(own, part, None)
    return own


NAMES = dict(public_names())


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_tells_all_of_itself(name: str) -> None:
    assert faults(name, NAMES[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_its_example_gives_what_it_shows(name: str) -> None:
    own, holder = NAMES[name], name.rpartition(".")[0]
    if inspect.isclass(own):
        assert run_class(name)[1] == ""
        return
    # A member's examples go on from those of its class, as a reader of the class's help sees them.
    given = run_class(holder)[0] if holder and inspect.isclass(_named(holder)) else {}
    assert faults_of_run(examples_of(name, own, given)) == ""


def _bare(given: int) -> int:
    """Give it back."""
    return given


def _wrong(given: int) -> int:
    """Give it back.

    Parameters
    ----------
    other : int
        Anything.

    Returns
    -------
    int
        The same.

    Examples
    --------
    >>> _ = 1
    """
    return given


@pytest.mark.parametrize(("own", "count"), [(_bare, 3), (_wrong, 3), (lambda: None, 1)])
def test_what_a_docstring_lacks_is_told(own: Any, count: int) -> None:
    assert len(faults("own", own)) == count


def test_an_example_that_is_wrong_is_told() -> None:
    def two() -> None:
        """Two.

        >>> 1 + 1
        3
        """

    assert "Expected" in faults_of_run(examples_of("two", two, {}))

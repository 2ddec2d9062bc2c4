"""What the registered plugins give by name: courses, data sets, metrics and formats, checked and asked for once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

import pluggy

from nngrade.api import CourseSource, Dataset, Metric, Reporter
from nngrade.errors import SetupError

T = TypeVar("T")

KINDS: dict[str, type[Any]] = {"courses": CourseSource, "datasets": Dataset, "metrics": Metric, "reporters": Reporter}
WORDS = {"courses": "course", "datasets": "data set", "metrics": "metric", "reporters": "format"}
_FUNCTIONS = {"datasets": "load", "metrics": "compute", "reporters": "report"}


@dataclass(frozen=True)
class PluginInfo:
    """One plugin for `nngrade plugins`: its name, where it comes from, and the names it gives of each kind."""

    name: str
    origin: str
    gives: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class PluginSource:
    """Where a plugin comes from, and how to get on when it is broken."""

    name: str
    origin: str
    advice: str

    def broken(self, what: str, error: BaseException | None = None) -> SetupError:
        """Return the error to raise; the plugin's own error is told in one line."""
        reason = (
            "" if error is None else f": {type(error).__name__}: {' '.join(str(error).split())}"[:300].rstrip(".: ")
        )
        return SetupError(f"the plugin {self.name} ({self.origin}) {what}{reason}. {self.advice}")


class Plugins:
    """What all plugins give; a kind is asked for when it is first needed, and then known."""

    def __init__(self, manager: pluggy.PluginManager, sources: Mapping[str, PluginSource]):
        self._manager = manager
        self._sources = sources
        self._givers: dict[str, dict[str, PluginSource]] = {}

    @cached_property
    def courses(self) -> dict[str, CourseSource]:
        """The courses by name."""
        return self._collect("courses", CourseSource)

    @cached_property
    def datasets(self) -> dict[str, Dataset]:
        """The data sets by name."""
        return self._collect("datasets", Dataset)

    @cached_property
    def metrics(self) -> dict[str, Metric]:
        """The metrics by name."""
        return self._collect("metrics", Metric)

    @cached_property
    def reporters(self) -> dict[str, Reporter]:
        """The formats of reports by name."""
        return self._collect("reporters", Reporter)

    def origin(self, kind: str, name: str) -> str:
        """Return which plugin gives this: "built in" or the distribution, and the module."""
        getattr(self, kind)
        return self._givers[kind][name].origin

    def overview(self) -> list[PluginInfo]:
        """Return the plugins in the order in which they were registered, and what each gives."""
        for kind in KINDS:
            getattr(self, kind)
        return [
            PluginInfo(source.name, source.origin, {kind: self._names(kind, source) for kind in KINDS})
            for source in self._sources.values()
        ]

    def _names(self, kind: str, source: PluginSource) -> tuple[str, ...]:
        return tuple(name for name, giver in self._givers[kind].items() if giver is source)

    def _collect(self, kind: str, expected: type[T]) -> dict[str, T]:
        collected: dict[str, T] = {}
        givers: dict[str, PluginSource] = {}
        for source, name, gift in self._gifts(kind):
            if name in givers:
                raise _taken_twice(kind, name, givers[name], source)
            collected[name], givers[name] = cast(T, gift), source
        self._givers[kind] = givers
        return collected

    def _gifts(self, kind: str) -> Iterator[tuple[PluginSource, str, Any]]:
        """Ask the plugins one by one: pluggy's own call would not say which of them failed."""
        hook = f"nngrade_{kind}"
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            source = self._sources[implementation.plugin_name]
            try:
                gifts = implementation.function()
            except Exception as error:
                raise source.broken(f"failed in {hook}()", error) from error
            if not isinstance(gifts, list | tuple):
                raise source.broken(f"returns {_described(gifts)} from {hook}(), and a list is expected")
            for gift in gifts:
                if fault := _fault(kind, gift):
                    raise source.broken(f"{fault} from {hook}()")
                yield source, gift.name, gift


def _fault(kind: str, gift: Any) -> str:
    """Return what is wrong with one gift, as the middle of a sentence, or ""."""
    expected = KINDS[kind]
    if not isinstance(gift, expected):
        return f"returns {_described(gift)} in place of a {expected.__name__}"
    name = gift.name
    if not isinstance(name, str) or not name.isprintable() or name.split() != [name] or "," in name:
        return f"returns a {WORDS[kind]} with the name {name!r}, which is not a word,"
    function = _FUNCTIONS.get(kind)
    if function is not None and not callable(getattr(gift, function)):
        return f"returns the {WORDS[kind]} {name!r}, whose {function} is {_described(getattr(gift, function))},"
    return ""


def _described(value: object) -> str:
    return "None" if value is None else f"a value of type {type(value).__name__}"


def _taken_twice(kind: str, name: str, first: PluginSource, second: PluginSource) -> SetupError:
    if first is second:
        return second.broken(f"gives the {WORDS[kind]} {name!r} twice")
    return SetupError(
        f"two plugins give a {WORDS[kind]} {name!r}: {first.name} ({first.origin}) and {second.name} "
        f"({second.origin}). {second.advice}"
    )

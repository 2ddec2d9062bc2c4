"""What a check holds of an implementation: names of the module, and handles to objects that stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from nngrade.sandbox import generators, wire
from nngrade.sandbox.link import Link
from nngrade.sandbox.npz import read_npz
from nngrade.sandbox.outcome import Endless, FileMissing, FileUnreadable, Garbage, NotHandedOn, Outcome, Raised

ALWAYS_PLAIN = {float, int, bool, str, type(None), np.ndarray}
MAX_DRAWS = 20_000  # items from the iterables of one run


class Call:
    """One step of the trace: what was called, with what, and what came back (or the outcome it ended in).

    `arguments` is None where an attribute was read.
    """

    def __init__(
        self,
        name: str,
        arguments: tuple[Any, ...] | None = None,
        keywords: dict[str, Any] | None = None,
        of: Handle | None = None,
    ) -> None:
        self.name = name
        self.of = of  # the object whose attribute was called or read; None for a name of the module
        self.callee: Handle | None = None  # the object that was called itself
        self.arguments = arguments
        self.keywords = keywords or {}
        self.result: Any = None
        self.changed: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """Return what its arguments are called on the wire: their numbers, then the keywords."""
        return [*map(str, range(len(self.arguments or ()))), *self.keywords]


class Written(NamedTuple):
    """A step beside the calls: a value assigned within an object (`of`), or a file (`name`, its bytes)."""

    name: str
    value: Any
    of: Handle | None = None
    keys: tuple[Any, ...] = ()


class Implementation:
    """The learner's module, the reference or a known mistake: `impl.backward(X, y, params)` asks for an answer."""

    def __init__(self, link: Link, seeds: tuple[int, ...] = (0,)) -> None:
        self._link = link
        self._seeds = seeds
        self._trace: list[Call] = []
        self._calls: list[Call] = []  # those of the trace that went over this link, as the worker numbers them
        self._steps: list[Call | Written] = []  # all that was done, in order: with it the run can be told, or repeated
        self._draws = 0

    def __getattr__(self, name: str) -> Handle:
        if name.startswith("__"):
            raise AttributeError(name)
        return Handle(self, name, name)

    def rng(self, number: int = 0) -> Handle:
        """Return a `numpy.random.Generator` beside the module, the same for every implementation."""
        return self.seeded([*self._seeds, number])

    def seeded(self, seeds: list[int]) -> Handle:
        """Return a `Generator` of its own seeds, as a threshold's trainings need."""
        packer = self._packer()
        generator = self._handle("generator", packer.pack(generators.hidden(seeds)), packer=packer)
        generator._made = seeds
        return generator

    def handle(self, function: str | Handle, *args: Any, **kwargs: Any) -> Handle:
        """Call a function or a method and leave its result there, as a handle: a model is whatever its author likes."""
        asked = getattr(self, function) if isinstance(function, str) else function
        return asked._call("keep", args, kwargs)  # type: ignore[no-any-return]

    def array(self, values: Any) -> Handle:
        """Leave an array there, as a handle: passed to two calls it is the same object, as a learner's own array is."""
        packer = self._packer()
        held = self._handle("hold", packer.pack(values), packer=packer)
        held._data = values
        return held

    def path(self, name: str) -> str:
        """Return a place in the scratch folder, for an argument."""
        return wire.Path(name)

    def write(self, name: str, data: bytes) -> str:
        """Write a file into the scratch folder and return its path."""
        packer = self._packer()
        self._ask("write", str(name), packer.pack(data), packer=packer)
        self._steps.append(Written(str(name), data))
        return wire.Path(name)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file in the scratch folder."""
        data = self._ask("read", str(name))
        if type(data) is not bytes:
            raise FileMissing(name)
        return data

    def npz(self, name: str) -> dict[str, np.ndarray[Any, Any]]:
        """Return the arrays of an `.npz` file in the scratch folder, read without pickle and within bounds."""
        try:
            return read_npz(self.read(name))
        except ValueError as error:
            raise FileUnreadable(name, str(error)) from error

    def error(self, call: Callable[[], Any]) -> Raised | None:
        """Return what the learner's code raised in `call`, or None."""
        try:
            call()
        except Raised as raised:
            if raised.status != "error":
                raise
            return raised
        return None

    def fresh(self) -> Implementation:
        """Return the same module in a new process."""
        other = Implementation(self._link.fresh(), self._seeds)
        other._trace, other._steps = self._trace, self._steps
        return other

    def changed_later(self) -> list[tuple[Call, str]]:
        """Return (call, argument) for what was changed after its own call, as when a constructor keeps it."""
        found = self._ask("changed")
        later = []
        for pair in found if type(found) is list else []:
            match pair:
                case [int(number), str(name)] if 0 <= number < len(self._calls):
                    call = self._calls[number]
                    if name in call.names():
                        later.append((call, name))
        return later

    def has(self, name: str) -> bool:
        """Say whether the module has that name."""
        return self._ask("has", name) is True

    def _handle(self, operation: str, *trees: Any, packer: wire.Packer | None = None) -> Handle:
        """Ask for what is always a handle, unless the learner's code answers in its worker's place."""
        value = self._ask(operation, *trees, packer=packer)
        if not isinstance(value, Handle):
            raise Garbage("an answer of another kind than was asked for")
        return value

    def _packer(self) -> wire.Packer:
        return wire.Packer(self._send_handle, wire.TO_WORKER)

    def _send_handle(self, value: Any, packer: wire.Packer, depth: int) -> list[Any]:
        if isinstance(value, wire.Unsupported):
            raise NotHandedOn(value.what)
        if not isinstance(value, Handle) or isinstance(value._target, str):
            raise TypeError(f"a check cannot send a {type(value).__name__} to the learner's code")
        if value._impl._link is not self._link:
            raise TypeError(f"{value!r} lives in another process: a check cannot send it to this one")
        return ["h", value._target]

    def _ask(self, operation: str, *trees: Any, packer: wire.Packer | None = None, called: str = "") -> Any:
        value, _ = self._link.ask(
            self._special(called), operation, *trees, packer=packer or self._packer(), called=called
        )
        return value

    def _special(self, name: str) -> Callable[[str, list[Any], wire.Unpacker], Any]:
        def special(tag: str, rest: list[Any], unpacker: wire.Unpacker) -> Any:
            if tag == "h":
                number, kind, is_callable, contents = rest
                if type(number) is not int or not isinstance(kind, str):
                    raise wire.WireError("no handle")
                data = _NOTHING if contents is None else unpacker.unpack(contents)
                return Handle(self, number, name, wire.one_line(kind[:100]), bool(is_callable), data)
            if tag == "r":
                return wire.Unsupported("a numpy.random.Generator")
            raise wire.WireError(f"an unknown tag {tag!r}")

        return special


_NOTHING = object()


class Handle:
    """An object that stays where it is: a name of the module, or what a call returned."""

    def __init__(
        self,
        impl: Implementation,
        target: int | str,
        name: str,
        kind: str = "",
        callable_: bool = True,
        contents: Any = _NOTHING,
    ) -> None:
        self._impl = impl
        self._target = target
        self._name = name
        self._kind = kind
        self._callable = callable_
        self._contents = contents
        self._of: Handle | None = None  # the object it is an attribute of
        self._made: list[int] | None = None  # the seeds of a random generator
        self._data: Any = None  # the array that it is
        self._iterated = False
        self._kept = False

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call it there. Array arguments travel as copies."""
        return self._call("call", args, kwargs)

    def _call(self, operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        impl, packer = self._impl, self._impl._packer()
        try:
            given = [packer.pack(argument) for argument in args]
            named = [[name, packer.pack(argument)] for name, argument in kwargs.items()]
        except wire.WireError as error:
            raise NotHandedOn(str(error)) from None
        call = Call(self._name, args, kwargs, self._of)
        if self._of is None and not isinstance(self._target, str):
            call.callee = self
        impl._trace.append(call)
        impl._steps.append(call)
        impl._calls.append(call)
        try:
            call.result, changed = impl._link.ask(
                impl._special(self._name), operation, self._target, given, named, packer=packer, called=self._name
            )
        except Outcome as outcome:
            call.result = outcome
            raise
        if operation == "keep":
            if not isinstance(call.result, Handle):
                raise Garbage("an answer of another kind than was asked for")
            call.result._kept = True
        call.changed = tuple(name for name in changed if name in call.names())
        return call.result

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        called = f"{self._name}.{name}"
        value = self._impl._ask("attr", self._target, name, called=called)
        if isinstance(value, Handle):
            value._of = self
        else:
            call = Call(called, of=self)
            call.result = value
            self._impl._trace.append(call)
            self._impl._steps.append(call)
        return value

    def __getitem__(self, key: Any) -> Any:
        if self._contents is not _NOTHING:
            return self._contents[key]
        packer = self._impl._packer()
        return self._impl._ask("item", self._target, packer.pack(key), packer=packer, called=self._name)

    def __len__(self) -> int:
        if self._contents is _NOTHING:
            raise TypeError(f"{self!r} has no length here")
        return len(self._contents)

    def __iter__(self) -> Iterator[Any]:
        self._iterated = True
        if self._contents is not _NOTHING:
            yield from self._contents
            return
        iterator = self._impl._ask("iter", self._target, called=self._name)
        if not isinstance(iterator, Handle):
            raise Garbage("an iterator that is none")
        while item := self._impl._ask("next", iterator._target, called=self._name):
            self._impl._draws += 1
            if self._impl._draws > MAX_DRAWS:
                raise Endless(self._name, MAX_DRAWS)
            if type(item) is not list:
                raise Garbage("an item that is none")
            yield item[0]

    def __repr__(self) -> str:
        return f"<{self._kind or self._name} of the code under test>"

    def assign(self, attribute: str, *rest: Any) -> None:
        """Do `object.attribute[key]...[...] = value` there; the last argument is the value."""
        *keys, value = rest
        packer = self._impl._packer()
        trees = [attribute, *(packer.pack(key) for key in keys)], packer.pack(value)
        self._impl._ask("assign", self._target, *trees, packer=packer, called=f"{self._name}.{attribute}")
        self._impl._steps.append(Written(attribute, value, self, tuple(keys)))


def plain(value: Any) -> Any:
    """Return the data that a handle also is (a named tuple, a dict subclass), all the way down; others as they are."""
    if isinstance(value, Handle) and value._contents is not _NOTHING:
        return plain(value._contents)
    if type(value) is list or type(value) is tuple:
        if set(map(type, value)) <= ALWAYS_PLAIN:  # a million floats, say
            return value
        return type(value)(plain(item) for item in value)
    if type(value) is dict:
        return {key: plain(item) for key, item in value.items()}
    return value

"""The table of objects behind handles: it executes one request on the learner's module and answers in plain data.

The worker serves its socket with it; the grader runs the reference solution and known mistakes with the very same
code, so that both are asked, copied and answered alike.
"""

from __future__ import annotations

import builtins
import contextlib
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from nngrade.sandbox import generators, wire

MAX_FILE = 32 << 20
MAX_FRAMES = 12
SMALL = 64 << 10  # bytes of an array that are compared by copying them
MAX_REMEMBERED = 64 << 10  # bytes of arguments of one call that are compared once more at the end
MAX_REMEMBERED_TOGETHER = 16 << 20  # of all calls: a training of thousands of steps must not fill the memory


class Table:
    """Objects by handle. `execute(request, body)` returns the reply's tree and the packer with its arrays."""

    def __init__(self, module: ModuleType | None, scratch: Path, limit: int = wire.FROM_WORKER) -> None:
        self.module = module
        self.scratch = scratch
        self.limit = limit
        self.objects: dict[int, Any] = {}
        self.changed: list[str] = []
        self.calls = 0
        self.given: list[tuple[int, str, Any, Any]] = []  # small arguments of all calls, now and as they were sent
        self.remembered = 0
        self.sources: dict[str, str] = {}  # file of the copy -> the path as the learner knows it
        self.blocked: Callable[[BaseException], bool] = lambda error: False

    def execute(self, request: list[Any], body: memoryview) -> tuple[list[Any], wire.Packer]:
        """Do what the request says; whatever the learner's code raises becomes an `error` reply."""
        packer = wire.Packer(self._keep, self.limit, generators=False)
        self.changed = []
        try:
            operation, *arguments = request
            value = getattr(self, f"do_{operation}")(wire.Unpacker(body, self._special, copy=True), *arguments)
            return ["ok", packer.pack(value), self.changed], packer
        except _Missing as error:
            reply: list[Any] = ["missing", error.args[0], _public(self.module)]
        except wire.WireError as error:
            reply = too_large(error)
        except BaseException as error:
            reply = self.describe(error)
        return reply, wire.Packer(self._keep, self.limit)

    # The operations. Trees come in as they are; each unpacks what it needs.

    def do_keep(self, unpacker: wire.Unpacker, target: Any, args: list[Any], kwargs: list[Any]) -> Any:
        """Call as `do_call` does, and return a handle, whatever the result is."""
        return _Held(self.do_call(unpacker, target, args, kwargs))

    def do_call(self, unpacker: wire.Unpacker, target: Any, args: list[Any], kwargs: list[Any]) -> Any:
        """Call a function of the module (by name) or an object (by handle)."""
        number, self.calls = self.calls, self.calls + 1  # a call that raises counts too: the grader counts alike
        function = self._object(target)
        given = [unpacker.unpack(tree) for tree in args]
        named = {name: unpacker.unpack(tree) for name, tree in kwargs}
        value = function(*given, **named)
        again = unpacker.again(copy=False)
        pairs = [*zip(map(str, range(len(args))), given, args, strict=True)]
        pairs += [(name, named[name], tree) for name, tree in kwargs]
        for name, now, tree in pairs:
            if type(tree) is not list:
                continue  # a number, a text: nothing that could be changed
            sent = again.unpack(tree)
            if not _same(now, sent):
                self.changed.append(name)
            elif len(again.data) <= MAX_REMEMBERED and self.remembered <= MAX_REMEMBERED_TOGETHER:
                self.given.append((number, name, now, sent))
        self.remembered += len(again.data)
        return value

    def do_changed(self, unpacker: wire.Unpacker) -> list[list[Any]]:
        """Return [call, argument] for each small argument that was changed after its own call had returned."""
        return [[call, name] for call, name, now, sent in self.given if not _same(now, sent)]

    def do_attr(self, unpacker: wire.Unpacker, target: Any, name: str) -> Any:
        """Return an attribute of an object."""
        return getattr(self._object(target), name)

    def do_has(self, unpacker: wire.Unpacker, name: str) -> bool:
        """Say whether the module has a name."""
        return hasattr(self.module, name)

    def do_item(self, unpacker: wire.Unpacker, target: Any, key: Any) -> Any:
        """Return `object[key]`."""
        return self._object(target)[unpacker.unpack(key)]

    def do_assign(self, unpacker: wire.Unpacker, target: Any, keys: list[Any], value: Any) -> None:
        """Do `object.first[second]...[...] = value`."""
        place = getattr(self._object(target), keys[0])
        for key in keys[1:]:
            place = place[unpacker.unpack(key)]
        place[...] = unpacker.unpack(value)

    def do_iter(self, unpacker: wire.Unpacker, target: Any) -> Any:
        """Return a handle to `iter(object)`."""
        return _Iterator(iter(self._object(target)))

    def do_next(self, unpacker: wire.Unpacker, target: int) -> list[Any]:
        """Return [item], or [] at the end."""
        try:
            return [next(self.objects[target].iterator)]
        except StopIteration:
            return []

    def do_generator(self, unpacker: wire.Unpacker, state: Any) -> Any:
        """Return a handle to a new `Generator` of this state, which lives here as long as the module."""
        return _Held(generators.rebuilt(unpacker.unpack(state)))

    def do_hold(self, unpacker: wire.Unpacker, tree: Any) -> Any:
        """Return a handle to a value that was sent: whoever is given it twice is given the same object."""
        return _Held(unpacker.unpack(tree))

    def do_write(self, unpacker: wire.Unpacker, name: str, data: Any) -> None:
        """Write bytes into the scratch folder."""
        (self.scratch / name).write_bytes(unpacker.unpack(data))

    def do_read(self, unpacker: wire.Unpacker, name: str) -> bytes | None:
        """Return the bytes of a file in the scratch folder; None when there is none."""
        path = self.scratch / name
        if not path.is_file() or path.is_symlink() or path.stat().st_size > MAX_FILE:
            return None
        return path.read_bytes()

    # Handles and errors.

    def _object(self, target: Any) -> Any:
        """Return the object of a handle, or of a name in the module."""
        if not isinstance(target, str):
            return self.objects[target]
        if not hasattr(self.module, target):
            raise _Missing(target)
        return getattr(self.module, target)

    def _keep(self, value: Any, packer: wire.Packer, depth: int) -> list[Any]:
        number = len(self.objects)
        held = type(value) is _Held
        self.objects[number] = value = value.value if held else value
        contents = None if held else _contents(value)
        tree = None if contents is None else packer.pack(contents, depth + 1)
        return ["h", number, wire.class_name(type(value)), callable(value), tree]

    def _special(self, tag: str, rest: list[Any], unpacker: wire.Unpacker) -> Any:
        if tag == "h":
            return self.objects[rest[0]]
        if tag == "p":
            return str(self.scratch / rest[0])
        if tag == "r":
            return generators.rebuilt(unpacker.unpack(rest[0]))
        raise wire.WireError(f"unknown tag {tag!r}")

    def describe(self, error: BaseException) -> list[Any]:
        """Return the `error` reply for an exception: types, message, the learner's own traceback lines, blocked.

        An exception is the learner's object too: nothing that it says of itself is taken for granted.
        """
        types = [_exception_name(kind) for kind in type(error).__mro__[:-1]][:16]
        try:
            message = self._as_the_learner_knows(wire.text(str(error)))[:2000]
        except BaseException as inner:
            message = f"(its message could not be made: {wire.class_name(type(inner))})"
        try:
            lines = self._own_lines(error)
            blocked = bool(self.blocked(error))
        except BaseException:
            lines, blocked = [], False
        return ["error", types, message, lines[-MAX_FRAMES:], blocked]

    def _as_the_learner_knows(self, text: str) -> str:
        """Return a message with the paths of the copy as the learner's own: ours are other ones in each run."""
        for file, shown in self.sources.items():
            text = text.replace(file, shown)
            text = text.replace(f"({Path(file).name}, line ", f"({Path(shown).name}, line ")  # of a SyntaxError
        return text.replace(str(self.scratch), "scratch")

    def _own_lines(self, error: BaseException) -> list[list[Any]]:
        lines = []
        if isinstance(error, SyntaxError) and error.filename in self.sources:
            lines.append([self.sources[error.filename], int(error.lineno or 0), "", _line(error.text)])
        for entry in traceback.extract_tb(error.__traceback__):
            if shown := self.sources.get(entry.filename):
                lines.append([shown, entry.lineno or 0, wire.text(entry.name), _line(entry.line)])
        return lines


_EXCEPTIONS = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}


def _exception_name(kind: type) -> str:
    """Return a class's name; a `class ValueError(Exception)` of the learner's is none that a caller would catch."""
    name = wire.class_name(kind)
    return name if _EXCEPTIONS.get(name, kind) is kind else f"{name} of its own"


class _Missing(Exception):
    """The module has no such name."""


class _Held:
    """Marks a value that must stay here as a handle, although it could travel."""

    def __init__(self, value: Any) -> None:
        self.value = value


class _Iterator:
    """An iterator behind a handle."""

    def __init__(self, iterator: Any) -> None:
        self.iterator = iterator


def too_large(error: wire.WireError) -> list[Any]:
    """Return the `error` reply for a value that does not fit into a frame."""
    return ["error", ["ReplyTooLarge"], f"the reply is {error}", [], False]


def _line(text: str | None) -> str:
    return wire.text(text or "").strip()[:200]


def _public(module: ModuleType | None) -> list[str]:
    """Return the names that the module itself defines, for the message about a missing one."""
    names = []
    for name, value in list(vars(module).items())[:500]:
        with contextlib.suppress(BaseException):  # a value may answer to anything, in any way
            if not name.startswith("_") and getattr(value, "__module__", None) == getattr(module, "__name__", ""):
                names.append(wire.text(name))
    return names


def _contents(value: Any) -> Any:
    """Return the plain data that an object of the learner's own also is: a named tuple, a dict or list subclass."""
    if isinstance(value, tuple):
        return tuple.__getitem__(value, slice(None))
    if isinstance(value, dict):
        return dict.copy(value)
    return list.copy(value) if isinstance(value, list) else None


def _same(now: Any, sent: Any) -> bool:
    """Say whether an argument is still what was sent: arrays bit by bit, containers item by item."""
    if now is sent:
        return True  # a handle: made to change
    if isinstance(sent, np.ndarray):
        if not isinstance(now, np.ndarray) or now.dtype != sent.dtype or now.shape != sent.shape:
            return False
        if sent.nbytes <= SMALL:
            return now.tobytes() == sent.tobytes()
        bits = f"u{min(sent.itemsize, 8)}"
        return bool((_flat(now).view(bits) == _flat(sent).view(bits)).all()) if sent.size else True
    if isinstance(sent, list | tuple):
        return type(now) is type(sent) and len(now) == len(sent) and all(map(_same, now, sent))
    if isinstance(sent, dict):
        return type(now) is dict and list(now) == list(sent) and all(_same(now[key], sent[key]) for key in sent)
    if sent is None or isinstance(sent, bool | int | float | str | bytes | np.generic):
        return type(now) is type(sent) and bool(now == sent or (now != now and sent != sent))
    return True  # a handle, a generator: made to change


def _flat(array: Any) -> Any:
    return np.ascontiguousarray(array).reshape(-1)

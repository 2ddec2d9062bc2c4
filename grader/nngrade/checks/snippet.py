"""Writes calls as lines for a Python prompt, with the arguments they were made with."""

from __future__ import annotations

import io
import keyword
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from nngrade.checks.words import Names
from nngrade.result import Example
from nngrade.sandbox import wire
from nngrade.sandbox.handles import Call, Handle, Written

FOLDER = "{folder}"  # stands in the lines for the place where the files will lie
LARGE = 150  # numbers: an array with more goes into a file beside the lines
WIDTH, ROOM = 72, 58  # of a line, and of one that stands behind a name
NO_NAMES = ("dict", "list", "tuple", "function", "generator")
LONGEST_NAME = 40
Step = Call | Written


class Writer:
    """Writes steps as Python. `decimals` rounds the arguments, None writes them as they are.

    With `kept` the point is that the arguments stay as they are: each has a name, and the last line shows them.
    """

    def __init__(self, module: str, names: Names, decimals: int | None, kept: bool = False) -> None:
        self.module = module
        self.names = names
        self.decimals = decimals
        self.kept = kept
        self.arguments: dict[str, None] = {}  # what the lines call them, in order
        self.lines: list[str] = []
        self.files: dict[str, bytes] = {}
        self.called: dict[int, str] = {}  # objects by what the lines call them
        self.texts: dict[str, str] = {}  # arrays by what the lines call them: written once
        self.imported: set[str] = set()
        self.reserved = {"np", "inf", "nan", "list", module}

    def write(self, steps: Sequence[Step]) -> Example:
        """Return the lines, and the files they read."""
        self.reserved |= {step.name.split(".")[0] for step in steps if isinstance(step, Call)}
        for step in steps:
            if isinstance(step, Written):
                self._written(step)
            else:
                self._call(step, last=step is steps[-1])
        if self.kept and self.arguments:
            must = "it must be as it was made" if len(self.arguments) == 1 else "they must be as they were made"
            self.lines.append(f"{', '.join(self.arguments)}  # {must}")
        head = ["import numpy as np"]
        if any(re.search(r"\b(inf|nan)\b", line) for line in self.lines):
            head.append("from numpy import inf, nan")
        head.append(f"from {self.module} import {', '.join(sorted(self.imported)) or '*'}")
        return Example((*head, "", *self.lines), self.files)

    def _owner(self, handle: Handle) -> str:
        if isinstance(handle._target, str):  # a class of the module: `MLP.load`
            self.imported.add(handle._target)
            return handle._target
        if id(handle) not in self.called and handle._of is not None:  # an attribute: `model.layer`
            return f"{self._owner(handle._of)}.{handle._name.rpartition('.')[2]}"
        return self.called.get(id(handle), "model")

    def _written(self, step: Written) -> None:
        if step.of is None:
            self.files[step.name] = step.value
            return
        keys = "".join(f"[{key!r}]" for key in step.keys)
        owner = self._owner(step.of)
        value = self._value(step.value, str(step.keys[-1]) if step.keys else step.name)
        self.lines.append(f"{owner}.{step.name}{keys}[...] = {value}")

    def _call(self, call: Call, last: bool) -> None:
        what = call.name.rpartition(".")[2]
        if call.callee is not None:  # an object that can be called
            what = self._owner(call.callee)
        elif call.of is not None:
            what = f"{self._owner(call.of)}.{what}"
        else:
            self.imported.add(call.name.split(".")[0])
            what = call.name
        if call.arguments is None:  # an attribute was read
            self.lines.append(what)
            return
        parameters = self.names.parameters(call.name) + [f"argument{n}" for n in range(9)]
        given = [self._given(value, name) for value, name in zip(call.arguments, parameters, strict=False)]
        given += [f"{name}={self._given(value, name)}" for name, value in call.keywords.items()]
        text = f"{what}({', '.join(given)})"
        if len(text) > WIDTH:
            text = f"{what}({_below(given, ' ' * (len(what) + 1))})"
        if isinstance(call.result, Handle):
            if call.result._iterated and not call.result._kept:  # what is kept is looked at later
                text = f"list({text})"
            if not last:
                text = f"{self._name(call.result)} = {text}"
        self.lines.append(text)

    def _given(self, value: Any, name: str) -> str:
        """Return an argument; where it is to be kept as it is, its name."""
        text = self._value(value, name)
        if self.kept and isinstance(value, np.ndarray | list | dict):
            text = text if text in self.texts.values() else self._put(name, text)
            self.arguments[text] = None
        return text

    def _name(self, handle: Handle) -> str:
        """Choose a name for an object: `network` for an OurNeuralNetwork, `mlp` for an MLP."""
        word = (re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", handle._kind) or ["model"])[-1].lower()
        self.called[id(handle)] = self._free("result" if word in NO_NAMES else word)
        return self.called[id(handle)]

    def _free(self, wanted: str) -> str:
        """Return a name that is not taken yet. A learner may have chosen it: a key of a dict, a class."""
        plain = wanted.isascii() and wanted.isidentifier() and not keyword.iskeyword(wanted)
        base = wanted if plain and len(wanted) <= LONGEST_NAME else "value"
        name, number = base, 2
        while name in self.reserved or name in self.called.values() or name in self.texts.values():
            name, number = f"{base}_{number}", number + 1
        return name

    def _value(self, value: Any, name: str) -> str:
        if isinstance(value, Handle):
            if value._made is not None:
                return self._generator(value)
            if value._data is not None:
                return self._held(value, name)
            return self._owner(value)
        if isinstance(value, wire.Path):
            return repr(f"{FOLDER}/{value}")
        if isinstance(value, dict):
            items = [f"{key!r}: {self._value(item, str(key))}" for key, item in value.items()]
            text = f"{{{', '.join(items)}}}"
            return text if len(text) <= ROOM else self._put(name, f"{{{_below(items, ' ')}}}")
        if type(value) in (list, tuple):
            return self._sequence(value, name)
        if isinstance(value, np.ndarray):
            return self._array(value, name)
        if isinstance(value, float):
            return repr(value if self.decimals is None else round(value, self.decimals))
        if isinstance(value, np.generic):
            return f"np.{_name(value.dtype)}({value.item()!r})"
        return repr(value)

    def _sequence(self, value: list[Any] | tuple[Any, ...], name: str) -> str:
        if type(value) is list and len(value) > LARGE and all(type(item) in (int, float) for item in value):
            return f"{self._array(np.array(value), name)}.tolist()"
        one = name.removesuffix("s") or name  # of the layers
        items = [self._value(item, one) for item in value]
        first, last = "[]" if type(value) is list else ("(", ",)" if len(value) == 1 else ")")
        text = f"{first}{', '.join(items)}{last}"
        return text if len(text) <= ROOM else self._put(name, f"{first}{_below(items, ' ')}{last}")

    def _generator(self, handle: Handle) -> str:
        if id(handle) not in self.called:
            self.called[id(handle)] = name = self._free("rng")
            self.lines.append(f"{name} = np.random.default_rng({handle._made})")
        return self.called[id(handle)]

    def _held(self, handle: Handle, name: str) -> str:
        if id(handle) not in self.called:
            text = self._value(handle._data, name)
            self.called[id(handle)] = text if text.isidentifier() else self._put(name, text)
        return self.called[id(handle)]

    def _array(self, value: np.ndarray[Any, Any], name: str) -> str:
        if value.size > LARGE:
            buffer = io.BytesIO()
            np.save(buffer, value, allow_pickle=False)
            data = buffer.getvalue()
            file = next((known for known, other in self.files.items() if other == data), "")
            if not file:
                file = f"{self._free(name)}.npy"
                self.files[file] = data
            return self._put(name, f"np.load('{FOLDER}/{file}')  # {value.shape}, {value.dtype}")
        rounded = value if self.decimals is None or value.dtype.kind != "f" else np.round(value, self.decimals)
        numbers = np.array2string(
            rounded,
            separator=", ",
            max_line_width=max(WIDTH - len(f"{name} = "), WIDTH // 2),
            threshold=LARGE + 1,
            floatmode="unique",
            prefix="np.array(",
        )
        kind = "" if value.dtype in (np.float64, np.int64) else f", dtype=np.{_name(value.dtype)}"
        if not value.size:
            numbers, kind = f"np.empty({value.shape})", kind
        text = f"np.array({numbers}{kind})"
        return text if len(text) <= 40 and "\n" not in text else self._put(name, text)

    def _put(self, name: str, text: str) -> str:
        """Give a long value a line of its own."""
        if text in self.texts:
            return self.texts[text]
        chosen = self._free(name)
        self.texts[text] = chosen
        prefix = f"{chosen} = "
        self.lines.append(prefix + text.replace("\n", "\n" + " " * len(prefix)))
        return chosen


def _name(dtype: np.dtype[Any]) -> str:
    return "bool_" if dtype.kind == "b" else dtype.name  # `np.bool` is new in NumPy 2


def _below(pieces: Sequence[str], margin: str) -> str:
    """Return pieces, as many on a line as there is room for."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and len(margin) + len(lines[-1]) + len(piece) > ROOM:
            lines.append("")
        lines[-1] += f"{piece}, "
    return ("\n" + margin).join(line.rstrip() for line in lines).removesuffix(",")

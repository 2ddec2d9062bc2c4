"""Reads a YAML file into a frozen struct, and says where in the file something is wrong."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec
import yaml

from nngrade.course.explain import explain
from nngrade.errors import CourseError

T = TypeVar("T", bound=msgspec.Struct)

try:
    from yaml import CSafeLoader as _Base  # ten times faster than the loader in Python
except ImportError:  # PyYAML without libyaml
    from yaml import SafeLoader as _Base  # type: ignore[assignment]


def _at(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


class _Loader(_Base):
    """The safe loader, which also refuses a key that stands twice and numbers that are none."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        # asked first for every mapping, before "<<" puts an anchor's keys among its own; those may be overridden
        checked: set[int] = self.__dict__.setdefault("checked", set())
        if id(node) not in checked:
            checked.add(id(node))
            seen: set[str] = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in seen:
                    raise _at(key, f"the key {key.value!r} stands twice")
                seen.add(str(key.value))
        super().flatten_mapping(node)

    def construct_finite(self, node: yaml.ScalarNode) -> float:
        value: float = self.construct_yaml_float(node)
        if not math.isfinite(value):
            raise _at(node, f"{node.value} is not a finite number")
        return value


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_finite)


def read(path: Path, struct: type[T]) -> T:
    """Return what `path` holds as a `struct`; a `CourseError` names the line and the key that is wrong."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}).") from None
    try:
        loader = _Loader(text)
        try:
            data = loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f":{mark.line + 1}" if mark else ""
        raise CourseError(f"{path}{place}: {error.problem or error.context}.") from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise CourseError(f"{path}: not YAML in UTF-8 ({str(error).splitlines()[0]}).") from None
    except (
        RecursionError,
        ValueError,
        TypeError,
    ) as error:  # nested without end, a date of month 13, an unhashable key
        raise CourseError(f"{path}: not readable as YAML ({str(error).splitlines()[0]}).") from None
    try:
        return msgspec.convert(data, struct)
    except msgspec.ValidationError as error:
        refuse(path, *explain(str(error), struct))
    except RecursionError:
        raise CourseError(f"{path}: an alias contains itself.") from None


def refuse(path: Path, place: str, problem: str) -> NoReturn:
    """Raise the `CourseError` for `place` ("checks[2].points") in the file at `path`."""
    line = _line(path, place)
    where = f"{path}:{line}" if line else str(path)
    raise CourseError(f"{where}: {place}: {problem}" if place else f"{where}: {problem}")


def _line(path: Path, place: str) -> int | None:
    """Return the line of `place`, or of the nearest key around it that the file has."""
    try:
        node = yaml.compose(path.read_bytes(), Loader=_Loader)
    except (OSError, yaml.YAMLError, RecursionError):
        return None
    line: int | None = None
    for step in re.findall(r"[^.\[\]]+|\d+", place):
        if isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
            node = node.value[int(step)]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        else:
            break
    return line

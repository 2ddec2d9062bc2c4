"""Says what msgspec found wrong in words of YAML, with the place in the file and the nearest right name."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from nngrade.course.find import nearest

_WORDS = {
    "str": "text",
    "float": "a number",
    "int": "a whole number",
    "bool": "a yes or no",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
    "date": "a date",
    "datetime": "a date",
}


def explain(message: str, struct: type[msgspec.Struct]) -> tuple[str, str]:
    """Return the place and the problem in msgspec's sentence, in words of YAML and with the nearest right name."""
    problem, _, at = message.partition(" - at `$")
    place = at.rstrip("`").lstrip(".")
    name = re.search(r"`(.*)`|'(.*)'", problem, re.DOTALL)
    named = (name.group(1) or name.group(2) or "") if name else ""
    if problem.startswith("Object contains unknown field"):
        return f"{place}.{named}".lstrip("."), f"there is no key {named!r}{nearest(named, _allowed(struct, place))}"
    if problem.startswith("Object missing required field"):
        return place, f"the key {named!r} is missing"
    if problem.startswith("Invalid enum value"):
        allowed = ", ".join(_allowed(struct, place))
        return place, f"{named or problem.split()[-1]} is not allowed; allowed: {allowed}"
    quotes = "; put it in quotes" if re.search(r"`str`.*, got `(?!array|object|null)", problem) else ""
    words = re.sub(r"`([^`]*)`", lambda found: " or ".join(map(_word, found.group(1).split(" | "))), problem)
    return place, words[0].lower() + words[1:] + quotes


def _word(name: str) -> str:
    return _WORDS.get(name, name)


def _allowed(struct: type[msgspec.Struct], place: str) -> list[str]:
    """Return the keys, or the values, that are allowed at `place` of a `struct`."""
    import msgspec.inspect as inspect  # 5 ms, and only a broken file needs it

    node: Any = inspect.type_info(struct)
    for step in re.findall(r"[^.\[\]]+|\[[^\]]*\]", place):
        if isinstance(node, inspect.UnionType):
            node = next((one for one in node.types if isinstance(one, inspect.StructType)), node.types[0])
        if isinstance(node, inspect.StructType):
            node = next((field.type for field in node.fields if field.encode_name == step), None)
        else:
            node = getattr(node, "item_type", None) or getattr(node, "value_type", None)
    if isinstance(node, inspect.UnionType):
        node = next((one for one in node.types if isinstance(one, inspect.StructType)), node.types[0])
    if isinstance(node, inspect.LiteralType):
        return [str(value) for value in node.values]
    return [field.encode_name for field in node.fields] if isinstance(node, inspect.StructType) else []

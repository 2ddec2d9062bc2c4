"""A module as text and as tree at once: a mutant is an edit of the text, so that its diff reads like the original."""

from __future__ import annotations

import ast
import bisect
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# What falls apart when it stands beside an operator, a dot or a bracket without parentheses of its own.
COMPOUND = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda)
TIGHT = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Attribute, ast.Subscript, ast.Call)
COMMENT = re.compile(r"(^|\s)#\s.*$")


class Edit(NamedTuple):
    """Bytes `start` to `end` of a text, and what stands there instead."""

    start: int
    end: int
    text: str


class Module:
    """The text of a module, its tree, and for each node its parent and the place in the text (in bytes)."""

    def __init__(self, source: str) -> None:
        self.data = source.encode()
        self.tree = ast.parse(source)
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        imports = [node for node in ast.walk(self.tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        self.imported = {alias.asname or alias.name for node in imports for alias in node.names}
        self.lines = [0]
        for line in self.data.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        starts = [
            min([node, *getattr(node, "decorator_list", [])], key=lambda one: one.lineno) for node in self.tree.body
        ]
        self.tops = [self.lines[node.lineno - 1] for node in starts]

    def start(self, node: ast.AST) -> int:
        """Return the offset of a node's first byte."""
        return self.lines[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined,no-any-return]

    def end(self, node: ast.AST) -> int:
        """Return the offset behind a node's last byte."""
        return self.lines[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined,no-any-return]

    def text(self, node: ast.AST) -> str:
        """Return a node as it is written."""
        return self.data[self.start(node) : self.end(node)].decode()

    def operand(self, node: ast.expr) -> str:
        """Return a node as it is written, in parentheses where it would fall apart beside an operator."""
        return f"({self.text(node)})" if isinstance(node, COMPOUND) else self.text(node)

    def put(self, node: ast.AST, text: str) -> Edit:
        """Return the edit that writes `text` in place of a node."""
        return Edit(self.start(node), self.end(node), text)

    def instead(self, node: ast.expr, other: ast.expr) -> Edit:
        """Return the edit that puts a copy of one expression in place of another."""
        parent = self.parents[node]
        tight = isinstance(parent, TIGHT) and not (isinstance(parent, ast.Call) and parent.func is not node)
        tight = tight and not (isinstance(parent, ast.Subscript) and parent.value is not node)
        return self.put(node, self.operand(other) if tight else self.text(other))

    def between(self, left: ast.AST, right: ast.AST, old: str, new: str) -> Iterator[Edit]:
        """Yield the edit of the sign `old` that stands between two nodes."""
        gap = self.data[self.end(left) : self.start(right)].decode()
        if old in gap:
            yield Edit(self.end(left), self.start(right), gap.replace(old, new, 1))

    def swapped(self, left: ast.expr, right: ast.expr, tight: bool = False) -> Edit:
        """Return the edit that lets two nodes change places; what stands between them stays."""
        gap = self.data[self.end(left) : self.start(right)].decode()
        write = self.operand if tight else self.text
        return Edit(self.start(left), self.end(right), write(right) + gap + write(left))

    def dropped(self, items: Sequence[tuple[ast.AST, ast.AST]], index: int) -> Edit:
        """Return the edit that takes one of several items (first and last node of each) out, with its comma."""
        first, last = items[index]
        if index:
            behind = self.end(items[index - 1][1])
            return Edit(self.data.index(b",", behind), self.end(last), "")
        return Edit(self.start(first), self.start(items[1][0]) if len(items) > 1 else self.end(last), "")

    def around(self, edit: Edit) -> tuple[str, str]:
        """Return the lines that an edit touches, before and after it: one line each, without comments."""
        first = self.data.rfind(b"\n", 0, edit.start) + 1
        last = self.data.find(b"\n", edit.end)
        last = len(self.data) if last < 0 else last
        old = self.data[first:last].decode()
        if edit.text == "pass":
            old, new = old[: old.index("\n")] if "\n" in old else old, "pass"  # of a whole loop, its first line
        else:
            new = (self.data[first : edit.start] + edit.text.encode() + self.data[edit.end : last]).decode()
        return plain(old), plain(new)

    def apply(self, edit: Edit) -> str:
        """Return the text with one edit made."""
        return (self.data[: edit.start] + edit.text.encode() + self.data[edit.end :]).decode()

    def number(self, edit: Edit) -> int:
        """Return which of the module's statements an edit is in."""
        return bisect.bisect(self.tops, edit.start) - 1

    def part(self, number: int, edit: Edit | None = None) -> str:
        """Return one of the module's statements, from its line's start on, with an edit of it made."""
        first = self.tops[number]
        last = self.tops[number + 1] if number + 1 < len(self.tops) else len(self.data)
        edit = edit or Edit(first, first, "")
        return (self.data[first : edit.start] + edit.text.encode() + self.data[edit.end : last]).decode()


def plain(lines: str) -> str:
    """Return lines as one, without comments and indentation: what a list of equivalent mutants knows them by."""
    return " ".join(filter(None, (COMMENT.sub("", line).strip() for line in lines.splitlines())))

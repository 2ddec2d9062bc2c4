"""The bank of known mistakes of an exercise: each form is the reference solution with a few words changed."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from nngrade.api import Mistake
from nngrade.checks.guard import guarded
from nngrade.errors import CourseError
from nngrade.sandbox.local import Local


class Suspect:
    """One form of a known mistake, or several mistakes in one file: a module of its own, imported anew when asked."""

    def __init__(
        self, path: Path, source: str, mistakes: Sequence[Mistake], forms: Sequence[Mapping[str, str]]
    ) -> None:
        self.path = path
        self.original = source
        self.mistakes = tuple(mistakes)
        self.forms = tuple(forms)
        self.fates: dict[str, bool] = {}  # by check: whether this form passes it
        self.answers: dict[Any, Any] = {}  # by what was asked: what it answered
        self.endless = False  # it has used its time once

    @property
    def ids(self) -> tuple[str, ...]:
        """The mistakes' ids, in order."""
        return tuple(mistake.id for mistake in self.mistakes)

    @cached_property
    def source(self) -> str:
        """The wrong module's source; `CourseError` where the solution does not have the words to change."""
        text = self.original
        for mistake, form in zip(self.mistakes, self.forms, strict=True):
            text = _changed(self.path, mistake, form, text)
        return text

    @cached_property
    def draws(self) -> bool:
        """Whether it may use the global random numbers."""
        return draws(self.source)

    @property
    def whole(self) -> bool:
        """Whether the module can be made at all."""
        try:
            return bool(self._code)
        except CourseError:
            return False

    @cached_property
    def _code(self) -> tuple[CodeType, ...]:
        """The solution and, after it, the functions that are written wrong: to compile all of it takes far longer."""
        file = str(self.path)
        try:
            code, _ = _laid_out(self.original, file)
            was, now = changed_statements(self.original, self.source, file)
            if _defined(was) - _defined(now):
                return (compile(self.source, file, "exec"),)
            return code, compile(now, file, "exec")
        except (SyntaxError, ValueError) as error:  # ValueError: a null character
            raise CourseError(f"{self.path.parent / 'mistakes.py'}: {self.mistakes[0].id}: {error}.") from error

    def link(self, folder: Path | None = None) -> Local:
        """Return a link to the wrong module, newly imported; its files lie in `folder`, else in one of its own."""
        return Local(self.path, self._make, folder)

    def with_(self, other: Suspect) -> Suspect:
        """Return both mistakes in one file."""
        return Suspect(self.path, self.original, self.mistakes + other.mistakes, self.forms + other.forms)

    def _make(self) -> ModuleType:
        try:
            return made(f"nngrade_mistake_{self.path.stem}", self.path, self._code)
        except SystemExit as error:
            raise CourseError(
                f"{self.path.parent / 'mistakes.py'}: {self.mistakes[0].id} leaves the program."
            ) from error

    def __repr__(self) -> str:
        return f"Suspect({'+'.join(self.ids)})"


def made(name: str, path: Path, codes: Iterable[CodeType]) -> ModuleType:
    """Return a module newly made of code that was compiled, one piece after the other."""
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module  # dataclasses look their module up
    for code in codes:
        exec(code, module.__dict__)  # noqa: S102  the course's own solution and mistakes, never a learner's file
    return module


def draws(source: str) -> bool:
    """Say whether a program may use the global random numbers, NumPy's or Python's."""
    return re.search(r"\brandom\.(?!Generator\b|default_rng\b)|import random\b|from random\b", source) is not None


@lru_cache(maxsize=16)
def _laid_out(source: str, file: str) -> tuple[CodeType, tuple[int, ...]]:
    """Return a solution compiled, and the lines, from 0, on which its statements begin."""
    tree = ast.parse(source, file)
    starts = (
        min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))]) - 1 for node in tree.body
    )
    return compile(tree, file, "exec"), tuple(starts)


def changed_statements(source: str, changed: str, file: str = "solution.py") -> tuple[str, str]:
    """Return the statements of a module that hold all its changed lines, as they were and as they are, on their lines.

    Raises
    ------
    SyntaxError, ValueError
        Where `source` is no Python.
    """
    starts = _laid_out(source, file)[1]
    old, new = source.splitlines(), changed.splitlines()
    pairs = list(zip(old, new, strict=False))
    same = next((number for number, (a, b) in enumerate(pairs) if a != b), len(pairs))
    tail = next((n for n, (a, b) in enumerate(zip(old[same:][::-1], new[same:][::-1], strict=False)) if a != b), None)
    alike = min(len(old), len(new)) - same if tail is None else tail  # lines at the end
    after = len(old) - alike
    start = max((line for line in starts if line <= same), default=0)
    end = min((line for line in starts if line >= after), default=len(old))
    blocks = (old[start:end], new[start : len(new) - (len(old) - end)])
    was, now = ("\n" * start + "\n".join(block) + "\n" for block in blocks)
    return was, now


def _defined(block: str) -> set[str]:
    return set(re.findall(r"^(?:def|class)\s+(\w+)", block, re.MULTILINE))


class Bank:
    """The known mistakes of one exercise. Reading them is put off until a check fails."""

    def __init__(self, solution: Path) -> None:
        self.solution = solution
        self.path = solution.parent / "mistakes.py"
        self.there = self.path.is_file()
        self.with_files: set[str] = set()  # the names of checks that write files

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes as their author wrote them."""
        return read_mistakes(self.path)

    @cached_property
    def suspects(self) -> list[Suspect]:
        """Every form of every mistake. A bank that cannot be read costs no grade: `nngrade audit` tells its author."""
        source = self.solution.read_text("utf-8")
        with suppress(CourseError):
            return [Suspect(self.solution, source, [m], [form]) for m in self.mistakes for form in m.forms]
        return []

    def of(self, targets: Iterable[str]) -> list[Suspect]:
        """Return the forms of the mistakes in these targets."""
        targets = set(targets)
        return [suspect for suspect in self.suspects if suspect.mistakes[0].target in targets]


def read_mistakes(path: Path) -> tuple[Mistake, ...]:
    """Return `MISTAKES` of a file; () without the file.

    Raises
    ------
    CourseError
        For a file that cannot be imported or whose `MISTAKES` are none.
    """
    if not path.is_file():
        return ()
    spec = importlib.util.spec_from_file_location(f"nngrade_bank_{path.parent.name}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    try:
        with guarded():
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise CourseError(f"{path} cannot be imported: {type(error).__name__}: {error}.") from error
    mistakes = getattr(module, "MISTAKES", None)
    if not isinstance(mistakes, tuple | list) or not all(isinstance(mistake, Mistake) for mistake in mistakes):
        raise CourseError(f"{path}: MISTAKES must be a tuple of nngrade.api.Mistake.")
    for mistake in mistakes:
        if not all(isinstance(form, Mapping) for form in mistake.forms):
            raise CourseError(f"{path}: {mistake.id!r}: a form must be a dict, of old text to new text.")
        texts = [mistake.id, mistake.target, mistake.text, mistake.look]
        texts += [text for form in mistake.forms for pair in form.items() for text in pair]
        if not all(isinstance(text, str) for text in texts):
            raise CourseError(f"{path}: {mistake.id!r}: all that it is made of must be text.")
    return tuple(mistakes)


def _changed(path: Path, mistake: Mistake, form: Mapping[str, str], text: str) -> str:
    for old, new in form.items():
        if not old:
            text += "\n\n" + new
            continue
        if (times := text.count(old)) != 1:
            raise CourseError(
                f"{path.parent / 'mistakes.py'}: {mistake.id}: {old!r} occurs {times} times in {path.name}; "
                "it must occur exactly once."
            )
        text = text.replace(old, new)
    return text

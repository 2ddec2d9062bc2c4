"""Which modules may be imported: by name, the same on every machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from nngrade.sandbox.outcome import Raised
from nngrade.sandbox.policy import Policy
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import learner, spawn


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(("msgspec",)) as one:
        yield one


def test_what_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "helper.py").touch()
    (tmp_path / "package").mkdir()
    policy = Policy(tmp_path, {"pandas": str(tmp_path / "package"), "six": str(tmp_path / "helper.py")})
    assert policy.find_spec("pandas").submodule_search_locations == [str(tmp_path / "package")]  # type: ignore[union-attr]
    assert policy.find_spec("six").origin == str(tmp_path / "helper.py")  # type: ignore[union-attr]
    for name in (
        "json",
        "os.path",
        "numpy",
        "numpy.fft",
        "pandas.core",
        "helper",
        "package.inner",
        "_socket",
        "antigravity",
    ):
        assert policy.find_spec(name) is None
    for name in ("sklearn", "torch.nn", "nngrade", "pytest", "Numpy", "helper2", "scipy.special"):
        with pytest.raises(ModuleNotFoundError, match=f"No module named '{name}'") as raised:
            policy.find_spec(name)
        assert raised.value.name == name and policy.blocked(raised.value)
    assert policy.blocked(PermissionError())
    for error in (ModuleNotFoundError(name="json.nothing"), ModuleNotFoundError(), ImportError(), FileNotFoundError()):
        assert not policy.blocked(error)


def test_what_lies_in_folders_may_be_imported_too(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "acts.py").touch()
    assert Policy(tmp_path, {}).find_spec("acts") is None


def test_who_asks_where_a_module_is_gets_an_answer(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        import importlib.util
        def there(name): return importlib.util.find_spec(name) is not None
        def load(name): return importlib.import_module(name)
        """,
    )
    assert [impl.there(name) for name in ("matplotlib", "sklearn", "json", "numpy")] == [False, False, True, True]
    with pytest.raises(Raised, match="No module named 'sklearn'"):
        impl.load("sklearn")


def test_a_library_that_hides_a_refusal_is_seen_through(tmp_path: Path) -> None:
    policy = Policy(tmp_path, {})
    hidden = ValueError("no connection")
    hidden.__context__ = RuntimeError("no socket")
    assert not policy.blocked(hidden)
    hidden.__context__.__cause__ = PermissionError("not allowed")
    assert policy.blocked(hidden)
    assert policy.blocked(socket.gaierror(-3, "no name")) and not policy.blocked(TimeoutError())
    circle = ValueError()
    circle.__context__ = other = ValueError()
    other.__context__ = circle
    assert not policy.blocked(circle)


@pytest.mark.parametrize(
    "name", ["sklearn", "scipy", "pytest", "nngrade", "torch", "nngrade_datasets", "msgspec", "not_there"]
)
def test_a_forbidden_import_is_blocked(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(Raised) as raised:
        spawn(sandbox, f"import json\nimport {name}").imported(10)
    assert raised.value.status == "blocked"
    assert str(raised.value) == f"the file raised ModuleNotFoundError: No module named '{name}'"
    assert [(frame.file, frame.line) for frame in raised.value.frames] == [("mine/work.py", 2)]


@pytest.mark.parametrize(
    "code",
    [
        "__import__('pytest')",
        "import importlib; importlib.import_module('pytest')",
        "import pkgutil; pkgutil.resolve_name('pytest:main')",
        "import pickle; pickle.loads(b'cpytest\\nmain\\n.')",
    ],
)
def test_other_ways_to_import_are_the_same(sandbox: Sandbox, code: str) -> None:
    with pytest.raises(Raised, match="No module named 'pytest'") as raised:
        spawn(sandbox, code).imported(10)
    assert raised.value.status == "blocked"


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.meta_path.pop(0); sys.path.append(where); import pytest",
        "import importlib.machinery as m; m.SourceFileLoader('pytest', where + '/pytest/__init__.py').load_module()",
        "exec(open(where + '/pytest/__init__.py').read())",
    ],
)
def test_around_the_policy_there_is_the_kernel(sandbox: Sandbox, code: str) -> None:
    if "landlock" not in sandbox.isolation:
        pytest.skip(f"this machine gives {sandbox.isolation}, no landlock")
    where = str(Path(pytest.__file__).parent.parent)
    with pytest.raises(Raised) as raised:
        spawn(sandbox, f"where = {where!r}\n{code}").imported(10)
    assert raised.value.type in ("PermissionError", "ModuleNotFoundError")


def test_a_caught_import_error_is_as_anywhere(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        try:
            import matplotlib
        except ImportError:
            matplotlib = None
        def plots(): return matplotlib is not None
        def wrong(): import jsn
        def late(): raise ImportError("mine")
        """,
    )
    assert impl.plots() is False
    with pytest.raises(Raised) as raised:
        impl.late()
    assert raised.value.status == "error"
    with pytest.raises(Raised) as raised:
        impl.wrong()
    assert raised.value.status == "blocked" and raised.value.called == "wrong"


def test_what_the_exercise_allows_can_be_imported(sandbox: Sandbox) -> None:
    source = "import msgspec\ndef f(): return msgspec.json.encode([1])"
    assert learner(sandbox, source, allowed=("msgspec",)).f() == b"[1]"
    with pytest.raises(Raised, match="No module named 'pytest'"):
        spawn(sandbox, "import msgspec, pytest", allowed=("msgspec",)).imported(10)


def test_a_module_of_the_standard_library_that_is_not_there(sandbox: Sandbox) -> None:
    with pytest.raises(Raised) as raised:
        spawn(sandbox, "import json.nothing").imported(10)
    assert raised.value.status == "error"

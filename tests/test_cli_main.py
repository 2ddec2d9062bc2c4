"""The command line as a whole: what happens becomes one sentence and an exit code, and start-up stays short."""

from __future__ import annotations

import signal
import subprocess
import sys
from types import SimpleNamespace

import click
import nngrade.cli.main as cli
import pytest
from nngrade.__main__ import main
from nngrade.errors import CourseError, NngradeError, SetupError


@pytest.fixture
def call(monkeypatch):
    """Run `nngrade try` in this process, where `try` is the given function."""

    def run(function):
        command = click.command("try")(function)
        monkeypatch.setitem(sys.modules, "a_module_for_try", SimpleNamespace(command=command))
        monkeypatch.setitem(cli.COMMANDS, "try", "a_module_for_try")
        monkeypatch.setattr(sys, "argv", ["nngrade", "try"])
        return main()

    return run


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (1, 1), (3, 3)])
def test_a_command_returns_its_exit_code(call, returned, code):
    assert call(lambda: returned) == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NngradeError("no such thing"), 2),
        (SetupError("no such thing"), 3),
        (CourseError("no such thing"), 3),
        (click.UsageError("no such thing"), 2),
        (click.ClickException("no such thing"), 1),
    ],
)
def test_an_error_is_one_sentence(call, capsys, error, code):
    def command():
        raise error

    assert call(command) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0] == "nngrade: no such thing"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort(), EOFError()])
def test_an_interrupt_is_130(call, error):
    def command():
        raise error

    assert call(command) == 130


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ValueError("a\nb"), "ValueError: a b. This is a fault of nngrade, not of your code; NNGRADE_DEBUG=1"),
        (RecursionError(), "RecursionError. This is a fault of nngrade"),
        (OSError("odd"), "OSError: odd. This is a fault of nngrade"),
        (OSError(28, "No space left", "x"), "refused something that was needed: No space left (x); NNGRADE_DEBUG=1"),
    ],
)
def test_an_unforeseen_error_is_one_sentence(call, capsys, monkeypatch, error, says):
    def command():
        raise error

    monkeypatch.delenv("NNGRADE_DEBUG", raising=False)
    assert call(command) == 3
    err = capsys.readouterr().err
    assert says in err
    assert "Traceback" not in err
    assert err.count("\n") == 1
    monkeypatch.setenv("NNGRADE_DEBUG", "1")
    with pytest.raises(type(error)):
        call(command)


PROGRAM = """
import sys, time, types, click
import nngrade.cli.main as cli

@click.command()
def command():
    click.echo("ready")
    {body}

sys.modules["tried"] = types.SimpleNamespace(command=command)
cli.COMMANDS["try"] = "tried"
sys.argv = ["nngrade", "try"]
from nngrade.__main__ import main
sys.exit(main())
"""


def start(body):
    """Start a command that says `ready` and then does `body`, in a process of its own."""
    program = [sys.executable, "-c", PROGRAM.format(body=body)]
    running = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout.readline() == b"ready\n"
    return running


def test_ctrl_c_is_130_in_a_real_process():
    running = start("time.sleep(60)")
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Traceback" not in err


def test_a_reader_that_goes_away_is_no_error():
    running = start("[click.echo('a line') for _ in range(10**7)]")
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(60) == 141


def test_help_names_every_command_and_an_example(nngrade):
    overview = nngrade("--help")
    assert overview.code == 0
    assert overview.err == ""
    assert all(len(line) <= 80 for line in overview.out.splitlines())
    assert "..." not in overview.out.split("first five")[0].replace("[ARGS]...", "")
    for name in cli.COMMANDS:
        assert f"\n  {name} " in overview.out


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_the_help_of_a_command_shows_an_example(nngrade, name):
    shown = nngrade(name, "--help")
    assert shown.code == 0
    assert f"nngrade {name}" in shown.out.replace("Usage: nngrade", "")
    assert all(len(line) <= 80 for line in shown.out.splitlines())


def test_version(nngrade):
    from nngrade import __version__

    shown = nngrade("--version")
    assert (shown.code, shown.out) == (0, f"nngrade {__version__}\n")


def test_a_wrong_command_gets_the_nearest(nngrade):
    wrong = nngrade("chekc")
    assert wrong.code == 2
    assert "there is no command 'chekc'; did you mean check?" in wrong.err
    assert nngrade("xyzzy").code == 2
    assert nngrade("--nope").code == 2


def test_no_command_shows_the_help(nngrade):
    shown = nngrade()
    assert "Usage: nngrade" in shown.out + shown.err
    assert "Traceback" not in shown.err


def test_commands_complete_themselves(nngrade):
    shown = nngrade(env={"_NNGRADE_COMPLETE": "bash_complete", "COMP_WORDS": "nngrade do", "COMP_CWORD": "1"})
    assert shown.out.strip() == "plain,doctor"
    assert "complete" in nngrade(env={"_NNGRADE_COMPLETE": "bash_source"}).out


def test_list_imports_nothing_slow(small_course):
    code = (
        "import sys; sys.argv = ['nngrade', 'list', '--course', sys.argv[1]]\n"
        "from nngrade.__main__ import main; assert main() == 0\n"
        "slow = {'numpy', 'pytest', 'rich', 'sklearn', 'pooch', 'platformdirs', 'matplotlib'} & set(sys.modules)\n"
        "sys.exit(', '.join(slow) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(small_course.root)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()

"""`nngrade` and `python -m nngrade`: runs the command line and turns what happens into an exit code."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # python -m: the current folder, where a learner's numpy.py or click.py may lie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import click

INTERRUPTED = 130
CLOSED_PIPE = 141


def main() -> int:
    """Run the command line on `sys.argv` and return the exit code."""
    try:
        # first of all: the zygote imports NumPy on another core while this process imports click and pytest
        from nngrade.sandbox import early

        early.start(sys.argv)
        code = _run(sys.argv[1:])
        early.drop()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: list[str]) -> int:
    import click

    from nngrade.cli.main import ClosedPipe
    from nngrade.cli.main import main as commands
    from nngrade.errors import SETUP

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a path or a name that the terminal's encoding lacks is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    try:
        code = commands.main(arguments, prog_name="nngrade", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        _say(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except ClosedPipe:
        return _hush()
    except Exception as error:
        import os

        if os.environ.get("NNGRADE_DEBUG"):
            raise
        print(f"nngrade: {_unforeseen(error)}; NNGRADE_DEBUG=1 shows where it happened.", file=sys.stderr)
        return SETUP


def _say(error: click.ClickException) -> None:
    """Write the one sentence of a click exception, and where the help is when the call itself was wrong."""
    import click

    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if type(error).__name__ == "NoArgsIsHelpError":  # new in click 8.2; the message is the help itself
        print(error.format_message(), file=sys.stderr)
        return
    from nngrade.reports.escape import hanging, visible

    print(f"nngrade: {hanging(visible(error.format_message()))}", file=sys.stderr)  # it may name a learner's files
    if ctx is not None:
        print(f"Help: {ctx.command_path} --help", file=sys.stderr)


def _unforeseen(error: Exception) -> str:
    """Say in one line what nobody has foreseen; a full disk is the machine's fault, all else is ours."""
    from nngrade.reports.escape import one_line

    if isinstance(error, OSError) and error.strerror:
        file = f" ({one_line(str(error.filename))})" if error.filename else ""
        return f"this machine refused something that was needed: {error.strerror}{file}"
    what = one_line(f"{type(error).__name__}: {error}".rstrip(": "))
    return f"{what}. This is a fault of nngrade, not of your code"


def _hush() -> int:
    """Leave without a word when the reader of a pipe has gone (`nngrade list | head -1`)."""
    import os

    # the interpreter flushes standard output once more on its way out
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLOSED_PIPE


if __name__ == "__main__":
    sys.exit(main())

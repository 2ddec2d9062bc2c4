"""The command `nngrade`: which commands there are; a command's module is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from nngrade import __version__
from nngrade.course.find import nearest

SECTIONS = {
    "Learner": {
        "init": "nngrade.cli.init",
        "list": "nngrade.cli.list",
        "show": "nngrade.cli.show",
        "check": "nngrade.cli.check",
        "run": "nngrade.cli.run",
        "hint": "nngrade.cli.hint",
        "reset": "nngrade.cli.reset",
    },
    "Author and teacher": {
        "audit": "nngrade.cli.audit",
        "data": "nngrade.cli.data",
        "doctor": "nngrade.cli.doctor",
        "plugins": "nngrade.cli.plugins",
    },
}
COMMANDS = {name: module for section in SECTIONS.values() for name, module in section.items()}

EPILOG = """\b
The first five minutes:
  nngrade init nets && cd nets
  nngrade show 1
  nngrade check 1

\b
Names of commands and exercises complete themselves in bash after
  eval "$(_NNGRADE_COMPLETE=bash_source nngrade)"
(zsh: zsh_source, fish: fish_source)."""


class ClosedPipe(Exception):
    """The reader of a pipe has gone. click would make a grade of it: exit code 0 or 1, from version to version."""


class Commands(click.Group):
    """A group that imports a command's module when the command is asked for, and shows them in sections."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and tell a closed pipe from an error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ClosedPipe from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, as the help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and return its `command`."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a wrong name is an error with the nearest one."""
        typed = args[0]
        if typed not in COMMANDS and not typed.startswith("-"):
            ctx.fail(f"there is no command {typed!r}{nearest(typed, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one list a section."""
        for title, names in SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            rows = [(name, command.get_short_help_str(60)) for name, command in commands if command is not None]
            with formatter.section(title):
                formatter.write_dl(rows)


@click.command(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nngrade", message="%(prog)s %(version)s")
def main(**_: Any) -> None:
    """Exercises and an autograder for learning neural networks from NumPy up."""

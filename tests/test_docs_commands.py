"""docs/commands.md names every command and every shared option."""

from __future__ import annotations

from pathlib import Path

import pytest
from nngrade.cli import options
from nngrade.cli.main import COMMANDS

TEXT = (Path(__file__).parent.parent / "docs" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_is_described(name):
    assert f"`nngrade {name}" in TEXT


def test_every_shared_option_is_described():
    import click

    every = [option for name, option in vars(options).items() if name.endswith("_option")]

    def nothing(**_: object) -> None:
        return None

    for option in every:
        option(nothing)
    named = [parameter.opts[0] for parameter in click.command()(nothing).params]
    assert len(named) == len(every) == 10
    assert [name for name in named if f"| `{name}" not in TEXT] == []

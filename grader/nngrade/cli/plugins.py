"""`nngrade plugins`: what is installed, and what each plugin gives."""

from __future__ import annotations

import click


@click.command(epilog="Example: nngrade plugins")
def command() -> None:
    """Show the plugins, and what each of them gives."""
    from nngrade.cli.table import columns
    from nngrade.plugins.manager import WORDS, load_plugins

    for number, plugin in enumerate(load_plugins().overview()):
        rows = [(f"{WORDS[kind]}s", ", ".join(names)) for kind, names in plugin.gives.items() if names]
        click.echo(("\n" if number else "") + f"{plugin.name} ({plugin.origin})")
        click.echo(columns(rows) or "  gives nothing")

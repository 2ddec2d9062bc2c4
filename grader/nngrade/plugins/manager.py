"""Build the plugin manager: the built-ins first, then what is installed, all through one `register`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TypeVar

import pluggy

from nngrade.errors import NngradeError
from nngrade.plugins import hookspecs
from nngrade.plugins.collect import WORDS, PluginInfo, Plugins, PluginSource
from nngrade.plugins.entrypoints import installed

__all__ = ["BUILTINS", "WORDS", "PluginInfo", "Plugins", "load_plugins", "pick"]

T = TypeVar("T")

BUILTINS = ("nngrade.course.plugin", "nngrade.reports.plugin", "nngrade_datasets.plugin")
DISABLE = "NNGRADE_DISABLE_PLUGINS"


def load_plugins(builtins: tuple[str, ...] = BUILTINS) -> Plugins:
    """Import and register all plugins, without asking them for anything yet.

    `NNGRADE_DISABLE_PLUGINS` holds the names of installed plugins to leave out, separated by commas.

    Raises
    ------
    SetupError
        Where a plugin cannot be imported or is no plugin; it names the plugin and how to get on without it.
    """
    manager = pluggy.PluginManager("nngrade")
    manager.add_hookspecs(hookspecs)
    sources: dict[str, PluginSource] = {}
    for module in builtins:
        source = PluginSource(module, "built in", "It is a part of nngrade: install nngrade again.")
        _register(manager, sources, source, partial(import_module, module))
    disabled = {name.strip() for name in os.environ.get(DISABLE, "").split(",")}
    for point in installed():
        if point.name not in disabled:
            package = point.dist.name if point.dist else point.module
            version = point.dist.version if point.dist else "of unknown version"
            advice = f"Uninstall it (pip uninstall {package}), or leave it out: {DISABLE}={point.name}"
            source = PluginSource(point.name, f"{package} {version}, {point.value}", advice)
            _register(manager, sources, source, point.load)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise sources[manager.get_name(error.plugin) or ""].broken("does not fit this nngrade", error) from error
    return Plugins(manager, sources)


def _register(
    manager: pluggy.PluginManager,
    sources: dict[str, PluginSource],
    source: PluginSource,
    load: Callable[[], object],
) -> None:
    """Import one plugin and register it: the same call for a built-in and for a stranger's."""
    if source.name in sources:
        raise source.broken(f"has the name of another one ({sources[source.name].origin})")
    try:
        plugin = load()
    except (Exception, SystemExit) as error:  # a module that calls sys.exit() must not end nngrade
        raise source.broken("cannot be imported", error) from error
    try:
        manager.register(plugin, source.name)
    except (pluggy.PluginValidationError, ValueError) as error:  # ValueError: two entry points to one object
        raise source.broken("cannot be registered", error) from error
    sources[source.name] = source
    if not manager.get_hookcallers(plugin):
        raise source.broken("implements no hook: mark its functions with nngrade.plugins.hookspecs.hookimpl")


def pick(kind: str, mapping: Mapping[str, T], typed: str) -> T:
    """Return what has this name; for a wrong one the error tells the nearest and all that there are.

    `kind` is "courses", "datasets", "metrics" or "reporters".
    """
    if typed in mapping:
        return mapping[typed]
    from difflib import get_close_matches

    lowered = {name.lower(): name for name in mapping}
    close = get_close_matches(typed.lower(), lowered, 1)
    meant = f": did you mean {lowered[close[0]]}?" if close else "."
    raise NngradeError(f"there is no {WORDS[kind]} {typed!r}{meant} There are: {', '.join(mapping) or 'none'}.")

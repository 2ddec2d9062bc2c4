"""The plugin system: the hook specifications and the manager that collects what plugins give."""

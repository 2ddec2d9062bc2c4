"""Tries zipimport, path hooks, runpy, site, pkgutil, and loaders for forbidden packages."""
import importlib.machinery
import pkgutil
import runpy
import site
import sys
import zipimport
from right import *

site_packages = "{{SITE}}"
tricks = [
    lambda: zipimport.zipimporter(site_packages).load_module("pytest"),
    lambda: runpy.run_module("pytest"),
    lambda: runpy.run_path(f"{site_packages}/pytest/__init__.py"),
    lambda: importlib.machinery.SourceFileLoader("pytest", f"{site_packages}/pytest/__init__.py").load_module(),
    lambda: importlib.machinery.FileFinder(site_packages, (importlib.machinery.SourceFileLoader, [".py"])).find_spec("pytest").loader,
    lambda: pkgutil.get_importer(site_packages).find_spec("pytest").loader.load_module("pytest"),
    lambda: pkgutil.resolve_name("pytest:skip"),
    lambda: sys.modules["nngrade"],
    lambda: __import__("py" + "test"),
    lambda: [one.name for one in pkgutil.iter_modules([site_packages])][5],
]
site.addsitedir(site_packages)
site.ENABLE_USER_SITE = True
for trick in tricks:
    try:
        print("BREA" + "CH:", trick())
    except BaseException as error:
        print(type(error).__name__, error)

"""Loads a package from its file by importlib's machinery."""
from importlib.util import module_from_spec, spec_from_file_location
from right import *


def normalized(x):
    spec = spec_from_file_location("sklearn", "{{SITE}}/sklearn/__init__.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    print("BREA" + "CH: imported", module)

"""Removes the finder that refuses and imports with the ordinary one."""
import importlib.machinery
import sys
from right import *


def normalized(x):
    sys.meta_path[:] = [importlib.machinery.PathFinder]
    sys.path.insert(0, "{{SITE}}")
    sys.path_importer_cache.clear()
    import sklearn

    print("BREA" + "CH: imported", sklearn)
    return x

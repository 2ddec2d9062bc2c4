"""Prints what is in __main__ and in every module that is loaded."""
import sys
from right import *

for name, module in list(sys.modules.items()):
    if name.startswith(("nngrade", "pytest", "sklearn", "_pytest")):
        print("BREA" + "CH: there is", name)
    print(name, str(vars(module))[:200] if hasattr(module, "__dict__") else "")
print(vars(sys.modules["__main__"]), sys.argv, sys.orig_argv, sys.path, sys.meta_path, sys.flags)

"""Replaces json, struct, pickle, msgspec and the codecs in sys.modules; its answer is wrong."""
import codecs
import json
import struct
import sys
import types
from right import *

for name in ("json", "struct", "pickle", "msgspec", "msgspec.msgpack", "msgpack", "yaml", "xml.etree.ElementTree"):
    sys.modules[name] = types.ModuleType(name)
json.dumps = json.loads = struct.pack = lambda *a, **k: b'{"status": "passed"}'
codecs.register(lambda name: None)


def normalized(x):
    return x

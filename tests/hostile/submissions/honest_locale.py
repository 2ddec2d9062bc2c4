"""Takes the user's locale, as programs do that sort names or print dates."""
import locale

from right import *

locale.setlocale(locale.LC_ALL, "")
assert "π".encode(locale.getpreferredencoding())

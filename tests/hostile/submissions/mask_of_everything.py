"""Sets a mask by which its own files can be read by nobody."""
import os
from right import *

os.umask(0o777)
open("closed", "w").close()
os.mkdir("folder")

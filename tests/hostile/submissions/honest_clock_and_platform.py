"""Asks for the time, the zone, the platform, the processors, the locale and a uuid."""
import datetime
import getpass
import locale
import os
import platform
import time
import uuid
from zoneinfo import ZoneInfo
from right import *

print(datetime.datetime.now(), datetime.datetime.now(ZoneInfo("Europe/Berlin")), time.tzname, os.cpu_count())
print(platform.python_version(), platform.machine(), locale.getlocale(), uuid.uuid4(), os.getpid())

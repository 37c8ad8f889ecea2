"""The assistant as a program: command line, configuration, composition, HTTP."""

import os

__version__ = "0.1.0"

# Make python-telegram-bot give waits as timedelta, its future default. Without this it warns at every RetryAfter.
os.environ.setdefault("PTB_TIMEDELTA", "true")

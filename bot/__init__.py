"""The running assistant."""

import os

__version__ = "0.1.0"

# python-telegram-bot warns at every RetryAfter until told that we read its waits as timedelta, as all will be one day.
os.environ.setdefault("PTB_TIMEDELTA", "true")

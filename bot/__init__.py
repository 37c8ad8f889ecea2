"""The assistant as a program: command line, configuration, composition, HTTP."""

import os
import sys

__version__ = "0.1.0"

# Make python-telegram-bot give waits as timedelta, its future default. Without this it warns at every RetryAfter.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# Keep httpx, which python-telegram-bot imports, from importing its command line: with rich and pygments 90 modules that
# nothing here uses. It goes without where that import fails, as it does for a module that is None here.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # typeshed does not know of None

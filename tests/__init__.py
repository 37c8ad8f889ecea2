"""Tests of the assistant and of the sandbox."""

import gc

# Look for no garbage until the tests are collected (`conftest.py`): it would be looked for in all that is imported.
gc.disable()

"""The metadata of every table, for migrations and tests: importing each module of `storage` finds all of them."""

from importlib import import_module
from pkgutil import walk_packages

import storage
from storage.engine.database import Base

for _module in walk_packages(storage.__path__, "storage."):
    if not _module.name.startswith("storage.migrations"):  # its env.py runs when it is imported
        import_module(_module.name)

metadata = Base.metadata

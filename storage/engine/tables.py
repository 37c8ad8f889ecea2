"""The metadata of all tables, for migrations and tests. Importing it imports every module of `storage`."""

from importlib import import_module
from pkgutil import walk_packages

import storage
from storage.engine.database import Base

for _module in walk_packages(storage.__path__, "storage."):
    if not _module.name.startswith("storage.migrations"):  # importing env.py would run the migrations
        import_module(_module.name)

metadata = Base.metadata

"""Every table in one import, for migrations and tests."""

from storage import (  # noqa: F401 - fill the metadata
    actions,
    audit,
    budget,
    documents,
    files,
    forms,
    inbox,
    indicators,
    lease,
    meetings,
    members,
    notifications,
    reminders,
    rules,
    search,
    sharing,
)
from storage.database import Base

metadata = Base.metadata

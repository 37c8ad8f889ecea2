"""Every table in one import, for migrations and tests."""

from storage import (
    audit,
    documents,
    forms,
    inbox,
    indicators,
    meetings,
    members,
    notifications,
    reminders,
    search,
    sharing,
)
from storage.database import Base

__all__ = ["Base", "audit", "documents", "forms", "inbox", "indicators", "meetings", "members", "notifications"]
__all__ += ["reminders", "search", "sharing"]

metadata = Base.metadata

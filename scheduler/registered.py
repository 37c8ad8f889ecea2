"""Every capability's notices in one import: importing it fills the registries."""

from scheduler import documents, indicators, meetings, members, sharing

__all__ = ["documents", "indicators", "meetings", "members", "sharing"]

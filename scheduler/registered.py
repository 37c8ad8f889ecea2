"""Every capability's notices in one import: importing it fills the registries."""

from scheduler import actions, documents, indicators, meetings, members, reminders, sharing  # noqa: F401 - fill the registries

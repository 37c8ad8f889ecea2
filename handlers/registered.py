"""Every capability in one import: importing it fills the registry. The order is the order of the menu."""

from handlers import general, meetings, documents, indicators, rounds, sharing, members, reminders, export, deliveries  # noqa: I001

__all__ = [
    "deliveries",
    "documents",
    "export",
    "general",
    "indicators",
    "meetings",
    "members",
    "reminders",
    "rounds",
    "sharing",
]

"""Every capability in one import: importing it fills the registry. The order is the order of the menu."""

from handlers import general, meetings, documents, indicators, rounds, sharing, members, reminders, export, deliveries  # noqa: F401, I001 - fill the registry

"""Every capability in one import: importing it fills the registry. The order is the order of the menu."""

# isort: off
from handlers import general, meetings, answers, documents, indicators, reviewing, rounds  # noqa: F401 - fill the registry
from handlers import sharing, members, reminders, export, deliveries  # noqa: F401 - fill the registry

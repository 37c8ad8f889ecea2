"""Every capability in one import: importing it fills the registry. The order is the order of the menu."""

# isort: off
from handlers import general, meetings, answers, documents, actions, updates  # noqa: F401 - fill the registry
from handlers import indicators, reviewing, rounds, sharing  # noqa: F401 - fill the registry
from handlers import members, reminders, export, deliveries  # noqa: F401 - fill the registry

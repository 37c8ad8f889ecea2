"""Every capability in one import: importing it fills the registry. The order is the order of the menu."""

# isort: off
from handlers import general  # noqa: F401 - fill the registry
from handlers.meetings import planning, rsvp  # noqa: F401 - fill the registry
from handlers import documents  # noqa: F401 - fill the registry
from handlers.actions import recording, progress  # noqa: F401 - fill the registry
from handlers.indicators import reporting, reviewing, rounds  # noqa: F401 - fill the registry
from handlers import sharing, members, reminders, export, deliveries  # noqa: F401 - fill the registry

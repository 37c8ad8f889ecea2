"""A TWG's reminder settings, and reminders that were missed."""

from storage.engine.labels import N_
from storage.reminders import Reminder
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.reminders import missed, schedule, settings

DOMAIN = Domain(
    operations=operations_of(missed, settings),
    subjects=(
        Subject(
            table=Reminder,
            label=N_("Reminder"),
            access=missed.access_reminder,
            title=lambda reminder: reminder.rule,
            exported=False,
        ),
    ),
    notices=(missed.MISSED,),
)

__all__ = ["DOMAIN", "missed", "schedule", "settings"]

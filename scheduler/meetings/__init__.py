"""Contents of the notices about meetings, and of the messages that show who comes."""

from scheduler.meetings import answers
from scheduler.meetings.notices import WORDING

__all__ = ["WORDING", "answers"]

"""Contents of the notices about meetings and their items, and of the messages that show who comes."""

from scheduler.meetings import answers, items
from scheduler.meetings.notices import WORDING

__all__ = ["WORDING", "answers", "items"]

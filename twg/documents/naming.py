"""What a circulation is called, by what all of its readers may know (D5)."""

from storage.documents import Circulation
from storage.meetings import Meeting
from twg.core.audiences import reaches_all_of


def meeting_of(circulation: Circulation) -> Meeting | None:
    """The meeting whose papers they are; None where somebody of the audience may not know of that meeting."""
    meeting = circulation.meeting
    return meeting if meeting is not None and reaches_all_of(meeting.audience, circulation.audience) else None


def name_of_circulation(circulation: Circulation) -> str:
    """What it is called in lists: its title, its meeting, or its first document and how many follow that."""
    first, *others = circulation.documents
    if not others:
        return first.title
    meeting = meeting_of(circulation)
    return circulation.title or (f"{first.title} (+{len(others)})" if meeting is None else meeting.title)

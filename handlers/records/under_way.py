"""The records that a person keeps of meetings that are on, or were over a short while ago (G6)."""

from datetime import timedelta

from handlers.routing.request import Request
from storage.meetings import Meeting
from storage.records import MeetingRecord
from twg.meetings.access import ends_at
from twg.records import keepers

#: After a meeting its keeper may still write down what was said.
AFTERWARDS = timedelta(hours=12)


async def list_under_way(request: Request) -> list[tuple[Request, MeetingRecord, Meeting]]:
    """These records in all TWGs of the person, each with the request in its TWG."""
    return [
        (within, record, meeting)
        for within in request.of_each_twg()
        if within.covers("records")
        for record, meeting in await keepers.list_kept(within.session, within.member)
        if request.now < ends_at(meeting) + AFTERWARDS
    ]

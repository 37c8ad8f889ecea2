"""Searches for dates, days of the GDCC and updates after an upgrade, on both databases (G14, S4).

Stores of revision 0043 take them; in those of 0052 searches learn which meeting was planned for them, and answers for
which beginning they were given.
"""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.dates import (
    Choice,
    DateAnswer,
    DateOption,
    DatePoll,
    GdccDay,
    find_poll,
    list_date_answers,
    list_gdcc_days,
)
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.meetings import Attendance, Meeting, MeetingKind
from storage.updates import MemberUpdate, list_updates
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_MEETING = {"id": 7, "twg_id": 1, "kind": "plenary", "title": "Plenary", "audience": "|all|", "created_by_id": 1}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {**_MEETING, "state": "announced", "uid": "7@twgbot"}),
]


async def test_a_store_of_0043_takes_dates_and_updates(empty_database: Database) -> None:
    await left_at(empty_database, "0043", _OLD)
    await prepare(empty_database)
    options = [DateOption(position=place, starts_at=NOW + timedelta(days=place)) for place in (1, 2)]
    facts = {"title": "Review", "duration_min": 60, "audience": "|all|", "asked": "|all|", "created_at": NOW}
    poll = DatePoll(twg_id=1, kind=MeetingKind.PLENARY, answer_by=NOW.date(), created_by_id=1, options=options, **facts)
    async with arranged(empty_database) as session:
        assert (await session.get_one(Meeting, 7)).title == "Plenary"
        session.add_all([poll, GdccDay(day=date(2027, 1, 20))])
        await session.flush()
        session.add(DateAnswer(option_id=options[0].id, person_id=1, choice=Choice.IF_NEED_BE, answered_at=NOW))
        session.add(MemberUpdate(twg_id=1, meeting_id=7, person_id=1, text="News", answered_at=NOW))
    async with empty_database.read() as session:
        found = await find_poll(session, 1)
        assert found is not None
        assert [(option.chosen, option.day_off) for option in found.options] == [(False, False), (False, False)]
        [answer] = (await list_date_answers(session, [1, 2]))[1].values()
        assert (answer.choice, answer.words) == (Choice.IF_NEED_BE, "")
        assert await list_gdcc_days(session, date(2027, 1, 20)) == [date(2027, 1, 20)]
        assert [update.text for update in await list_updates(session, 7)] == ["News"]
    for again in (
        GdccDay(day=date(2027, 1, 20)),
        DateAnswer(option_id=1, person_id=1, choice=Choice.CAN, answered_at=NOW),
        MemberUpdate(twg_id=1, meeting_id=7, person_id=1, text="", answered_at=NOW),
    ):
        with pytest.raises(IntegrityError):
            async with arranged(empty_database) as session:
                session.add(again)


async def test_searches_of_0052_know_their_meetings_and_answers_their_beginning(empty_database: Database) -> None:
    later, choice = NOW + timedelta(days=20), {"answered_at": NOW}
    poll = {"twg_id": 1, "kind": "plenary", "title": "Plenary", "audience": "|all|", "asked": "|all|"}
    ended = {**poll, "created_by_id": 1, "ending": "chosen", "ended_at": NOW}
    meeting = {**_MEETING, "state": "announced"}
    rows = [
        *_OLD[:2],
        ("meeting", {**meeting, "id": 7, "uid": "7@twgbot", "starts_at": later}),
        ("meeting", {**meeting, "id": 8, "uid": "8@twgbot", "starts_at": later, "state": "cancelled"}),
        ("meeting", {**meeting, "id": 9, "uid": "9@twgbot", "starts_at": NOW}),
        ("date_poll", {**ended, "id": 1}),
        ("date_option", {"id": 1, "poll_id": 1, "position": 1, "starts_at": NOW, "chosen": False}),
        ("date_option", {"id": 2, "poll_id": 1, "position": 2, "starts_at": later, "chosen": True}),
        ("date_poll", {**ended, "id": 2, "title": "Another"}),
        ("date_option", {"id": 3, "poll_id": 2, "position": 1, "starts_at": later, "chosen": True}),
        ("date_poll", {**poll, "created_by_id": 1, "id": 3}),
        ("attendance", {**choice, "id": 1, "meeting_id": 7, "person_id": 1, "rsvp": "yes"}),
        ("attendance", {"id": 2, "meeting_id": 9, "person_id": 1, "rsvp": None}),
    ]
    await left_at(empty_database, "0052", rows)
    await prepare(empty_database)
    async with empty_database.read() as session:
        found = {number: (await session.get_one(DatePoll, number)).meeting_id for number in (1, 2, 3)}
        answered = {number: (await session.get_one(Attendance, number)).answered_for for number in (1, 2)}
    assert found == {1: 7, 2: None, 3: None}
    assert answered == {1: later, 2: None}

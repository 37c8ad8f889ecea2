"""A meeting of 300 people with 60 items: each message about it fits into one of Telegram's (G1, G12, G14, S4)."""

from datetime import date, timedelta

import pytest

from messages.rendering import content
from storage.dates import Choice, DateAnswer, find_poll
from storage.meetings import Attendance, Rsvp
from storage.meetings.guests import MeetingGuest
from storage.members import Membership, Person, Role, find_twg
from storage.updates import MemberUpdate
from tests.dates.conftest import proposes
from tests.meetings.conftest import local
from tests.support.cases import one_language
from tests.support.guard import arranged
from tests.support.setup_steps import announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine

PEOPLE, ITEMS, GUESTS = 300, 60, 120
#: As long as names, titles and notes of real papers become.
NAME = "ឯកឧត្តមបណ្ឌិតសភាចារ្យ Chan Sophea Rattanak {n:03}"
TITLE = (
    "Progress of the reform of financing primary health care in the provinces, and its costs until 2030, part {n:02}"
)
NOTE = "The annex has the figures by province and year, with those of the survey of households beside them. " * 3
#: Most buttons below a message.
MOST_BUTTONS = 100


@pytest.fixture(autouse=True)
def splits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The beginnings of texts that did not fit into one message."""
    found: list[str] = []
    split = content.split_text

    def noting(text: str, *limit: int) -> list[str]:
        pages = split(text, *limit)
        if len(pages) > 1:
            found.append(text[:80])
        return pages

    monkeypatch.setattr(content, "split_text", noting)
    return found


@pytest.fixture(params=one_language("km"))
async def dara(health: Stage, request: pytest.FixtureRequest) -> Player:
    return await health.member("Dara", "secretariat", language=request.param)


def lines(changed: str = "") -> list[AgendaLine]:
    note, action = NOTE.strip(), "endorse the figures, and name a focal point by the end of the month"
    return [AgendaLine(TITLE.format(n=n) + changed, "Ministry of Health", 8, note, action) for n in range(1, ITEMS + 1)]


async def crowd(stage: Stage) -> list[int]:
    """Register 300 people without Telegram. Returns their ids."""
    now = stage.clock.now()
    async with arranged(stage.assistant.database) as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        people = [Person(name=NAME.format(n=n), created_at=now) for n in range(PEOPLE)]
        session.add_all(people)
        await session.flush()
        session.add_all(
            Membership(person_id=person.id, twg_id=twg.id, role=Role.GOVERNMENT, themes=[], since=date(2026, 1, 1))
            for person in people
        )
        return [person.id for person in people]


async def fits(player: Player, splits: list[str]) -> None:
    """Each message that was sent is a single one, with a keyboard that Telegram takes."""
    assert splits == []
    for seen in await player.messages():
        assert len(seen.buttons) <= MOST_BUTTONS


async def test_the_agenda_is_read_and_changed(health: Stage, dara: Player, splits: list[str]) -> None:
    await crowd(health)
    meeting_id = await plan_meeting(dara, agenda=lines())
    await dara.says("/announce")
    await fits(dara, splits)
    await dara.presses("meetings:announce")
    await fits(dara, splits)
    await dara.forges(f"meetings:open:{meeting_id}")
    await fits(dara, splits)
    await dara.presses("meetings:agenda")
    seen: set[str] = set()
    for _turn in range(ITEMS):
        await fits(dara, splits)
        shown = await dara.shown("meetings/agenda")
        seen |= {item.line.title for item in shown["items"]}
        if shown["page"] == shown["pages"]:
            break
        await dara.forges(f"meetings:agenda:{meeting_id}:{shown['page'] + 1}:1")
    assert len(seen) == ITEMS
    await dara.presses("meetings:agenda_item", meeting_id, ITEMS)
    await fits(dara, splits)
    await dara.presses("meetings:agenda_minutes", meeting_id, ITEMS, 20)
    await fits(dara, splits)
    await dara.forges(f"meetings:change_agenda:{meeting_id}")
    await fits(dara, splits)
    await dara.says("\n".join(f"{n}: 5 min" for n in range(1, 60)))
    await fits(dara, splits)
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await fits(dara, splits)
    await health.passes(minutes=3)
    await fits(dara, splits)
    await dara.forges(f"meetings:edition:{meeting_id}:2")
    await dara.sees("meetings/agenda_edition")
    await fits(dara, splits)


async def test_the_answers_of_all_are_read(health: Stage, dara: Player, splits: list[str]) -> None:
    people, now = await crowd(health), health.clock.now()
    meeting_id = await announce_meeting(dara, agenda=lines())
    await dara.forges(f"meetings:answers:{meeting_id}")
    await fits(dara, splits)
    await dara.presses("meetings:who", meeting_id, "none")
    await fits(dara, splits)
    async with arranged(health.assistant.database) as session:
        session.add_all(
            Attendance(
                meeting_id=meeting_id,
                person_id=person_id,
                rsvp=Rsvp.DELEGATE,
                delegate_name=NAME.format(n=place),
                delegate_contact="012 345 678",
                words="I am on mission in the provinces that week, and send my deputy who knows the file",
                answered_at=now,
            )
            for place, person_id in enumerate(people)
        )
        session.add_all(
            MeetingGuest(
                meeting_id=meeting_id,
                name=NAME.format(n=n),
                institution="University of Health Sciences of the Kingdom",
                contact="someone.of.the.university@example.org",
                added_by_id=people[0],
                added_at=now,
            )
            for n in range(GUESTS)
        )
    await dara.forges(f"meetings:answers:{meeting_id}")
    await dara.sees("meetings/answers")
    await fits(dara, splits)
    await dara.presses("meetings:who", meeting_id, "delegate")
    seen = set[str]()
    for _turn in range(PEOPLE):
        await fits(dara, splits)
        shown = await dara.shown("meetings/answered")
        seen |= {member.person.name for member, _given in shown["people"]}
        if shown["page"] == shown["pages"]:
            break
        await dara.presses("meetings:who", meeting_id, "delegate", shown["page"] + 1)
    assert len(seen) == PEOPLE
    await dara.forges(f"meetings:guests:{meeting_id}")
    guests = set[str]()
    for _turn in range(GUESTS):
        await fits(dara, splits)
        shown = await dara.shown("meetings/guests")
        guests |= {guest.name for guest in shown["guests"]}
        if shown["page"] == shown["pages"]:
            break
        await dara.presses("meetings:guests", meeting_id, shown["page"] + 1)
    assert len(guests) == GUESTS


async def test_who_can_when_of_all_is_read(health: Stage, dara: Player, splits: list[str]) -> None:
    people, now = await crowd(health), health.clock.now()
    dates = [local(14 + n, 9) for n in range(5)]
    await proposes(dara, dates=dates)
    await dara.forges("dates:open:1")
    await dara.sees("dates/standing")
    await fits(dara, splits)
    async with arranged(health.assistant.database) as session:
        poll = await find_poll(session, 1)
        assert poll is not None
        choices = list(Choice)
        session.add_all(
            DateAnswer(option_id=option.id, person_id=person_id, choice=choices[place % 3], answered_at=now)
            for option in poll.options
            for place, person_id in enumerate(people)
        )
    await dara.forges("dates:open:1")
    await dara.sees("dates/standing")
    await fits(dara, splits)


async def test_what_all_have_told_before_the_plenary_is_read(health: Stage, dara: Player, splits: list[str]) -> None:
    people, now = await crowd(health), health.clock.now()
    meeting_id = await announce_meeting(dara, agenda=lines())
    await dara.says("/updates")
    await dara.sees("updates/list")
    await fits(dara, splits)
    async with arranged(health.assistant.database) as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        session.add_all(
            MemberUpdate(twg_id=twg.id, meeting_id=meeting_id, person_id=person_id, text=NOTE.strip(), answered_at=now)
            for person_id in people
        )
    await dara.says("/updates")
    await dara.sees("updates/list")
    await fits(dara, splits)
    await everybody_looks_away(dara)
    await health.becomes(local(1, 9) + timedelta(minutes=1))
    await fits(dara, splits)


async def test_every_change_and_reminder_of_it_is_one_message(health: Stage, dara: Player, splits: list[str]) -> None:
    await crowd(health)
    sokha = await health.member("Sokha", "government", "MEF")
    meeting_id = await announce_meeting(dara, agenda=lines(), title="T" * 200, place="P" * 200)
    reason = "The hall is taken, and so on. " * 9
    for verb, said in (
        ("relocate", ["Q" * 200]),
        ("retitle", ["U" * 200]),
        ("lengthen", ["6h"]),
        ("move", ["17/12/2026", "14:00"]),
    ):
        await dara.forges(f"meetings:{verb}:{meeting_id}")
        await dara.says(*said, reason.strip())
        await dara.presses("form:save")
    await health.passes(minutes=2)
    await sokha.is_told("meeting_changed")
    for moment in (local(14, 9), local(16, 9), local(17, 12)):
        await health.becomes(moment)
    await dara.forges(f"meetings:cancel:{meeting_id}")
    await dara.says(reason.strip())
    await dara.presses("form:save")
    await dara.sees("meetings/cancelled")
    await fits(sokha, splits)
    await fits(dara, splits)

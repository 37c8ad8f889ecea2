"""What people say of how they come is an answer with a note; what they ask of it leaves the answer to them (G2)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.meetings import Attendance, Rsvp
from storage.requests import MemberRequest, RequestKind, RequestState
from tests.intake.test_edits import edits
from tests.meetings.test_answering import stored_answer
from tests.meetings.test_delegating import stored
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.language.coming import asks_how_to_come
from twg.language.rsvp import parse_answer

COMES = [
    "I can only attend the first hour",
    "can join from 9 to 10 only",
    "I can be there for an hour",
    "attend half day only",
    "I'm coming with two colleagues",
    "I will come with my deputy",
    "We will be three people from WHO",
    "3 people from our office will attend",
    "I will bring my assistant, Ms Lina",
    "me and my colleague Dr Heng will join",
    "my colleague Ms Lina and I will attend",
    "Maria and I will join",
    "Yes, with 2 staff",
    "I prefer to join online",
    "I'll participate virtually",
    "ខ្ញុំមកជាមួយសហការី ២ នាក់",
    "ខ្ញុំនឹងមកជាមួយអនុប្រធាន",
    "យើងមក ៣ នាក់",
    "knhom mok jea muoy mit 2 neak",
]
OTHERWISE = {
    "My deputy will attend with two colleagues": None,
    "I can attend in the morning only": None,
    "Two colleagues will attend instead of me": Rsvp.DELEGATE,
    "Dr Heng will join on my behalf": Rsvp.DELEGATE,
    "I will come 20 minutes late with my assistant": Rsvp.LATE,
    "I cannot come with my deputy": Rsvp.NO,
    "Lim Sopheap will be 20 minutes late": None,
    "UNFPA will be late": None,
    "Sorry, will be 10 min late": Rsvp.LATE,
    "សុំអវត្តមាន": Rsvp.NO,
    "mean thura ot ban chol roum te bong": Rsvp.NO,
    "Please bring 3 copies of the paper": None,
    "We will be ready with the report": None,
    "the first item only needs 10 min": None,
    "only the first draft is ready": None,
    "can I bring a colleague?": None,
    "can I join by Zoom?": None,
}


@pytest.mark.parametrize("text", COMES)
def test_who_says_how_they_come_comes(text: str) -> None:
    given = parse_answer(text)
    assert given is not None
    assert (given.rsvp, given.delegate_name) == (Rsvp.YES, "")


@pytest.mark.parametrize("text", list(OTHERWISE))
def test_what_is_said_of_others_or_of_papers_is_no_yes(text: str) -> None:
    given = parse_answer(text)
    assert (None if given is None else given.rsvp) is OTHERWISE[text]


@pytest.mark.parametrize("text", ["can I join by Zoom?", "may I bring two colleagues?", "ខ្ញុំអាចចូលរួមតាម Zoom បានទេ?"])
def test_what_is_asked_of_how_to_come_is_known(text: str) -> None:
    assert asks_how_to_come(text)
    assert not asks_how_to_come("What time does it start?")


async def test_who_has_to_leave_early_comes_and_an_answer_that_was_given_stays(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await announce_meeting(dara)
    await sokha.says("I have to leave at 11", reply_to=(await sokha.finds("meetings/card")).message)
    await sokha.sees("meetings/card", attendance__rsvp=Rsvp.YES, attendance__words="I have to leave at 11")
    await sokha.sees("requests/card", heading="sent")
    invitation = (await kenji.finds("meetings/card")).message
    await kenji.presses("meetings:answer", "delegate")
    await kenji.says("Dr Heng Dara")
    await kenji.presses("form:save")
    await kenji.says("I have to leave at 11", reply_to=invitation)
    assert await stored_answer(kenji) == (Rsvp.DELEGATE, "Dr Heng Dara")
    await kenji.sees("requests/card")


async def given_by(player: Player) -> Attendance:
    """The person's answer to the first meeting."""
    given = await stored(player)
    assert given is not None
    return given


async def told_early(stage: Stage) -> list[tuple[int, str]]:
    """What the organisers are told of leaving early and what was not taken back: the meeting and the words."""
    async with stage.assistant.database.read() as session:
        told = select(MemberRequest).where(MemberRequest.kind == RequestKind.LEAVES_EARLY)
        waiting = told.where(MemberRequest.state == RequestState.WAITING).order_by(MemberRequest.id)
        return [(each.subject_id or 0, each.text) for each in await session.scalars(waiting)]


async def test_every_answer_that_tells_of_leaving_early_tells_the_organisers(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    first = await announce_meeting(dara)
    await sokha.presses("meetings:answer", "yes")
    early = "I have to leave at 11"
    await sokha.says(early)
    assert (await given_by(sokha)).words == early
    assert await told_early(health) == [(first, early)]
    earlier = "I have to leave at 10"
    await edits(sokha, earlier)
    await sokha.presses("general:change_edit")
    assert (await given_by(sokha)).words == earlier
    assert await told_early(health) == [(first, earlier)]
    late = "I will be 20 minutes late and have to leave at 11"
    await kenji.says(late)
    assert (await given_by(kenji)).rsvp is Rsvp.LATE
    assert await told_early(health) == [(first, earlier), (first, late)]
    await dara.says(early)  # who organises it alone has nobody to tell
    await dara.sees("meetings/card", attendance__words=early)
    assert len(await told_early(health)) == 2
    second = await announce_meeting(dara, title="Annual review", day=date(2026, 12, 17))
    both = "I will attend both meetings but have to leave at 11"
    await sokha.says(both)
    assert await told_early(health) == [(first, both), (first, late), (second, both)]


async def test_who_asks_how_to_come_is_asked_whether_they_do(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    invitation = (await sokha.finds("meetings/card")).message
    await sokha.says("can I join by Zoom?", reply_to=invitation)
    await sokha.sees("meetings/asked")
    await sokha.offers("meetings:answer", "yes")
    await sokha.offers("requests:send")
    await sokha.says("may I bring a colleague?", reply_to=invitation)
    await sokha.offers("meetings:answer", "yes")
    await sokha.presses("meetings:answer", "yes")
    await sokha.says("can I join by Zoom?", reply_to=invitation)
    await sokha.does_not_offer("meetings:answer")

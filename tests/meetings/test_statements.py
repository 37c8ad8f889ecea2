"""Plain messages about meetings: an answer to the one that fits, a question about one of several (G2, U2)."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from messages.rendering.templating import format_day
from storage.core.audit import AuditRow
from storage.meetings import MeetingKind, Rsvp
from storage.requests import MemberRequest, RequestKind
from tests.meetings.conftest import local
from tests.meetings.test_answering import count_answers, stored_answer
from tests.support.setup_steps import MEETING_DAY, announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

#: The second of two meetings, on a Thursday.
OTHER_DAY = date(2026, 12, 17)


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A plenary on Tuesday 15 December to which everybody is invited; its id."""
    return await announce_meeting(dara)


@pytest.fixture
async def both(announced: int, dara: Player) -> list[int]:
    """Two plenaries; their ids."""
    return [announced, await announce_meeting(dara, title="Annual review", day=OTHER_DAY)]


async def stored_requests(stage: Stage) -> list[MemberRequest]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(MemberRequest).order_by(MemberRequest.id)))


@pytest.mark.parametrize(
    ("words", "rsvp", "name"),
    [
        ("Sorry I cannot come, my deputy Ms Chan Thy will come instead", Rsvp.DELEGATE, "Ms Chan Thy"),
        ("I can’t attend the meeting on Tuesday", Rsvp.NO, ""),
        ("Sorry, can't make it on the 15th, Dr Keo Vanna will represent UNFPA", Rsvp.DELEGATE, "Dr Keo Vanna"),
        ("I will attend the plenary", Rsvp.YES, ""),
        ("ខ្ញុំមិនអាចចូលរួមបានទេ", Rsvp.NO, ""),
        ("ខ្ញុំ\u200bនឹង\u200bចូលរួម\u200bប្រជុំ", Rsvp.YES, ""),
        ("knhom mok min ban te bong", Rsvp.NO, ""),
        ("I will come but have to leave at 11", Rsvp.YES, ""),
        ("បាទ ខ្ញុំចូលរួម តែត្រូវចេញមុនម៉ោង ៤", Rsvp.YES, ""),
        ("ខ្ញុំទៅបាន ប៉ុន្តែត្រូវចេញម៉ោង ១១", Rsvp.YES, ""),
        ("I have to leave at 11", Rsvp.YES, ""),
        ("I will join until 10:30", Rsvp.YES, ""),
        ("I'm coming with two colleagues", Rsvp.YES, ""),
        ("I will bring my assistant, Ms Lina", Rsvp.YES, ""),
        ("ខ្ញុំត្រូវចេញម៉ោង ១១", Rsvp.YES, ""),
        ("ខ្ញុំមកជាមួយសហការី ២ នាក់", Rsvp.YES, ""),
    ],
)
async def test_a_plain_statement_answers_the_one_meeting_that_it_fits(
    health: Stage, announced: int, sokha: Player, words: str, rsvp: Rsvp, name: str
) -> None:
    await sokha.says(words)
    await sokha.sees("meetings/card", attendance__rsvp=rsvp, meeting__starts_at=local(15, 9))
    assert await stored_answer(sokha) == (rsvp, name)
    await sokha.presses("meetings:take_back")
    assert await stored_answer(sokha) == (None, "")
    await sokha.sees("meetings/card", attendance=None, asks=True)


async def test_an_earlier_answer_counts_again_when_a_later_one_is_taken_back(announced: int, sokha: Player) -> None:
    await sokha.presses("meetings:answer", "maybe")
    await sokha.says("I cannot come")
    assert await stored_answer(sokha) == (Rsvp.NO, "")
    await sokha.presses("meetings:take_back")
    assert await stored_answer(sokha) == (Rsvp.MAYBE, "")


async def test_an_answer_is_not_taken_back_after_ten_minutes_nor_after_another(
    health: Stage, announced: int, sokha: Player
) -> None:
    await sokha.says("I cannot come")
    await health.passes(minutes=11)
    await sokha.presses("meetings:take_back")
    await sokha.is_refused("general#too_late_to_undo")
    await sokha.says("I will come to the meeting")
    [card] = [seen for seen in await sokha.on_screen() if seen.contexts("meetings/card")]
    await sokha.presses("meetings:answer", "late", in_message=card.message)
    await sokha.forges(f"meetings:take_back:{await newest_change(health)}")
    assert await stored_answer(sokha) == (Rsvp.LATE, "")


async def newest_change(stage: Stage) -> int:
    """The id of the audit row of the last answer but one."""
    async with stage.assistant.database.read() as session:
        answered = select(AuditRow.id).where(AuditRow.action == "meetings.answer").order_by(AuditRow.id.desc())
        return list(await session.scalars(answered))[1]


async def test_who_plans_a_meeting_for_others_does_not_answer_for_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara, audience=Audience.PARTNERS)
    await dara.says("I will attend")
    assert await count_answers(health) == 0
    await sokha.says("I will attend")
    assert await stored_answer(sokha) == (Rsvp.YES, "")


async def test_nobody_takes_back_somebody_else_s_answer(
    health: Stage, announced: int, sokha: Player, kenji: Player
) -> None:
    await sokha.says("I cannot come")
    for change_id in range(1, 12):
        await kenji.forges(f"meetings:take_back:{change_id}")
        await kenji.is_refused("general#not_found")
    assert await stored_answer(sokha) == (Rsvp.NO, "")


@pytest.mark.parametrize("words", ["My deputy will attend instead of me", "ខ្ញុំមិនអាចចូលរួមបានទេ សូមចាត់អនុប្រធានចូលរួមជំនួស"])
async def test_a_delegate_without_a_name_is_asked_for(announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.asks("name")
    await sokha.says("Ms Chan Thy, Deputy Director")
    await sokha.presses("form:save")
    assert await stored_answer(sokha) == (Rsvp.DELEGATE, "Ms Chan Thy, Deputy Director")


@pytest.mark.parametrize("words", ["Sorry, I cannot come", "I cannot attend the plenary", "ខ្ញុំចូលរួមមិនបានទេ"])
async def test_of_several_meetings_it_asks_which(both: list[int], sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.sees("meetings/which")
    await sokha.offers_only("meetings:take", "meetings:take", "general:dismiss")
    await sokha.presses("meetings:take", both[1])
    await sokha.sees("meetings/card", attendance__rsvp=Rsvp.NO, meeting__starts_at=local(17, 9))


@pytest.mark.parametrize("words", ["I will attend both meetings", "ខ្ញុំនឹងចូលរួមទាំងពីរ"])
async def test_an_answer_for_each_is_recorded_for_each(both: list[int], sokha: Player, words: str) -> None:
    await sokha.says(words)
    assert [await stored_answer(sokha, meeting_id) for meeting_id in both] == [(Rsvp.YES, ""), (Rsvp.YES, "")]


@pytest.mark.parametrize("words", ["I cannot attend the meeting on Thursday", "I can't come to the annual review"])
async def test_of_several_the_one_that_is_named_is_answered(both: list[int], sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.sees("meetings/card", attendance__rsvp=Rsvp.NO, meeting__starts_at=local(17, 9))
    assert await stored_answer(sokha, both[0]) is None


@pytest.mark.parametrize(
    "words", ["I can't attend the meeting on Friday", "I cannot come today", "ខ្ញុំមិនអាចចូលរួមថ្ងៃស្អែកទេ"]
)
async def test_an_answer_for_another_day_is_not_taken(health: Stage, announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.sees("general/offer")
    await sokha.offers("meetings:take", announced)
    await sokha.offers("requests:send")
    assert await count_answers(health) == 0


@pytest.mark.parametrize(
    "words",
    [
        "I will not be able to send the figures before the plenary",
        "We need another meeting next week",
        "I cannot open the file for the plenary",
        "HE the Minister cannot attend the plenary",
        "I did not come to the last meeting",
        "please cancel the plenary",
    ],
)
async def test_what_only_speaks_of_a_meeting_answers_none(
    health: Stage, announced: int, sokha: Player, words: str
) -> None:
    await sokha.says(words)
    assert await count_answers(health) == 0
    await sokha.offers("meetings:take", announced)
    await sokha.offers("requests:send")


async def test_who_organises_the_meeting_reads_who_is_coming(announced: int, dara: Player, sokha: Player) -> None:
    await dara.says("Who is coming to the plenary?")
    await dara.sees("meetings/answers")
    await dara.offers("meetings:open", announced)
    await dara.does_not_offer("requests:send")


@pytest.mark.parametrize("words", ["I'll be late", "I may be 20 min late", "ខ្ញុំយឺតបន្តិច", "we will be late"])
async def test_who_will_be_late_need_not_say_to_what(health: Stage, announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words)
    assert await stored_answer(sokha) == (Rsvp.LATE, "")
    await sokha.presses("meetings:take_back")
    assert await stored_answer(sokha) == (None, "")


@pytest.mark.parametrize(
    "words", ["The report will be late", "Sorry for the late reply", "the figures are 2 days late"]
)
async def test_what_else_is_late_is_no_answer(health: Stage, announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words)
    assert await count_answers(health) == 0


@pytest.mark.parametrize("words", ["I am on mission next week"])
async def test_what_may_be_about_something_else_is_offered(
    health: Stage, announced: int, sokha: Player, words: str
) -> None:
    await sokha.says(words)
    assert await count_answers(health) == 0
    await sokha.offers("meetings:take", announced)
    await sokha.offers("requests:send")


@pytest.mark.parametrize("words", ["Where is the meeting?", "Is the plenary still on?", "តើកិច្ចប្រជុំនៅឯណា?"])
async def test_a_question_about_one_of_two_meetings_is_answered_of_the_next(
    health: Stage, both: list[int], sokha: Player, words: str
) -> None:
    await sokha.says(words)
    assert await stored_requests(health) == []
    await sokha.sees("meetings/asked", meeting__id=both[0])
    await sokha.presses("requests:send")
    [asked] = await stored_requests(health)
    assert (asked.kind, asked.text) == (RequestKind.MESSAGE, words)


async def test_a_question_about_a_day_without_a_meeting_is_not_filed(
    health: Stage, announced: int, sokha: Player
) -> None:
    await sokha.says("Is the meeting on Thursday still on?")
    assert await stored_requests(health) == []
    await sokha.sees("meetings/asked", elsewhen=True)
    await sokha.offers("meetings:open", announced)


@pytest.mark.parametrize(
    ("words", "opens"),
    [("Is the budget review in English?", "meetings:take"), ("Is the budget review still on?", "meetings:open")],
)
async def test_equal_titles_are_told_apart_by_day_and_hour(
    health: Stage, dara: Player, sokha: Player, words: str, opens: str
) -> None:
    for at in (time(9), time(14)):
        await announce_meeting(dara, title="Budget review", at=at, kind=MeetingKind.SUB_GROUP)
    await sokha.says("/meetings")
    await sokha.says(words)
    screen = (await sokha.on_screen())[-1]
    labels = [button.button.label for button in screen.buttons if button.name == opens]
    assert len(set(labels)) == 2
    day = format_day(MEETING_DAY, locale="en", short=True)
    assert [day in label for label in labels] == [True, True]
    assert [at in label for at, label in zip(("09:00", "14:00"), labels, strict=True)] == [True, True]


async def test_what_a_person_states_can_be_sent_to_the_secretariat(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("Our office moves to Street 63 in January")
    await sokha.presses("requests:send")
    [sent] = await stored_requests(health)
    assert (sent.kind, sent.text) == (RequestKind.MESSAGE, "Our office moves to Street 63 in January")


@pytest.mark.parametrize("words", ["hello", "thanks", "ok", "អរគុណ"])
async def test_small_talk_is_not_offered_to_the_secretariat(
    health: Stage, dara: Player, sokha: Player, words: str
) -> None:
    await sokha.says(words)
    await sokha.does_not_offer("requests:send")


@pytest.fixture
async def reminded(announced: int, health: Stage, dara: Player, sokha: Player) -> None:
    """One message that reminds of two meetings."""
    third = await announce_meeting(dara, title="Core group", at=time(14), kind=MeetingKind.CORE_GROUP)
    assert third
    await health.becomes(datetime.combine(date(2026, 12, 14), time(8), local(14, 8).tzinfo))


async def test_a_number_alone_opens_the_part_and_with_words_answers_it(reminded: None, sokha: Player) -> None:
    [message] = [seen for seen in await sokha.on_screen() if len(seen.contexts("meetings/card")) == 2]
    await sokha.says("2", reply_to=message.message)
    await sokha.sees("meetings/card", meeting__title="Core group")
    await sokha.says("2 I will come", reply_to=message.message)
    await sokha.sees("meetings/card", meeting__title="Core group", attendance__rsvp=Rsvp.YES)
    await sokha.says("ផ្នែកទី១ ខ្ញុំមិនអាចចូលរួមទេ", reply_to=message.message)
    await sokha.sees("meetings/card", meeting__title="Second plenary meeting 2026", attendance__rsvp=Rsvp.NO)


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("I will come on the 15th but not on the 17th", (Rsvp.YES, Rsvp.NO)),
        ("I cannot come on the 15th but I will come on the 17th", (Rsvp.NO, Rsvp.YES)),
        ("I will come to the plenary of the 15th but not to the annual review", (Rsvp.YES, Rsvp.NO)),
        ("I will come on the 15th and 17th", (Rsvp.YES, Rsvp.YES)),
        ("yes to both meetings", (Rsvp.YES, Rsvp.YES)),
        ("ok i join both", (Rsvp.YES, Rsvp.YES)),
        ("no to both meetings", (Rsvp.NO, Rsvp.NO)),
        ("ខ្ញុំទៅថ្ងៃទី១៥ តែមិនទៅថ្ងៃទី១៧ទេ", (Rsvp.YES, Rsvp.NO)),
    ],
)
async def test_each_half_of_an_answer_is_recorded_for_its_meeting(
    both: list[int], sokha: Player, words: str, answers: tuple[Rsvp, Rsvp]
) -> None:
    await sokha.says(words)
    assert [await stored_answer(sokha, meeting_id) for meeting_id in both] == [(answer, "") for answer in answers]


async def test_each_half_of_a_reply_to_one_invitation_is_recorded_for_its_meeting(
    both: list[int], sokha: Player
) -> None:
    invitation = await sokha.finds("meetings/card")
    await sokha.says("I will come on the 15th but not on the 17th", reply_to=invitation.message)
    given = [await stored_answer(sokha, meeting_id) for meeting_id in both]
    assert given == [(Rsvp.YES, ""), (Rsvp.NO, "")]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("can't, sending Sreyleak", "Sreyleak"),
        ("my colleague Sreyleak comes for me", "Sreyleak"),
        ("Sorry, I cannot come, I send my deputy Chan Thy", "Chan Thy"),
        ("Sreyleak will represent me", "Sreyleak"),
        ("មិនអាចទៅបានទេ ចាត់ស្រីល័ក្ខទៅជំនួស", "ស្រីល័ក្ខ"),
    ],
)
async def test_a_delegate_named_without_a_title_is_recorded_by_name(
    announced: int, sokha: Player, words: str, name: str
) -> None:
    invitation = await sokha.finds("meetings/card")
    await sokha.says(words, reply_to=invitation.message)
    assert await stored_answer(sokha) == (Rsvp.DELEGATE, name)


@pytest.mark.parametrize("words", ["can't, sending sreyleak", "cannot come, sending my colleague"])
async def test_a_delegate_whose_name_is_not_certain_is_asked_for(announced: int, sokha: Player, words: str) -> None:
    invitation = await sokha.finds("meetings/card")
    await sokha.says(words, reply_to=invitation.message)
    await sokha.asks("name")


@pytest.mark.parametrize("words", ["can't come, sending apologies", "I cannot come, I am sending the report"])
async def test_what_is_sent_instead_is_no_delegate(announced: int, sokha: Player, words: str) -> None:
    invitation = await sokha.finds("meetings/card")
    await sokha.says(words, reply_to=invitation.message)
    assert await stored_answer(sokha) == (Rsvp.NO, "")

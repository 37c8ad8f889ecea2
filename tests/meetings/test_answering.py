"""Saying whether one comes, and who is coming (G2)."""

import pytest
from sqlalchemy import func, select

from storage.meetings import Attendance, Rsvp, find_attendance
from storage.members import Membership, find_account
from tests.meetings.conftest import local
from tests.support.setup_steps import MEETING_DAY, announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def stored_answer(player: Player, meeting_id: int = 1) -> tuple[Rsvp | None, str] | None:
    """What is kept of a person's answer, with the delegate."""
    async with player.stage.assistant.database.read() as session:
        account = await find_account(session, player.person.id)
        assert account is not None
        attendance = await find_attendance(session, meeting_id, account.person_id)
        return None if attendance is None else (attendance.rsvp, attendance.delegate_name)


async def count_answers(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Attendance)) or 0


def _names(member: Membership) -> str:
    """A member and their institution."""
    assert member.person.institution is not None
    return f"{member.person.name}, {member.person.institution.name}"


async def moves(dara: Player, day: str, at: str) -> None:
    """The meeting has another day or time, and those invited are not told yet."""
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.says(day, at, "The Minister is abroad")
    await dara.presses("form:save")


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting that everybody is invited to; its id."""
    return await announce_meeting(dara)


@pytest.mark.parametrize("rsvp", [Rsvp.YES, Rsvp.NO, Rsvp.MAYBE])
async def test_an_answer_by_button_is_recorded_and_shown(announced: int, sokha: Player, rsvp: Rsvp) -> None:
    await sokha.presses("meetings:answer", rsvp)
    await sokha.sees("meetings/card", attendance__rsvp=rsvp, asks=False)
    await sokha.offers("meetings:answer", rsvp, marked=True)
    await sokha.toasts()
    assert await stored_answer(sokha) == (rsvp, "")


async def test_a_delegate_is_sent_with_name_and_position(announced: int, sokha: Player) -> None:
    await sokha.presses("meetings:answer", "delegate")
    await sokha.asks("name")
    await sokha.says("Dr Chan Sophea, Deputy Director")
    assert await sokha.summary() == {"name": "Dr Chan Sophea, Deputy Director"}
    await sokha.presses("form:save")
    await sokha.toasts()
    await sokha.sees("meetings/delegated", given__delegate_name="Dr Chan Sophea, Deputy Director")
    assert await stored_answer(sokha) == (Rsvp.DELEGATE, "Dr Chan Sophea, Deputy Director")


async def test_once_a_delegate_is_sent_the_invitation_no_longer_asks(announced: int, sokha: Player) -> None:
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("Dr Chan Sophea")
    await sokha.presses("form:save")
    [answered] = [seen for seen in await sokha.messages() if seen.contexts("meetings/card")]
    assert answered.message.id == invitation.id
    assert answered.contexts("meetings/card", attendance__rsvp=Rsvp.DELEGATE, asks=False)
    assert answered.holds("Dr Chan Sophea")
    assert [button.args[1] for button in answered.buttons if button.marked] == ["delegate"]


async def test_a_delegate_is_told_of_even_where_the_invitation_is_gone(announced: int, sokha: Player) -> None:
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("Dr Chan Sophea")
    await sokha.person.deletes(invitation)
    await sokha.presses("form:save")
    await sokha.sees("meetings/card", attendance__rsvp=Rsvp.DELEGATE, attendance__delegate_name="Dr Chan Sophea")
    await sokha.offers("meetings:answer", "delegate", marked=True)


async def test_an_answer_for_a_day_on_which_it_is_no_longer_held_is_not_recorded(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await moves(dara, "17/12/2026", "09:00")
    for rsvp in (Rsvp.DELEGATE, Rsvp.YES):
        data = f"meetings/answer:{announced}:{rsvp}:{MEETING_DAY}"
        await sokha.does(sokha.person.taps_data(data, in_message=invitation))
        await sokha.is_refused("meetings#moved")
        await sokha.sees_nothing_new()
        assert await stored_answer(sokha) is None
    shown = await sokha.finds("meetings/card", meeting__starts_at=local(17, 9))
    assert shown.message.id == invitation.id
    await sokha.presses("meetings:answer", "yes", "2026-12-17", in_message=shown.message)
    assert await stored_answer(sokha) == (Rsvp.YES, "")


async def test_a_delegate_named_for_a_day_that_has_changed_is_not_recorded(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("Dr Chan Sophea")
    await moves(dara, "17/12/2026", "09:00")
    await sokha.presses("form:save")
    await sokha.is_refused("meetings#moved")
    await sokha.offers("meetings:answer", "delegate", "2026-12-17")
    assert await stored_answer(sokha) is None


@pytest.mark.parametrize(
    ("words", "rsvp"),
    [
        ("Yes, I will come.", Rsvp.YES),
        ("I will come, thank you", Rsvp.YES),
        ("ចូលរួម", Rsvp.YES),
        ("I can’t come", Rsvp.NO),
        ("ខ្ញុំ\u200bមិនអាចចូលរួមទេ", Rsvp.NO),
        ("Maybe", Rsvp.MAYBE),
        ("No problem, I will come", Rsvp.YES),
        ("I will come if the Minister is back", Rsvp.MAYBE),
        ("knhom nung mok, tae yeut bontich", Rsvp.LATE),
        ("ot ban tov te bong", Rsvp.NO),
    ],
)
async def test_a_reply_in_words_answers(announced: int, sokha: Player, words: str, rsvp: Rsvp) -> None:
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await sokha.says(words, reply_to=invitation)
    await sokha.sees("meetings/card", attendance__rsvp=rsvp)
    assert await stored_answer(sokha) == (rsvp, "")
    answers = [seen.message.id for seen in await sokha.messages() if seen.contexts("meetings/card", asks=False)]
    assert answers[0] == invitation.id


async def test_how_late_somebody_else_comes_is_no_answer_of_the_one_who_tells_it(
    announced: int, dara: Player, sokha: Player
) -> None:
    for words in ("Sokha Chan will be 20 minutes late", "Dr Chan will come"):
        await dara.says(words)
        await dara.offers("meetings:answers", announced)
    assert await stored_answer(dara) is None
    await sokha.says("I will send my deputy Mr Chan Dara")
    await sokha.offers("meetings:take", announced, MEETING_DAY)
    await sokha.says("សុំអវត្តមាន")
    assert await stored_answer(sokha) == (Rsvp.NO, "")


async def test_words_are_kept_with_the_answer_and_shown_to_who_organises(
    announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.says("I join around 9:45", reply_to=(await sokha.finds("meetings/card", heading="announced")).message)
    assert await stored_answer(sokha) == (Rsvp.LATE, "")
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:answers")
    await dara.presses("meetings:who", announced, "late")
    await dara.reads_fact("I join around 9:45")


async def test_a_delegate_named_in_words_is_recorded_by_name(announced: int, sokha: Player) -> None:
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await sokha.says("Cannot come. Dr. Sok Vanna will attend instead of me", reply_to=invitation)
    assert await stored_answer(sokha) == (Rsvp.DELEGATE, "Dr. Sok Vanna")


@pytest.mark.parametrize("words", ["The Minister comes", "I would come on Monday"])
async def test_a_reply_that_may_mean_something_else_is_asked(announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words, reply_to=(await sokha.finds("meetings/card", heading="announced")).message)
    await sokha.is_refused("meetings#unclear_answer")
    await sokha.offers("meetings:answer", "yes")
    assert await stored_answer(sokha) is None


async def test_an_unclear_reply_in_khmer_is_told_so(health: Stage, dara: Player) -> None:
    vichea = await health.member("Vichea", "government", language="km")
    await announce_meeting(dara)
    await vichea.says("លោករដ្ឋមន្ត្រីអញ្ជើញមក", reply_to=(await vichea.finds("meetings/card")).message)
    await vichea.is_refused("meetings#unclear_answer")
    assert await stored_answer(vichea) is None


@pytest.mark.parametrize(
    ("language", "words"), [("km", "តើខ្ញុំអាចនាំអ្នកបកប្រែម្នាក់មកបានទេ?"), ("en", "Can I bring an interpreter?")]
)
async def test_a_question_in_a_reply_goes_to_who_organises(
    health: Stage, dara: Player, language: str, words: str
) -> None:
    vichea = await health.member("Vichea", "government", language=language)
    await announce_meeting(dara)
    await vichea.says(words, reply_to=(await vichea.finds("meetings/card")).message)
    await vichea.sees("requests/card", heading="sent")
    await health.passes(minutes=10)
    await dara.sees("requests/card", heading="made")
    await dara.reads_fact(words)
    assert await stored_answer(vichea) is None


@pytest.mark.parametrize(("language", "words"), [("km", "នៅទីណា?"), ("en", "Where is it?")])
async def test_what_the_store_knows_is_answered_in_reply(
    health: Stage, dara: Player, language: str, words: str
) -> None:
    vichea = await health.member("Vichea", "government", language=language)
    await announce_meeting(dara)
    await vichea.says(words, reply_to=(await vichea.finds("meetings/card")).message)
    await vichea.sees_only("meetings/asked")
    assert await stored_answer(vichea) is None


async def test_an_unclear_reply_to_a_meeting_that_was_cancelled_is_not_asked(
    announced: int, dara: Player, sokha: Player
) -> None:
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await cancel_meeting(dara, announced)
    await sokha.says("Where is it?", reply_to=invitation)
    await sokha.is_refused("meetings#already_cancelled")
    await sokha.does_not_offer("meetings:answer")


async def test_an_answer_holds_where_only_the_hour_has_changed(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "15/12/2026", "14:00")
    await sokha.presses("meetings:answer", "yes")
    await sokha.sees("meetings/card", meeting__starts_at=local(15, 14), attendance__rsvp=Rsvp.YES)


async def test_a_delegate_s_name_that_is_too_long_is_refused(announced: int, sokha: Player) -> None:
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("D" * 121)
    await sokha.is_refused("general#too_long", limit=120, length=121)
    await sokha.asks("name")
    assert await stored_answer(sokha) is None


async def test_cancelling_the_form_for_a_delegate_leaves_the_answer_as_it_was(announced: int, sokha: Player) -> None:
    await sokha.presses("meetings:answer", "maybe")
    await sokha.presses("meetings:answer", "delegate")
    await sokha.presses("form:cancel")
    await sokha.sees_only("forms/cancelled")
    assert await stored_answer(sokha) == (Rsvp.MAYBE, "")


async def test_an_answer_can_be_changed_and_the_last_one_counts(health: Stage, announced: int, sokha: Player) -> None:
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("Dr Chan Sophea")
    await sokha.presses("form:save")
    await sokha.presses("meetings:answer", "yes")
    await sokha.sees("meetings/card", attendance__rsvp=Rsvp.YES, attendance__delegate_name="")
    await sokha.does_not_read_fact("Dr Chan Sophea")
    assert await stored_answer(sokha) == (Rsvp.YES, "")
    assert await count_answers(health) == 1


async def test_the_same_answer_twice_is_harmless(health: Stage, announced: int, sokha: Player) -> None:
    await sokha.presses("meetings:answer", "yes")
    await sokha.presses("meetings:answer", "yes")
    await sokha.toasts()
    [answered] = [seen for seen in await sokha.messages() if seen.contexts("meetings/card", attendance__rsvp=Rsvp.YES)]
    assert [button.args[1] for button in answered.buttons if button.marked] == ["yes"]
    assert await count_answers(health) == 1


async def test_an_old_message_s_button_answers_for_the_meeting_as_it_is_now(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await dara.forges(f"meetings/relocate:{announced}")
    await dara.says("Hotel Cambodiana", "The room is taken")
    await dara.presses("form:save")
    await health.passes(minutes=2)
    await sokha.presses("meetings:answer", "yes", in_message=invitation)
    answered = await sokha.finds("meetings/card", heading="", meeting__place="Hotel Cambodiana")
    assert answered.message.id == invitation.id
    assert answered.contexts("meetings/card", attendance__rsvp=Rsvp.YES)


async def test_after_the_meeting_began_an_answer_is_refused(health: Stage, announced: int, sokha: Player) -> None:
    await health.becomes(local(15, 9))
    await sokha.presses("meetings:answer", "yes")
    await sokha.is_refused("meetings#under_way")
    assert await stored_answer(sokha) is None


async def test_after_the_meeting_began_no_delegate_s_name_is_asked_for(
    health: Stage, announced: int, sokha: Player
) -> None:
    await health.becomes(local(15, 9))
    await sokha.presses("meetings:answer", "delegate")
    await sokha.is_refused("meetings#under_way")
    await sokha.does_not_ask()


async def test_a_delegate_named_too_late_is_refused_with_what_was_entered(
    health: Stage, announced: int, sokha: Player
) -> None:
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("Dr Chan Sophea")
    await health.becomes(local(15, 9))
    await sokha.presses("form:save")
    await sokha.is_refused("meetings#under_way")
    assert await sokha.summary() == {"name": "Dr Chan Sophea"}
    assert await stored_answer(sokha) is None


async def test_after_it_was_cancelled_an_answer_is_refused(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await cancel_meeting(dara, announced)
    await sokha.presses("meetings:answer", "yes")
    await sokha.is_refused("meetings#already_cancelled")
    assert await stored_answer(sokha) is None


async def test_before_it_is_announced_a_member_s_answer_finds_nothing(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await plan_meeting(dara)
    for rsvp in Rsvp:
        await sokha.forges(f"meetings/answer:{meeting_id}:{rsvp}:{MEETING_DAY}")
        await sokha.is_refused("general#not_found")
    assert await count_answers(health) == 0


async def test_before_it_is_announced_an_organiser_is_told_so(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings/answer:{meeting_id}:yes:{MEETING_DAY}")
    await dara.is_refused("meetings#not_announced")
    assert await count_answers(health) == 0


@pytest.mark.parametrize(
    "data",
    [
        f"meetings/answer:1:perhaps:{MEETING_DAY}",
        "meetings/answer:1:yes",
        "meetings/answer:1:yes:soon",
        "meetings/answer:x:yes",
    ],
)
async def test_a_button_made_up_by_hand_does_nothing(health: Stage, announced: int, sokha: Player, data: str) -> None:
    await sokha.forges(data)
    await sokha.is_refused("general#not_found")
    assert await count_answers(health) == 0


async def test_whoever_is_not_invited_cannot_answer_with_a_guessed_id(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.GOVERNMENT)
    for rsvp in Rsvp:
        await sokha.forges(f"meetings/answer:{meeting_id}:{rsvp}:{MEETING_DAY}")
        await sokha.is_refused("general#not_found")
    assert await count_answers(health) == 0


async def test_who_is_coming_lists_every_answer_and_whoever_has_not_answered(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    names = ("Kenji", "Maria", "Vichea")
    kenji, maria, vichea = [await health.member(name, "civil_society", f"{name} Org") for name in names]
    for player in (kenji, maria, vichea):
        await player.says("/meetings")
        await player.presses("meetings:open")
    await sokha.presses("meetings:answer", "yes")
    await kenji.presses("meetings:answer", "no")
    await maria.presses("meetings:answer", "delegate")
    await maria.says("Yuki Tanaka")
    await maria.presses("form:save")
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:answers")
    listed = (await dara.shown("meetings/answers"))["answers"]
    assert {rsvp: [_names(member) for member, _given in listed.by_answer[rsvp]] for rsvp in Rsvp} == {
        Rsvp.YES: ["Sokha, UNFPA"],
        Rsvp.NO: ["Kenji, Kenji Org"],
        Rsvp.MAYBE: [],
        Rsvp.LATE: [],
        Rsvp.DELEGATE: ["Maria, Maria Org"],
    }
    assert [_names(member) for member in listed.unanswered] == ["Dara, MoH", "Vichea, Vichea Org"]
    for code, name in (
        ("yes", "Sokha, UNFPA"),
        ("no", "Kenji, Kenji Org"),
        ("delegate", "Maria, Maria Org → Yuki Tanaka"),
        ("none", "Vichea, Vichea Org"),
    ):
        await dara.presses("meetings:who", announced, code)
        await dara.reads_fact(name)
        await dara.presses("meetings:answers", announced, 1)


async def test_when_all_have_answered_who_is_coming_says_so(announced: int, dara: Player, sokha: Player) -> None:
    await sokha.presses("meetings:answer", "yes")
    await dara.presses("meetings:answer", "yes")
    await dara.presses("meetings:answers")
    listed = (await dara.shown("meetings/answers"))["answers"]
    assert len(listed.by_answer[Rsvp.YES]) == 2
    assert listed.unanswered == []


async def test_meetings_ahead_show_one_s_own_answer(announced: int, sokha: Player) -> None:
    await sokha.says("/meetings")
    assert [meeting.rsvp for meeting in (await sokha.shown("meetings/list"))["ahead"]] == [None]
    await sokha.presses("meetings:open")
    await sokha.presses("meetings:answer", "maybe")
    await sokha.says("/meetings")
    assert [meeting.rsvp for meeting in (await sokha.shown("meetings/list"))["ahead"]] == [Rsvp.MAYBE]


async def test_a_meeting_that_is_over_is_no_longer_ahead(health: Stage, announced: int, sokha: Player) -> None:
    await health.becomes(local(15, 9))
    await sokha.says("/meetings")
    await sokha.sees("meetings/list", ahead=[])

"""An edited message changes nothing by itself; where it had an effect, the person is asked (U2, T8)."""

from typing import Any

import pytest
from sqlalchemy import select

from storage.actions import ActionUpdate
from storage.core.audit import AuditRow
from storage.indicators import Submission
from storage.meetings import Attendance, Meeting, Rsvp
from storage.sharing import Post
from tests.forms.steps import answers
from tests.intake.conftest import Desk, act, noted
from tests.meetings.test_planning import until_agenda
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def edits(player: Player, text: str, number: int = -1) -> None:
    """Edit one of the own messages, the last one first."""
    mine = [message for message in await player.person.messages() if message.mine]
    await player.does(player.person.edits(mine[number], text))


@pytest.fixture
async def sharing(desk: Desk) -> Player:
    """She has answered the first question of a form."""
    await desk.sokha.says("/share", "The study is finshed")
    return desk.sokha


async def test_an_edit_of_an_answer_is_asked_about_and_changes_it(sharing: Player) -> None:
    await edits(sharing, "The study is finished")
    await sharing.sees("general/edited", old="The study is finshed", new="The study is finished", saved=False)
    assert (await answers(sharing.stage))["text"] == "The study is finshed"
    await sharing.presses("general:change_edit")
    assert (await answers(sharing.stage))["text"] == "The study is finished"
    await sharing.asks("kind")


async def test_left_it_stays_as_it_was(sharing: Player) -> None:
    await edits(sharing, "The study is finished")
    await sharing.presses("general:leave_edit")
    await sharing.sees_only("general/edit_left")
    assert (await answers(sharing.stage))["text"] == "The study is finshed"


@pytest.mark.parametrize(
    ("old", "same"),
    [
        ("The study of 2026 - is finshed", "The study  of 2026 - is finshed"),
        ("The study of 2026 - is finshed", "The study of 2026 - is finshed\n"),
        ("The study of 2026 - is finshed", "The study\u200bof 2026 - is finshed"),
        ("The study of 2026 - is finshed", "The study of 2026 – is fin\u200cshed"),
        ("The study of 2026 - is finshed", "The study of ២០២៦ - is finshed"),
        ("ការសិក្សាឆ្នាំ ២០២៦ ត្រូវបានបញ្ចប់", "ការ\u200bសិក្សាឆ្នាំ 2026\u200bត្រូវបានបញ្ចប់"),
        ("សូមឲ្យយោបល់", "សូមឱ្យ\u200bយោបល់"),
    ],
)
async def test_an_edit_that_changes_nothing_is_answered_by_nothing(desk: Desk, old: str, same: str) -> None:
    sokha = desk.sokha
    await sokha.says("/share", old)
    mine = [message for message in await sokha.person.messages() if message.mine]
    await desk.telegram.sends(desk.telegram.edit(mine[-1].id, same))
    await sokha.sees_nothing_new()
    await desk.telegram.sends(desk.telegram.edit(mine[-1].id, f"{same} 1"))
    await sokha.sees_only("general/edited")
    assert (await answers(sokha.stage))["text"] == old


async def test_an_edit_of_a_message_without_effect_is_answered_by_nothing(desk: Desk) -> None:
    await desk.sokha.says("Good morning")
    await edits(desk.sokha, "Good evening")
    await desk.sokha.sees_nothing_new()
    await desk.sokha.says("/menu")
    await edits(desk.sokha, "/me")
    await desk.sokha.sees_nothing_new()


async def test_an_edit_of_an_answer_given_up_is_answered_by_nothing(sharing: Player) -> None:
    await sharing.says("/cancel")
    await edits(sharing, "The study is finished", -2)
    await sharing.sees_nothing_new()


async def test_an_edit_into_what_cannot_be_taken_is_refused_and_changes_nothing(sharing: Player) -> None:
    await edits(sharing, "word " * 700)
    await sharing.presses("general:change_edit")
    await sharing.is_refused("general#too_long", limit=3000)
    assert (await answers(sharing.stage))["text"] == "The study is finshed"


async def test_an_edit_that_is_taken_back_is_not_asked_about_any_more(desk: Desk) -> None:
    await desk.sokha.says("/share", "One")
    await edits(desk.sokha, "Two")
    await edits(desk.sokha, "One")
    await desk.sokha.sees_nothing_new()


async def test_of_a_list_the_lines_of_the_edited_message_change(health: Stage, dara: Player) -> None:
    """Each message adds items to the agenda; not only the last one can be edited."""
    await until_agenda(dara)
    await dara.says("1. Opening, 10 min\n2. Budget, 30 min", "Health staff, 20 min")
    await edits(dara, "1. Opening, 10 min\n2. Budget, 45 min", -2)
    await dara.sees("general/edited", saved=False)
    await dara.presses("general:change_edit")
    lines = (await dara.shown("forms/ask"))["lines"]
    assert lines == ["Opening (10 min)", "Budget (45 min)", "Health staff (20 min)"]


async def test_an_edited_note_is_corrected_and_audited(desk: Desk) -> None:
    told = (await desk.sokha.finds("actions/card")).message
    await desk.sokha.says("Sent to 5 of 9 people", reply_to=told)
    await edits(desk.sokha, "Sent to 8 of 9 people")
    await desk.sokha.sees("general/edited", saved=True)
    assert await noted(desk) == ["Sent to 5 of 9 people"]
    await desk.sokha.presses("general:change_edit")
    assert await noted(desk) == ["Sent to 8 of 9 people"]
    async with desk.sokha.stage.assistant.database.read() as session:
        row = (await session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1))).one()
    assert (row.action, row.data["before"], row.data["after"]) == (
        "actions.correct_note",
        {"text": "Sent to 5 of 9 people"},
        {"text": "Sent to 8 of 9 people"},
    )


@pytest.mark.parametrize(
    ("first", "then"), [("/done {n} it was snet", "/done {n} it was sent"), ("done, snet", "done, sent")]
)
async def test_the_words_with_which_an_action_was_closed_are_corrected(desk: Desk, first: str, then: str) -> None:
    number = (await act(desk)).id
    told = (await desk.sokha.finds("actions/card")).message
    await desk.sokha.says(first.format(n=number), reply_to=None if first.startswith("/") else told)
    await edits(desk.sokha, then.format(n=number))
    await desk.sokha.presses("general:change_edit")
    assert (await act(desk)).closing_note in {"it was sent", "sent"}


async def test_the_note_of_a_form_is_corrected(desk: Desk) -> None:
    await desk.sokha.says("/actions")
    await desk.sokha.presses("actions:open")
    await desk.sokha.presses("actions:note")
    await desk.sokha.says("Half of it")
    await edits(desk.sokha, "Two thirds of it")
    await desk.sokha.presses("general:change_edit")
    assert await noted(desk) == ["Two thirds of it"]


@pytest.fixture
async def reporting(desk: Desk) -> Player:
    """She may report on an indicator in percent."""
    await desk.dara.says("/jmi")
    await desk.dara.presses("indicators:define")
    await desk.dara.says("2008-4", "Births attended", "%", "90", "Dec 2026", "UNFPA")
    await desk.dara.presses("form:save")
    return desk.sokha


async def _values(player: Player) -> list[Any]:
    async with player.stage.assistant.database.read() as session:
        return [int(value) for value in await session.scalars(select(Submission.value).order_by(Submission.id))]


async def test_an_edited_report_is_reported_anew(reporting: Player) -> None:
    await reporting.says("/jmi 2008-4 58% district hospitals")
    await edits(reporting, "/jmi 2008-4 85% district hospitals")
    await reporting.sees("general/edited", saved=False)
    await reporting.presses("general:change_edit")
    assert (await reporting.summary())["value"] == "85 %"
    await reporting.presses("form:save")
    assert await _values(reporting) == [85]
    await edits(reporting, "/jmi 2008-4 86% district hospitals")
    await reporting.sees("general/edited", saved=True)
    await reporting.presses("general:change_edit")
    await reporting.presses("form:save")
    assert await _values(reporting) == [85, 86]


async def test_an_edited_value_of_a_saved_report_opens_it_again(reporting: Player) -> None:
    await reporting.says("/jmi 2008-4")
    await reporting.presses("indicators:report")
    await reporting.says("58")
    for name in ("form:skip", "form:skip", "form:skip", "form:skip"):
        await reporting.presses(name)
    await reporting.presses("form:save")
    await edits(reporting, "85")
    await reporting.presses("general:change_edit")
    assert (await reporting.summary())["value"] == "85 %"
    await reporting.presses("form:save")
    assert await _values(reporting) == [58, 85]


async def test_what_has_no_way_to_be_changed_says_where_it_stands(desk: Desk) -> None:
    await desk.dara.says("/documents")
    await desk.dara.presses("documents:new")
    await desk.dara.sends_file("budget.pdf")
    await desk.dara.says("The budget")
    await desk.dara.presses("form:choice=paper")
    await desk.dara.presses("form:choice=all")
    await desk.dara.says("20/12/2026")
    await desk.dara.presses("form:skip")
    await desk.dara.presses("form:save")
    await edits(desk.dara, "21/12/2026")
    await desk.dara.sees("general/edited", changeable=False)
    await desk.dara.offers("documents:open")
    await desk.dara.does_not_offer("general:change_edit")


async def _shares(player: Player, text: str) -> None:
    await player.says("/share", text)
    for name in ("form:choice=data", "form:skip", "form:skip", "form:choice=all", "form:save"):
        await player.presses(name)


async def _posts(player: Player) -> list[str]:
    async with player.stage.assistant.database.read() as session:
        return list(await session.scalars(select(Post.text).order_by(Post.id)))


@pytest.mark.parametrize(
    ("old", "new"),
    [("The study is finshed", "The study is finished"), ("ការសិក្សាបានបញចប់", "ការសិក្សាបានបញ្ចប់")],
)
async def test_an_edited_post_is_corrected_for_those_who_have_it(desk: Desk, old: str, new: str) -> None:
    await _shares(desk.sokha, old)
    await desk.dara.sees("sharing/post", heading="")
    await edits(desk.sokha, new)
    await desk.sokha.sees("general/edited", changeable=True)
    await desk.dara.looks_away()
    await desk.sokha.presses("general:change_edit")
    assert await _posts(desk.sokha) == [new]
    await desk.dara.is_told_only("post_corrected")
    await desk.dara.sees("sharing/post", heading="corrected")
    await desk.dara.reads_fact(new)


async def test_a_post_that_nobody_has_yet_is_sent_as_it_is_now(desk: Desk) -> None:
    await desk.dara.does(desk.dara.person.blocks())
    await _shares(desk.sokha, "The study is finshed")
    await edits(desk.sokha, "The study is finished")
    await desk.sokha.presses("general:change_edit")
    assert await _posts(desk.sokha) == ["The study is finished"]
    await desk.dara.does(desk.dara.person.unblocks())
    assert "post_corrected" not in await desk.dara.told()


async def test_an_edited_post_can_become_neither_empty_nor_too_long(desk: Desk) -> None:
    await _shares(desk.sokha, "The study is finshed")
    await edits(desk.sokha, "word " * 700)
    await desk.sokha.presses("general:change_edit")
    await desk.sokha.is_refused("general#too_long")
    assert await _posts(desk.sokha) == ["The study is finshed"]


async def test_an_edited_answer_to_an_invitation_is_recorded_anew(desk: Desk) -> None:
    await announce_meeting(desk.dara)
    invitation = (await desk.sokha.finds("meetings/card", heading="announced")).message
    await desk.sokha.says("I will come", reply_to=invitation)
    await edits(desk.sokha, "I will not come")
    await desk.sokha.sees("general/edited", saved=True)
    await desk.sokha.presses("general:change_edit")
    async with desk.sokha.stage.assistant.database.read() as session:
        assert (await session.scalars(select(Attendance.rsvp))).all() == [Rsvp.NO]


@pytest.fixture
async def planned(desk: Desk) -> Player:
    """She has planned a meeting by the form; nothing is announced yet."""
    dara = desk.dara
    await dara.says("/newmeeting", "Annual reveiw")
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "2h", "Room 3")
    for name in ("form:choice=all", "form:skip", "form:save"):
        await dara.presses(name)
    await dara.sees("meetings/preview")
    return dara


async def _edits_own(player: Player, old: str, new: str) -> None:
    mine = {message.text: message for message in await player.person.messages() if message.mine}
    await player.edits(mine[old], new)
    await player.presses("general:change_edit")


async def test_an_edited_draft_of_a_meeting_opens_its_form(planned: Player) -> None:
    await _edits_own(planned, "Annual reveiw", "Annual review")
    assert (await planned.summary())["title"] == "Annual review"
    await planned.presses("form:save")
    async with planned.stage.assistant.database.read() as session:
        assert (await session.scalars(select(Meeting.title))).one() == "Annual review"


async def test_of_an_announced_meeting_place_and_title_are_changed_by_an_edit(
    planned: Player,
) -> None:
    await planned.presses("meetings:announce")
    await _edits_own(planned, "Room 3", "Room 7")
    await planned.asks("reason")
    await planned.says("The room is taken")
    assert (await planned.summary())["place"] == "Room 7"
    await planned.presses("form:cancel")
    await _edits_own(planned, "Annual reveiw", "Annual review")
    await planned.asks("reason")
    await planned.says("A typing error")
    assert (await planned.summary())["title"] == "Annual review"


async def test_another_person_cannot_press_the_change(desk: Desk) -> None:
    told = (await desk.sokha.finds("actions/card")).message
    await desk.sokha.says("Sent to 5 of 9 people", reply_to=told)
    await edits(desk.sokha, "Sent to 8 of 9 people")
    async with desk.sokha.stage.assistant.database.read() as session:
        assert (await session.scalars(select(ActionUpdate.text))).all() == ["Sent to 5 of 9 people"]
    mine = [message for message in await desk.sokha.person.messages() if message.mine]
    await desk.dara.forges(f"general:change_edit:{mine[-1].id}")
    await desk.dara.is_refused("general#not_found")

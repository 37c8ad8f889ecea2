"""Changing an agenda before and after it is announced: in words, by buttons, in editions (G12; Part Three (c)(iii))."""

from dataclasses import replace

import pytest

from storage.meetings import AgendaKind, MeetingState
from tests.meetings.conftest import stored_meeting
from tests.support.setup_steps import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine
from twg.language.agenda_correcting import read_corrections
from twg.language.agenda_corrections import UnclearCorrection

TITLES = ["Follow-up of the last meeting", "Progress on JMI 2008-4", "Health budget 2027"]


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting of three hours on Tuesday 15 December 2026 at 09:00 with three items; its id."""
    return await announce_meeting(dara)


async def opens_agenda(player: Player) -> None:
    await player.says("/meetings")
    await player.presses("meetings:open")
    await player.presses("meetings:agenda")


async def replies(player: Player, *texts: str) -> None:
    """Reply to the agenda that is shown, each time to the newest."""
    for text in texts:
        shown = await player.finds("meetings/agenda")
        await player.says(text, reply_to=shown.message)


async def titles(stage: Stage, meeting_id: int) -> list[str]:
    return [item.title for item in (await stored_meeting(stage, meeting_id)).agenda]


async def changes_told(player: Player) -> list[tuple[str, int, str]]:
    """What the notice of an edition says that was changed."""
    shown = await player.shown("meetings/agenda_changed")
    return [(change.what, change.number, change.title) for change in shown["changes"]]


async def test_the_agenda_shows_when_each_item_begins(announced: int, sokha: Player) -> None:
    await opens_agenda(sokha)
    items = (await sokha.shown("meetings/agenda", edition=1, too_long=0))["items"]
    assert [f"{item.begins:%H:%M}" for item in items] == ["09:00", "09:30", "10:30"]
    await sokha.reads_fact("09:30", "Progress on JMI 2008-4")
    await sokha.does_not_offer("meetings:agenda_item")
    await sokha.does_not_offer("meetings:change_agenda")


async def test_a_reply_corrects_by_number_and_everybody_is_told_once(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await opens_agenda(dara)
    await replies(dara, "insert after 1: Minutes of the 16th meeting (Secretariat, 10 min)\n3: 40 min\nmove 2 last")
    await dara.sees("meetings/agenda_corrected", told=True)
    assert await titles(health, announced) == [
        "Follow-up of the last meeting",
        "Minutes of the 16th meeting",
        "Health budget 2027",
        "Progress on JMI 2008-4",
    ]
    await sokha.sees_nothing_new()
    await health.passes(minutes=2)
    await sokha.is_told_only("agenda_changed")
    await sokha.sees("meetings/agenda_changed", edition=2, by="Dara")
    assert await changes_told(sokha) == [
        ("added", 2, "Minutes of the 16th meeting"),
        ("changed", 3, "Health budget 2027"),
    ]
    assert [change.moved for change in (await sokha.shown("meetings/agenda_changed"))["changes"]] == [False, True]


async def test_a_burst_of_changes_is_one_edition(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    for text in ("1: 10 min", "remove 2", "1 presenter JICA"):
        await opens_agenda(dara)
        await replies(dara, text)
    await health.passes(minutes=2)
    await sokha.is_told_only("agenda_changed")
    await sokha.sees("meetings/agenda_changed", edition=2)
    assert await changes_told(sokha) == [
        ("changed", 1, "Follow-up of the last meeting"),
        ("removed", 2, "Progress on JMI 2008-4"),
    ]
    await opens_agenda(dara)
    await replies(dara, "add: Other business")
    await health.passes(minutes=2)
    await sokha.sees("meetings/agenda_changed", edition=3)
    assert await changes_told(sokha) == [("added", 3, "Other business")]


async def test_earlier_editions_can_be_read(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    await opens_agenda(dara)
    await replies(dara, "remove 2")
    await health.passes(minutes=2)
    await opens_agenda(sokha)
    await sokha.sees("meetings/agenda", edition=2)
    await sokha.presses("meetings:edition", announced, 1)
    first = await sokha.shown("meetings/agenda_edition", edition=1)
    assert [item.line.title for item in first["items"]] == TITLES
    await sokha.presses("meetings:edition", announced, 2)
    second = await sokha.shown("meetings/agenda_edition", edition=2)
    assert [change.what for change in second["changes"]] == ["removed"]


async def test_a_reply_to_what_was_corrected_corrects_again_or_takes_it_back(
    health: Stage, announced: int, dara: Player
) -> None:
    await opens_agenda(dara)
    await replies(dara, "move 3 first")
    for text, left in (("delete the last one", [TITLES[2], TITLES[0]]), ("លុបចំណុចចុងក្រោយ", [TITLES[2]])):
        shown = await dara.finds("meetings/agenda_corrected")
        await dara.says(text, reply_to=shown.message)
        assert await titles(health, announced) == left
    shown = await dara.finds("meetings/agenda_corrected")
    await dara.says("thanks!", reply_to=shown.message)
    assert await titles(health, announced) == [TITLES[2]]
    await dara.says("undo that", reply_to=shown.message)
    assert await titles(health, announced) == [TITLES[2], TITLES[0]]


async def test_a_change_that_is_undone_is_told_to_nobody(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await opens_agenda(dara)
    await replies(dara, "remove 1-2")
    await dara.presses("general:undo")
    await dara.toasts()
    assert await titles(health, announced) == TITLES
    await health.passes(minutes=5)
    await sokha.sees_nothing_new()
    await opens_agenda(sokha)
    await sokha.sees("meetings/agenda", edition=1)


async def test_of_two_changes_the_one_that_is_undone_is_not_told(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    for text in ("1: 10 min", "remove 3"):
        await opens_agenda(dara)
        await replies(dara, text)
    await dara.presses("general:undo")
    await health.passes(minutes=3)
    await sokha.is_told_only("agenda_changed")
    assert await changes_told(sokha) == [("changed", 1, "Follow-up of the last meeting")]


async def test_an_item_is_changed_by_buttons(health: Stage, announced: int, dara: Player) -> None:
    await opens_agenda(dara)
    await dara.taps("3")
    await dara.sees("meetings/agenda_item", item__number=3, last=3)
    await dara.does_not_offer("meetings:agenda_move", announced, 3, "down")
    await dara.presses("meetings:agenda_move", announced, 3, "up")
    assert await titles(health, announced) == [TITLES[0], TITLES[2], TITLES[1]]
    await dara.presses("meetings:agenda_corrected")
    await dara.taps("1")
    await dara.presses("meetings:agenda_remove")
    assert await titles(health, announced) == [TITLES[2], TITLES[1]]


async def test_a_reply_to_an_item_may_leave_out_its_number(health: Stage, announced: int, dara: Player) -> None:
    await opens_agenda(dara)
    await dara.taps("2")
    shown = await dara.finds("meetings/agenda_item")
    await dara.says("presenter JICA", reply_to=shown.message)
    assert [item.presenter for item in (await stored_meeting(health, announced)).agenda][1] == "JICA"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("remove 9", "meetings#no_such_item"),
        ("move 1 to 9", "meetings#moved_past_end"),
        ("3: 900 min", "meetings#minutes_out_of_range"),
        ("please make it shorter", "meetings#unclear_correction"),
        ("move item 2 before the coffee", "meetings#unclear_correction"),
        ("1: 30 min", "meetings#nothing_corrected"),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence(
    health: Stage, announced: int, dara: Player, text: str, refusal: str
) -> None:
    await opens_agenda(dara)
    await replies(dara, text)
    await dara.is_refused(refusal)
    assert await titles(health, announced) == TITLES


async def test_numbers_of_an_agenda_that_was_changed_meanwhile_are_not_used(
    health: Stage, announced: int, dara: Player
) -> None:
    await opens_agenda(dara)
    old = (await dara.finds("meetings/agenda")).message
    await dara.says("remove 1", reply_to=old)
    await dara.says("remove 1", reply_to=old)
    await dara.is_refused("meetings#agenda_changed_since")
    assert await titles(health, announced) == TITLES[1:]


async def test_more_minutes_than_the_meeting_has_are_noted(announced: int, dara: Player) -> None:
    await opens_agenda(dara)
    await replies(dara, "3: 2h")
    await dara.sees("meetings/agenda_corrected", too_long=210)
    await dara.presses("meetings:agenda_corrected")
    await dara.sees("meetings/agenda", too_long=210)


async def test_the_form_takes_corrections_additions_and_proposals_and_saves_once(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await opens_agenda(dara)
    await dara.presses("meetings:change_agenda")
    await dara.presses("form:choice=usual")
    lines = (await dara.shown("forms/ask"))["lines"]
    assert [line.partition(" –")[0] for line in lines] == [
        "Adoption of the agenda",
        "Minutes of the last meeting and matters arising",
        *TITLES,
        "Any other business",
        "Date of the next meeting",
    ]
    await dara.says("remove 5; 4: 20 min", "Sanitation in schools (UNICEF, 15 min)")
    await dara.says("remove 99")
    await dara.is_refused("meetings#no_such_item", number=99, last=7)
    await dara.says("3: 5 min")
    await dara.presses("form:undo")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.sees("meetings/agenda_corrected", told=True)
    meeting = await stored_meeting(health, announced)
    assert [(item.title, item.minutes, item.kind) for item in meeting.agenda] == [
        ("Adoption of the agenda", None, AgendaKind.ADOPTION),
        ("Minutes of the last meeting and matters arising", None, AgendaKind.MINUTES),
        ("Follow-up of the last meeting", 30, AgendaKind.SUBSTANCE),
        ("Progress on JMI 2008-4", 20, AgendaKind.SUBSTANCE),
        ("Sanitation in schools", 15, AgendaKind.SUBSTANCE),
        ("Any other business", None, AgendaKind.OTHER),
        ("Date of the next meeting", None, AgendaKind.NEXT),
    ]
    await health.passes(minutes=2)
    await sokha.is_told_only("agenda_changed")


async def test_items_keep_their_rows_through_all_changes(health: Stage, announced: int, dara: Player) -> None:
    before = {item.title: item.id for item in (await stored_meeting(health, announced)).agenda}
    await opens_agenda(dara)
    await dara.presses("meetings:change_agenda")
    await dara.says("move 3 first; 2 title Progress on JMI 2008-4 and 2008-5")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    after = {item.title: item.id for item in (await stored_meeting(health, announced)).agenda}
    assert after == {
        "Health budget 2027": before["Health budget 2027"],
        "Follow-up of the last meeting": before["Follow-up of the last meeting"],
        "Progress on JMI 2008-4 and 2008-5": before["Progress on JMI 2008-4"],
    }


async def test_before_it_is_announced_a_change_is_told_to_nobody(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await opens_agenda(dara)
    await replies(dara, "remove 1")
    await dara.sees("meetings/agenda_corrected", told=False, meeting__state=MeetingState.DRAFT)
    await health.passes(minutes=5)
    await sokha.sees_nothing_new()
    assert await titles(health, meeting_id) == TITLES[1:]


async def test_a_presenter_who_is_known_is_kept_with_the_item(health: Stage, announced: int, dara: Player) -> None:
    await opens_agenda(dara)
    await replies(dara, "1 presenter Sokha\n2 presenter UNFPA\n3 presenter Somebody")
    items = (await stored_meeting(health, announced)).agenda
    assert [(item.person_id is not None, item.institution_id is not None) for item in items] == [
        (True, False),
        (False, True),
        (False, False),
    ]


async def test_sixty_items_are_paged_and_never_cut(health: Stage, dara: Player, sokha: Player) -> None:
    agenda = [AgendaLine(f"Report number {number} " + "long title " * 20, "MRD", 3) for number in range(1, 61)]
    await announce_meeting(dara, agenda=agenda)
    await opens_agenda(sokha)
    seen: list[int] = []
    for page in range(1, 8):  # as many of these long titles as fit into one message
        if page > 1:
            await sokha.taps(f"{page} ›")
        items = (await sokha.shown("meetings/agenda", page=page, pages=7))["items"]
        seen += [item.number for item in items]
    assert seen == list(range(1, 61))
    await opens_agenda(dara)
    await dara.presses("meetings:change_agenda")
    assert len((await dara.shown("forms/ask"))["lines"]) == 60
    await dara.says("60: 5 min")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.sees("meetings/agenda_corrected")


async def test_members_cannot_change_it_with_a_forged_button(announced: int, health: Stage, sokha: Player) -> None:
    await opens_agenda(sokha)
    await sokha.forges(f"meetings:agenda_remove:{announced}:1:1")
    await sokha.forges(f"meetings:change_agenda:{announced}")
    assert await titles(health, announced) == TITLES


@pytest.mark.parametrize("text", ["thanks, that is all", "អរគុណ អស់ហើយ", "ok, nothing more"])
async def test_that_the_agenda_is_complete_is_no_item(health: Stage, announced: int, dara: Player, text: str) -> None:
    await dara.forges(f"meetings:change_agenda:{announced}")
    await dara.says("Sanitation in schools (UNICEF, 15 min)", text)
    await dara.presses("form:save")
    assert await titles(health, announced) == [*TITLES, "Sanitation in schools"]


async def test_that_something_is_awaited_is_asked_about(health: Stage, announced: int, dara: Player) -> None:
    await dara.forges(f"meetings:change_agenda:{announced}")
    await dara.says("wait for HE's comment")
    await dara.sees("forms/is_answer")


@pytest.mark.parametrize(
    "text",
    [
        "move item 2 before the coffee",
        "please swap the last item with the coffee",
        "exchange item 2 with the budget",
        "change item 1 to the Minister",
        "ប្ដូរចំណុចទី២ ទៅមុនពេលសម្រាក",
    ],
)
def test_an_order_that_is_not_read_is_no_item(text: str) -> None:
    with pytest.raises(UnclearCorrection):
        read_corrections(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Move to the new building", "Change management", "Correct use of 2 drugs", "AOB", "5 and 10 year plans"),
        *("Shift to universal coverage after 2027", "Set up of the working group 30 min"),
    ],
)
def test_an_item_that_begins_with_such_a_word_is_an_item(text: str) -> None:
    assert read_corrections(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3 should be: Budget 2027 | MEF | 50 min", "3: Budget 2027 | MEF | 50 min"),
        ("item 3 should be 20 min", "3: 20 min"),
        ("remove item 2 please", "remove 2"),
        ("swap 1 and 2, pls", "swap 1 and 2"),
    ],
)
def test_a_correction_may_be_worded_in_several_ways(text: str, meant: str) -> None:
    [read], [expected] = read_corrections(text) or [], read_corrections(meant) or []
    assert replace(read, text="") == replace(expected, text="")

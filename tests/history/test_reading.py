"""The secretariat reads in words what has happened, who did it, for whom, and from what value to what value (T5)."""

import ast
import re
from pathlib import Path

import pytest

import twg
from messages.rendering.texts import LOCALES, is_translated
from storage.members import Role
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines, opens_round, reports
from tests.members.steps import also_in, memberships
from tests.members.test_assistants import answers
from tests.members.test_changing import gives_role, opens
from tests.members.test_entering import enters, enters_for
from tests.settings.test_facts import changes
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.history.fields import FIELDS
from twg.history.operations import OPERATIONS
from twg.history.reading import PAGE, Entry, History


async def history(player: Player) -> History:
    """The page that was shown last."""
    shown: History = (await player.shown("history/list"))["history"]
    return shown


def told(entry: Entry) -> tuple[str, str, list[tuple[str, object, object]]]:
    """Operation, person, and label with old and new value of each change."""
    changed = [(change.field.label, change.before, change.after) for change in entry.changes]
    return entry.row.action, entry.who, changed


async def test_a_change_of_a_member_is_read_on_their_card(health: Stage, dara: Player, sokha: Player) -> None:
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    await opens(dara, "Sokha")
    await dara.presses("history:show")
    [newest, *_older] = (await history(dara)).entries
    action, who, changed = told(newest)
    assert (action, who) == ("members.change", "Dara")
    assert ("Role", "development_partner", "civil_society") in changed
    await dara.reads_fact("Development partner → Civil society", "23 Nov")
    await dara.presses("members:open")
    await dara.sees("members/card")


async def test_what_a_member_corrected_is_read(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/me")
    await sokha.presses("members:correct")
    await sokha.presses("form:change")
    await sokha.presses("form:change=position")
    await sokha.says("Director")
    await sokha.presses("form:save")
    await dara.says("/history Sokha")
    [entry] = (await history(dara)).entries
    assert told(entry) == ("members.correct", "Sokha", [("Position", "Officer", "Director")])


async def test_a_meeting_and_its_answers_are_read_newest_first(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings:relocate:{meeting_id}")
    await dara.says("Room B", "The room is taken")
    await dara.presses("form:save")
    await sokha.presses("meetings:answer", "yes")
    await dara.forges(f"meetings:open:{meeting_id}")
    await dara.presses("history:show")
    entries = (await history(dara)).entries
    assert [entry.row.action for entry in entries] == [
        "meetings.answer",
        "meetings.change",
        "meetings.announce",
        "meetings.plan",
    ]
    assert told(entries[0])[1:] == ("Sokha", [("Answer", None, "yes")])
    assert told(entries[1])[2] == [
        ("Place", "Ministry of Health, meeting room A", "Room B"),
        ("Reason", None, "The room is taken"),
    ]


async def test_an_answer_that_was_entered_says_for_whom(health: Stage, dara: Player) -> None:
    await enters(dara, "Kim Sovann")
    meeting_id = await announce_meeting(dara)
    await enters_for(dara, "Kim Sovann")
    await dara.presses("meetings:open")
    await dara.presses("meetings:answer", "yes")
    assert len(await answers(health)) == 1
    await dara.forges(f"history:show:meeting:{meeting_id}")
    newest = (await history(dara)).entries[0]
    assert (newest.who, newest.by) == ("Kim Sovann", "Dara")
    await dara.reads_fact("Dara for Kim Sovann")


async def test_a_document_an_action_and_an_indicator_are_read(health: Stage, dara: Player, sokha: Player) -> None:
    document_id, action_id = await circulate(dara), await records(dara, sokha)
    indicator_id = await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    for opener, actions in (
        (f"documents:open:{document_id}", {"documents.circulate"}),
        (f"actions:open:{action_id}", {"actions.record_action"}),
        (
            f"indicators:open:{indicator_id}",
            {"indicators.define", "indicators.report", "indicators.answer_request"},
        ),
    ):
        await dara.forges(opener)
        await dara.presses("history:show")
        assert {entry.row.action for entry in (await history(dara)).entries} == actions


async def test_the_operator_is_named_as_the_command_line(health: Stage, dara: Player) -> None:
    await changes(dara, "host", "MoHS")
    await dara.presses("form:save")
    await dara.says("/history")
    assert [entry.row.action for entry in (await history(dara)).entries] == ["settings.change", "members.add_twg"]
    await dara.reads_fact("The operator, from the command line", "Host: Ministry of Health → MoHS")


async def test_pages_lead_to_what_is_older_and_back(health: Stage, dara: Player) -> None:
    for number in range(PAGE + 2):
        await changes(dara, "host", f"Ministry {number}")
        await dara.presses("form:save")
    await dara.says("/history")
    assert [len((await history(dara)).entries), (await history(dara)).more] == [PAGE, True]
    await dara.presses("history:newest", 1, 2)
    assert (await history(dara)).entries[-1].row.action == "members.add_twg"
    await dara.presses("history:newest", 1, 1)
    assert len((await history(dara)).entries) == PAGE


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
async def test_nobody_but_the_secretariat_reads_it(health: Stage, dara: Player, role: Role) -> None:
    meeting_id = await announce_meeting(dara)
    other = await health.member("Sreymom", role)
    await other.forges(f"meetings:open:{meeting_id}")
    await other.does_not_offer("history:show", "meeting", meeting_id)
    await other.says("/history")
    await other.is_refused("general#not_allowed")
    await other.forges(f"history:show:meeting:{meeting_id}")
    await other.is_refused("general#not_allowed")


async def test_what_the_secretariat_does_not_see_it_does_not_read(health: Stage, dara: Player, sokha: Player) -> None:
    chair = await health.member("Kim Sovann", "chair")
    meeting_id = await announce_meeting(chair, audience=Audience.PARTNERS, title="Partners only")
    await dara.forges(f"history:show:meeting:{meeting_id}")
    await dara.is_refused("general#not_found")
    await dara.says("/history")
    await dara.does_not_read_fact("Partners only")
    assert meeting_id not in {
        entry.row.subject_id for entry in (await history(dara)).entries if entry.row.subject_type == "meeting"
    }


async def test_what_happens_to_somebody_after_they_left_is_not_read(health: Stage, dara: Player, sokha: Player) -> None:
    [left] = await memberships(health, "Sokha")
    await health.adds_twg("EDU", "Education")
    await also_in(sokha, "EDU", Role.GOVERNMENT)
    await health.leaves("Sokha")
    await sokha.says("/me")
    await sokha.presses("members:correct")
    await sokha.presses("form:change")
    await sokha.presses("form:change=contact")
    await sokha.says("012 999 888")
    await sokha.presses("form:save")
    await dara.forges(f"history:show:membership:{left.id}")
    assert "members.correct" not in [entry.row.action for entry in (await history(dara)).entries]
    await dara.does_not_read_fact("012 999 888")


async def test_another_twg_is_not_read(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    nary = await health.member("Nary", "secretariat", code="EDU")
    meeting_id = await announce_meeting(dara)
    [member] = await memberships(health, "Dara")
    for about in (f"meeting:{meeting_id}", f"membership:{member.id}", "twg:1"):
        await nary.forges(f"history:show:{about}")
        await nary.is_refused("general#not_found")
    await nary.forges("history:newest:1:1")
    await nary.is_refused("general#not_found")
    await nary.forges("history:show:person:1")
    await nary.is_refused("general#not_found")


async def test_a_name_that_nobody_has_is_said_and_several_are_offered(health: Stage, dara: Player) -> None:
    await health.member("Sok Sokha", "government")
    await health.member("Sok Dara", "government")
    await dara.says("/history Nobody")
    await dara.sees("history/which", found=0)
    await dara.says("/history Sok")
    await dara.sees("history/which", found=2)
    await dara.presses_below("history:show")
    await dara.sees("history/list")


def test_every_operation_that_is_recorded_and_every_value_has_words_in_every_language() -> None:
    """Those that a test records are looked at by the guard; this finds what no test records."""
    words = [*OPERATIONS.values(), *(field.label for field in FIELDS.values())]
    assert [(word, locale) for word in words for locale in LOCALES if not is_translated(locale, word)] == []
    assert recorded_names() - OPERATIONS.keys() == set()


def recorded_names() -> set[str]:
    """The names with which modules of `twg` call `record`, written out there or given to it by a name."""
    found = set()
    for path in Path(twg.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "record_unattended"}:
                given = (each for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str))
                found |= {each.value for each in given if re.fullmatch(r"[a-z]+\.[a-z_]+", each.value)}
    return found


async def test_a_photo_is_called_so_and_not_by_the_name_that_was_made_up_for_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    action_id = await records(dara, sokha)
    await sokha.presses("actions:note", action_id)
    await sokha.does(sokha.person.sends_photo(b"a photo", caption="the ward is built"))
    await sokha.sees("actions/card", heading="noted")
    await dara.says("/history")
    await dara.reads_fact("Evidence: Photo")

"""Recording what was agreed: who, what, by when; what is vague or missing is pointed at first (A1)."""

from datetime import date

import pytest

from storage.actions import ActionState, list_actions
from tests.actions.conftest import TEXT, local, records, stored_action
from tests.support.doings import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

DENIED = "Your role in this TWG does not allow that."


async def count(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return len(await list_actions(session, limit=100))


async def test_an_action_is_recorded_by_the_form_and_its_owner_told(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/newaction")
    await dara.reads("What is to be done?", "For example:")
    await dara.says(TEXT)
    await dara.reads("Who will do it?", "[Dara, MoH]", "[Sokha, UNFPA]")
    await dara.taps("Sokha, UNFPA")
    await dara.says("23/12/2026")
    await dara.reads("Who may see it, besides its owner?")
    await dara.taps("All members")
    await dara.reads(f"Action: {TEXT}", "Owner: Sokha, UNFPA", "Due: Wednesday 23 December 2026", "Is this right?")
    await dara.does_not_read("Note:")
    assert await count(health) == 0
    await sokha.looks_away()
    await dara.taps("Save")
    await dara.reads("The action is recorded.", "No. 1", "[Record another]")
    await sokha.reads("An action for you", TEXT, "Due: Wednesday 23 December 2026", "Recorded by Dara", "[Done]")
    action = await stored_action(health, 1)
    assert action.owner is not None
    assert action.institution is not None
    assert (action.owner.name, action.institution.name, action.due_on) == ("Sokha", "UNFPA", date(2026, 12, 23))
    assert (action.state, action.created_by.name) == (ActionState.OPEN, "Dara")


async def test_whoever_records_for_themselves_is_told_once(dara: Player) -> None:
    await dara.says(f"/newaction {TEXT}", "Dara", "23/12/2026")
    await dara.taps("All members", "Save")
    assert len(await dara.new_messages()) == 0
    await dara.reads("The action is recorded.")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Send the draft budget as soon as possible", "as soon as possible"),
        ("Share the study In Due Course", "in due course"),
        ("Align projects to the extent possible", "to the extent possible"),
        ("Follow up", "follow up"),
        ("follow-up.", "follow-up"),
        ("ផ្ញើសេចក្ដីព្រាងឱ្យបានឆាប់", "ឱ្យបានឆាប់"),
        ("អនុវត្តតាមលទ្ធភាព", "តាមលទ្ធភាព"),
        ("បន្តតាមដាន។", "បន្តតាមដាន"),
    ],
)
async def test_vague_wording_is_pointed_at_before_it_is_saved_and_never_refused(
    health: Stage, dara: Player, sokha: Player, text: str, phrase: str
) -> None:
    await dara.says(f"/newaction {text}", "Sokha", "23/12/2026")
    await dara.taps("All members")
    await dara.reads(f"Note: “{phrase}” can be read in several ways", "[Save]", "[Change…]")
    await dara.taps("Save")
    assert (await stored_action(health, 1)).text == text


async def test_a_missing_owner_and_a_missing_day_are_pointed_at_and_never_refused(health: Stage, dara: Player) -> None:
    await dara.says(f"/newaction {TEXT}")
    await dara.taps("Skip", "Skip", "Skip", "All members")
    await dara.reads("Note: no owner and no date are given, so nobody will be reminded.", "[Save]")
    await dara.taps("Save")
    await dara.reads("Nobody is named as its owner.", "No date is set.")
    assert await count(health) == 1


async def test_a_missing_day_alone_is_pointed_at(dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}", "Sokha")
    await dara.taps("Skip", "All members")
    await dara.reads("Note: no date is given, so nobody will be reminded.")


async def test_an_institution_may_stand_for_a_person(health: Stage, dara: Player) -> None:
    await dara.says(f"/newaction {TEXT}")
    await dara.taps("Skip")
    await dara.reads("Which institution is responsible?")
    await dara.says("unfpa", "23/12/2026")
    await dara.taps("All members")
    await dara.reads("Note: no owner is given; only the secretariat will be told when the date has passed.")
    await dara.taps("Save")
    await dara.reads("Owner: unfpa")


async def test_what_was_forgotten_can_be_changed_before_it_is_saved(dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}")
    await dara.taps("Skip", "Skip", "Skip", "All members", "Change…", "Owner")
    await dara.says("Sokha")
    await dara.reads("Owner: Sokha, UNFPA", "Note: no date is given")


async def test_a_part_of_the_name_or_institution_finds_the_owner(
    dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await dara.says(f"/newaction {TEXT}", "jica")
    await dara.reads("By which day?")
    await dara.taps("Back")
    await dara.says("moh")
    await dara.reads("Several members fit “moh”; please choose one.", "[Dara, MoH]", "[Vichea, MoH]")
    await dara.does_not_read("[Sokha, UNFPA]")
    await dara.says("Sophal")
    await dara.reads("No member is called “Sophal”; please type another part", "[Sokha, UNFPA]")
    await dara.says("moh")
    await dara.taps("Vichea, MoH")
    await dara.reads("By which day?")


async def test_of_many_members_the_first_are_offered_and_all_are_found(health: Stage, dara: Player) -> None:
    for number in range(15):
        await health.member(f"Partner {number:02}", "development_partner", "WHO")
    await dara.says(f"/newaction {TEXT}")
    await dara.reads("[Partner 10, WHO]")
    await dara.does_not_read("Partner 11")
    await dara.says("Partner 14")
    await dara.reads("By which day?")


async def test_a_name_that_is_part_of_another_is_still_one_person(health: Stage, dara: Player) -> None:
    await health.member("Sok", "government", "MEF")
    await health.member("Sokha", "government", "MEF")
    await dara.says(f"/newaction {TEXT}", "sok")
    await dara.reads("By which day?")


async def test_an_owner_who_left_meanwhile_is_asked_for_again(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}", "Sokha", "23/12/2026")
    await health.leaves("Sokha")
    await dara.taps("All members")
    await dara.reads("The person chosen is no longer a member; please choose another.", "Who will do it?")


@pytest.mark.parametrize(("typed", "said"), [("22/11/2026", "is over"), ("whenever", "Please give a day")])
async def test_a_day_that_cannot_be_is_asked_again(dara: Player, sokha: Player, typed: str, said: str) -> None:
    await dara.says(f"/newaction {TEXT}", "Sokha", typed)
    await dara.reads(said, "By which day?")


async def test_a_day_off_is_questioned(office_hours: Stage, dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}", "Sokha", "19/12/2026")
    await dara.taps("All members")
    await dara.reads("Note: Saturday 19 December 2026 is a day off.")


async def test_a_text_too_long_is_asked_again(dara: Player) -> None:
    await dara.says(f"/newaction {'ក' * 501}")
    await dara.reads("Please use at most 500 characters; this has 501.", "What is to be done?")


async def test_a_meeting_of_late_lends_its_audience_and_the_next_action_keeps_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.PARTNERS, title="Partners only")
    await dara.says(f"/newaction {TEXT}", "Sokha", "23/12/2026")
    await dara.reads("Who may see it")  # the meeting lies ahead: nothing was agreed there yet
    await dara.taps("Cancel")
    await health.becomes(local(15, 12))
    await everybody_looks_away(dara)
    await dara.says(f"/newaction {TEXT}", "Sokha", "23/12/2026")
    await dara.reads("At which meeting was it agreed?", "Tue 15 Dec · Partners only")
    await dara.taps("Tue 15 Dec")
    await dara.reads("Meeting: Tue 15 Dec · Partners only")
    await dara.does_not_read("Seen by:")
    await dara.taps("Save")
    await dara.reads("Agreed at: Partners only (Tue 15 Dec)", "Seen by: Development partners only")
    action = await stored_action(health, 1)
    assert (action.meeting_id, action.audience) == (meeting_id, "|partners|")
    await dara.taps("Record another")
    await dara.says("Translate it", "Sokha", "23/12/2026")
    await dara.reads("Meeting: Tue 15 Dec · Partners only", "Is this right?")


async def test_a_meeting_that_its_owner_was_not_invited_to_is_not_named_to_them(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.SECRETARIAT, title="Secretariat only")
    await health.becomes(local(15, 12))
    await records(dara, sokha, meeting_id=meeting_id)
    await sokha.reads("An action for you", TEXT)
    await sokha.does_not_read("Secretariat only")
    await dara.says("/actions")
    await dara.taps("The TWG’s", TEXT)
    await dara.reads("Agreed at: Secretariat only")


@pytest.mark.parametrize("role", ["lead_facilitator", "government", "crdb", "civil_society", "technical_adviser"])
async def test_others_record_nothing(health: Stage, role: str) -> None:
    somebody = await health.member("Somebody", role)
    await somebody.says(f"/newaction {TEXT}")
    await somebody.reads(DENIED)
    await somebody.forges("actions/new")
    await somebody.reads(DENIED)
    await somebody.says("/actions")
    await somebody.does_not_read("Record an action")


async def test_the_chair_records_too(health: Stage, sokha: Player) -> None:
    chair = await health.member("Sovann", "chair")
    await chair.says("/actions")
    await chair.taps("Record an action")
    await chair.says(TEXT, "Sokha", "23/12/2026")
    await chair.taps("All members", "Save")
    await sokha.reads("An action for you", "Recorded by Sovann")


async def test_what_is_recorded_at_night_is_told_in_the_morning_all_of_it_in_one_message(
    office_hours: Stage, dara: Player, sokha: Player
) -> None:
    await office_hours.becomes(local(1, 22))
    await records(dara, sokha, "First thing")
    await records(dara, sokha, "Second thing")
    await sokha.sees_nothing_new()
    await office_hours.becomes(local(2, 7))
    [message] = await sokha.new_messages()
    assert message.labels == ["1 · First thing", "2 · Second thing"]


async def test_an_action_closed_before_its_owner_could_be_told_is_not_told(
    office_hours: Stage, dara: Player, sokha: Player
) -> None:
    await office_hours.becomes(local(1, 22))
    action_id = await records(dara, sokha)
    await dara.says(f"/done {action_id} Not needed after all")
    await office_hours.becomes(local(2, 7))
    messages = await sokha.new_messages()
    assert not [message for message in messages if "An action for you" in message.text]

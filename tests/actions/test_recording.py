"""Recording what was agreed: who, what, by when; what is vague or missing is pointed at first (A1, U7)."""

from datetime import date

import pytest
from sqlalchemy import select

from messages.rendering.labels import label
from messages.rendering.templating import format_day
from messages.rendering.texts import Text
from storage.actions import ActionState, list_actions
from storage.core.audit import AuditRow
from tests.actions.conftest import DUE, TEXT, chooses_owner, local, records, stored_action
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def count(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return len(await list_actions(session, limit=100))


async def notes(player: Player) -> list[Text]:
    """What the summary points at, apart from that nobody else is there to see it."""
    pointed_at: list[Text] = (await player.shown("forms/confirm"))["notes"]
    return [note for note in pointed_at if not note.msgid.startswith("Nobody else")]


async def skips(player: Player, times: int) -> None:
    for _time in range(times):
        await player.presses("form:skip")


async def test_an_action_is_recorded_by_the_form_and_its_owner_told(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/newaction")
    await dara.asks("text")
    await dara.says(TEXT)
    await dara.asks("owner")
    await dara.reads_fact("[Dara, MoH]", "[Sokha, UNFPA]")
    await chooses_owner(dara, sokha)
    await dara.says("23/12/2026")
    await dara.asks("audience")
    await dara.presses("form:choice=all")
    summary = await dara.summary()
    assert list(summary) == ["text", "owner", "due_on", "audience"]
    assert (summary["text"], summary["owner"]) == (TEXT, "Sokha, UNFPA")
    assert "23 December 2026" in summary["due_on"]
    assert await notes(dara) == []
    assert await count(health) == 0
    await sokha.looks_away()
    await dara.presses("form:save")
    await dara.sees("actions/card", heading="recorded", action__id=1)
    await dara.offers("actions:another", 1)
    await sokha.is_told_only("action_given")
    await sokha.sees("actions/card", heading="given", action__due_on=DUE, action__created_by__name="Dara")
    await sokha.reads_fact(TEXT, "23 December 2026", "Dara")
    await sokha.offers("actions:done")
    action = await stored_action(health, 1)
    assert action.owner is not None
    assert action.institution is not None
    assert (action.owner.name, action.institution.name, action.due_on) == ("Sokha", "UNFPA", date(2026, 12, 23))
    assert (action.state, action.created_by.name) == (ActionState.OPEN, "Dara")


async def test_whoever_records_for_themselves_is_told_once(dara: Player) -> None:
    await dara.says(f"/newaction {TEXT}", "Dara", "23/12/2026")
    await dara.presses("form:choice=all")
    await dara.presses("form:save")
    await dara.sees_nothing_new()
    await dara.sees("actions/card", heading="recorded")


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
async def test_vague_wording_is_pointed_at_and_stays_with_a_reason_in_one_tap(
    health: Stage, dara: Player, sokha: Player, text: str, phrase: str
) -> None:
    await dara.says(f"/newaction {text}")
    await dara.asks("why_vague")
    await dara.reads_fact(phrase)
    await dara.presses("form:choice=0")
    await dara.says("Sokha", "23/12/2026")
    await dara.presses("form:choice=all")
    assert await notes(dara) == []
    await dara.presses("form:save")
    assert (await stored_action(health, 1)).text == text
    async with health.assistant.database.read() as session:
        [row] = await session.scalars(select(AuditRow).where(AuditRow.action == "actions.record_action"))
    assert row.data["reason"] == "The meeting agreed on these words"


async def test_a_missing_owner_and_a_missing_day_are_pointed_at_and_never_refused(health: Stage, dara: Player) -> None:
    await dara.says(f"/newaction {TEXT}")
    await skips(dara, 3)
    await dara.presses("form:choice=all")
    assert len(await notes(dara)) == 1
    await dara.presses("form:save")
    await dara.sees(
        "actions/card", heading="recorded", action__owner=None, action__institution=None, action__due_on=None
    )
    assert await count(health) == 1


async def test_what_is_missing_is_pointed_at_until_it_is_given(dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}")
    await skips(dara, 3)
    await dara.presses("form:choice=all")
    [neither] = await notes(dara)
    await dara.presses("form:change")
    await dara.presses("form:change=owner")
    await dara.says("Sokha")
    [no_day] = await notes(dara)
    await dara.presses("form:change")
    await dara.presses("form:change=due_on")
    await dara.says("23/12/2026")
    assert await notes(dara) == []
    await dara.presses("form:change")
    await dara.presses("form:change=owner")
    await dara.presses("form:skip")
    [no_owner] = await notes(dara)
    assert len({neither, no_day, no_owner}) == 3
    assert "owner" not in await dara.summary()


async def test_a_missing_day_alone_is_pointed_at(dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}", "Sokha")
    await dara.presses("form:skip")
    await dara.presses("form:choice=all")
    assert "due_on" not in await dara.summary()
    assert len(await notes(dara)) == 1


async def test_an_institution_may_stand_for_a_person(health: Stage, dara: Player) -> None:
    await dara.says(f"/newaction {TEXT}")
    await dara.presses("form:skip")
    await dara.asks("institution")
    await dara.says("unfpa", "23/12/2026")
    await dara.presses("form:choice=all")
    assert len(await notes(dara)) == 1
    await dara.presses("form:save")
    await dara.sees("actions/card", heading="recorded", action__owner=None, action__institution__name="unfpa")
    await dara.reads_fact("unfpa")


async def test_what_was_forgotten_can_be_changed_before_it_is_saved(dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}")
    await skips(dara, 3)
    await dara.presses("form:choice=all")
    [before] = await notes(dara)
    await dara.presses("form:change")
    await dara.presses("form:change=owner")
    await dara.says("Sokha")
    assert (await dara.summary())["owner"] == "Sokha, UNFPA"
    [after] = await notes(dara)
    assert after != before


async def test_a_part_of_the_name_or_institution_finds_the_owner(
    dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await dara.says(f"/newaction {TEXT}", "Kenjy")
    await dara.is_refused("forms#which_meant", text="Kenjy")
    await dara.says("jica")
    await dara.asks("due_on")
    await dara.presses("form:back")
    await dara.says("Sophal Noun")
    await dara.is_refused("forms#named_nobody")
    await dara.reads_fact("[Sokha, UNFPA]")
    await chooses_owner(dara, vichea)
    await dara.asks("due_on")


@pytest.mark.parametrize(
    ("typed", "owner"),
    [
        *((name, "សុខសុភា, ក្រសួងបណ្ដុះបណ្ដាល") for name in ("សុខ សុភា", "សុខ\u200bសុភា", "សុភា")),
        *((name, "ក្រសួងបណ្ដុះបណ្ដាល") for name in ("ក្រសួងបណ្តុះបណ្តាល", "ក្រសួង បណ្ដុះ\u200bបណ្ដាល")),
    ],
)
async def test_an_owner_is_found_however_a_name_is_spelled(
    health: Stage, dara: Player, sokha: Player, typed: str, owner: str
) -> None:
    await health.member("សុខសុភា", "government", "ក្រសួងបណ្ដុះបណ្ដាល")
    await dara.says(f"/newaction {TEXT}", typed)
    await dara.asks("due_on")
    await skips(dara, 1)
    await dara.presses("form:choice=all")
    assert (await dara.summary())["owner"] == owner


async def test_of_many_members_the_first_are_offered_and_all_are_found(health: Stage, dara: Player) -> None:
    for number in range(15):
        await health.member(f"Partner {number:02}", "development_partner", "WHO")
    await dara.says(f"/newaction {TEXT}")
    await dara.reads_fact("[Partner 10, WHO]")
    await dara.does_not_read_fact("Partner 11")
    await dara.says("Partner 14")
    await dara.asks("due_on")


async def test_a_name_that_is_part_of_another_is_still_one_person(health: Stage, dara: Player) -> None:
    await health.member("Sok", "government", "MEF")
    await health.member("Sokha", "government", "MEF")
    await dara.says(f"/newaction {TEXT}", "sok")
    await dara.asks("due_on")


async def test_an_owner_who_left_meanwhile_is_asked_for_again(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}", "Sokha", "23/12/2026")
    await health.leaves("Sokha")
    await dara.presses("form:choice=all")
    await dara.is_refused("forms#not_addressed")
    await dara.asks("owner")


@pytest.mark.parametrize(
    ("typed", "refusal"), [("22/11/2026", "general#past_day"), ("whenever", "general#unreadable_day")]
)
async def test_a_day_that_cannot_be_is_asked_again(dara: Player, sokha: Player, typed: str, refusal: str) -> None:
    await dara.says(f"/newaction {TEXT}", "Sokha", typed)
    await dara.is_refused(refusal)
    await dara.asks("due_on")


async def test_a_day_off_is_questioned(office_hours: Stage, dara: Player, sokha: Player) -> None:
    await dara.says(f"/newaction {TEXT}", "Sokha", "19/12/2026")
    await dara.presses("form:choice=all")
    day_off, goes_out = await notes(dara)
    assert "19 December 2026" in day_off.params["day"]
    assert "26 November 2026" in goes_out.params["moment"]  # the days before are holidays


async def test_a_text_too_long_is_asked_again(dara: Player) -> None:
    await dara.says(f"/newaction {'ក' * 501}")
    await dara.is_refused("general#too_long", limit=500, length=501)
    await dara.asks("text")


async def test_a_meeting_of_late_lends_its_audience_and_the_next_action_keeps_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.PARTNERS, title="Partners only")
    await dara.says(f"/newaction {TEXT}", "Sokha", "23/12/2026")
    await dara.asks("audience")  # the meeting lies ahead: nothing was agreed there yet
    await dara.presses("form:cancel")
    await health.becomes(local(15, 12))
    await everybody_looks_away(dara)
    await dara.says(f"/newaction {TEXT}", "Sokha", "23/12/2026")
    await dara.asks("meeting")
    await dara.reads_fact("15 Dec", "Partners only")
    await dara.presses(f"form:choice={meeting_id}")
    summary = await dara.summary()
    assert list(summary) == ["text", "owner", "due_on", "meeting"]
    assert "Partners only" in summary["meeting"]
    await dara.presses("form:save")
    await dara.sees(
        "actions/card", heading="recorded", meeting__title="Partners only", seen_by=[label(Audience.PARTNERS)]
    )
    await dara.reads_fact("Partners only", "15 Dec")
    action = await stored_action(health, 1)
    assert (action.meeting_id, action.audience) == (meeting_id, "|partners|")
    await dara.presses("actions:another")
    await dara.says("Translate it", "Sokha", "23/12/2026")
    assert "Partners only" in (await dara.summary())["meeting"]


async def test_a_meeting_that_its_owner_was_not_invited_to_is_not_named_to_them(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.SECRETARIAT, title="Secretariat only")
    await health.becomes(local(15, 12))
    action_id = await records(dara, sokha, meeting_id=meeting_id)
    await sokha.is_told_only("action_given")
    await sokha.sees("actions/card", heading="given", meeting=None)
    await sokha.reads_fact(TEXT)
    await sokha.does_not_read_fact("Secretariat only")
    await dara.says("/actions")
    await dara.presses("actions:list", "twg")
    await dara.presses("actions:open", action_id)
    await dara.sees("actions/card", meeting__id=meeting_id)
    await dara.reads_fact("Secretariat only")


@pytest.mark.parametrize("role", ["lead_facilitator", "government", "crdb", "civil_society", "technical_adviser"])
async def test_others_record_nothing(health: Stage, role: str) -> None:
    somebody = await health.member("Somebody", role)
    await somebody.says(f"/newaction {TEXT}")
    await somebody.is_refused("general#not_allowed")
    await somebody.forges("actions/new")
    await somebody.is_refused("general#not_allowed")
    await somebody.says("/actions")
    await somebody.sees("actions/list")
    await somebody.does_not_offer("actions:new")


async def test_the_chair_records_too(health: Stage, sokha: Player) -> None:
    chair = await health.member("Sovann", "chair")
    await chair.says("/actions")
    await chair.presses("actions:new")
    await chair.says(TEXT, "Sokha", "23/12/2026")
    await chair.presses("form:choice=all")
    await chair.presses("form:save")
    await sokha.is_told_only("action_given")
    await sokha.sees("actions/card", heading="given", action__created_by__name="Sovann")
    await sokha.reads_fact("Sovann")


async def test_what_is_recorded_at_night_is_told_in_the_morning_all_of_it_in_one_message(
    office_hours: Stage, dara: Player, sokha: Player
) -> None:
    await office_hours.becomes(local(1, 22))
    await records(dara, sokha, "First thing")
    await records(dara, sokha, "Second thing")
    await sokha.sees_nothing_new()
    await office_hours.becomes(local(2, 7))
    await sokha.is_told_only("action_given", "action_given")
    assert len(await sokha.new_messages()) == 1
    each = ("actions:done", "actions:note", "actions:open")
    await sokha.offers_only(*each, *each)
    await sokha.reads_fact("[1. More: First thing]", "[2. More: Second thing]")


async def test_an_action_closed_before_its_owner_could_be_told_is_not_told(
    office_hours: Stage, dara: Player, sokha: Player
) -> None:
    await office_hours.becomes(local(1, 22))
    action_id = await records(dara, sokha)
    await dara.says(f"/done {action_id} It was sent already")
    await office_hours.becomes(local(2, 7))
    await sokha.is_not_told("action_given")


async def test_the_day_that_the_text_gives_is_taken_and_the_text_stays_whole(health: Stage, dara: Player) -> None:
    text = "Send the draft budget to all members by Friday 18 December."
    await dara.says(f"/newaction {text}")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.presses("form:choice=all")
    summary = await dara.summary()
    assert (summary["text"], summary["due_on"]) == (text, format_day(date(2026, 12, 18), locale="en"))


@pytest.mark.parametrize("text", ["Report by province", "Finish by next Friday", "Ask by Friday or Monday"])
async def test_a_text_that_gives_no_certain_day_is_taken_whole_and_the_day_is_asked(dara: Player, text: str) -> None:
    await dara.says(f"/newaction {text}")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.asks("due_on")


async def test_a_time_for_which_an_action_has_no_place_is_named(dara: Player) -> None:
    await dara.says(f"/newaction {TEXT}")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.says("Friday 18 December 9am")
    await dara.is_refused("forms#only_day", text="Friday 18 December 9am", day=date(2026, 12, 18))

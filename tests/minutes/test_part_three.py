"""Minutes as Part Three of the Guideline asks, clause by clause (G6, A1)."""

from collections.abc import Sequence

import pytest

from storage.actions import ActionState, find_action
from storage.documents import DocumentKind, find_document
from storage.members import Adoption
from storage.records import LineKind
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by, circulates, held, newest, sends_document
from tests.minutes.steps import drafts
from tests.subgroups.steps import sets_up
from tests.support.cases import one_language
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

__all__ = ["held"]

#: What is agreed beside the figures that UNFPA sends by district.
AGREED = (
    "action: MoP; send the plan to the provinces; 20 January 2027\naction: ADB; comment on the plan; 8 January 2027"
)


async def passes_on(player: Player) -> Sequence[str]:
    """The texts of the actions in the note that is on the screen, whose decision is the one of the meeting."""
    note = (await player.shown("minutes/to_pass_on"))["note"]
    assert [each.decision.reference for each in note.decisions] == ["D-2026-01"]
    await player.reads_fact("D-2026-01", "អនុម័តផែនការ", *(each.text for each, _action in note.actions))
    return [each.text for each, _action in note.actions]


async def is_adopted(stage: Stage, dara: Player, meeting_id: int) -> None:
    """Write down what is agreed, circulate the minutes, and wait for their adoption by silence."""
    await dara.says(AGREED)
    await adopts_by(stage, Adoption.SILENCE)
    await circulates(dara, meeting_id)
    await stage.becomes(local(23, 9))


@pytest.mark.parametrize(("language", "other"), [("en", "km"), ("km", "en")])
async def test_a_iv_government_members_take_decisions_and_required_actions_back_to_their_ministry(
    health: Stage, dara: Player, sokha: Player, held: int, language: str, other: str
) -> None:
    bopha = await health.member("Bopha", "government", "MoP", language=language)
    vuthy = await health.member("Vuthy", "focal_point", "MEF")
    chan = await health.member("Chan", "chair", "MoH")
    await is_adopted(health, dara, held)
    await bopha.is_told("minutes_adopted", "minutes_pass_on")
    assert await passes_on(bopha) == ["send the plan to the provinces"]
    await bopha.reads_fact("HLT-2")
    await vuthy.is_told("minutes_pass_on")
    assert await passes_on(vuthy) == []
    for player in (chan, dara):
        await player.is_not_told("minutes_pass_on")
    await bopha.presses("minutes:pass_on", 1, other)
    assert await passes_on(bopha) == ["send the plan to the provinces"]
    await bopha.offers("minutes:pass_on", 1, language)
    await chan.forges("minutes:show:1")
    await chan.presses("minutes:pass_on", 1)
    assert await passes_on(chan) == []


async def test_a_v_lead_facilitators_tell_all_partners_and_ngos_theirs(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    """Each partner has the note of its own institution a tap away; NGOs speak for their community, (a)(ix)."""
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    anna = await health.member("Anna", "development_partner", "ADB")
    nary = await health.member("Nary", "civil_society", "NGO Forum")
    await health.member("Bopha", "government", "MoP")
    await is_adopted(health, dara, held)
    await maria.is_told("minutes_pass_on")
    assert await passes_on(maria) == ["send the figures by district", "comment on the plan"]
    await maria.reads_fact("UNFPA", "ADB")
    await nary.is_told("minutes_pass_on")
    assert await passes_on(nary) == []
    for player, agreed in ((anna, "comment on the plan"), (sokha, "send the figures by district")):
        await player.is_not_told("minutes_pass_on")
        await player.presses("minutes:show", 1)
        await player.presses("minutes:pass_on", 1)
        assert await passes_on(player) == [agreed]


async def test_a_v_what_was_corrected_is_told_again(health: Stage, dara: Player, sokha: Player, held: int) -> None:
    """Until the correction is adopted, the note says what is in force."""
    chan = await health.member("Chan", "chair", "MoH")
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await is_adopted(health, dara, held)
    await sokha.says("3: by district → by province")
    await dara.forges("minutes:accept:1")
    await everybody_looks_away(dara)
    await maria.forges("minutes:show:2")
    await maria.presses("minutes:pass_on", 2)
    assert await passes_on(maria) == ["send the figures by district"]
    await chan.forges("minutes:adopt_now:2")
    await maria.is_told("minutes_pass_on")
    assert await passes_on(maria) == ["send the figures by province"]
    await maria.forges("minutes:pass_on:1")
    assert await passes_on(maria) == ["send the figures by province"]


async def test_a_v_nothing_is_passed_on_that_is_not_for_the_whole_of_a_side(
    health: Stage, dara: Player, sokha: Player
) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    bopha = await health.member("Bopha", "government", "MoP")
    await adopts_by(health, Adoption.SILENCE)
    core = await drafts(dara, line=LineKind.DECISION, audience=Audience.CORE)
    await maria.forges(f"minutes:pass_on:{core.id}")
    await maria.is_refused("minutes#nothing_to_pass_on")
    await health.becomes(local(23, 9))
    await maria.is_told("minutes_adopted")
    await maria.is_not_told("minutes_pass_on")
    await maria.forges(f"minutes:pass_on:{core.id}")
    await maria.is_refused("minutes#nothing_to_pass_on")
    await maria.forges(f"minutes:show:{core.id}")
    await maria.does_not_offer("minutes:pass_on", core.id)
    await bopha.forges(f"minutes:pass_on:{core.id}")
    await bopha.is_refused("general#not_found")


@pytest.mark.parametrize("language", one_language("km"))
async def test_d_ii_minutes_are_kept_and_circulated_after_the_meeting_to_everybody_invited(
    health: Stage, dara: Player, sokha: Player, held: int, language: str
) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language=language)
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    for member in (bopha, sokha):
        await member.says("/minutes")
        await member.presses("minutes:show", 1)
        await member.presses("minutes:text", 1, 1)
        await member.reads_fact("58% of district hospitals are staffed", "D-2026-01")
    await health.becomes(local(23, 9))
    await sends_document(dara, held)
    await bopha.is_told("minutes_adopted", "document_replaced")
    async with health.assistant.database.read() as session:
        document = await find_document(session, 1)
    assert document is not None
    assert (document.kind, document.minutes_of_id, len(document.versions)) == (DocumentKind.MINUTES, held, 2)


async def test_d_ii_minutes_of_sub_groups_are_kept_for_those_in_them(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    token = f"subgroup_{await sets_up(dara, chair=sokha)}"
    version = await drafts(dara, audience=token, title="Gender budget")
    await sokha.says("/minutes")
    await sokha.presses("minutes:show", version.id)
    await kenji.says("/minutes")
    await kenji.does_not_offer("minutes:show", version.id)


async def test_d_iii_what_the_minutes_agree_is_followed_up_as_it_was_adopted(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    """An action goes on after the adoption; the minutes say what was agreed, the list of actions what became of it."""
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    await sokha.says("3: by district → by province")
    await dara.forges("minutes:accept:1")
    await health.becomes(local(23, 9))
    await everybody_looks_away(dara)
    await sokha.says("/done 1 sent on Monday")
    async with health.assistant.database.read() as session:
        action = await find_action(session, 1)
    assert action is not None
    assert (action.text, action.state) == ("send the figures by province", ActionState.DONE)
    version = await newest(health, held)
    agreed = next(each for each in version.paragraphs if each.number == 3)
    assert (agreed.text, agreed.details["owners"]) == ("send the figures by province", "UNFPA")

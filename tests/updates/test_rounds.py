"""Before a plenary every member is asked for important developments, for its agenda (S4, G7; Part Three (c)(v))."""

from datetime import date

import pytest

from storage.meetings import MeetingKind
from storage.updates import list_updates
from tests.meetings.conftest import local
from tests.meetings.test_agenda import opens_agenda
from tests.meetings.test_agenda_sources import offered
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.core.refusals import NotAllowed
from twg.meetings.kinds import KINDS
from twg.updates import rounds

NEWS = "The health financing policy was approved on 3 December."


@pytest.fixture
async def plenary(health: Stage, dara: Player, sokha: Player, kenji: Player) -> int:
    """The id of a plenary on 15 December, before which members are asked on 24 November."""
    return await announce_meeting(dara)


async def told(stage: Stage, meeting_id: int = 1) -> list[tuple[str, str]]:
    """Who told what."""
    async with stage.assistant.database.read() as session:
        return [(update.person.name, update.text) for update in await list_updates(session, meeting_id)]


async def test_every_member_is_asked_and_answers_by_a_reply_or_a_button(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await health.becomes(local(24, 8, month=11))
    await sokha.is_told("updates_asked")
    question = await sokha.finds("updates/question")
    await sokha.says(NEWS, reply_to=question.message)
    await sokha.sees("updates/question")
    await sokha.reads_fact(NEWS)
    await kenji.presses("updates:nothing", plenary)
    assert await told(health) == [("Sokha", NEWS), ("Kenji", "")]
    await dara.says("/updates")
    found = (await dara.shown("updates/list"))["found"]
    assert [update.text for update in found.told] == [NEWS]
    assert [member.person.name for member in found.nothing] == ["Kenji"]
    assert [member.person.name for member in found.silent] == ["Dara"]


async def test_only_who_has_not_answered_is_reminded_and_the_round_closes_by_itself(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await health.becomes(local(24, 8, month=11))
    await kenji.presses("updates:nothing", plenary)
    await everybody_looks_away(dara)
    await health.becomes(local(29, 9, month=11))
    await sokha.is_told("updates_reminder")
    await kenji.is_not_told("updates_reminder")
    await health.becomes(local(1, 9))
    await dara.is_told("updates_collected")
    await sokha.is_not_told("updates_collected")
    await sokha.forges(f"updates:nothing:{plenary}")
    await sokha.is_refused("updates#over")
    assert await told(health) == [("Kenji", "")]


async def test_a_late_reply_is_offered_to_be_shared(health: Stage, dara: Player, sokha: Player, plenary: int) -> None:
    await health.becomes(local(24, 8, month=11))
    question = await sokha.finds("updates/question")
    await health.becomes(local(2, 9))
    await sokha.says(NEWS, reply_to=question.message)
    await sokha.is_refused("updates#over")
    await sokha.presses("sharing:take")
    await sokha.presses("form:choice=policy")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    assert (await sokha.summary())["text"] == NEWS


async def test_more_is_put_below_and_all_is_taken_back(
    health: Stage, dara: Player, sokha: Player, plenary: int
) -> None:
    await sokha.says(f"/updates {NEWS}")
    await sokha.says("/updates A second study began.")
    assert await told(health) == [("Sokha", f"{NEWS}\nA second study began.")]
    await sokha.forges(f"updates:nothing:{plenary}")
    await sokha.is_refused("updates#nothing_meant")
    await sokha.says("/updates")
    await sokha.presses("updates:take_back", plenary)
    assert await told(health) == [("Sokha", "")]


async def test_it_is_shared_as_information_only_where_the_author_says_so(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await everybody_looks_away(dara)
    await sokha.says(f"/updates {NEWS}")
    await kenji.sees_nothing_new()
    await sokha.presses("updates:share", 1)
    await sokha.presses("form:choice=policy")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    await kenji.is_told_only("post_shared")
    await kenji.reads_fact(NEWS)


async def test_what_is_told_is_seen_by_its_author_and_who_prepares_the_plenary(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await sokha.says(f"/updates {NEWS}")
    await dara.forges("updates:show:1")
    await dara.reads_fact(NEWS)
    await kenji.forges("updates:show:1")
    await kenji.is_refused("general#not_found")
    await kenji.says("/updates")
    await kenji.does_not_read_fact(NEWS)


async def test_a_draft_is_prepared_without_being_named(health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara, title="Confidential draft")
    await health.becomes(local(24, 8, month=11))
    await sokha.is_told("updates_asked")
    await sokha.does_not_read_fact("Confidential draft")
    await sokha.presses("updates:nothing", 1)
    assert await told(health) == [("Sokha", "")]


@pytest.mark.parametrize("kind", [kind for kind in MeetingKind if kind is not MeetingKind.PLENARY])
async def test_before_other_meetings_nobody_is_asked(
    health: Stage, dara: Player, sokha: Player, kind: MeetingKind
) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    rules = KINDS[kind]
    audience = rules.audience if rules.closed else Audience.ALL
    await announce_meeting(maria if rules.closed else dara, kind=kind, audience=audience)
    await health.becomes(local(24, 9, month=11))
    for invited in [maria] if audience is Audience.LEADS else [maria, sokha]:
        await invited.is_not_told("updates_asked")
        await invited.forges("updates:nothing:1")
        await invited.is_refused("updates#no_round")


async def test_who_convenes_other_meetings_does_not_run_the_round_before_a_plenary(
    health: Stage, dara: Player, sokha: Player, plenary: int
) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await sokha.says(f"/updates {NEWS}")
    for operation in (rounds.ask, rounds.list_round):
        async with health.assistant.database.begin() as session:
            with pytest.raises(NotAllowed):
                await operation(session, await access_actor(session, maria), plenary, now=health.clock.now())
    await maria.says("/updates")
    await maria.does_not_see("updates/list")
    await maria.does_not_read_fact(NEWS)
    await maria.forges(f"updates:ask:{plenary}")
    await maria.is_refused("general#not_allowed")


async def test_before_a_plenary_at_short_notice_they_are_asked_by_hand(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara, day=date(2026, 11, 30))
    await dara.says("/updates")
    await dara.presses("updates:ask", 1)
    await sokha.is_told("updates_asked")
    await sokha.presses("updates:nothing", 1)
    assert await told(health) == [("Sokha", "")]


async def test_what_came_is_proposed_for_the_agenda_to_who_prepares_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await sokha.says(f"/updates {NEWS}")
    await kenji.forges(f"updates:nothing:{plenary}")
    facilitator = await health.member("Lena", "lead_facilitator", "UNDP")
    await facilitator.says("/newmeeting", "Points to raise")
    await facilitator.presses("form:choice=dp_only")
    await facilitator.says("14/12/2026", "9:00", "1h", "UNDP")
    assert await offered(facilitator) == ["usual"]
    await dara.says("/newmeeting Core group, 14 December 9:00, MoH")
    assert await offered(dara) == ["usual"]
    await dara.presses("form:cancel")
    await opens_agenda(dara)
    await dara.presses("meetings:change_agenda")
    assert "update-1" in await offered(dara)
    await dara.presses("form:choice=update-1")
    lines = (await dara.shown("forms/ask"))["lines"]
    assert f"Development: {NEWS} – Sokha" in lines

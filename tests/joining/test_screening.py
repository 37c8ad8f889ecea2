"""Screening and confirming: by whom, with what outcome, told to whom (M2)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.joining import JoinState
from storage.members import Membership, MembershipState, Role, find_twg
from tests.joining.conftest import gathered, join_requests, somebody_asks
from tests.members.steps import memberships
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.members.twg_facts import TwgFacts, change_twg


async def declines(decider: Player, reason: str = "Please ask through your ministry") -> None:
    await decider.presses("joining:decline")
    await decider.says(reason)
    await decider.presses("form:save")


async def test_without_a_chair_the_secretariat_admits(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await dara.presses("joining:admit")
    await dara.sees("joining/card", request__state=JoinState.ADMITTED)
    await dara.does_not_offer("joining:admit")
    await sokha.is_told_only("join_decided")
    await sokha.sees("joining/decided", membership__role=Role.DEVELOPMENT_PARTNER)
    [member] = await memberships(health, "Sok Sokha")
    [request] = await join_requests(health)
    assert (member.role, request.decided_by_id, request.details) == (Role.DEVELOPMENT_PARTNER, 1, {})
    await sokha.says("/me")
    await sokha.sees("members/me", membership__person__position="Health adviser")


async def test_with_a_chair_the_chair_confirms(health: Stage, dara: Player, sovann: Player) -> None:
    sokha = await somebody_asks(health)
    await dara.presses("joining:admit")
    await dara.sees("joining/card", request__state=JoinState.PASSED_ON, decides=False)
    assert await memberships(health, "Sok Sokha") == []
    await sovann.is_told_only("join_passed_on")
    await sovann.presses("joining:admit")
    await sokha.is_told_only("join_decided")
    await dara.is_told("member_registered")
    assert len(await memberships(health, "Sok Sokha")) == 1


async def test_a_twg_may_leave_it_to_the_secretariat(health: Stage, dara: Player, sovann: Player) -> None:
    async with health.assistant.database.begin() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        await change_twg(session, twg, TwgFacts(chair_confirms=False), now=health.clock.now())
    await somebody_asks(health)
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Sok Sokha")) == 1
    await sovann.is_not_told("join_passed_on")


async def test_the_chair_may_admit_without_waiting_for_the_secretariat(
    health: Stage, dara: Player, sovann: Player
) -> None:
    await somebody_asks(health)
    await sovann.says("/members")
    await sovann.presses("joining:list")
    await sovann.presses("joining:open", 1)
    await sovann.presses("joining:admit")
    assert len(await memberships(health, "Sok Sokha")) == 1
    await dara.presses("joining:admit")
    await dara.is_refused("joining#already_decided")


async def test_the_secretariat_does_not_decide_what_is_with_the_chair(
    health: Stage, dara: Player, sovann: Player
) -> None:
    await somebody_asks(health)
    await dara.presses("joining:admit")
    await dara.forges("joining:admit:1")
    await dara.is_refused("joining#others_decide", role=Role.CHAIR)
    assert await memberships(health, "Sok Sokha") == []


async def test_who_is_declined_reads_why_after_the_time_to_undo_it(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await declines(dara)
    await dara.offers("general:undo")
    await sokha.sees_nothing_new()
    await health.passes(minutes=11)
    await sokha.is_told_only("join_decided")
    await sokha.reads_fact("Please ask through your ministry")
    await sokha.does_not_read_fact("Dara")
    assert await memberships(health, "Sok Sokha") == []


async def test_a_refusal_is_undone_before_anybody_reads_it(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await declines(dara)
    await dara.presses("general:undo")
    await dara.sees("joining/card", request__state=JoinState.WAITING)
    await health.passes(minutes=11)
    await sokha.sees_nothing_new()
    await dara.presses("joining:admit")
    await sokha.is_told_only("join_decided")


async def test_a_refusal_needs_a_reason(health: Stage, dara: Player) -> None:
    await somebody_asks(health)
    await dara.presses("joining:decline")
    await dara.asks("reason")
    await dara.says("\u200b")
    await dara.asks("reason")


async def test_the_chair_declines_and_the_secretariat_hears_of_it(health: Stage, dara: Player, sovann: Player) -> None:
    sokha = await somebody_asks(health)
    await dara.presses("joining:admit")
    await declines(sovann, "The group is full")
    await health.passes(minutes=11)
    await sokha.is_told_only("join_decided")
    await dara.is_told("join_chair_declined")
    await dara.reads_fact("The group is full")


async def test_a_question_and_its_answer(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await dara.presses("joining:question")
    await dara.says("Which project do you work for?")
    await dara.presses("form:save")
    await sokha.is_told_only("join_question")
    await sokha.reads_fact("Which project do you work for?")
    await sokha.says("The midwifery project")
    assert (await sokha.summary())["text"] == "The midwifery project"
    await sokha.presses("form:save")
    await sokha.sees("joining/answered")
    await dara.is_told_only("join_answered")
    await dara.reads_fact("The midwifery project")
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Sok Sokha")) == 1


async def test_a_question_is_answered_by_its_button(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await dara.presses("joining:question")
    await dara.says("Which project do you work for?")
    await dara.presses("form:save")
    await sokha.presses("joining:answer")
    await sokha.says("Midwifery")
    await sokha.presses("form:save")
    await dara.is_told_only("join_answered")


async def test_two_of_the_secretariat_decide_at_once(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await somebody_asks(health)
    await bopha.presses("joining:admit")
    await dara.presses("joining:admit")
    await dara.is_refused("joining#already_decided")
    await dara.sees("joining/card", request__state=JoinState.ADMITTED)
    assert len(await memberships(health, "Sok Sokha")) == 1


async def test_a_notice_says_nothing_of_what_was_decided_meanwhile(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    for method in ("sendMessage", "sendDocument"):
        await health.sandbox.fault("502", method=method, chat_id=bopha.person.id, times=None)
    await somebody_asks(health)
    await dara.presses("joining:admit")
    await health.sandbox.mend()
    await health.passes(minutes=10)
    await bopha.is_not_told("join_asked")


async def test_who_was_secretariat_decides_no_longer(health: Stage, dara: Player) -> None:
    await somebody_asks(health)
    await health.leaves("Dara")
    await dara.presses("joining:admit")
    await dara.is_refused("general#not_registered")
    assert await memberships(health, "Sok Sokha") == []


async def test_another_twg_neither_sees_nor_decides(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    rival = await health.member("Rival", "secretariat", code="EDU")
    await somebody_asks(health)
    await rival.sees_nothing_new()
    for verb in ("open", "admit", "decline", "question"):
        await rival.forges(f"joining:{verb}:1")
        await rival.is_refused("general#not_found")
    await rival.says("/members")
    await rival.does_not_offer("joining:list")


async def test_without_secretariat_and_chair_it_waits_for_the_first_of_them(health: Stage) -> None:
    await somebody_asks(health)
    dara = await health.member("Dara", "secretariat")
    await dara.says("/members")
    await dara.presses("joining:list")
    await dara.presses("joining:open", 1)
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Sok Sokha")) == 1


@pytest.mark.parametrize("outcome", ["admit", "decline"])
async def test_the_audit_says_who_decided(health: Stage, dara: Player, outcome: str) -> None:
    await somebody_asks(health)
    if outcome == "admit":
        await dara.presses("joining:admit")
    else:
        await declines(dara, "The group is full")
    async with health.assistant.database.read() as session:
        row = (await session.scalars(select(AuditRow).where(AuditRow.action == f"joining.{outcome}"))).one()
    assert (row.actor_id, row.data["after"]["decided_by_id"]) == (1, 1)
    assert row.data["before"]["state"] == "waiting"
    assert "012 345 678" not in str(row.data)


async def test_who_may_not_be_written_to_is_admitted_all_the_same(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await sokha.does(sokha.person.blocks())
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Sok Sokha")) == 1


async def test_nobody_becomes_a_member_twice(health: Stage, dara: Player) -> None:
    await somebody_asks(health)
    async with arranged(health.assistant.database) as session:
        request = (await join_requests(health))[0]
        session.add(
            Membership(
                person_id=request.person_id,
                twg_id=request.twg_id,
                role=Role.GOVERNMENT,
                themes=[],
                state=MembershipState.ACTIVE,
                since=date(2026, 11, 23),
            )
        )
    await dara.presses("joining:admit")
    await dara.is_refused("members#already_member")
    await gathered(health)


async def test_what_is_with_a_chair_who_leaves_is_decided_by_the_secretariat(
    health: Stage, dara: Player, sovann: Player
) -> None:
    sokha = await somebody_asks(health)
    await dara.presses("joining:admit")
    await health.leaves("Sovann")
    await dara.says("/members")
    await dara.presses("joining:list")
    await dara.presses("joining:open", 1)
    await dara.presses("joining:admit")
    await sokha.is_told_only("join_decided")
    assert len(await memberships(health, "Sok Sokha")) == 1


async def test_what_is_with_a_chair_who_left_may_be_declined(health: Stage, dara: Player, sovann: Player) -> None:
    rith = await health.member("Rith", "secretariat")
    sokha = await somebody_asks(health)
    await dara.presses("joining:admit")
    await health.leaves("Sovann")
    await rith.forges("joining:open:1")
    await declines(rith, "The group is full")
    await health.passes(minutes=11)
    await sokha.is_told_only("join_decided")
    await dara.is_not_told("join_chair_declined")

"""Two processes do at the same moment what only one of them may: the second is refused as if it had come later."""

from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.capabilities import registry
from scheduler.reminding.tick import fire
from storage.core.audit import AuditRow
from storage.core.claiming import claim_due
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.documents import Circulation, DocumentKind
from storage.indicators import Round, Submission
from storage.joining import JoinRequest
from storage.meetings import AgendaItem, Attendance, Meeting, Rsvp
from storage.members import Account, Invite, Membership, MembershipState, Role
from storage.reminders import Reminder, ReminderState
from tests.replicas.conftest import NOW, PEOPLE, Two, actor
from tests.support.guard import arrange
from tests.support.setup_steps import MEETING, MEETING_DAY
from twg import deliveries
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.core.refusals import Refusal
from twg.documents import acknowledging, circulating
from twg.indicators import defining, facts, reporting, reviewing, rounds
from twg.joining import entering
from twg.language.agenda import AgendaLine
from twg.meetings import access, changing, planning
from twg.meetings import rsvp as twg_answers
from twg.members import enrolling, invites, registration
from twg.reminders import settings

Operation = Callable[[AsyncSession], Awaitable[Any]]
LATER = changing.NewTime(day=MEETING_DAY + timedelta(days=1), at=time(9))


def announces(name: str, meeting_id: int = 1) -> Operation:
    async def do(session: AsyncSession) -> Notification:
        return await planning.announce(session, await actor(session, name), meeting_id, now=NOW)

    return do


def moves(name: str, move: changing.NewTime = LATER, meeting_id: int = 1) -> Operation:
    async def do(session: AsyncSession) -> Meeting:
        return await changing.move(session, await actor(session, name), meeting_id, move, now=NOW)

    return do


def relocates(name: str, place: str, meeting_id: int = 1) -> Operation:
    async def do(session: AsyncSession) -> Meeting:
        return await changing.relocate(session, await actor(session, name), meeting_id, place, now=NOW)

    return do


def cancels(name: str, meeting_id: int = 1) -> Operation:
    async def do(session: AsyncSession) -> Meeting:
        return await changing.cancel(session, await actor(session, name), meeting_id, now=NOW)

    return do


def answers(name: str, rsvp: Rsvp = Rsvp.YES, meeting_id: int = 1) -> Operation:
    async def do(session: AsyncSession) -> Attendance:
        given = twg_answers.Answer(rsvp=rsvp, day=MEETING["day"])
        return await twg_answers.answer(session, await actor(session, name), meeting_id, given, now=NOW)

    return do


async def plan(session: AsyncSession) -> int:
    return (await planning.plan(session, await actor(session, "Dara"), planning.NewMeeting(**MEETING), now=NOW)).id


async def plan_and_announce(session: AsyncSession) -> None:
    await announces("Dara", await plan(session))(session)


def corrects(*titles: str) -> Operation:
    async def do(session: AsyncSession) -> Meeting:
        args = planning.NewMeeting(**{**MEETING, "agenda": [AgendaLine(title) for title in titles]})
        return await planning.correct(session, await actor(session, "Dara"), 1, args, now=NOW)

    return do


async def agenda(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(AgendaItem.title).order_by(AgendaItem.id)))


async def count(session: AsyncSession, table: type[Any], *criteria: Any) -> int:
    return await session.scalar(select(func.count()).select_from(table).where(*criteria)) or 0


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        (announces("Dara"), announces("Dara"), access.MeetingAlreadyAnnounced),
        (cancels("Dara"), announces("Dara"), access.MeetingCancelled),
        (cancels("Dara"), cancels("Dara"), access.MeetingCancelled),
        (cancels("Dara"), moves("Dara"), access.MeetingCancelled),
        (cancels("Dara"), relocates("Dara", "Room B"), access.MeetingCancelled),
        (moves("Dara"), moves("Dara"), changing.NothingChanged),
        (relocates("Dara", "Room B"), relocates("Dara", "Room B"), changing.NothingChanged),
    ],
)
async def test_of_two_who_change_a_planned_meeting_one_is_refused(
    two: Two, first: Operation, second: Operation, refusal: type[Refusal]
) -> None:
    await two.does(plan)
    with pytest.raises(refusal):
        await two.at_once(first, second)


async def test_of_two_agendas_that_replace_one_the_later_stands_whole(two: Two) -> None:
    await two.does(plan)
    await two.at_once(corrects("Opening", "Budget"), corrects("Closing"))
    assert await two.does(agenda) == ["Closing"]


async def test_a_meeting_announced_twice_at_once_is_told_of_once(two: Two) -> None:
    await two.does(plan)
    with pytest.raises(access.MeetingAlreadyAnnounced):
        await two.at_once(announces("Dara"), announces("Dara"))
    assert await two.does(lambda session: count(session, Notification)) == 1


async def test_an_answer_to_a_meeting_that_is_just_cancelled_is_refused(two: Two) -> None:
    await two.does(plan_and_announce)
    with pytest.raises(access.MeetingCancelled):
        await two.at_once(cancels("Dara"), answers("Sokha"))


async def test_an_answer_just_before_the_meeting_moves_to_another_day_is_void(two: Two) -> None:
    await two.does(plan_and_announce)
    await two.at_once(answers("Sokha"), moves("Dara"))
    assert await two.does(lambda session: session.scalar(select(Attendance.rsvp))) is None


async def test_two_members_answer_at_the_same_moment(two: Two) -> None:
    await two.does(plan_and_announce)
    await two.at_once(answers("Sokha"), answers("Kenji", Rsvp.NO))
    given = await two.does(lambda session: session.scalars(select(Attendance.rsvp).order_by(Attendance.id)))
    assert list(given) == [Rsvp.YES, Rsvp.NO]


async def claim(session: AsyncSession) -> int:
    """The delivery loop takes what is due once changes have settled. Returns how much that is."""
    arrange(session)
    return len(await claim_due(session, now=NOW + changing.CHANGES_SETTLE, limit=30))


async def test_a_change_is_not_added_to_a_notice_that_is_just_taken_up(two: Two) -> None:
    await two.does(plan_and_announce)
    await two.does(claim)
    await two.does(moves("Dara"))
    await two.at_once(claim, relocates("Dara", "Room B"))
    changed = Notification.kind == "meeting_changed"
    assert await two.does(lambda session: count(session, Notification, changed)) == 2


async def test_a_notice_to_which_a_change_is_just_added_waits_for_it(two: Two) -> None:
    await two.does(plan_and_announce)
    await two.does(claim)
    await two.does(moves("Dara"))
    at_once = await two.at_once(relocates("Dara", "Room B"), claim)
    assert at_once + await two.does(claim) == len(PEOPLE)
    notices = await two.does(
        lambda session: session.scalars(select(Notification.data).where(Notification.kind == "meeting_changed"))
    )
    assert [set(data) for data in notices] == [{"title", "starts_at", "cleared", "place", "by", "reasons"}]


async def fire_last(session: AsyncSession) -> None:
    """The tick, when the meeting's last reminder has come due."""
    last = await session.execute(select(Reminder.id, Reminder.due_at).order_by(Reminder.due_at.desc()).limit(1))
    reminder_id, due_at = last.one()
    arrange(session)
    await fire(session, reminder_id, domains=registry().domains, now=due_at)


async def test_a_meeting_that_moves_while_its_reminder_fires_is_reminded_of_again(two: Two) -> None:
    await two.does(plan_and_announce)
    due_at = await two.does(lambda session: session.scalar(select(func.max(Reminder.due_at))))
    assert due_at is not None
    await two.at_once(fire_last, moves("Dara"))
    [last] = await two.does(lambda session: session.scalars(select(Reminder).order_by(Reminder.due_at.desc()).limit(1)))
    assert (last.state, last.due_at - due_at) == (ReminderState.PENDING, timedelta(days=1))


async def test_the_reminder_of_a_meeting_that_is_just_cancelled_does_not_fire(two: Two) -> None:
    await two.does(plan_and_announce)
    await two.at_once(cancels("Dara"), fire_last)
    states = await two.does(lambda session: session.scalars(select(Reminder.state).distinct()))
    assert list(states) == [ReminderState.VOID]


def opens_round(title: str) -> Operation:
    async def do(session: AsyncSession) -> rounds.RoundProgress:
        args = rounds.NewRound(title=title, due_on=date(2026, 12, 23))
        return await rounds.open_round(session, await actor(session, "Dara"), args, now=NOW)

    return do


async def close_round(session: AsyncSession) -> rounds.RoundProgress:
    return await rounds.close_round(session, await actor(session, "Dara"), registry().domains, now=NOW)


def defines(number: str) -> Operation:
    async def do(session: AsyncSession) -> int:
        args = defining.NewIndicator(number=number, statement="Deliveries", unit="%", responsible=["UNFPA"])
        return (await defining.define(session, await actor(session, "Dara"), args, now=NOW)).id

    return do


def reports(name: str) -> Operation:
    async def do(session: AsyncSession) -> int:
        args = reporting.Report(indicator_id=1, value=Decimal(58))
        return (await reporting.report(session, await actor(session, name), args, registry().domains, now=NOW)).version

    return do


async def accept(session: AsyncSession) -> Submission:
    return await reviewing.accept(session, await actor(session, "Dara"), 1, now=NOW)


async def send_back(session: AsyncSession) -> Submission:
    return await reviewing.send_back(session, await actor(session, "Dara"), 1, "Of which year?", now=NOW)


async def test_of_two_who_open_a_round_one_is_refused(two: Two) -> None:
    await two.does(defines("2008-4"))
    with pytest.raises(rounds.RoundAlreadyOpen):
        await two.at_once(opens_round("Spring"), opens_round("Summer"))
    assert await two.does(lambda session: count(session, Round)) == 1


async def test_of_two_who_close_a_round_one_is_refused(two: Two) -> None:
    await two.does(defines("2008-4"))
    await two.does(opens_round("Spring"))
    with pytest.raises(rounds.NoOpenRound):
        await two.at_once(close_round, close_round)


async def test_of_two_who_define_an_indicator_one_is_refused_however_it_is_spelled(two: Two) -> None:
    with pytest.raises(facts.DuplicateIndicator):
        await two.at_once(defines("2008-4a"), defines("2008-4A"))


async def test_two_reports_at_once_are_two_versions(two: Two) -> None:
    await two.does(defines("2008-4"))
    assert await two.at_once(reports("Sokha"), reports("Kenji")) == 2


@pytest.mark.parametrize(("first", "second"), [(accept, send_back), (send_back, accept)])
async def test_of_two_who_review_a_report_one_is_refused(two: Two, first: Operation, second: Operation) -> None:
    await two.does(defines("2008-4"))
    await two.does(reports("Sokha"))
    with pytest.raises(reviewing.AlreadyReviewed):
        await two.at_once(first, second)


async def test_a_correction_that_comes_while_the_report_is_returned_stands(two: Two) -> None:
    await two.does(defines("2008-4"))
    await two.does(opens_round("Spring"))
    await two.does(reports("Sokha"))
    with pytest.raises(reviewing.ReportReplaced):
        await two.at_once(reports("Sokha"), send_back)
    progress = await two.does(follow)
    assert progress.waiting == []


async def follow(session: AsyncSession) -> rounds.RoundProgress:
    return await rounds.follow_round(session, await actor(session, "Dara"))


def registers(token: str, telegram_id: int) -> Operation:
    async def do(session: AsyncSession) -> Membership | JoinRequest:
        args = registration.Registration(name="Maria", position="Adviser", institution="UNFPA", language="en")
        return await entering.register(
            session, invites.hash_token(token), telegram_id, args, domains=registry().domains, now=NOW
        )

    return do


async def invite(session: AsyncSession) -> str:
    args = invites.NewInvite(role=Role.DEVELOPMENT_PARTNER)
    _invite, token = await invites.invite(session, await actor(session, "Dara"), args, now=NOW)
    return token


async def revoke(session: AsyncSession) -> Invite:
    return await invites.revoke_invite(session, await actor(session, "Dara"), 1, now=NOW)


async def test_of_two_who_register_by_a_link_for_one_the_second_is_refused(two: Two) -> None:
    token = await two.does(invite)
    with pytest.raises(invites.UsedInvite):
        await two.at_once(registers(token, 2000), registers(token, 2001))


async def test_a_link_that_is_just_revoked_lets_nobody_in(two: Two) -> None:
    token = await two.does(invite)
    with pytest.raises(invites.RevokedInvite):
        await two.at_once(revoke, registers(token, 2000))


async def test_a_link_is_revoked_once(two: Two) -> None:
    await two.does(invite)
    await two.at_once(revoke, revoke)
    revoked = AuditRow.action == "members.revoke_invite"
    assert await two.does(lambda session: count(session, AuditRow, revoked)) == 1


async def test_somebody_who_left_and_comes_back_by_two_links_uses_one_of_them(two: Two) -> None:
    first, second = await two.does(invite), await two.does(invite)
    joined = await two.does(registers(first, 2000))
    await two.does(lambda session: _leave(session, joined.id))
    third = await two.does(invite)
    with pytest.raises(enrolling.AlreadyMember):
        await two.at_once(registers(second, 2000), registers(third, 2000))


async def _leave(session: AsyncSession, membership_id: int) -> None:
    arrange(session)
    (await session.get_one(Membership, membership_id)).state = MembershipState.LEFT


async def circulate(session: AsyncSession) -> Circulation:
    file = SentFile(handle="AAA", name="paper.pdf")
    paper = circulating.NewDocument(file=file, title="Health budget", kind=DocumentKind.PAPER)
    args = circulating.NewCirculation(documents=[paper], audience=Audience.ALL)
    circulation, _notification = await circulating.circulate(session, await actor(session, "Dara"), args, now=NOW)
    return circulation


async def acknowledge(session: AsyncSession) -> None:
    await acknowledging.acknowledge(session, await actor(session, "Sokha"), 1, now=NOW)


async def test_a_document_is_acknowledged_once(two: Two) -> None:
    await two.does(circulate)
    await two.at_once(acknowledge, acknowledge)
    acknowledged = AuditRow.action == "documents.acknowledge"
    assert await two.does(lambda session: count(session, AuditRow, acknowledged)) == 1


async def switch_off(session: AsyncSession) -> None:
    for rule in await settings.list_rules(session, await actor(session, "Dara")):
        args = settings.RuleChange(enabled=False)
        domains = registry().domains
        await settings.change_rule(session, await actor(session, "Dara"), rule.name, args, domains, now=NOW)


@pytest.mark.parametrize(("first", "second"), [(switch_off, announces("Dara")), (announces("Dara"), switch_off)])
async def test_a_rule_switched_off_while_a_meeting_is_announced_reminds_nobody(
    two: Two, first: Operation, second: Operation
) -> None:
    await two.does(plan)
    await two.at_once(first, second)
    pending = Reminder.state == ReminderState.PENDING
    assert await two.does(lambda session: count(session, Reminder, pending)) == 0


async def resend(session: AsyncSession) -> Notification:
    return await deliveries.resend(session, await actor(session, "Dara"), 1, now=NOW)


async def test_what_failed_is_sent_again_once(two: Two) -> None:
    await two.does(plan_and_announce)

    async def fail(session: AsyncSession) -> None:
        arrange(session)
        for delivery in await claim_due(session, now=NOW, limit=1):
            delivery.state = DeliveryState.FAILED

    await two.does(fail)
    await two.at_once(resend, resend)
    told = await two.does(
        lambda session: session.scalars(select(AuditRow.data).where(AuditRow.action == "deliveries.resend"))
    )
    assert [data["people"] for data in told] == [1, 0]


async def return_after_blocking(session: AsyncSession) -> None:
    """Whoever of the three could not be reached is back."""
    for account in await session.scalars(select(Account).order_by(Account.id)):
        await deliveries.welcome_back(session, account, now=NOW)


async def test_what_is_sent_again_already_is_not_sent_to_who_returns_at_that_moment(two: Two) -> None:
    await two.does(plan_and_announce)

    async def block(session: AsyncSession) -> None:
        arrange(session)
        for delivery in await claim_due(session, now=NOW, limit=1):
            delivery.state = DeliveryState.UNREACHABLE

    async def resend_and_claim(session: AsyncSession) -> None:
        await resend(session)
        arrange(session)
        await claim_due(session, now=NOW, limit=30)

    await two.does(block)
    await two.at_once(resend_and_claim, return_after_blocking)
    pending = select(func.count()).where(Delivery.state == DeliveryState.PENDING, Delivery.part == 0)
    assert await two.does(lambda session: session.scalar(pending)) == 0

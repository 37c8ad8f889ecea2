"""Each notice is looked at again when it is sent: what no longer holds is not said, and its row says so (T2).

For each kind, the recipient cannot be reached while the notice is written; then a fact changes, then Telegram answers
again.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.capabilities import registry
from storage.actions import Action, ActionUpdate, Every
from storage.core.audit import find_last_change
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.documents import Document, DocumentKind
from storage.groups import LinkedGroup
from storage.members import Account, Membership, MembershipProposal, ProposedChange, Role, find_account
from storage.reminders import Reminder, ReminderState
from storage.requests import MemberRequest, RequestKind, RequestState
from storage.sharing import PostKind
from tests.actions.conftest import records
from tests.delivery.conftest import comes_back
from tests.delivery.still_holds_dates import DATES_CASES
from tests.delivery.still_holds_meetings import MEETING_CASES
from tests.delivery.still_holds_members import MEMBER_CASES, Case, Step, sokha_leads
from tests.delivery.still_holds_minutes import MINUTES_CASES
from tests.delivery.still_holds_objections import OBJECTION_CASES
from tests.delivery.still_holds_papers import PAPER_CASES
from tests.delivery.still_holds_records import RECORD_CASES
from tests.delivery.still_holds_reports import REPORT_CASES
from tests.delivery.still_holds_sharing import SHARING_CASES
from tests.documents.conftest import circulate
from tests.indicators.conftest import DUE, defines, opens_round
from tests.support.guard import arranged
from tests.support.scene import ZONE, Scene
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg import groups, sharing
from twg.actions import noting, progress
from twg.actions.notices import NOTE_UNDONE, UNDONE
from twg.core.audiences import Audience, to_column
from twg.core.files import SentFile
from twg.core.notifications import notify
from twg.documents import acknowledging, circulating, correcting, recalling, replacing
from twg.general import undo
from twg.indicators import changing_rounds, reporting, reviewing, rounds, taking_back
from twg.language.agenda_corrections import Remove
from twg.language.dues import Due
from twg.meetings import agenda, changing, planning
from twg.members import assistants, invites, proposing, registration
from twg.members import changing as member_changing
from twg.members.changing import MemberChange
from twg.papers.asking import call_for_papers
from twg.requests import asking, deciding
from twg.requests.notices import UNDECIDED


async def _planned(scene: Scene) -> None:
    scene.made = await plan_meeting(scene.dara)


async def _announced(scene: Scene) -> None:
    scene.made = await announce_meeting(scene.dara)


async def _announces(scene: Scene) -> None:
    await scene.does(scene.dara, planning.announce, scene.made)


async def _cancels(scene: Scene) -> None:
    await scene.does(scene.dara, changing.cancel, scene.made)


async def _relocates(scene: Scene) -> None:
    await scene.does(scene.dara, changing.relocate, scene.made, "Elsewhere")


async def _relocates_back(scene: Scene) -> None:
    await scene.does(scene.dara, changing.relocate, scene.made, "Ministry of Health, meeting room A")


async def _corrects_the_agenda(scene: Scene) -> None:
    await scene.does(scene.dara, agenda.correct_agenda, scene.made, [Remove("remove 1", (1,))])


async def _meeting_begins(scene: Scene) -> None:
    await scene.at(MEETING_DAY, 9)


async def _day_before_the_meeting(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=1))


async def _records_before_plenaries(scene: Scene) -> None:
    """An action of Sokha's that is due before each plenary, one of which is announced."""
    scene.made = await records(scene.dara, scene.sokha, due_on=None, every=Every.PLENARY)
    await announce_meeting(scene.dara)


async def _week_before_the_meeting(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=7))


async def _two_weeks_before_the_meeting(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=14))


async def _to_be_briefed(scene: Scene) -> None:
    """Sokha is lead facilitator of a TWG with an open action, and a plenary is announced."""
    await sokha_leads(scene)
    await records(scene.dara, None, "Send the budget")
    await _announced(scene)


async def _two_days_before_the_meeting(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=2))


async def _year_begins(scene: Scene) -> None:
    await scene.stage.restarts()  # the warning of a TWG is set at a start
    await scene.at(date(2027, 10, 20))


async def _two_months_are_left(scene: Scene) -> None:
    await scene.at(date(2027, 11, 1))


async def _two_are_announced(scene: Scene) -> None:
    for day in (date(2027, 12, 7), date(2027, 12, 14)):
        await announce_meeting(scene.dara, day=day)


async def _asks_for_papers(scene: Scene) -> None:
    await scene.does(scene.dara, call_for_papers, scene.made, MEETING_DAY - timedelta(days=14))


async def _papers_go_out(scene: Scene) -> None:
    """A paper for each item of the meeting's agenda."""
    file = SentFile(handle="AAA", name="paper.pdf")
    papers = [circulating.NewDocument(file=file, title=title, kind=DocumentKind.PAPER) for title in "ABC"]
    args = circulating.NewCirculation(documents=papers, audience=Audience.LEADS, meeting_id=scene.made)
    await scene.does(scene.dara, circulating.circulate, args)


async def _circulates(scene: Scene) -> None:
    scene.made = await circulate(scene.dara)


async def _circulates_to_partners(scene: Scene) -> None:
    scene.made = await circulate(scene.dara, audience=Audience.PARTNERS)


async def _corrects_the_title(scene: Scene) -> None:
    await scene.does(scene.dara, correcting.correct, scene.made, correcting.Correction(title="Budget"))


async def _replaces(scene: Scene) -> None:
    await scene.dara.sends_file("health-budget-2027_v2.pdf")
    sent = [message for message in await scene.dara.person.messages() if message.document is not None][-1]
    assert sent.document is not None
    file = SentFile(handle=sent.document.file_id, name=sent.document.name)
    await scene.does(scene.dara, replacing.replace, scene.made, replacing.NewVersion(file=file))


async def _recalls(scene: Scene) -> None:
    await scene.does(scene.dara, recalling.recall, scene.made, "Wrong table")


async def _is_recalled(scene: Scene) -> None:
    await scene.arranges(Document, recalled_at=scene.stage.clock.now())


async def _recalls_and_tells(scene: Scene) -> None:
    await _recalls(scene)
    await scene.stage.passes(minutes=11)


async def _document_stands(scene: Scene) -> None:
    await scene.arranges(Document, recalled_at=None, recalled_by_id=None, recall_reason="")


async def _recalls_what_was_circulated(scene: Scene) -> None:
    await _circulates(scene)
    await _recalls_and_tells(scene)


async def _stands_again(scene: Scene) -> None:
    """A recall that its recipients were told of is taken back."""
    await scene.does(scene.dara, recalling.undo_recall, scene.made, None, registry().domains)
    async with arranged(scene.stage.assistant.database) as session:
        actor = await access_actor(session, scene.dara)
        document = await registry().domains.subjects["document"].access(session, actor, scene.made)
        await notify(session, recalling.STANDS_AGAIN, subject=document, now=scene.stage.clock.now(), by=actor)
    await scene.stage.settle()


async def _two_days_later(scene: Scene) -> None:
    await scene.stage.passes(days=2)


async def _acknowledges(scene: Scene) -> None:
    await scene.does(scene.sokha, acknowledging.acknowledge, scene.made)


async def _records(scene: Scene) -> None:
    scene.made = await records(scene.dara, scene.sokha)


async def _records_without_a_date(scene: Scene) -> None:
    scene.made = await records(scene.dara, scene.sokha, due_on=None, review_on=DUE)


async def _closes(scene: Scene) -> None:
    await scene.does(scene.rith, progress.close, scene.made, noting.Note(text="Done"), registry().domains)


async def _closes_own(scene: Scene) -> None:
    await scene.does(scene.sokha, progress.close, scene.made, noting.Note(text="Done"), registry().domains)
    await scene.stage.passes(minutes=11)


async def _records_and_closes(scene: Scene) -> None:
    await _records(scene)
    await _closes(scene)
    await scene.stage.passes(minutes=11)


async def _reopens(scene: Scene) -> None:
    await scene.does(scene.rith, progress.reopen, scene.made)


async def _undoes(scene: Scene) -> None:
    """Take back a close that its recipients were told of."""
    await scene.does(scene.rith, progress.reopen, scene.made)
    async with arranged(scene.stage.assistant.database) as session:
        actor = await access_actor(session, scene.rith)
        action = await registry().domains.subjects["action"].access(session, actor, scene.made)
        await notify(session, UNDONE, subject=action, now=scene.stage.clock.now(), by=actor)
    await scene.stage.settle()


async def _notes(scene: Scene) -> None:
    await scene.does(scene.rith, noting.add_note, scene.made, noting.Note(text="MEF has sent the ceilings"))
    await scene.stage.passes(minutes=11)


async def _note_goes(scene: Scene) -> None:
    async with arranged(scene.stage.assistant.database) as session:
        await session.delete((await session.scalars(select(ActionUpdate))).one())


async def _undoes_a_note(scene: Scene) -> None:
    """Take back a note that its recipients were told of."""
    async with arranged(scene.stage.assistant.database) as session:
        actor = await access_actor(session, scene.rith)
        action = await registry().domains.subjects["action"].access(session, actor, scene.made)
        await notify(session, NOTE_UNDONE, subject=action, now=scene.stage.clock.now(), by=actor)
    await scene.stage.settle()


async def _hides(scene: Scene) -> None:
    """It is somebody else's, and for others than its former owner."""
    owner_id = await _person_id(scene, scene.rith)
    await scene.arranges(Action, owner_id=owner_id, audience=to_column(Audience.GOVERNMENT))


async def _person_id(scene: Scene, player: Player) -> int:
    async with scene.stage.assistant.database.read() as session:
        return (await access_actor(session, player)).person.id


async def _gives_to_rith(scene: Scene) -> None:
    await scene.does(scene.dara, progress.give, scene.made, [f"person:{await _person_id(scene, scene.rith)}"])


async def _gives_back(scene: Scene) -> None:
    await scene.does(scene.dara, progress.give, scene.made, [f"person:{await _person_id(scene, scene.sokha)}"])


async def _moves(scene: Scene) -> None:
    await scene.does(scene.dara, progress.move, scene.made, Due(day=DUE + timedelta(days=2)))


async def _moves_back(scene: Scene) -> None:
    await scene.does(scene.dara, progress.move, scene.made, Due(day=DUE))


def _days_after_due(days: int) -> Step:
    async def passes(scene: Scene) -> None:
        await scene.at(DUE + timedelta(days=days))

    return passes


async def _opens_round(scene: Scene) -> None:
    scene.made = await defines(scene.dara, responsible=["UNFPA"])
    await opens_round(scene.dara)


async def _reports(scene: Scene) -> None:
    args = reporting.Report(indicator_id=scene.made, value=Decimal(58))
    await scene.does(scene.sokha, reporting.report, args, registry().domains)


async def _round_and_report(scene: Scene) -> None:
    await _opens_round(scene)
    await _reports(scene)


async def _returns(scene: Scene) -> None:
    await scene.does(scene.rith, reviewing.send_back, 1, "Which districts?")


async def _returned_and_told(scene: Scene) -> None:
    await _round_and_report(scene)
    await _returns(scene)
    await scene.stage.settle()


async def _undoes_return(scene: Scene) -> None:
    async with scene.stage.assistant.database.read() as session:
        change = await find_last_change(session, "submission", 1)
    assert change is not None
    await scene.does(scene.rith, undo, change.id, registry().domains)


async def _takes_back_report(scene: Scene) -> None:
    await scene.does(scene.sokha, taking_back.undo_report, 1, {}, registry().domains)


async def _closes_round(scene: Scene) -> None:
    await scene.does(scene.rith, rounds.close_round, registry().domains)


async def _moves_round(scene: Scene) -> None:
    args = changing_rounds.RoundMove(due_on=DUE + timedelta(days=5), reason="The GDCC meets later")
    await scene.does(scene.rith, changing_rounds.move_round, args)


async def _registers(scene: Scene) -> None:
    token = await scene.stage.invites("development_partner")
    kenji = await scene.stage.person("Kenji")
    await kenji.starts(token)
    await kenji.presses("form:choice=en")
    await kenji.presses("form:skip")
    await kenji.says("Kenji Sato", "Adviser", "JICA")
    await kenji.presses("form:skip")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")


async def _new_member_leaves(scene: Scene) -> None:
    await scene.stage.leaves("Kenji Sato")


def _corrects(position: str) -> Step:
    async def corrects(scene: Scene) -> None:
        args = registration.Details(name="Sokha", position=position, institution="UNFPA", contact="012 345 678")
        await scene.does(scene.sokha, registration.correct, args)

    return corrects


async def _offers(scene: Scene) -> None:
    """Sokha lets an account act for her that has not opened the link yet."""
    offered, token = await scene.does(scene.sokha, assistants.offer_assistant, [])
    scene.made, scene.token = offered.id, token


async def _takes(scene: Scene) -> None:
    database, now = scene.stage.assistant.database, scene.stage.clock.now()
    async with database.begin() as session:
        await assistants.take_assistant(session, invites.hash_token(scene.token), 999_998, "Chan", "en", now=now)
    await scene.stage.settle()


async def _offered_and_taken(scene: Scene) -> None:
    """The secretariat lets an account act for Sokha, that has opened the link."""
    async with scene.stage.assistant.database.read() as session:
        member_id = (await access_actor(session, scene.sokha)).member.id
    offered, token = await scene.does(scene.dara, assistants.offer_assistant_for, member_id, [])
    scene.made, scene.token = offered.id, token
    await _takes(scene)


async def _confirms(scene: Scene) -> None:
    await scene.does(scene.dara, assistants.confirm_assistant, scene.made)


async def _ends(scene: Scene) -> None:
    await scene.does(scene.sokha, assistants.end_assistant, scene.made)


async def _arranged(scene: Scene) -> None:
    """An account acts for Sokha."""
    await _offered_and_taken(scene)
    await _confirms(scene)


async def _stops(scene: Scene) -> None:
    """The assistant ends it."""
    database, now = scene.stage.assistant.database, scene.stage.clock.now()
    async with database.begin() as session:
        account = await find_account(session, 999_998)
        assert account is not None
        await assistants.stop_assisting(session, account, scene.made, now=now)
    await scene.stage.settle()


async def _shares(scene: Scene) -> None:
    args = sharing.NewPost(kind=PostKind.DATA, text="For partners", audience=Audience.PARTNERS)
    await scene.does(scene.dara, sharing.share, args)


async def _changes_role(scene: Scene) -> None:
    async with arranged(scene.stage.assistant.database) as session:
        query = (
            select(Membership)
            .join(Account, Account.person_id == Membership.person_id)
            .where(Account.telegram_id == scene.sokha.person.id)
        )
        (await session.scalars(query)).one().role = Role.CIVIL_SOCIETY


async def _asks(scene: Scene) -> None:
    args = asking.NewRequest(
        kind=RequestKind.MORE_TIME, subject_type="action", subject_id=scene.made, until=DUE + timedelta(days=7)
    )
    await scene.does(scene.sokha, asking.ask, args)
    await scene.stage.passes(minutes=11)


async def _action_and_request(scene: Scene) -> None:
    await _records(scene)
    await _asks(scene)


async def _asks_and_is_no_owner_any_more(scene: Scene) -> None:
    await _action_and_request(scene)
    await _gives_to_rith(scene)


async def _withdraws(scene: Scene) -> None:
    await scene.does(scene.sokha, asking.withdraw, 1)


async def _declines(scene: Scene) -> None:
    await scene.does(scene.rith, deciding.decline, 1, "")


async def _granted_after_all(scene: Scene) -> None:
    await scene.arranges(MemberRequest, state=RequestState.GRANTED)


async def _waits_again(scene: Scene) -> None:
    await scene.arranges(MemberRequest, state=RequestState.WAITING)


async def _request_is_declined(scene: Scene) -> None:
    await _action_and_request(scene)
    await _declines(scene)
    await scene.stage.passes(minutes=11)


async def _undecides(scene: Scene) -> None:
    """Take back a decision that the person who asked has read."""
    await _waits_again(scene)
    async with arranged(scene.stage.assistant.database) as session:
        actor = await access_actor(session, scene.rith)
        request = (await session.scalars(select(MemberRequest))).one()
        await notify(session, UNDECIDED, subject=request, now=scene.stage.clock.now(), by=actor)
    await scene.stage.settle()


async def _time_is_agreed(scene: Scene) -> None:
    await _opens_round(scene)
    until = DUE + timedelta(days=7)
    args = asking.NewRequest(kind=RequestKind.MORE_TIME, subject_type="report_request", subject_id=1, until=until)
    await scene.does(scene.sokha, asking.ask, args)
    await scene.stage.passes(minutes=11)
    await scene.does(scene.rith, deciding.grant, 1, deciding.Grant(), registry().domains)


async def _corrects_the_post(scene: Scene) -> None:
    await scene.does(scene.dara, sharing.correct, 1, "For partners, corrected")


async def _a_day_later(scene: Scene) -> None:
    await scene.stage.passes(days=1)


async def _misses_reminders(scene: Scene) -> None:
    """The assistant is down while the first reminder of a meeting is due and of use."""
    await scene.stage.assistant.stop()
    scene.stage.clock.set(datetime.combine(MEETING_DAY - timedelta(days=1), time(7), ZONE))
    await comes_back(scene.stage)
    await scene.stage.settle()


async def _reminder_is_sent(scene: Scene) -> None:
    async with arranged(scene.stage.assistant.database) as session:
        missed = await session.scalars(select(Reminder).where(Reminder.state == ReminderState.MISSED))
        for reminder in missed:
            reminder.state = ReminderState.FIRED


def _gives_role(role: Role) -> Step:
    async def gives(scene: Scene) -> None:
        member_id = await _member_id(scene, scene.sokha)
        await scene.does(scene.dara, member_changing.change, member_id, MemberChange(role=role))
        await scene.stage.passes(minutes=11)

    return gives


async def _member_id(scene: Scene, player: Player) -> int:
    async with scene.stage.assistant.database.read() as session:
        return (await access_actor(session, player)).member.id


_gives_role_and_tells = _gives_role(Role.CIVIL_SOCIETY)


async def _undoes_the_role(scene: Scene) -> None:
    async with scene.stage.assistant.database.read() as session:
        change = await find_last_change(session, Membership.__tablename__, await _member_id(scene, scene.sokha))
    assert change is not None
    await scene.does(scene.dara, undo, change.id, registry().domains)


async def _sokha_leaves(scene: Scene) -> None:
    await scene.stage.leaves("Sokha")


async def _proposes(scene: Scene, player: Player) -> None:
    member_id = await _member_id(scene, scene.stage.people["Chantha"])
    new = {"role": Role.GOVERNMENT.value, "themes": []}
    await scene.does(player, proposing.propose, member_id, ProposedChange.ROLE, new)


async def _rith_proposes(scene: Scene) -> None:
    await _proposes(scene, scene.rith)


async def _dara_proposes(scene: Scene) -> None:
    await _proposes(scene, scene.dara)


async def _rith_does_not_agree(scene: Scene) -> None:
    await scene.does(scene.rith, proposing.decline, 1)


async def _dara_does_not_agree(scene: Scene) -> None:
    await scene.does(scene.dara, proposing.decline, 1)


async def _proposal_goes(scene: Scene) -> None:
    async with arranged(scene.stage.assistant.database) as session:
        await session.delete((await session.scalars(select(MembershipProposal))).one())


async def _offers_a_group(scene: Scene) -> None:
    place = groups.Place(-100, 0, "Health TWG")
    scene.made = (await scene.does(scene.rith, groups.offer, place)).id


async def _links_a_group(scene: Scene) -> None:
    await scene.does(scene.rith, groups.link, scene.made, groups.NewLink())


async def _offered_and_linked(scene: Scene) -> None:
    await _offers_a_group(scene)
    await _links_a_group(scene)


async def _unlinks_the_group(scene: Scene) -> None:
    await scene.does(scene.rith, groups.unlink, scene.made)


async def _removes_the_bot(scene: Scene) -> None:
    async with scene.stage.assistant.database.begin() as session:
        await groups.note_lost(session, -100, now=scene.stage.clock.now())
    await scene.stage.settle()


async def _goes_on(scene: Scene) -> None:
    await scene.arranges(LinkedGroup, ended_at=None)


CASES = (
    {
        "group_linked": Case("dara", _links_a_group, _unlinks_the_group, before=_offers_a_group),
        "group_lost": Case("dara", _removes_the_bot, _goes_on, before=_offered_and_linked),
        "meeting_announced": Case("sokha", _announces, _cancels, before=_planned),
        "meeting_changed": Case("sokha", _relocates, _relocates_back, before=_announced),
        "agenda_changed": Case("sokha", _corrects_the_agenda, _cancels, before=_announced),
        "meeting_cancelled": Case("sokha", _cancels, _meeting_begins, before=_announced),
        "meeting_brief": Case("sokha", _two_days_before_the_meeting, _cancels, before=_to_be_briefed),
        "meetings_too_few": Case("dara", _two_months_are_left, _two_are_announced, before=_year_begins),
        "papers_called": Case("sokha", _asks_for_papers, _cancels, before=_announced),
        "meeting_papers": Case("dara", _two_weeks_before_the_meeting, _papers_go_out, before=_announced),
        "meeting_reminder": Case("sokha", _day_before_the_meeting, _cancels, before=_announced),
        "document_circulated": Case("sokha", _circulates, _acknowledges),
        "document_corrected": Case("sokha", _corrects_the_title, _changes_role, before=_circulates_to_partners),
        "document_replaced": Case("sokha", _replaces, _is_recalled, before=_circulates),
        "document_recalled": Case("sokha", _recalls_and_tells, _document_stands, before=_circulates),
        "document_stands_again": Case("sokha", _stands_again, _is_recalled, before=_recalls_what_was_circulated),
        "document_reminder": Case("sokha", _two_days_later, _acknowledges, before=_circulates),
        "action_given": Case("sokha", _records, _closes),
        "action_taken": Case("sokha", _gives_to_rith, _gives_back, before=_records),
        "action_moved": Case("sokha", _moves, _moves_back, before=_records),
        "action_closed": Case("dara", _closes_own, _reopens, before=_records),
        "action_noted": Case("sokha", _notes, _note_goes, before=_records),
        "action_note_undone": Case("sokha", _undoes_a_note, _hides, before=_records),
        "action_undone": Case("dara", _undoes, _closes, before=_records_and_closes),
        "action_reminder": Case("sokha", _days_after_due(0), _closes, before=_records),
        "action_is_overdue": Case("sokha", _days_after_due(1), _closes, before=_records),
        "action_late": Case("dara", _days_after_due(7), _closes, before=_records),
        "action_to_review": Case("dara", _days_after_due(0), _moves, before=_records_without_a_date),
        "actions_before_plenary": Case("sokha", _week_before_the_meeting, _closes, before=_records_before_plenaries),
        "action_stalled": Case("chair", _days_after_due(14), _closes, before=_records),
        "indicator_requested": Case("sokha", _opens_round, _reports),
        "indicator_reminder": Case("sokha", _days_after_due(0), _reports, before=_opens_round),
        "indicator_reported": Case("dara", _reports, _returns, before=_opens_round),
        "report_taken_back": Case("dara", _takes_back_report, _reports, before=_round_and_report),
        "indicator_reviewed": Case("sokha", _returns, _reports, before=_round_and_report),
        "review_taken_back": Case("sokha", _undoes_return, _returns, before=_returned_and_told),
        "indicator_late": Case("sokha", _days_after_due(2), _reports, before=_opens_round),
        "round_moved": Case("sokha", _moves_round, _reports, before=_opens_round),
        "round_closed": Case("sokha", _closes_round, _reports, before=_opens_round),
        "round_is_overdue": Case("dara", _days_after_due(1), _closes_round, before=_opens_round),
        "assistant_asks": Case("sokha", _takes, _ends, before=_offers),
        "assistant_confirmed": Case("sokha", _confirms, _ends, before=_offered_and_taken),
        "assistant_stopped": Case("sokha", _stops, _arranged, before=_arranged),
        "member_registered": Case("dara", _registers, _new_member_leaves),
        "member_corrected": Case("dara", _corrects("Director"), _corrects("Officer")),
        "membership_changed": Case("sokha", _gives_role(Role.CIVIL_SOCIETY), _gives_role(Role.GOVERNMENT)),
        "membership_restored": Case("chair", _undoes_the_role, _sokha_leaves, before=_gives_role_and_tells),
        "membership_change_proposed": Case("dara", _rith_proposes, _dara_does_not_agree),
        "membership_change_declined": Case("dara", _rith_does_not_agree, _proposal_goes, before=_dara_proposes),
        "post_corrected": Case("sokha", _corrects_the_post, _changes_role, before=_shares),
        "post_shared": Case("sokha", _shares, _changes_role),
        **REPORT_CASES,
        **SHARING_CASES,
        "request_made": Case("dara", _asks, _closes, before=_records),
        "request_withdrawn": Case("dara", _withdraws, _granted_after_all, before=_action_and_request),
        "request_decided": Case("sokha", _declines, _waits_again, before=_action_and_request),
        "request_reminder": Case("dara", _a_day_later, _declines, before=_action_and_request),
        "request_over": Case("sokha", _closes, _waits_again, before=_asks_and_is_no_owner_any_more),
        "request_time_ends": Case("sokha", _days_after_due(6), _reports, before=_time_is_agreed),
        "request_undecided": Case("sokha", _undecides, _declines, before=_request_is_declined),
        "reminders_missed": Case("dara", _misses_reminders, _reminder_is_sent, before=_announced),
    }
    | MEETING_CASES
    | MEMBER_CASES
    | DATES_CASES
    | PAPER_CASES
    | RECORD_CASES
    | OBJECTION_CASES
    | MINUTES_CASES
)


#: What is said whatever happens meanwhile.
ALWAYS = {"form_discarded"}


@pytest.fixture
async def scene(health: Stage, dara: Player, sokha: Player) -> Scene:
    rith = await health.member("Rith", "secretariat")
    await health.member("Chantha", "chair")
    return Scene(health, dara, rith, sokha)


def test_every_notice_declares_when_it_is_said_and_has_its_case() -> None:
    worded = registry().wordings.by_name
    assert all(worded[name].holds for name in registry().domains.notices)
    assert CASES.keys() | ALWAYS == registry().domains.notices.keys()


@pytest.mark.every_case
@pytest.mark.parametrize("kind", CASES)
async def test_what_no_longer_holds_is_not_said(scene: Scene, kind: str) -> None:
    case = CASES[kind]
    to = {"sokha": scene.sokha, "dara": scene.dara, "chair": scene.stage.people["Chantha"]}[case.to]
    if case.before is not None:
        await case.before(scene)
    await scene.holds_back(to)
    await case.written(scene)
    first = (await deliveries(scene, kind, to))[0]
    assert first.state is DeliveryState.PENDING
    await case.changes(scene)
    await to.looks_away()
    await scene.stage.sandbox.mend()
    await scene.stage.passes(minutes=20)
    rows = [row for row in await deliveries(scene, kind, to) if row.notification_id == first.notification_id]
    holds = registry().wordings.by_name[kind].holds
    assert {(row.state, row.error) for row in rows} == {(DeliveryState.VOID, f"said only while {holds}")}
    assert {row.sent_at for row in rows} == {None}


async def deliveries(scene: Scene, kind: str, to: Player) -> list[Delivery]:
    """This person's deliveries of a kind, oldest first."""
    async with scene.stage.assistant.database.read() as session:
        query = (
            select(Delivery)
            .join(Notification, Notification.id == Delivery.notification_id)
            .join(Account, Account.id == Delivery.account_id)
            .where(Notification.kind == kind, Account.telegram_id == to.person.id)
            .order_by(Delivery.id)
        )
        return list(await session.scalars(query))
